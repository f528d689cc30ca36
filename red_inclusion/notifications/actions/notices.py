from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.notifications.enums import Cadence, Reach
from red_inclusion.notifications.kinds import all_kinds, kind_of
from red_inclusion.notifications.models import Notification, Preference

QUIET_NEWS = timedelta(days=14)
_quiet: ContextVar[bool] = ContextVar("quiet", default=False)


@contextmanager
def quietly() -> Iterator[None]:
    """Notices made meanwhile show on the web and go to no mailbox: the demo, an import of old meetings. What is
    older than `QUIET_NEWS` is no news on the web either."""
    token = _quiet.set(True)
    try:
        yield
    finally:
        _quiet.reset(token)


@transaction.atomic
def notify(
    kind: str, people: Iterable[User], *, target: Model, actor: Any, args: Mapping[str, Any] | None = None, path: str
) -> list[Notification]:
    """Tell `people` of `kind`, in the transaction of what happened; who did it is not told. Two queries, however many.

    The mail is written by the next tick, as each of them prefers it.
    """
    known = kind_of(kind)
    if known is None:
        raise LookupError(f"no kind of notice is called {kind}")
    readers = {person.pk for person in people if person.is_active and person.pk != actor.pk}
    if not readers:
        return []
    wishes = {wish.person_id: wish for wish in Preference.objects.filter(person__in=readers)}
    now = clock.now()
    seen_at = now if _quiet.get() and now < timezone.now() - QUIET_NEWS else None
    return Notification.objects.bulk_create(
        Notification(
            person_id=pk,
            kind=kind,
            target_type=target._meta.label_lower,
            target_id=target.pk,
            path=path,
            args=dict(args or {}),
            created_at=now,
            seen_at=seen_at,
            cadence=_cadence(known, wishes.get(pk)),
        )
        for pk in sorted(readers)
    )


def _cadence(kind, wish: Preference | None) -> Cadence:
    if _quiet.get():
        return Cadence.WEB
    return kind.cadence(wish.reach if wish else Reach.MINE, wish.chosen if wish else {})


@transaction.atomic
def withdraw_notices(target: Model, *, actor: Any) -> int:
    """Take back every notice about `target`, read or not: what it says must go."""
    count, _by_model = Notification.objects.filter(target_type=target._meta.label_lower, target_id=target.pk).delete()
    if count:
        audit.record("notices.withdrawn", target, actor=actor, count=count)
    return count


@transaction.atomic
def mark_all_seen(person: User, *, actor: User) -> int:
    _her_own(person, actor)
    return Notification.objects.filter(person=person).unseen().update(seen_at=clock.now())


@transaction.atomic
def open_notice(notice: Notification, *, actor: User) -> Notification:
    """She goes where it leads: it is no longer new."""
    _her_own(notice.person, actor)
    if notice.seen_at is None:
        notice.seen_at = clock.now()
        notice.save(update_fields=["seen_at"])
    return notice


@transaction.atomic
def set_preference(person: User, *, actor: User, reach: str, chosen: Mapping[str, str]) -> Preference:
    """`chosen` holds a cadence for the kinds that she wants otherwise than `reach` has them."""
    _her_own(person, actor)
    own = {kind.name: chosen[kind.name] for kind in all_kinds() if kind.optional and chosen.get(kind.name)}
    if reach not in Reach.values or not set(own.values()) <= set(Cadence.values):
        raise DomainError("bad_value", _("Choose one of the options."))
    preference, _created = Preference.objects.update_or_create(person=person, defaults={"reach": reach, "chosen": own})
    audit.record("notices.preferred", person, actor=actor, reach=reach, kinds=sorted(own))
    return preference


def _her_own(person: User, actor: User) -> None:
    if actor.pk != person.pk:
        raise NotAllowed("not_yours", _("These notices are somebody else's."))
