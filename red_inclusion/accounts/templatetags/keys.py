from django import template

from red_inclusion.accounts.keys import removed_key as removed_key_of

register = template.Library()


@register.simple_tag(takes_context=True)
def removed_key(context):
    """The key that she has just removed and may have back."""
    return removed_key_of(context["request"])
