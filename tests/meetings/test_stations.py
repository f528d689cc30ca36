import pytest
from django.urls import reverse
from django.utils.translation import override

from meetings.actions.rounds import void_round
from meetings.enums import RoundState
from meetings.models import Round
from needs.actions import edit_need
from needs.models import Need
from needs.trail import trail_of
from red_inclusion.core.errors import DomainError
from tests.needs.factories import NeedFactory

from .factories import EVENING, MeetingFactory, RoundFactory
from .voting import voting as voting


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def need(cast):
    return NeedFactory(area=cast.emp, entity=cast.entity, author=cast.bruno, logged_at=EVENING)


@pytest.fixture
def round_(cast, need):
    meeting = MeetingFactory(area=cast.emp, in_session=True, title="January")
    return RoundFactory(meeting=meeting, open=True, needs=[need])


def titles(need, user) -> list[str]:
    return [station.title for station in trail_of(need, user) if station.title == "Being voted on now"]


def test_a_need_in_an_open_vote_says_so_and_leads_to_the_room(cast, need, round_):
    station = next(station for station in trail_of(need, cast.bruno) if station.title == "Being voted on now")

    assert (station.detail, station.url) == ("In «January»", f"/meetings/{round_.meeting_id}/room/")


def test_who_does_not_read_the_meeting_is_not_told(cast, need, round_):
    told = {name: len(titles(need, getattr(cast, name))) for name in ("alba", "bruno", "carla", "coordination")}

    assert told == {"alba": 1, "bruno": 1, "carla": 0, "coordination": 1}


@pytest.mark.parametrize(("state", "stations"), [(state, int(state == RoundState.OPEN)) for state in RoundState.values])
def test_only_while_the_vote_is_open(cast, need, round_, state, stations):
    Round.objects.filter(pk=round_.pk).update(state=state)

    assert len(titles(need, cast.bruno)) == stations


def test_a_need_keeps_its_text_while_it_is_voted_on(voting):
    need, other = Need.objects.filter(ballot_items__round=voting.round).first(), NeedFactory(area=voting.cast.emp)
    with pytest.raises(DomainError) as refusal:
        edit_need(need, actor=voting.cast.alba, title="Otro título")
    edited = edit_need(other, actor=voting.cast.alba, title="Otro título")

    void_round(voting.round, actor=voting.cast.alba, reason="Se abrió por error.")
    again = edit_need(need, actor=voting.cast.alba, title="Otro título")

    assert (refusal.value.code, edited.title, again.title) == ("need_being_voted", "Otro título", "Otro título")


def test_the_page_of_a_need_offers_no_edit_while_it_is_voted_on(client, voting):
    client.force_login(voting.cast.alba, "django.contrib.auth.backends.ModelBackend")
    need = Need.objects.filter(ballot_items__round=voting.round).first()

    page, form = client.get(need.get_absolute_url()), client.get(reverse("needs:need_edit", args=[need.pk]))

    assert (page.context["may_edit"], form.status_code, form["X-Error-Code"]) == (False, 409, "need_being_voted")
