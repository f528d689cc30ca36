"""From notices to mail, by ticks: each notice is handed to the outbox in the transaction that marks it, so once."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from itertools import groupby

from django.db import transaction
from django.utils import timezone, translation

from red_inclusion.core import clock
from red_inclusion.notifications.enums import Cadence
from red_inclusion.notifications.kinds import kind_of
from red_inclusion.notifications.letters import known_language, letterhead
from red_inclusion.notifications.models import Notification

from .outbox import queue_mail

AT_ONCE = 50
SUMMARY_AT = time(7, 0)  # on Mondays, in the municipality


def write_notice_mail() -> int:
    """A mail for each notice whose reader wants it at once."""
    written = 0
    while batch := _write_some():
        written += batch
    return written


def write_weekly_summaries() -> int:
    """On Monday morning, or as soon after as a tick runs: one mail for each person with news she has not read."""
    until, written = _last_summary_moment(clock.now()), 0
    while batch := _summarise_some(until):
        written += batch
    return written


@transaction.atomic
def _write_some() -> int:
    notices = list(_held(Notification.objects.to_mail(Cadence.NOW)).order_by("pk")[:AT_ONCE])
    head = letterhead() if notices else {}
    for notice in notices:
        if notice.person.is_active:
            _queue_one(notice, head)
    return _handed_over(notices)


@transaction.atomic
def _summarise_some(until: datetime) -> int:
    due = Notification.objects.to_mail(Cadence.WEEKLY).filter(created_at__lt=until)
    first = due.order_by("person_id").values_list("person_id", flat=True).first()
    if first is None:
        return 0
    people = sorted(set(due.values_list("person_id", flat=True)[: AT_ONCE * 20]))[:AT_ONCE]
    notices = list(_held(due.filter(person__in=people)).order_by("person_id", "-created_at", "-pk"))
    head = letterhead()
    for _person_id, hers in groupby(notices, key=lambda notice: notice.person_id):
        unread = [notice for notice in hers if notice.seen_at is None]
        if unread and unread[0].person.is_active:
            _queue_summary(unread, until, head)
    return _handed_over(notices)


def _held(notices):
    """Locked against a second tick; on SQLite the transaction does it."""
    return notices.select_for_update(skip_locked=True, of=("self",)).select_related("person")


def _handed_over(notices: Iterable[Notification]) -> int:
    return Notification.objects.filter(pk__in=[notice.pk for notice in notices]).update(mailed_at=clock.now())


def _queue_one(notice: Notification, head) -> None:
    person = notice.person
    with translation.override(known_language(person.language)):
        kind = kind_of(notice.kind)
        context = {
            "name": person.name,
            "words": notice.words,
            "details": notice.details,
            "path": notice.path,
            "links": kind.links(notice) if kind else (),
        }
    queue_mail(
        notice.kind,
        to=person.email,
        language=person.language,
        context=context,
        person=person,
        key=f"notice.{notice.pk}",
        head=head,
        template="notice",
    )


def _queue_summary(notices: list[Notification], until: datetime, head) -> None:
    person = notices[0].person
    queue_mail(
        "weekly_summary",
        to=person.email,
        language=person.language,
        context={"name": person.name, "notices": notices, "count": len(notices)},
        person=person,
        key=f"summary.{until.date().isoformat()}.{person.pk}",
        head=head,
    )


def _last_summary_moment(now: datetime) -> datetime:
    local = timezone.localtime(now)
    monday = local.date() - timedelta(days=local.weekday())
    moment = timezone.make_aware(datetime.combine(monday, SUMMARY_AT))
    return moment if moment <= now else timezone.make_aware(datetime.combine(monday - timedelta(7), SUMMARY_AT))
