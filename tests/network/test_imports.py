"""A sheet brought in whole, and taken back whole."""

import json
from datetime import timedelta

import pytest
from django.utils import translation

from red_inclusion.accounts import terms
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network import actions
from red_inclusion.network.models import Area, Entity, Invitation, Seat, SheetImport
from red_inclusion.network.sheets.checking import check_tables
from red_inclusion.notifications.actions import send_queued_mail
from red_inclusion.notifications.models import Mail
from tests.needs.factories import NeedFactory

from .sheets import network, workbook
from .test_constraints import at_once

pytestmark = pytest.mark.django_db


def uploaded(cast, **sheets) -> SheetImport:
    return actions.upload_sheets("red.xlsx", workbook(**sheets), actor=cast.coordination)


def mark_of(upload: SheetImport) -> str:
    return check_tables(upload.tables, language="es").mark


def bring_in(cast, upload: SheetImport, **more) -> SheetImport:
    asked = {"actor": cast.coordination, "seen": mark_of(upload), "language": "es"}
    return actions.apply_sheets(upload, **asked | more)


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Area, Entity, Seat, Invitation, Mail, User))


def code_of(act) -> str:
    with pytest.raises(DomainError) as refusal:
        act()
    return refusal.value.code


SMALL = {
    "areas": [("NUE", "Área nueva", "De qué trata", "sí")],
    "entities": [
        ("Asociación", "third_sector", "", "", "", "NUE"),
        ("Cruz Roja", "third_sector", "", "", "", "NUE"),
        ("", "other"),
    ],
    "people": [
        ("Ana", "ana@example.org", "Asociación", "", "titular", "English"),
        ("Bruno", "bruno@example.org", "Cruz Roja"),
    ],
}


def test_uploading_and_looking_changes_nothing(cast):
    before = counted()

    upload = uploaded(cast, **SMALL)
    check_tables(upload.tables, language="es")

    assert counted() == before


def test_a_formula_is_kept_as_such_in_any_database_and_named(cast):
    upload = uploaded(cast, areas=[("NUE", "=1+1"), ("OTR", "Otra")])

    upload.refresh_from_db()
    lines = check_tables(upload.tables, language="es").lines
    assert [(line.outcome, [error.cell for error in line.errors]) for line in lines] == [("wrong", ["B2"]), ("new", [])]
    assert "\\u0000" not in json.dumps(upload.tables)


def test_right_rows_come_in_and_wrong_ones_stay_out(cast):
    upload = bring_in(cast, uploaded(cast, **SMALL))

    ana, bruno = Invitation.objects.order_by("email")
    assert (Area.objects.get(code="NUE").formal, Entity.objects.get(name="Asociación").areas.get().code) == (
        True,
        "NUE",
    )
    assert (ana.kind, ana.language, [seat.area.code for seat in ana.seats.all()]) == ("titular", "en", ["NUE"])
    assert [seat.area.code for seat in bruno.seats.all()] == ["NUE"]
    assert [mail.to for mail in Mail.objects.order_by("to")] == ["ana@example.org", "bruno@example.org"]
    assert User.objects.filter(email="ana@example.org").exists() is False
    assert {name: len(ids) for name, ids in upload.made.items()} == {
        "areas": 1, "entities": 1, "seats": 2, "invitations": 2, "mails": 2,
    }  # fmt: skip


def test_who_is_in_the_network_already_is_in_a_new_area_of_all_of_it(cast):
    upload = uploaded(
        cast,
        areas=[("PLE", "Plenario", "", "", "sí")],
        people=[
            ("Ana", "ana@example.org", "Cruz Roja", "PLE"),
            ("Eva", "eva@example.org", "Cruz Roja"),
            ("Bruno", "bruno@example.org", "Cruz Roja"),
        ],
    )

    bring_in(cast, upload)

    assert {each.name: {seat.area.code for seat in each.seats.all()} for each in Invitation.objects.all()} == {
        "Ana": {"PLE"}, "Eva": {"EMP", "PLE"}, "Bruno": {"PLE"},
    }  # fmt: skip


def test_coordination_goes_on_inviting_after_a_sheet(cast, monkeypatch):
    monkeypatch.setattr(actions.invitations, "MOST_PENDING", 2)
    monkeypatch.setattr(actions.invitations, "MOST_A_DAY", 2)
    bring_in(cast, uploaded(cast, **SMALL))

    by_hand = {"email": "eva@example.org", "name": "Eva", "actor": cast.coordination}
    actions.invite_person(cast.entity, seats=[cast.seat], **by_hand)

    assert Invitation.objects.pending().filter(invited_by=cast.coordination).count() == 3


