"""Refusals beside the fields of a form, so that nothing typed is lost."""

from collections.abc import Callable, Mapping

from django import forms

from .errors import DomainError, NotAllowed


def beside_fields(
    form: forms.BaseForm, refusal: DomainError, *, aliases: Mapping[str | None, str] | None = None
) -> None:
    """A refusal of the state goes into the form, beside its field if the form has it; one of the person is for the
    middleware. `aliases` are the form's own names of fields."""
    if isinstance(refusal, NotAllowed):
        raise refusal
    field = (aliases or {}).get(refusal.field, refusal.field)
    form.add_error(field if field in form.fields else None, str(refusal.message))


def done_beside(
    form: forms.BaseForm, act: Callable[[], object], *, aliases: Mapping[str | None, str] | None = None
) -> bool:
    """Whether it was done; if not, the form says why, as `beside_fields` does."""
    try:
        act()
    except DomainError as refusal:
        beside_fields(form, refusal, aliases=aliases)
        return False
    return True


def done_beside_its_field(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """As `done_beside`, for a form that holds little: a refusal that none of its fields bears is a page of its own."""
    try:
        act()
    except DomainError as refusal:
        if refusal.field not in form.fields:
            raise
        form.add_error(refusal.field, refusal.message)
        return False
    return True
