"""The demo's contract (design §8)."""

import json
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client, override_settings

from meetings.enums import AttendanceStatus, MeetingState, MinutesState, RoundState, Stage
from meetings.models import Meeting, Minutes, RollEntry, Round, Vote
from needs.models import Need
from proposals.models import Commitment, Milestone, Proposal
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.demo import facts
from red_inclusion.demo.meetings import recent
from red_inclusion.network.models import Area, Entity, Mandate
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db


def seed(**options) -> dict:
    out = StringIO()
    call_command("seed_demo", json=True, stdout=out, stderr=StringIO(), **options)
    return json.loads(out.getvalue().splitlines()[-1])


def test_the_demo_is_what_the_data_tells(tmp_path):
    ids = seed(people=3, sessions=tmp_path / "sessions.json")

    assert dict(Area.objects.values_list("code", "pk")) == ids["areas"]
    assert Entity.objects.count() == 16
    assert Need.objects.count() == 28
    told = {row["title"]: row["state"] for row in facts.proposals()}
    assert dict(Proposal.objects.values_list("title", "state")) == told
    assert _answers() == _answers_in_data()
    assert Minutes.objects.filter(state=MinutesState.PUBLISHED, public=True).count() == 7
    past = Meeting.objects.filter(area__code="EMP", state=MeetingState.CLOSED, starts_at__year__lt=2024)
    assert [f"{m.starts_at:%Y-%m}" for m in past.order_by("starts_at")] == ["2022-12", "2023-01"]
    _assert_the_room_is_ready(ids, people=3)
    _assert_nothing_is_late()
    _assert_everybody_can_sign_in(json.loads((tmp_path / "sessions.json").read_text()))


def _answers() -> set:
    return set(Commitment.objects.values_list("proposal__title", "entity__name", "state"))


def _answers_in_data() -> set:
    told = set()
    for row in facts.proposals():
        told.add((row["title"], row["lead"], row["lead_commitment"]["state"]))
        told |= {(row["title"], partner["entity"], partner["state"]) for partner in row["partners"]}
    return told


def _assert_the_room_is_ready(ids: dict, *, people: int) -> None:
    meeting = Meeting.objects.get(pk=ids["meeting"])
    round_ = Round.objects.get(pk=ids["round"])
    assert (meeting.area.code, meeting.state, meeting.stage) == ("EMP", MeetingState.IN_SESSION, Stage.PRIORITISE)
    assert (round_.meeting_id, round_.state, round_.method, round_.electorate, round_.openness, round_.visibility) == (
        meeting.pk,
        RoundState.OPEN,
        "urgency",
        "people",
        "open",
        "live",
    )
    assert round_.items.count() == len(ids["items"]) == 12
    assert not Vote.objects.filter(item__round=round_).exists()
    emails = [f"person-{number:03d}@demo.example" for number in range(1, people + 1)]
    assert list(
        round_.roll.filter(person__email__in=emails).order_by("pk").values_list("person__email", flat=True)
    ) == (emails)
    present = meeting.attendances.filter(person__email__in=emails, status=AttendanceStatus.PRESENT)
    assert present.count() == people


def _assert_nothing_is_late() -> None:
    assert not Milestone.objects.overdue().exists()
    assert not Proposal.objects.overdue().exists()
    assert not Commitment.objects.filter(state="unmet").exists()


def _assert_everybody_can_sign_in(cookies: dict[str, str]) -> None:
    for mailbox in ("lead", "coordination", "observer", "outsider", "person-001"):
        email = f"{mailbox}@demo.example"
        assert User.objects.get(email=email).check_password("demo-inclusion")
        assert Client(headers={"cookie": cookies[email]}).get("/my-work/").status_code == 200


def test_a_second_run_completes_and_doubles_nothing():
    first = seed(people=2)
    counts = [model.objects.count() for model in (User, Need, Meeting, Proposal, Minutes, RollEntry)]

    with clock.set_to(clock.now() + timedelta(days=1)):
        second = seed(people=4, needs=40)

    users, _needs, meetings, proposals, minutes, roll = counts
    assert second == first
    assert [model.objects.count() for model in (User, Need, Meeting, Proposal, Minutes, RollEntry)] == [
        users + 2,
        40,
        meetings,
        proposals,
        minutes,
        roll + 2,
    ]
    _assert_the_room_is_ready(second, people=4)
    _assert_a_void_vote_is_followed_by_a_new_one(second)


def _assert_a_void_vote_is_followed_by_a_new_one(before: dict) -> None:
    Round.objects.filter(pk=before["round"]).update(state=RoundState.VOID)

    after = seed(people=1)

    assert (after["meeting"], after["round"] != before["round"]) == (before["meeting"], True)
    _assert_the_room_is_ready(after, people=1)


def test_outside_development_it_asks_to_be_forced():
    with override_settings(PROFILE="production"), pytest.raises(CommandError):
        seed(people=1)

    assert not User.objects.exists()


def test_a_network_of_others_is_left_alone():
    PersonFactory()

    with pytest.raises(CommandError, match="not the demo"):
        seed(people=1)

    assert User.objects.count() == 1


@pytest.mark.long
def test_a_thousand_people_sit_for_the_entity_they_are_named_after():
    seed(people=1001)

    sitting = Mandate.objects.filter(person__email__startswith="person-").select_related("person", "seat__entity")
    assert {m.person.email for m in sitting if not m.person.name.endswith(f" de {m.seat.entity.name}")} == set()


def test_the_recent_meetings_fall_on_working_days():
    for days in range(7):
        with clock.set_to(clock.now() + timedelta(days=days)):
            assert {recent(code).day.weekday() for code in ("EMP", "SAN", "EDU")} <= set(range(5))
