"""Pages and files of the website."""

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page

from red_inclusion.pages.actions import ensure_home
from red_inclusion.pages.models import NewsIndexPage, NewsPage, StandardPage


def picture(title: str = "Una mesa", size=(640, 360)) -> Image:
    drawn = BytesIO()
    Picture.new("RGB", size, "white").save(drawn, "PNG")
    return Image.objects.create(title=title, file=ContentFile(drawn.getvalue(), name="mesa.png"))


def document(title: str = "Bases", name: str = "bases.txt") -> Document:
    content = b"Bases de la red"
    found = Document(title=title, file=ContentFile(content, name=name), file_size=len(content))
    found.save()
    return found


def published(parent: Page, page: Page) -> Page:
    parent.add_child(instance=page)
    page.save_revision().publish(skip_permission_checks=True)
    return page


def standard_page(**fields) -> StandardPage:
    return published(ensure_home(), StandardPage(**{"title": "Participar", **fields}))


def news_index(**fields) -> NewsIndexPage:
    found = NewsIndexPage.objects.first()
    return found or published(ensure_home(), NewsIndexPage(**{"title": "Noticias", **fields}))


def news(title: str = "Arranca la red", **fields) -> NewsPage:
    return published(news_index(), NewsPage(**{"title": title, "intro": "Dos frases.", **fields}))
