import pytest
from django.conf import settings

from red_inclusion.accounts import actions
from red_inclusion.accounts.models import User
from red_inclusion.core.errors import NotAllowed
from red_inclusion.core.models import AuditEvent
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

PROFILE = "/accounts/profile/"


@pytest.fixture
def signed_in(client, bruno):
    client.force_login(bruno, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_profile_keeps_name_and_language(signed_in, bruno):
    response = signed_in.post(PROFILE, {"name": "Bruno de Cruz Roja", "language": "es"}, follow=True)

    assert User.objects.values("name", "language").get(pk=bruno.pk) == {"name": "Bruno de Cruz Roja", "language": "es"}
    assert [str(message) for message in response.context["messages"]] == ["Tus datos están guardados."]
    assert "<h1>Mis datos</h1>" in response.content.decode()


@pytest.mark.parametrize(
    ("sent", "wrong"), [({"name": "", "language": "es"}, ["name"]), ({"name": "B", "language": "tlh"}, ["language"])]
)
def test_a_profile_that_does_not_fit_changes_nothing(signed_in, bruno, sent, wrong):
    response = signed_in.post(PROFILE, sent)

    assert list(response.context["form"].errors) == wrong
    assert User.objects.values("name", "language").get(pk=bruno.pk) == {"name": "Bruno", "language": "en"}


def test_nobody_edits_another_profile(bruno):
    with pytest.raises(NotAllowed):
        actions.edit_profile(bruno, actor=PersonFactory(), name="Other", language="es")

    assert User.objects.get(pk=bruno.pk).name == "Bruno"


def test_the_trail_names_the_fields_and_not_what_is_in_them(signed_in, bruno):
    signed_in.post(PROFILE, {"name": "Bruno Nuevo", "language": "es"})

    assert AuditEvent.objects.values_list("action", "data").get() == (
        "profile.edited",
        {"fields": ["name", "language"]},
    )


def test_the_trail_names_only_what_changed(signed_in, bruno):
    signed_in.post(PROFILE, {"name": "Bruno", "language": "en"})
    signed_in.post(PROFILE, {"name": "Bruno", "language": "es"})
    signed_in.post("/language/setlang/", {"language": "en"})

    assert [event.data["fields"] for event in AuditEvent.objects.order_by("pk")] == [["language"]] * 2


def test_the_switch_writes_back_nothing_but_the_language(bruno):
    read_before = User.objects.get(pk=bruno.pk)
    actions.edit_profile(bruno, actor=bruno, name="Bruno Nuevo")

    actions.choose_language(read_before, actor=bruno, language="es")

    assert User.objects.values("name", "language").get(pk=bruno.pk) == {"name": "Bruno Nuevo", "language": "es"}


@pytest.mark.parametrize(
    ("typed", "kept"), [("\u200b", "Bruno"), ("\u202eanurB", "anurB"), (" Bru\x07no ", "Bruno"), ("x" * 121, "Bruno")]
)
def test_a_name_takes_what_every_other_text_takes(signed_in, bruno, typed, kept):
    signed_in.post(PROFILE, {"name": typed, "language": "en"})

    assert User.objects.get(pk=bruno.pk).name == kept


def test_the_switch_is_remembered_in_the_profile(signed_in, bruno):
    response = signed_in.post("/language/setlang/", {"language": "es", "next": PROFILE}, follow=True)

    assert User.objects.get(pk=bruno.pk).language == "es"
    assert "<h1>Mis datos</h1>" in response.content.decode()


@pytest.mark.parametrize("language", ["tlh", "", None])
def test_a_language_that_is_not_ours_is_not_remembered(signed_in, bruno, language):
    signed_in.post("/language/setlang/", {"language": language} if language is not None else {})

    assert User.objects.get(pk=bruno.pk).language == "en"


def test_the_profile_speaks_before_the_device(signed_in):
    signed_in.cookies[settings.LANGUAGE_COOKIE_NAME] = "es"

    assert '<html lang="en"' in signed_in.get(PROFILE).content.decode()


def test_a_visitor_reads_in_the_language_of_her_device(client):
    page = client.get("/accounts/login/", headers={"accept-language": "en"})

    assert '<html lang="en"' in page.content.decode()
