from pathlib import Path

import pytest

from .sink import mail_server


@pytest.fixture(autouse=True)
def letters_for_tests(settings):
    """A kind of mail that only tests have: «greeting»."""
    templates = [{**settings.TEMPLATES[0]}]
    templates[0]["DIRS"] = [*templates[0]["DIRS"], Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def sink(settings):
    """Mail goes by SMTP to a server of the test."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 10
        yield server
