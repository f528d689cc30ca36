import re
from types import SimpleNamespace

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.conf import settings
from django.test import Client

from red_inclusion.accounts.models import User
from red_inclusion.core.models import AuditEvent

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CODE = "/accounts/login/code/"
CONFIRM = "/accounts/login/code/confirm/"


def is_signed_in(client, person=None) -> bool:
    return client.session.get("_auth_user_id") == (str(person.pk) if person else None) and bool(person)


def code_in(mail) -> str:
    """It stands alone on its line."""
    return re.search(r"^\s{4}(\S+)$", mail.body, re.MULTILINE)[1]


def test_sign_in_with_a_password(client, bruno):
    response = client.post(LOGIN, {"login": "bruno@example.org", "password": "correct horse"})

    assert (response.status_code, response["Location"]) == (302, "/my-work/")
    assert is_signed_in(client, bruno)


def test_the_address_is_taken_in_any_case(client, bruno):
    client.post(LOGIN, {"login": "Bruno@Example.ORG", "password": "correct horse"})

    assert is_signed_in(client, bruno)


def test_a_wrong_password_says_how_to_go_on(client, bruno):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"

    response = client.post(LOGIN, {"login": "bruno@example.org", "password": "wrong"})

    assert response.context["form"].non_field_errors() == [
        "El correo o la contraseña no son correctos. También puedes entrar con un código."
    ]
    assert "bruno@example.org" in response.content.decode()
    assert not is_signed_in(client, bruno)


def test_sign_in_with_a_code_sent_by_mail(client, bruno, mailoutbox):
    asked = client.post(CODE, {"email": "bruno@example.org"})
    [mail] = mailoutbox

    done = client.post(CONFIRM, {"code": code_in(mail)})

    assert (asked["Location"], done["Location"]) == (CONFIRM, "/my-work/")
    assert mail.to == ["bruno@example.org"]
    assert is_signed_in(client, bruno)


def test_a_code_works_once(client, bruno, mailoutbox):
    client.post(CODE, {"email": "bruno@example.org"})
    code = code_in(mailoutbox[0])
    client.post(CONFIRM, {"code": code})
    client.logout()

    client.post(CONFIRM, {"code": code})

    assert not is_signed_in(client, bruno)


def test_a_code_of_one_browser_does_not_open_another(client, bruno, mailoutbox):
    client.post(CODE, {"email": "bruno@example.org"})
    other = Client()
    other.post(CODE, {"email": "bruno@example.org"})

    other.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    assert not is_signed_in(other, bruno)


def test_guessing_a_code_ends_after_a_few_tries(client, bruno, mailoutbox):
    client.post(CODE, {"email": "bruno@example.org"})
    for _ in range(settings.ACCOUNT_LOGIN_BY_CODE_MAX_ATTEMPTS):
        client.post(CONFIRM, {"code": "AAAAAA"})

    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    assert not is_signed_in(client, bruno)


def test_the_session_lasts_90_days(client, bruno):
    client.post(LOGIN, {"login": "bruno@example.org", "password": "correct horse"})

    assert client.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 90 * 24 * 60 * 60


def what_is_said(page) -> str:
    """The page without what differs at each request: the token, and the address that was typed."""
    body = re.sub(r'(csrfmiddlewaretoken" value=)"\w+"', r"\1", page.content.decode())
    return re.sub(r"[\w.]+@example\.org", "somebody@example.org", body)


def test_asking_for_a_code_does_not_tell_who_has_access(bruno, mailoutbox):
    pages = []
    for address in ("bruno@example.org", "nobody@example.org"):
        client = Client(headers={"accept-language": "es"})
        pages.append(what_is_said(client.post(CODE, {"email": address}, follow=True)))

    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [["bruno@example.org"]]


def test_asking_for_a_new_password_does_not_tell_who_has_access(bruno, mailoutbox):
    pages = []
    for address in ("bruno@example.org", "nobody@example.org"):
        pages.append(what_is_said(Client().post("/accounts/password/reset/", {"email": address}, follow=True)))

    assert pages[0] == pages[1]
    assert [mail.to for mail in mailoutbox] == [["bruno@example.org"]]


@pytest.mark.parametrize("password", ["correct horse", "wrong"])
def test_who_was_shut_out_does_not_come_in(client, bruno, password):
    bruno.is_active = False
    bruno.save(update_fields=["is_active"])

    client.post(LOGIN, {"login": "bruno@example.org", "password": password})

    assert not is_signed_in(client, bruno)


def test_who_was_shut_out_gets_no_code(client, bruno, mailoutbox):
    bruno.is_active = False
    bruno.save(update_fields=["is_active"])

    client.post(CODE, {"email": "bruno@example.org"})

    assert mailoutbox == []


