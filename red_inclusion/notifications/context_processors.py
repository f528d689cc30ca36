from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Notification

MOST = 99


def bell(request: HttpRequest) -> dict:
    """How many notices she has not read, up to one more than is shown; one query, when a page asks."""
    return {"unread_notices": SimpleLazyObject(lambda: _unread(request.user))}


def _unread(user) -> int:
    unseen = Notification.objects.visible_to(user).unseen().order_by()
    return unseen[: MOST + 1].count()
