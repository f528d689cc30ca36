"""How often one person may ask for what costs the server work, and how much one request may bring."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.deprecation import MiddlewareMixin

from . import error_pages
from .both_ways import BothWays

SEARCHES = 120
WINDOW = 60
WORDS = ("q", "title")  # of the lists, and of «is it there already?»


class SearchLimit(MiddlewareMixin):
    """Two searches a second for a minute are more than anybody types; a script that reads the network out asks more."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not any(request.GET.get(word) for word in WORDS):
            return None
        who = request.user.pk or address_of(request)
        return error_pages.too_many_requests(request) if count(f"searches:{who}", WINDOW) > SEARCHES else None


class BodyLimit(BothWays):
    """Refuses a request of more than `settings.BODY_LIMIT` bytes before anything reads it: 413."""

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) <= settings.BODY_LIMIT:
            return self.get_response(request)
        return self.answer_at_once(error_pages.too_large(request))


def address_of(request: HttpRequest) -> str:
    """Of who asks, as far as the trusted proxies tell."""
    return get_adapter(request).get_client_ip(request)


def count(key: str, window: int) -> int:
    """How many times within the window, this one included; 1 where nothing is remembered, so that nobody suffers."""
    cache.add(key, 0, window)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two lines, or the cache is away
        return 1
