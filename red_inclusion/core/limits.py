"""How often one person may ask for what costs the server work."""

from django.core.cache import cache
from django.utils.deprecation import MiddlewareMixin

from . import error_pages

SEARCHES = 120
WINDOW = 60
WORDS = ("q", "title")  # of the lists, and of «is it there already?»


class SearchLimit(MiddlewareMixin):
    """Two searches a second for a minute are more than anybody types; a script that reads the network out asks more."""

    def process_view(self, request, view_func, view_args, view_kwargs):
        if not any(request.GET.get(word) for word in WORDS):
            return None
        who = request.user.pk or request.META.get("REMOTE_ADDR", "")
        return error_pages.too_many_requests(request) if count(f"searches:{who}", WINDOW) > SEARCHES else None


def count(key: str, window: int) -> int:
    """How many times within the window, this one included; 1 where nothing is remembered, so that nobody suffers."""
    cache.add(key, 0, window)
    try:
        return cache.incr(key)
    except ValueError:  # the window ended between the two lines, or the cache is away
        return 1
