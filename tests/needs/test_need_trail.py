from datetime import timedelta

import pytest
from django.utils.translation import override

from needs import trail
from needs.actions import answer_need, discard_need, log_need, reopen_need
from needs.models import Need
from red_inclusion.core import clock

from .factories import DECEMBER, JANUARY, ConfirmationFactory, PriorityFactory


@pytest.fixture(autouse=True)
def only_own_stations(monkeypatch):
    monkeypatch.setattr(trail, "_sources", {"needs": trail.own_stations})


def told(need, user):
    with override("en"):
        stations = trail.trail_of(Need.objects.visible_to(user).get(pk=need.pk), user)
    return [(station.title, station.detail, station.state) for station in stations]


DOTTED = {
    "prioritised": ("Prioritised", "In a vote of its area.", "future"),
    "in_action": ("In action", "When an entity takes on an action proposal about it.", "future"),
    "answered": ("Answered", "When it can be told what was done about it.", "future"),
}


def test_a_new_need_has_everything_before_it(cast, make_need):
    need = make_need()

    assert told(need, cast.bruno) == [
        ("Detected by Cruz Roja", "", "current"),
        DOTTED["prioritised"],
        DOTTED["in_action"],
        DOTTED["answered"],
    ]


def test_entities_that_join_on_one_day_are_one_station(cast, make_need):
    need = make_need(state="prioritised")
    ConfirmationFactory(need=need, entity__name="Igualdad", at=DECEMBER + timedelta(hours=1))
    ConfirmationFactory(need=need, entity__name="El Candil", at=DECEMBER + timedelta(hours=2))
    ConfirmationFactory(need=need, entity__name="Cáritas", at=JANUARY - timedelta(days=1))
    PriorityFactory(need=need)

    assert told(need, cast.bruno) == [
        ("Detected by Cruz Roja", "", "done"),
        ("Also detected by others", "Igualdad and El Candil", "done"),
        ("Also detected by others", "Cáritas", "done"),
        ("Prioritised", "No. 2 of 12", "current"),
        DOTTED["in_action"],
        DOTTED["answered"],
    ]


def test_a_need_of_the_network_names_its_entity_to_the_lead_only(cast, make_need):
    need = make_need(raised_by_network=True)

    first = {name: told(need, getattr(cast, name))[0][0] for name in ("alba", "coordination", "bruno", "carla")}

    assert first == {
        "alba": "Detected by Cruz Roja",
        "coordination": "Detected by Cruz Roja",
        "bruno": "Raised by the network",
        "carla": "Raised by the network",
    }


def test_the_trail_remembers_closings_and_tells_the_words_of_the_last(cast):
    with clock.set_to(DECEMBER):
        need = log_need(cast.emp, entity=cast.entity, actor=cast.bruno, title="Coche", statement="No llegan.")
    with clock.set_to(JANUARY):
        discard_need(need, actor=cast.alba, reason="Parecía resuelta.")
    with clock.set_to(JANUARY + timedelta(days=1)):
        reopen_need(need, actor=cast.alba)
    reopened = told(need, cast.bruno)
    with clock.set_to(JANUARY + timedelta(days=2)):
        answer_need(need, actor=cast.alba, outcome="Hay autobús desde enero.")

    past = [("Detected by Cruz Roja", "", "done"), ("Archived", "", "done")]
    assert reopened == [*past, ("Reopened", "", "current"), *DOTTED.values()]
    assert told(need, cast.bruno) == [
        *past,
        ("Reopened", "", "done"),
        ("Answered", "Hay autobús desde enero.", "done"),
    ]


def test_other_apps_add_stations_and_take_the_place_of_dotted_ones(cast, make_need, monkeypatch):
    need = make_need()
    monkeypatch.setattr(trail, "_sources", dict(trail._sources))
    trail.register(
        "proposals",
        lambda need, user: [
            trail.Station(JANUARY, "proposed", "Proposal made", url="/proposals/1/"),
            trail.Station(None, "in_action", "Proposal to be agreed", done=False),
        ],
    )

    assert told(need, cast.bruno) == [
        ("Detected by Cruz Roja", "", "done"),
        ("Proposal made", "", "current"),
        ("Proposal to be agreed", "", "future"),
        DOTTED["prioritised"],
        DOTTED["answered"],
    ]


def test_what_was_answered_and_reopened_waits_for_its_answer_again(cast, make_need):
    need = make_need(state="prioritised")
    PriorityFactory(need=need)
    answer_need(need, actor=cast.alba, outcome="Hay autobús.")
    reopen_need(need, actor=cast.alba)

    assert [line for line in told(need, cast.bruno) if line[2] == "future"] == [DOTTED["in_action"], DOTTED["answered"]]
