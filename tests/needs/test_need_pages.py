"""The pages, as a browser gets them."""

import html
import re
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from needs.models import Need
from red_inclusion.core.models import AuditEvent
from tests.factories import AreaLeadFactory, EntityFactory, MandateFactory, SeatFactory

from .factories import ConfirmationFactory, PriorityFactory

CREATE = "/needs/new/"
TEXT = {"title": "Llegar sin coche", "statement": "Quien vive en las pedanías no llega."}


@pytest.fixture
def browse(cast):
    """`browse(cast.bruno)` is his browser, in English."""

    def browse(person):
        client = Client()
        client.force_login(person)
        return client

    return browse


def shown(response) -> str:
    """The text of a page, blanks made one."""
    assert response.status_code == 200
    body = re.sub(r"(?s)<(script|style).*?</\1>|<[^>]+>", " ", response.content.decode())
    return " ".join(html.unescape(body).split())


def required_fields(response) -> list[str]:
    return [name for name, field in response.context["form"].fields.items() if field.required]


# Log a need


def test_a_member_of_one_area_is_asked_for_two_things(cast, browse):
    page = browse(cast.bruno).get(CREATE)

    assert required_fields(page) == ["title", "statement"]
    assert "Empleo y Formación · Cruz Roja" in shown(page)


def test_a_need_is_logged_and_the_next_step_told(cast, browse):
    client = browse(cast.bruno)

    page = client.post(CREATE, TEXT | {"area": "EMP", "submission": uuid4()}, follow=True)

    need = Need.objects.get()
    assert page.redirect_chain == [(need.get_absolute_url(), 302)]
    assert (need.title, need.entity, need.author, need.visibility) == (
        TEXT["title"],
        cast.entity,
        cast.bruno,
        "network",
    )
    assert f"Registered as {need.reference}" in shown(page)
    assert f'data-draft-clear="need-new-{cast.bruno.pk}-EMP"' in page.content.decode()
    assert "Registered as" not in shown(client.get(need.get_absolute_url()))


def test_all_that_stands_under_add_more_is_kept(cast, browse):
    more = {
        "collectives": "mujeres; familias monoparentales,\nMujeres",
        "territory": "Pedanías",
        "people": "25-50",
        "visibility": "area",
        "also_areas": [cast.edu.pk],
    }

    browse(cast.bruno).post(CREATE, TEXT | more | {"area": "EMP"})

    need = Need.objects.get()
    assert (need.territory, need.people, need.visibility) == ("Pedanías", "25-50", "area")
    assert sorted(need.collectives.names()) == ["Mujeres", "familias monoparentales"]
    assert list(need.also_areas.all()) == [cast.edu]


def test_a_form_sent_twice_leads_to_the_same_need(cast, browse):
    client, form = browse(cast.bruno), TEXT | {"area": "EMP", "submission": uuid4()}

    answers = [client.post(CREATE, form).url for _tap in range(2)]

    assert answers == [Need.objects.get().get_absolute_url()] * 2


def test_the_lead_names_the_entity(cast, browse):
    client = browse(cast.alba)

    page = client.get(CREATE)
    client.post(CREATE, TEXT | {"area": "EMP", "entity": cast.entity.pk, "raised_by_network": "on"})

    assert required_fields(page) == ["entity", "title", "statement"]
    assert page.context["form"]["entity"].initial == cast.social_services.pk
    need = Need.objects.get()
    assert (need.entity, need.author, need.raised_by_network) == (cast.entity, cast.alba, True)


def test_who_has_several_areas_chooses_first(cast, browse):
    MandateFactory(person=cast.bruno, seat__entity=cast.entity, seat__area=cast.edu)
    client = browse(cast.bruno)

    assert "In which area?" in shown(client.get(CREATE))
    assert required_fields(client.get(CREATE, {"area": "EDU"})) == ["title", "statement"]


def test_who_speaks_for_two_entities_chooses_between_them(cast, browse):
    MandateFactory(person=cast.bruno, seat__entity=cast.other_entity, seat__area=cast.emp)

    form = browse(cast.bruno).get(CREATE).context["form"]

    assert list(form.fields["entity"].queryset) == [cast.entity, cast.other_entity]


@pytest.mark.parametrize("entity", ["social_services", "other_entity"])
def test_an_entity_that_is_not_hers_is_not_taken_from_a_tampered_form(cast, browse, entity):
    browse(cast.bruno).post(CREATE, TEXT | {"area": "EMP", "entity": getattr(cast, entity).pk})

    assert Need.objects.get().entity == cast.entity


