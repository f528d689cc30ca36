"""A provider of accounts on this machine: it says of whoever comes what the test has told it to say."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


class Provider(ThreadingHTTPServer):
    """`says` are the claims of the next who signs in there."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Answers)
        self.says: dict = {}
        self.origin = f"http://127.0.0.1:{self.server_port}"


class Answers(BaseHTTPRequestHandler):
    server: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        if parts.path == "/authorize":
            return self._send_back(parse_qs(parts.query))
        if parts.path == "/userinfo":
            return self._json(self.server.says)
        origin = self.server.origin
        return self._json(
            {
                "issuer": origin,
                "authorization_endpoint": f"{origin}/authorize",
                "token_endpoint": f"{origin}/token",
                "userinfo_endpoint": f"{origin}/userinfo",
                "jwks_uri": f"{origin}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_post"],
            }
        )

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._json({"access_token": "token", "token_type": "Bearer", "expires_in": 60})

    def _send_back(self, query: dict) -> None:
        """At once: she is signed in there already."""
        self.send_response(302)
        onward = urlencode({"code": "code", "state": query["state"][0]})
        self.send_header("Location", f"{query['redirect_uri'][0]}?{onward}")
        self.end_headers()

    def _json(self, content: dict) -> None:
        body = json.dumps(content).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments) -> None:
        """Quiet."""


@contextmanager
def running_provider() -> Iterator[Provider]:
    provider = Provider()
    thread = threading.Thread(target=provider.serve_forever)
    thread.start()
    try:
        yield provider
    finally:
        provider.shutdown()
        thread.join()
        provider.server_close()
