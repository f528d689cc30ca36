from collections.abc import Callable
from functools import wraps

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from red_inclusion.core.errors import NotAllowed
from red_inclusion.network.policies import can_coordinate


def for_coordination(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Everybody knows that there is coordination: who is not of it reads so, whatever she asks for."""

    @wraps(view)
    def gate(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if not can_coordinate(request.standing):
            raise NotAllowed("coordination_only", _("Only network coordination can do this. Ask them."))
        return view(request, *args, **kwargs)

    return gate