def test_a_member_cannot_publish_by_a_tampered_form(cast, browse):
    page = browse(cast.bruno).post(CREATE, TEXT | {"area": "EMP", "visibility": "public", "raised_by_network": "on"})

    assert list(page.context["form"].errors) == ["visibility"]
    assert Need.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "", "statement": ""}, {"title": "Say in one sentence", "statement": "Tell in a few lines"}),
        ({"title": "  ", "statement": "\0"}, {"title": "Say in one sentence", "statement": "Tell in a few lines"}),
        ({"statement": "á" * 10_000}, {"statement": "6000 characters too long: 4000 at most"}),
        ({"statement": "á" * 4_001}, {"statement": "1 character too long"}),
        ({"title": "x" * 121}, {"title": "1 character too long: 120 at most"}),
        ({"collectives": ",".join("abcdefghi")}, {"collectives": "Name the eight"}),
        ({"collectives": "x" * 61}, {"collectives": "60 characters at most"}),
        ({"territory": "x" * 121}, {"territory": "120 at most"}),
        ({"people": "7"}, {"people": "Select a valid choice"}),
        ({"also_areas": ["0"]}, {"also_areas": "Select a valid choice"}),
        ({"submission": "x"}, {"submission": "Enter a valid UUID"}),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_lost(cast, browse, changes, said):
    sent = TEXT | {"territory": "Pedanías"} | changes

    page = browse(cast.bruno).post(CREATE, sent | {"area": "EMP"})

    errors = {name: errors[0] for name, errors in page.context["form"].errors.items()}
    assert errors.keys() == said.keys()
    assert all(said[name] in errors[name] for name in said)
    kept = page.context["form"]
    assert {name: kept[name].value() for name in sent} == sent
    assert Need.objects.count() == 0
    assert 'class="error-summary"' in page.content.decode()


def test_lines_from_a_browser_count_once(cast, browse):
    browse(cast.bruno).post(CREATE, TEXT | {"area": "EMP", "statement": "\r\n".join(["x" * 39] * 100)})

    assert len(Need.objects.get().statement) == 39 * 100 + 99


def test_text_is_shown_as_text(cast, browse):
    browse(cast.bruno).post(CREATE, TEXT | {"area": "EMP", "title": "<b>x</b>", "statement": "<script>1</script>"})

    page = browse(cast.bruno).get(Need.objects.get().get_absolute_url()).content.decode()

    assert "<b>x</b>" not in page
    assert "<script>1</script>" not in page
    assert "&lt;script&gt;1&lt;/script&gt;" in page


def test_an_entity_whose_seat_ends_while_she_writes_is_told_beside_the_field(cast, browse):
    seat = SeatFactory(area=cast.emp)
    client = browse(cast.alba)
    type(seat).objects.filter(pk=seat.pk).update(until=seat.since)

    page = client.post(CREATE, TEXT | {"area": "EMP", "entity": seat.entity.pk})

    assert list(page.context["form"].errors) == ["entity"]


# Similar needs


def test_similar_needs_come_with_a_button_for_who_may_confirm(cast, browse, make_need):
    need = make_need(title="Transporte al polígono")
    question = {"area": "EMP", "title": "el transporte al poligono"}
    button = f'hx-post="/needs/{need.pk}/confirm/"'

    answers = {
        name: browse(getattr(cast, name)).get("/needs/similar/", question).content.decode()
        for name in ("alba", "bruno", "observer")
    }

    assert all("Transporte al polígono" in answer for answer in answers.values())
    assert [name for name, answer in answers.items() if button in answer] == ["alba"]


@pytest.mark.parametrize("title", ["", " ", '"', "\0", "x" * 3000, "Nada que ver"])
@pytest.mark.parametrize("area", ["EMP", "", "\0", "NONE"])
def test_nothing_similar_is_an_empty_answer(cast, browse, make_need, title, area):
    make_need(title="Transporte al polígono")

    answer = browse(cast.bruno).get("/needs/similar/", {"area": area, "title": title})

    assert (answer.status_code, answer.content.strip()) == (200, b"")


def test_confirming_beneath_the_title_answers_with_its_row(cast, browse, make_need):
    need = make_need()

    answer = browse(cast.alba).post(
        f"/needs/{need.pk}/confirm/", {"entity": cast.social_services.pk}, headers={"HX-Request": "true"}
    )

    assert "Servicios Sociales detects it too" in shown(answer)
    assert "<html" not in answer.content.decode()
    assert [each.entity for each in need.confirmations.all()] == [cast.social_services]


# Detail


