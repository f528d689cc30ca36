"""Where the pages of a demo network are: every route that shows one, with an object in each state that looks different.

Runs in the server's own environment: `manage.py shell -c "from tests.e2e.places import tell; tell()"`.
"""

import json
from collections.abc import Callable, Iterable
from datetime import timedelta

from django.db.models import Model, QuerySet
from django.urls import reverse

from meetings.actions import meeting as meetings
from meetings.actions.decisions import add_decision
from meetings.actions.minutes import draft_minutes
from meetings.actions.rounds import create_round
from meetings.enums import MeetingState, RoundState
from meetings.models import AgendaItem, Decision, Meeting, Minutes, MinutesPage, Round
from needs.actions import answer_need, discard_need, log_need
from needs.enums import NeedState
from needs.models import Need
from proposals.actions import create_proposal
from proposals.models import Commitment, Proposal
from proposals.notifications import ANSWER_LINK
from red_inclusion.accounts.models import User
from red_inclusion.core import clock
from red_inclusion.core.actors import SYSTEM
from red_inclusion.core.links import link_path
from red_inclusion.guide.texts import PAGES as PAGES_OF_HELP
from red_inclusion.network.actions import apply_sheets, invite_person, retire_resource, upload_sheets
from red_inclusion.network.actions.invitations import hash_of
from red_inclusion.network.audience import who_answer_for, who_tend
from red_inclusion.network.models import Area, Entity, Invitation, Resource, Seat, SheetImport
from red_inclusion.network.notifications import CHECK_LINK
from red_inclusion.network.sheets.checking import check_tables
from red_inclusion.pages.models import (
    AccessibilityPage,
    AreaPage,
    NewsIndexPage,
    NewsPage,
    PrivacyPage,
    StandardPage,
)

AREA, ENTITY, LEAD = "EMP", "Cruz Roja", "lead@demo.example"
TITLES = (
    "Un sitio tranquilo donde estudiar por la tarde",
    "Biblioteca cerrada los sábados",
    "Aulas de estudio nocturnas",
)
TOKENS = {"open-invitation": "pending", "old-invitation": "expired"}
LEGAL = (PrivacyPage, AccessibilityPage)
BEFORE = [MeetingState.DRAFT, MeetingState.CONVENED]


def tell() -> None:
    furnish()
    print(json.dumps(places()))


def places() -> dict[str, list[str]]:
    return {name: list(dict.fromkeys(find(name))) for name, find in PAGES.items()}


def here(name: str) -> list[str]:
    return [reverse(name)]


def of_each(objects: Callable[[], Iterable[Model]]) -> Callable[[str], list[str]]:
    return lambda name: [reverse(name, args=[each.pk]) for each in objects()]


def one_of_each(rows: QuerySet, field: str) -> list[Model]:
    """The newest of each value of `field`."""
    return list({getattr(row, field): row for row in rows.order_by("pk")}.values())


def area_meetings(*states: str) -> list[Meeting]:
    rows = Meeting.objects.filter(area__code=AREA)
    return one_of_each(rows.filter(state__in=states) if states else rows, "state")


def area_needs(*states: str) -> list[Need]:
    rows = Need.objects.filter(area__code=AREA)
    return one_of_each(rows.filter(state__in=states) if states else rows, "state")


def area_proposals() -> list[Proposal]:
    return one_of_each(Proposal.objects.filter(area__code=AREA), "state")


def area_minutes(*states: str) -> list[Minutes]:
    return one_of_each(Minutes.objects.filter(meeting__area__code=AREA, state__in=states), "state")


def area_rounds() -> list[Round]:
    return one_of_each(Round.objects.filter(meeting__area__code=AREA), "state")


def codes_in_session(name: str) -> list[str]:
    return [reverse(name, args=[each.join_code]) for each in area_meetings(MeetingState.IN_SESSION)]


def with_query(url: str, **query) -> str:
    return f"{url}?{'&'.join(f'{name}={value}' for name, value in query.items())}"


def first_need() -> Need:
    return area_needs(NeedState.PRIORITISED, NeedState.DETECTED)[0]


def agenda_item() -> list[AgendaItem]:
    return [AgendaItem.objects.filter(meeting__in=area_meetings(MeetingState.IN_SESSION)).first()]


def decision() -> list[Decision]:
    return [Decision.objects.filter(meeting__in=area_meetings(MeetingState.IN_SESSION)).last()]


def commitment_in(state: str, **more: str) -> Callable[[str], list[str]]:
    def found(name: str) -> list[str]:
        rows = Commitment.objects.filter(proposal__area__code=AREA, state=state, **more)
        return [reverse(name, args=[row.pk]) for row in rows.exclude(proposal__state="draft")[:1]]

    return found


