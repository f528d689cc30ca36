from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import SiteSettings


def network(request: HttpRequest) -> dict:
    """What every page says of the network: its name, and whether it is a demo. Read when a page asks, once."""
    settings = SimpleLazyObject(SiteSettings.current)
    return {
        "network_name": SimpleLazyObject(lambda: settings.network_name),
        "demo_notice": SimpleLazyObject(lambda: settings.demo),
    }
