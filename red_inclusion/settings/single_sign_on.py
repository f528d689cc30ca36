"""Signing in with the account people have at their town hall or entity: off unless the environment says otherwise.

It opens no door to anybody new. Who comes that way is known here already, by an address that her provider has verified;
red_inclusion/accounts/single_sign_on.py judges that.
"""

from importlib.util import find_spec
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from . import env

HOSTS_OF_THIS_MACHINE = {"127.0.0.1", "localhost", "::1"}
PROVIDER = "sso"  # in our addresses: /accounts/oidc/sso/login/, /accounts/saml/sso/login/


def settings() -> dict:
    """Every setting that the providers named in the environment need; nothing without one."""
    found = [provider for provider in (_openid_connect(), _saml()) if provider]
    if not found:
        return {"SINGLE_SIGN_ON": []}
    return {
        "SINGLE_SIGN_ON": [provider["door"] for provider in found],
        "SINGLE_SIGN_ON_APPS": ["allauth.socialaccount", *(provider["app"] for provider in found)],
        "SINGLE_SIGN_ON_ORIGINS": sorted({origin for provider in found for origin in provider["origins"]}),
        "SOCIALACCOUNT_PROVIDERS": {provider["id"]: {"APPS": [provider["settings"]]} for provider in found},
        "SOCIALACCOUNT_ADAPTER": "red_inclusion.accounts.single_sign_on.SingleSignOnAdapter",
        "SOCIALACCOUNT_FORMS": {"disconnect": "red_inclusion.accounts.single_sign_on.UntieForm"},
        "SOCIALACCOUNT_STORE_TOKENS": False,
        "SOCIALACCOUNT_EMAIL_AUTHENTICATION": False,
    }


def _openid_connect() -> dict | None:
    said = _all_or_none("OIDC_SERVER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
    if not said:
        return None
    server, client, secret = said
    _need_library("jwt", "OIDC_SERVER", "oidc")
    return {
        "id": "openid_connect",
        "app": "allauth.socialaccount.providers.openid_connect",
        "origins": _origins("OIDC_SERVER", server, "OIDC_ORIGINS"),
        "door": {"name": env.text("OIDC_NAME", "OpenID Connect"), "route": "openid_connect_login", "args": [PROVIDER]},
        "settings": {
            "provider_id": PROVIDER,
            "name": env.text("OIDC_NAME", "OpenID Connect"),
            "client_id": client,
            "secret": secret,
            "settings": {"server_url": server, "oauth_pkce_enabled": True, **_answered_for("OIDC_EMAIL_DOMAINS")},
        },
    }


def _saml() -> dict | None:
    said = _all_or_none("SAML_METADATA", "SAML_ENTITY_ID")
    if not said:
        return None
    metadata, entity = said
    _need_library("onelogin", "SAML_METADATA", "saml")
    return {
        "id": "saml",
        "app": "allauth.socialaccount.providers.saml",
        "origins": _origins("SAML_METADATA", metadata, "SAML_ORIGINS"),
        "door": {"name": env.text("SAML_NAME", "SAML"), "route": "saml_login", "args": [PROVIDER]},
        "settings": {
            "provider_id": "saml",
            "name": env.text("SAML_NAME", "SAML"),
            "client_id": PROVIDER,
            "settings": {
                "idp": {"entity_id": entity, "metadata_url": metadata},
                # Only what we asked for, and only signed.
                "advanced": {"strict": True, "want_assertion_signed": True, "reject_idp_initiated_sso": True},
                **_answered_for("SAML_EMAIL_DOMAINS"),
            },
        },
    }


def _all_or_none(*names: str) -> list[str]:
    values = [env.text(name) for name in names]
    missing = [name for name, value in zip(names, values, strict=True) if not value]
    if len(missing) == len(names):
        return []
    if missing:
        raise ImproperlyConfigured(f"{' and '.join(missing)} not set, and {names[0]} goes with all of {len(names)}.")
    return values


def _need_library(module: str, name: str, extra: str) -> None:
    if find_spec(module) is None:
        raise ImproperlyConfigured(f"{name} is set and what it needs is not installed: see requirements/{extra}.txt.")


def _origins(name: str, address: str, more: str) -> list[str]:
    """Where a browser is sent to sign in: the policy of our pages has to let it go there."""
    parts = urlsplit(address)
    if parts.scheme != "https" and parts.hostname not in HOSTS_OF_THIS_MACHINE:
        raise ImproperlyConfigured(f"{name} must be an address that begins with https://, not {address!r}.")
    return env.origins(more, [f"{parts.scheme}://{parts.netloc}"])


def _answered_for(name: str) -> dict:
    """The provider says of no address that it is verified: it answers for those of its own domains."""
    domains = env.words(name)
    wrong = [domain for domain in domains if "@" in domain or "." not in domain]
    if wrong:
        raise ImproperlyConfigured(f"{name} must hold domains such as town.example, not {wrong[0]!r}.")
    return {"verified_email": domains} if domains else {}
