"""Who leads the area writes what its public page says of it, without the CMS."""

import pytest
from django.test import Client

from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.pages.actions import edit_area_intro, intro_mark, publish_area
from red_inclusion.pages.models import AreaPage

pytestmark = pytest.mark.django_db

ADDRESS = "/areas/EMP/public-page/"


@pytest.fixture
def page(cast) -> AreaPage:
    return publish_area(cast.emp, actor=SYSTEM)


@pytest.fixture
def lead(cast) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(cast.alba, "django.contrib.auth.backends.ModelBackend")
    return client


def test_what_the_lead_writes_is_public_at_once(page, lead):
    answer = lead.post(ADDRESS, {"intro": "Para qué.\n\n<b>Con</b> quién."})

    assert answer["Location"] == page.url
    assert "<p>Para qué.</p>\n\n<p>&lt;b&gt;Con&lt;/b&gt; quién.</p>" in Client().get(page.url).content.decode()


def test_the_way_there_is_on_the_public_page_for_who_may(page, lead):
    assert ADDRESS in lead.get(page.url).content.decode()
    assert ADDRESS not in Client().get(page.url).content.decode()


def test_the_trail_keeps_that_it_changed_and_not_what_it_says(cast, page):
    edit_area_intro(page, actor=cast.alba, intro="Secreto")

    event = AuditEvent.objects.get(action="area.introduced")
    assert (event.actor_id, event.object_id, event.data) == (cast.alba.pk, cast.emp.pk, {"page": page.pk})


def test_the_same_words_again_write_nothing(cast, page):
    edit_area_intro(page, actor=cast.alba, intro=page.intro)

    assert not AuditEvent.objects.filter(action="area.introduced").exists()


@pytest.mark.parametrize("who", ["bruno", "carla", "observer", "dani"])
def test_nobody_else_may(cast, page, who):
    with pytest.raises(NotAllowed):
        edit_area_intro(page, actor=getattr(cast, who), intro="Otra cosa")


def test_a_draft_of_the_cms_keeps_what_it_says_besides(cast, page):
    page.title = "Otro título"
    page.save_revision()

    edit_area_intro(AreaPage.objects.get(), actor=cast.alba, intro="Para qué.")

    page = AreaPage.objects.get()
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.intro) == ("Empleo y Formación", "Para qué.")
    assert (draft.title, draft.intro) == ("Otro título", "Para qué.")
    assert page.has_unpublished_changes


def test_two_who_write_at_once_are_told(cast, page, lead):
    seen = intro_mark(page)
    edit_area_intro(page, actor=cast.coordination, intro="De la coordinación.")

    with pytest.raises(DomainError) as refused:
        edit_area_intro(page, actor=cast.alba, intro="De Alba.", seen=seen)
    answer = lead.post(ADDRESS, {"intro": "De Alba.", "seen": seen}).content.decode()

    assert refused.value.code == "changed_meanwhile"
    assert "De la coordinación." in answer and "De Alba." in answer
    assert AreaPage.objects.get().intro == "De la coordinación."


def test_too_long_is_told_and_nothing_is_lost(page, lead):
    answer = lead.post(ADDRESS, {"intro": "a" * 2001})

    assert "1 character too long" in answer.content.decode() and "a" * 2001 in answer.content.decode()
