"""Signals, sent once the change is committed."""

from django.db import transaction

from meetings.models import Meeting
from meetings.signals import meeting_changed, presence_changed


def tell_meeting(meeting: Meeting) -> None:
    transaction.on_commit(lambda: meeting_changed.send_robust(Meeting, meeting_id=meeting.pk), robust=True)


def tell_presence(meeting: Meeting) -> None:
    transaction.on_commit(lambda: presence_changed.send_robust(Meeting, meeting_id=meeting.pk), robust=True)
