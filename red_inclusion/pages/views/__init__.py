from .area import area_intro
from .files import document, media
from .machines import robots, sitemap

__all__ = ["area_intro", "document", "media", "robots", "sitemap"]
