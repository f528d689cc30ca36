from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from wagtail.models import Page, PageViewRestriction, Site

from red_inclusion.core import clock, jobs
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import NotAllowed
from red_inclusion.network.actions import end_coordinator, name_coordinator, open_area
from red_inclusion.pages import actions, registry
from red_inclusion.pages.models import AreaPage, HomePage, SiteSettings

from .factories import standard_page

pytestmark = pytest.mark.django_db


@pytest.fixture
def sections(monkeypatch):
    """What desk and meetings would register, and nothing else."""
    monkeypatch.setattr(registry, "_area_sections", {})
    monkeypatch.setattr(registry, "_latest", {})
    return registry


def test_home_is_there_after_a_migration_and_welcome_is_gone():
    home = HomePage.objects.get()

    assert Site.objects.get(is_default_site=True).root_page.specific == home
    assert list(Page.objects.filter(depth=2)) == [home.page_ptr]


def test_making_home_twice_makes_one():
    assert actions.ensure_home() == actions.ensure_home()
    assert HomePage.objects.count() == 1


def test_anybody_reads_home(client, cast, sections):
    sections.add_latest("minutes", lambda limit: [registry.PublicItem(title="Acta de enero", url="/empleo/acta/")])
    actions.publish_area(cast.emp, actor=SYSTEM)

    page = client.get("/")

    assert page.status_code == 200
    assert [area_page.title for area_page in page.context["area_pages"]] == ["Empleo y Formación"]
    assert "Acta de enero" in page.content.decode()


def test_anybody_reads_what_an_area_asked_for_agreed_and_did(client, cast, sections):
    said = {"Asked": ("Transport",), "Agreed": ("A bus",), "Done": ()}
    for place, (title, items) in enumerate(said.items()):
        lines = tuple(registry.PublicItem(title=item, mark=3) for item in items)
        sections.add_area_section(
            title, place, lambda area, t=title, i=lines: registry.AreaSection(title=t, items=i, empty="Nothing yet")
        )
    page = actions.publish_area(cast.emp, actor=SYSTEM)

    response = client.get(page.url)

    shown = {section.title: tuple(item.title for item in section.items) for section in response.context["sections"]}
    assert shown == said
    assert "Nothing yet" in response.content.decode()


def test_opening_an_area_publishes_its_page(client):
    area = open_area(code="SAL", name="Salud y Cuidados", actor=SYSTEM)

    assert client.get("/salud-y-cuidados/").context["area"] == area


def test_publishing_an_area_twice_keeps_one_page(cast):
    assert actions.publish_area(cast.emp, actor=SYSTEM) == actions.publish_area(cast.emp, actor=cast.coordination)
    assert AreaPage.objects.count() == 1


def test_two_areas_of_like_names_have_two_addresses(cast):
    first = actions.publish_area(cast.emp, actor=SYSTEM)
    second = open_area(code="EMQ", name="Empleo y formación.", actor=SYSTEM).page

    assert (first.slug, second.slug) == ("empleo-y-formacion", "empleo-y-formacion-emq")


def test_an_area_does_not_hide_behind_another_page():
    area = open_area(code="ENT", name="Entities", actor=SYSTEM)

    assert area.page.slug == "entities-ent"


def test_what_is_published_lately_comes_newest_first(sections):
    items = [
        registry.PublicItem("undated"),
        registry.PublicItem("old", when=date(2023, 1, 20)),
        registry.PublicItem("new", when=datetime(2026, 11, 20, 17, tzinfo=UTC)),
    ]
    sections.add_latest("first", lambda limit: items[:2])
    sections.add_latest("second", lambda limit: items[2:])

    assert [item.title for item in registry.latest(2)] == ["new", "old"]


@pytest.mark.parametrize("who", ["alba", "bruno", "carla", "observer", "dani"])
def test_only_coordination_publishes_areas_and_names_the_network(cast, who):
    actor = getattr(cast, who)

    with pytest.raises(NotAllowed):
        actions.publish_area(cast.emp, actor=actor)
    with pytest.raises(NotAllowed):
        actions.name_network("Other", actor=actor)
    assert not AreaPage.objects.exists()


def test_the_name_of_the_network_is_on_every_page(client, cast):
    actions.name_network("Red Alhameña", actor=cast.coordination)

    assert "<title>Home · Red Alhameña</title>" in client.get("/", headers={"accept-language": "en"}).content.decode()


@pytest.mark.parametrize(("demo", "warned"), [(True, True), (False, False)])
def test_a_demo_says_so_to_everybody(client, demo, warned):
    actions.name_network("Red", actor=SYSTEM, demo=demo)

    assert ("demo-banner" in client.get("/accounts/login/").content.decode()) is warned


