"""The public face of the demo: the home page's words, a page for each area, and the mark that it is a demo."""

from red_inclusion.pages.actions import ensure_home, name_network, publish_area
from red_inclusion.pages.models import AreaPage

from . import facts
from .people import Network

LEAD = "Departamentos municipales y entidades sociales de un mismo pueblo, alrededor de las mismas necesidades."
BODY = (
    "<p>La red reúne a quienes trabajan cada día contra la exclusión social en el municipio. En cada área de trabajo "
    "ponemos en común las necesidades que detectamos, decidimos juntas cuáles urgen más y las convertimos en "
    "propuestas de actuación con una entidad responsable y un plazo.</p>"
    "<p>Aquí puede leerse lo que pedimos, lo que acordamos y lo que se ha hecho.</p>"
)


def build_site(network: Network) -> None:
    name = facts.network()["network"]["name"]
    name_network(name, actor=network.coordination, demo=True)
    _write_home(name)
    for area in network.areas.values():
        _write_area(publish_area(area, actor=network.coordination))


def _write_home(name: str) -> None:
    home = ensure_home()
    if home.lead != LEAD:
        home.title, home.lead, home.body = name, LEAD, BODY
        home.save_revision().publish(skip_permission_checks=True)


def _write_area(page: AreaPage) -> None:
    if not page.intro:
        page.intro = f"<p>{page.area.about}</p>"
        page.save_revision().publish(skip_permission_checks=True)
