"""What the network tells those to its right."""

from django.dispatch import Signal

# person_id: her mandates or leads changed; sent after the commit.
mandate_changed = Signal()

# person: she became or ceased to be coordination; sent inside the transaction.
coordination_changed = Signal()

# area: it was opened; sent inside the transaction.
area_opened = Signal()

# words, person, actor: she is being erased, and her mandates have ended; sent inside the transaction, before her row
# and her texts change.
person_leaving = Signal()

# words, actor: texts are being withdrawn; sent inside the transaction, before they change. What receivers give back are
# the documents that they amended, as (label, path).
text_leaving = Signal()

# area, former_name: it is called otherwise; sent inside the transaction.
area_renamed = Signal()

# area: it was opened by mistake and goes again, with nothing standing on it; sent inside the transaction.
area_removed = Signal()
