from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.enums import MeetingState, MinutesState
from meetings.models import Meeting, Minutes, MinutesPage
from meetings.notifications import tell_minutes_published
from meetings.records import build_record, check_code_of, fingerprint_of, notes_of
from red_inclusion.core import audit, clock
from red_inclusion.core.counters import next_number
from red_inclusion.core.errors import DomainError
from red_inclusion.core.marks import mark_of, refuse_if_changed
from red_inclusion.pages.models import AreaPage

from .guards import require_lead
from .revisions import lock_meeting


@transaction.atomic
def draft_minutes(meeting: Meeting, *, actor) -> Minutes:
    """Open the minutes of a meeting that has begun; those that exist are given back as they are."""
    meeting = _locked(meeting, actor)
    if meeting.state not in (MeetingState.IN_SESSION, MeetingState.CLOSED):
        raise DomainError("meeting_not_started", _("The minutes begin when the meeting does: start it first."))
    minutes = Minutes.objects.filter(meeting=meeting).first()
    if minutes:
        return minutes
    minutes = Minutes.objects.create(meeting=meeting, reference=_next_reference(meeting), changed_at=clock.now())
    audit.record("minutes.drafted", minutes, actor=actor, meeting=meeting.pk)
    return minutes


@transaction.atomic
def edit_minutes(
    minutes: Minutes, *, actor, summary: str, remarks: str, agenda: dict[int, str], seen: str | None = None
) -> Minutes:
    """Write what the records cannot know; `agenda` holds notes by agenda item, of which those are kept that say another
    thing than what was noted in the meeting. `seen` is the `minutes_mark` of what she had before her."""
    minutes = _being_written(minutes, actor)
    refuse_if_changed(seen, minutes_mark(minutes))
    noted = {item.pk: item.notes.strip() for item in minutes.meeting.agenda.all()}
    minutes.sections = {
        "summary": summary.strip(),
        "remarks": remarks.strip(),
        "agenda": {str(pk): note.strip() for pk, note in agenda.items() if note.strip() != noted.get(pk)},
    }
    minutes.changed_at = clock.now()
    minutes.save(update_fields=["sections", "changed_at"])
    audit.record("minutes.changed", minutes, actor=actor, fields=["summary", "remarks", "agenda"])
    return minutes


def minutes_mark(minutes: Minutes) -> str:
    written = minutes.sections
    notes = notes_of(minutes)
    return mark_of({"summary": written.get("summary", ""), "remarks": written.get("remarks", ""), "agenda": notes})


@transaction.atomic
def publish_minutes(minutes: Minutes, *, actor, public: bool = False, seen: str | None = None) -> Minutes:
    """Close the text for good, with its fingerprint; `public` also puts a version for anybody under the area's page.
    `seen` is the `mark_of` the record that she read."""
    minutes = _being_written(minutes, actor)
    if minutes.meeting.state != MeetingState.CLOSED:
        raise DomainError("meeting_not_closed", _("Close the meeting first; then its minutes can be published."))
    minutes.record = build_record(minutes, language=settings.LANGUAGE_CODE)
    message = _("The minutes changed since you read them. Read them again, then publish them.")
    refuse_if_changed(seen, mark_of(minutes.record), message)
    minutes.fingerprint = fingerprint_of(minutes.record)
    minutes.check_code = check_code_of(minutes.fingerprint)
    minutes.state = MinutesState.PUBLISHED
    minutes.public = public
    minutes.published_at = minutes.changed_at = clock.now()
    minutes.published_by = actor
    minutes.save()
    audit.record("minutes.published", minutes, actor=actor, public=public)
    tell_minutes_published(minutes, actor=actor)
    if public:
        _publish_page(minutes)
    return minutes


@transaction.atomic
def publish_public_version(minutes: Minutes, *, actor) -> Minutes:
    """Put minutes that are already published within reach of anybody."""
    minutes = _locked_minutes(minutes, actor)
    if minutes.state != MinutesState.PUBLISHED:
        raise DomainError("minutes_not_published", _("Publish the minutes for the area first."))
    if not minutes.public:
        minutes.public = True
        minutes.save(update_fields=["public"])
        audit.record("minutes.made_public", minutes, actor=actor)
        _publish_page(minutes)
    return minutes


def _publish_page(minutes: Minutes) -> None:
    parent = AreaPage.objects.filter(area=minutes.meeting.area).first()
    if parent is None:
        raise DomainError("no_area_page", _("This area has no public page yet: ask coordination to create it."))
    # Two pages added to one parent at once would get the same place in the tree.
    parent = AreaPage.objects.select_for_update().get(pk=parent.pk)
    day = timezone.localdate(minutes.meeting.held_at).isoformat()
    page = MinutesPage(
        minutes=minutes, title=minutes.meeting.title, slug=f"{day}-{minutes.pk}", locale=parent.locale, live=True
    )
    parent.add_child(instance=page)


def _being_written(minutes: Minutes, actor) -> Minutes:
    minutes = _locked_minutes(minutes, actor)
    if minutes.state == MinutesState.PUBLISHED:
        raise DomainError("minutes_published", _("These minutes are already published and no longer change."))
    return minutes


def _locked_minutes(minutes: Minutes, actor) -> Minutes:
    meeting = _locked(minutes.meeting, actor)
    minutes = Minutes.objects.select_for_update().get(pk=minutes.pk)
    minutes.meeting = meeting
    return minutes


def _locked(meeting: Meeting, actor) -> Meeting:
    # The meeting's row orders its decisions, its minutes and their publication.
    meeting = lock_meeting(meeting.pk)
    require_lead(meeting, actor)
    return meeting


def _next_reference(meeting: Meeting) -> str:
    year = timezone.localdate(meeting.held_at).year
    number = next_number(f"minutes.{meeting.area.code}.{year}")
    return f"{meeting.area.code}-ACTA-{year}-{number:02d}"
