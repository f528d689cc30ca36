"""Guests at the door: asking, being let in or not, voting, and the end."""

from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from meetings import presence
from meetings.actions import guests as acts
from meetings.actions.attendance import just_watch, mark_attendance
from meetings.actions.ballots import cast_ballot
from meetings.actions.guests import admit_guest, admit_guests, ask_to_enter, put_out_guest, turn_away_guest
from meetings.actions.meeting import close_meeting
from meetings.actions.minutes import draft_minutes
from meetings.actions.rounds import close_round, open_round
from meetings.models import Attendance, Guest, RollEntry, Vote
from meetings.protocol import VoteCast
from meetings.records import build_record
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.actions import invite_person
from red_inclusion.network.standing import standing_of
from red_inclusion.notifications.models import Notification
from tests.factories import EntityFactory

from .factories import GuestFactory, MeetingFactory, RoundFactory
from .outcomes import code_of
from .voting import start_voting

DOOR = "/join/K7P4QX/"


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True, join_code="K7P4QX", created_by=cast.alba)


def ask(meeting, cast, name="Eva", **whom) -> Guest:
    return ask_to_enter(meeting, actor=cast.dani, name=name, **(whom or {"entity": cast.entity}))


# Asking


def test_somebody_without_an_account_asks_and_is_not_yet_inside(cast, meeting):
    guest = ask(meeting, cast, "  Eva   Ruiz ")

    assert (guest.person.name, guest.entity, guest.state, guest.is_inside) == ("Eva Ruiz", cast.entity, "asked", False)
    assert presence.presence_of(meeting.pk) == {"people": 0, "entities": 0}


@pytest.mark.parametrize("state", ["draft", "convened", "closed", "cancelled"])
def test_nobody_asks_at_a_meeting_that_is_not_in_session(cast, state):
    assert code_of(ask, MeetingFactory(area=cast.emp, state=state), cast) == "not_in_session"


@pytest.mark.parametrize(
    ("told", "code", "field"),
    [
        ({"name": " ", "entity_name": "Vecinas"}, "name_needed", "name"),
        ({"name": "x" * 81, "entity_name": "Vecinas"}, "name_too_long", "name"),
        ({"name": "Eva", "entity_name": "  "}, "entity_needed", "entity_name"),
        ({"name": "Eva", "entity_name": "x" * 81}, "entity_too_long", "entity_name"),
    ],
)
def test_what_is_missing_is_said_beside_its_field(cast, meeting, told, code, field):
    with pytest.raises(DomainError) as refusal:
        ask_to_enter(meeting, actor=cast.dani, **told)

    assert (refusal.value.code, refusal.value.field) == (code, field)


def test_an_entity_of_another_area_cannot_be_chosen(cast, meeting):
    assert code_of(ask, meeting, cast, entity=cast.other_entity) == "not_of_the_area"


def test_who_has_an_account_enters_with_it(cast, meeting):
    assert code_of(ask_to_enter, meeting, actor=cast.carla, name="Carla", entity=cast.entity) == "has_an_account"


def test_an_entity_of_the_network_is_that_one_however_it_is_written(cast, meeting):
    guest = ask(meeting, cast, entity_name="  cruz  ROJA ")

    assert (guest.entity, guest.entity_name) == (cast.entity, "")


def test_two_guests_of_another_entity_are_of_the_same_one(cast, meeting):
    first = ask(meeting, cast, "A", entity_name="Vecinás")
    second = ask(meeting, cast, "B", entity_name="VECINAS")

    assert first.entity_name == second.entity_name == "Vecinás"


def test_asking_again_while_waiting_is_the_same_asking(cast, meeting):
    guest = ask(meeting, cast)

    again = ask_to_enter(meeting, actor=guest.person, name="Eva", entity=cast.entity)

    assert (again, Guest.objects.count(), User.objects.filter(is_guest=True).count()) == (guest, 1, 1)


