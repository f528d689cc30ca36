"""Who comes to one meeting without an account: a row of her own, for as long as that meeting lasts.

To every view she is nobody, as if not signed in, except to those that say `guests_welcome`; these decide by the meeting
that let her in. Her address leads nowhere, and nothing is ever sent to it.
"""

import secrets
from collections.abc import Callable
from typing import Any, TypeVar

NOWHERE = "guests.invalid"
ERASED = "erased-"

View = TypeVar("View", bound=Callable[..., Any])


def guests_welcome(view: View) -> View:
    """A view that a guest may reach: it decides by the meeting that let her in, and by nothing else of hers."""
    view.guests_welcome = True  # type: ignore[attr-defined]
    return view


def is_guest(user: Any) -> bool:
    return bool(getattr(user, "is_guest", False))


def new_address() -> str:
    return f"guest-{secrets.token_hex(12)}@{NOWHERE}"


def leads_nowhere(email: str) -> bool:
    return email.strip().lower().endswith(f"@{NOWHERE}")


def is_erased(person: Any) -> bool:
    return person.email == erased_address(person)


def erased_address(person: Any) -> str:
    return f"{ERASED}{person.pk}@{NOWHERE}"
