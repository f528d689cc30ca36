"""Who may do what with needs. Rights come from the standing; the state of the need is the actions' business."""

from red_inclusion.network.enums import VOTING_KINDS
from red_inclusion.network.standing import Standing

from .models import Need


def can_log_need(standing: Standing, area_id: int, entity_id: int) -> bool:
    """For an entity she speaks for in the area; who runs the area names any of its entities."""
    return standing.runs(area_id) or entity_id in standing.entity_ids_in(area_id)


def can_log_any_need(standing: Standing, area_id: int) -> bool:
    return standing.runs(area_id) or standing.takes_part(area_id)


def can_run_needs(standing: Standing, area_id: int) -> bool:
    """Publish, archive, mark as answered, reopen; log in the name of the network."""
    return standing.runs(area_id)


def can_edit_need(standing: Standing, need: Need) -> bool:
    """Her entity's, or any in an area she runs. Where the network raised it, editing must not tell whose it is."""
    if standing.runs(need.area_id):
        return True
    return not need.raised_by_network and standing.speaks_for(need.entity_id, need.area_id)


def can_confirm_need(standing: Standing, need: Need, entity_id: int) -> bool:
    """For an entity she speaks for in any area; its own needs are confirmed by being there.

    Where the network raised the need its entity may confirm it like any other: a refusal would tell whose it is.
    """
    speaks_for = {place.entity_id for place in standing.places if place.kind in VOTING_KINDS}
    return entity_id in speaks_for and (need.raised_by_network or entity_id != standing.stands_for(need.entity_id))


def confirming_entity_ids(standing: Standing, need: Need) -> list[int]:
    """The entities for which she may say «También lo detectamos», each once."""
    candidates = dict.fromkeys(place.entity_id for place in standing.places)
    return [entity_id for entity_id in candidates if can_confirm_need(standing, need, entity_id)]
