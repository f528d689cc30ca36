from datetime import date
from uuid import UUID

import pytest

from proposals import actions
from proposals.models import Commitment, Proposal, StateChange
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.notifications.models import Notification
from tests.factories import SeatFactory
from tests.meetings.factories import MeetingFactory
from tests.needs.factories import NeedFactory

from .refusals import outcome_of

FORM = UUID("00000000-0000-4000-8000-000000000001")


def create(cast, need, **fields):
    given = {"actor": cast.bruno, "title": "A bus", "lead_entity": cast.entity, "needs": [need], **fields}
    return actions.create_proposal(cast.emp, **given)


def test_created_proposal_is_a_draft_with_a_reference_of_its_area_and_year(cast, need):
    first, second = create(cast, need), create(cast, need)

    assert [(p.reference, p.state, p.author) for p in (first, second)] == [
        ("EMP-P-2026-001", "draft", cast.bruno),
        ("EMP-P-2026-002", "draft", cast.bruno),
    ]
    assert list(first.needs.all()) == [need]
    assert list(StateChange.objects.filter(proposal=first).values_list("before", "after", "actor")) == [
        ("", "draft", cast.bruno.pk)
    ]


def test_created_proposal_says_what_each_entity_takes_on(cast, need):
    proposal = create(
        cast,
        need,
        partners=[cast.social_services, cast.entity],
        lead_text=" Drives ",
        partner_texts={cast.social_services.pk: "Pays", cast.other_entity.pk: "Is of no area here"},
    )

    assert list(proposal.commitments.values_list("entity__name", "role", "text", "state")) == [
        ("Cruz Roja", "lead", "Drives", "pending"),
        ("Servicios Sociales", "partner", "Pays", "pending"),
    ]


def test_creating_is_recorded_without_texts(cast, need):
    proposal = create(cast, need)

    events = AuditEvent.objects.filter(object_type="proposals.proposal", object_id=proposal.pk)
    assert list(events.values_list("action", "actor_id", "data")) == [
        ("proposal.created", cast.bruno.pk, {"area": cast.emp.pk, "needs": [need.pk]})
    ]


def test_form_sent_twice_makes_one_proposal(cast, need):
    first = create(cast, need, submission=FORM)
    second = create(cast, need, submission=FORM)

    assert (first.pk, Proposal.objects.count(), Commitment.objects.count()) == (second.pk, 1, 1)


def test_who_may_create(cast, need):
    people = {name: getattr(cast, name) for name in ("alba", "bruno", "carla", "observer", "coordination")}

    outcomes = {
        name: outcome_of(lambda person=person: create(cast, need, actor=person)) for name, person in people.items()
    }

    assert outcomes == {
        "alba": "ok",
        "bruno": "ok",
        "carla": "not_allowed",
        "observer": "not_allowed",
        "coordination": "ok",
    }


def test_what_does_not_belong_to_the_area_is_refused_beside_its_field(cast, need):
    elsewhere = NeedFactory(area=cast.edu)
    archived = NeedFactory(area=cast.emp, state="discarded", state_before="detected", outcome="Twice")

    def refusal(**fields):
        with pytest.raises(DomainError) as caught:
            create(cast, need, **fields)
        return caught.value.code, caught.value.field

    assert refusal(needs=[]) == ("need_required", "needs")
    assert refusal(needs=[elsewhere]) == ("need_of_other_area", "needs")
    assert refusal(needs=[archived]) == ("need_not_open", "needs")
    assert refusal(lead_entity=cast.other_entity) == ("entity_not_in_area", "lead_entity")
    assert refusal(partners=[cast.other_entity]) == ("entity_not_in_area", "partners")
    assert refusal(meeting=MeetingFactory(area=cast.edu)) == ("meeting_of_other_area", "meeting")
    assert Proposal.objects.count() == 0


def test_need_that_another_area_shares_can_be_taken_up(cast):
    shared = NeedFactory(area=cast.edu)
    shared.also_areas.add(cast.emp)

    assert list(create(cast, shared).needs.all()) == [shared]


def test_seat_that_ended_gives_no_place_in_a_proposal(cast, need):
    gone = SeatFactory(area=cast.emp, entity=cast.other_entity, until=date(2025, 12, 31))

    with pytest.raises(DomainError) as refused:
        create(cast, need, partners=[gone.entity])

    assert refused.value.code == "entity_not_in_area"


def test_edit_changes_what_is_given_and_leaves_the_rest(cast, need, make):
    proposal = make("draft", success="Twenty people arrive")

    actions.edit_proposal(proposal, actor=cast.bruno, title="A van", deadline=date(2026, 9, 1))

    proposal.refresh_from_db()
    assert (proposal.title, proposal.deadline, proposal.success) == ("A van", date(2026, 9, 1), "Twenty people arrive")
    event = AuditEvent.objects.get(action="proposal.changed")
    assert event.data == {"fields": ["deadline", "title"]}


def test_who_may_edit_in_each_state(cast, make):
    def outcomes(state, author):
        people = {"alba": cast.alba, "bruno": cast.bruno, "observer": cast.observer, "carla": cast.carla}
        return {
            name: outcome_of(lambda p=person: actions.edit_proposal(make(state, author=author), actor=p, title="X"))
            for name, person in people.items()
        }

    nobody_else = {"observer": "not_allowed", "carla": "not_allowed"}
    assert outcomes("draft", cast.bruno) == {"alba": "ok", "bruno": "ok", **nobody_else}
    assert outcomes("draft", cast.alba) == {"alba": "ok", "bruno": "not_allowed", **nobody_else}
    assert outcomes("proposed", cast.bruno) == {"alba": "ok", "bruno": "not_allowed", **nobody_else}
    assert outcomes("done", cast.bruno) == {"alba": "ok", "bruno": "not_allowed", **nobody_else}
    assert outcomes("evaluated", cast.bruno) == {"alba": "finished", "bruno": "not_allowed", **nobody_else}
    assert outcomes("rejected", cast.bruno) == {"alba": "finished", "bruno": "not_allowed", **nobody_else}


