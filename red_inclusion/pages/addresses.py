"""The addresses of pages: one that a part of the product answers to would hide the page."""

from django.core.exceptions import ValidationError
from django.urls import resolve
from django.utils.translation import gettext as _
from wagtail.admin.forms import WagtailAdminPageForm

HOME_DEPTH = 2


def is_free(slug: str) -> bool:
    """Whether a page right beneath the home page can be reached by it."""
    return resolve(f"/{slug}/").url_name == "wagtail_serve"


class OwnAddressForm(WagtailAdminPageForm):
    def clean(self):
        cleaned = super().clean()
        slug = cleaned.get("slug")
        if slug and self.parent_page.depth == HOME_DEPTH and not is_free(slug):
            self.add_error(
                "slug", ValidationError(_("Another part of the site has this address. Choose another."), "taken")
            )
        return cleaned
