"""What keeps the text of a need as it is for a while.

Apps to the right add theirs in `AppConfig.ready()`: `holds.register("meetings", is_being_voted)`.
"""

from collections.abc import Callable

from .models import Need

Hold = Callable[[Need], bool]
_holds: dict[str, Hold] = {}


def register(name: str, hold: Hold) -> None:
    _holds[name] = hold


def is_held(need: Need) -> bool:
    return any(hold(need) for hold in _holds.values())
