import json
import os
import socket
import subprocess
import sys
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPException
from threading import Event

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.db import ROOT
from tests.servers import PATIENCE, collected_static_files, running_server

pytestmark = pytest.mark.django_db(transaction=True)


def test_it_serves_hashed_static_files_and_stops_when_asked(tmp_path):
    with running_server(tmp_path) as server:
        hashed = json.loads((collected_static_files() / "staticfiles.json").read_text())["paths"]["css/tokens.css"]
        with urllib.request.urlopen(f"{server.origin}/static/{hashed}", timeout=30) as answer:
            answer.read()

        assert answer.headers["Cache-Control"] == "max-age=315360000, public, immutable"
        assert server.stop() == 0
        assert "Traceback" not in server.log, server.log


def test_it_stops_with_requests_in_flight(tmp_path):
    first_page = Event()
    with running_server(tmp_path) as server, ThreadPoolExecutor(20) as readers:
        for _ in range(20):
            readers.submit(_read_until_it_is_gone, server.origin, first_page)
        assert first_page.wait(PATIENCE)

        assert server.stop() == 0
        assert "Traceback" not in server.log, server.log


def _read_until_it_is_gone(origin: str, first_page: Event) -> None:
    with suppress(OSError, HTTPException):
        while True:
            with urllib.request.urlopen(f"{origin}/accounts/login/", timeout=PATIENCE) as page:
                page.read()
            first_page.set()


def test_a_socket_path_that_leads_nowhere_is_turned_away_in_silence(tmp_path):
    with running_server(tmp_path) as server:
        with pytest.raises(InvalidStatus) as refusal:
            connect(f"ws://127.0.0.1:{server.port}/ws/nowhere/", origin=server.origin)

        assert refusal.value.response.status_code == 403
        assert "Traceback" not in server.log, server.log


def test_a_taken_port_is_told_plainly(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "red_inclusion.settings.development",
            "DATA_DIR": str(tmp_path),
            "PORT": str(port),
        }

        done = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    assert done.returncode == 1
    assert f"Port {port} is taken or not allowed: choose another with PORT=…." in done.stderr


def test_it_does_not_send_everybody_round_in_circles():
    plain = override_settings(SECURE_SSL_REDIRECT=True, SECURE_PROXY_SSL_HEADER=None)
    with plain, pytest.raises(CommandError, match="TRUSTED_PROXIES"):
        call_command("serve")
