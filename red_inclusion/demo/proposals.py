"""The proposals of the demo as the data gives them, each move at its week and by whom it falls to.

Weeks count from the meeting in which a proposal was agreed. What the data dates in the future has not happened yet.
"""

from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from meetings.models import Meeting
from needs.models import Need
from proposals.actions import commitments, plan, states
from proposals.actions.proposals import create_proposal
from proposals.enums import Answer
from proposals.models import Proposal
from red_inclusion.core import clock

from . import facts
from .people import Network

ANSWERS = {
    "accepted": Answer.ACCEPT,
    "fulfilled": Answer.ACCEPT,
    "amended": Answer.AMEND,
    "declined": Answer.DECLINE,
}
ALREADY_DONE = "P-EMP-03"
NOT_FROM_A_MEETING = ("P-SAN-02",)
WEEKS_SINCE_PROPOSED = 4


def of_meeting(code: str, *, long_ago: bool) -> list[dict]:
    """The proposals that came out of the area's meeting of January 2023, or of its last one."""
    rows = [row for row in facts.proposals() if row["area"] == code and row["id"] not in NOT_FROM_A_MEETING]
    return [row for row in rows if (row["id"] == ALREADY_DONE) == long_ago]


def between_meetings() -> list[dict]:
    return [row for row in facts.proposals() if row["id"] in NOT_FROM_A_MEETING]


class Telling:
    """One proposal, told from `day` on."""

    def __init__(self, row: dict, day: date, network: Network, needs: dict[str, Need], meeting: Meeting | None = None):
        self.row, self.day, self.network, self.meeting = row, day, network, meeting
        self.needs = [needs[key] for key in row["needs"]]
        self.area, self.lead = network.areas[row["area"]], network.leads[row["area"]]

    @transaction.atomic
    def tell(self) -> Proposal:
        found = Proposal.objects.filter(area=self.area, title=self.row["title"]).first()
        if found:
            return found
        proposal = self._create()
        self._answer(proposal)
        self._carry_out(proposal)
        return proposal

    def _create(self) -> Proposal:
        row = self.row
        partners = {self._entity(p["entity"]): p["commitment"] for p in row["partners"]}
        with clock.set_to(self._moment(0, 18)):
            proposal = create_proposal(
                self.area,
                actor=self.lead,
                title=row["title"],
                problem=row["problem"],
                action=row["action"],
                kind=row["kind"],
                resources=row["resources"],
                lead_entity=self._entity(row["lead"]),
                lead_text=row["lead_commitment"]["commitment"],
                partners=list(partners),
                partner_texts={entity.pk: text for entity, text in partners.items()},
                needs=self.needs,
                deadline=self._day(row["deadline_weeks"]),
                success=row["indicator"]["name"],
                meeting=self.meeting,
            )
            self._set_indicator(proposal)
            for milestone in row["milestones"]:
                plan.add_milestone(
                    proposal,
                    title=milestone["title"],
                    responsible=self._entity(milestone["responsible"]),
                    due=self._day(milestone["due_weeks"]),
                    actor=self.lead,
                )
            return states.propose(proposal, actor=self.lead)

    def _set_indicator(self, proposal: Proposal) -> None:
        indicator = self.row["indicator"]
        plan.set_indicator(
            proposal,
            unit=indicator["unit"],
            baseline=Decimal(indicator["baseline"]),
            target=Decimal(indicator["target"]),
            direction=indicator["direction"],
            source=indicator["source"],
            actor=self.lead,
        )

    def _answer(self, proposal: Proposal) -> None:
        answers = {self.row["lead"]: self.row["lead_commitment"]} | {p["entity"]: p for p in self.row["partners"]}
        for commitment in proposal.commitments.select_related("entity"):
            said = answers[commitment.entity.name]
            if said["state"] == "pending":
                continue
            with clock.set_to(self._moment(0, 19)):
                commitments.answer_commitment(
                    commitment,
                    answer=ANSWERS[said["state"]],
                    note=said.get("note", ""),
                    actor=self._technician(commitment.entity.name),
                )

    def _carry_out(self, proposal: Proposal) -> None:
        state = self.row["state"]
        if state in ("in_progress", "done"):
            with clock.set_to(self._moment(1)):
                states.start(proposal, actor=self.lead)
        for milestone, row in zip(proposal.milestones.order_by("pk"), self.row["milestones"], strict=True):
            self._tell_milestone(proposal, milestone, row)
        for reading in self.row["indicator"]["readings"]:
            self._tell_reading(proposal, reading)
        if state == "done":
            self._finish(proposal)

    def _tell_milestone(self, proposal: Proposal, milestone, row: dict) -> None:
        technician = self._technician(row["responsible"])
        if row["done"]:
            with clock.set_to(self._moment(row["due_weeks"], 12)):
                plan.tick_milestone(milestone, actor=technician)
        elif row.get("blocked"):
            with clock.set_to(self._moment(row["due_weeks"] - 2, 12)):
                plan.add_update(
                    proposal,
                    text=row["blocked"],
                    blocked_by=row["blocked"],
                    can_unblock=self._entity(row["can_unblock"]),
                    entity=self._entity(row["responsible"]),
                    milestone=milestone,
                    actor=technician,
                )

    def _tell_reading(self, proposal: Proposal, row: dict) -> None:
        day = self._day(row["week"])
        if day > clock.today():
            return
        with clock.set_to(self._moment(row["week"], 11)):
            technician = self._technician(self.row["lead"])
            plan.add_reading(proposal, value=Decimal(row["value"]), on=day, note=row["note"], actor=technician)

    def _finish(self, proposal: Proposal) -> None:
        weeks = self.row["deadline_weeks"] - 1
        with clock.set_to(self._moment(weeks, 13)):
            for commitment in proposal.commitments.select_related("entity"):
                commitments.fulfil(commitment, actor=self._technician(commitment.entity.name))
            states.finish(proposal, actor=self.lead)

    def _day(self, weeks: int) -> date:
        return self.day + timedelta(weeks=weeks)

    def _moment(self, weeks: int, hour: int = 10):
        return facts.at(self._day(weeks), hour)

    def _entity(self, name: str):
        return self.network.entities[name]

    def _technician(self, name: str):
        return self.network.technicians[self.row["area"], name]