def public_pages(name: str) -> list[str]:
    pages = [AreaPage.objects.live().get(area__code=AREA), MinutesPage.objects.live().first()]
    site = [model.objects.live().first() for model in (NewsIndexPage, NewsPage, StandardPage, *LEGAL)]
    index = with_query(NewsIndexPage.objects.first().url, q="zzz")
    return ["/", *(page.url for page in [*pages, *site]), index]


def steps_of_proposals(name: str) -> list[str]:
    """The steps that ask for something before they are taken."""
    urls = {each.state: reverse(name, args=[each.pk]) for each in area_proposals()}
    asked = (("agreed", "hold"), ("agreed", "transfer"), ("in_progress", "reject"), ("in_progress", "finish"))
    return [with_query(urls[state], step=step) for state, step in asked if state in urls]


def resources() -> list[Resource]:
    """One that its entity is asked about, and one that was retired."""
    return [Resource.objects.awaited().first(), Resource.objects.filter(retired_on__isnull=False).first()]


def check_link() -> str:
    """The link with which the people of an entity say from their mail whether what it offers still holds."""
    entity = resources()[0].entity
    return link_path(CHECK_LINK, person=who_tend(entity.pk)[0], subject=entity)


def answer_link() -> str:
    """The link with which Cruz Roja's people answer from their mail."""
    asked = Commitment.objects.asked().filter(proposal__area__code=AREA, entity__name=ENTITY).first()
    (person, *_others) = who_answer_for([asked.entity_id], asked.proposal.area_id)[asked.entity_id]
    return link_path(ANSWER_LINK, person=person, subject=asked)


