"""What must go goes from notices and mails too."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model, Q, QuerySet

from red_inclusion.accounts.models import User
from red_inclusion.core.personal_data import Text, holding, sweep
from red_inclusion.core.words import Words
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.mail_folder import remove_files_with
from red_inclusion.notifications.models import Mail, Notification

from .notices import withdraw_notices

WORDS = ("subject", "text", "html")


@transaction.atomic
def withdraw_words(words: Words, *, target: Model, actor: Any) -> list[Mail]:
    """Withdraw the notices about `target` and those that hold `words`, and empty the mails that told of them or hold
    them. Gives the mails that had already left."""
    telling = holding(Notification.objects.all(), ["args"], words).values_list("pk", "args")
    about = Notification.objects.filter(target_type=target._meta.label_lower, target_id=target.pk)
    notices = {*about.values_list("pk", flat=True), *(pk for pk, args in telling if words.are_in(args))}
    mails = _mails_of(notices, words)
    gone = [mail for mail in mails if mail.state == MailState.SENT]
    _empty(mails)
    withdraw_notices(target, actor=actor)
    Notification.objects.filter(pk__in=notices).delete()
    transaction.on_commit(lambda: remove_files_with(words))
    return gone


@transaction.atomic
def forget_person(person: User, *, addresses: Iterable[str], words: Words) -> None:
    """Mails and notices to her go; in those to others `words`, her names and addresses, are replaced."""
    _to(person, addresses).delete()
    Notification.objects.filter(person=person).delete()
    sweep(words, kinds=[Text.COPY], only=(Mail, Notification))
    transaction.on_commit(lambda: remove_files_with(words))


def _to(person: User, addresses: Iterable[str]) -> QuerySet[Mail]:
    hers = Q(person=person)
    for address in addresses:
        hers |= Q(to__iexact=address)
    return Mail.objects.filter(hers)


def _mails_of(notices: Iterable[int], words: Words) -> list[Mail]:
    written = Mail.objects.exclude(state=MailState.WITHDRAWN)
    told = {mail.pk: mail for mail in written.filter(key__in=[f"notice.{pk}" for pk in notices])}
    found = {mail.pk: mail for mail in holding(written, WORDS, words) if any(_holds(mail, words))}
    rows = Mail.objects.select_for_update(of=("self",)).select_related("person").filter(pk__in=told | found)
    return list(rows.order_by("pk"))


def _holds(mail: Mail, words: Words) -> Iterable[bool]:
    return (words.are_in(getattr(mail, name)) for name in WORDS)


def _empty(mails: Iterable[Mail]) -> None:
    """What has left stays on record without its words: to whom, and when."""
    for mail in mails:
        mail.subject = mail.text = mail.html = ""
        if mail.state != MailState.SENT:
            mail.state = MailState.WITHDRAWN
        mail.save(update_fields=[*WORDS, "state"])
