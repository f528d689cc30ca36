"""What development and tests share: this machine as the host."""

from . import env
from .base import *  # noqa: F403

HOST = env.text("HOST", "local")
PORT = env.number("PORT", 8000, 1, 65535)
BIND_ADDRESSES = env.bind_addresses(HOST)
_hosts = ["127.0.0.1", "localhost"]
_public = env.public_host(HOST)
if _public not in _hosts:
    _hosts.append(_public)

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", (*map(env.bracketed, _hosts), "[::1]"))
ALLOWED_ORIGINS = env.origins("ALLOWED_ORIGINS", [env.origin("http", host, PORT) for host in _hosts])
PUBLIC_ORIGIN = WAGTAILADMIN_BASE_URL = env.origin("http", _public, PORT)
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS

# Passkeys work on http://localhost only; a browser refuses them on an IP address.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True

STYLEGUIDE = True
