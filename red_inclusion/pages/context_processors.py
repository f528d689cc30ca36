from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from wagtail.models import Page, PageViewRestriction

from .models import AccessibilityPage, PrivacyPage, SiteSettings

DEPTH = 3  # right beneath the home page


def network(request: HttpRequest) -> dict:
    """What every page says of the network. Each part is read when a page asks for it, once."""
    site = SimpleLazyObject(SiteSettings.current)
    pages = SimpleLazyObject(lambda: _pages(request))
    return {
        "network_name": SimpleLazyObject(lambda: site.network_name),
        "demo_notice": SimpleLazyObject(lambda: site.demo),
        "site_settings": site,
        "menu_pages": SimpleLazyObject(lambda: [page for page in pages if page.show_in_menus]),
        "legal_pages": SimpleLazyObject(lambda: [page for page in pages if page.specific_class in LEGAL]),
    }


LEGAL = (PrivacyPage, AccessibilityPage)


def _pages(request: HttpRequest) -> list[Page]:
    """Those of the menu, and the legal ones of the footer, in the order that the CMS gives them."""
    legal = Q()
    for model in LEGAL:
        legal |= Q(content_type__app_label="pages", content_type__model=model._meta.model_name)
    # Wagtail's public() would ask for the restrictions first, on each page of the site.
    path = ExpressionWrapper(OuterRef("path"), CharField())
    kept = PageViewRestriction.objects.annotate(path=path).filter(path__startswith=F("page__path"))
    pages = list(
        Page.objects.live().filter(~Exists(kept)).filter(Q(show_in_menus=True) | legal, depth=DEPTH).order_by("path")
    )
    for page in pages:
        page.address = page.get_url(request)
    return pages


def letterhead() -> dict[str, Any]:
    """The same for mails, which know no request: addresses are whole."""
    site = SiteSettings.current()
    logos = [logo | {"url": settings.PUBLIC_ORIGIN + logo["url"]} for logo in site.logos]
    return {"network_name": site.network_name, "funding": site.funding, "funding_logos": logos}
