import threading
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from red_inclusion.core import clock, jobs
from red_inclusion.notifications.actions import outbox, queue_mail, send_queued_mail, withdraw_mail
from red_inclusion.notifications.actions.outbox import GIVE_UP_AFTER, LEASE, pause_after
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.models import Mail, Notification
from tests.factories import PersonFactory


def greet(to="bruno@example.org", words="Hola", language="es", **more) -> Mail:
    return queue_mail("greeting", to=to, language=language, context={"words": words}, **more)


@pytest.mark.django_db
def test_a_mail_is_written_in_its_readers_language_and_says_why_it_came():
    spanish, english = greet(), greet(language="en")

    assert (spanish.subject, english.subject) == ("Correo electrónico: Hola", "E-mail: Hola")
    assert "Recibes este mensaje" in spanish.text
    assert "You get this message because you take part in Red Inclusión." in english.html
    assert '<html lang="en">' in english.html


@pytest.mark.django_db
def test_what_people_wrote_is_escaped_in_html_and_as_it_is_in_text():
    mail = greet(words="<b>Ñ & «co»</b>")

    assert "&lt;b&gt;Ñ &amp; «co»&lt;/b&gt;" in mail.html
    assert "<b>Ñ & «co»</b>" in mail.text


@pytest.mark.django_db
@pytest.mark.parametrize("words", ["uno\r\nBcc: x@example.org", "uno\nBcc: x@example.org", "uno\rBcc: x@example.org"])
def test_a_header_cannot_be_smuggled_in_through_the_subject(words, sink):
    mail = greet(words=words)

    send_queued_mail()

    assert mail.subject == "Correo electrónico: uno Bcc: x@example.org"
    assert sink.messages[0]["Bcc"] is None
    assert sink.messages[0]["Subject"] == mail.subject


@pytest.mark.django_db
@pytest.mark.parametrize("to", ["a@example.org\nBcc: x@example.org", "a@example.org, b@example.org", "nobody"])
def test_an_address_that_is_not_one_is_not_queued(to):
    with pytest.raises(ValidationError):
        greet(to=to)


@pytest.mark.django_db
def test_a_guest_of_a_meeting_has_no_mailbox():
    assert greet(to="abc@guests.invalid") is None
    assert not Mail.objects.exists()


@pytest.mark.django_db
def test_the_same_key_is_queued_once():
    first = greet(key="digest.2026-47.3")

    assert greet(key="digest.2026-47.3", words="Otra vez") == first
    assert Mail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nothing_leaves_when_the_transaction_rolls_back(sink):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        greet()
        raise ZeroDivisionError

    assert send_queued_mail() == 0
    assert sink.messages == []


@pytest.mark.django_db
def test_a_tick_sends_what_is_queued_once(sink):
    mail = greet(words="Reunión el día 12")

    jobs.run_all()
    jobs.run_all()

    (message,) = sink.messages
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.last_error) == (MailState.SENT, 1, "")
    assert (message["To"], message["Auto-Submitted"]) == ("bruno@example.org", "auto-generated")
    assert mail.message_id.hex in message["Message-ID"]
    assert "Reunión el día 12" in message.get_body("plain").get_content()
    assert "Reunión el día 12" in message.get_body("html").get_content()


@pytest.mark.django_db
def test_a_server_that_is_away_for_half_an_hour_loses_nothing(sink):
    mails, start = [greet(words=str(n)) for n in range(3)], timezone.now()
    sink.answer["CONNECT"] = "421 not now"
    for minute in range(30):
        with clock.set_to(start + timedelta(minutes=minute, seconds=1)):
            assert send_queued_mail() == 0

    sink.answer.clear()
    for minute in range(30, 90):
        with clock.set_to(start + timedelta(minutes=minute, seconds=1)):
            send_queued_mail()

    assert len(sink.messages) == 3
    assert set(sink.ids.values()) == {1}
    assert set(Mail.objects.values_list("state", flat=True)) == {MailState.SENT}
    assert sink.attempts["CONNECT"] < 30 + len(mails)


@pytest.mark.django_db
def test_pauses_grow_from_a_minute_to_six_hours():
    minutes = [pause_after(attempts).total_seconds() / 60 for attempts in range(1, 12)]

    assert minutes == [1, 2, 4, 8, 16, 32, 64, 128, 256, 360, 360]


