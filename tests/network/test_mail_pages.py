"""Mails that did not arrive, as coordination finds them."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from red_inclusion.core.models import AuditEvent
from red_inclusion.notifications.actions import send_queued_mail
from red_inclusion.notifications.models import Mail, Notification
from red_inclusion.notifications.signals import mail_failed

pytestmark = pytest.mark.django_db


def failed(to="gone@example.org", **more) -> Mail:
    row = {"kind": "invitation", "language": "en", "subject": "Invitation", "text": "Come in", "state": "failed"}
    return Mail.objects.create(to=to, **row | {"attempts": 9, "last_error": "SMTPRecipientsRefused 550"} | more)


@pytest.fixture
def browser(cast) -> Client:
    client = Client()
    client.force_login(cast.coordination)
    return client


def shown(browser, query: str = "") -> list[str]:
    return [mail.to for mail in browser.get(f"/mails/{query}").context["page_obj"]]


def test_only_what_failed_for_good_is_listed(browser):
    failed()
    failed("waiting@example.org", state="queued")

    assert shown(browser) == ["gone@example.org"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("?q=ana", ["ana@example.org"]),
        ("?q=minutes", ["bea@example.org"]),
        ("?q=%00", 2),
        ("?sort=to", 2),
        ("?q=zzz", []),
    ],
)
def test_they_are_searched_and_sorted(browser, query, found):
    failed("ana@example.org")
    failed("bea@example.org", subject="Minutes")

    rows = shown(browser, query)

    assert (len(rows) if isinstance(found, int) else rows) == found


@pytest.mark.parametrize("words", ["convocatoria reunion", "REUNIÓN", "reunion ana"])
def test_they_are_found_whatever_the_accents(browser, words):
    failed("ana@example.org", subject="Convocatoria de reunión")
    failed("bea@example.org")

    assert shown(browser, f"?q={words}") == ["ana@example.org"]


def test_sent_again_it_leaves_with_the_next_tick(browser, mailoutbox):
    mail = failed()

    browser.post(f"/mails/{mail.pk}/send/")
    send_queued_mail()

    mail.refresh_from_db()
    assert (mail.state, [message.to for message in mailoutbox]) == ("sent", [["gone@example.org"]])
    assert AuditEvent.objects.filter(action="mail.retried").count() == 1


def test_what_is_on_its_way_is_not_sent_twice(browser):
    mail = failed(state="queued", attempts=1)

    browser.post(f"/mails/{mail.pk}/send/")

    mail.refresh_from_db()
    assert (mail.attempts, AuditEvent.objects.filter(action="mail.retried").count()) == (1, 0)


def test_the_notice_of_a_failure_leads_there(cast):
    mail_failed.send(Mail, mail=failed())

    assert Notification.objects.get(person=cast.coordination).path == "/mails/"


def test_the_list_asks_as_much_for_one_row_as_for_fifty(browser):
    counts = []
    for rows in (1, 2, 47):
        for _ in range(rows):
            failed()
        with CaptureQueriesContext(connection) as queries:
            browser.get("/mails/")
        counts.append(len(queries))

    assert len(set(counts)) == 1
