from uuid import uuid4

from tests.needs.factories import NeedFactory
from tests.permissions.matrix import Row, shared_with_network
from tests.permissions.world import IN_NETWORK, LEAD, MEMBERS, OUTSIDER, RUNNING


def need(case):
    return {"pk": NeedFactory(area=case.area, entity=case.entity, author=case.author).pk}


def of_others(case):
    """Detected by an entity for which nobody of these speaks."""
    return {"pk": NeedFactory(area=case.area, author=case.author).pk}


def closed(case):
    changes = {"state": "discarded", "state_before": "detected", "outcome": "Repetida"}
    return {"pk": NeedFactory(area=case.area, entity=case.entity, author=case.author, **changes).pk}


def her_entity(case):
    return {"entity": case.cast.other_entity.pk if case.role == OUTSIDER else case.entity.pk}


def text(case):
    return {"title": "Llegar a los cursos", "statement": "No hay autobús."}


def logged(case):
    return {"area": case.area.code, "entity": case.entity.pk, "submission": uuid4(), **text(case)}


LOGGING = MEMBERS | RUNNING
SHARED = {"may": IN_NETWORK, "elsewhere": IN_NETWORK}
SPEAKING = MEMBERS | {LEAD}


def to_withdraw(case):
    return {"kind": "need", **need(case)}


ROWS = {
    "needs:need_list": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "needs:need_export": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "network:redact_text": [
        shared_with_network(kwargs=to_withdraw, may=RUNNING),
        shared_with_network(
            method="POST",
            kwargs=to_withdraw,
            data=lambda case: {"passages": ["statement"], "reason": "served"},
            may=RUNNING,
        ),
    ],
    "needs:need_similar": Row(may=IN_NETWORK | {"newcomer"}, of_area=False),
    "needs:need_create": [
        Row(data=lambda case: {"area": case.area.code}, may=LOGGING),
        Row("POST", data=logged, may=LOGGING),
    ],
    "needs:need_detail": shared_with_network(kwargs=need, **SHARED),
    "needs:need_edit": [
        shared_with_network(kwargs=need, may=LOGGING),
        shared_with_network(method="POST", kwargs=need, data=text, may=LOGGING),
    ],
    "needs:need_confirm": shared_with_network(
        method="POST", kwargs=of_others, data=her_entity, may=SPEAKING | {OUTSIDER}, elsewhere=SPEAKING
    ),
    "needs:need_unconfirm": shared_with_network(
        method="POST", kwargs=of_others, data=her_entity, may=SPEAKING | {OUTSIDER}, elsewhere=SPEAKING
    ),
    "needs:need_visibility": shared_with_network(
        method="POST", kwargs=need, data=lambda case: {"visibility": "public"}, may=RUNNING
    ),
    "needs:need_discard": [
        shared_with_network(kwargs=need, may=RUNNING),
        shared_with_network(method="POST", kwargs=need, data=lambda case: {"reason": "Repetida"}, may=RUNNING),
    ],
    "needs:need_answer": [
        shared_with_network(kwargs=need, may=RUNNING),
        shared_with_network(method="POST", kwargs=need, data=lambda case: {"outcome": "Hay autobús"}, may=RUNNING),
    ],
    "needs:need_reopen": shared_with_network(method="POST", kwargs=closed, may=RUNNING),
}
