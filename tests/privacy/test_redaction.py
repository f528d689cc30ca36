from datetime import timedelta

import pytest
from django.test import Client

from meetings.actions.meeting import cancel_meeting
from meetings.actions.minutes import draft_minutes, edit_minutes, publish_minutes
from meetings.models import Minutes
from meetings.records import fingerprint_of
from meetings.snapshots import load_room
from needs.actions import discard_need
from needs.models import Need
from proposals.models import Update
from red_inclusion.core import clock, forgetting
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.folding import fold
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.actions import redact_text
from red_inclusion.notifications.actions import notify
from red_inclusion.notifications.actions.post import write_notice_mail
from red_inclusion.notifications.enums import MailState
from red_inclusion.notifications.models import Mail, Notification
from tests.factories import ResourceFactory
from tests.meetings.factories import AgendaItemFactory, DecisionFactory, MeetingFactory, RoundFactory
from tests.meetings.voting import start_voting
from tests.needs.factories import NeedFactory
from tests.proposals.factories import MilestoneFactory, ProposalFactory

from .dumps import database_text, hits
from .test_erasure import file_of_database

SECRET = "La vecina del tercero, Encarna, no llega a fin de mes y toma medicación"
TITLE = "Encarna necesita ayuda"
GONE = "Texto retirado el"


def need_of(cast, **fields) -> Need:
    fields = {"title": TITLE, "statement": SECRET, **fields}
    folded = fold(f"{fields['title']} {fields['statement']}")
    return NeedFactory(area=cast.emp, entity=cast.entity, author=cast.bruno, folded=folded, **fields)


def withdraw(subject, actor, *passages):
    return redact_text(subject, actor=actor, reason="served", passages=passages or None)


@pytest.mark.django_db(transaction=True)
def test_no_dump_of_anything_holds_a_text_that_was_withdrawn(cast):
    need = need_of(cast)
    told_in_minutes(cast, need)
    tell(cast, need)
    discard_need(Need.objects.get(pk=need.pk), actor=cast.alba, reason=SECRET)
    before = hits([SECRET, TITLE], database_text())

    withdraw(Need.objects.get(pk=need.pk), cast.alba)
    assert forgetting.forget_deleted()

    assert before == [SECRET, TITLE]  # what would leak, was there
    assert hits([SECRET, TITLE, "Encarna"], database_text(), file_of_database()) == []


def test_an_open_room_says_no_more_what_was_withdrawn(cast):
    voting = start_voting(cast)
    meeting, need = voting.meeting, Need.objects.filter(ballot_items__round=voting.round).first()
    Need.objects.filter(pk=need.pk).update(title=TITLE)
    item = AgendaItemFactory(meeting=meeting, title=SECRET)
    before = load_room(meeting.pk)

    withdraw(Need.objects.get(pk=need.pk), cast.alba)
    between = load_room(meeting.pk, before)
    withdraw(meeting, cast.alba, f"agenda-{item.pk}-title")
    after = load_room(meeting.pk, between)

    shown = [hits([TITLE, SECRET], str(room)) for room in (before, between, after)]
    assert shown == [[TITLE, SECRET], [SECRET], []]
    assert before.revision < between.revision < after.revision


def told_in_minutes(cast, need: Need) -> Minutes:
    meeting = MeetingFactory(area=cast.emp, closed=True, created_by=cast.alba)
    item = AgendaItemFactory(meeting=meeting, title="Casos", notes=SECRET)
    DecisionFactory(meeting=meeting, author=cast.alba, text=f"Se acuerda: {SECRET}")
    minutes = draft_minutes(meeting, actor=cast.alba)
    edit_minutes(minutes, actor=cast.alba, summary=f"{need.title}. {SECRET}", remarks="", agenda={item.pk: SECRET})
    return publish_minutes(minutes, actor=cast.alba)


def tell(cast, need: Need) -> Mail:
    args = {"need": need.title, "rank": 1, "out_of": 2}
    notify("need_prioritised", [cast.bruno], target=need, actor=cast.alba, args=args, path="/")
    write_notice_mail()
    return Mail.objects.get(kind="need_prioritised")


