"""Phone and wall as the server draws them: all of it works before any script runs."""

import re

import pytest
from django.urls import reverse

from meetings.actions.attendance import just_watch
from meetings.actions.meeting import set_stage
from meetings.actions.rounds import close_round
from meetings.enums import ResultVisibility, Stage

from .factories import AgendaItemFactory, MeetingFactory
from .reading import ENGLISH, Parts, read, ticked
from .voting import start_voting
from .voting import voting as voting


def test_the_phone_is_a_form_with_her_votes_ticked(client, voting):
    voting.does(voting.cast.bruno, voting.cast_vote(0, 4, impact=1), voting.pass_on(1))
    client.force_login(voting.cast.bruno)

    parts = read(client, "room", voting.meeting.pk)

    first, second, third = voting.items
    assert ticked(parts) == {f"value-{first}": "4", f"impact-{first}": "1", f"value-{second}": "pass"}
    offered = [each["value"] for each in parts.having("name", f"value-{third}")]
    assert offered == ["0", "1", "2", "3", "4", "pass", "clear"]
    [form] = parts.having("data-ballot")
    assert form["action"] == reverse("meetings:ballot", args=[voting.round.pk])
    assert parts.having("name", "seq")[0]["value"] == "3"


def test_impact_is_asked_only_where_the_vote_asks_for_it(client, cast):
    voting = start_voting(cast, impact=False)
    client.force_login(cast.bruno)

    assert [each for each in read(client, "room", voting.meeting.pk).having("name") if "impact" in each["name"]] == []


def test_nobody_finds_the_votes_of_another_in_her_page(client, voting):
    voting.does(voting.cast.alba, voting.cast_vote(0, 4))
    client.force_login(voting.cast.bruno)

    assert ticked(read(client, "room", voting.meeting.pk)) == {}


def test_a_hidden_tally_is_on_no_face_of_the_room(client, cast):
    voting = start_voting(cast, visibility=ResultVisibility.ON_CLOSE)
    voting.does(cast.alba, voting.cast_vote(0, 4))
    client.force_login(cast.alba)

    pages = {name: read(client, name, voting.meeting.pk) for name in ("room", "projector", "console")}

    assert {name: len(page.of_class("result")) for name, page in pages.items()} == dict.fromkeys(pages, 0)
    assert {word for page in pages.values() for word in page.words if re.fullmatch(r"[0-4]\.00", word)} == set()


def test_a_refused_ballot_comes_back_with_what_was_typed(client, voting):
    just_watch(voting.meeting, person=voting.cast.bruno, actor=voting.cast.bruno)
    client.force_login(voting.cast.bruno)

    answer = client.post(
        reverse("meetings:ballot", args=[voting.round.pk]), {f"value-{voting.items[0]}": "3"}, headers=ENGLISH
    )
    parts = Parts(answer.content.decode())

    assert answer.status_code == 200
    assert "You are not recorded as being here. Check in and vote again." in parts.words
    assert voting.stored(voting.cast.bruno) == {}


def test_an_impact_without_urgency_is_told_beside_the_need(client, voting):
    client.force_login(voting.cast.bruno)
    first, second, _ = voting.items

    answer = client.post(
        reverse("meetings:ballot", args=[voting.round.pk]), {f"value-{first}": "3", f"impact-{second}": "2"}
    )
    parts = Parts(answer.content.decode())

    assert ticked(parts) == {f"value-{first}": "3", f"impact-{second}": "2"}
    assert len(parts.of_class("field__error")) == 1


def test_who_only_watches_is_asked_whether_she_is_here(client, voting):
    just_watch(voting.meeting, person=voting.cast.bruno, actor=voting.cast.bruno)
    client.force_login(voting.cast.bruno)

    parts = read(client, "room", voting.meeting.pk)

    actions = [each["action"] for tag, each in parts.tags if tag == "form" and "/meetings/" in each["action"]]
    assert actions == [reverse("meetings:check_in", args=[voting.meeting.pk])]


def test_an_observer_follows_without_a_ballot(client, voting):
    client.force_login(voting.cast.observer)

    parts = read(client, "room", voting.meeting.pk)

    assert parts.having("data-ballot") == []
    assert "You follow this vote but do not vote in it. If you should, ask who leads the meeting." in parts.words


def test_between_votes_the_phone_says_what_we_are_doing(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True, stage=Stage.PRIORITISE)
    AgendaItemFactory(meeting=meeting, title="Priorities first", state="current")
    client.force_login(cast.bruno)

    parts = read(client, "room", meeting.pk)

    assert {"The vote has not started yet", "Priorities first", "now"} <= set(parts.words)
    assert [each["href"] for each in parts.having("href") if "needs/new" in each["href"]] == ["/needs/new/?area=EMP"]