def test_author_who_left_the_area_no_longer_edits_her_draft(cast, make):
    with pytest.raises(NotAllowed):
        actions.edit_proposal(make("draft", author=cast.carla), actor=cast.carla, title="X")


def test_new_lead_entity_is_asked_and_the_old_one_may_stay_as_partner(cast, make):
    proposal = make("agreed", partners=[cast.social_services])
    proposal.commitments.filter(entity=cast.social_services).update(state="accepted")

    actions.edit_proposal(
        proposal, actor=cast.alba, lead_entity=cast.social_services, partners=[cast.entity, cast.social_services]
    )

    proposal.refresh_from_db()
    assert list(proposal.commitments.values_list("entity__name", "role", "state")) == [
        ("Servicios Sociales", "lead", "pending"),
        ("Cruz Roja", "partner", "accepted"),
    ]
    assert (proposal.lead_entity, proposal.state) == (cast.social_services, "proposed")


def test_partner_taken_out_leaves_its_withdrawal_on_record(cast, make):
    proposal = make("proposed", partners=[cast.social_services])

    actions.edit_proposal(proposal, actor=cast.alba, partners=[])

    assert list(proposal.commitments.values_list("entity__name", flat=True)) == ["Cruz Roja"]
    event = AuditEvent.objects.get(action="commitment.withdrawn")
    assert event.data == {"proposal": proposal.pk, "entity": cast.social_services.pk}


def test_entities_of_what_is_done_no_longer_change(cast, make):
    proposal = make("done", partners=[cast.social_services])

    assert outcome_of(lambda: actions.edit_proposal(proposal, actor=cast.alba, partners=[])) == "already_done"
    same = [cast.social_services]
    assert outcome_of(lambda: actions.edit_proposal(proposal, actor=cast.alba, partners=same, title="Y")) == "ok"


def test_search_finds_words_whatever_their_accents_and_order(cast, need):
    bus = create(cast, need, title="Autobús a la formación", action="Preguntar por las pedanías")
    create(cast, need, title="Guardería")

    def found(words):
        return list(Proposal.objects.search(words))

    assert found("FORMACION autobus") == [bus]
    assert found("pedanias") == [bus]
    assert found("emp-p-2026-001") == [bus]
    assert found("autobús guardería") == []
    assert found("100%") == []
    assert len(found("   ")) == len(found('"')) == len(found("\0")) == 2


def test_edited_words_are_found_and_the_old_ones_no_longer(cast, need):
    proposal = create(cast, need, title="Autobús")

    actions.edit_proposal(proposal, actor=cast.bruno, title="Furgoneta")

    assert list(Proposal.objects.search("furgoneta")) == [proposal]
    assert list(Proposal.objects.search("autobus")) == []


@pytest.mark.parametrize("state", ["accepted", "amended", "declined", "fulfilled"])
def test_other_words_for_what_an_entity_answered_ask_it_again(cast, make, state):
    proposal = make("in_progress", partners=[cast.social_services])
    commitments = proposal.commitments.filter(entity=cast.social_services)
    commitments.update(state=state, text="Pays", note="Half", answered_by=cast.alba, answered_at=clock.now())

    actions.edit_proposal(proposal, actor=cast.coordination, partner_texts={cast.social_services.pk: "Pays it all"})

    assert list(commitments.values_list("text", "state", "note", "answered_by", "answered_at", "asked_at")) == [
        ("Pays it all", "pending", "", None, None, clock.now())
    ]
    event = AuditEvent.objects.get(action="commitment.asked_again")
    assert event.data == {"proposal": proposal.pk, "before": state, "after": "pending"}
    assert list(Notification.objects.values_list("kind", "person__name")) == [("commitment_asked", "Alba")]


def test_other_words_for_what_the_lead_entity_takes_on_end_the_agreement(cast, make):
    proposal = make("agreed")

    actions.edit_proposal(proposal, actor=cast.alba, lead_text="Everything")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.commitments.get().state) == ("proposed", "pending")


def test_the_same_words_ask_nobody_again(cast, make):
    proposal = make("agreed")
    proposal.commitments.update(text="Drives")

    actions.edit_proposal(proposal, actor=cast.alba, lead_text=" Drives ", title="A van")

    proposal.refresh_from_db()
    assert (proposal.state, proposal.commitments.get().state) == ("agreed", "accepted")


def test_what_was_taken_on_is_not_rewritten_once_it_is_done(cast, make):
    proposal = make("done")

    assert outcome_of(lambda: actions.edit_proposal(proposal, actor=cast.alba, lead_text="More")) == "already_done"
    assert proposal.commitments.get().text == ""


def test_the_trail_says_all_that_an_edit_changed(cast, need, make):
    proposal, other = make("proposed", needs=[need]), NeedFactory(area=cast.emp)

    actions.edit_proposal(
        proposal,
        actor=cast.alba,
        lead_entity=cast.social_services,
        partners=[cast.entity],
        partner_texts={cast.entity.pk: "Drives"},
        needs=[need, other],
        indicator={"baseline": 3},
    )

    event = AuditEvent.objects.get(action="proposal.changed")
    assert event.data == {"fields": ["commitments", "indicator", "lead_entity", "needs"]}
    added = AuditEvent.objects.get(action="commitment.added")
    assert added.data == {"proposal": proposal.pk, "entity": cast.social_services.pk}
