"""Pages for when nothing else can answer. They ask nothing of the database, nor of who is signed in."""

import logging

from django.http import HttpResponse
from django.template.loader import render_to_string

logger = logging.getLogger(__name__)

RETRY_SECONDS = 5 * 60
LAST_RESORT = (
    '<!doctype html><html lang="es"><meta charset="utf-8"><title>Red Inclusión</title>'
    "<h1>Algo ha fallado por nuestra parte</h1>"
    "<p>Lo que estaba guardado sigue a salvo. Inténtalo dentro de un rato.</p>"
    '<div lang="en"><h1>Something went wrong on our side</h1><p>What had been saved is safe. Try again in a while.</p>'
    "</div></html>"
)


def plain_page(template: str, status: int) -> HttpResponse:
    """Without a request, so that no context processor runs; and were even that to fail, with the bare words."""
    try:
        body = render_to_string(template)
    except Exception:
        logger.exception("the page %s could not be shown", template)
        body = LAST_RESORT
    return HttpResponse(body, status=status, headers={"Cache-Control": "no-store"})


def bad_request(request, exception) -> HttpResponse:
    return plain_page("400.html", 400)


def server_error(request) -> HttpResponse:
    return plain_page("500.html", 500)


def too_large(request) -> HttpResponse:
    return plain_page("413.html", 413)


def too_many_requests(request) -> HttpResponse:
    response = plain_page("429.html", 429)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response


def updating() -> HttpResponse:
    response = plain_page("503.html", 503)
    response["Retry-After"] = str(RETRY_SECONDS)
    return response