def test_detail_tells_all_there_is(cast, browse, make_need):
    need = make_need(territory="Pedanías", people="25-50", state="prioritised")
    need.collectives.add("mujeres")
    ConfirmationFactory(need=need, entity__name="Igualdad")
    PriorityFactory(need=need)

    text = shown(browse(cast.bruno).get(need.get_absolute_url()))

    for told in (need.reference, "Pedanías", "25 to 50", "mujeres", "Igualdad", "No. 2 of 12, vote of 20 January"):
        assert told in text


def test_the_hidden_entity_is_nowhere_for_members(cast, browse, make_need):
    hidden = EntityFactory(name="Entidad Callada")
    SeatFactory(entity=hidden, area=cast.emp)
    need = make_need(title="Necesidad reservada", entity=hidden, raised_by_network=True)
    make_need(title="Necesidad reservada y parecida", entity=cast.entity)
    paths = [
        need.get_absolute_url(),
        "/needs/",
        "/needs/?q=callada",
        f"/needs/?entity={hidden.pk}",
        "/needs/similar/?area=EMP&title=Necesidad+reservada",
    ]

    told = {
        name: [path for path in paths if "Entidad Callada" in shown(browse(getattr(cast, name)).get(path))]
        for name in ("alba", "bruno", "carla", "observer")
    }

    assert told == {"alba": paths, "bruno": [], "carla": [], "observer": []}


BUTTONS = {
    "confirm": "/confirm/",
    "edit": "/edit/",
    "answer": "/answer/",
    "archive": "/archive/",
    "reopen": "/reopen/",
    "visibility": "/visibility/",
}


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (
            "detected",
            {
                "alba": ["confirm", "edit", "answer", "archive", "visibility"],
                "bruno": ["edit"],
                "carla": ["confirm"],
                "observer": [],
                "coordination": ["edit", "answer", "archive", "visibility"],
            },
        ),
        (
            "prioritised",
            {
                "alba": ["confirm", "answer", "archive", "visibility"],
                "bruno": [],
                "carla": ["confirm"],
                "observer": [],
                "coordination": ["answer", "archive", "visibility"],
            },
        ),
        (
            "in_action",
            {
                "alba": ["confirm", "answer", "visibility"],
                "bruno": [],
                "carla": ["confirm"],
                "observer": [],
                "coordination": ["answer", "visibility"],
            },
        ),
        (
            "discarded",
            {"alba": ["reopen"], "bruno": [], "carla": [], "observer": [], "coordination": ["reopen"]},
        ),
    ],
)
def test_each_sees_the_buttons_she_may_press(cast, browse, make_need, state, buttons):
    closed = {"state_before": "detected", "outcome": "Repetida."} if state == "discarded" else {}
    need = make_need(state=state, **closed)

    found = {
        name: [
            verb
            for verb, path in BUTTONS.items()
            if f"/needs/{need.pk}{path}" in browse(getattr(cast, name)).get(need.get_absolute_url()).content.decode()
        ]
        for name in buttons
    }

    assert found == buttons


def test_confirm_and_take_back_by_button(cast, browse, make_need):
    need, client = make_need(), browse(cast.carla)
    address = need.get_absolute_url()

    confirmed = shown(client.post(f"{address}confirm/", follow=True))
    taken_back = shown(client.post(f"{address}unconfirm/", {"entity": cast.other_entity.pk}, follow=True))

    assert "Take Juventud off" in confirmed
    assert "We detect it too" in taken_back
    assert need.confirmations.count() == 0


@pytest.mark.parametrize(("entity", "status"), [("", 403), ("x", 404), ("999999999999999999999", 404), ("²", 404)])
def test_an_entity_nobody_knows_is_refused(cast, browse, make_need, entity, status):
    need = make_need()

    assert browse(cast.bruno).post(f"/needs/{need.pk}/confirm/", {"entity": entity}).status_code == status


# Close and reopen


def test_archive_asks_why_and_can_be_undone(cast, browse, make_need):
    need, client = make_need(), browse(cast.alba)
    address = need.get_absolute_url()

    empty = client.post(f"{address}archive/", {"reason": " "})
    archived = shown(client.post(f"{address}archive/", {"reason": "Ya hay autobús."}, follow=True))
    reopened = shown(client.post(f"{address}reopen/", follow=True))

    assert list(empty.context["form"].errors) == ["reason"]
    assert "Ya hay autobús." in archived
    assert "The need is open again." in reopened
    assert AuditEvent.objects.filter(action__in=["need.discarded", "need.reopened"]).count() == 2


