"""A form sent twice, as by two taps or a page reloaded, makes one thing: its hidden `submission` tells."""

import json
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.db.models import QuerySet


def submission_field() -> forms.UUIDField:
    return forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)


def twin_of(
    rows: QuerySet,
    submission: uuid.UUID | None,
    content_of: Callable[[Any], Mapping[str, Any]] = vars,
    **content: Any,
) -> tuple[Any, uuid.UUID | None]:
    """Of `rows`, under a lock that orders their makers: what this form made before, and the submission to keep.

    The same form with other `content` is another thing: she went back and wrote on. It keeps a submission made of both,
    so that sent twice it is one thing too. So `content` is all that she can write in it; `content_of` reads it from a
    row, where it is more than columns.
    """
    if submission is None:
        return None, None
    made = rows.filter(submission=submission).first()
    if made is None:
        return None, submission
    there = content_of(made)
    if all(there[name] == value for name, value in content.items()):
        return made, None
    further = uuid.uuid5(submission, json.dumps(content, sort_keys=True, default=str))
    return rows.filter(submission=further).first(), further
