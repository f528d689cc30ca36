from django import template
from django.conf import settings
from django.urls import reverse

register = template.Library()


@register.simple_tag
def other_doors() -> list[dict[str, str]]:
    """The providers with which people may sign in: none unless the environment names one."""
    doors = settings.SINGLE_SIGN_ON
    return [{"name": door["name"], "url": reverse(door["route"], args=door["args"])} for door in doors]