def test_what_the_state_forbids_is_told_in_the_form(cast, browse, make_need):
    need = make_need(state="in_action")

    page = browse(cast.alba).post(f"/needs/{need.pk}/archive/", {"reason": "Por si acaso."})

    assert "Something is being done about it." in shown(page)
    assert page.context["form"]["reason"].value() == "Por si acaso."


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_prioritised_need_is_not_edited(cast, browse, make_need, method):
    need = make_need(state="prioritised")

    answer = getattr(browse(cast.alba), method)(f"/needs/{need.pk}/edit/", TEXT)

    assert (answer.status_code, answer["X-Error-Code"]) == (409, "need_not_detected")


def test_of_two_who_edit_at_once_the_second_is_told_and_loses_nothing(cast, browse, make_need):
    need, first, second = make_need(), browse(cast.bruno), browse(cast.alba)
    path = f"/needs/{need.pk}/edit/"
    seen = [client.get(path).context["seen"] for client in (first, second)]
    first.post(path, TEXT | {"title": "Llegar a tiempo", "seen": seen[0]})

    refused = second.post(path, TEXT | {"seen": seen[1]})

    assert "It changed while you were writing." in shown(refused)
    assert "Llegar a tiempo" in shown(refused)
    assert refused.context["form"]["title"].value() == TEXT["title"]
    need.refresh_from_db()
    assert need.title == "Llegar a tiempo"
    second.post(path, TEXT | {"seen": refused.context["seen"]})
    need.refresh_from_db()
    assert need.title == TEXT["title"]


def test_edit_keeps_and_changes(cast, browse, make_need):
    need, client = make_need(territory="Pedanías"), browse(cast.bruno)
    need.collectives.add("mujeres")
    form = client.get(f"/needs/{need.pk}/edit/").context["form"]

    client.post(f"/needs/{need.pk}/edit/", {name: form[name].value() or [] for name in form.fields} | TEXT)

    need.refresh_from_db()
    assert (need.title, need.territory, list(need.collectives.names())) == (TEXT["title"], "Pedanías", ["mujeres"])


# List


OPEN = ["confirmed", "mild", "urgent"]


def titles(response) -> list[str]:
    return [need.title for need in response.context["page_obj"]]


@pytest.fixture
def four_needs(cast, make_need):
    """EMP: urgent, confirmed, quiet and an archived one; EDU: another entity's."""
    urgent = make_need(title="urgent", state="prioritised")
    PriorityFactory(need=urgent, mean=3.6)
    mild = make_need(title="mild", area=cast.edu, entity=cast.other_entity, state="prioritised")
    PriorityFactory(need=mild, mean=1.5)
    confirmed = make_need(title="confirmed")
    ConfirmationFactory(need=confirmed)
    confirmed.collectives.add("Personas mayores")
    make_need(title="archived", state="discarded", state_before="detected")


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, OPEN),
        ({"state": "all"}, ["archived", "confirmed", "mild", "urgent"]),
        ({"state": "discarded"}, ["archived"]),
        ({"state": "prioritised"}, ["mild", "urgent"]),
        ({"area": "EDU"}, ["mild"]),
        ({"area": "NONE"}, OPEN),
        ({"entity": "Juventud"}, ["mild"]),
        ({"collective": "personas-mayores"}, ["confirmed"]),
        ({"urgency": "4"}, ["urgent"]),
        ({"urgency": "2"}, ["mild"]),
        ({"urgency": "1"}, []),
        ({"urgency": "none"}, ["confirmed"]),
        ({"sort": "priority"}, ["urgent", "mild", "confirmed"]),
        ({"sort": "confirmed"}, OPEN),
        ({"q": "URGÉNT"}, ["urgent"]),
        ({"q": "urgent", "area": "EDU"}, []),
        ({"q": '"'}, OPEN),
        ({"q": '"urgent'}, ["urgent"]),
        ({"q": "   "}, OPEN),
        ({"q": "\0"}, OPEN),
        ({"area": "\0", "state": "\0", "entity": "\0", "collective": "\0", "sort": "\0", "page": "\0"}, OPEN),
        ({"entity": "9" * 40, "page": "9" * 40, "urgency": "²"}, OPEN),
    ],
)
def test_list_finds_and_sorts(cast, browse, four_needs, asked, found):
    if asked.get("entity") == "Juventud":
        asked = {"entity": cast.other_entity.pk}

    page = browse(cast.bruno).get("/needs/", asked)

    assert titles(page) == found


def test_pages_keep_what_was_asked(cast, browse, make_need):
    for number in range(45):
        make_need(title=f"Transporte {number}")
    make_need(title="Otra cosa")

    page = browse(cast.bruno).get("/needs/", {"q": "transporte", "sort": "priority", "page": 2})

    assert (len(titles(page)), page.context["page_obj"].paginator.count) == (20, 45)
    assert "q=transporte&amp;sort=priority&amp;page=3" in page.content.decode()


