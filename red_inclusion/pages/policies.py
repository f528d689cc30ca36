"""Who may change the public website from our own pages. In the CMS, Wagtail's rights decide."""

from red_inclusion.network.standing import Standing


def can_edit_area_page(standing: Standing, area_id: int) -> bool:
    """The introduction of the area's public page: who runs the area."""
    return standing.runs(area_id)


def can_read_library(standing: Standing) -> bool:
    """Files that no public page shows: whoever belongs to the network."""
    return standing.in_network
