"""Data of the network without surprises: every optional field empty, everything current since long ago."""

from datetime import date, timedelta

import factory
from factory.django import DjangoModelFactory

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.folding import fold
from red_inclusion.network.actions.invitations import hash_of
from red_inclusion.network.enums import EntityKind, MandateKind
from red_inclusion.network.models import Area, AreaLead, Coordinator, Entity, Invitation, Mandate, Resource, Seat

LONG_AGO = date(2022, 1, 1)


class PersonFactory(DjangoModelFactory):
    class Meta:
        model = User

    email = factory.Sequence(lambda n: f"person{n}@example.org")
    name = factory.Sequence(lambda n: f"Person {n}")
    password = factory.django.Password("correct horse")
    language = "en"
    terms_version = terms.VERSION


class EntityFactory(DjangoModelFactory):
    class Meta:
        model = Entity

    name = factory.Sequence(lambda n: f"Entity {n}")
    kind = EntityKind.THIRD_SECTOR
    active_since = LONG_AGO
    folded = factory.LazyAttribute(lambda entity: fold(entity.name))


class AreaFactory(DjangoModelFactory):
    class Meta:
        model = Area

    code = factory.Sequence(lambda n: f"A{n}")
    name = factory.Sequence(lambda n: f"Area {n}")


class SeatFactory(DjangoModelFactory):
    class Meta:
        model = Seat

    entity = factory.SubFactory(EntityFactory)
    area = factory.SubFactory(AreaFactory)
    since = LONG_AGO


class MandateFactory(DjangoModelFactory):
    """`MandateFactory(seat__entity=…, seat__area=…)` makes the seat too."""

    class Meta:
        model = Mandate

    seat = factory.SubFactory(SeatFactory)
    person = factory.SubFactory(PersonFactory)
    kind = MandateKind.MEMBER
    since = LONG_AGO


class AreaLeadFactory(DjangoModelFactory):
    class Meta:
        model = AreaLead

    area = factory.SubFactory(AreaFactory)
    person = factory.SubFactory(PersonFactory)
    since = LONG_AGO


class CoordinatorFactory(DjangoModelFactory):
    class Meta:
        model = Coordinator

    person = factory.SubFactory(PersonFactory)
    since = LONG_AGO


class ResourceFactory(DjangoModelFactory):
    class Meta:
        model = Resource

    entity = factory.SubFactory(EntityFactory)
    name = factory.Sequence(lambda n: f"Resource {n}")
    for_whom = "Families"
    how_to_get = "By appointment"
    contact = "desk@example.org"
    folded = factory.LazyAttribute(lambda resource: fold(f"{resource.name} {resource.for_whom}"))


class InvitationFactory(DjangoModelFactory):
    """To one seat: `InvitationFactory(seat=cast.seat, invited_by=cast.alba, token="link")`."""

    class Meta:
        model = Invitation

    class Params:
        token = factory.Sequence(lambda n: f"token-{n}")

    seat = factory.SubFactory(SeatFactory)
    token_hash = factory.LazyAttribute(lambda invitation: hash_of(invitation.token))
    email = factory.Sequence(lambda n: f"invited{n}@example.org")
    name = "Elena"
    language = "en"
    invited_by = factory.SubFactory(PersonFactory)
    created_at = factory.LazyFunction(clock.now)
    expires_at = factory.LazyAttribute(lambda invitation: invitation.created_at + timedelta(days=7))

    @classmethod
    def _create(cls, model_class, *args, seat, **kwargs):
        invitation = super()._create(model_class, *args, entity=seat.entity, **kwargs)
        invitation.seats.set([seat])
        return invitation
