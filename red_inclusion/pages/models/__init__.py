from .legal import AccessibilityPage, PrivacyPage
from .pages import AreaPage, HomePage, NewsIndexPage, NewsPage, StandardPage
from .site import SiteSettings

__all__ = [
    "AccessibilityPage",
    "AreaPage",
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "PrivacyPage",
    "SiteSettings",
    "StandardPage",
]