def test_what_was_chosen_can_be_taken_off_one_by_one(cast, browse, four_needs):
    asked = {"q": "urgent", "area": "EMP", "urgency": "4", "sort": "priority", "page": "1", "state": "nonsense"}

    page = browse(cast.bruno).get("/needs/", asked)

    assert page.context["chosen"] == [
        {"words": "Empleo y Formación", "without": "?q=urgent&urgency=4&sort=priority&state=nonsense"},
        {"words": "Now", "without": "?q=urgent&area=EMP&sort=priority&state=nonsense"},
        {"words": "Most urgent first", "without": "?q=urgent&area=EMP&urgency=4&state=nonsense"},
    ]


@pytest.mark.parametrize(
    ("archived", "asked", "said"),
    [
        (0, {}, "No needs yet"),
        (1, {}, "No need is open"),
        (1, {"q": "x"}, "No need answers to this"),
        (0, {"area": "EMP"}, "No need answers to this"),
    ],
)
def test_an_empty_list_says_what_belongs_there(cast, browse, make_need, archived, asked, said):
    for _each in range(archived):
        make_need(state="discarded", state_before="detected")

    assert said in shown(browse(cast.bruno).get("/needs/", asked))


def test_only_who_could_log_one_is_offered_to(cast, browse):
    offered = {
        name: "/needs/new/" in browse(getattr(cast, name)).get("/needs/").content.decode()
        for name in ("alba", "bruno", "carla", "observer", "coordination")
    }

    assert offered == {"alba": True, "bruno": True, "carla": True, "observer": False, "coordination": True}


def queries(client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


@pytest.mark.parametrize("asked", ["", "?sort=priority&urgency=3&q=need", "?sort=confirmed&state=all"])
def test_the_list_asks_the_same_of_the_database_for_any_number(cast, browse, make_need, asked):
    client, counts, made = browse(cast.bruno), [], 0
    for wanted in (1, 3, 50):
        for _each in range(wanted - made):
            need = make_need(area=cast.edu if made else cast.emp, entity=EntityFactory())
            need.collectives.add("mujeres")
            PriorityFactory(need=need)
            ConfirmationFactory(need=need)
        made = wanted
        counts.append(queries(client, f"/needs/{asked}"))

    assert counts == counts[:1] * 3


def test_detail_and_similar_ask_the_same_for_any_number(cast, browse, make_need):
    AreaLeadFactory(area=cast.edu, person=cast.alba)
    need, client, counts = make_need(title="Transporte al polígono"), browse(cast.alba), []
    make_need(title="Transporte hasta el polígono")
    paths = (need.get_absolute_url(), "/needs/similar/?area=EMP&title=Transporte+polígono")
    for more in (1, 2, 20):
        for _each in range(more):
            ConfirmationFactory(need=need)
            PriorityFactory(need=need, round_id=100 + need.priorities.count())
            need.collectives.add(f"colectivo {need.collectives.count()}")
            make_need(title="Transporte para el polígono")
        counts.append([queries(client, path) for path in paths])

    assert counts == counts[:1] * 3


def test_no_page_of_needs_has_inline_script_or_style(cast, browse, make_need):
    need, client = make_need(), browse(cast.alba)
    paths = ["/needs/", CREATE, need.get_absolute_url(), *(f"/needs/{need.pk}/{verb}/" for verb in ("edit", "archive"))]

    pages = [client.get(path).content.decode() for path in paths]

    assert [re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*src=)", page) for page in pages] == [[]] * 5


@pytest.mark.parametrize("name", ["need_list", "need_create", "need_similar"])
def test_strangers_are_sent_to_sign_in(db, name):
    address = reverse(f"needs:{name}")

    assert Client().get(address).url.startswith("/accounts/login/")


def test_a_forged_area_is_refused_beside_its_field(cast, browse):
    client = browse(cast.bruno)

    page = client.post(CREATE, TEXT | {"area": "EMP", "also_areas": ["9" * 40]})

    assert (page.status_code, list(page.context["form"].errors)) == (200, ["also_areas"])
    assert not Need.objects.exists()


def test_the_area_of_a_need_is_a_link_for_who_may_read_it(cast, browse, make_need):
    need = make_need(visibility="network")
    address = f'<a href="{need.area.get_absolute_url()}">{need.area.name}</a> · {need.reference}'

    shown = [address in browse(who).get(need.get_absolute_url()).content.decode() for who in (cast.bruno, cast.carla)]

    assert shown == [True, False]
