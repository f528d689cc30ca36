"""Everybody has notices of her own; nobody sees another's. Whoever holds a personal link may open it."""

from proposals.models import Commitment
from proposals.notifications import ANSWER_LINK
from red_inclusion.core.links import link_path
from red_inclusion.notifications.models import Notification
from tests.permissions.matrix import Row, anybody, everybody_signed_in
from tests.proposals.factories import ProposalFactory


def notice_for(person) -> Notification:
    return Notification.objects.create(
        person=person,
        kind="minutes_published",
        target_type="meetings.minutes",
        target_id=1,
        path="/",
        args={"title": "Primavera", "area": "Empleo y Formación", "reference": "EMP-1"},
        cadence="web",
    )


def her_notice(case):
    """Hers; somebody else's where nobody is signed in."""
    return {"pk": notice_for(case.person or case.author).pk}


def link_of_bruno(case):
    proposal = ProposalFactory(area=case.cast.emp, lead_entity=case.cast.entity, state="proposed")
    commitment = Commitment.objects.select_related("proposal").get(proposal=proposal)
    path = link_path(ANSWER_LINK, person=case.cast.bruno, subject=commitment)
    return {"token": path.removeprefix("/l/").rstrip("/")}


ROWS: dict[str, Row | list[Row]] = {
    "notifications:notice_list": everybody_signed_in(),
    "notifications:mark_all_seen": everybody_signed_in(method="POST"),
    "notifications:open_notice": everybody_signed_in(method="POST", kwargs=her_notice),
    "notifications:preferences": [
        everybody_signed_in(),
        everybody_signed_in(method="POST", data=lambda case: {"reach": "weekly"}),
    ],
    "personal_link": [
        anybody(kwargs=link_of_bruno),
        anybody(method="POST", kwargs=link_of_bruno, data=lambda case: {"answer": "accept"}),
    ],
}
