"""Jobs that the clock starts. Apps register theirs in `AppConfig.ready()`; `manage.py tick` runs what is due."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)
_jobs: dict[str, Callable[[], object]] = {}


def register(name: str, job: Callable[[], object]) -> None:
    """`job` is idempotent and safe to run in two processes at once."""
    _jobs[name] = job


def run_all() -> dict[str, bool]:
    """Run every job once; one that fails is logged and does not stop the others."""
    return {name: _run(name, job) for name, job in _jobs.items()}


def _run(name: str, job: Callable[[], object]) -> bool:
    try:
        job()
    except Exception:
        logger.exception("job %s failed", name)
        return False
    return True
