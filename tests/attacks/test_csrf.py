"""No form of another site is taken. The matrix tries each POST of ours; here is what it does not see."""

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from red_inclusion.pages.actions import follow_coordination
from tests.permissions.test_prefixes import CMS


def every_view(resolver=None, prefix=""):
    for entry in (resolver or get_resolver()).url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from every_view(entry, pattern)
        else:
            yield pattern, entry.callback


def is_exempt(view) -> bool:
    return bool(getattr(view, "csrf_exempt", False))


def test_no_view_is_exempt():
    """But Wagtail's API for its own editor, which only tells: the last test asks whether it takes anything."""
    exempt = [pattern for pattern, view in every_view() if is_exempt(view)]

    assert [pattern for pattern in exempt if not pattern.startswith("cms/api/main/")] == []


def test_an_exempt_view_would_be_seen():
    from django.views.decorators.csrf import csrf_exempt

    assert is_exempt(csrf_exempt(lambda request: None))


@pytest.mark.django_db
def test_the_cms_takes_no_form_without_its_token(world):
    follow_coordination(world.cast.coordination)
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["coordination"].cookies

    answers = {address: client.post(address).status_code for address in CMS}

    assert answers == dict.fromkeys(answers, 403)


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://testserver.evil.example"])
def test_a_right_token_from_a_foreign_page_is_refused(world, origin):
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["member"].cookies
    client.get("/accounts/profile/")
    token = client.cookies["csrftoken"].value
    sent = {"name": "Me", "language": "en", "csrfmiddlewaretoken": token}

    foreign = client.post("/accounts/profile/", sent, headers={"origin": origin})
    ours = client.post("/accounts/profile/", sent, headers={"origin": "http://testserver"})

    assert (foreign.status_code, ours.status_code) == (403, 302)