def test_looking_at_a_page_writes_nothing(client):
    client.get("/")

    assert not SiteSettings.objects.exists()


def signed_in(person) -> Client:
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    return client


def test_the_cms_opens_with_coordination_and_closes_with_it(cast):
    coordinator = name_coordinator(cast.bruno, actor=cast.coordination)
    opened = signed_in(cast.bruno).get("/cms/").status_code

    end_coordinator(coordinator, actor=cast.coordination)

    assert (opened, signed_in(cast.bruno).get("/cms/").status_code) == (200, 403)


def test_coordination_edits_and_publishes_home(cast):
    name_coordinator(cast.bruno, actor=cast.coordination)
    home = HomePage.objects.get()

    permissions = home.permissions_for_user(cast.bruno)

    assert (permissions.can_edit(), permissions.can_publish()) == (True, True)


@pytest.mark.parametrize("address", ["pages/{}/delete/", "pages/{}/unpublish/", "bulk/wagtailcore/page/delete/?id={}"])
def test_nobody_takes_home_away(cast, address):
    name_coordinator(cast.bruno, actor=cast.coordination)
    home = HomePage.objects.get()

    signed_in(cast.bruno).post(f"/cms/{address.format(home.pk)}")

    assert HomePage.objects.get(live=True) == home


def test_home_is_not_withdrawn_by_a_day_either():
    home = HomePage.objects.get()
    home.expire_at = clock.now() - timedelta(days=1)
    home.save_revision().publish(skip_permission_checks=True)

    actions.follow_schedule()

    assert HomePage.objects.get().live


def test_a_page_is_withdrawn_and_another_published_on_the_day_that_the_cms_set(client):
    page, coming = standard_page(expire_at=clock.now() + timedelta(days=1)), standard_page(title="Jornada")
    coming.unpublish()
    coming.go_live_at = clock.now() + timedelta(days=1)
    coming.save_revision().publish(skip_permission_checks=True)
    before = [client.get(each.url).status_code for each in (page, coming)]

    with time_machine.travel(clock.now() + timedelta(days=2)):
        jobs.run_all()

    assert (before, [client.get(each.url).status_code for each in (page, coming)]) == ([200, 404], [404, 200])


@pytest.mark.parametrize(("slug", "taken"), [("help", True), ("needs", True), ("ayuda", False)])
def test_a_page_does_not_hide_behind_a_part_of_the_product(cast, slug, taken):
    name_coordinator(cast.bruno, actor=cast.coordination)
    home = HomePage.objects.get()
    words = {"title": "Ayuda", "slug": slug, "content-count": 0, "comments-TOTAL_FORMS": 0, "comments-INITIAL_FORMS": 0}

    answer = signed_in(cast.bruno).post(f"/cms/pages/add/pages/standardpage/{home.pk}/", words)

    refused = list(answer.context["form"].errors) if answer.status_code == 200 else []
    assert (Page.objects.filter(slug=slug).exists(), refused) == (not taken, ["slug"] if taken else [])


@pytest.mark.parametrize("live", [True, False])
def test_another_name_of_an_area_publishes_nothing_but_itself(cast, client, live):
    page = actions.publish_area(cast.emp, actor=SYSTEM)
    if not live:
        page.unpublish()
    page.refresh_from_db()
    page.intro = "A draft"
    page.save_revision()
    name, cast.emp.name = cast.emp.name, "Empleo"

    actions.rename_area_page(cast.emp, former_name=name, actor=SYSTEM)

    page.refresh_from_db()
    draft = page.get_latest_revision_as_object()
    assert (page.title, page.intro, page.live) == ("Empleo", "", live)
    assert (draft.title, draft.intro) == ("Empleo", "A draft")


def test_what_a_page_for_members_is_called_stands_in_no_menu(client):
    page = standard_page(title="Interno", show_in_menus=True)
    before = "Interno" in client.get("/").content.decode()

    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    assert (before, "Interno" in client.get("/").content.decode()) == (True, False)


def test_coordination_is_no_superuser(cast):
    name_coordinator(cast.bruno, actor=cast.coordination)

    assert signed_in(cast.bruno).get("/cms/users/").status_code != 200


@pytest.mark.parametrize("signed", [True, False])
def test_an_address_of_nobody_is_not_found(cast, client, signed):
    visitor = signed_in(cast.bruno) if signed else client

    assert visitor.get("/no-such-page/").status_code == 404
