"""What a page is for, told on it until the person says that she has read it.

Never in the room of a phone: nothing stands between a voter and her ballot.
"""

from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.guests import is_guest

from .models import HiddenHint


@dataclass(frozen=True)
class Hint:
    """`page` and `section` say where in the help there is more."""

    name: str
    text: str | Promise
    page: str
    section: str


HINTS = {
    "desk:my_work": Hint(
        "my-work",
        _("This page starts your day: what waits for your answer, the next meetings and what has changed."),
        "technician",
        "my-work",
    ),
    "needs:need_list": Hint(
        "needs",
        _(
            "A need is something that people lack and nobody answers yet. If your entity sees it too, say so on its"
            " page."
        ),
        "technician",
        "needs",
    ),
    "meetings:meeting_list": Hint(
        "meetings",
        _("Before a meeting you say whether you come. On the day you enter with the code that is shown in the room."),
        "technician",
        "meetings",
    ),
    "meetings:minutes_list": Hint(
        "minutes",
        _("Minutes are written from what happened in the meeting: who came, what was voted, what was agreed."),
        "technician",
        "minutes",
    ),
    "meetings:console": Hint(
        "console",
        _("You run the meeting from here. There is always one main button: it is the next thing to do."),
        "lead",
        "room",
    ),
    "proposals:proposal_list": Hint(
        "proposals",
        _("A proposal answers one need or more. It is agreed when the entity that leads it takes it on."),
        "representative",
        "proposals",
    ),
}
BY_NAME = {hint.name: hint for hint in HINTS.values()}


def hint_for(request: HttpRequest) -> Hint | None:
    """The hint of the page that answers, for a person who has not hidden it."""
    match, user = getattr(request, "resolver_match", None), getattr(request, "user", None)
    hint = HINTS.get(match.view_name) if match else None
    if hint is None or user is None or not user.is_authenticated or is_guest(user):
        return None
    return None if HiddenHint.objects.filter(person=user, hint=hint.name).exists() else hint


def text_of(name: str) -> str:
    """Of a hint that there is no more, its name."""
    hint = BY_NAME.get(name)
    return str(hint.text) if hint else name
