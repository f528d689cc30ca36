import subprocess
from pathlib import Path

import pytest
from django.contrib.sessions.models import Session
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.documents.models import Document

from meetings.actions.minutes import publish_minutes
from meetings.actions.rounds import close_round, open_round
from meetings.models import Ballot, BallotItem, Minutes, RollEntry, Round, Vote
from meetings.records import check_code_of, fingerprint_of
from needs.actions import discard_need
from red_inclusion.accounts.guests import is_erased
from red_inclusion.accounts.models import Device, User
from red_inclusion.core import audit, forgetting
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.folding import fold
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.actions import ask_for_erasure, erase_person, withdraw_erasure_request
from red_inclusion.network.models import Coordinator, ErasureRequest, Mandate
from red_inclusion.notifications.models import Mail, Notification
from red_inclusion.pages.models import HomePage
from tests.factories import InvitationFactory
from tests.meetings.factories import AttendanceFactory, DecisionFactory, GuestFactory, MeetingFactory, RoundFactory
from tests.needs.factories import NeedFactory
from tests.proposals.factories import ProposalFactory

from .dumps import database_text, files_text, hits

NAME, FORMER = "Brunilda Ñuñez O'Hara", "Brunilda de Soto"
ADDRESS, OTHER_ADDRESS = "brunilda.n@example.org", "former.brunilda@example.org"
WORDS = [NAME, FORMER, ADDRESS, OTHER_ADDRESS, "Brunilda"]
HEARD = f"Lo dijo {NAME} ({ADDRESS}), antes {FORMER}."


def named(bruno: User) -> User:
    bruno.name, bruno.email = NAME, ADDRESS
    bruno.save(update_fields=["name", "email"])
    bruno.emailaddress_set.create(email=OTHER_ADDRESS)
    return bruno


@pytest.fixture
def bruno(cast) -> User:
    return named(cast.bruno)


def closed_minutes(cast, person: User, *, entity=None, text: str = HEARD) -> Minutes:
    """Of a meeting in which she was, published."""
    meeting = MeetingFactory(area=cast.emp, closed=True, title="Plenario")
    AttendanceFactory(meeting=meeting, person=person, entity=entity or cast.entity)
    DecisionFactory(meeting=meeting, author=cast.alba, text=text)
    minutes = Minutes.objects.create(meeting=meeting, reference=f"EMP-ACTA-{meeting.pk}", sections={"summary": text})
    return publish_minutes(minutes, actor=cast.alba)


def everywhere(cast, person: User) -> None:
    """She is in every kind of place in which a person can be."""
    closed_minutes(cast, person)
    need = NeedFactory(area=cast.emp, author=person, entity=cast.entity, statement=HEARD, folded=fold(HEARD))
    discard_need(need, actor=cast.alba, reason=HEARD)
    ProposalFactory(area=cast.emp, author=person, lead_entity=cast.entity, action=HEARD, folded=fold(HEARD))
    InvitationFactory(seat=cast.seat, invited_by=cast.alba, email=OTHER_ADDRESS, name=NAME)
    Mail.objects.create(to=ADDRESS, person=person, kind="x", language="es", subject=NAME, text=HEARD, html=HEARD)
    Mail.objects.create(to="lead@example.org", kind="x", language="es", subject=f"Vino {NAME}", text=HEARD)
    told = {"kind": "x", "target_type": "needs.need", "target_id": need.pk, "path": "/", "cadence": "web"}
    Notification.objects.create(person=cast.alba, args={"who": NAME, "lines": [HEARD]}, **told)
    client = Client()
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    client.get("/needs/", headers={"user-agent": "Firefox/130 Linux"})
    home = HomePage.objects.get()
    home.lead = home.search_description = HEARD[:200]
    home.content = [("text", f"<p>{HEARD}</p>"), ("quote", {"text": HEARD, "who": NAME})]
    home.save_revision(user=cast.coordination).publish()
    Document.objects.create(title=f"Carta de {NAME}", file=ContentFile(b"%PDF-1.7", "carta.pdf"))


