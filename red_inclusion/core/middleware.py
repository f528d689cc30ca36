from django.conf import settings
from django.shortcuts import render

from . import error_pages
from .both_ways import BothWays
from .errors import DomainError


class Maintenance(BothWays):
    """While the file `settings.MAINTENANCE_FILE` is there, everybody reads «we are updating», in her language."""

    def __call__(self, request):
        if not settings.MAINTENANCE_FILE.exists():
            return self.get_response(request)
        return self.answer_at_once(error_pages.updating())


class RefusalMiddleware(BothWays):
    """A `DomainError` that no form took beside its fields becomes a page that says how to go on: 409, or 403."""

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        back = request.META.get("HTTP_REFERER", "")
        context = {
            "refusal": exception,
            "back": back if _is_ours(request, back) else "/",
            "written": _written(request),
        }
        response = render(request, "refusal.html", context, status=exception.status)
        response["X-Error-Code"] = exception.code
        return response


def _written(request) -> list[str]:
    """The sentences that she sent: the page gives them back, to be used elsewhere."""
    sent = ((name, text.strip()) for name, texts in request.POST.lists() for text in texts)
    return [text for name, text in sent if " " in text and "password" not in name]


def _is_ours(request, url: str) -> bool:
    return url.startswith(f"{request.scheme}://{request.get_host()}/")