def test_a_sentence_stands_in_its_place_and_search_no_longer_finds_it(cast):
    need = need_of(cast)

    withdraw(need, cast.alba, "statement")

    need.refresh_from_db()
    assert (need.title, need.statement[: len(GONE)]) == (TITLE, GONE)
    assert need.statement.endswith("por contener datos personales")
    assert not Need.objects.search("medicación").exists()
    assert Need.objects.search("encarna ayuda").exists()


def test_closed_minutes_get_an_addendum_and_a_new_fingerprint(cast):
    need = need_of(cast)
    minutes = told_in_minutes(cast, need)
    former = minutes.fingerprint

    withdrawn = withdraw(need, cast.alba)

    minutes.refresh_from_db()
    assert withdrawn.documents == [(minutes.reference, minutes.get_absolute_url())]
    assert minutes.fingerprint == fingerprint_of(minutes.record) != former
    assert len(minutes.addenda) == 1
    assert GONE in minutes.record["decisions"][0]["text"]


def test_other_minutes_stay_closed_as_they_were(cast):
    other = told_in_minutes(cast, NeedFactory(area=cast.emp, title="Otra cosa"))
    Minutes.objects.filter(pk=other.pk).update(record={"summary": "Nada"})

    withdraw(need_of(cast), cast.alba)

    other.refresh_from_db()
    assert (other.fingerprint, other.addenda) == (Minutes.objects.get(pk=other.pk).fingerprint, [])


def test_it_says_who_has_it_by_mail_and_empties_what_is_kept(cast):
    need = need_of(cast)
    sent, waiting = tell(cast, need), Mail.objects.create(to="x@example.org", kind="x", language="es", text=SECRET)
    Mail.objects.filter(pk=sent.pk).update(state=MailState.SENT, sent_at=clock.now())

    withdrawn = withdraw(need, cast.alba)

    sent.refresh_from_db(), waiting.refresh_from_db()
    assert [mail.person for mail in withdrawn.mails] == [cast.bruno]
    assert (sent.state, sent.text, waiting.state, waiting.text) == (MailState.SENT, "", MailState.WITHDRAWN, "")
    assert not Notification.objects.exists()
    [event] = AuditEvent.objects.filter(action="text.withdrawn")
    assert (event.reason, event.data["mailed"]) == ("served", [cast.bruno.pk])
    assert event.data["fields"] == ["statement", "title"]


def test_each_kind_of_text_can_be_withdrawn(cast):
    proposal = ProposalFactory(area=cast.emp, lead_entity=cast.entity, action=SECRET, folded=fold(SECRET))
    update = Update.objects.create(proposal=proposal, entity=cast.entity, author=cast.bruno, text="Ramiro no viene")
    meeting = MeetingFactory(area=cast.emp, notes=f"Traed lo de {TITLE}")
    decision = DecisionFactory(meeting__area=cast.emp, author=cast.alba, text="Llamar a Ramiro")

    milestone = MilestoneFactory(proposal=proposal, title="Avisar a Ramiro Gil")
    item = AgendaItemFactory(meeting=meeting, title="El caso de Ramiro Gil")
    texts = ((update, "text"), (meeting, "notes"), (decision, "text"), (milestone, "title"), (item, "title"))

    for subject in (proposal, update, meeting, decision):
        withdraw(subject, cast.alba)

    for row, field in ((proposal, "action"), *texts):
        row.refresh_from_db()
        assert GONE in getattr(row, field), row


def test_why_a_meeting_was_cancelled_is_withdrawn_from_the_trail(cast):
    meeting = cancel_meeting(MeetingFactory(area=cast.emp, convened=True), actor=cast.alba, reason="Por Ramiro Gil")
    client = Client()
    client.force_login(cast.alba)
    before = client.get(meeting.get_absolute_url()).content.decode()

    withdraw(meeting, cast.alba, "cancelled")

    after = client.get(meeting.get_absolute_url())
    assert ("Ramiro" in before, "Ramiro" in after.content.decode()) == (True, False)
    assert AuditEvent.objects.get(action="meeting.cancelled").reason == "[withdrawn]"


