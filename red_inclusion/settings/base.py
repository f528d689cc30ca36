"""What every profile shares. What differs by environment is read through `env`."""

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from . import env, single_sign_on
from .security import *  # noqa: F403

PROJECT_DIR = Path(__file__).resolve().parent.parent
BASE_DIR = PROJECT_DIR.parent
DATA_DIR = env.folder("DATA_DIR", BASE_DIR / "var")
MAINTENANCE_FILE = DATA_DIR / "maintenance"

INSTALLED_APPS = [
    "daphne",
    "red_inclusion.core",
    "red_inclusion.accounts",
    "red_inclusion.notifications",
    "red_inclusion.network",
    "red_inclusion.pages",
    "needs",
    "meetings",
    "proposals",
    "red_inclusion.desk",
    "red_inclusion.guide",
    "red_inclusion.demo",
    "channels",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "wagtail.contrib.settings",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "red_inclusion.assets.Assets",
    "django.contrib.humanize",
]

# The account of one's own town hall or entity as a door, where the environment names one.
globals().update(single_sign_on.settings())
INSTALLED_APPS += globals().get("SINGLE_SIGN_ON_APPS", [])
CONTENT_SECURITY_POLICY["DIRECTIVES"]["form-action"] += globals().get("SINGLE_SIGN_ON_ORIGINS", [])

# Every one of them async-capable: a single sync-only middleware lets a request in flight hold up
# the server's stop for ever.
MIDDLEWARE = [
    "red_inclusion.headers.SafetyHeaders",
    "red_inclusion.core.probes.Probes",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "red_inclusion.csp.ContentSecurityPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "red_inclusion.core.middleware.Maintenance",
    "red_inclusion.core.limits.BodyLimit",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "red_inclusion.accounts.middleware.GuestsAreNobody",
    "red_inclusion.accounts.middleware.SignInRequired",
    "red_inclusion.accounts.middleware.ProfileLanguage",
    "red_inclusion.accounts.middleware.DeviceNoted",
    "red_inclusion.accounts.middleware.TermsAccepted",
    "red_inclusion.network.middleware.StandingMiddleware",
    "red_inclusion.network.middleware.SecondStepForCoordination",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "red_inclusion.core.limits.SearchLimit",
    "red_inclusion.core.middleware.RefusalMiddleware",
]

# A page for who works on the interface; only development turns it on.
STYLEGUIDE = False

ROOT_URLCONF = "red_inclusion.urls"
ASGI_APPLICATION = "red_inclusion.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "red_inclusion.pages.context_processors.network",
                "red_inclusion.notifications.context_processors.bell",
            ],
        },
    },
]

# Data. SQLite in one process, or PostgreSQL; Redis once there are several processes.
DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "db.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
REDIS_URL = env.redis("REDIS_URL")
CHANNEL_LAYERS = (
    {
        "default": {
            "BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer",
            "CONFIG": {"hosts": [REDIS_URL], "prefix": "red-inclusion"},
        }
    }
    if REDIS_URL
    else {}
)
CACHES = {
    "default": {"BACKEND": "red_inclusion.core.caches.CacheThatMayBeAway", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

# Files
STATIC_URL = "/static/"
STATIC_ROOT = env.folder("STATIC_DIR", DATA_DIR / "static")
STATICFILES_DIRS = [PROJECT_DIR / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "red_inclusion.assets.HashedStaticStorage"},
}
SERVESTATIC_KEEP_ONLY_HASHED_FILES = False
SERVESTATIC_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
UPLOAD_LIMIT = 10 * 1024 * 1024
BODY_LIMIT = UPLOAD_LIMIT + 2 * 1024 * 1024  # bytes; a file comes with the rest of its form

# Languages and time
LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English"))]
LANGUAGES_COMPLETE = ("es", "en")
LOCALE_PATHS = [PROJECT_DIR / "locale"]
FORMAT_MODULE_PATH = "red_inclusion.formats"
USE_I18N = True
TIME_ZONE = "Europe/Madrid"
USE_TZ = True

# Mail
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("MAIL_FROM", "Red Inclusión <red@localhost>")
EMAIL_TIMEOUT = 20

# The website
WAGTAIL_SITE_NAME = "Red Inclusión"
WAGTAILADMIN_LOGIN_URL = "/accounts/login/"
WAGTAIL_FRONTEND_LOGIN_URL = "/accounts/login/"
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address that can be read out and copied
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]  # the municipality's; browsers do not know all that the server lists
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "txt", "xlsx"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []
# A password that many share is nobody's.
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_DOCUMENT_FORM_BASE = "red_inclusion.pages.uploads.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpeg", "jpg", "png", "webp"]
WAGTAILIMAGES_MAX_UPLOAD_SIZE = UPLOAD_LIMIT
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000
WAGTAILIMAGES_IMAGE_FORM_BASE = "red_inclusion.pages.uploads.ImageForm"

# How long personal data are kept, in days: docs/personal-data.md says why.
RETENTION_DAYS = {
    "guests": env.number("RETAIN_GUESTS_DAYS", 365, 1, 3650),
    "invitations": env.number("RETAIN_INVITATIONS_DAYS", 180, 8, 3650),
    "mails": env.number("RETAIN_MAILS_DAYS", 90, 4, 3650),
    "notices": env.number("RETAIN_NOTICES_DAYS", 365, 15, 3650),
    "sign_ins": env.number("RETAIN_SIGN_INS_DAYS", 730, 90, 3650),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "red_inclusion.core.logs.WithoutPeople",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "filters": {"absence": {"()": "red_inclusion.core.logs.AbsenceInOneLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "red_inclusion": {"level": "INFO"},
        "meetings": {"level": "INFO"},
        "channels_redis.pubsub": {"filters": ["absence"]},
    },
}
