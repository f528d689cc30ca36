import io
import json
import zipfile
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.text import capfirst

from needs.models import Confirmation
from red_inclusion.core import audit
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.core.personal_data import keepings
from red_inclusion.guide.models import HiddenHint
from red_inclusion.network.actions import export_person
from red_inclusion.network.export import head_of, title_of
from red_inclusion.network.models import Mandate
from red_inclusion.notifications.models import Mail, Notification, Preference
from tests.factories import InvitationFactory, MandateFactory, SeatFactory
from tests.needs.factories import NeedFactory

from .test_erasure import round_with_vote

pytestmark = pytest.mark.django_db


def archive(content: bytes) -> tuple[dict, str]:
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        assert sorted(opened.namelist()) == ["my-data.html", "my-data.json"]
        return json.loads(opened.read("my-data.json")), opened.read("my-data.html").decode()


def download(person) -> tuple[dict, str]:
    client = Client()
    person.language = "es"
    person.save(update_fields=["language"])
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    response = client.post("/my-data/download/")
    assert (response.status_code, response["Content-Type"]) == (200, "application/zip")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.zip"'
    return archive(response.content)


def test_it_holds_what_is_hers_in_words_and_for_programs(cast):
    need = NeedFactory(area=cast.emp, author=cast.bruno, entity=cast.entity, title="Falta <b>transporte</b>")
    Confirmation.objects.create(need=NeedFactory(), entity=cast.entity, author=cast.bruno)
    round_with_vote(cast, cast.bruno)
    Mail.objects.create(to=cast.bruno.email, person=cast.bruno, kind="x", language="es", subject="Acta", text="Hola")

    data, page = download(cast.bruno)

    held = data["held"]
    assert held["accounts.user"][0]["email"] == cast.bruno.email
    assert [row["title"] for row in held["needs.need"]] == [need.title]
    assert [row["value"] for row in held["meetings.vote"]] == [4]
    assert [row["subject"] for row in held["notifications.mail"]] == ["Acta"]
    assert {"network.mandate", "meetings.attendance", "needs.confirmation"} <= held.keys()
    soup = BeautifulSoup(page, "html.parser")
    assert soup.html["lang"] == "es"
    assert "Falta <b>transporte</b>" in [cell.get_text() for cell in soup.find_all("td")]
    assert soup.find_all(["script", "style", "b"]) == []


def test_every_table_and_every_column_of_it_has_words_in_spanish(cast):
    """A field or a model that was given no words is called by its English name."""
    with translation.override("es"):
        asked = [keeping for keeping in keepings() if keeping.rows_of(cast.bruno) is not None and keeping.told_fields()]
        columns = [
            f"{each.model._meta.label}.{told.name}"
            for each in asked
            for told in each.told_fields()
            if head_of(told) == capfirst(told.name.replace("_", " "))
        ]
        tables = [each.model._meta.label for each in asked if isinstance(title_of(each.model), str)]

    assert (columns, tables) == ([], [])


def test_codes_are_said_in_words(cast):
    need = NeedFactory(area=cast.emp, author=cast.bruno, entity=cast.entity)
    audit.record("need.logged", need, actor=cast.bruno)
    args = {"title": "Acta de enero", "area": "Empleo", "reference": "EMP-ACTA-1"}
    told = {"target_type": "x", "target_id": 1, "path": "/", "cadence": "web"}
    Notification.objects.create(person=cast.bruno, kind="minutes_published", args=args, **told)
    Preference.objects.create(person=cast.bruno, reach="weekly", chosen={"minutes_published": "now"})
    HiddenHint.objects.create(person=cast.bruno, hint="needs")
    cast.bruno.emailaddress_set.create(email=cast.bruno.email, verified=True, primary=False)

    data, page = download(cast.bruno)

    cells = [cell.get_text("\n") for cell in BeautifulSoup(page, "html.parser").find_all("td")]
    said = ["registro", "Necesidad", "Español", "Resumen semanal", "sí", "no"]
    assert [word for word in said if word not in cells] == []
    assert any("Ya está publicada el acta de «Acta de enero»" in cell for cell in cells)
    assert any(cell.endswith(": Al momento") for cell in cells)
    codes = ("need.logged", "minutes_published", "needs.need", "weekly", "False", "True", "{")
    assert [code for code in codes if any(code in cell for cell in cells)] == []
    assert "need.logged" in [row["action"] for row in data["held"]["core.auditevent"]]


