"""Where a form goes on to when it is done."""

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def onward(request: HttpRequest, default: str, target: str | None = None) -> str:
    """Where the form (or `target`) said to go on, if that is one of our pages."""
    target = request.POST.get("next", "") if target is None else target
    # Without a slash, `redirect` would take it for the name of a route.
    if "/" in target and url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    ):
        return target
    return default
