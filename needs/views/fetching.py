"""How the pages of a need find it and refuse it."""

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from needs import policies
from needs.models import Need
from red_inclusion.core.errors import NotAllowed


def readable_need(request: HttpRequest, pk: int) -> Need:
    """Hers to read, with all that a row shows, or 404."""
    return get_object_or_404(Need.objects.visible_to(request.user).for_rows(), pk=pk)


def led_need(request: HttpRequest, pk: int) -> Need:
    """Of an area she runs: 404 to who may not read it, 403 to who may only read it."""
    need = readable_need(request, pk)
    if not policies.can_run_needs(request.standing, need.area_id):
        raise NotAllowed("not_allowed", _("Only the lead of the area does this."))
    return need
