"""What an entity detects: its needs, on its page."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from needs.models import Need
from red_inclusion.network.entity_sections import EntitySection
from red_inclusion.network.models import Entity

ROWS_SHOWN = 5


def needs_of(entity: Entity, user) -> EntitySection:
    """The open ones, the most urgent first. Where the network raised one, who may not know is not told here either."""
    needs = Need.objects.visible_to(user).detected_by(entity).open()
    return EntitySection(
        title=_("Needs it detects"),
        template="needs/includes/entity_need.html",
        rows=needs.for_rows().most_urgent_first()[:ROWS_SHOWN],
        total=needs.count(),
        empty=_("No open need of it that you may read."),
        more_url=f"{reverse('needs:need_list')}?entity={entity.pk}",
    )
