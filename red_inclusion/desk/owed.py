"""«Te toca»: what waits for this person, each with the one place where it is answered."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes
from proposals.models import Commitment, Milestone
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
    entities = {place.entity_id for place in standing.places if standing.entity_ids_in(place.area_id)}
    resources = _resources_to_check(user, standing)
    entities = standing.with_duplicates(entities)
    return [*_answers(user, entities), *_late_milestones(user, entities), *resources]


def _answers(user, entities: set[int]) -> list[Owed]:
    asked = Commitment.objects.visible_to(user).owed_by(entities).select_related("proposal", "entity")
    return [
        Owed(
            _("Can %(entity)s take this on?") % {"entity": commitment.entity.name},
            commitment.proposal.title,
            reverse("proposals:proposal_detail", args=[commitment.proposal_id]),
            _("Answer"),
        )
        for commitment in asked.order_by("asked_at")[:MOST]
    ]


def _late_milestones(user, entities: set[int]) -> list[Owed]:
    late = Milestone.objects.visible_to(user).owed_by(entities).select_related("proposal")
    return [
        Owed(
            milestone.title,
            milestone.proposal.title,
            reverse("proposals:proposal_detail", args=[milestone.proposal_id]),
            _("Update"),
            milestone.due,
            late=True,
        )
        for milestone in late.order_by("due")[:MOST]
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
