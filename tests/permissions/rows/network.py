from red_inclusion.accounts import terms
from red_inclusion.core import clock
from red_inclusion.network.models import Seat
from tests.factories import InvitationFactory, MandateFactory, PersonFactory
from tests.permissions.matrix import Row, anybody, everybody_signed_in
from tests.permissions.world import ANONYMOUS, COORDINATION, GUEST, IN_NETWORK, MEMBERS, RUNNING


def entity(case):
    return {"pk": case.entity.pk}


def seat(case):
    """Of the entity in the area of the case."""
    return Seat.objects.get_or_create(entity=case.entity, area=case.area)[0]


def invitation(case):
    return {"pk": InvitationFactory(seat=seat(case), invited_by=case.author).pk}


def link(case, **more):
    """To an address that nobody has."""
    InvitationFactory(seat=case.cast.seat, invited_by=case.cast.alba, token="the-link", **more)
    return {"token": "the-link"}


def ran_out(case):
    return link(case, expires_at=clock.now())


def colleague(case):
    """Of the entity, in the area where whoever asks represents it."""
    person = MandateFactory(seat=seat(case), person=PersonFactory()).person
    return {"pk": case.entity.pk, "person": person.pk}


def form(case):
    return {"name": "Elena", "email": "elena@example.org", "language": "es", "seats": [seat(case).pk], "kind": "member"}


def somebody(case):
    return {"pk": case.author.pk}


ONLY_COORDINATION = {"may": frozenset({COORDINATION}), "of_area": False}


# Her own entity's, wherever it is; a lead's those that are in her area; an entity is not an area's.
OF_ENTITY = {"read": IN_NETWORK, "read_elsewhere": IN_NETWORK, "may": MEMBERS | RUNNING}

ROWS: dict[str, Row | list[Row]] = {
    # Who has no place yet is told so, in the same place.
    "network:area_list": everybody_signed_in(),
    "network:entity_list": everybody_signed_in(),
    # An entity is the network's, not an area's: every member reads it, and to others it is not there.
    "network:entity_detail": Row(
        kwargs=entity, may=IN_NETWORK, elsewhere=IN_NETWORK, read=IN_NETWORK, read_elsewhere=IN_NETWORK
    ),
    "network:my_people": everybody_signed_in(),
    "network:invitation_entity": everybody_signed_in(),
    "network:entity_people": Row(kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    "network:access_undo": Row("POST", kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    "network:access_end": Row("POST", kwargs=colleague, **OF_ENTITY),
    "network:invitation_create": [
        Row(kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
        Row("POST", kwargs=entity, data=form, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    ],
    "network:invitation_send": Row("POST", kwargs=invitation, may=MEMBERS | RUNNING, read=MEMBERS | RUNNING),
    "network:invitation_withdraw": Row("POST", kwargs=invitation, may=MEMBERS | RUNNING, read=MEMBERS | RUNNING),
    # The link is the key. Who is signed in as somebody else reads so, and is refused.
    "network:invitation": [
        anybody(kwargs=link),
        Row(
            "POST",
            kwargs=link,
            data=lambda case: {"name": "Elena", "language": "es", "version": terms.VERSION, "accept": "on"},
            may=frozenset({ANONYMOUS, GUEST}),
            of_area=False,
        ),
    ],
    "network:my_data": everybody_signed_in(),
    # Hers alone: tests/privacy/test_export.py.
    "network:my_data_download": everybody_signed_in(method="POST"),
    "network:erasure_ask": everybody_signed_in(method="POST"),
    "network:erasure_withdraw": everybody_signed_in(method="POST"),
    "network:personal_data": Row(**ONLY_COORDINATION),
    "network:person_erase": [
        Row(kwargs=somebody, **ONLY_COORDINATION),
        Row("POST", kwargs=somebody, data=lambda case: {"sure": "on"}, **ONLY_COORDINATION),
    ],
    "network:invitation_ask": anybody(method="POST", kwargs=ran_out),
}
