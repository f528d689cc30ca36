"""The network at a glance: what there is, and what waits for coordination."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from red_inclusion.core import clock
from red_inclusion.network.models import Area, Entity, ErasureRequest, Invitation, SheetImport
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.models import Mail

from .gate import for_coordination
from .people import never_here, not_here_for_long, with_access

MOST = 5


@require_safe
@for_coordination
def overview(request: HttpRequest) -> HttpResponse:
    people, waiting = with_access(), Invitation.objects.pending()
    context = {
        "entity_count": Entity.objects.active().count(),
        "area_count": Area.objects.count(),
        "people_count": people.count(),
        "invitation_count": waiting.count(),
        "areas_without_lead": Area.objects.without_lead()[:MOST],
        "entities_without_people": Entity.objects.in_state("nobody").count(),
        "expired": waiting.filter(expires_at__lte=clock.now()).count(),
        "never_here": never_here(people).count(),
        "long_away": not_here_for_long(people).count(),
        "asking_to_go": ErasureRequest.objects.count(),
        "undelivered": Mail.objects.filter(state=MailState.FAILED).count(),
        "upload": SheetImport.objects.filter(done_at=None).first(),
    }
    return render(request, "network/coordination/overview.html", context)