def test_it_holds_nothing_of_anybody_else(cast):
    NeedFactory(area=cast.emp, author=cast.alba, title="De Alba")
    InvitationFactory(seat=cast.seat, invited_by=cast.bruno, email="elena@example.org", name="Elena")
    told = {"kind": "x", "target_type": "x", "target_id": 1, "path": "/", "cadence": "web"}
    Notification.objects.create(person=cast.alba, args={"who": "para Alba"}, **told)
    round_with_vote(cast, cast.alba)

    data, page = download(cast.bruno)

    said = json.dumps(data) + page
    others = [cast.alba.email, "De Alba", "elena@example.org", "para Alba", "meetings.vote"]
    assert [word for word in others if word in said] == []
    assert len(data["held"]["network.invitation"]) == 1


def test_no_secret_leaves(cast):
    client = Client()
    client.force_login(cast.bruno, "django.contrib.auth.backends.ModelBackend")
    client.get("/needs/")

    data, page = archive(client.post("/my-data/download/").content)

    assert data["held"]["accounts.device"]
    secrets = (client.session.session_key, cast.bruno.password)
    assert [secret for secret in secrets if secret in json.dumps(data) + page] == []


def test_only_she_herself(cast):
    with pytest.raises(NotAllowed):
        export_person(cast.bruno, actor=cast.coordination)


def test_five_in_an_hour_and_no_more(cast):
    client, other = Client(), Client()
    client.force_login(cast.bruno)
    other.force_login(cast.carla)

    answers = [client.post("/my-data/download/").status_code for _ in range(6)]

    assert answers == [200] * 5 + [429]
    assert other.post("/my-data/download/").status_code == 200
    assert AuditEvent.objects.filter(action="person.exported", object_id=cast.bruno.pk).count() == 5


def test_it_asks_the_same_for_one_row_and_for_fifty(cast, django_assert_max_num_queries):
    for _ in range(50):
        NeedFactory(area=cast.emp, entity=cast.entity, author=cast.bruno)
    assert Mandate.objects.filter(person=cast.bruno).count() == 1

    with django_assert_max_num_queries(60):
        export_person(cast.bruno, actor=cast.bruno)


def queries_of_export(person) -> int:
    with CaptureQueriesContext(connection) as queries:
        export_person(person, actor=person)
    return len(queries)


def test_it_asks_the_same_for_one_place_and_for_many(cast):
    counts = []
    for places in (0, 1, 4):
        for _ in range(places):
            MandateFactory(person=cast.bruno)
            InvitationFactory(seat=SeatFactory(), invited_by=cast.bruno)
        counts.append(queries_of_export(cast.bruno))

    assert counts[1] == counts[2]


def test_hours_are_those_of_the_town(cast):
    InvitationFactory(seat=cast.seat, invited_by=cast.bruno, created_at=datetime(2026, 1, 15, 23, 30, tzinfo=UTC))

    data, page = download(cast.bruno)

    cells = [cell.get_text() for cell in BeautifulSoup(page, "html.parser").find_all("td")]
    assert ("16 de enero de 2026 a las 00:30" in cells, "15 de enero de 2026 a las 23:30" in cells) == (True, False)
    assert data["held"]["network.invitation"][0]["created_at"] == "2026-01-15T23:30:00Z"


@pytest.mark.django_db(transaction=True)
def test_nobody_waits_while_it_is_made(cast, monkeypatch):
    within = []

    def archive_of(person):
        within.append(connection.in_atomic_block)
        return b""

    monkeypatch.setattr("red_inclusion.network.actions.erasure.archive_of", archive_of)

    export_person(cast.bruno, actor=cast.bruno)

    assert within == [False]
    assert AuditEvent.objects.filter(action="person.exported").count() == 1
