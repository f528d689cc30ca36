"""Sheets brought in: uploaded, looked at, applied in one transaction, and taken back while nothing stands on them.

Locks: the upload's row (two taps), then the entities that people are invited to, in the order of their keys.
"""

from datetime import timedelta
from pathlib import PurePath
from typing import Any

from django.db import models, router, transaction
from django.db.models import ProtectedError, Q
from django.db.models.deletion import Collector
from django.utils.translation import gettext_lazy as _

from red_inclusion.accounts.models import User
from red_inclusion.core import audit, clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.errors import DomainError
from red_inclusion.core.folding import fold
from red_inclusion.network import signals
from red_inclusion.network.enums import Accent, MandateKind
from red_inclusion.network.models import Area, Entity, Invitation, Seat, SheetImport
from red_inclusion.network.sheets.checking import NEW, Line, Plan, check_tables, entities_by_key
from red_inclusion.network.sheets.columns import AREAS, ENTITIES, ORDER, PEOPLE
from red_inclusion.network.sheets.reading import read_tables
from red_inclusion.notifications.actions import withdraw_mail
from red_inclusion.notifications.letters import letterhead
from red_inclusion.notifications.models import Mail

from .arranging import add_seat, admit_entity, coordination_only, open_area
from .invitations import withdraw_mails, withdraw_what_ran_out, write_invitation

KEPT_FOR = timedelta(days=1)  # what was uploaded and not brought in
AREA_FIELDS = ("code", "name", "about", "formal", "whole_network")
ENTITY_FIELDS = ("name", "kind", "long_name", "about", "website")


@transaction.atomic
def upload_sheets(file_name: str, content: bytes, *, actor: User) -> SheetImport:
    """Read it and keep its cells, to be looked at. Nothing of the network changes yet."""
    coordination_only(actor)
    tables = read_tables(file_name, content)
    upload = SheetImport.objects.create(file_name=PurePath(file_name).name[:120], uploaded_by=actor, tables=tables)
    audit.record("sheets.uploaded", upload, actor=actor, rows=sum(len(table["rows"]) for table in tables))
    return upload


@transaction.atomic
def apply_sheets(upload: SheetImport, *, actor: User, seen: str, language: str) -> SheetImport:
    """Bring in every right row, all of them or none; wrong ones stay out. `seen` is the mark of the plan she read:
    where the network has changed so that a row would come out otherwise, nothing is written and she looks again."""
    coordination_only(actor)
    upload = SheetImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.done_at:
        return upload
    plan = check_tables(upload.tables, language=language)
    if seen != plan.mark:
        message = _("The network has changed since you looked at this page. Look again, and bring it in.")
        raise DomainError("changed_meanwhile", message)
    if not plan.new:
        raise DomainError("nothing_new", _("There is no row to bring in."))
    upload.made = _bring_in(plan, actor, language)
    upload.done_at, upload.tables = clock.now(), []
    upload.save(update_fields=["made", "done_at", "tables"])
    audit.record("sheets.applied", upload, actor=actor, left_out=len(plan.wrong), made=upload.made)
    return upload


@transaction.atomic
def undo_import(upload: SheetImport, *, actor: User) -> SheetImport:
    """Take all of it back, as if it had never been; refused as soon as anything stands on it."""
    coordination_only(actor)
    upload = SheetImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.done_at is None or upload.undone_at:
        raise DomainError("nothing_to_undo", _("There is nothing to undo any more."))
    # Who accepts meanwhile holds her invitation's row: either she is in, and nothing is undone, or her link is over.
    invitations = Invitation.objects.select_for_update(of=("self",)).filter(pk__in=upload.made["invitations"])
    held = list(invitations.order_by("pk"))
    if any(invitation.accepted_at for invitation in held):
        message = _("Somebody has accepted her invitation, so it stays. End or withdraw one by one what is wrong.")
        raise DomainError("built_on", message)
    for mail in Mail.objects.filter(pk__in=upload.made["mails"]).order_by("pk"):
        withdraw_mail(mail, actor=actor)
    for invitation in held:
        withdraw_mails(invitation, actor=actor)
    _remove(Invitation.objects.filter(pk__in=upload.made["invitations"]))
    _remove(Seat.objects.filter(pk__in=upload.made["seats"]))
    _remove(Entity.objects.filter(pk__in=upload.made["entities"]))
    areas = Area.objects.filter(pk__in=upload.made["areas"])
    for area in areas:
        signals.area_removed.send(Area, area=area)
    _remove(areas)
    upload.undone_at = clock.now()
    upload.save(update_fields=["undone_at"])
    audit.record("sheets.undone", upload, actor=actor, made=upload.made)
    return upload