WAGTAIL = "wagtail_serve"
# Routes that answer GET with something else than a page of their own.
NO_PAGES = {
    "healthz": "one word for machines",
    "readyz": "one word for machines",
    "service_worker": "a script",
    "account_set_password": "leads on to the change of the password: everybody of the demo has one",
    "mfa_download_recovery_codes": "a text file",
    "mfa_login_webauthn": "JSON for the browser's passkey window",
    "mfa_reauthenticate_webauthn": "JSON for the browser's passkey window",
    "meetings:ballot": "leads on to the room, where the vote is",
    "meetings:qr": "an image",
    "meetings:room_snapshot": "JSON",
    "needs:need_export": "a table",
    "proposals:proposal_export": "a table",
    "network:import_template": "a file",
    "network:import_template_csv": "a file",
    "pages:area_feed": "Atom",
    "pages:news_feed": "Atom",
    "pages:published_feed": "Atom",
    "pages:media": "a picture",
    "pages:robots": "words for search engines",
    "pages:sitemap": "XML for search engines",
    "wagtaildocs_serve": "a file",
    "needs:need_similar": "a part of the page on which a need is logged, judged there",
}
PAGES: dict[str, Callable[[str], list[str]]] = {
    WAGTAIL: public_pages,
    "offline": here,
    "desk:styleguide": here,
    "pages:area_intro": lambda name: [reverse(name, args=[AREA])],
    "accounts:profile": here,
    "accounts:terms": here,
    "accounts:device_list": here,
    "account_login": here,
    "account_logout": here,
    "account_signup": here,
    "account_inactive": here,
    "account_email": here,
    "account_change_password": here,
    "account_reset_password": here,
    "account_reset_password_done": here,
    "account_reset_password_from_key": lambda name: [reverse(name, kwargs={"uidb36": "1", "key": "gone"})],
    "account_reset_password_from_key_done": here,
    "account_request_login_code": here,
    "account_confirm_email": lambda name: [reverse(name, kwargs={"key": "gone"})],
    "account_email_verification_sent": here,
    "account_confirm_login_code": here,
    "account_reauthenticate": here,
    "mfa_index": here,
    "mfa_activate_totp": here,
    "mfa_add_webauthn": here,
    "mfa_authenticate": here,
    "mfa_deactivate_totp": here,
    "mfa_generate_recovery_codes": here,
    "mfa_view_recovery_codes": here,
    "mfa_reauthenticate": here,
    "mfa_edit_webauthn": lambda name: [reverse(name, args=[1])],
    "mfa_remove_webauthn": lambda name: [reverse(name, args=[1])],
    "mfa_list_webauthn": here,
    "notifications:notice_list": here,
    "notifications:preferences": here,
    "guide:index": here,
    "guide:page": lambda name: [reverse(name, args=[page]) for page in PAGES_OF_HELP],
    "guide:voting": here,
    "guide:voting_at": of_each(lambda: area_meetings(MeetingState.CONVENED, MeetingState.IN_SESSION)[:1]),
    "personal_link": lambda name: [answer_link(), check_link(), reverse(name, args=["gone"])],
    "desk:my_work": here,
    "desk:area_home": lambda name: [reverse(name, args=[area.code]) for area in Area.objects.all()],
    "network:my_data": here,
    "network:personal_data": lambda name: [reverse(name), with_query(reverse(name), q="a")],
    "network:person_erase": of_each(lambda: [User.objects.get(email="observer@demo.example")]),
    "network:redact_text": lambda name: [reverse(name, args=["need", first_need().pk])],
    "network:area_list": here,
    "network:entity_list": here,
    "network:entity_detail": of_each(lambda: [Entity.objects.get(name=ENTITY)]),
    "network:resource_list": lambda name: [reverse(name), with_query(reverse(name), q="zzz")],
    "network:resource_detail": of_each(resources),
    "network:resource_create": here,
    "network:resource_edit": of_each(lambda: [resource for resource in resources() if resource.in_force]),
    "network:resource_check": lambda name: [
        with_query(reverse(name, args=[each.entity_id]), change=each.pk) for each in resources() if each.asked_on
    ],
    "network:mail_list": here,
    "network:my_people": here,
    "network:invitation_entity": here,
    "network:entity_people": of_each(lambda: [Entity.objects.get(name=ENTITY)]),
    "network:invitation_create": of_each(lambda: [Entity.objects.get(name=ENTITY)]),
    "network:area_people": lambda name: [reverse(name, args=[AREA]), with_query(reverse(name, args=[AREA]), q="zzz")],
    "network:coordination": here,
    "network:coordination_entities": lambda name: [reverse(name), with_query(reverse(name), state="merged")],
    "network:entity_create": here,
    "network:coordination_entity": of_each(lambda: [Entity.objects.get(name=ENTITY)]),
    "network:entity_merge": of_each(lambda: [Entity.objects.get(name=ENTITY)]),
    "network:coordination_areas": here,
    "network:area_create": here,
    "network:area_edit": lambda name: [reverse(name, args=[AREA])],
    "network:coordination_people": lambda name: [reverse(name), with_query(reverse(name), q="zzz")],
    "network:coordination_invitations": here,
    "network:import_list": here,
    "network:import_detail": of_each(lambda: SheetImport.objects.all()),
    "network:invitation": lambda name: [reverse(name, args=[token]) for token in (*TOKENS, "nobody")],
    "needs:need_list": lambda name: [
        reverse(name),
        with_query(reverse(name), q="transporte"),
        with_query(reverse(name), q="zzz"),
    ],
    "needs:need_create": lambda name: [with_query(reverse(name), area=AREA), reverse(name)],
    "needs:need_detail": of_each(area_needs),
    "needs:need_edit": of_each(lambda: area_needs(NeedState.DETECTED)),
    "needs:need_answer": of_each(lambda: [first_need()]),
    "needs:need_discard": of_each(lambda: [first_need()]),
    "meetings:join": here,
    "meetings:join_code": lambda name: [reverse(name, args=["AAAAAA"]), *codes_in_session(name)],
    # A guest's alone: test_guest.py judges it; whoever else asks meets the refusal.
    "meetings:guest": of_each(lambda: area_meetings(MeetingState.IN_SESSION)),
    "meetings:meeting_list": here,
    "meetings:meeting_create": lambda name: [with_query(reverse(name), area=AREA)],
    "meetings:meeting_detail": of_each(area_meetings),
    "meetings:meeting_edit": of_each(lambda: area_meetings(*BEFORE)[:1]),
    "meetings:meeting_convene": of_each(lambda: area_meetings(MeetingState.DRAFT)),
    "meetings:meeting_start": of_each(lambda: area_meetings(MeetingState.CONVENED)),
    "meetings:meeting_close": of_each(lambda: area_meetings(MeetingState.IN_SESSION)),
    "meetings:meeting_cancel": of_each(lambda: area_meetings(MeetingState.CONVENED)),
    "meetings:meeting_print": of_each(lambda: area_meetings(MeetingState.CONVENED)),
    "meetings:attendance": of_each(lambda: area_meetings(MeetingState.IN_SESSION)),
    "meetings:agenda_edit": of_each(agenda_item),
    "meetings:decision_edit": of_each(decision),
    "meetings:room": of_each(area_meetings),
    "meetings:console": of_each(area_meetings),
    "meetings:projector": of_each(area_meetings),
    "meetings:round_create": of_each(lambda: area_meetings(MeetingState.IN_SESSION)),
    "meetings:round_detail": of_each(area_rounds),
    "meetings:round_edit": of_each(lambda: [*Round.objects.filter(state=RoundState.DRAFT)[:1]]),
    "meetings:round_void": of_each(lambda: [*Round.objects.filter(state=RoundState.OPEN)[:1]]),
    "meetings:minutes_list": here,
    "meetings:minutes_detail": of_each(lambda: area_minutes("drafting", "published")),
    "meetings:minutes_edit": of_each(lambda: area_minutes("drafting")),
    "proposals:proposal_list": lambda name: [reverse(name), with_query(reverse(name), q="zzz")],
    "proposals:proposal_board": here,
    "proposals:proposal_create": lambda name: [with_query(reverse(name), need=first_need().pk), reverse(name)],
    "proposals:proposal_detail": of_each(area_proposals),
    "proposals:proposal_edit": of_each(lambda: Proposal.objects.filter(area__code=AREA, state="draft")[:1]),
    "proposals:commitment_answer": commitment_in("pending", entity__name=ENTITY),
    "proposals:commitment_outcome": commitment_in("accepted", entity__name=ENTITY),
    "proposals:commitment_ask_again": commitment_in("declined"),
    "proposals:commitment_contest": commitment_in("fulfilled"),
    "proposals:proposal_state": steps_of_proposals,
}


