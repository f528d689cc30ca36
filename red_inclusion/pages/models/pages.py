from django.db import models
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.fields import StreamField
from wagtail.images.models import Image
from wagtail.models import Page, PageManager, PagePermissionTester
from wagtail.query import PageQuerySet

from red_inclusion.core import clock
from red_inclusion.core.folding import fold
from red_inclusion.network.models import Area
from red_inclusion.network.standing import Standing
from red_inclusion.pages import pictures, registry
from red_inclusion.pages.addresses import OwnAddressForm
from red_inclusion.pages.blocks import Content, HomeContent, first_home
from red_inclusion.pages.listing import news_list
from red_inclusion.pages.policies import can_edit_area_page

INTRO_LIMIT = 2000


def picture_field() -> models.ForeignKey:
    return models.ForeignKey(
        Image,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Decoration only: what it says must stand in the text too. Social networks show it as well."),
    )


class RootForGood(PagePermissionTester):
    """Without its root the site would answer nothing: nobody deletes, withdraws or moves it."""

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return False

    def can_unpublish(self) -> bool:
        return False

    can_move = can_unpublish


class HomePage(Page):
    """What the network is and does, for anybody."""

    lead = models.CharField(_("in one sentence"), max_length=240, blank=True)
    picture = picture_field()
    content = StreamField(HomeContent(required=False), verbose_name=_("content"), default=first_home, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("picture"), FieldPanel("content")]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = [
        "pages.AreaPage",
        "pages.NewsIndexPage",
        "pages.StandardPage",
        "pages.PrivacyPage",
        "pages.AccessibilityPage",
    ]
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def permissions_for_user(self, user):
        return RootForGood(user, self)

    def save(self, *args, **kwargs):
        self.expire_at = None  # the CMS offers a day to withdraw any page
        return super().save(*args, **kwargs)

    @property
    def summary(self) -> str:
        return self.lead


class StandardPage(Page):
    """About the network, how to join it, whatever needs a page."""

    intro = models.CharField(_("in one sentence"), max_length=240, blank=True)
    picture = picture_field()
    content = StreamField(Content(required=False), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("picture"), FieldPanel("content")]
    parent_page_types = ["pages.HomePage", "pages.StandardPage"]
    subpage_types = ["pages.StandardPage"]
    base_form_class = OwnAddressForm

    class Meta:
        verbose_name = _("standard page")

    @property
    def summary(self) -> str:
        return self.intro


class NewsIndexPage(Page):
    intro = models.CharField(_("in one sentence"), max_length=240, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["pages.NewsPage"]
    max_count = 1
    base_form_class = OwnAddressForm

    class Meta:
        verbose_name = _("news index")

    @property
    def summary(self) -> str:
        return self.intro

    def get_context(self, request, *args, **kwargs):
        news = NewsPage.objects.child_of(self).live().public()
        return super().get_context(request, *args, **kwargs) | news_list(request, news)


class NewsQuerySet(PageQuerySet):
    def newest_first(self) -> "NewsQuerySet":
        return self.order_by("-day", "-pk")

    def with_pictures(self) -> "NewsQuerySet":
        drawn = Image.objects.prefetch_renditions(pictures.CARD)
        return self.defer_streamfields().prefetch_related(Prefetch("picture", queryset=drawn))


class NewsPage(Page):
    day = models.DateField(_("day"), default=clock.today)
    intro = models.CharField(_("in two sentences"), max_length=300)
    picture = picture_field()
    area = models.ForeignKey(
        Area, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("area it is about")
    )
    content = StreamField(Content(required=False), verbose_name=_("content"), blank=True)
    folded = models.TextField(default="", editable=False)  # what search reads

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel(name) for name in ("day", "intro", "picture", "area")], _("In the list")),
        FieldPanel("content"),
    ]
    parent_page_types = ["pages.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("news item")

    @property
    def summary(self) -> str:
        return self.intro

    def save(self, *args, **kwargs):
        self.folded = fold(f"{self.title} {self.intro}")
        return super().save(*args, **kwargs)

    def get_context(self, request, *args, **kwargs):
        before = NewsPage.objects.sibling_of(self, inclusive=False).live().public().with_pictures().newest_first()
        return super().get_context(request, *args, **kwargs) | {"more": before[:3], "index": self.get_parent()}


class AreaPage(Page):
    """The public face of an area: what it asked for, what was agreed, what was done."""

    area = models.OneToOneField(Area, models.PROTECT, related_name="page", verbose_name=_("area"))
    intro = models.TextField(
        _("introduction"),
        blank=True,
        max_length=INTRO_LIMIT,
        help_text=_("Who leads the area can change it too, from the area's own page."),
    )
    content = StreamField(Content(required=False), verbose_name=_("content"), blank=True)

    content_panels = [*Page.content_panels, FieldPanel("area"), FieldPanel("intro"), FieldPanel("content")]
    parent_page_types = ["pages.HomePage"]
    subpage_types = ["meetings.MinutesPage"]

    class Meta:
        verbose_name = _("area page")

    @property
    def summary(self) -> str:
        return self.area.about

    def get_context(self, request, *args, **kwargs):
        return super().get_context(request, *args, **kwargs) | {
            "area": self.area,
            "sections": registry.area_sections(self.area),
            "may_edit": can_edit_area_page(getattr(request, "standing", Standing()), self.area_id),
        }
