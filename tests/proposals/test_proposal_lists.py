from datetime import date

import pytest
from django.urls import reverse

from proposals.models import Reading, Update
from tests.needs.factories import NeedFactory

from .answers import page
from .factories import IndicatorFactory, MilestoneFactory

CREATE = reverse("proposals:proposal_create")
LIST = reverse("proposals:proposal_list")
BOARD = reverse("proposals:proposal_board")


def titles(response) -> list[str]:
    return [proposal.title for proposal in response.context["page_obj"]]


def test_list_is_searched_filtered_and_sorted_and_its_link_keeps_it(as_, cast, make):
    make("proposed", title="Guardería", deadline=date(2026, 8, 1))
    make("in_progress", title="Autobús", deadline=date(2026, 2, 1))
    make("in_progress", title="Furgoneta", deadline=date(2026, 5, 1), lead_entity=cast.social_services)
    make("draft", title="De otra área", area=cast.edu)
    browser = as_(cast.bruno)

    def found(**query):
        return titles(browser.get(LIST, query))

    assert found() == ["Furgoneta", "Autobús", "Guardería"]
    assert found(sort="deadline") == ["Autobús", "Furgoneta", "Guardería"]
    assert found(q="autobus") == ["Autobús"]
    assert found(state="in_progress", entity=cast.entity.pk) == ["Autobús"]
    assert found(overdue="on") == ["Autobús"]
    assert found(area="EMP", q="guarderia") == ["Guardería"]
    assert found(q='"') == found(q="  ") == found(q="\0") == found(page="99") == found()
    assert found(area="EDU") == found(state="x\0", entity="x", area="\0") == found()


def test_empty_lists_say_what_belongs_there(as_, cast):
    browser = as_(cast.bruno)

    empty, narrowed = page(browser.get(LIST)), page(browser.get(LIST, {"q": "autobús"}))
    board = page(browser.get(BOARD))

    assert ("Make the first proposal" in empty, "Make the first proposal" in board) == (True, True)
    assert ("No proposal matches" in narrowed, "Make the first proposal" in narrowed) == (True, False)
    assert "Make the first proposal" not in page(as_(cast.observer).get(LIST))


def test_board_has_a_column_for_each_state_and_moves_by_buttons(as_, cast, make):
    proposal = make("agreed")
    make("rejected")

    columns = as_(cast.alba).get(BOARD).context["columns"]

    assert [(column.state.value, column.total) for column in columns] == [
        ("draft", 0),
        ("proposed", 0),
        ("agreed", 1),
        ("in_progress", 0),
        ("done", 0),
        ("rejected", 1),
    ]
    card = columns[2].cards[0]
    assert (card.proposal, [step.step.value for step in card.steps]) == (proposal, ["start", "hold", "reject"])
    assert [card.steps for column in as_(cast.bruno).get(BOARD).context["columns"] for card in column.cards] == [[], []]


@pytest.mark.parametrize("address", [LIST, BOARD, f"{LIST}?sort=deadline&q=proposal&overdue=on"])
def test_same_number_of_queries_for_1_3_and_50_rows(
    as_, cast, make, address, django_assert_num_queries, django_assert_max_num_queries
):
    browser = as_(cast.alba)
    need = NeedFactory(area=cast.emp)

    def add(count):
        for _ in range(count):
            MilestoneFactory(proposal=make("in_progress", needs=[need], deadline=date(2026, 2, 1)))

    add(1)
    with django_assert_max_num_queries(25) as first:
        browser.get(address)
    for more in (2, 47):
        add(more)
        with django_assert_num_queries(len(first)):
            browser.get(address)


def test_detail_asks_the_same_of_the_database_however_much_it_holds(
    as_, cast, make, django_assert_num_queries, django_assert_max_num_queries
):
    browser = as_(cast.alba)
    proposal = make("in_progress", partners=[cast.social_services])
    indicator = IndicatorFactory(proposal=proposal, target=80)

    def fill(count):
        for _ in range(count):
            proposal.needs.add(NeedFactory(area=cast.emp))
            MilestoneFactory(proposal=proposal)
            Reading.objects.create(indicator=indicator, on=date(2026, 2, 1), value=66, author=cast.bruno)
            Update.objects.create(proposal=proposal, author=cast.bruno, entity=cast.entity, text="Well")

    fill(1)
    with django_assert_max_num_queries(40) as first:
        browser.get(proposal.get_absolute_url())
    for more in (2, 47):
        fill(more)
        with django_assert_num_queries(len(first)):
            browser.get(proposal.get_absolute_url())


def test_pages_of_a_simple_area_speak_plainly(as_, cast, make, need):
    cast.alba.language = "es"
    cast.alba.save(update_fields=["language"])
    browser = as_(cast.alba)
    proposal = make("in_progress", partners=[cast.social_services])
    addresses = [LIST, BOARD, f"{CREATE}?need={need.pk}", proposal.get_absolute_url()]

    text = " ".join(page(browser.get(address)) for address in addresses).lower()

    formal = ("vocalía", "titular", "suplente", "papeleta", "quórum", "reparo", "línea base", "ponderación")
    assert [word for word in formal if word in text] == []
    assert "propuesta de actuación" in text