@transaction.atomic
def drop_sheets(upload: SheetImport, *, actor: User) -> None:
    """Forget a file that is not brought in after all."""
    coordination_only(actor)
    upload = SheetImport.objects.select_for_update(of=("self",)).get(pk=upload.pk)
    if upload.undone_at:
        raise DomainError("done_already", _("It was brought in and taken back: nothing of it is in the network."))
    if upload.done_at:
        raise DomainError("done_already", _("It has been brought in: take it back instead."))
    audit.record("sheets.dropped", upload, actor=actor)
    upload.delete()


@transaction.atomic
def forget_uploads() -> int:
    """A job: names and addresses that nobody brought in within a day go."""
    old = SheetImport.objects.filter(done_at=None, uploaded_at__lt=clock.now() - KEPT_FOR)
    for upload in old.select_for_update():
        audit.record("sheets.dropped", upload, actor=SYSTEM)
    return old.delete()[0]


def _bring_in(plan: Plan, actor: User, language: str) -> dict[str, list[int]]:
    new = {kind: [line for line in plan.of(kind) if line.outcome == NEW] for kind in ORDER}
    areas = [_open(line, actor).pk for line in new[AREAS]]
    known = entities_by_key()
    entities, given = [], []
    for line in new[ENTITIES]:
        entity = known.get(line.key) or admit_entity(actor=actor, **_named(line, ENTITY_FIELDS))
        given += [_seat(entity, code, actor) for _entity, code in line.seats]
        entities += [] if line.key in known else [entity.pk]
    with_them = Seat.objects.filter(Q(area__in=areas) | Q(entity__in=entities)).values_list("pk", flat=True)
    invitations, mails = _invite(new[PEOPLE], actor, language)
    seats = sorted({*given, *with_them})
    return {"areas": areas, "entities": entities, "seats": seats, "invitations": invitations, "mails": mails}


def _open(line: Line, actor: User) -> Area:
    """Each in a colour of its own, as far as there are some."""
    accent = Accent.values[Area.objects.count() % len(Accent.values)]
    return open_area(actor=actor, accent=accent, **_named(line, AREA_FIELDS))


def _named(line: Line, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: line.values[name] for name in names}


def _seat(entity: Entity, code: str, actor: User) -> int:
    return add_seat(Area.objects.get(code=code), entity=entity, actor=actor).pk


def _invite(lines: list[Line], actor: User, language: str) -> tuple[list[int], list[int]]:
    """No account is made: everybody gets a link, as if she had been invited by hand. The leads are not told one by
    one: coordination tells them in its own words."""
    invitations, mails = [], []
    all_seats = Seat.objects.that_hold().select_related("entity", "area")
    seats = {(fold(seat.entity.name), seat.area.code): seat for seat in all_seats}
    wanted = [[seats[place] for place in line.seats] for line in lines]
    entities = {seat.entity_id for places in wanted for seat in places}
    # Whoever invites one of them meanwhile queues here.
    list(Entity.objects.select_for_update(of=("self",)).filter(pk__in=entities).order_by("pk"))
    head = letterhead()
    for line, places in zip(lines, wanted, strict=True):
        withdraw_what_ran_out(places[0].entity, line.values["email"], actor)
        invitation, _token, mail = write_invitation(
            places[0].entity,
            seats=places,
            email=line.values["email"],
            name=line.values["name"],
            kind=line.values["kind"] or MandateKind.MEMBER,
            language=line.values["language"] or language,
            actor=actor,
            head=head,
        )
        invitations.append(invitation.pk)
        mails += [mail.pk] if mail else []
    return invitations, mails


def _remove(rows: models.QuerySet) -> None:
    """Only these, with nothing that points to them: what would go along, or holds them, forbids it."""
    found = list(rows)
    if not found:
        return
    collector = Collector(using=router.db_for_write(rows.model), origin=rows)
    try:
        collector.collect(found)
    except ProtectedError as error:
        raise _built_on() from error
    along = [each.model for each in collector.fast_deletes if each.exists()] + list(collector.data)
    # The places of an invitation go with it; the place of one that somebody wrote since does not.
    own = {rows.model, Invitation.seats.through} if rows.model is Invitation else {rows.model}
    if set(along) - own:
        raise _built_on()
    collector.delete()


def _built_on() -> DomainError:
    message = _("Something has been written about what it brought, so it stays. End one by one what is wrong.")
    return DomainError("built_on", message)
