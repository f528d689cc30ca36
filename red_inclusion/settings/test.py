"""The tests: development without its files. DATABASE_URL and REDIS_URL choose the profile."""

import os

from .local import *  # noqa: F403
from .local import CACHES, CHANNEL_LAYERS, DATABASES, MIDDLEWARE, REDIS_URL, STORAGES

PROFILE = "test"
DEBUG = False
DEMO = False
SECRET_KEY = "only-for-tests"  # noqa: S105

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["tests.passwords.QuickPasswordHasher"]

# Files come straight from the source tree, and nothing is served: browser tests start the real server.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
MIDDLEWARE.remove("servestatic.middleware.ServeStaticMiddleware")

# Several test processes may share one Redis, so none of them empties it: a clear starts a new prefix.
if REDIS_URL:
    CACHES["default"]["BACKEND"] = "tests.cache.OwnPartOfRedis"
    CHANNEL_LAYERS["default"]["CONFIG"]["prefix"] = f"test-{os.getpid()}"

# Nothing in a test outlives a power cut; what must, is tested on servers with the real settings.
if "sqlite3" in DATABASES["default"]["ENGINE"]:
    options = DATABASES["default"]["OPTIONS"]
    options["init_command"] = options["init_command"].replace("synchronous=FULL", "synchronous=OFF")