def test_the_same_name_from_a_second_phone_is_another_asking_and_the_lead_is_told(cast, meeting):
    admit_guest(ask(meeting, cast, "Eva Ruiz"), actor=cast.alba)
    ask(meeting, cast, "eva ruíz")
    ask(meeting, cast, "Otra")

    assert [(guest.person.name, guest.has_double) for guest in presence.asking(meeting)] == [
        ("eva ruíz", True),
        ("Otra", False),
    ]


def test_the_door_has_room_for_so_many(cast, meeting, monkeypatch):
    monkeypatch.setattr(acts, "MOST_WAITING", 2)
    ask(meeting, cast, "A")
    ask(meeting, cast, "B")

    assert code_of(ask, meeting, cast, "C") == "too_many_waiting"


# Being answered


def test_admitted_she_is_here_for_her_entity(cast, meeting):
    guest = admit_guest(ask(meeting, cast, entity_name="Vecinas"), actor=cast.alba)

    row = Attendance.objects.get()
    assert (row.person, row.status, row.entity, row.entity_name) == (guest.person, "guest", None, "Vecinas")
    assert presence.presence_of(meeting.pk) == {"people": 1, "entities": 1}
    assert (guest.is_inside, guest.answered_by) == (True, cast.alba)


def test_two_leads_admit_her_at_once_and_she_is_in_once(cast, meeting):
    guest = ask(meeting, cast)

    admit_guest(guest, actor=cast.alba)
    second = admit_guest(guest, actor=cast.coordination)

    assert (second.answered_by, Attendance.objects.count()) == (cast.alba, 1)
    assert AuditEvent.objects.filter(action="guest.admitted").count() == 1


def test_one_lead_admits_and_the_other_is_told_that_the_door_is_open(cast, meeting):
    guest = ask(meeting, cast)
    admit_guest(guest, actor=cast.alba)

    assert code_of(turn_away_guest, guest, actor=cast.coordination) == "already_admitted"


def test_turned_away_twice_is_turned_away_once_and_the_lead_may_think_again(cast, meeting):
    guest = turn_away_guest(ask(meeting, cast), actor=cast.alba)
    turn_away_guest(guest, actor=cast.coordination)

    assert (guest.is_inside, presence.asking(meeting)) == (False, [])
    assert admit_guest(guest, actor=cast.alba).is_inside


@pytest.mark.parametrize("answer", [admit_guest, turn_away_guest])
def test_only_who_leads_answers(cast, meeting, answer):
    with pytest.raises(NotAllowed):
        answer(ask(meeting, cast), actor=cast.bruno)


@pytest.mark.parametrize("answer", [admit_guest, turn_away_guest])
def test_nobody_is_answered_once_the_meeting_has_closed(cast, meeting, answer):
    guest = ask(meeting, cast)
    close_meeting(meeting, actor=cast.alba)

    assert code_of(answer, guest, actor=cast.alba) == "not_in_session"


def test_turned_away_she_asks_once_more_after_a_minute_and_not_a_third_time(cast, meeting):
    start = clock.now()
    with time_machine.travel(start, tick=False) as time:
        guest = turn_away_guest(ask(meeting, cast, "Eba"), actor=cast.alba)
        again = {"actor": guest.person, "name": "Eva", "entity_name": "Vecinas"}
        at_once = code_of(ask_to_enter, meeting, **again)
        time.shift(timedelta(seconds=61))
        second = ask_to_enter(meeting, **again)
        turn_away_guest(second, actor=cast.alba)
        time.shift(timedelta(hours=1))
        third = code_of(ask_to_enter, meeting, **again)

    assert (at_once, third) == ("ask_later", "asked_enough")
    assert (second.pk, second.person.name, second.entity_name) == (guest.pk, "Eva", "Vecinas")


def test_the_trail_says_who_answered_and_names_nobody(cast, meeting):
    guest = admit_guest(ask(meeting, cast), actor=cast.alba)

    events = AuditEvent.objects.filter(object_type="meetings.guest").order_by("pk")
    assert list(events.values_list("action", "actor_id")) == [
        ("guest.asked", guest.person_id),
        ("guest.admitted", cast.alba.pk),
    ]
    assert all(event.data == {"meeting": meeting.pk, "person": guest.person_id} for event in events)


