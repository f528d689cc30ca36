from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.utils.functional import SimpleLazyObject

from .standing import standing_of


class StandingMiddleware:
    """`request.standing`: what the person is in the network, read once a request and only when asked for."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    def __call__(self, request):
        request.standing = SimpleLazyObject(lambda: standing_of(request.user))
        return self.get_response(request)
