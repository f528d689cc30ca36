"""What meetings tell the apps to their right, after the commit. Every one carries `meeting_id`."""

from django.dispatch import Signal

meeting_changed = Signal()
presence_changed = Signal()
