"""Two who change the same thing at once: the second is told, and loses nothing of what she wrote."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest
from django.utils.formats import localize
from django.utils.translation import gettext as _

from .errors import DomainError


def mark_of(values: Mapping[str, Any]) -> str:
    """Short, and another one as soon as any of `values` is different."""
    canonical = json.dumps(values, cls=DjangoJSONEncoder, sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def refuse_if_changed(seen: str | None, mark: str, message: str = "") -> None:
    """`seen` is the mark of what she had before her; who sends none has seen nothing and is not asked. `message` is for
    who was reading, not writing."""
    if seen and seen != mark:
        writing = _("It changed while you were writing. Read what it says now; save again and yours takes its place.")
        raise DomainError("changed_meanwhile", message or writing)


def stale(request: HttpRequest, mark: str, form: forms.BaseForm, saved: forms.BaseForm) -> dict[str, Any]:
    """For the page of `form`: the mark to carry and, where somebody else saved meanwhile, what it says now. `saved` is
    the unbound form of what is saved."""
    is_stale = request.POST.get("seen", mark) != mark
    return {"seen": mark, "is_stale": is_stale, "says_now": _said_now(form, saved) if is_stale else []}


def _said_now(form: forms.BaseForm, saved: forms.BaseForm) -> list[dict[str, str]]:
    """Field by field, where `form` says something else."""
    return [
        {"label": str(field.label), "text": _shown(field)}
        for field in saved.visible_fields()
        if field.name in form.fields and field.field.has_changed(_text(field.initial), _text(form[field.name].data))
    ]


def _text(value: Any) -> Any:
    """Browsers end lines in two characters, which is no difference."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value


def _shown(field: forms.BoundField) -> str:
    if isinstance(field.field.widget, forms.widgets.ChoiceWidget):
        return ", ".join(str(row.data["label"]) for row in field.subwidgets if row.data["selected"])
    return "" if field.initial is None else str(localize(field.initial))