def test_a_section_of_closed_minutes_is_withdrawn_from_the_record(cast):
    minutes = told_in_minutes(cast, need_of(cast))

    withdraw(minutes, cast.alba, "summary")

    minutes.refresh_from_db()
    assert minutes.record["summary"].startswith(GONE)
    assert minutes.sections["summary"] == minutes.record["summary"]
    assert "Encarna" in minutes.record["decisions"][0]["text"]


def test_a_title_of_one_word_leaves_its_own_row_and_not_the_middle_of_other_texts(cast):
    need, other = need_of(cast, title="Encarna"), need_of(cast, statement="La calle Encarna", title="Calle")

    withdraw(need, cast.alba, "title")

    need.refresh_from_db(), other.refresh_from_db()
    assert need.title.startswith(GONE)
    assert "encarna" not in fold(need.title)
    assert other.statement == "La calle Encarna"


@pytest.mark.parametrize("who", ["bruno", "carla", "observer"])
def test_only_who_leads_the_area_withdraws(cast, who):
    need = need_of(cast)

    with pytest.raises(NotAllowed):
        withdraw(need, getattr(cast, who))

    need.refresh_from_db()
    assert need.statement == SECRET


def test_the_reason_is_chosen_and_something_has_to_be(cast):
    need = need_of(cast)

    with pytest.raises(DomainError) as no_reason:
        redact_text(need, actor=cast.alba, reason=SECRET)
    with pytest.raises(DomainError) as nothing:
        redact_text(need, actor=cast.alba, reason="served", passages=["outcome"])

    assert (no_reason.value.code, nothing.value.code) == ("reason_needed", "nothing_chosen")


def test_what_has_been_withdrawn_is_not_withdrawn_again(cast):
    """The sentence in its place stands in other texts too, which keep their day."""
    need, other = need_of(cast), need_of(cast, statement="Otro vecino, Ramiro", title="Otra")
    withdraw(need, cast.alba)
    withdraw(other, cast.alba, "statement")
    other.refresh_from_db()
    said = other.statement

    with clock.set_to(clock.now() + timedelta(days=3)), pytest.raises(DomainError):
        withdraw(Need.objects.get(pk=need.pk), cast.alba)

    other.refresh_from_db()
    assert other.statement == said


def test_the_page_shows_the_texts_and_then_to_whom_it_went(cast):
    need, client = need_of(cast), Client()
    mail = tell(cast, need)
    Mail.objects.filter(pk=mail.pk).update(state=MailState.SENT, sent_at=clock.now())
    client.force_login(cast.alba)
    address = f"/withdraw/need/{need.pk}/"

    page = client.get(address).content.decode()
    refused = client.post(address, {"passages": ["statement"]})
    done = client.post(address, {"passages": ["title"], "reason": "served"}).content.decode()

    assert SECRET in page
    assert refused.status_code == 200
    assert Need.objects.get(pk=need.pk).statement == SECRET
    assert "Bruno" in done
    assert TITLE not in client.get(need.get_absolute_url()).content.decode()


def test_the_need_of_a_vote_is_withdrawn_from_its_ballot_too(cast):
    need = need_of(cast)
    round = RoundFactory(meeting__area=cast.emp, created_by=cast.alba, needs=[need])

    withdraw(need, cast.alba, "title")

    assert str(round.items.get().need).startswith(GONE)


@pytest.mark.django_db
def test_coordination_withdraws_what_a_resource_tells_of_a_person(client, cast):
    resource = ResourceFactory(entity=cast.entity, name="Ropero", contact=SECRET, folded=fold(f"Ropero {SECRET}"))

    withdraw(resource, cast.coordination, "contact")

    resource.refresh_from_db()
    assert (resource.name, hits([SECRET], database_text())) == ("Ropero", [])
    with pytest.raises(NotAllowed):
        withdraw(resource, cast.bruno, "name")
    client.force_login(cast.alba)
    page = client.get(f"/withdraw/resource/{resource.pk}/")
    assert (page.status_code, "the area lead or network coordination" in page.content.decode()) == (403, True)
    client.force_login(cast.coordination)
    assert f"/withdraw/resource/{resource.pk}/" in client.get(resource.get_absolute_url()).content.decode()
