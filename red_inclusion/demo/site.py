"""The public face of the demo: home, news, legal pages, a page for each area, and the mark that it is a demo."""

from datetime import date

from django.core.files.images import ImageFile
from wagtail.images.models import Image
from wagtail.models import Page

from red_inclusion.core import clock
from red_inclusion.network.enums import Accent
from red_inclusion.pages.actions import ensure_home, name_network, publish_area
from red_inclusion.pages.enums import Conformance, Preparation
from red_inclusion.pages.models import (
    AccessibilityPage,
    AreaPage,
    HomePage,
    NewsIndexPage,
    NewsPage,
    PrivacyPage,
    SiteSettings,
    StandardPage,
)

from . import facts, site_texts
from .people import Network

PICTURES = {
    "mesa": "Una mesa de reunión vista desde arriba, con diez personas alrededor y fichas de necesidades",
    "pueblo": "Un pueblo de casas bajas al pie de un cerro con un castillo",
    "prioridades": "Fichas de necesidades ordenadas en cinco columnas, de menos a más urgentes",
    "albura": "Proyecto Albura",
}
NEWS_OF_PRIORITIES = date(2023, 1, 27)
FIGURES = ["entities", "needs_detected", "actions_running", "meetings_held"]


def build_site(network: Network) -> None:
    name = facts.network()["network"]["name"]
    name_network(name, actor=network.coordination, demo=True)
    pictures = {key: _picture(key, title) for key, title in PICTURES.items()}
    home = ensure_home()
    _write_settings(pictures["albura"])
    for area in network.areas.values():
        _write_area(publish_area(area, actor=network.coordination))
    if NewsIndexPage.objects.exists():
        return
    joining = _write_pages(home, pictures)
    _write_news(home, pictures, network)
    _write_home(home, name, joining)


def _picture(key: str, title: str) -> Image:
    found = Image.objects.filter(title=title).first()
    if found:
        return found
    with (facts.DATA / "pictures" / f"{key}.png").open("rb") as file:
        return Image.objects.create(title=title, description=title, file=ImageFile(file, name=f"{key}.png"))


def _write_settings(logo: Image) -> None:
    settings = SiteSettings.current()
    if settings.funding:
        return
    settings.accent = Accent.TEAL
    settings.contact_address = "Centro Municipal de Servicios Sociales"
    settings.funding = site_texts.FUNDING
    settings.funding_logos = [("logo", _shown(logo))]
    settings.save()


def _write_area(page: AreaPage) -> None:
    if not page.intro:
        page.intro = page.area.about
        _publish(page)


def _write_pages(home: HomePage, pictures: dict[str, Image]) -> StandardPage:
    joining = StandardPage(
        title="Participar", slug="participar", intro="Cómo entra una entidad en la red, y qué pide y da la red."
    )
    joining.show_in_menus = True
    joining.content = [("text", site_texts.JOIN), ("picture", {"image": _shown(pictures["mesa"])})]
    _add(home, joining)
    _add(home, PrivacyPage(**site_texts.PRIVACY, checked_on=clock.today()))
    _add(
        home,
        AccessibilityPage(
            **site_texts.ACCESSIBILITY,
            status=Conformance.PARTIAL,
            prepared_on=clock.today(),
            preparation=Preparation.SELF,
        ),
    )
    return joining


def _write_news(home: HomePage, pictures: dict[str, Image], network: Network) -> None:
    index = NewsIndexPage(title="Noticias", slug="noticias", intro="Lo que la red hace y quiere contar.")
    index.show_in_menus = True
    _add(home, index)
    started = NewsPage(
        title="Arranca la red por la inclusión social",
        day=facts.STARTED,
        intro="Servicios municipales y entidades sociales se sientan a la misma mesa para no trabajar por separado.",
        picture=pictures["pueblo"],
        content=[("text", site_texts.STARTED)],
    )
    priorities = NewsPage(
        title="Las entidades deciden juntas qué es lo más urgente",
        day=NEWS_OF_PRIORITIES,
        intro="Las tres áreas celebran su segunda ronda de reuniones: de las necesidades detectadas a las propuestas.",
        picture=pictures["prioridades"],
        area=network.areas["EMP"],
        content=[("text", site_texts.PRIORITIES), ("quote", {"text": site_texts.QUOTE, "who": site_texts.QUOTE_WHO})],
    )
    resources = NewsPage(
        title="Un directorio para conocer los recursos de todas",
        day=facts.weeks_ago(2),
        intro="La primera necesidad detectada en la red fue no conocer los servicios de las demás. Así se responde.",
        picture=pictures["mesa"],
        content=[("text", site_texts.RESOURCES), ("figures", {"title": "", "figures": FIGURES})],
    )
    for item in (started, priorities, resources):
        _add(index, item)


def _write_home(home: HomePage, name: str, joining: StandardPage) -> None:
    home.title, home.lead = name, site_texts.LEAD
    home.content = [
        ("figures", {"title": "", "figures": FIGURES}),
        ("chain", None),
        ("text", site_texts.ABOUT),
        ("areas", None),
        ("quote", {"text": site_texts.QUOTE, "who": site_texts.QUOTE_WHO}),
        ("news", {"title": "", "most": 3}),
        ("meetings", {"title": "", "area": "", "most": 3}),
        (
            "call_to_action",
            {
                "title": "¿Trabajas en el municipio por la inclusión?",
                "text": "Tu entidad puede formar parte de la red y de las áreas que elija.",
                "button": "Cómo participar",
                "page": joining,
                "url": "",
                "tone": "accent",
            },
        ),
        ("published", {"title": "", "most": 5}),
    ]
    _publish(home)


def _shown(image: Image) -> Image:
    """As a block takes it: with what it says to who does not see it."""
    image.contextual_alt_text, image.decorative = image.description, False
    return image


def _add(parent: Page, page: Page) -> None:
    parent.add_child(instance=page)
    _publish(page)


def _publish(page: Page) -> None:
    page.save_revision().publish(skip_permission_checks=True)
