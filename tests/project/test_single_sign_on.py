"""OpenID Connect and SAML: off unless the environment names a provider whole, and then as strict as it can be."""

import pytest
from django.conf import settings as django_settings
from django.core.exceptions import ImproperlyConfigured

from red_inclusion.settings import single_sign_on

OIDC = {
    "OIDC_SERVER": "https://accounts.town.example/realms/town",
    "OIDC_CLIENT_ID": "red",
    "OIDC_CLIENT_SECRET": "secret",
}
SAML = {"SAML_METADATA": "https://idp.county.example/metadata", "SAML_ENTITY_ID": "https://idp.county.example/"}


@pytest.fixture(autouse=True)
def every_library(monkeypatch):
    monkeypatch.setattr(single_sign_on, "find_spec", lambda module: object())


def told(monkeypatch, **environment) -> dict:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return single_sign_on.settings()


def test_it_is_off_by_default():
    assert single_sign_on.settings() == {"SINGLE_SIGN_ON": []}
    assert "allauth.socialaccount" not in django_settings.INSTALLED_APPS


def test_openid_connect(monkeypatch):
    settings = told(monkeypatch, **OIDC, OIDC_NAME="Ayuntamiento", OIDC_EMAIL_DOMAINS="town.example, old.example")

    [app] = settings["SOCIALACCOUNT_PROVIDERS"]["openid_connect"]["APPS"]
    assert (app["name"], app["client_id"], app["secret"]) == ("Ayuntamiento", "red", "secret")
    assert app["settings"] == {
        "server_url": "https://accounts.town.example/realms/town",
        "oauth_pkce_enabled": True,
        "verified_email": ["town.example", "old.example"],
    }
    assert settings["SINGLE_SIGN_ON_ORIGINS"] == ["https://accounts.town.example"]
    assert settings["SINGLE_SIGN_ON_APPS"] == [
        "allauth.socialaccount",
        "allauth.socialaccount.providers.openid_connect",
    ]


def test_saml_takes_only_what_was_asked_for_and_is_signed(monkeypatch):
    settings = told(monkeypatch, **SAML, SAML_NAME="Diputación", SAML_ORIGINS="https://login.county.example")

    [app] = settings["SOCIALACCOUNT_PROVIDERS"]["saml"]["APPS"]
    assert app["settings"] == {
        "idp": {"entity_id": SAML["SAML_ENTITY_ID"], "metadata_url": SAML["SAML_METADATA"]},
        "advanced": {"strict": True, "want_assertion_signed": True, "reject_idp_initiated_sso": True},
    }
    assert settings["SINGLE_SIGN_ON_ORIGINS"] == ["https://login.county.example"]
    assert settings["SINGLE_SIGN_ON"] == [{"name": "Diputación", "route": "saml_login", "args": ["sso"]}]


def test_both_at_once_are_two_doors(monkeypatch):
    settings = told(monkeypatch, **OIDC, **SAML)

    assert [door["route"] for door in settings["SINGLE_SIGN_ON"]] == ["openid_connect_login", "saml_login"]
    assert sorted(settings["SOCIALACCOUNT_PROVIDERS"]) == ["openid_connect", "saml"]


def test_nothing_of_another_house_is_kept_and_no_address_signs_in_by_itself(monkeypatch):
    settings = told(monkeypatch, **OIDC)

    assert (settings["SOCIALACCOUNT_STORE_TOKENS"], settings["SOCIALACCOUNT_EMAIL_AUTHENTICATION"]) == (False, False)


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({**OIDC, "OIDC_CLIENT_SECRET": ""}, "OIDC_CLIENT_SECRET"),
        ({"SAML_ENTITY_ID": "x"}, "SAML_METADATA"),
        ({**OIDC, "OIDC_SERVER": "http://accounts.town.example"}, "https://"),
        ({**OIDC, "OIDC_ORIGINS": "accounts.town.example"}, "OIDC_ORIGINS"),
        ({**OIDC, "OIDC_EMAIL_DOMAINS": "somebody@town.example"}, "OIDC_EMAIL_DOMAINS"),
    ],
)
def test_half_of_it_stops_the_start(monkeypatch, environment, sentence):
    with pytest.raises(ImproperlyConfigured, match=sentence):
        told(monkeypatch, **environment)


@pytest.mark.parametrize(("environment", "extra"), [(OIDC, "oidc"), (SAML, "saml")])
def test_without_its_libraries_it_says_what_to_install(monkeypatch, environment, extra):
    monkeypatch.setattr(single_sign_on, "find_spec", lambda module: None)

    with pytest.raises(ImproperlyConfigured, match=f"requirements/{extra}.txt"):
        told(monkeypatch, **environment)
