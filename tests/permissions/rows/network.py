from django.core.files.uploadedfile import SimpleUploadedFile

from red_inclusion.accounts import terms
from red_inclusion.core import clock
from red_inclusion.network import actions
from red_inclusion.network.models import Seat, SheetImport
from red_inclusion.network.sheets.checking import check_tables
from red_inclusion.network.sheets.reading import read_tables
from red_inclusion.notifications.models import Mail
from tests.factories import (
    LONG_AGO,
    AreaLeadFactory,
    CoordinatorFactory,
    EntityFactory,
    InvitationFactory,
    MandateFactory,
    PersonFactory,
    ResourceFactory,
    SeatFactory,
)
from tests.permissions.matrix import Row, anybody, everybody_signed_in
from tests.permissions.world import ANONYMOUS, COORDINATION, GUEST, IN_NETWORK, MEMBERS, OBSERVER, RUNNING


def entity(case):
    return {"pk": case.entity.pk}


def seat(case):
    """Of the entity in the area of the case."""
    return Seat.objects.get_or_create(entity=case.entity, area=case.area)[0]


def invitation(case):
    return {"pk": InvitationFactory(seat=seat(case), invited_by=case.author).pk}


def link(case, **more):
    """To an address that nobody has."""
    InvitationFactory(seat=case.cast.seat, invited_by=case.cast.alba, token="the-link", **more)
    return {"token": "the-link"}


def ran_out(case):
    return link(case, expires_at=clock.now())


def colleague(case):
    """Of the entity, in the area where whoever asks represents it."""
    person = MandateFactory(seat=seat(case), person=PersonFactory()).person
    return {"pk": case.entity.pk, "person": person.pk}


def resource(case):
    return {"pk": ResourceFactory(entity=case.entity).pk}


def retired(case):
    return {"pk": ResourceFactory(entity=case.entity, retired_on=clock.today()).pk}


def offer(case):
    texts = {"name": "Ropero", "for_whom": "Familias", "how_to_get": "Con cita", "contact": "ropero@example.org"}
    return texts | {"entity": case.entity.pk}


def failed_mail(case):
    mail = Mail.objects.create(kind="x", to="gone@example.org", language="es", subject="x", text="x", state="failed")
    return {"pk": mail.pk}


def form(case):
    return {"name": "Elena", "email": "elena@example.org", "language": "es", "seats": [seat(case).pk], "kind": "member"}


def somebody(case):
    return {"pk": case.author.pk}


ONLY_COORDINATION = {"may": frozenset({COORDINATION}), "of_area": False}


# Her own entity's, wherever it is; a lead's those that are in her area; an entity is not an area's.
OF_ENTITY = {"read": IN_NETWORK, "read_elsewhere": IN_NETWORK, "may": MEMBERS | RUNNING}

# What an entity offers is the network's to read, and its own people's to keep: wherever they represent it.
OFFERED = {
    "read": IN_NETWORK,
    "read_elsewhere": IN_NETWORK,
    "may": MEMBERS | RUNNING,
    "elsewhere": MEMBERS | RUNNING,
}
# For an entity of her own, so no matter which is looked at.
OFFERING = OFFERED | {"may": IN_NETWORK - {OBSERVER}, "elsewhere": IN_NETWORK - {OBSERVER}}

