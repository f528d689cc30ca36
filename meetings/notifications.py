"""What people are told about meetings: convened, their minutes, what their votes said of a need."""

from collections.abc import Iterable, Mapping

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from meetings.enums import GuestState
from meetings.models import Meeting, Minutes
from needs.models import Need
from red_inclusion.core.dates import day_words
from red_inclusion.network.audience import coordination, people_of, who_speak_for
from red_inclusion.notifications import kinds
from red_inclusion.notifications.actions import notify


def tell_convened(meeting: Meeting, *, actor) -> None:
    args = {
        "title": meeting.title,
        "area": meeting.area.name,
        "starts_at": meeting.starts_at.isoformat(),
        "place": meeting.place,
    }
    people = people_of(meeting.area_id)
    notify("meeting_convened", people, target=meeting, actor=actor, args=args, path=meeting.get_absolute_url())


def tell_minutes_published(minutes: Minutes, *, actor) -> None:
    meeting = minutes.meeting
    args = {"title": meeting.title, "area": meeting.area.name, "reference": minutes.reference}
    people = people_of(meeting.area_id)
    notify("minutes_published", people, target=minutes, actor=actor, args=args, path=minutes.get_absolute_url())


def tell_guests_came(meeting: Meeting, *, actor) -> None:
    """Who came without an account may come with one the next time: coordination is offered to invite her."""
    count = meeting.guests.filter(state=GuestState.ADMITTED).count()
    if count:
        args = {"title": meeting.title, "count": count}
        path = f"{meeting.get_absolute_url()}#guests"
        notify("guests_came", coordination(), target=meeting, actor=actor, args=args, path=path)


def tell_prioritised(needs: Iterable[Need], *, area_id: int, places: Mapping[int, int], out_of: int, actor) -> None:
    """The entity that detected each need, unless it was raised without its name: even its own people could tell it on.
    `places` holds the rank by need."""
    needs = [need for need in needs if not need.raised_by_network]
    people = who_speak_for({need.entity_id for need in needs}, area_id) if needs else {}
    for need in needs:
        args = {"need": need.title, "rank": places[need.pk], "out_of": out_of}
        readers = people.get(need.entity_id, [])
        notify("need_prioritised", readers, target=need, actor=actor, args=args, path=need.get_absolute_url())


def _convened_words(args) -> str:
    return _("Meeting of %(area)s on %(when)s: %(title)s") % {**args, "when": _when(args)}


def _convened_details(args) -> list[str]:
    return [_("Where: %(place)s") % args] if args["place"] else []


def _when(args) -> str:
    return day_words(parse_datetime(args["starts_at"]))


def _minutes_words(args) -> str:
    return _("The minutes of %(title)s are published") % args


def _minutes_details(args) -> list[str]:
    return [f"{args['area']} · {args['reference']}"]


def _guests_words(args) -> str:
    return ngettext(
        "%(count)s guest took part in «%(title)s»: do you want to invite her?",
        "%(count)s guests took part in «%(title)s»: do you want to invite them?",
        args["count"],
    ) % dict(args)


def _prioritised_words(args) -> str:
    return _("The vote puts «%(need)s», of your entity, in place %(rank)s of %(out_of)s") % args


def register() -> None:
    kinds.register(
        kinds.Kind(
            "meeting_convened",
            gettext_lazy("A meeting of one of my areas is convened"),
            words=_convened_words,
            details=_convened_details,
            is_mine=True,
        )
    )
    kinds.register(
        kinds.Kind(
            "minutes_published",
            gettext_lazy("The minutes of one of my areas are published"),
            words=_minutes_words,
            details=_minutes_details,
        )
    )
    kinds.register(
        kinds.Kind(
            "need_prioritised",
            gettext_lazy("A need of my entity is prioritised"),
            words=_prioritised_words,
            is_mine=True,
        )
    )
    kinds.register(
        kinds.Kind(
            "guests_came",
            gettext_lazy("Guests took part in a meeting (coordination)"),
            words=_guests_words,
            is_mine=True,
        )
    )
