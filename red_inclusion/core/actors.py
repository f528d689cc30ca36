"""Who acts when nobody does: the clock closing a round, a repair job."""

from typing import Final


class System:
    pk = None
    is_authenticated = False
    is_active = True

    def __str__(self) -> str:
        return "system"


SYSTEM: Final = System()