def furnish() -> None:
    """What the demo has no need of: meetings, votes and minutes in the states it skips. Repeatable."""
    area = Area.objects.get(code=AREA)
    lead = User.objects.get(email=LEAD)
    _invitations(area, lead)
    retire_resource(Resource.objects.filter(entity__name=ENTITY).first(), actor=SYSTEM)
    _sheets()
    if Meeting.objects.filter(area=area, state=MeetingState.DRAFT).exists():
        return
    draft, convened, cancelled, held = (_meeting(area, lead, week) for week in range(1, 5))
    create_round(draft, actor=lead, title="Lo que ha llegado este mes", needs=Need.objects.filter(area=area)[:5])
    meetings.convene_meeting(convened, actor=lead)
    meetings.cancel_meeting(cancelled, actor=lead, reason="Coincide con la feria de empleo.")
    meetings.start_meeting(held, actor=lead)
    meetings.close_meeting(held, actor=lead)
    draft_minutes(held, actor=lead)
    add_decision(*area_meetings(MeetingState.IN_SESSION), text="Pedir a la biblioteca que abra.", actor=lead)
    entity = Entity.objects.get(name=ENTITY)
    _, answered, discarded = (_need(area, entity, lead, title) for title in TITLES)
    answer_need(answered, actor=lead, outcome="La biblioteca abre ya los sábados por la mañana.")
    discard_need(discarded, actor=lead, reason="Ya estaba registrada con otras palabras.")
    create_proposal(area, actor=lead, title="Un aula abierta los sábados", lead_entity=entity, needs=[first_need()])


def _sheets() -> None:
    """One with rows to put right, and one that was brought in."""
    if SheetImport.objects.exists():
        return
    her = User.objects.get(email="coordination@demo.example")
    upload_sheets("por-corregir.csv", b"code;name\nVIV;Vivienda\n1;Salud", actor=her)
    done = upload_sheets("areas.csv", b"code;name\nOCI;Ocio inclusivo", actor=her)
    apply_sheets(done, actor=her, seen=check_tables(done.tables, language="es").mark, language="es")


def _invitations(area: Area, lead: User) -> None:
    """One that is open, and one that ran out: their links are known here only."""
    seat = Seat.objects.current().get(area=area, entity__name=ENTITY)
    for token, state in TOKENS.items():
        if Invitation.objects.filter(token_hash=hash_of(token)).exists():
            continue
        arguments = {"email": f"{token}@demo.example", "name": "Alguien con invitación"}
        invitation, _ = invite_person(seat.entity, seats=[seat], actor=lead, **arguments)
        expires_at = clock.now() if state == "expired" else invitation.expires_at
        Invitation.objects.filter(pk=invitation.pk).update(token_hash=hash_of(token), expires_at=expires_at)


def _need(area: Area, entity: Entity, lead: User, title: str) -> Need:
    statement = "Quien estudia y trabaja no encuentra dónde hacerlo cuando todo lo demás está cerrado."
    return log_need(area, entity=entity, actor=lead, title=title, statement=statement)


def _meeting(area: Area, lead: User, week: int) -> Meeting:
    starts_at = clock.now().replace(minute=0, second=0, microsecond=0) + timedelta(weeks=week)
    return meetings.create_meeting(
        area,
        actor=lead,
        title=f"Seguimiento del área, encuentro {week}",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        place="Centro de Servicios Sociales",
        agenda=["Bienvenida", "Cómo van las propuestas", "Ruegos y preguntas"],
    )
