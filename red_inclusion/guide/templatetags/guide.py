from django import template
from django.urls import reverse

from red_inclusion.guide.contexts import help_for
from red_inclusion.guide.hints import hint_for

register = template.Library()


@register.inclusion_tag("guide/includes/hint.html", takes_context=True)
def hint_here(context):
    """What this page is for, until she has hidden it."""
    request = context.get("request")
    hint = hint_for(request) if request else None
    if hint is None:
        return {"hint": None}
    more = f"{reverse('guide:page', args=[hint.page])}#{hint.section}"
    return {"hint": hint, "more": more, "here": request.get_full_path(), "csrf_token": context.get("csrf_token")}


@register.simple_tag(takes_context=True)
def help_url(context) -> str:
    """Of the help about this page."""
    return help_for(context.get("request"))
