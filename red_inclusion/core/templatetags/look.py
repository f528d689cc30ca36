"""Small drawings and leaves of the interface; each is used on more than one page."""

import uuid

from django import template
from django.conf import settings
from django.core.paginator import Page
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from red_inclusion.core.dates import day_words
from red_inclusion.core.drawings import QUARTERS, distribution_segments, nearest_mark
from red_inclusion.core.tongues import language_of

register = template.Library()

URGENCY_WORDS = (
    pgettext_lazy("urgency", "Not urgent"),
    pgettext_lazy("urgency", "Can wait"),
    pgettext_lazy("urgency", "This year"),
    pgettext_lazy("urgency", "Soon"),
    pgettext_lazy("urgency", "Now"),
)

# Badge tone and glyph of every state of the domain: shape and colour say the same thing.
STATE_LOOKS = {
    "detected": ("neutral", "circle"),
    "prioritised": ("accent", "half"),
    "in_action": ("info", "play"),
    "answered": ("done", "check"),
    "discarded": ("neutral", "close"),
    "merged": ("neutral", "link"),
    "draft": ("neutral", "edit"),
    "convened": ("accent", "calendar"),
    "in_session": ("info", "play"),
    "closed": ("done", "lock"),
    "cancelled": ("neutral", "close"),
    "open": ("info", "play"),
    "published": ("done", "check"),
    "void": ("urgent", "close"),
    "drafting": ("neutral", "edit"),
    "circulated": ("accent", "send"),
    "approved": ("done", "check"),
    "proposed": ("accent", "circle"),
    "agreed": ("accent", "half"),
    "in_progress": ("info", "play"),
    "done": ("done", "check"),
    "evaluated": ("done", "star"),
    "on_hold": ("attention", "pause"),
    "transferred": ("neutral", "arrow-right"),
    "rejected": ("neutral", "close"),
    "pending": ("attention", "clock"),
    "accepted": ("info", "check"),
    "amended": ("attention", "edit"),
    "declined": ("neutral", "close"),
    "fulfilled": ("done", "check"),
    "unmet": ("urgent", "warning"),
    "present": ("done", "check"),
    "excused": ("neutral", "minus"),
    "absent": ("neutral", "circle"),
    "guest": ("accent", "people"),
    "overdue": ("urgent", "clock"),
}


@register.filter
def urgency_words(value):
    mark = nearest_mark(value)
    return _("Not prioritised") if mark is None else URGENCY_WORDS[mark]


@register.simple_tag
def urgency_mark(value, size=24, label=""):
    """A circle filling by quarters; label=False where the words already stand beside it."""
    mark = nearest_mark(value)
    return format_html(
        '<svg class="mark mark--{}" width="{}" height="{}" viewBox="0 0 24 24" {}>'
        '<circle class="mark__ring" cx="12" cy="12" r="10"/><path class="mark__fill" d="{}"/></svg>',
        "none" if mark is None else mark,
        size,
        size,
        _spoken(label, urgency_words(value)),
        "" if mark is None else QUARTERS[mark],
    )


def _spoken(label, default):
    if label is False:
        return format_html('aria-hidden="{}"', "true")
    return format_html('role="img" aria-label="{}"', label or default)


@register.inclusion_tag("components/distribution_bar.html")
def distribution_bar(distribution, passed=0, caption=""):
    counts = list(distribution or [0] * 5)
    rows = [{"segment": segment, "words": URGENCY_WORDS[segment.value]} for segment in distribution_segments(counts)]
    return {"rows": rows, "total": sum(counts), "passed": passed, "caption": caption}


@register.simple_tag
def agreement_words(agreement):
    if agreement in (None, ""):
        return ""
    if agreement >= 0.7:
        return _("high coincidence")
    return _("medium coincidence") if agreement >= 0.4 else _("divided opinions")


