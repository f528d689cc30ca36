from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from meetings import qr
from meetings.enums import MeetingState
from meetings.models import Meeting
from red_inclusion.core.returning import onward

from . import actions, texts
from .hints import BY_NAME

# A code on a sheet of paper leads somewhere until the meeting is over.
JOINABLE = (MeetingState.DRAFT, MeetingState.CONVENED, MeetingState.IN_SESSION)


def _text(page: str) -> texts.Text:
    return texts.read(page, get_language())


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Anybody reads the help: nothing in it is private, and who cannot get in needs it most."""
    return render(request, "guide/index.html", {"pages": _contents()})


@login_not_required
@require_safe
def page(request: HttpRequest, name: str) -> HttpResponse:
    if name not in texts.PAGES:
        raise Http404
    return render(request, "guide/page.html", {"text": _text(name), "name": name, "pages": _contents()})


@login_not_required
@require_safe
def voting(request: HttpRequest) -> HttpResponse:
    """One sheet to print and leave on the tables."""
    return render(request, "guide/voting.html", {"text": _text(texts.VOTING)})


@require_safe
def voting_at(request: HttpRequest, pk: int) -> HttpResponse:
    """The same sheet with the code of one meeting, for those who may read it: a code is not to be fished for."""
    rows = Meeting.objects.visible_to(request.user).filter(state__in=JOINABLE)
    meeting = get_object_or_404(rows.select_related("area"), pk=pk)
    url = qr.join_url(request, meeting)
    context = {"text": _text(texts.VOTING), "meeting": meeting, "qr": qr.qr_svg(url), "join_url": url}
    return render(request, "guide/voting.html", context)


@require_POST
def hint_hide(request: HttpRequest, name: str) -> HttpResponse:
    if name not in BY_NAME:
        raise Http404
    actions.hide_hint(request.user, actor=request.user, name=name)
    messages.success(request, _("Hidden. In «My details» you can see the hints again."))
    return redirect(onward(request, "desk:my_work"))


@require_POST
def hints_show(request: HttpRequest) -> HttpResponse:
    actions.show_hints_again(request.user, actor=request.user)
    messages.success(request, _("You will see the hints again, as on the first day."))
    return redirect("accounts:profile")


def _contents() -> list[tuple[str, texts.Text]]:
    return [(name, _text(name)) for name in texts.PAGES]
