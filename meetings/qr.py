"""The QR code that leads a phone into the room."""

from io import BytesIO

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from .models import Meeting

# Seen from this machine only, so a phone would not get there.
LOOPBACK = ("localhost", "127.", "[::1]")


def join_url(request: HttpRequest, meeting: Meeting) -> str:
    """The absolute address of the code: the one she is on, or the public one where hers is of this machine alone."""
    path = reverse("meetings:join_code", args=[meeting.join_code])
    if request.get_host().startswith(LOOPBACK) and not settings.PUBLIC_ORIGIN.split("://")[-1].startswith(LOOPBACK):
        return settings.PUBLIC_ORIGIN + path
    return request.build_absolute_uri(path)


def qr_svg(text: str) -> SafeString:
    """An <svg> to stand in a page: dark on white in every theme, because cameras ask for it."""
    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(omitsize=True, border=2, dark="#000", light="#fff", svgclass="qr", lineclass=None)
    return mark_safe(svg)  # noqa: S308  drawn by us from an address of ours


def qr_file(text: str) -> bytes:
    """The same as a file of its own."""
    out = BytesIO()
    segno.make(text, error="m", micro=False).save(out, kind="svg", border=2, dark="#000", light="#fff", omitsize=True)
    return out.getvalue()