def test_nobody_signs_up_alone(client):
    response = client.post(
        "/accounts/signup/", {"email": "new@example.org", "password1": "correct horse", "password2": "correct horse"}
    )

    assert response.templates[0].name == "account/signup_closed.html"
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize(
    ("wanted", "reached"),
    [
        ("/needs/?q=a%20b", "/needs/?q=a%20b"),
        ("https://elsewhere.example/", "/my-work/"),
        ("//elsewhere.example/", "/my-work/"),
        ("https:///elsewhere.example", "/my-work/"),
        ("javascript:alert(1)", "/my-work/"),
        ("http://localhost/areas/", "/my-work/"),
        ("", "/my-work/"),
    ],
)
def test_after_signing_in_she_stays_on_this_host(client, bruno, wanted, reached):
    response = client.post(LOGIN, {"login": "bruno@example.org", "password": "correct horse", "next": wanted})

    assert response["Location"] == reached


def test_a_new_password_by_mail(client, bruno, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "bruno@example.org"})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]
    page = client.get(link, follow=True)

    client.post(page.request["PATH_INFO"], {"password1": "battery staple", "password2": "battery staple"})

    bruno.refresh_from_db()
    assert bruno.check_password("battery staple")


def test_signing_out_takes_a_post(client, bruno):
    client.force_login(bruno, "django.contrib.auth.backends.ModelBackend")

    client.get("/accounts/logout/")
    after_looking = is_signed_in(client, bruno)
    client.post("/accounts/logout/")

    assert (after_looking, is_signed_in(client, bruno)) == (True, False)


@pytest.mark.parametrize(("demo", "shown"), [(True, True), (False, False)])
def test_only_a_demo_says_who_can_sign_in(client, db, demo, shown):
    from red_inclusion.core.actors import SYSTEM
    from red_inclusion.pages.actions import name_network

    name_network("Red Alhameña", actor=SYSTEM, demo=demo)

    page = client.get(LOGIN).content.decode()

    assert ("person-001@demo.example" in page, "Red Alhameña" in page) == (shown, True)


def recorded() -> list[tuple]:
    events = AuditEvent.objects.exclude(action__startswith="device").order_by("pk")
    return list(events.values_list("action", "actor_id", "object_id", "data"))


def test_a_changed_password_is_on_record(client, bruno):
    client.post(LOGIN, {"login": "bruno@example.org", "password": "correct horse"})

    new = {"password1": "battery staple", "password2": "battery staple"}
    client.post("/accounts/password/change/", {"oldpassword": "correct horse", **new})

    assert recorded() == [("password.changed", bruno.pk, bruno.pk, {})]


def test_a_first_password_is_on_record(client, bruno, mailoutbox):
    bruno.set_unusable_password()
    bruno.save()
    client.post(CODE, {"email": "bruno@example.org"})
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    client.post("/accounts/password/set/", {"password1": "battery staple", "password2": "battery staple"})

    assert recorded() == [("password.set", bruno.pk, bruno.pk, {})]


def test_a_new_password_by_mail_is_on_record(client, bruno, mailoutbox):
    client.post("/accounts/password/reset/", {"email": "bruno@example.org"})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]
    page = client.get(link, follow=True)

    client.post(page.request["PATH_INFO"], {"password1": "battery staple", "password2": "battery staple"})

    assert recorded() == [("password.reset", bruno.pk, bruno.pk, {})]


def test_a_new_address_is_on_record_without_saying_which(client, bruno, mailoutbox):
    client.post(LOGIN, {"login": "bruno@example.org", "password": "correct horse"})
    client.post("/accounts/reauthenticate/", {"password": "correct horse"})
    client.post("/accounts/email/", {"email": "nuevo@example.org", "action_add": ""})
    link = re.search(r"http://testserver(/\S+)", mailoutbox[0].body)[1]

    client.post(link)

    assert User.objects.get(pk=bruno.pk).email == "nuevo@example.org"
    assert recorded() == [("email.changed", bruno.pk, bruno.pk, {})]


def test_the_address_she_has_is_not_said_to_change(client, bruno, mailoutbox):
    EmailAddress.objects.create(user=bruno, email="bruno@example.org")
    client.post(CODE, {"email": "bruno@example.org"})
    client.post(CONFIRM, {"code": code_in(mailoutbox[0])})

    assert (recorded(), EmailAddress.objects.get().verified) == ([], True)


@pytest.mark.parametrize(
    ("signal", "sent", "action"),
    [
        (social_account_added, lambda account: {"sociallogin": SimpleNamespace(account=account)}, "account.tied"),
        (social_account_removed, lambda account: {"socialaccount": account}, "account.untied"),
    ],
)
def test_an_account_of_another_house_is_on_record(bruno, signal, sent, action):
    account = SimpleNamespace(user=bruno, user_id=bruno.pk, provider="sso")

    signal.send(None, request=None, **sent(account))

    assert recorded() == [(action, bruno.pk, bruno.pk, {"provider": "sso"})]
