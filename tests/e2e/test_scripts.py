"""Every page of a network whose every text is an attack, in a real browser: nothing runs, nothing breaks."""

import json

import pytest

from tests.servers import Server

from .network import manage
from .steps import LEAD, REPRESENTATIVE

WRITE_INTO_EVERY_TEXT = "from tests.e2e.test_scripts import write; write()"
TELL = "from tests.e2e.places import tell; tell()"
COORDINATION = "coordination@demo.example"


def write() -> None:
    """Runs in the server's own environment."""
    from tests.attacks.scripts import pieces
    from tests.attacks.tables import our_models

    for model in our_models():
        fields = [field for field in model._meta.concrete_fields if _is_free_text(field)]
        for number, row in enumerate(model.objects.order_by("pk") if fields else []):
            texts = {
                field.name: attacks[(number + place) % len(attacks)]
                for place, field in enumerate(fields)
                if (attacks := pieces(min(field.max_length or 1000, 1000)))
            }
            _write(row, texts)


def _write(row, texts: dict[str, str]) -> None:
    from django.db import IntegrityError, transaction

    rows = type(row).objects.filter(pk=row.pk)
    try:
        with transaction.atomic():
            rows.update(**texts)
    except IntegrityError:  # one text stands where another does not, or where no row does
        rows.update(**{name: text for name, text in texts.items() if getattr(row, name)})


def _is_free_text(field) -> bool:
    from django.db import models

    kept = ("reference", "code", "state", "folded", "email", "password", "slug", "language", "kind", "accent", "key")
    return (
        type(field) in (models.CharField, models.TextField)
        and not field.choices
        and not field.unique
        and not field.name.startswith(kept)
        and (field.max_length or 1000) >= 60
        and field.model._meta.label_lower != "core.auditevent"
    )


@pytest.fixture(scope="module")
def paths(server: Server) -> list[str]:
    """Of all pages, found while the names by which they are found still stood."""

    def told(command: str) -> str:
        return manage(server.folder, server.environment["DATABASE_URL"], "shell", "-v0", "-c", command)

    places = json.loads(told(TELL).splitlines()[-1])
    told(WRITE_INTO_EVERY_TEXT)
    return list(dict.fromkeys(path for found in places.values() for path in found if "logout" not in path))


@pytest.mark.e2e
@pytest.mark.long
@pytest.mark.parametrize("email", [None, REPRESENTATIVE, LEAD, COORDINATION])
def test_nothing_that_people_wrote_runs(open_context, signed_in, paths: list[str], email):
    context = signed_in(email) if email else open_context()
    context.watch.expects_refusals = True
    page = context.new_page()
    dialogs, ran = [], []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    context.expose_function("pwned", lambda name: ran.append(name))
    names = [f"pwn{number:02}" for number in range(1, 61)]
    context.add_init_script(f"for (const name of {names}) window[name] = () => window.pwned(name);")

    seen = set()
    for path in paths:
        if page.goto(path).ok:
            page.wait_for_timeout(100)  # what runs on load or on error has run
            seen.update(name for name in ("pwn01", "pwn14", "pwn47") if name in page.locator("body").inner_text())

    assert (dialogs, ran) == ([], [])
    assert email is None or len(seen) > 1  # the attacks are on the pages, as words
