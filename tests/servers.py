"""The real server, in a process of its own, on the database of the test that starts it.

A test marked `django_db(transaction=True)` makes its data as usual; the server sees what was committed, and
can be stopped, killed and started again on the same data.
"""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError

from django.conf import settings
from django.db import connection

from scripts.start import static_fingerprint

from .db import ROOT, TEMPLATES

PATIENCE = 60  # seconds; only stops a hang


class Server:
    """`origin` is where it answers, `log` what it wrote."""

    def __init__(self, folder: Path, **environment: str):
        self.port = free_port()
        self.origin = f"http://127.0.0.1:{self.port}"
        self.folder = Path(folder)
        self.environment = _environment(self.folder, self.port) | environment
        self.process: subprocess.Popen | None = None

    @property
    def log(self) -> str:
        return (self.folder / "server.log").read_text()

    def start(self) -> None:
        with (self.folder / "server.log").open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        self._wait_until_it_answers()

    def _wait_until_it_answers(self) -> None:
        give_up = time.monotonic() + PATIENCE
        while time.monotonic() < give_up:
            if self.process.poll() is not None:
                raise RuntimeError(f"The server stopped at once:\n{self.log}")
            try:
                with urllib.request.urlopen(f"{self.origin}/healthz", timeout=PATIENCE) as page:
                    page.read()
                    return
            except (URLError, ConnectionError):
                time.sleep(0.1)
        raise RuntimeError(f"The server does not answer:\n{self.log}")

    def stop(self) -> int:
        """Ask it to stop, as an operator does, and return its exit code; one that does not is killed and told."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise RuntimeError(f"The server did not stop:\n{self.log}") from None

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(PATIENCE)


@contextmanager
def running_server(folder: Path, **environment: str):
    server = Server(folder, **environment)
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def _environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
        "DATA_DIR": str(folder),
        "DATABASE_URL": database_url(),
        "PORT": str(port),
        "SECRET_KEY": settings.SECRET_KEY,
        "STATIC_DIR": str(collected_static_files()),
    }


def database_url() -> str:
    """The database this process tests on, as a server would be told of it."""
    config = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{config['NAME']}"
    password = f":{config['PASSWORD']}" if config["PASSWORD"] else ""
    return f"postgres://{config['USER']}{password}@{config['HOST']}:{config['PORT'] or 5432}/{config['NAME']}"


def collected_static_files() -> Path:
    """Collected as in production, once for all processes, anew when a file has changed."""
    folder = TEMPLATES / f"static-{static_fingerprint(settings.STATICFILES_DIRS)[:12]}"
    TEMPLATES.mkdir(exist_ok=True)
    with (TEMPLATES / "static.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "staticfiles.json").exists():
            subprocess.run(
                [sys.executable, "manage.py", "collectstatic", "--noinput", "-v0"],
                cwd=ROOT,
                env=os.environ
                | {
                    "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
                    "DATA_DIR": str(TEMPLATES / "data"),
                    "STATIC_DIR": str(folder),
                },
                check=True,
            )
    return folder


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
