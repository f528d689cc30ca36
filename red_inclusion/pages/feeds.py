"""Atom feeds of what anybody may read. Their author is the network, never a person."""

from datetime import datetime, time

from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import registry
from .models import AreaPage, NewsPage, SiteSettings

MOST = 30


class NetworkFeed(Feed):
    feed_type = Atom1Feed

    def __call__(self, request, *args, **kwargs):
        self.network = SiteSettings.current().network_name
        return super().__call__(request, *args, **kwargs)

    def author_name(self):
        return self.network


class NewsFeed(NetworkFeed):
    def title(self):
        return _("News of %(network)s") % {"network": self.network}

    def link(self):
        return "/"

    def feed_url(self):
        return reverse("pages:news_feed")

    def items(self):
        return NewsPage.objects.live().public().defer_streamfields().newest_first()[:MOST]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.intro

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return _moment(item.day)

    def item_updateddate(self, item):
        return item.last_published_at


class PublishedFeed(NetworkFeed):
    def title(self):
        return _("Published by %(network)s") % {"network": self.network}

    def link(self):
        return "/"

    def feed_url(self):
        return reverse("pages:published_feed")

    def items(self):
        return [item for item in registry.latest(MOST) if item.url]

    def item_title(self, item):
        return item.title

    def item_description(self, item):
        return item.note

    def item_link(self, item):
        return item.url

    def item_pubdate(self, item):
        return _moment(item.when)


class AreaFeed(PublishedFeed):
    """What of one area can be opened: its minutes."""

    def get_object(self, request: HttpRequest, code: str) -> AreaPage:
        return get_object_or_404(AreaPage.objects.live().public().select_related("area"), area__code=code)

    def title(self, page):
        return f"{page.title} · {self.network}"

    def link(self, page):
        return page.url

    def feed_url(self, page):
        return reverse("pages:area_feed", args=[page.area.code])

    def items(self, page):
        items = [item for section in registry.area_sections(page.area) for item in section.items if item.url]
        return items[:MOST]


def _moment(when):
    """Feeds count in moments: a day begins at midnight of the municipality."""
    return when if when is None or isinstance(when, datetime) else timezone.make_aware(datetime.combine(when, time()))


news = login_not_required(require_safe(NewsFeed()))
published = login_not_required(require_safe(PublishedFeed()))
area = login_not_required(require_safe(AreaFeed()))