@register.inclusion_tag("components/progress_bar.html")
def progress_bar(done, total, label=""):
    done, total = done or 0, total or 0
    words = label or _("%(done)s of %(total)s") % {"done": number_format(done), "total": number_format(total)}
    width = round(100 * min(done, total) / total, 2) if total else 0
    return {"width": width, "words": words, "complete": bool(total) and done >= total}


@register.simple_tag
def icon(name, size=20):
    return format_html(
        '<svg class="icon" width="{0}" height="{0}" aria-hidden="true" focusable="false"><use href="{1}#{2}"/></svg>',
        size,
        static("img/icons.svg"),
        name,
    )


@register.simple_tag
def entity_disc(entity, size=32):
    """Letters in one of eight colours, chosen by id so that an entity keeps hers everywhere."""
    return format_html(
        '<svg class="disc disc--{}" width="{}" height="{}" viewBox="0 0 32 32" aria-hidden="true">'
        '<circle cx="16" cy="16" r="16"/><text x="16" y="21" text-anchor="middle">{}</text></svg>',
        (entity.pk or 0) % 8 + 1,
        size,
        size,
        disc_letters(getattr(entity, "short_name", "") or entity.name),
    )


def disc_letters(name: str) -> str:
    """«Cruz Roja Alhama» → CR; «CEPAIM» → CE; small words do not count."""
    words = [word for word in name.replace("-", " ").split() if word[:1].isupper()]
    if len(words) > 1:
        return words[0][0] + words[1][0]
    return (words or [name])[0][:2].upper()


@register.simple_tag
def entity_line(entity, size=24):
    return format_html('<span class="entity-line">{} <span>{}</span></span>', entity_disc(entity, size), entity.name)


@register.inclusion_tag("components/badge.html")
def state_badge(state, label):
    tone, glyph = STATE_LOOKS.get(str(state), ("neutral", "circle"))
    return {"label": label, "tone": tone, "icon": glyph}


@register.inclusion_tag("components/badge.html")
def badge(label, tone="neutral", icon=""):
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context, page_obj: Page):
    pages = page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    return {"page_obj": page_obj, "pages": list(pages), "request": context["request"]}


@register.inclusion_tag("components/nav_link.html", takes_context=True)
def nav_link(context, url_name, label, icon="", whole="", also=""):
    """A link that stays away while nothing answers to its name, and knows when it is the current one.

    `whole` names the app all of whose pages belong to it, whatever their address: a vote is among the meetings. `also`
    names another list that stands behind it, a switch away.
    """
    try:
        url = reverse(url_name)
    except NoReverseMatch:
        return {"url": ""}
    request = context.get("request")
    path = getattr(request, "path", "")
    match = getattr(request, "resolver_match", None)
    current = path.startswith(url) if url != "/" else path == url
    current = current or bool(also and path.startswith(reverse(also)))
    current = current or bool(whole and match and match.namespace == whole)
    return {"url": url, "label": label, "icon": icon, "current": current}


@register.simple_tag(takes_context=True)
def theme_attribute(context):
    """The theme chosen on this device comes with the cookie, so the page never flashes the other one."""
    request = context.get("request")
    theme = request.COOKIES.get("theme") if request else None
    return format_html('data-theme="{}"', theme) if theme in ("light", "dark") else ""


@register.simple_tag
def submission_input():
    """For a form written in the template: sent twice, it makes one thing."""
    return format_html('<input type="hidden" name="submission" value="{}">', uuid.uuid4())


@register.simple_tag
def date_words(value, year: bool = False):
    """«viernes 20 de enero, 17:00», with the year when it is not this one, or when `year` says always: a document is
    read in other years."""
    if value is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_words(value, year=year))


@register.simple_tag
def tongue(*texts):
    """The `lang` of what people wrote, where it is not the page's; that of the network where its words do not tell.

    Stands right behind the tag's name, as in `<h1{% tongue need.title %}>`.
    """
    text = " ".join(str(text) for text in texts if text)
    language = language_of(text) or settings.LANGUAGE_CODE
    return format_html(' lang="{}"', language) if text and language != get_language() else ""