def test_a_sheet_asks_no_more_for_the_letter_of_each_person(cast, monkeypatch):
    asked = []
    monkeypatch.setattr("red_inclusion.notifications.letters._letterheads", [lambda: asked.append(1) or {}])

    bring_in(cast, uploaded(cast, **SMALL))

    assert (len(asked), Mail.objects.filter(kind="invitation").count()) == (1, 2)


def test_names_and_addresses_are_not_kept_in_the_sheet_nor_in_the_trail(cast):
    upload = bring_in(cast, uploaded(cast, **SMALL))

    trail = str([*AuditEvent.objects.values_list("data", "reason")])
    assert (upload.tables, "ana@" in trail, "Asociación" in trail) == ([], False, False)


def test_bringing_in_twice_brings_in_once(cast):
    upload = uploaded(cast, **SMALL)
    seen = mark_of(upload)
    bring_in(cast, upload, seen=seen)
    before = counted()

    bring_in(cast, upload, seen=seen)

    assert counted() == before


def test_the_corrected_sheet_brings_in_only_what_was_missing(cast):
    bring_in(cast, uploaded(cast, **SMALL))
    corrected = SMALL | {"entities": [*SMALL["entities"][:2], ("Escuela", "school", "", "", "", "NUE")]}

    upload = bring_in(cast, uploaded(cast, **corrected))

    assert {name: len(ids) for name, ids in upload.made.items() if ids} == {"entities": 1, "seats": 1}


def test_whoever_did_not_see_what_it_brings_now_looks_again(cast):
    upload = uploaded(cast, **SMALL)
    seen = mark_of(upload)
    actions.admit_entity(name="Asociación", kind="other", actor=cast.coordination)
    before = counted()

    assert code_of(lambda: bring_in(cast, upload, seen=seen)) == "changed_meanwhile"
    assert code_of(lambda: bring_in(cast, upload, seen="")) == "changed_meanwhile"
    assert counted() == before


def test_nothing_is_half_done(cast, monkeypatch):
    upload, before = uploaded(cast, **SMALL), counted()

    def breaks(*args, **kwargs):
        raise DomainError("broken", "")

    monkeypatch.setattr("red_inclusion.network.actions.imports.write_invitation", breaks)

    assert code_of(lambda: bring_in(cast, upload)) == "broken"
    assert counted() == before


def test_undone_nothing_of_it_is_left(cast):
    before = counted()
    upload = bring_in(cast, uploaded(cast, **SMALL))

    actions.undo_import(upload, actor=cast.coordination)

    assert counted()[:4] == before[:4]
    assert [mail.text for mail in Mail.objects.all()] == [""] * Mail.objects.count()
    assert code_of(lambda: actions.undo_import(upload, actor=cast.coordination)) == "nothing_to_undo"


def test_its_page_tells_of_invitations_only_where_there_are_some(cast, client):
    client.force_login(cast.coordination)
    pages = []
    for sheets in ({"areas": SMALL["areas"]}, SMALL):
        upload = bring_in(cast, uploaded(cast, **sheets))
        pages.append(client.get(f"/coordination/import/{upload.pk}/").content.decode())

    assert ["invitations by e-mail now" in page for page in pages] == [False, True]


def test_what_was_taken_back_is_not_said_to_be_in(cast):
    upload = bring_in(cast, uploaded(cast, **SMALL))
    actions.undo_import(upload, actor=cast.coordination)

    with translation.override("en"), pytest.raises(DomainError, match="taken back") as refusal:
        actions.drop_sheets(upload, actor=cast.coordination)

    assert refusal.value.code == "done_already"


def test_undone_no_link_that_was_sent_anew_leaves_either(cast, mailoutbox):
    upload = bring_in(cast, uploaded(cast, **SMALL))
    actions.send_again(Invitation.objects.get(email="ana@example.org"), actor=cast.coordination)

    actions.undo_import(upload, actor=cast.coordination)

    send_queued_mail()
    assert (mailoutbox, [mail.text for mail in Mail.objects.all()]) == ([], [""] * 3)


def test_undone_it_can_be_brought_in_again(cast):
    actions.undo_import(bring_in(cast, uploaded(cast, **SMALL)), actor=cast.coordination)

    again = bring_in(cast, uploaded(cast, **SMALL))

    assert len(again.made["invitations"]) == 2


