from red_inclusion.core.errors import DomainError


def outcome_of(call) -> str:
    """«ok», or the code of the refusal: one word for a cell of a table."""
    try:
        call()
    except DomainError as refusal:
        return refusal.code
    return "ok"
