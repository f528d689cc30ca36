import pytest
from django.utils.module_loading import import_string

from red_inclusion.settings import base


@pytest.mark.parametrize("path", base.MIDDLEWARE)
def test_every_middleware_is_async_capable(path):
    """One that is not lets a request in flight hold up the server's stop for ever."""
    assert import_string(path).async_capable is True


def _policy(response) -> dict[str, str]:
    parts = response["Content-Security-Policy"].split("; ")
    return dict(part.split(" ", 1) for part in parts)


@pytest.mark.django_db
def test_our_pages_allow_no_inline_script_or_style(client):
    response = client.get("/accounts/login/")

    assert _policy(response) == {
        "default-src": "'self'",
        "img-src": "'self' data:",
        "worker-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.django_db
def test_the_cms_alone_may_hold_inline_script_and_style(client):
    policy = _policy(client.get("/cms/"))

    assert (policy["script-src"], policy["style-src"]) == ("'self' 'unsafe-inline'", "'self' 'unsafe-inline'")
