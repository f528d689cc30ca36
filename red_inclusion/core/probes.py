"""What machines ask of the server: is it alive, can it serve. Plain words, no data, no session, never kept."""

import logging

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse
from django.views.decorators.http import require_safe
from redis import Redis

from .both_ways import BothWays
from .caches import PATIENCE

logger = logging.getLogger(__name__)


def _plain(text: str, status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)


@login_not_required
@require_safe
def alive(request) -> HttpResponse:
    """The process answers. It asks nobody else, so that a database that is away does not get the server killed."""
    return _plain("ok")


@login_not_required
@require_safe
def ready(request) -> HttpResponse:
    """Requests may be sent here: the database answers and is up to date, and Redis answers where there is one."""
    missing = [name for name, check in CHECKS.items() if not _holds(name, check)]
    return _plain(f"not ready: {', '.join(missing)}", status=503) if missing else _plain("ready")


def _holds(name: str, check) -> bool:
    try:
        return check()
    except Exception as error:
        logger.warning("not ready, %s: %s", name, type(error).__name__)
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return cursor.fetchone() == (1,)


def _is_migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _redis_answers() -> bool:
    """Asked directly: the cache in it hides its absence."""
    if not settings.REDIS_URL:
        return True
    with Redis.from_url(settings.REDIS_URL, socket_connect_timeout=PATIENCE, socket_timeout=PATIENCE) as redis:
        return bool(redis.ping())


CHECKS = {"database": _database_answers, "migrations": _is_migrated, "redis": _redis_answers}
PATHS = {"/healthz": alive, "/readyz": ready}


class Probes(BothWays):
    """Answers before anything else: who probes comes by address, without https, and while the site is being updated."""

    def __call__(self, request):
        probe = PATHS.get(request.path_info)
        if probe is None:
            return self.get_response(request)
        return sync_to_async(probe)(request) if self.is_awaited else probe(request)
