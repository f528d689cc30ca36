from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import RichTextField
from wagtail.models import Page

from red_inclusion.network.models import Area

from . import registry

LATEST_SHOWN = 5


@register_setting
class SiteSettings(BaseGenericSetting):
    """One row, or none yet: then the values below."""

    network_name = models.CharField(_("name of the network"), max_length=80, default="Red Inclusión")
    demo = models.BooleanField(_("demo"), default=False, editable=False)

    panels = [FieldPanel("network_name")]

    class Meta:
        verbose_name = _("network")

    @classmethod
    def current(cls) -> "SiteSettings":
        """Read only: looking at a page never writes."""
        return cls.objects.first() or cls()


class HomePage(Page):
    """What the network is and does, for anybody."""

    lead = models.CharField(_("in one sentence"), max_length=240, blank=True)
    body = RichTextField(_("text"), blank=True, features=["h2", "h3", "bold", "italic", "link", "ul", "ol"])

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("body")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["pages.AreaPage"]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request, *args, **kwargs):
        area_pages = AreaPage.objects.child_of(self).live().select_related("area").order_by("title")
        latest = registry.latest(LATEST_SHOWN)
        return super().get_context(request, *args, **kwargs) | {"area_pages": area_pages, "latest": latest}


class AreaPage(Page):
    """The public face of an area: what it asked for, what was agreed, what was done."""

    area = models.OneToOneField(Area, models.PROTECT, related_name="page", verbose_name=_("area"))
    intro = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link", "ul"])

    content_panels = [*Page.content_panels, FieldPanel("area"), FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["meetings.MinutesPage"]

    class Meta:
        verbose_name = _("area page")

    def get_context(self, request, *args, **kwargs):
        sections = registry.area_sections(self.area)
        return super().get_context(request, *args, **kwargs) | {"area": self.area, "sections": sections}
