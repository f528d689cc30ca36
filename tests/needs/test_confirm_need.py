import pytest

from needs.actions import confirm_need, withdraw_confirmation
from needs.models import Need
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent


def entities_confirming(need):
    return [confirmation.entity for confirmation in need.confirmations.all()]


def test_an_entity_confirms_once(cast, make_need):
    need = make_need()

    for _tap in range(2):
        confirm_need(need, entity=cast.social_services, actor=cast.alba)

    assert entities_confirming(need) == [cast.social_services]
    assert AuditEvent.objects.filter(action="need.confirmed").count() == 1
    assert Need.objects.with_confirmations().get().confirmation_count == need.confirmation_count == 1


def test_a_confirmation_can_be_taken_back(cast, make_need):
    need = make_need()
    confirm_need(need, entity=cast.social_services, actor=cast.alba)

    for _tap in range(2):
        withdraw_confirmation(need, entity=cast.social_services, actor=cast.alba)

    assert entities_confirming(need) == []
    assert AuditEvent.objects.filter(action="need.confirmation_withdrawn").count() == 1


def test_who_may_confirm_for_whom(cast, make_need):
    def may(actor, entity, **changes):
        try:
            confirm_need(make_need(**changes), entity=entity, actor=actor)
        except NotAllowed:
            return False
        return True

    assert {
        "member of another entity": may(cast.alba, cast.social_services),
        "member of another area": may(cast.carla, cast.other_entity),
        "the entity that detected it": may(cast.bruno, cast.entity),
        "an entity that is not hers": may(cast.bruno, cast.social_services),
        "observer": may(cast.observer, cast.entity),
        "coordination without a mandate": may(cast.coordination, cast.social_services),
        "the hidden entity of a need of the network": may(cast.bruno, cast.entity, raised_by_network=True),
    } == {
        "member of another entity": True,
        "member of another area": True,
        "the entity that detected it": False,
        "an entity that is not hers": False,
        "observer": False,
        "coordination without a mandate": False,
        "the hidden entity of a need of the network": True,
    }


@pytest.mark.parametrize(("state", "open_"), [("in_action", True), ("answered", False), ("discarded", False)])
def test_only_open_needs_are_confirmed(cast, make_need, state, open_):
    need = make_need(state=state, state_before="detected")

    try:
        confirm_need(need, entity=cast.social_services, actor=cast.alba)
        code = None
    except DomainError as refusal:
        code = refusal.code

    assert code == (None if open_ else "need_not_open")
