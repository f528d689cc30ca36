"""What search engines read."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from red_inclusion.pages.models import HomePage


@login_not_required
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Every page that anybody may read, and when it last changed."""
    home = HomePage.objects.first()
    pages = Page.objects.descendant_of(home, inclusive=True).live().public().order_by("path") if home else []
    # By the host that was asked: the CMS knows only the one it was installed with.
    rows = [
        {"address": request.build_absolute_uri(page.get_url(request)), "changed": page.last_published_at}
        for page in pages
    ]
    return render(request, "pages/sitemap.xml", {"rows": rows}, content_type="application/xml")


@login_not_required
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = ["User-agent: *", "Disallow: /cms/", f"Sitemap: {request.build_absolute_uri(reverse('pages:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
