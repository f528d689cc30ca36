"""Pictures and documents: read from disk by us, never by their path, and only by who may."""

from pathlib import PurePath

from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe
from wagtail.documents.models import Document
from wagtail.images.models import Image, Rendition

from red_inclusion.accounts.middleware import detour
from red_inclusion.headers import POLICY_OF_FILES
from red_inclusion.network.middleware import needs_second_step
from red_inclusion.pages.files import can_read, is_public

PICTURES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png", ".webp": "image/webp"}
KEPT = "private, max-age=3600"  # who may read it is asked again after an hour


@login_not_required
@require_safe
def media(request: HttpRequest, name: str) -> HttpResponse:
    """A drawing of a picture, as pages show it. The original is for the CMS alone, documents have their own address."""
    name = name.replace("\0", "")
    rendition = Rendition.objects.select_related("image__collection").filter(file=name).first()
    if rendition:
        return _turned_away(request, rendition.image) or _picture(rendition.file)
    original = Image.objects.filter(file=name).first()
    if original and request.user.has_perm("wagtailadmin.access_admin"):
        return _asked_first(request) or _picture(original.file)
    return _nothing(request)


@login_not_required
@require_safe
def document(request: HttpRequest, document_id: int, document_filename: str) -> HttpResponse:
    found = Document.objects.select_related("collection").filter(pk=document_id).first()
    if found is None or found.filename != document_filename:
        return _nothing(request)
    return _turned_away(request, found) or _attachment(found)


def _turned_away(request: HttpRequest, file: Model) -> HttpResponse | None:
    """None where she may read it."""
    if is_public(file):
        return None
    if not request.user.is_authenticated:
        return _nothing(request)
    if not can_read(file, user=request.user, standing=request.standing):
        raise Http404
    return _asked_first(request)


def _asked_first(request: HttpRequest) -> HttpResponse | None:
    """What every private page asks before it opens. These views are public, so nobody has asked it yet."""
    if not request.user.has_accepted_terms:
        return detour(request, reverse("accounts:terms"))
    if needs_second_step(request):
        return redirect("mfa_index")
    return None


def _nothing(request: HttpRequest) -> HttpResponse:
    """Strangers are not told whether there is anything."""
    if not request.user.is_authenticated:
        return detour(request, reverse("account_login"))
    raise Http404


def _picture(file) -> HttpResponse:
    kind = PICTURES.get(PurePath(file.name).suffix.lower())
    if kind is None:
        raise Http404
    return _answer(file, kind)


def _attachment(found: Document) -> HttpResponse:
    answer = _answer(found.file, found.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, found.filename)
    return answer


def _answer(file, kind: str) -> HttpResponse:
    try:
        with file.open("rb") as opened:
            content = opened.read()
    except FileNotFoundError as missing:
        raise Http404 from missing
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Security-Policy": POLICY_OF_FILES, "Cache-Control": KEPT},
    )
