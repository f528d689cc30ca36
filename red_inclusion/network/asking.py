from red_inclusion.accounts.models import User

from .models import AreaLead, Coordinator


def whom_to_ask(person) -> list[User]:
    """For who has no place in the network: coordination, and before it the leads of the areas she was in."""
    were = AreaLead.objects.current().filter(area__seats__mandates__person=person)
    coordination = Coordinator.objects.current()
    able = User.objects.filter(is_active=True)
    leads = able.filter(pk__in=were.values("person"))
    rest = able.filter(pk__in=coordination.values("person")).exclude(pk__in=leads.values("pk"))
    return [*leads.order_by("name"), *rest.order_by("name")]
