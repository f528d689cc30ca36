"""Decisions taken off and brought back, and forms sent twice."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.urls import reverse

from meetings.actions.agenda import add_agenda_item
from meetings.actions.decisions import add_decision, edit_decision, remove_decision
from meetings.actions.minutes import draft_minutes, publish_minutes
from meetings.models import Decision
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError
from red_inclusion.core.models import AuditEvent
from tests.proposals.factories import ProposalFactory

from .factories import AgendaItemFactory, MeetingFactory

FORM = uuid4()


@pytest.fixture
def meeting(cast):
    return MeetingFactory(area=cast.emp, in_session=True)


@pytest.fixture
def three(cast, meeting):
    return [add_decision(meeting, text=text, actor=cast.alba) for text in "ABC"]


@pytest.fixture
def alba(client, cast):
    client.force_login(cast.alba)
    return client


def at(name, subject) -> str:
    return reverse(f"meetings:{name}", args=[subject.pk])


def agreed(meeting) -> dict[int, str]:
    return dict(meeting.decisions.values_list("number", "text"))


def test_the_others_keep_their_numbers_and_none_is_given_again(cast, meeting, three):
    remove_decision(three[0], actor=cast.alba)
    remove_decision(three[2], actor=cast.alba)

    add_decision(meeting, text="D", actor=cast.alba)

    assert agreed(meeting) == {2: "B", 4: "D"}


def test_the_trail_keeps_that_it_was_removed(cast, meeting, three):
    remove_decision(three[1], actor=cast.alba)

    event = AuditEvent.objects.get(action="decision.removed")
    assert (event.object_id, event.data) == (three[1].pk, {"meeting": meeting.pk, "number": 2})


def test_what_is_removed_can_be_brought_back_to_its_place(cast, alba, meeting):
    item = AgendaItemFactory(meeting=meeting)
    first = add_decision(meeting, text="A", actor=cast.alba, agenda_item=item)
    add_decision(meeting, text="B", actor=cast.alba)

    alba.post(at("decision_remove", first))
    page = alba.get(meeting.get_absolute_url()).content.decode()
    alba.post(at("decision_restore", meeting))
    alba.post(at("decision_restore", meeting))

    assert "You removed the decision «A»." in page
    assert (agreed(meeting), meeting.decisions.first().agenda_item) == ({1: "A", 2: "B"}, item)


def test_no_session_holds_a_text_that_was_removed(cast, alba, meeting):
    decision = add_decision(meeting, text="Encarna no llega a fin de mes", actor=cast.alba)

    alba.post(at("decision_remove", decision))

    assert "Encarna" in alba.get(meeting.get_absolute_url()).content.decode()
    assert "Encarna" not in str(dict(alba.session))


def test_after_five_minutes_it_does_not_come_back(cast, alba, meeting, three):
    alba.post(at("decision_remove", three[0]))

    with clock.set_to(clock.now() + timedelta(minutes=6)):
        alba.post(at("decision_restore", meeting))

    assert agreed(meeting) == {2: "B", 3: "C"}


def test_it_is_removed_after_the_meeting_too_until_the_minutes_are_published(cast, alba):
    meeting = MeetingFactory(area=cast.emp, closed=True)
    decisions = [add_decision(meeting, text=text, actor=cast.alba) for text in "AB"]
    offered = alba.get(meeting.get_absolute_url()).context["decides"]

    remove_decision(decisions[0], actor=cast.alba)
    publish_minutes(draft_minutes(meeting, actor=cast.alba), actor=cast.alba)

    assert (offered, alba.get(meeting.get_absolute_url()).context["decides"]) == (True, False)
    with pytest.raises(DomainError) as refusal:
        remove_decision(decisions[1], actor=cast.alba)
    assert refusal.value.code == "minutes_published"


def test_one_that_a_proposal_comes_from_stays(cast, meeting, three):
    ProposalFactory(area=cast.emp, decision=three[0])

    with pytest.raises(DomainError) as refusal:
        remove_decision(three[0], actor=cast.alba)

    assert (refusal.value.code, len(agreed(meeting))) == ("decision_in_use", 3)


def test_what_another_lead_removed_is_neither_changed_nor_removed_again(cast, meeting, three):
    remove_decision(Decision.objects.get(pk=three[0].pk), actor=cast.coordination)

    acts = [partial(edit_decision, text="X"), remove_decision]
    codes = []
    for act in acts:
        with pytest.raises(DomainError) as refusal:
            act(three[0], actor=cast.alba)
        codes.append(refusal.value.code)

    assert codes == ["no_such_decision"] * 2


def test_a_decision_sent_twice_is_recorded_once(alba, meeting):
    for text in ("A", "A", "B", "B"):
        alba.post(at("decision_add", meeting), {"text": text, "submission": FORM})

    assert agreed(meeting) == {1: "A", 2: "B"}


def test_an_agenda_item_sent_twice_is_added_once(alba, meeting):
    for title in ("A", " A ", "B", "B"):
        alba.post(at("agenda_add", meeting), {"title": title, "submission": FORM})

    assert list(meeting.agenda.values_list("title", flat=True)) == ["A", "B"]


def test_an_agenda_item_sent_again_with_notes_is_another(alba, meeting):
    for notes in ("", "", "Bring the list", "Bring the list"):
        alba.post(at("agenda_add", meeting), {"title": "A", "notes": notes, "submission": FORM})

    assert list(meeting.agenda.values_list("notes", flat=True)) == ["", "Bring the list"]


def test_the_forms_of_the_pages_carry_a_submission(alba, meeting):
    pages = [meeting.get_absolute_url(), reverse("meetings:console", args=[meeting.pk])]

    assert ['name="submission"' in alba.get(page).content.decode() for page in pages] == [True, True]


def test_two_meetings_may_be_sent_the_same_form(cast, meeting):
    other = MeetingFactory(area=cast.emp, in_session=True)

    made = [add_agenda_item(each, actor=cast.alba, title="A", submission=FORM) for each in (meeting, other)]

    assert [item.submission for item in made] == [FORM, FORM]


def test_of_two_who_change_a_decision_the_second_is_told_and_loses_nothing(cast, alba, meeting):
    decision = add_decision(meeting, text="First", actor=cast.alba)
    path = at("decision_edit", decision)
    seen = alba.get(path).context["seen"]
    alba.post(path, {"text": "Hers", "seen": seen})

    refused = alba.post(path, {"text": "Mine", "seen": seen})

    assert (agreed(meeting), refused.context["form"]["text"].value()) == ({1: "Hers"}, "Mine")
    assert refused.context["says_now"] == [{"label": "What was agreed", "text": "Hers"}]
    assert "It changed while you were writing." in refused.content.decode()
    alba.post(path, {"text": "Mine", "seen": refused.context["seen"]})
    assert agreed(meeting) == {1: "Mine"}
