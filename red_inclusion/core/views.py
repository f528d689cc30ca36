from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from . import links


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def personal_link(request: HttpRequest, token: str) -> HttpResponse:
    """The page of a personal link; one that is over says so, whatever the reason, and how to go on."""
    try:
        purpose, person, subject = links.follow(token)
    except links.LinkOver:
        response = render(request, "link_over.html", status=404)
    else:
        # In her language, on whatever device: it is hers, though nobody signed in.
        with translation.override(person.language or translation.get_language()):
            response = purpose.answer(request, person, subject)
    # The address is the key: it goes to no other page and into no index.
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
