"""What the outbox tells those to its right."""

from django.dispatch import Signal

# mail: it was given up; sent inside the transaction.
mail_failed = Signal()
