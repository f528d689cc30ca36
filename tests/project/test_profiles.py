import sys
from importlib import import_module

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

NETWORK = {
    "SECRET_KEY": "k" * 50,
    "ALLOWED_HOSTS": "red.example",
    "DATABASE_URL": "postgres://red@127.0.0.1/red",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp+tls://red:secret@mail.example:587",
    "MAIL_FROM": "red@red.example",
}
ALL = [*NETWORK, "ALLOWED_ORIGINS", "DEBUG", "HOST", "PORT", "WORKERS", "TRUSTED_PROXIES", "DATA_DIR", "DEMO"]
ALL.append("REQUIRE_MFA_FOR_COORDINATION")


@pytest.fixture
def load(monkeypatch, tmp_path):
    """A profile as a new process would read it with these settings."""

    def _load(profile, **environment):
        for name in ALL:
            monkeypatch.delenv(name, raising=False)
        for name, value in ({"DATA_DIR": str(tmp_path)} | environment).items():
            monkeypatch.setenv(name, value)
        for name in [name for name in sys.modules if name.startswith("red_inclusion.settings.")]:
            monkeypatch.delitem(sys.modules, name)
        return import_module(f"red_inclusion.settings.{profile}")

    return _load


def test_a_whole_production_starts(load):
    production = load("production", **NETWORK, TRUSTED_PROXIES="1", WORKERS="2")

    assert production.DEBUG is False
    assert production.ALLOWED_ORIGINS == ["https://red.example"]
    assert production.SECURE_PROXY_SSL_HEADER == ("HTTP_X_FORWARDED_PROTO", "https")
    assert (production.EMAIL_HOST, production.EMAIL_PORT, production.EMAIL_USE_TLS) == ("mail.example", 587, True)
    assert production.SESSION_COOKIE_SECURE and production.CSRF_COOKIE_SECURE
    assert (production.SESSION_COOKIE_NAME, production.CSRF_COOKIE_NAME) == ("__Host-sessionid", "__Host-csrftoken")
    assert (production.SECURE_SSL_REDIRECT, production.SECURE_HSTS_SECONDS) == (True, 31_536_000)


@pytest.mark.parametrize("missing", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "MAIL_FROM"])
def test_production_refuses_to_start_without(load, missing):
    with pytest.raises(ImproperlyConfigured, match=missing):
        load("production", **{name: value for name, value in NETWORK.items() if name != missing})


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"DEBUG": "1"}, "DEBUG is on"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too short"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS must name"),
        ({"ALLOWED_HOSTS": ".red.example"}, "ALLOWED_HOSTS must name"),
        ({"WORKERS": "2", "REDIS_URL": ""}, "REDIS_URL is not set"),
        ({"DATABASE_URL": ""}, "Several processes need PostgreSQL"),
        ({"ALLOWED_ORIGINS": "https://red.example/"}, "ALLOWED_ORIGINS must hold origins"),
        ({"WORKERS": "many"}, "WORKERS must be a whole number"),
    ],
)
def test_production_refuses_to_start_half_configured(load, change, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        load("production", **NETWORK | change)


def test_development_serves_this_machine_with_debug_off(load):
    development = load("development", PORT="8123")

    assert development.DEBUG is False
    assert development.ALLOWED_ORIGINS == ["http://127.0.0.1:8123", "http://localhost:8123"]
    assert development.CHANNEL_LAYERS == {}
    assert development.EMAIL_FILE_PATH == development.DATA_DIR / "mail"


def test_one_address_of_the_new_kind_is_answered(load):
    development = load("development", HOST="2001:db8::5")

    assert validate_host("[2001:db8::5]", development.ALLOWED_HOSTS)
    assert "http://[2001:db8::5]:8000" in development.ALLOWED_ORIGINS


def test_the_local_network_adds_the_address_of_the_machine(load, monkeypatch):
    from red_inclusion.settings import env

    here = env.own_address()

    development = load("development", HOST="lan", PORT="8123")

    assert here in development.ALLOWED_HOSTS
    origin = f"http://{here}:8123"
    assert origin in development.ALLOWED_ORIGINS
    assert (development.PUBLIC_ORIGIN, development.BIND_ADDRESSES) == (origin, ["0.0.0.0"])


def test_redis_carries_between_processes_once_it_is_there(load):
    development = load("development", REDIS_URL="redis://127.0.0.1:6379/0")

    assert development.CHANNEL_LAYERS["default"]["BACKEND"] == "channels_redis.pubsub.RedisPubSubChannelLayer"
    assert development.CACHES["default"]["BACKEND"] == "red_inclusion.core.caches.CacheThatMayBeAway"


@pytest.mark.parametrize(("given", "required"), [({}, True), ({"REQUIRE_MFA_FOR_COORDINATION": "0"}, False)])
def test_production_asks_coordination_for_a_second_step(load, given, required):
    assert load("production", **NETWORK, **given).REQUIRE_MFA_FOR_COORDINATION is required


def test_development_does_not_ask_coordination_for_a_second_step(load):
    assert load("development").REQUIRE_MFA_FOR_COORDINATION is False
