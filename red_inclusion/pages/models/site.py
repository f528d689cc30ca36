from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting
from wagtail.fields import StreamField

from red_inclusion.network.enums import Accent
from red_inclusion.pages.blocks import LogosBlock
from red_inclusion.pages.pictures import LOGO


@register_setting
class SiteSettings(BaseGenericSetting):
    """One row, or none yet: then the values below."""

    network_name = models.CharField(_("name of the network"), max_length=80, default="Red Inclusión")
    logo = models.ForeignKey(
        "wagtailimages.Image",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("logo"),
        help_text=_("Stands beside the name. Without one, the mark of Red Inclusión does."),
    )
    accent = models.CharField(
        _("accent"),
        max_length=20,
        choices=Accent.choices,
        default=Accent.TEAL,
        help_text=_("Of the pages that belong to no area. Each of them can be read on light and on dark."),
    )
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_address = models.CharField(_("address"), max_length=240, blank=True)
    funding = models.CharField(
        _("sentence"),
        max_length=400,
        blank=True,
        help_text=_("Who pays for it, in the words that they ask for. Stands on public pages, mails and documents."),
    )
    funding_logos = StreamField(LogosBlock(required=False), verbose_name=_("logos"), blank=True)
    demo = models.BooleanField(_("demo"), default=False, editable=False)

    panels = [
        MultiFieldPanel([FieldPanel("network_name"), FieldPanel("logo"), FieldPanel("accent")], _("The network")),
        MultiFieldPanel(
            [FieldPanel("contact_email"), FieldPanel("contact_phone"), FieldPanel("contact_address")], _("Contact")
        ),
        MultiFieldPanel([FieldPanel("funding"), FieldPanel("funding_logos")], _("Funding")),
    ]

    class Meta:
        verbose_name = _("network")

    @classmethod
    def current(cls) -> "SiteSettings":
        """Read only: looking at a page never writes."""
        return cls.objects.select_related("logo").first() or cls()

    @cached_property
    def logos(self) -> list[dict]:
        """The funding bodies' logos: address, size and what they say to who does not see them."""
        return [_drawn(block.value) for block in self.funding_logos if block.value]

    @cached_property
    def own_logo(self) -> dict | None:
        return _drawn(self.logo) if self.logo else None


def _drawn(image) -> dict:
    rendition = image.get_rendition(LOGO)
    alt = getattr(image, "contextual_alt_text", "") or ""
    return {"url": rendition.url, "width": rendition.width, "height": rendition.height, "alt": alt}
