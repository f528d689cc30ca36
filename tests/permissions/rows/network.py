from tests.permissions.matrix import Row, everybody_signed_in
from tests.permissions.world import IN_NETWORK


def entity(case):
    return {"pk": case.entity.pk}


ROWS: dict[str, Row | list[Row]] = {
    # Who has no place yet is told so, in the same place.
    "network:area_list": everybody_signed_in(),
    "network:entity_list": everybody_signed_in(),
    # An entity is the network's, not an area's: every member reads it, and to others it is not there.
    "network:entity_detail": Row(
        kwargs=entity, may=IN_NETWORK, elsewhere=IN_NETWORK, read=IN_NETWORK, read_elsewhere=IN_NETWORK
    ),
}