ROWS: dict[str, Row | list[Row]] = {
    # Who has no place yet is told so, in the same place.
    "network:area_list": everybody_signed_in(),
    "network:entity_list": everybody_signed_in(),
    # An entity is the network's, not an area's: every member reads it, and to others it is not there.
    "network:entity_detail": Row(
        kwargs=entity, may=IN_NETWORK, elsewhere=IN_NETWORK, read=IN_NETWORK, read_elsewhere=IN_NETWORK
    ),
    "network:resource_list": everybody_signed_in(),
    "network:resource_detail": Row(kwargs=resource, **OFFERED | {"may": IN_NETWORK, "elsewhere": IN_NETWORK}),
    "network:resource_create": [Row(**OFFERING), Row("POST", data=offer, **OFFERING)],
    "network:resource_edit": [Row(kwargs=resource, **OFFERED), Row("POST", kwargs=resource, data=offer, **OFFERED)],
    "network:resource_confirm": Row("POST", kwargs=resource, **OFFERED),
    "network:resource_retire": Row("POST", kwargs=resource, **OFFERED),
    "network:resource_restore": Row("POST", kwargs=retired, **OFFERED),
    "network:resource_check": [
        Row(kwargs=entity, **OFFERED),
        Row("POST", kwargs=entity, data=lambda case: {"answer": "all"}, **OFFERED),
    ],
    "network:mail_list": Row(may=frozenset({COORDINATION}), of_area=False),
    "network:mail_retry": Row("POST", kwargs=failed_mail, may=frozenset({COORDINATION}), of_area=False),
    "network:my_people": everybody_signed_in(),
    "network:invitation_entity": everybody_signed_in(),
    "network:entity_people": Row(kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    "network:access_undo": Row("POST", kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    "network:access_end": Row("POST", kwargs=colleague, **OF_ENTITY),
    "network:invitation_create": [
        Row(kwargs=entity, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
        Row("POST", kwargs=entity, data=form, elsewhere=MEMBERS | RUNNING, **OF_ENTITY),
    ],
    "network:invitation_send": Row("POST", kwargs=invitation, may=MEMBERS | RUNNING, read=MEMBERS | RUNNING),
    "network:invitation_withdraw": Row("POST", kwargs=invitation, may=MEMBERS | RUNNING, read=MEMBERS | RUNNING),
    # The link is the key. Who is signed in as somebody else reads so, and is refused.
    "network:invitation": [
        anybody(kwargs=link),
        Row(
            "POST",
            kwargs=link,
            data=lambda case: {"name": "Elena", "language": "es", "version": terms.VERSION, "accept": "on"},
            may=frozenset({ANONYMOUS, GUEST}),
            of_area=False,
        ),
    ],
    "network:my_data": everybody_signed_in(),
    # Hers alone: tests/privacy/test_export.py.
    "network:my_data_download": everybody_signed_in(method="POST"),
    "network:erasure_ask": everybody_signed_in(method="POST"),
    "network:erasure_withdraw": everybody_signed_in(method="POST"),
    "network:personal_data": Row(**ONLY_COORDINATION),
    "network:person_erase": [
        Row(kwargs=somebody, **ONLY_COORDINATION),
        Row("POST", kwargs=somebody, data=lambda case: {"sure": "on"}, **ONLY_COORDINATION),
    ],
    "network:invitation_ask": anybody(method="POST", kwargs=ran_out),
}


def area(case):
    return {"code": case.area.code}


def mandate(case):
    return {"pk": MandateFactory(seat=seat(case), person=PersonFactory()).pk}


def of_coordination(**more):
    """Whatever it is about, it is coordination's; everybody else in the network knows that there is one."""
    return Row(**{"may": frozenset({COORDINATION}), "of_area": False} | more)


def another_entity(case):
    return {"pk": EntityFactory().pk}


def gone(case):
    return {"pk": EntityFactory(active_until=LONG_AGO).pk}


def duplicate(case):
    entity = EntityFactory()
    actions.merge_entity(entity, into=case.cast.entity, actor=case.cast.coordination)
    return {"pk": entity.pk}


def upload(case, **more):
    tables = read_tables("red.csv", b"code;name\nNUE;Nueva")
    return {"pk": SheetImport.objects.create(file_name="red.csv", uploaded_by=case.author, tables=tables, **more).pk}


def done_upload(case):
    made = {name: [] for name in ("areas", "entities", "seats", "invitations", "mails")}
    return upload(case, done_at=clock.now(), made=made)


def lead(case):
    return {"pk": AreaLeadFactory(area=case.area, person=PersonFactory()).pk}


# Of who runs the area; who reads it is told whose it is.
OF_AREA = {"may": RUNNING}

ROWS |= {
    "network:area_people": Row(kwargs=area, **OF_AREA),
    "network:seat_add": Row("POST", kwargs=area, data=lambda case: {"entity": EntityFactory().pk}, **OF_AREA),
    "network:mandate_give": Row(
        "POST",
        kwargs=area,
        data=lambda case: {"seat": seat(case).pk, "person": PersonFactory().pk, "kind": "member"},
        **OF_AREA,
    ),
    "network:seat_end": Row("POST", kwargs=lambda case: {"pk": SeatFactory(area=case.area).pk}, **OF_AREA),
    "network:mandate_end": Row("POST", kwargs=mandate, **OF_AREA),
    "network:lead_name": Row(
        "POST", kwargs=area, data=lambda case: {"person": PersonFactory().pk}, may=frozenset({COORDINATION})
    ),
    "network:lead_end": Row("POST", kwargs=lead, may=frozenset({COORDINATION})),
    "network:coordination": of_coordination(),
    # With nothing to take back it says so, to anybody.
    "network:coordination_undo": everybody_signed_in(method="POST"),
    "network:coordination_entities": of_coordination(),
    "network:entity_create": [
        of_coordination(),
        of_coordination(method="POST", data=lambda case: {"name": "Cáritas", "kind": "third_sector"}),
    ],
    "network:coordination_entity": [
        of_coordination(kwargs=entity),
        of_coordination(method="POST", kwargs=entity, data=lambda case: {"name": "Cáritas", "kind": "third_sector"}),
    ],
    "network:entity_area_add": of_coordination(
        method="POST", kwargs=another_entity, data=lambda case: {"area": case.area.pk}
    ),
    "network:entity_end": of_coordination(method="POST", kwargs=another_entity),
    "network:entity_reopen": of_coordination(method="POST", kwargs=gone),
    "network:entity_merge": [
        of_coordination(kwargs=another_entity),
        of_coordination(method="POST", kwargs=another_entity, data=lambda case: {"into": case.cast.entity.pk}),
    ],
    "network:entity_separate": of_coordination(method="POST", kwargs=duplicate),
    "network:coordination_areas": of_coordination(),
    "network:area_create": [
        of_coordination(),
        of_coordination(method="POST", data=lambda case: {"name": "Vivienda", "code": "VIV", "accent": "plum"}),
    ],
    "network:area_edit": [
        of_coordination(kwargs=area),
        of_coordination(method="POST", kwargs=area, data=lambda case: {"name": "Vivienda", "accent": "plum"}),
    ],
    "network:coordination_people": of_coordination(),
    "network:coordinator_name": of_coordination(method="POST", kwargs=lambda case: {"pk": PersonFactory().pk}),
    "network:coordinator_end": of_coordination(
        method="POST", kwargs=lambda case: {"pk": CoordinatorFactory(person=PersonFactory()).person_id}
    ),
    "network:coordination_invitations": of_coordination(),
    "network:import_list": [
        of_coordination(),
        of_coordination(
            method="POST", data=lambda case: {"file": SimpleUploadedFile("red.csv", b"code;name\nNUE;Nueva")}
        ),
    ],
    "network:import_template": of_coordination(),
    "network:import_template_csv": of_coordination(kwargs=lambda case: {"kind": "people"}),
    "network:import_detail": of_coordination(kwargs=upload),
    "network:import_apply": of_coordination(
        method="POST",
        kwargs=upload,
        data=lambda case: {"seen": check_tables(SheetImport.objects.first().tables, language="es").mark},
    ),
    "network:import_undo": of_coordination(method="POST", kwargs=done_upload),
    "network:import_drop": of_coordination(method="POST", kwargs=upload),
}
