"""What a middleware needs to stand in a chain that is asked with `await` or without."""

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpResponse


class BothWays:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response):
        self.get_response = get_response
        if iscoroutinefunction(get_response):
            markcoroutinefunction(self)

    @property
    def is_awaited(self) -> bool:
        return iscoroutinefunction(self)

    def answer_at_once(self, response: HttpResponse):
        """Ask nobody further in."""
        return _later(response) if self.is_awaited else response


async def _later(response: HttpResponse) -> HttpResponse:
    return response