def test_the_database_wants_an_entity_and_an_answerer(cast, meeting):
    for wrong in ({"entity": None}, {"entity_name": "Both"}, {"state": "admitted"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            GuestFactory(meeting=meeting, **wrong)


# Put out again


def test_put_out_she_is_as_if_she_had_not_come_and_undo_brings_her_back(cast, meeting):
    guest = admit_guest(ask(meeting, cast), actor=cast.alba)

    out = put_out_guest(guest, actor=cast.alba)
    gone = (out.is_inside, Attendance.objects.count(), [each.just_now for each in presence.turned_away(meeting)])
    back = admit_guest(guest, actor=cast.alba)

    assert gone == (False, 0, [True])
    assert (back.is_inside, Attendance.objects.get().status, presence.turned_away(meeting)) == (True, "guest", [])


def test_what_she_voted_stays_and_nothing_more_is_taken(cast):
    voting = start_voting(cast)
    guest = admit_guest(ask(voting.meeting, cast), actor=cast.alba)
    vote(guest, voting, 4)

    put_out_guest(guest, actor=cast.alba)
    later = vote(guest, voting, 0)

    assert later == "not_entitled"
    assert list(Vote.objects.filter(ballot__entry__person=guest.person).values_list("value", flat=True)) == [4]


def test_who_waits_is_not_put_out_and_twice_is_once(cast, meeting):
    waiting = code_of(put_out_guest, ask(meeting, cast), actor=cast.alba)
    guest = admit_guest(Guest.objects.get(), actor=cast.alba)
    for _tap in range(2):
        put_out_guest(guest, actor=cast.alba)

    assert (waiting, AuditEvent.objects.filter(action="guest.put_out").count()) == ("not_inside", 1)


def test_only_who_leads_puts_out_and_admits_all(cast, meeting):
    guest = admit_guest(ask(meeting, cast), actor=cast.alba)

    with pytest.raises(NotAllowed):
        put_out_guest(guest, actor=cast.bruno)
    with pytest.raises(NotAllowed):
        admit_guests(meeting, numbers=[guest.pk], actor=cast.bruno)


def test_all_whom_the_lead_saw_are_admitted_and_nobody_else(cast, meeting):
    seen = [ask(meeting, cast, name) for name in ("A", "B", "C")]
    turn_away_guest(seen[2], actor=cast.alba)
    ask(meeting, cast, "Came meanwhile")
    elsewhere = GuestFactory()

    count = admit_guests(meeting, numbers=[guest.pk for guest in (*seen, elsewhere)], actor=cast.alba)

    assert (count, [guest.person.name for guest in presence.asking(meeting)]) == (2, ["Came meanwhile"])
    assert Guest.objects.get(pk=elsewhere.pk).state == "asked"


def test_the_console_admits_all_and_puts_out_again(client, cast, meeting):
    numbers = [ask(meeting, cast, name).pk for name in ("A", "B")]
    client.force_login(cast.alba)
    console = f"/meetings/{meeting.pk}/console/"

    page = client.get(console).content.decode()
    client.post(f"/meetings/{meeting.pk}/guests/admit/", {"waiting": [*numbers, "x", "9" * 30]})
    inside = client.get(console).content.decode()
    client.post(f"/guests/{numbers[0]}/put-out/", {"next": console})
    out = client.get(console).content.decode()

    assert ("Admit all 2" in page, f"/guests/{numbers[0]}/put-out/" in inside) == (True, True)
    assert ("1 person not admitted" in out, "Undo" in out) == (True, True)


def test_admitting_all_after_somebody_did_says_that_nobody_waits(client, cast, meeting):
    number = ask(meeting, cast, "A").pk
    client.force_login(cast.alba)
    admit = f"/meetings/{meeting.pk}/guests/admit/"

    pages = [client.post(admit, {"waiting": [number]}, follow=True).content.decode() for _ in range(2)]

    assert ["1 person has been admitted." in page for page in pages] == [True, False]
    assert ["Nobody was waiting at the door any more." in page for page in pages] == [False, True]


# Afterwards


def test_after_the_meeting_coordination_is_offered_to_invite_her(client, cast, meeting):
    admit_guest(ask(meeting, cast), actor=cast.alba)
    admit_guest(ask(meeting, cast, "Ana", entity_name="Vecinas"), actor=cast.alba)
    turn_away_guest(ask(meeting, cast, "Not in"), actor=cast.alba)
    close_meeting(meeting, actor=cast.alba)
    client.force_login(cast.coordination)

    notice = Notification.objects.get(kind="guests_came")
    page = client.get(notice.path)

    assert (notice.person, notice.args["count"]) == (cast.coordination, 2)
    assert [(guest.person.name, guest.may_invite) for guest in page.context["guests"]] == [
        ("Eva", True),
        ("Ana", False),
    ]
    link = f"/entities/{cast.entity.pk}/invite/?name=Eva"
    assert link in page.content.decode()
    assert client.get(link).context["form"]["name"].value() == "Eva"


def test_who_has_been_invited_since_is_not_offered_again(cast, meeting):
    admit_guest(ask(meeting, cast), actor=cast.alba)
    meeting = close_meeting(meeting, actor=cast.alba)
    invite_person(cast.entity, seats=[cast.seat], email="eva@example.org", name="éva", actor=cast.alba)

    [guest] = presence.guests_to_invite(meeting, standing_of(cast.alba))

    assert (guest.may_invite, guest.was_invited) == (True, True)


def test_members_are_not_shown_the_offer_and_without_guests_nobody_is_told(client, cast, meeting):
    close_meeting(meeting, actor=cast.alba)
    client.force_login(cast.bruno)

    assert client.get(meeting.get_absolute_url()).context["guests"] == []
    assert not Notification.objects.filter(kind="guests_came").exists()


# Voting


def vote(guest, voting, value):
    act = VoteCast(round=voting.round.pk, item=voting.items[0], value=value)
    [outcome] = cast_ballot(voting.round, actor=guest.person, acts=[act])
    return outcome if isinstance(outcome, str) else outcome.value


def test_a_late_guest_joins_the_roll_and_votes(cast):
    voting = start_voting(cast)

    guest = admit_guest(ask(voting.meeting, cast, entity_name="Vecinas"), actor=cast.alba)

    assert vote(guest, voting, 4) == 4
    entry = RollEntry.objects.get(person=guest.person)
    assert (entry.entity, entry.entity_name, str(entry)) == (None, "Vecinas", "Eva (Vecinas)")
    assert AuditEvent.objects.filter(action="round.joined_late").count() == 1


def test_who_only_asked_does_not_vote(cast):
    voting = start_voting(cast)

    assert vote(ask(voting.meeting, cast), voting, 4) == "not_entitled"


def test_an_admitted_guest_is_on_the_roll_from_the_start_even_if_she_only_watches(cast, meeting):
    guest = admit_guest(ask(meeting, cast), actor=cast.alba)
    just_watch(meeting, person=guest.person, actor=guest.person)

    round_ = open_round(RoundFactory(meeting=meeting), actor=cast.alba)

    assert guest.person_id in round_.roll.values_list("person_id", flat=True)


def test_the_lead_marks_her_absent_and_present_again_and_she_is_still_a_guest(cast, meeting):
    guest = admit_guest(ask(meeting, cast), actor=cast.alba)

    mark_attendance(meeting, person=guest.person, status="absent", actor=cast.alba)
    row = mark_attendance(meeting, person=guest.person, status="present", actor=cast.alba)

    assert row.status == "guest"


@pytest.mark.django_db(transaction=True)
def test_each_entity_outside_the_network_has_one_voice(cast):
    voting = start_voting(cast)
    for name, whom, value in (("A", "Vecinas", 0), ("B", "vecinas", 2), ("C", "Parroquia", 4)):
        vote(admit_guest(ask(voting.meeting, cast, name, entity_name=whom), actor=cast.alba), voting, value)

    closed = close_round(voting.round, actor=cast.alba)

    line = closed.result["tally"][0]
    assert (line["n"], line["mean"]) == (3, 2.0)
    assert (line["by_entity"]["n"], line["by_entity"]["mean"]) == (2, 2.5)


def test_a_guest_of_the_network_votes_with_her_entity(cast):
    voting = start_voting(cast)
    vote(admit_guest(ask(voting.meeting, cast), actor=cast.alba), voting, 4)

    closed = close_round(voting.round, actor=cast.alba)

    assert RollEntry.objects.filter(round=closed, entity=cast.entity).count() == 2
    assert closed.result["tally"][0]["by_entity"]["n"] == 1


def test_the_minutes_list_her_under_her_entity(cast, meeting):
    admit_guest(ask(meeting, cast, "Eva", entity_name="Vecinas"), actor=cast.alba)
    admit_guest(ask(meeting, cast, "Ana"), actor=cast.alba)
    close_meeting(meeting, actor=cast.alba)

    record = build_record(draft_minutes(meeting, actor=cast.alba), language="es")

    assert [(row["entity"], row["present"]) for row in record["attendance"]] == [
        ("Cruz Roja", ["Ana"]),
        ("Vecinas", ["Eva"]),
    ]


def test_the_roster_has_her_under_her_entity(cast, meeting):
    admit_guest(ask(meeting, cast, "Eva", entity_name="Vecinas"), actor=cast.alba)

    groups = presence.roster(meeting)

    assert [(str(group.entity or group.other), group.here) for group in groups][-1] == ("Vecinas", 1)
    assert presence.numbers(groups)["entities"] == 1


# At the door, with a phone


def knock(browser, name="Eva", **form):
    return browser.post(DOOR, {"name": name, "entity": "other", "entity_name": "Vecinas"} | form)


def test_both_ways_in_and_only_the_entities_of_the_area(client, cast, meeting):
    page = client.get(DOOR)

    choices = [label for _value, label in page.context["form"].fields["entity"].choices]
    assert sorted(choices[1:-1]) == ["Cruz Roja", "Servicios Sociales"]


def test_she_asks_waits_is_let_in_and_thanked(client, cast, meeting):
    asked = knock(client)
    waiting = client.get(asked.url)
    guest = Guest.objects.get()
    admit_guest(guest, actor=cast.alba)
    led_on = client.get(asked.url)
    room = client.get(led_on.url)
    close_meeting(meeting, actor=cast.alba)
    thanked = client.get(client.get(led_on.url).url)

    assert (asked.url, led_on.url) == (f"/meetings/{meeting.pk}/guest/", f"/meetings/{meeting.pk}/room/")
    assert [page.context["phase"] for page in (waiting, thanked)] == ["asked", "thanks"]
    assert room.status_code == 200
    assert "/my-work/" not in room.text


def test_her_session_lasts_an_evening(client, cast, meeting):
    knock(client)

    assert 0 < client.session.get_expiry_age() <= 12 * 60 * 60


def test_her_session_before_asking_is_not_the_one_after(cast, meeting):
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    client.cookies["sessionid"] = session.session_key

    knock(client)

    assert client.cookies["sessionid"].value != session.session_key


def test_what_she_typed_stays_when_something_is_missing(client, cast, meeting):
    page = knock(client, entity_name="")

    form = page.context["form"]
    assert (page.status_code, form["name"].value(), form["entity"].value()) == (200, "Eva", "other")
    assert list(form.errors) == ["entity_name"]


@pytest.mark.parametrize("entity", ["", "0", "x", "9" * 40, "-1"])
def test_an_entity_that_is_not_in_the_list_is_refused(client, cast, meeting, entity):
    assert list(knock(client, entity=entity).context["form"].errors) == ["entity"]


def test_a_name_left_beside_a_chosen_entity_does_not_count(client, cast, meeting):
    knock(client, entity=str(cast.entity.pk))

    assert Guest.objects.values_list("entity", "entity_name").get() == (cast.entity.pk, "")


@pytest.mark.parametrize("state", ["draft", "convened", "closed", "cancelled"])
def test_a_code_that_is_not_of_a_session_says_as_little_as_one_that_does_not_exist(client, cast, state):
    MeetingFactory(area=cast.emp, state=state, join_code="K7P4QX", title="A secret")

    not_now, never = client.get(DOOR), client.get("/join/NOPE22/")

    assert (not_now.status_code, never.status_code) == (404, 404)
    assert not_now.context["form"].errors == never.context["form"].errors
    assert "A secret" not in not_now.text


def test_who_types_the_code_without_an_account_comes_to_the_same_door(client, cast, meeting):
    assert client.post("/join/", {"code": "k7p-4qx"}).url == DOOR


def test_who_has_asked_goes_where_she_waits(client, cast, meeting):
    knock(client)

    assert client.get(DOOR).url == knock(client).url == f"/meetings/{meeting.pk}/guest/"
    assert Guest.objects.count() == 1


def test_turned_away_she_finds_what_she_wrote_and_asks_once_more(client, cast, meeting):
    with time_machine.travel(clock.now(), tick=False) as time:
        waiting = knock(client).url
        turn_away_guest(Guest.objects.get(), actor=cast.alba)
        told = client.get(waiting)
        soon = knock(client)
        time.shift(timedelta(seconds=61))
        later = client.get(waiting)
        form = client.get(DOOR).context["form"]
        again = knock(client)

    assert [page.context["may_ask_again"] for page in (told, later)] == [False, True]
    assert soon.context["form"].non_field_errors() == ["Espera un minuto y podrás pedirlo otra vez."]
    assert (form["name"].value(), form["entity_name"].value()) == ("Eva", "Vecinas")
    assert (again.url, Guest.objects.get().times_asked) == (waiting, 2)


def test_a_second_device_is_a_stranger_until_it_is_let_in_too(client, cast, meeting):
    knock(client)
    admit_guest(Guest.objects.get(), actor=cast.alba)
    second = Client()

    assert second.get(f"/meetings/{meeting.pk}/room/").url.startswith("/accounts/login/")
    assert second.get(knock(second).url).context["phase"] == "asked"


def test_a_guest_of_yesterday_asks_anew_at_another_meeting(client, cast, meeting):
    knock(client)
    old = admit_guest(Guest.objects.get(), actor=cast.alba)
    close_meeting(meeting, actor=cast.alba)
    other = MeetingFactory(area=cast.emp, in_session=True, join_code="ABC234")

    client.post("/join/ABC234/", {"name": "Eva", "entity": str(cast.entity.pk)})

    new = other.guests.get()
    assert (new.person == old.person, new.state) == (False, "asked")
    assert client.get(f"/meetings/{meeting.pk}/guest/").status_code == 404


def test_a_vote_sent_after_the_end_leads_to_the_thanks(client, cast):
    voting = start_voting(cast)
    voting.meeting.join_code = "K7P4QX"
    voting.meeting.save(update_fields=["join_code"])
    knock(client)
    admit_guest(Guest.objects.get(), actor=cast.alba)
    close_round(voting.round, actor=cast.alba)
    close_meeting(voting.meeting, actor=cast.alba)

    sent = client.post(f"/rounds/{voting.round.pk}/ballot/", {f"value-{voting.items[0]}": "3"})

    assert sent.url == f"/meetings/{voting.meeting.pk}/guest/"


@pytest.mark.parametrize("address", ["room/snapshot/", "check-in/", "just-watch/"])
def test_who_is_not_let_in_yet_gets_nothing_of_the_room(client, cast, meeting, address):
    knock(client)
    send = client.get if "snapshot" in address else client.post

    assert send(f"/meetings/{meeting.pk}/{address}").status_code == 403
    assert client.get(f"/meetings/{meeting.pk}/room/").url == f"/meetings/{meeting.pk}/guest/"


def test_a_guest_of_one_meeting_gets_nothing_of_another(client, cast, meeting):
    knock(client)
    admit_guest(Guest.objects.get(), actor=cast.alba)
    other = MeetingFactory(area=cast.emp, in_session=True)

    assert [client.get(f"/meetings/{other.pk}/{page}/").status_code for page in ("room", "guest")] == [404, 404]


def test_the_snapshot_is_the_phones_whatever_she_asks_for(client, cast, meeting):
    knock(client)
    admit_guest(Guest.objects.get(), actor=cast.alba)

    answers = [client.get(f"/meetings/{meeting.pk}/room/snapshot/?view={view}") for view in ("phone", "console")]

    assert answers[0].json()["me"]["present"] is True
    assert answers[0].json()["me"] == answers[1].json()["me"]


# Too often


def test_twenty_at_once_behind_one_address_get_to_ask(cast, meeting):
    answers = [knock(Client(), f"Guest {number}").status_code for number in range(20)]

    assert answers == [302] * 20
    assert len(presence.asking(meeting)) == 20


def test_so_many_from_one_address_are_too_many(cast, meeting):
    cache.set("guest-asks:127.0.0.1", 60)

    refused = knock(Client())

    assert (refused.status_code, refused["Retry-After"], Guest.objects.count()) == (429, "600", 0)
    assert 'value="Eva"' in refused.text


def test_one_browser_that_insists_is_stopped(client, cast, meeting):
    knock(client)
    turn_away_guest(Guest.objects.get(), actor=cast.alba)

    answers = [knock(client).status_code for _time in range(6)]

    assert answers == [200] * 5 + [429]


def test_strangers_who_guess_codes_are_stopped(client, cast, meeting):
    for number in range(60):
        Client().get(f"/join/MISS{number}/")

    assert client.get(DOOR).status_code == 429


# The console


def console(cast, meeting) -> Client:
    lead = Client()
    lead.force_login(cast.alba)
    lead.get(f"/meetings/{meeting.pk}/console/")
    return lead


def test_the_lead_sees_who_asks_and_answers_by_plain_forms(cast, meeting):
    first, second = ask(meeting, cast, "Eva"), ask(meeting, cast, "Ana", entity_name="Vecinas")
    lead = console(cast, meeting)

    page = lead.get(f"/meetings/{meeting.pk}/console/").text
    lead.post(f"/guests/{first.pk}/admit/")
    lead.post(f"/guests/{second.pk}/turn-away/")

    assert "2 people ask to enter" in page
    assert all(f"/guests/{guest.pk}/admit/" in page for guest in (first, second))
    assert list(Guest.objects.order_by("pk").values_list("state", flat=True)) == ["admitted", "turned_away"]
    assert "asks to enter" not in lead.get(f"/meetings/{meeting.pk}/console/").text


def test_the_console_asks_the_database_as_often_for_many_as_for_one(cast, meeting):
    lead, counts = console(cast, meeting), []

    for many in (1, 2, 17):
        for number in range(many):
            ask(meeting, cast, f"Guest {number}", entity_name=f"Entity {number}")
        with CaptureQueriesContext(connection) as queries:
            lead.get(f"/meetings/{meeting.pk}/console/")
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_asking_and_answering_tell_the_room(cast, meeting):
    revisions = [meeting.presence_revision]
    guest = ask(meeting, cast)
    for step in (None, admit_guest):
        if step:
            step(guest, actor=cast.alba)
        meeting.refresh_from_db()
        revisions.append(meeting.presence_revision)

    assert revisions == sorted(set(revisions))


def test_where_the_area_has_no_entities_she_writes_hers(client, cast):
    meeting = MeetingFactory(in_session=True, join_code="K7P4QX")
    EntityFactory(name="Elsewhere")

    choices = client.get(DOOR).context["form"].fields["entity"].choices

    assert [value for value, _label in choices] == ["", "other"]
    assert knock(client).url == f"/meetings/{meeting.pk}/guest/"
