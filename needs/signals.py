"""What needs tell those to their right."""

from django.dispatch import Signal

# need_id: its text, state, priority, visibility or confirmations changed; sent after the commit.
need_changed = Signal()
