"""The page that says there is no connection, and the service worker that keeps it on the device.

The worker keeps nothing else: pages about people never lie on a phone that several share. It keeps the page in one
language; another one is another worker, as its address carries the language.
"""

from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_safe

PARTS = ("css/main.css", "img/favicon.svg")


@login_not_required
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The same for everybody: without the request, so that no name of hers gets into it."""
    return HttpResponse(_words(_language(request)), headers={"Cache-Control": "no-cache"})


@login_not_required
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """Its text changes with what it keeps, which is how a browser knows that there is something new to fetch."""
    language = _language(request)
    context = {
        "page": f"{reverse('offline')}?language={language}",
        "parts": [static(part) for part in PARTS],
        "mark": sha256(_words(language).encode()).hexdigest()[:12],
    }
    return HttpResponse(
        render_to_string("offline_worker.js", context),
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache"},
    )


def _words(language: str) -> str:
    with translation.override(language):
        return render_to_string("offline.html")


def _language(request: HttpRequest) -> str:
    wanted = request.GET.get("language", "")
    return wanted if wanted in dict(settings.LANGUAGES) else translation.get_language() or settings.LANGUAGE_CODE
