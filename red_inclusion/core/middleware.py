from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.conf import settings
from django.shortcuts import render

from . import error_pages
from .errors import DomainError


class Maintenance:
    """While the file `settings.MAINTENANCE_FILE` is there, everybody reads «we are updating», in her language."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        if not settings.MAINTENANCE_FILE.exists():
            return self.get_response(request)
        return self._later() if iscoroutinefunction(self) else error_pages.updating()

    async def _later(self):
        return error_pages.updating()


class RefusalMiddleware:
    """A `DomainError` that no form took beside its fields becomes a page that says how to go on: 409, or 403."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, DomainError):
            return None
        back = request.META.get("HTTP_REFERER", "")
        context = {"refusal": exception, "back": back if _is_ours(request, back) else "/"}
        response = render(request, "refusal.html", context, status=exception.status)
        response["X-Error-Code"] = exception.code
        return response


def _is_ours(request, url: str) -> bool:
    return url.startswith(f"{request.scheme}://{request.get_host()}/")
