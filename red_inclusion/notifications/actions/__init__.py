from .outbox import queue_mail, send_queued_mail, withdraw_mail

__all__ = ["queue_mail", "send_queued_mail", "withdraw_mail"]
