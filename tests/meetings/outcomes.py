from red_inclusion.core.errors import DomainError


def code_of(action, *args, **kwargs) -> str:
    """What came of it: «done», or the code of the refusal."""
    try:
        action(*args, **kwargs)
    except DomainError as refusal:
        return refusal.code
    return "done"
