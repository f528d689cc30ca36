"""`make run` and a plain `manage.py`: one machine, files in DATA_DIR, DEBUG off unless asked for."""

from . import env
from .local import *  # noqa: F403
from .local import DATA_DIR, STORAGES

PROFILE = "development"
DEBUG = env.flag("DEBUG")
DATA_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = env.text("SECRET_KEY") or env.stored_secret_key(DATA_DIR / "secret_key")
DEMO = env.flag("DEMO", default=True)

if env.text("EMAIL_URL"):
    globals().update(env.mail("EMAIL_URL"))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
