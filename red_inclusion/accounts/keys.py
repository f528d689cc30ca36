"""A passkey or security key that was removed can be had back for a while, in the browser that removed it.

What is kept meanwhile, in her session, is what the key showed when it was added: nothing that would open a door alone.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from django.http import HttpRequest

from red_inclusion.core import clock

KEPT = "removed_key"  # in the session
FOR = timedelta(minutes=10)


@dataclass(frozen=True)
class RemovedKey:
    name: str
    credential: dict[str, Any]


def keep_removed(request: HttpRequest, authenticator: Authenticator) -> None:
    request.session[KEPT] = {"data": authenticator.data, "until": (clock.now() + FOR).isoformat()}


def removed_key(request: HttpRequest) -> RemovedKey | None:
    """The last one she removed here, while she can have it back."""
    kept = request.session.get(KEPT)
    if not kept or datetime.fromisoformat(kept["until"]) < clock.now():
        return None
    return RemovedKey(kept["data"]["name"], kept["data"]["credential"])


def forget_removed(request: HttpRequest) -> None:
    request.session.pop(KEPT, None)
