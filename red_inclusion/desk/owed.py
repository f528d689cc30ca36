"""«Te toca»: what waits for this person, each with the one place where it is answered."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes
from proposals.models import Commitment, Milestone
from proposals.policies import can_answer_commitment, entities_with_titular
from red_inclusion.network.models import Resource
from red_inclusion.network.standing import Standing

MOST = 20


@dataclass(frozen=True)
class Owed:
    """`by` is the day it should be done, None where there is none; `late` when that day has passed."""

    title: str
    detail: str
    url: str
    label: str
    by: date | None = None
    late: bool = False


def owed_by(user, standing: Standing) -> list[Owed]:
    """The lead's own duties first, then her entities', the oldest on top."""
    return [*_of_lead(user, standing), *_of_entities(user, standing)][:MOST]


def _of_lead(user, standing: Standing) -> list[Owed]:
    return [*_minutes_to_write(standing), *_minutes_to_publish(standing), *_notices_to_send(standing)]


def _minutes_to_write(standing: Standing) -> list[Owed]:
    meetings = Meeting.objects.filter(area_id__in=standing.led_area_ids, state=MeetingState.CLOSED, minutes=None)
    return [
        Owed(_("Write the minutes"), meeting.title, meeting.get_absolute_url(), _("Write"))
        for meeting in meetings.order_by("starts_at")[:MOST]
    ]


def _minutes_to_publish(standing: Standing) -> list[Owed]:
    drafts = Minutes.objects.filter(
        meeting__area_id__in=standing.led_area_ids, meeting__state=MeetingState.CLOSED, state=MinutesState.DRAFTING
    ).select_related("meeting")
    return [
        Owed(_("Publish the minutes"), minutes.meeting.title, minutes.get_absolute_url(), _("Review"))
        for minutes in drafts.order_by("meeting__starts_at")[:MOST]
    ]


def _notices_to_send(standing: Standing) -> list[Owed]:
    drafts = Meeting.objects.filter(area_id__in=standing.led_area_ids, state=MeetingState.DRAFT)
    return [
        Owed(_("Convene the meeting"), meeting.title, meeting.get_absolute_url(), _("Convene"), meeting.starts_at)
        for meeting in drafts.order_by("starts_at")[:MOST]
    ]


def _of_entities(user, standing: Standing) -> list[Owed]:
    """What she may do herself: she may speak for an entity in one area and only look on in another."""
    entities = standing.with_duplicates(standing.voting_entity_ids)
    resources = _resources_to_check(user, standing)
    return [*_answers(user, standing, entities), *_late_milestones(user, standing, entities), *resources]


def _answers(user, standing: Standing, entities: set[int]) -> list[Owed]:
    asked = Commitment.objects.visible_to(user).owed_by(entities).select_related("proposal", "entity")
    with_titular = cache(entities_with_titular)

    def may_answer(commitment: Commitment) -> bool:
        has_titular = commitment.entity_id in with_titular(commitment.proposal.area_id)
        return can_answer_commitment(standing, commitment, seat_has_titular=has_titular)

    return [
        Owed(
            _("Can %(entity)s take this on?") % {"entity": commitment.entity.name},
            commitment.proposal.title,
            reverse("proposals:proposal_detail", args=[commitment.proposal_id]),
            _("Answer"),
        )
        for commitment in islice(filter(may_answer, asked.order_by("asked_at")), MOST)
    ]


def _late_milestones(user, standing: Standing, entities: set[int]) -> list[Owed]:
    late = Milestone.objects.visible_to(user).owed_by(entities).select_related("proposal").order_by("due")
    hers = (each for each in late if standing.speaks_for(each.responsible_id, each.proposal.area_id))
    return [
        Owed(
            milestone.title,
            milestone.proposal.title,
            reverse("proposals:proposal_detail", args=[milestone.proposal_id]),
            _("Update"),
            milestone.due,
            late=True,
        )
        for milestone in islice(hers, MOST)
    ]


def _resources_to_check(user, standing: Standing) -> list[Owed]:
    """One line for each entity she speaks for."""
    awaited = Resource.objects.visible_to(user).awaited().filter(whose__in=standing.voting_entity_ids)
    rows = awaited.order_by("entity__name").values("whose", "entity__name").annotate(n=Count("pk"))
    return [
        Owed(
            _("Does it still hold what %(entity)s offers?") % {"entity": row["entity__name"]},
            ngettext("%(n)s resource to check", "%(n)s resources to check", row["n"]) % {"n": row["n"]},
            reverse("network:resource_check", args=[row["whose"]]),
            pgettext("resources", "Check"),
        )
        for row in rows[:MOST]
    ]