@pytest.mark.django_db(transaction=True)
def test_no_dump_of_anything_holds_who_was_erased(cast, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    bruno = named(cast.bruno)
    everywhere(cast, bruno)
    send_a_code(bruno)
    before = hits(WORDS, database_text(), mails_in(tmp_path))

    erase_person(bruno, actor=cast.coordination, other_names=[FORMER])
    assert forgetting.forget_deleted()

    assert before == WORDS  # what would leak, was there
    assert hits(WORDS[:-1], database_text(), mails_in(tmp_path), file_of_database()) == []


def send_a_code(person: User) -> None:
    Client().post("/accounts/login/code/", {"email": person.email})


def mails_in(folder) -> str:
    return files_text(folder)


def file_of_database() -> str:
    """What a look into the file itself would show, pages that are free included.

    By another process: closing a file of a database that SQLite has open lets go of the locks it holds on it.
    """
    if connection.vendor != "sqlite":
        return ""
    path = Path(connection.settings_dict["NAME"])
    files = (each for each in (path, path.with_name(f"{path.name}-wal")) if each.exists())
    return subprocess.run(["cat", *files], capture_output=True, check=True).stdout.decode("utf-8", "replace")


def test_closed_minutes_say_as_what_she_was_there_and_that_they_changed(cast, bruno):
    minutes = closed_minutes(cast, bruno)
    former = minutes.check_code

    erase_person(bruno, actor=cast.coordination)

    minutes.refresh_from_db()
    [row] = minutes.record["attendance"]
    assert row == {"entity": "Cruz Roja", "present": ["miembro"], "excused": []}
    [addendum] = minutes.addenda
    assert addendum["former_check_code"] == former
    assert minutes.fingerprint == fingerprint_of(minutes.record)
    assert (minutes.check_code, minutes.check_code == former) == (check_code_of(minutes.fingerprint), False)
    assert AuditEvent.objects.filter(action="minutes.amended", object_id=minutes.pk).count() == 1


def test_minutes_without_her_keep_their_fingerprint(cast, bruno):
    minutes = closed_minutes(cast, cast.observer, text="Nada de nadie")

    erase_person(bruno, actor=cast.coordination)

    kept = Minutes.objects.get(pk=minutes.pk)
    assert (kept.fingerprint, kept.addenda) == (minutes.fingerprint, [])


def test_what_she_did_stays_under_a_pseudonym(cast, bruno):
    need = NeedFactory(area=cast.emp, author=bruno, entity=cast.entity, statement=f"Lo ve {NAME} a diario")

    erased = erase_person(bruno, actor=cast.coordination)

    need.refresh_from_db()
    assert need.author == erased
    assert (erased.name, need.statement) == (f"Participante {bruno.pk}", f"Lo ve Participante {bruno.pk} a diario")
    assert is_erased(erased)
    assert AuditEvent.objects.filter(action="person.erased", object_id=bruno.pk).exists()


def test_she_has_no_access_left(cast, bruno):
    client = Client()
    client.force_login(bruno, "django.contrib.auth.backends.ModelBackend")
    assert client.get("/needs/").status_code == 200

    erase_person(bruno, actor=cast.coordination)

    assert client.get("/needs/").status_code == 302
    assert not Mandate.objects.current().filter(person=bruno).exists()
    assert (Device.objects.filter(person=bruno).count(), Session.objects.count()) == (0, 0)
    assert not User.objects.get(pk=bruno.pk).has_usable_password()


def test_her_vote_in_an_open_round_goes_and_that_of_a_closed_one_counts(cast, bruno):
    closed, still_open = round_with_vote(cast, bruno), round_with_vote(cast, bruno)
    close_round(closed, actor=cast.alba)
    closed.refresh_from_db()
    result = closed.result

    erase_person(bruno, actor=cast.coordination)

    assert not RollEntry.objects.filter(round=still_open, person=bruno).exists()
    assert Vote.objects.filter(item__round=still_open).count() == 0
    assert Round.objects.get(pk=closed.pk).result == result
    assert Vote.objects.filter(item__round=closed).count() == 1


def round_with_vote(cast, person) -> Round:
    meeting = MeetingFactory(area=cast.emp, in_session=True, created_by=cast.alba)
    AttendanceFactory(meeting=meeting, person=person, entity=cast.entity)
    round = RoundFactory(meeting=meeting, created_by=cast.alba, needs=[NeedFactory(area=cast.emp)])
    round = open_round(round, actor=cast.alba)
    ballot = Ballot.objects.create(entry=round.roll.get(person=person))
    Vote.objects.create(ballot=ballot, item=BallotItem.objects.get(round=round), value=4, seq=1)
    return round


def test_a_guest_is_erased_too(cast):
    guest = GuestFactory(meeting__area=cast.emp, inside=True, person__name=NAME).person

    erase_person(guest, actor=cast.coordination)

    guest.refresh_from_db()
    assert (guest.name, guest.is_active) == (f"Participante {guest.pk}", False)


def test_a_name_of_one_word_leaves_lists_and_not_the_middle_of_texts(cast):
    minutes = closed_minutes(cast, cast.bruno, text="El color bruno del cartel")
    assert cast.bruno.name == "Bruno"

    erase_person(cast.bruno, actor=cast.coordination)

    minutes.refresh_from_db()
    assert minutes.record["attendance"][0]["present"] == ["miembro"]
    assert minutes.record["summary"] == "El color bruno del cartel"


def test_a_name_of_one_word_leaves_every_text_if_so_decided(cast):
    need = NeedFactory(area=cast.emp, statement="Que Bruno llame")

    erase_person(cast.bruno, actor=cast.coordination, anywhere=True)

    need.refresh_from_db()
    assert need.statement == f"Que Participante {cast.bruno.pk} llame"


def test_erasing_twice_changes_nothing(cast, bruno):
    erase_person(bruno, actor=cast.coordination)
    events = AuditEvent.objects.count()

    erase_person(bruno, actor=cast.coordination)

    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("who", ["alba", "bruno", "carla", "observer"])
def test_only_coordination_erases(cast, who):
    with pytest.raises(NotAllowed):
        erase_person(cast.carla, actor=getattr(cast, who))

    assert not is_erased(User.objects.get(pk=cast.carla.pk))


def test_nobody_erases_herself_and_the_last_coordination_stays(cast):
    with pytest.raises(DomainError) as herself:
        erase_person(cast.coordination, actor=cast.coordination)
    with pytest.raises(DomainError) as last:
        erase_person(cast.coordination, actor=SYSTEM)

    assert (herself.value.code, last.value.code) == ("yourself", "last_coordinator")
    assert Coordinator.objects.current().filter(person=cast.coordination).exists()


def test_she_asks_once_and_coordination_is_told_without_her_name(cast, bruno):
    ask_for_erasure(bruno, actor=bruno)
    ask_for_erasure(bruno, actor=bruno)

    [notice] = Notification.objects.filter(kind="erasure_asked")
    assert (notice.person, notice.args) == (cast.coordination, {})
    assert ErasureRequest.objects.get().person == bruno


def test_who_changes_her_mind_is_not_erased(cast, bruno):
    ask_for_erasure(bruno, actor=bruno)

    withdraw_erasure_request(bruno, actor=bruno)

    assert (ErasureRequest.objects.count(), Notification.objects.count()) == (0, 0)


def test_nobody_asks_for_another(cast, bruno):
    with pytest.raises(NotAllowed):
        ask_for_erasure(bruno, actor=cast.alba)


def test_others_with_her_address_in_their_mails_keep_them(cast, bruno):
    mail = Mail.objects.create(
        to="lead@example.org", kind="x", language="es", subject="A", text=f"Escribe a {ADDRESS}."
    )

    erase_person(bruno, actor=cast.coordination)

    mail.refresh_from_db()
    assert mail.text == f"Escribe a Participante {bruno.pk}."


def test_a_reason_that_names_her_leaves_the_trail_and_the_rest_of_the_line_stays(cast, bruno):
    event = audit.record("need.discarded", cast.emp, actor=cast.alba, reason=HEARD, need=7)
    other = audit.record("need.discarded", cast.emp, actor=cast.alba, reason="Repetida")

    erase_person(bruno, actor=cast.coordination)

    event.refresh_from_db(), other.refresh_from_db()
    assert (event.reason, event.data, other.reason) == ("[withdrawn]", {"need": 7}, "Repetida")
