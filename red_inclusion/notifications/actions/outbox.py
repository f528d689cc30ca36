"""The outbox: a mail is written in the transaction of what it tells, and leaves after it.

The order is claim → send → mark. A claim moves `next_try_at` ahead by `LEASE` and commits, so two ticks never hold the
same mail. A tick killed before the mail server took the mail loses nothing: the claim lapses and the mail goes out. A
tick killed in the moment between the server's «250» and our mark cannot know, so that one mail goes out again with the
same Message-ID, by which mailboxes recognise a copy. No mail is ever lost; doubled only there.
"""

import logging
import smtplib
import time
from collections.abc import Mapping
from datetime import timedelta
from email.utils import formatdate, parseaddr
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.validators import validate_email
from django.db import transaction

from red_inclusion.accounts.guests import leads_nowhere
from red_inclusion.core import audit, clock
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.kinds import is_secret
from red_inclusion.notifications.letters import letterhead, write_letter
from red_inclusion.notifications.models import Mail
from red_inclusion.notifications.signals import mail_failed

logger = logging.getLogger(__name__)

LEASE = timedelta(minutes=5)
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(hours=6)
GIVE_UP_AFTER = timedelta(days=3)
RUN_SECONDS = 30  # a tick has other jobs too
PERMANENT = range(500, 600)


def queue_mail(
    kind: str,
    *,
    to: str,
    language: str,
    context: Mapping[str, Any],
    person: Any = None,
    key: str | None = None,
    head: Mapping[str, Any] | None = None,
    template: str = "",
) -> Mail | None:
    """Write a mail of `kind` into the outbox, in the caller's transaction: nothing leaves if that rolls back.

    The templates get `context`, `network_name` and `origin`. With a `key`, a second mail of the same key is not
    written: the first is given back, whatever became of it. None where there is no mailbox to send to. `head` spares
    reading the letterhead for each of many; `template` names the letter where it is not that of the kind.
    """
    if leads_nowhere(to):
        return None
    validate_email(to)
    if key and (known := Mail.objects.filter(key=key).first()):
        return known
    letter = write_letter(template or kind, language=language, context=context, head=head or letterhead())
    row = {"to": to, "person": person, "kind": kind, "language": language, **letter._asdict()}
    if key is None:
        return Mail.objects.create(**row)
    # Two who write the same key at once: the constraint stops the second, who then reads the first's.
    return Mail.objects.get_or_create(key=key, defaults=row)[0]


