"""What machines ask: /healthz and /readyz."""

import pytest
from django.test import Client, override_settings

from red_inclusion.core import probes

PLAIN = "text/plain; charset=utf-8"


def told(response) -> tuple[int, str, str]:
    return response.status_code, response.content.decode(), response["Content-Type"]


def test_the_process_lives_whatever_its_database_does(client):
    """Without the `db` fixture, any query at all fails this test."""
    assert told(client.get("/healthz")) == (200, "ok\n", PLAIN)


@pytest.mark.django_db
def test_it_is_ready_when_the_database_is_there_and_up_to_date(client):
    assert told(client.get("/readyz")) == (200, "ready\n", PLAIN)


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["database", "migrations", "redis"])
def test_it_is_not_ready_without(client, monkeypatch, missing):
    def fails():
        raise OSError("password=secret")

    monkeypatch.setitem(probes.CHECKS, missing, fails)

    assert told(client.get("/readyz")) == (503, f"not ready: {missing}\n", PLAIN)


@pytest.mark.django_db
def test_a_migration_that_has_not_run_is_seen(client):
    from django.db.migrations.recorder import MigrationRecorder

    MigrationRecorder.Migration.objects.filter(app="needs").order_by("-id").first().delete()

    assert told(client.get("/readyz")) == (503, "not ready: migrations\n", PLAIN)


@pytest.mark.django_db
def test_a_redis_that_is_away_is_seen(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert told(client.get("/readyz")) == (503, "not ready: redis\n", PLAIN)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
@override_settings(SECURE_SSL_REDIRECT=True)
def test_probes_come_by_any_address_without_https_and_take_nothing_with_them(path, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        response = Client().get(path, headers={"host": "10.0.0.7:8000"})

    assert (response.status_code, response["Cache-Control"]) == (200, "no-store")
    assert dict(response.cookies) == {}
    assert "Vary" not in response
