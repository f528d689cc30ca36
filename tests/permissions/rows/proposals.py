from datetime import date

from proposals.enums import CommitmentState
from proposals.models import Update
from tests.needs.factories import NeedFactory
from tests.permissions.matrix import Row
from tests.permissions.world import COORDINATION, IN_NETWORK, LEAD, MEMBERS, RUNNING
from tests.proposals.factories import MilestoneFactory, ProposalFactory

DUE = date(2099, 1, 31)
ANSWERING = MEMBERS | {LEAD}  # she has a mandate too, and answers for her own entity
TAKING_PART = MEMBERS | RUNNING


def made(case, state="in_progress", **fields):
    return ProposalFactory(area=case.area, lead_entity=case.entity, author=case.author, state=state, **fields)


def running(case):
    return {"pk": made(case).pk}


def draft(case):
    return {"pk": made(case, "draft").pk}


def commitment(state, proposal_state="in_progress"):
    def kwargs(case):
        return {"pk": made(case, proposal_state, lead_commitment=state).commitments.get().pk}

    return kwargs


ASKED = commitment(CommitmentState.PENDING, "proposed")
AMENDED = commitment(CommitmentState.AMENDED, "proposed")
ACCEPTED = commitment(CommitmentState.ACCEPTED)
FULFILLED = commitment(CommitmentState.FULFILLED)


def milestone(**fields):
    return lambda case: {"pk": MilestoneFactory(proposal=made(case), responsible=case.entity, **fields).pk}


def lines(case):
    return {
        "area": case.area.code,
        "title": "Un autobús",
        "lead_entity": case.entity.pk,
        "deadline": DUE.isoformat(),
        "needs": [NeedFactory(area=case.area, entity=case.entity, author=case.author).pk],
    }


def planned(case):
    return {"milestone-title": "Furgoneta", "milestone-responsible": case.entity.pk, "milestone-due": DUE.isoformat()}


def told(case):
    speaks = "" if case.role == COORDINATION else case.entity.pk
    return {"update-text": "Va bien", "update-entity": speaks}


def read_off(case):
    return {"reading-value": "3", "reading-on": "2026-01-31"}


def an_update(case):
    pk = Update.objects.create(proposal=made(case), author=case.author, text="Va bien").pk
    return {"kind": "update", "pk": pk}


ROWS = {
    "proposals:proposal_list": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "proposals:proposal_export": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "network:redact_text": [
        Row(kwargs=lambda case: {"kind": "proposal", "pk": made(case).pk}, may=RUNNING),
        Row(kwargs=an_update, may=RUNNING),
        Row("POST", kwargs=an_update, data=lambda case: {"passages": ["text"], "reason": "served"}, may=RUNNING),
    ],
    "proposals:proposal_board": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "proposals:proposal_create": [
        Row(data=lambda case: {"area": case.area.code}, may=TAKING_PART),
        Row("POST", data=lines, may=TAKING_PART),
    ],
    "proposals:proposal_detail": Row(kwargs=draft),
    "proposals:proposal_edit": [
        Row(kwargs=draft, may=RUNNING),
        Row("POST", kwargs=draft, data=lines, may=RUNNING),
    ],
    "proposals:proposal_state": [
        Row(kwargs=running, data=lambda case: {"step": "reject"}, may=RUNNING),
        Row("POST", kwargs=running, data=lambda case: {"step": "reject", "reason": "Sin fondos"}, may=RUNNING),
    ],
    "proposals:milestone_add": Row("POST", kwargs=running, data=planned, may=TAKING_PART),
    "proposals:milestone_tick": Row("POST", kwargs=milestone(), may=TAKING_PART),
    "proposals:milestone_untick": Row("POST", kwargs=milestone(done_on=date(2026, 1, 1)), may=TAKING_PART),
    "proposals:milestone_remove": Row("POST", kwargs=milestone(), may=TAKING_PART),
    "proposals:update_add": Row("POST", kwargs=running, data=told, may=TAKING_PART),
    "proposals:reading_add": Row("POST", kwargs=running, data=read_off, may=TAKING_PART),
    "proposals:commitment_answer": [
        Row(kwargs=ASKED, may=ANSWERING),
        Row("POST", kwargs=ASKED, data=lambda case: {"answer": "accept"}, may=ANSWERING),
    ],
    "proposals:commitment_outcome": [
        Row(kwargs=ACCEPTED, may=ANSWERING),
        Row("POST", kwargs=ACCEPTED, data=lambda case: {"outcome": "fulfilled"}, may=ANSWERING),
    ],
    "proposals:commitment_take": Row("POST", kwargs=AMENDED, may=RUNNING),
    "proposals:commitment_ask_again": [
        Row(kwargs=AMENDED, may=RUNNING),
        Row("POST", kwargs=AMENDED, data=lambda case: {"text": "Dos mañanas"}, may=RUNNING),
    ],
    "proposals:commitment_contest": [
        Row(kwargs=FULFILLED, may=RUNNING),
        Row("POST", kwargs=FULFILLED, data=lambda case: {"note": "No lo vi"}, may=RUNNING),
    ],
}
