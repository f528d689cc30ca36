"""What the network tells those to its right."""

from django.dispatch import Signal

# person_id: her mandates or leads changed; sent after the commit.
mandate_changed = Signal()

# person: she became or ceased to be coordination; sent inside the transaction.
coordination_changed = Signal()

# area: it was opened; sent inside the transaction.
area_opened = Signal()

# area, former_name: it is called otherwise; sent inside the transaction.
area_renamed = Signal()

# area: it was opened by mistake and goes again, with nothing standing on it; sent inside the transaction.
area_removed = Signal()
