"""Strict readers of the environment.

Each setting is read once, here or in the profile that needs it. A value that does not fit stops
the start with a sentence that names the setting, instead of a surprise an hour later.
"""

import os
import secrets
import socket
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

LOCAL = ("local", "localhost")
DEFAULT_PORTS = {"http": 80, "https": 443}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, hint: str) -> str:
    value = text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set. {hint}")
    return value


def flag(name: str, default: bool = False) -> bool:
    value = text(name).lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    if value:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return default


def number(name: str, default: int, low: int, high: int) -> int:
    value = text(name, str(default))
    if not (value.isascii() and value.isdigit() and low <= int(value) <= high):
        raise ImproperlyConfigured(f"{name} must be a whole number from {low} to {high}, not {value!r}.")
    return int(value)


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not {value!r}.")
    return value


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    return [word.strip() for word in text(name).split(",") if word.strip()] or list(default)


def folder(name: str, default: Path) -> Path:
    return Path(text(name, str(default))).expanduser().resolve()


def origins(name: str, default: list[str]) -> list[str]:
    """Whole origins, written as a browser sends them: scheme, host, and the port where it is not the usual."""
    return [_origin(name, value) for value in words(name, tuple(default))]


def _origin(name: str, value: str) -> str:
    try:
        parts = urlsplit(value)
        written = origin(parts.scheme, parts.hostname or "", parts.port)
    except (ValueError, KeyError):
        written = ""
    if written != value or not parts.hostname:
        raise ImproperlyConfigured(f"{name} must hold origins such as https://red.example, not {value!r}.")
    return value


def origin(scheme: str, host: str, port: int | None = None) -> str:
    usual = port in (None, DEFAULT_PORTS[scheme])
    shown = bracketed(host)
    return f"{scheme}://{shown}" if usual else f"{scheme}://{shown}:{port}"


def bracketed(host: str) -> str:
    """As it stands in an address."""
    return f"[{host}]" if ":" in host else host


def database(name: str, default: Path) -> dict:
    """What DATABASE_URL says, with the options each database needs to be safe under many voters."""
    url = text(name, f"sqlite:///{default}")
    scheme = url.partition(":")[0]
    if scheme == "sqlite":
        return environ.Env.db_url_config(url) | {"CONN_MAX_AGE": 0, "OPTIONS": dict(SQLITE_OPTIONS)}
    if scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured(f"{name} must start with sqlite:/// or postgres://, not {scheme!r}.")
    config = environ.Env.db_url_config(url)
    if not config["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database.")
    return config | {"CONN_MAX_AGE": 0, "OPTIONS": config.get("OPTIONS", {}) | POSTGRES_OPTIONS}


# IMMEDIATE queues writers instead of failing them; FULL makes an acknowledged vote outlive a power
# cut. Connections are never kept: with a maximum age they leaked file descriptors.
SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
        "PRAGMA cache_size=-16000;PRAGMA journal_size_limit=67108864;"
    ),
}
POSTGRES_OPTIONS = {"pool": {"min_size": 1, "max_size": 16, "timeout": 10}}


def redis(name: str) -> str:
    url = text(name)
    if url and urlsplit(url).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://, not {url!r}.")
    return url


def mail(name: str) -> dict:
    """The EMAIL_* settings that a mail URL stands for."""
    try:
        config = environ.Env.email_url_config(text(name))
    except (KeyError, ValueError, environ.ImproperlyConfigured) as error:
        raise ImproperlyConfigured(f"{name} must be such as smtp+tls://user:password@mail.example:587.") from error
    options = config.pop("OPTIONS", {})
    return config | options


def stored_secret_key(path: Path) -> str:
    """The key kept in the data folder, made at the first start.

    Linked into place whole, so that two processes starting together read the same one.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(50))
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()


def bind_addresses(host: str) -> list[str]:
    """Where to listen: this machine only, the whole local network (`lan`), or one address."""
    if host in LOCAL:
        return ["127.0.0.1", "::1"]
    if host == "lan":
        return ["0.0.0.0"]
    try:
        return [str(ip_address(host))]
    except ValueError:
        raise ImproperlyConfigured(f"HOST must be local, lan or an IP address, not {host!r}.") from None


def public_host(host: str) -> str:
    """The address others type: with `lan`, the one this machine has on its network."""
    if host in LOCAL:
        return "127.0.0.1"
    return own_address() if host in {"lan", "0.0.0.0", "::"} else host


def own_address() -> str:
    """The address of the interface that leads outside; connecting a UDP socket sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            return probe.getsockname()[0]
        except OSError:
            return "127.0.0.1"
