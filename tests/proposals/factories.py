"""A proposal in the state asked for, with the lead entity's commitment as that state needs it; nothing else filled."""

from datetime import UTC, date, datetime

import factory
from factory.django import DjangoModelFactory

from proposals.enums import LIVE_STATES, CommitmentRole, CommitmentState, ProposalState
from proposals.models import Commitment, Indicator, Milestone, Proposal, StateChange
from red_inclusion.core.folding import fold
from tests.factories import AreaFactory, EntityFactory, PersonFactory
from tests.needs.factories import NeedFactory

JANUARY = datetime(2026, 1, 20, 16, 0, tzinfo=UTC)
JUNE = date(2026, 6, 30)


class ProposalFactory(DjangoModelFactory):
    """`ProposalFactory(needs=[…], partners=[…], lead_commitment="declined")`; `needs` default to one."""

    class Meta:
        model = Proposal
        skip_postgeneration_save = True

    reference = factory.Sequence(lambda n: f"T-P-2026-{n:03}")
    title = factory.Sequence(lambda n: f"Proposal {n}")
    area = factory.SubFactory(AreaFactory)
    lead_entity = factory.SubFactory(EntityFactory)
    author = factory.SubFactory(PersonFactory)
    deadline = JUNE
    created_at = JANUARY
    changed_at = JANUARY
    folded = factory.LazyAttribute(lambda proposal: fold(f"{proposal.reference} {proposal.title}"))

    @factory.post_generation
    def lead_commitment(self, create, extracted, **kwargs):
        stands = ProposalState(self.state_before or self.state) in LIVE_STATES
        state = extracted or (CommitmentState.ACCEPTED if stands else CommitmentState.PENDING)
        CommitmentFactory(proposal=self, entity=self.lead_entity, role=CommitmentRole.LEAD, state=state)

    @factory.post_generation
    def partners(self, create, extracted, **kwargs):
        for entity in extracted or ():
            CommitmentFactory(proposal=self, entity=entity)

    @factory.post_generation
    def needs(self, create, extracted, **kwargs):
        self.needs.set([NeedFactory(area=self.area)] if extracted is None else extracted)

    @factory.post_generation
    def history(self, create, extracted, **kwargs):
        StateChange.objects.create(proposal=self, after=self.state, at=JANUARY, actor=self.author)


class CommitmentFactory(DjangoModelFactory):
    class Meta:
        model = Commitment

    proposal = factory.SubFactory(ProposalFactory)
    entity = factory.SubFactory(EntityFactory)
    asked_at = JANUARY


class MilestoneFactory(DjangoModelFactory):
    class Meta:
        model = Milestone

    proposal = factory.SubFactory(ProposalFactory)
    title = factory.Sequence(lambda n: f"Milestone {n}")
    responsible = factory.SelfAttribute("proposal.lead_entity")
    due = JUNE


class IndicatorFactory(DjangoModelFactory):
    class Meta:
        model = Indicator

    proposal = factory.SubFactory(ProposalFactory)
