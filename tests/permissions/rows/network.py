from red_inclusion.accounts import terms
from red_inclusion.core import clock
from red_inclusion.network.models import Seat
from red_inclusion.notifications.models import Mail
from tests.factories import InvitationFactory, MandateFactory, PersonFactory, ResourceFactory
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