@pytest.mark.django_db
def test_an_address_that_is_refused_for_good_fails_at_once_and_holds_nobody_up(sink, monkeypatch):
    refused = greet(to="gone@example.org")
    sink.answer["RCPT"] = "550 no such mailbox"
    send_queued_mail()
    sink.answer.clear()
    other = greet()

    send_queued_mail()

    refused.refresh_from_db()
    other.refresh_from_db()
    assert (refused.state, refused.last_error) == (MailState.FAILED, "SMTPRecipientsRefused 550")
    assert other.state == MailState.SENT


@pytest.mark.django_db
def test_coordination_is_told_whom_it_does_not_reach(sink, cast):
    greet(to="gone@example.org")
    sink.answer["RCPT"] = "550 no such mailbox"

    send_queued_mail()

    notice = Notification.objects.get()
    assert notice.person == cast.coordination
    assert "gone@example.org" in notice.words


@pytest.mark.django_db
def test_a_mailbox_that_is_full_is_tried_again_and_holds_nobody_up(sink):
    first, second = greet(), greet()
    sink.answer["RCPT"] = "452 mailbox full"

    send_queued_mail()

    assert {(mail.state, mail.attempts) for mail in Mail.objects.all()} == {(MailState.QUEUED, 1)}
    sink.answer.clear()
    with clock.set_to(timezone.now() + timedelta(minutes=2)):
        assert send_queued_mail() == 2
    assert len(sink.messages) == 2 and first.pk < second.pk


@pytest.mark.django_db
def test_after_three_days_it_is_given_up(sink):
    mail = greet()
    sink.answer["CONNECT"] = "421 not now"

    with clock.set_to(timezone.now() + GIVE_UP_AFTER + timedelta(minutes=1)):
        send_queued_mail()

    mail.refresh_from_db()
    assert (mail.state, mail.last_error) == (MailState.FAILED, "SMTPConnectError 421")


@pytest.mark.django_db
def test_a_mail_that_cannot_be_written_does_not_hold_the_others_up(sink):
    broken = greet()
    Mail.objects.filter(pk=broken.pk).update(subject="one\ntwo")
    greet(words="La siguiente")

    assert send_queued_mail() == 1
    assert "La siguiente" in sink.messages[0]["Subject"]


@pytest.mark.django_db
def test_who_may_no_longer_sign_in_gets_no_mail(sink):
    person = PersonFactory()
    mail = greet(to=person.email, person=person)
    person.is_active = False
    person.save()

    assert send_queued_mail() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.text) == (MailState.WITHDRAWN, "")


@pytest.mark.django_db
def test_a_mail_that_is_withdrawn_loses_its_words_and_does_not_leave(cast):
    mail = greet()

    assert withdraw_mail(mail, actor=cast.alba)

    assert send_queued_mail() == 0
    mail.refresh_from_db()
    assert (mail.state, mail.subject, mail.text, mail.html) == (MailState.WITHDRAWN, "", "", "")
    assert django_mail.outbox == []


@pytest.mark.django_db
def test_what_has_left_cannot_be_withdrawn(cast):
    mail = greet()
    send_queued_mail()

    assert not withdraw_mail(mail, actor=cast.alba)


@pytest.mark.django_db(transaction=True)
def test_two_ticks_at_once_send_every_mail_once(sink):
    for n in range(40):
        greet(words=str(n))
    sink.pause = 0.005

    def tick():
        try:
            send_queued_mail()
        finally:
            connection.close()

    ticks = [threading.Thread(target=tick) for _ in range(2)]
    for thread in ticks:
        thread.start()
    for thread in ticks:
        thread.join()

    assert len(sink.messages) == len(sink.ids) == 40
    assert not Mail.objects.queued().exists()


@pytest.mark.django_db
def test_what_a_dead_tick_held_comes_back_when_its_lease_ends(sink):
    greet()
    held = outbox._claim()

    assert send_queued_mail() == 0
    with clock.set_to(timezone.now() + LEASE + timedelta(seconds=1)):
        assert send_queued_mail() == 1
    held.refresh_from_db()
    assert (held.state, held.attempts) == (MailState.SENT, 2)
