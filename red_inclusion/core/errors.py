"""Refusals that a person can act on."""


class DomainError(Exception):
    """The state of the thing forbids it.

    `code` is stable, for machines; `message` is a translated sentence that says what to do next; `field` names the
    form field it belongs beside, None for the whole form.
    """

    status = 409

    def __init__(self, code: str, message, *, field: str | None = None):
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


class NotAllowed(DomainError):
    """She may see it, but this is not hers to do."""

    status = 403