@pytest.mark.parametrize("built", ["need", "also", "mandate", "invitation"])
def test_nothing_is_undone_once_something_stands_on_it(cast, built):
    upload = bring_in(cast, uploaded(cast, **SMALL))
    area, entity = Area.objects.get(code="NUE"), Entity.objects.get(name="Asociación")
    if built == "need":
        NeedFactory(area=cast.emp, entity=entity)
    elif built == "also":
        NeedFactory(area=cast.emp).also_areas.add(area)
    elif built == "mandate":
        actions.give_mandate(entity.seats.get(), person=cast.carla, actor=cast.coordination)
    else:
        actions.invite_person(
            cast.entity, seats=list(cast.entity.seats.filter(area=area)), email="otra@example.org", name="Otra",
            actor=cast.coordination,
        )  # fmt: skip
    before = counted()

    assert code_of(lambda: actions.undo_import(upload, actor=cast.coordination)) == "built_on"
    assert counted() == before


def test_nothing_is_undone_once_somebody_is_in(cast):
    upload = bring_in(cast, uploaded(cast, **SMALL))
    invitation = Invitation.objects.get(email="ana@example.org")
    invitation, token = actions.send_again(invitation, actor=cast.coordination)
    actions.accept_invitation(
        invitation, token=token, actor=None, name="Ana", language="es", terms_version=terms.VERSION
    )

    assert code_of(lambda: actions.undo_import(upload, actor=cast.coordination)) == "built_on"


@pytest.mark.parametrize("who", ["alba", "bruno", "dani"])
def test_only_coordination_brings_in(cast, who):
    upload, actor = uploaded(cast, **SMALL), getattr(cast, who)

    for attempt in (
        lambda: actions.upload_sheets("red.xlsx", workbook(**SMALL), actor=actor),
        lambda: bring_in(cast, upload, actor=actor),
        lambda: actions.undo_import(upload, actor=actor),
        lambda: actions.drop_sheets(upload, actor=actor),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_file_is_forgotten_by_hand_or_after_a_day(cast):
    kept, old = uploaded(cast, **SMALL), uploaded(cast, **SMALL)
    actions.drop_sheets(kept, actor=cast.coordination)
    done = bring_in(cast, uploaded(cast, **SMALL))

    with clock.set_to(clock.now() + timedelta(hours=23)):
        actions.forget_uploads()
    still = SheetImport.objects.filter(pk=old.pk).exists()
    with clock.set_to(clock.now() + timedelta(hours=25)):
        actions.forget_uploads()

    assert (still, list(SheetImport.objects.all())) == (True, [done])


def test_a_whole_network_comes_in_at_once(cast):
    upload = bring_in(cast, uploaded(cast, **network(20, 60)))

    assert (len(upload.made["entities"]), len(upload.made["invitations"])) == (20, 60)
    assert Mail.objects.filter(kind="invitation").count() == 60


@pytest.mark.django_db(transaction=True)
def test_two_taps_bring_it_in_once(cast):
    upload = uploaded(cast, **SMALL)
    seen = mark_of(upload)

    outcomes = at_once(3, lambda: bring_in(cast, upload, seen=seen))

    assert outcomes == ["done"] * 3
    assert Invitation.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_sheet_uploaded_twice_comes_in_once(cast):
    uploads = [uploaded(cast, **SMALL) for _ in range(2)]
    seen = mark_of(uploads[0])

    outcomes = at_once(2, lambda: bring_in(cast, uploads.pop(), seen=seen))

    assert outcomes in (["changed_meanwhile", "done"], ["area_exists", "done"])
    assert Entity.objects.filter(name="Asociación").count() == 1


@pytest.mark.django_db(transaction=True)
def test_somebody_accepts_while_it_is_undone(cast):
    upload = bring_in(cast, uploaded(cast, **SMALL))
    invitation, token = actions.send_again(Invitation.objects.get(email="ana@example.org"), actor=cast.coordination)
    steps = [
        lambda: actions.undo_import(upload, actor=cast.coordination),
        lambda: actions.accept_invitation(
            invitation, token=token, actor=None, name="Ana", language="es", terms_version=terms.VERSION
        ),
    ]

    def step():
        try:
            steps.pop()()
        except Invitation.DoesNotExist:
            raise DomainError("gone", "") from None

    outcomes = at_once(2, step)

    assert outcomes in (["built_on", "done"], ["done", "gone"])
    assert User.objects.filter(email="ana@example.org").exists() is ("built_on" in outcomes)
