"""Who reads a picture or a document: anybody while a page for everybody shows it, else only the network.

Nobody ticks a box for it. What a published page shows is public by that, and stops being so when the page goes.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from wagtail.models import Page, ReferenceIndex

from red_inclusion.network.standing import Standing

from .models import SiteSettings
from .policies import can_read_library


def is_public(file: Model) -> bool:
    """A page that is published and open to all refers to it, or the site's settings do (its logos)."""
    references = ReferenceIndex.get_references_to(file).values_list("base_content_type", "object_id")
    settings, pages = _content_type(SiteSettings), _content_type(Page)
    used = list(references)
    if any(kind == settings for kind, _ in used):
        return True
    ids = [pk for kind, pk in used if kind == pages]
    return bool(ids) and Page.objects.live().public().filter(pk__in=ids).exists()


def can_read(file: Model, *, user, standing: Standing) -> bool:
    """Of what is not public: the network reads all, but for collections that the CMS restricts further."""
    if user.has_perm("wagtailadmin.access_admin"):
        return True
    return can_read_library(standing) and not file.collection.get_view_restrictions().exists()


def _content_type(model: type[Model]) -> int:
    return ContentType.objects.get_for_model(model).pk
