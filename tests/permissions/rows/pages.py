from red_inclusion.core.actors import SYSTEM
from red_inclusion.pages.actions import publish_area
from tests.pages.factories import document, picture
from tests.permissions.matrix import Row, anybody
from tests.permissions.world import IN_NETWORK, RUNNING


def of_area(case):
    publish_area(case.area, actor=SYSTEM)
    return {"code": case.area.code}


def shown_nowhere(case):
    """A document that no page shows: of the network alone."""
    given = document()
    return {"document_id": given.pk, "document_filename": given.filename}


def drawing(case):
    """Of a picture that no page shows."""
    return {"name": picture().get_rendition("width-480|format-webp").file.name}


ROWS = {
    "pages:area_intro": [
        Row(kwargs=of_area, may=RUNNING),
        Row("POST", kwargs=of_area, data=lambda case: {"intro": "Para qué estamos."}, may=RUNNING),
    ],
    "pages:news_feed": anybody(),
    "pages:published_feed": anybody(),
    "pages:area_feed": anybody(kwargs=of_area),
    "pages:sitemap": anybody(),
    "pages:robots": anybody(),
    "pages:media": Row(kwargs=drawing, may=IN_NETWORK, of_area=False, refusal=404),
    "wagtaildocs_serve": Row(kwargs=shown_nowhere, may=IN_NETWORK, of_area=False, refusal=404),
}
