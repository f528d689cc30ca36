"""A form sent twice, as by two taps or a page reloaded, makes one thing: its hidden `submission` tells."""

import uuid
from typing import Any

from django import forms
from django.db.models import QuerySet


def submission_field() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def twin_of(rows: QuerySet, submission: uuid.UUID | None, **content: Any) -> tuple[Any, uuid.UUID | None]:
    """Of `rows`, under a lock that orders their makers: what this form made before, and the submission to keep.

    The same form with other `content` is another thing: she went back and wrote on. It keeps none.
    """
    if submission is None:
        return None, None
    made = rows.filter(submission=submission).first()
    if made is None:
        return None, submission
    same = all(getattr(made, name) == value for name, value in content.items())
    return (made if same else None), None
