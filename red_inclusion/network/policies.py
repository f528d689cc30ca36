"""Who may arrange the network. Rights come from the standing; the state of things is the actions' business."""

from collections.abc import Collection, Iterable

from .enums import VOTING_KINDS, MandateKind
from .models import Invitation, Mandate, Seat
from .standing import Standing


def can_coordinate(standing: Standing) -> bool:
    """Open areas, make them formal, admit entities, name leads and coordination."""
    return standing.coordinates


def can_arrange_area(standing: Standing, area_id: int) -> bool:
    """Give seats and mandates in the area."""
    return standing.runs(area_id)


def can_end_mandate(standing: Standing, mandate: Mandate) -> bool:
    """Who runs the area, or a colleague of the same entity: «she no longer works here»."""
    seat = mandate.seat
    if standing.runs(seat.area_id):
        return True
    return any(place.seat_id == seat.pk and place.kind in VOTING_KINDS for place in standing.places)


KINDS_FOR_COLLEAGUES = (MandateKind.MEMBER, MandateKind.OBSERVER)


def can_invite(standing: Standing, seat: Seat, kind: str = MandateKind.MEMBER) -> bool:
    """Who runs the area, for any entity and as anything; a member, for her own entity where she represents it."""
    if standing.runs(seat.area_id):
        return True
    return seat.pk in standing.voting_seat_ids and kind in KINDS_FOR_COLLEAGUES


def can_manage_invitation(standing: Standing, invitation: Invitation, seats: Collection[Seat]) -> bool:
    """Send it again and withdraw it: whoever could make it herself, in all its areas."""
    return standing.coordinates or bool(seats) and all(can_invite(standing, seat, invitation.kind) for seat in seats)


def can_see_people(standing: Standing, seats: Iterable[Seat]) -> bool:
    """Who is invited to an entity with these seats and whose access may be ended: whoever may do either."""
    return standing.coordinates or any(can_invite(standing, seat) for seat in seats)


def can_create_person(standing: Standing) -> bool:
    return standing.coordinates or bool(standing.led_area_ids)


def can_read_network(standing: Standing) -> bool:
    """The list of entities and who represents them: everybody who has a place in the network."""
    return standing.in_network


def can_tend_resources(standing: Standing, entity_id: int) -> bool:
    """Add, change, check and retire what the entity offers: whoever speaks for it in any area, and coordination."""
    return standing.coordinates or standing.stands_for(entity_id) in standing.voting_entity_ids
