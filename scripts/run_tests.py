"""`make test` and its sisters: the tests, then those that need a browser in a process of their own.

run_tests.py [--long] [pytest arguments]
"""

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from scripts import bootstrap, messages  # noqa: E402

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = """
  ┌──────────────────────────────────────────────────────────────────────┐
  │ No Chromium was found, so NO BROWSER TEST WAS RUN.                   │
  │ Install the package chromium, or set CHROMIUM to its path.           │
  └──────────────────────────────────────────────────────────────────────┘
"""


def main(arguments: list[str]) -> int:
    long = "--long" in arguments
    extra = [argument for argument in arguments if argument != "--long"]
    services_answer()
    messages.compile_all()
    failed = pytest(["-m", _marks("not e2e", long), *extra])
    return _browser_tests(long, extra) or failed


def _marks(chosen: str, long: bool) -> str:
    return chosen if long else f"{chosen} and not long"


def _browser_tests(long: bool, extra: list[str]) -> int:
    browser = find_browser()
    if browser is None:
        print(NO_BROWSER, file=sys.stderr)
        return int(os.environ.get("CI") == "true")
    settings = {"CHROMIUM": browser, "DJANGO_ALLOW_ASYNC_UNSAFE": "1"}
    # Those of one file share its server, so one process takes them; a long one stands alone.
    failed = pytest(["--dist", "loadfile", "--no-loadscope-reorder", "-m", "e2e and not long", *extra], settings)
    return (long and pytest(["-m", "e2e and long", *extra], settings)) or failed


def pytest(arguments: list[str], settings: dict[str, str] | None = None) -> int:
    command = [sys.executable, "-m", "pytest", "-q", "-n", os.environ.get("TEST_PROCESSES", "2"), *arguments]
    return subprocess.run(command, cwd=ROOT, env=os.environ | (settings or {}), check=False).returncode


def find_browser() -> str | None:
    browser = os.environ.get("CHROMIUM") or _installed_browser()
    if browser is None and bootstrap.can_install() and bootstrap.install("chromium"):
        browser = _installed_browser()
    return browser


def _installed_browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def services_answer() -> None:
    """With the scaled profile, say at once which service is not there, instead of a thousand errors."""
    for name, port in (("DATABASE_URL", 5432), ("REDIS_URL", 6379)):
        parts = urlsplit(os.environ.get(name, ""))
        if not parts.hostname:
            continue
        try:
            socket.create_connection((parts.hostname, parts.port or port), timeout=5).close()
        except OSError as error:
            sys.exit(f"{name}: nothing answers at {parts.hostname}:{parts.port or port} ({error}).")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
