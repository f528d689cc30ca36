import nh3
from django import template
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText, expand_db_html

register = template.Library()

TAGS = {"a", "b", "br", "em", "h2", "h3", "i", "li", "ol", "p", "strong", "ul"}
SCHEMES = {"http", "https", "mailto", "tel"}


@register.filter
def site_text(value: RichText | str) -> str:
    """What an editor wrote, as HTML that holds nothing but text, lists and links: the CMS takes care of that when it
    stores it, and here it is not believed."""
    html = expand_db_html(getattr(value, "source", value) or "")
    clean = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=SCHEMES, link_rel=None)
    return mark_safe(clean)  # noqa: S308 - nh3 has just cleaned it


@register.simple_tag(takes_context=True)
def whole_address(context, path: str) -> str:
    """With scheme and host: readers outside the site need them."""
    return context["request"].build_absolute_uri(path)
