"""Which help belongs to which page of the product."""

from django.http import HttpRequest
from django.urls import reverse

from red_inclusion.accounts.guests import is_guest

from .texts import VOTING

COORDINATION = (
    "coordination",
    "coordination_entities",
    "coordination_entity",
    "coordination_areas",
    "coordination_people",
    "coordination_invitations",
    "area_create",
    "area_edit",
    "entity_create",
    "import_list",
    "import_detail",
)
# By the name of the view, else by its app: (page, section).
BY_VIEW = {
    "desk:my_work": ("technician", "my-work"),
    "meetings:room": (VOTING, ""),
    "meetings:guest": (VOTING, ""),
    "meetings:join": (VOTING, ""),
    "meetings:join_code": (VOTING, ""),
    "meetings:minutes_list": ("technician", "minutes"),
    "meetings:minutes_detail": ("technician", "minutes"),
    "meetings:minutes_edit": ("lead", "minutes"),
    "meetings:meeting_list": ("technician", "meetings"),
    "meetings:meeting_detail": ("technician", "meetings"),
    "account_login": ("technician", "sign-in"),
    "account_request_login_code": ("technician", "sign-in"),
    "account_confirm_login_code": ("technician", "sign-in"),
    "accounts:profile": ("technician", "sign-in"),
    "mfa_index": ("coordination", "second-step"),
    **{f"network:{view}": ("coordination", "network") for view in COORDINATION},
    "network:area_list": ("technician", "my-work"),
}
BY_APP = {
    "needs": ("technician", "needs"),
    "meetings": ("lead", "room"),
    "proposals": ("representative", "proposals"),
    "network": ("representative", "people"),
    "notifications": ("technician", "notices"),
}


def help_for(request: HttpRequest | None) -> str:
    """The address of the help about the page that answers; the list of all pages where there is none."""
    match = getattr(request, "resolver_match", None)
    page, section = _page_for(match.view_name, match.namespace) if match else ("", "")
    if is_guest(getattr(request, "user", None)) or page == VOTING:
        return reverse("guide:voting")
    if not page:
        return reverse("guide:index")
    return f"{reverse('guide:page', args=[page])}#{section}"


def _page_for(view: str, app: str) -> tuple[str, str]:
    return BY_VIEW.get(view) or BY_APP.get(app) or ("", "")
