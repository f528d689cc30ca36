"""A real network. Refuses to start half-configured: every sentence below says what is missing."""

from django.core.exceptions import ImproperlyConfigured

from . import env
from .base import *  # noqa: F403
from .base import DATABASES, REDIS_URL
from .security import ALLAUTH_TRUSTED_PROXY_COUNT

PROFILE = "production"
DEBUG = False
DEMO = False
if env.flag("DEBUG"):
    raise ImproperlyConfigured("DEBUG is on. It shows settings and queries to anybody: unset it.")

SECRET_KEY = env.required("SECRET_KEY", "Make one of 50 random characters and keep it.")
if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("SECRET_KEY is too short: use 50 random characters or more.")

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS")
if not ALLOWED_HOSTS or any(host == "*" or host.startswith(".") for host in ALLOWED_HOSTS):
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts people type, such as red.example.")
ALLOWED_ORIGINS = env.origins("ALLOWED_ORIGINS", [env.origin("https", host) for host in ALLOWED_HOSTS])
PUBLIC_ORIGIN = WAGTAILADMIN_BASE_URL = ALLOWED_ORIGINS[0]
CSRF_TRUSTED_ORIGINS = ALLOWED_ORIGINS

HOST = env.text("HOST", "local")
PORT = env.number("PORT", 8000, 1, 65535)
BIND_ADDRESSES = env.bind_addresses(HOST)

WORKERS = env.number("WORKERS", 1, 1, 64)
if WORKERS > 1 and not REDIS_URL:
    raise ImproperlyConfigured("WORKERS is more than 1 and REDIS_URL is not set: rooms would not hear each other.")
if (WORKERS > 1 or REDIS_URL) and DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    raise ImproperlyConfigured("Several processes need PostgreSQL: set DATABASE_URL to postgres://…")

env.required("EMAIL_URL", "People sign in with a code sent by mail, so mail must work.")
globals().update(env.mail("EMAIL_URL"))
env.required("MAIL_FROM", "It is the sender of every mail, such as red@red.example.")

# Behind a proxy that ends TLS. Without one (TRUSTED_PROXIES=0) the header is not believed.
if ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
REQUIRE_MFA_FOR_COORDINATION = env.flag("REQUIRE_MFA_FOR_COORDINATION", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
# Such a name only this very host can set, and only over https: no neighbour under the same domain plants a cookie.
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_HTTPONLY = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https"