@transaction.atomic
def withdraw_mail(mail: Mail, *, actor: Any) -> bool:
    """Take a mail that has not left yet out of the outbox, with its words; False if it was too late."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state not in (MailState.QUEUED, MailState.FAILED):
        return False
    _withdraw(mail)
    audit.record("mail.withdrawn", mail, actor=actor, kind=mail.kind)
    return True


@transaction.atomic
def retry_mail(mail: Mail, *, actor: Any) -> bool:
    """Send a mail that was given up once more, for as long as any other; False where it is none."""
    mail = Mail.objects.select_for_update().get(pk=mail.pk)
    if mail.state != MailState.FAILED:
        return False
    mail.state, mail.attempts, mail.created_at, mail.next_try_at = MailState.QUEUED, 0, clock.now(), clock.now()
    mail.save(update_fields=["state", "attempts", "created_at", "next_try_at"])
    audit.record("mail.retried", mail, actor=actor, kind=mail.kind)
    return True


def send_queued_mail() -> int:
    """Send what is due, the oldest first, until nothing is or `RUN_SECONDS` have passed; how many left.

    Safe in several processes at once. When the mail server is away the run ends at once: what else is due keeps its
    place for the next tick.
    """
    sent, stop_at = 0, time.monotonic() + RUN_SECONDS
    connection = None
    try:
        while time.monotonic() < stop_at and (mail := _claim()):
            try:
                connection = connection or _opened_connection()
                connection.send_messages([_message(mail)])
            except (OSError, smtplib.SMTPException, ValueError) as error:
                if not _is_about_this_mail(error):
                    _put_off(mail, error)
                    break
                _settle_refusal(mail, error)
                _close(connection)
                connection = None
                continue
            _mark_sent(mail)
            sent += 1
    finally:
        _close(connection)
    return sent


@transaction.atomic
def _claim() -> Mail | None:
    """The next due mail, held until its lease ends. On SQLite the transaction holds the one write lock."""
    due = Mail.objects.select_for_update(skip_locked=True, of=("self",)).select_related("person").due()
    while (mail := due.first()) and mail.person and not mail.person.is_active:
        _withdraw(mail)
    if mail is None:
        return None
    mail.attempts += 1
    mail.next_try_at = clock.now() + LEASE
    mail.save(update_fields=["attempts", "next_try_at"])
    return mail


def _opened_connection() -> Any:
    connection = get_connection(fail_silently=False)
    connection.open()
    return connection


def _close(connection: Any) -> None:
    """What the server says to a goodbye changes nothing."""
    if connection is None:
        return
    try:
        connection.close()
    except (OSError, smtplib.SMTPException):
        logger.debug("the mail server did not say goodbye")


def _message(mail: Mail) -> EmailMultiAlternatives:
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    headers = {
        "Message-ID": f"<{mail.message_id.hex}@{domain}>",
        "Date": formatdate(mail.created_at.timestamp(), localtime=False),
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    message = EmailMultiAlternatives(mail.subject, mail.text, to=[mail.to], headers=headers)
    if mail.html:
        message.attach_alternative(mail.html, "text/html")
    return message


def _is_about_this_mail(error: Exception) -> bool:
    """Its address or its content was refused, or cannot be written as a mail; else it is the mail server's trouble."""
    return isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError | ValueError)


def _settle_refusal(mail: Mail, error: Exception) -> None:
    if _reply_code(error) in PERMANENT:
        _give_up(mail, error)
    else:
        _put_off(mail, error)


def _reply_code(error: Exception) -> int:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return next((code for code, _text in error.recipients.values()), 0)
    return getattr(error, "smtp_code", 0)


def _error_code(error: Exception) -> str:
    """The kind of error and the server's number: never its text, which may quote the mail."""
    return f"{type(error).__name__} {_reply_code(error) or ''}".strip()[:60]


def pause_after(attempts: int) -> timedelta:
    """1 minute, then twice the last one, up to 6 hours."""
    return min(FIRST_PAUSE * 2 ** min(attempts - 1, 12), LONGEST_PAUSE)


def _put_off(mail: Mail, error: Exception) -> None:
    if clock.now() - mail.created_at >= GIVE_UP_AFTER:
        return _give_up(mail, error)
    logger.info("mail %s waits for its next try: %s", mail.pk, _error_code(error))
    _ours(mail).update(next_try_at=clock.now() + pause_after(mail.attempts), last_error=_error_code(error))
    return None


@transaction.atomic
def _give_up(mail: Mail, error: Exception) -> None:
    logger.warning("mail %s could not be delivered: %s", mail.pk, _error_code(error))
    if _ours(mail).update(state=MailState.FAILED, last_error=_error_code(error)):
        mail_failed.send(Mail, mail=mail)


def _ours(mail: Mail):
    """The row, unless somebody else has claimed it since: `attempts` is the number of the claim."""
    return Mail.objects.queued().filter(pk=mail.pk, attempts=mail.attempts)


def _mark_sent(mail: Mail) -> None:
    """It has left, whoever holds the claim by now. A link that opens a door is then in her mailbox only."""
    emptied = {"text": "", "html": ""} if is_secret(mail.kind) else {}
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=clock.now(), last_error="", **emptied)


def _withdraw(mail: Mail) -> None:
    mail.state, mail.subject, mail.text, mail.html = MailState.WITHDRAWN, "", "", ""
    mail.save(update_fields=["state", "subject", "text", "html"])