def test_results_stand_where_the_ballot_was_by_entity_or_by_people(client, voting):
    # Two of Bruno's entity against Alba's: people and entities rank them differently.
    colleague = voting.newcomer(entity=voting.cast.entity)
    for person in (voting.cast.bruno, colleague):
        voting.does(person, voting.cast_vote(0, 4), voting.cast_vote(1, 2))
    voting.does(voting.cast.alba, voting.cast_vote(0, 0), voting.cast_vote(1, 3))
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.bruno)

    first, second, third = [str(item) for item in voting.items]
    for query, order in (({}, [second, first, third]), ({"by": "people"}, [first, second, third])):
        parts = read(client, "room", voting.meeting.pk, **query)
        assert parts.having("data-ballot") == []
        assert [each["data-key"] for each in parts.of_class("result")] == order


def test_the_wall_shows_the_code_large_while_people_arrive(client, cast):
    meeting = MeetingFactory(area=cast.emp, in_session=True, stage=Stage.CHECK_IN, join_code="K7P4QX")
    client.force_login(cast.bruno)

    parts = read(client, "projector", meeting.pk)

    assert [each["class"] for each in parts.of_class("qr-block")] == ["qr-block"]
    assert {"K7P-4QX", "testserver", "/join"} <= set(parts.words)


def test_the_wall_orders_only_once_the_vote_has_closed(client, voting):
    set_stage(voting.meeting, stage=Stage.PRIORITISE, actor=voting.cast.alba)
    voting.does(voting.cast.bruno, voting.cast_vote(0, 1), voting.cast_vote(2, 4))
    client.force_login(voting.cast.bruno)

    def keys():
        return [each["data-key"] for each in read(client, "projector", voting.meeting.pk).of_class("bar-row")]

    first, second, third = [str(item) for item in voting.items]
    assert keys() == [first, second, third]
    close_round(voting.round, actor=voting.cast.alba)
    assert keys() == [third, first, second]


def test_the_wall_turns_to_figures_without_a_script(client, voting):
    client.force_login(voting.cast.bruno)

    bars, figures = (read(client, "projector", voting.meeting.pk, **query) for query in ({}, {"figures": 1}))

    assert (len(bars.of_class("bar-row")), len(bars.of_class("figures-table"))) == (3, 0)
    assert (len(figures.of_class("bar-row")), len(figures.of_class("figures-table"))) == (0, 1)


def test_the_wall_tells_the_address_that_its_code_leads_to(client, cast, settings):
    settings.PUBLIC_ORIGIN = "http://192.0.2.7:8000"
    settings.ALLOWED_HOSTS = ["localhost"]
    meeting = MeetingFactory(area=cast.emp, in_session=True, stage=Stage.CHECK_IN)
    client.force_login(cast.bruno)

    page = client.get(reverse("meetings:projector", args=[meeting.pk]), headers={"host": "localhost"})

    words = Parts(page.content.decode()).words
    assert words[words.index("192.0.2.7:8000") + 1] == "/join"


@pytest.mark.parametrize("visibility", ["live", "on_close"])
def test_the_wall_offers_figures_only_of_a_result(client, cast, visibility):
    voting = start_voting(cast, visibility=visibility)
    client.force_login(cast.bruno)

    parts = read(client, "projector", voting.meeting.pk, figures=1)

    toggle = [each for each in parts.tagged("a") if "data-figures-toggle" in each]
    shown = (len(toggle), parts.having("data-shown")[0]["data-shown"])
    assert shown == ((1, "figures") if visibility == "live" else (0, "bars"))


def test_a_need_nobody_valued_has_no_number_in_the_figures(client, voting):
    for person in (voting.cast.alba, voting.cast.bruno):
        voting.does(person, voting.cast_vote(0, 4))
    close_round(voting.round, actor=voting.cast.alba)
    client.force_login(voting.cast.bruno)

    page = client.get(reverse("meetings:projector", args=[voting.meeting.pk]), {"figures": 1}).text

    body = page.split("<tbody data-figures>")[1].split("</tbody>")[0]
    assert re.findall(r"data-rank>([^<]*)<", body) == ["1", "–", "–"]


def test_the_address_to_type_breaks_after_a_slash(client, voting):
    client.force_login(voting.cast.bruno)

    assert "testserver<wbr>/join" in client.get(reverse("meetings:projector", args=[voting.meeting.pk])).text
