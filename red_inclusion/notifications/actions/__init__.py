from .notices import mark_all_seen, notify, open_notice, quietly, set_preference, withdraw_notices
from .outbox import queue_mail, retry_mail, send_queued_mail, withdraw_mail
from .post import write_notice_mail, write_weekly_summaries
from .withdrawing import forget_person, withdraw_words

__all__ = [
    "forget_person",
    "mark_all_seen",
    "notify",
    "open_notice",
    "queue_mail",
    "quietly",
    "retry_mail",
    "send_queued_mail",
    "set_preference",
    "withdraw_mail",
    "withdraw_notices",
    "withdraw_words",
    "write_notice_mail",
    "write_weekly_summaries",
]
