"""The sizes in which pages show a picture."""

import logging

from wagtail.images.models import Image

CARD = "fill-640x360|format-webp"
WIDE = ("width-480|format-webp", "width-960|format-webp", "width-1600|format-webp")
SOCIAL = "fill-1200x630|format-jpeg"
LOGO = "max-480x160|format-png"

logger = logging.getLogger(__name__)


def draw(image: Image) -> None:
    """Every size that is not drawn yet. One that cannot be is drawn, or fails, when a page asks for it."""
    try:
        image.get_renditions(CARD, *WIDE, SOCIAL, LOGO)
    except OSError:
        logger.exception("picture %s could not be drawn", image.pk)
