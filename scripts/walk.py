"""Pictures of every page, to look at: phone, laptop and projector, light and dark, es and en, full and empty.

walk.py FOLDER [--only WORD] [--networks full empty] [--languages es en] [--themes light dark] [--sizes phone …]

The networks are kept in FOLDER/data, so that a second walk takes only as long as its pictures.
"""

import argparse
import json
import os
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from playwright.sync_api import BrowserContext, sync_playwright  # noqa: E402

from scripts.run_tests import find_browser  # noqa: E402
from tests.servers import free_port  # noqa: E402

SIZES = {"phone": (390, 844), "laptop": (1280, 800), "projector": (1920, 1080)}
VISITORS = {
    "visitor": None,
    "member": "cruz-roja.emp@demo.example",
    "lead": "lead@demo.example",
    "coordination": "coordination@demo.example",
}
EMPTY = """
from red_inclusion.core.actors import SYSTEM
from red_inclusion.demo.people import person
from red_inclusion.network import actions
if not person("lead", "Responsable").led_areas.exists():
    coordination = person("coordination", "Coordinación de la red")
    actions.name_coordinator(coordination, actor=SYSTEM)
    area = actions.open_area(code="EMP", name="Empleo y Formación", about="", accent="teal", actor=coordination)
    entity = actions.admit_entity(name="Cruz Roja", kind="third_sector", actor=coordination)
    seat = actions.add_seat(area, entity=entity, actor=coordination)
    actions.give_mandate(seat, person=person("cruz-roja.emp", "Técnica"), kind="member", actor=coordination)
    actions.name_lead(area, person=person("lead", "Responsable"), actor=coordination)
"""
SESSIONS = (
    "from pathlib import Path; from red_inclusion.demo.sessions import write_sessions; write_sessions(Path('{}'))"
)
PLACES = "import json; from tests.e2e.places import furnish, places; furnish(); print(json.dumps(places()))"
LISTS = (
    "/my-work/ /areas/ /areas/EMP/ /entities/ /needs/ /needs/new/?area=EMP /meetings/ "
    "/meetings/new/?area=EMP /minutes/ /proposals/ /proposals/board/ /proposals/new/ /accounts/profile/ "
    "/join/ /"
).split()
FOR_VISITORS = ("wagtail", "account_login", "account_request", "account_reset")
FOR_MEMBERS = "my_work need_detail need_list meeting_detail room round_detail commitment minutes_detail".split()


class Network:
    """A server of our own on a database of its own."""

    def __init__(self, folder: Path):
        self.folder, self.port = folder, free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        services = ("DATABASE_URL", "REDIS_URL")
        self.environment = {name: value for name, value in os.environ.items() if name not in services} | {
            "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
            "DATA_DIR": str(folder),
            "PORT": str(self.port),
        }

    def prepare(self, *, full: bool) -> dict[str, list[str]]:
        self.manage("migrate", "--noinput", "-v0")
        self.manage("collectstatic", "--noinput", "-v0")
        if full:
            self.manage("seed_demo")
        else:
            self.manage("shell", "-v0", "-c", EMPTY)
        self.manage("shell", "-v0", "-c", SESSIONS.format(self.folder / "sessions.json"))
        if not full:
            return {"empty": LISTS}
        return json.loads(self.manage("shell", "-v0", "-c", PLACES).splitlines()[-1])

    def manage(self, *command: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=self.environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout

    def session_of(self, email: str) -> str:
        return json.loads((self.folder / "sessions.json").read_text())[email].partition("=")[2]

    @contextmanager
    def served(self) -> Iterator[None]:
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment)
        try:
            self._wait()
            yield
        finally:
            server.terminate()
            server.wait()

    def _wait(self) -> None:
        while True:
            try:
                urllib.request.urlopen(f"{self.origin}/accounts/login/", timeout=60).close()  # noqa: S310
                return
            except OSError:
                time.sleep(0.2)


def main(told: argparse.Namespace) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=["--no-sandbox"])
        for kind in told.networks:
            network = Network(told.folder.resolve() / "data" / kind)
            places = network.prepare(full=kind == "full")
            with network.served():
                for look in product(told.languages, told.themes, told.sizes):
                    walk(browser, network, places, told.folder / "-".join((kind, *look)), *look, only=told.only)


def walk(browser, network, places, folder: Path, language: str, theme: str, size: str, *, only: str) -> None:
    refused: list[tuple[str, str]] = []
    for visitor, email in VISITORS.items():
        wanted = [(name, path) for name, paths in places.items() for path in paths if visits(visitor, name)]
        wanted = [(name, path) for name, path in wanted if only in f"{name} {path}"]
        if visitor == "coordination":  # what the lead, before her, may not see
            wanted = refused
        if not wanted:
            continue
        width, height = SIZES[size]
        context = browser.new_context(
            base_url=network.origin,
            viewport={"width": width, "height": height},
            color_scheme=theme,
            locale={"es": "es-ES", "en": "en-GB"}[language],
            device_scale_factor=1,
        )
        if email:
            context.add_cookies([{"name": "sessionid", "value": network.session_of(email), "url": network.origin}])
        speak(context, network.origin, language)
        page = context.new_page()
        for name, path in wanted:
            answer = page.goto(path)
            print(answer.status, visitor, name, path, flush=True)
            if visitor == "lead" and answer.status in (403, 404):
                refused.append((name, path))
                continue
            page.wait_for_timeout(250)
            file = f"{visitor}-{name}{path.strip('/') or 'home'}".replace("/", "_").replace(":", "_").replace("?", "_")
            page.screenshot(path=folder / f"{file}.png", full_page=True)
        context.close()


def visits(visitor: str, name: str) -> bool:
    if name == "empty":
        return visitor != "visitor"
    if name.startswith(FOR_VISITORS):
        return visitor == "visitor"
    return visitor == "lead" or (visitor == "member" and any(part in name for part in FOR_MEMBERS))


def speak(context: BrowserContext, origin: str, language: str) -> None:
    context.request.get("/accounts/login/")
    context.request.get("/join/")
    token = next((each["value"] for each in context.cookies() if each["name"] == "csrftoken"), "")
    form = {"language": language, "csrfmiddlewaretoken": token}
    context.request.post("/language/setlang/", form=form, headers={"Referer": origin, "Origin": origin})


def options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", default="", help="pages whose route or address has this in it")
    parser.add_argument("--networks", nargs="+", default=["full", "empty"])
    parser.add_argument("--languages", nargs="+", default=["es", "en"])
    parser.add_argument("--themes", nargs="+", default=["light", "dark"])
    parser.add_argument("--sizes", nargs="+", default=list(SIZES))
    return parser.parse_args()


if __name__ == "__main__":
    main(options())
