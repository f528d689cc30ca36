import hashlib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import PageViewRestriction

from meetings.actions.decisions import add_decision, edit_decision
from meetings.actions.minutes import draft_minutes, edit_minutes, publish_minutes, publish_public_version
from meetings.enums import AttendanceStatus, MeetingState, MinutesState, RoundState
from meetings.models import AgendaItem, Attendance, BallotItem, Meeting, Minutes, MinutesPage, Round
from meetings.records import build_record, check_code_of, fingerprint_of, public_record
from needs.models import Need
from red_inclusion.core.errors import DomainError, NotAllowed
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.enums import MandateKind
from red_inclusion.pages.models import AreaPage
from tests.factories import MandateFactory
from tests.meetings.factories import MeetingFactory

STARTS = datetime(2023, 1, 20, 17, tzinfo=ZoneInfo("Europe/Madrid"))


@pytest.fixture
def meeting(cast):
    return Meeting.objects.create(
        area=cast.emp,
        title="Second meeting",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=2),
        place="Vivero de Empresas",
        state=MeetingState.CLOSED,
        join_code="ABC234",
        created_by=cast.alba,
    )


@pytest.fixture
def minutes(cast, meeting):
    return draft_minutes(meeting, actor=cast.alba)


def attend(meeting, person, entity, status=AttendanceStatus.PRESENT):
    return Attendance.objects.create(meeting=meeting, person=person, entity=entity, status=status)


def a_need(cast, number, visibility):
    return Need.objects.create(
        reference=f"EMP-2023-{number:03d}",
        title=f"Need {number}",
        statement="…",
        area=cast.emp,
        entity=cast.entity,
        author=cast.bruno,
        visibility=visibility,
    )


def a_line(item, rank):
    return {
        "item": item.pk,
        "n": 3,
        "passed": 1,
        "mean": 2.5,
        "median": 3,
        "distribution": [0, 1, 0, 1, 1],
        "agreement": 0.5,
        "rank": rank,
        "by_entity": {"n": 2, "mean": 2.75, "rank": rank},
    }


@pytest.fixture
def told_round(cast, meeting):
    """One public need in second place, one of the area alone in first."""
    round_ = Round.objects.create(
        meeting=meeting, title="Urgency", state=RoundState.PUBLISHED, closed_at=STARTS, created_by=cast.alba
    )
    needs = [a_need(cast, 1, "public"), a_need(cast, 2, "area")]
    items = [BallotItem.objects.create(round=round_, need=need, order=n) for n, need in enumerate(needs)]
    tally = [a_line(items[0], rank=2), a_line(items[1], rank=1)]
    round_.result = {"tally": tally, "turnout": {"cast": 3, "entitled": 4, "present": 3}}
    round_.save()
    return round_


def test_minutes_are_drafted_once_with_a_reference_of_the_area_and_year(cast, meeting):
    first = draft_minutes(meeting, actor=cast.alba)
    again = draft_minutes(meeting, actor=cast.coordination)

    assert (first.reference, first.state, again.pk) == ("EMP-ACTA-2023-01", MinutesState.DRAFTING, first.pk)


def test_minutes_of_a_meeting_that_has_not_begun_are_refused(cast, meeting):
    Meeting.objects.update(state=MeetingState.CONVENED)

    with pytest.raises(DomainError) as refusal:
        draft_minutes(meeting, actor=cast.alba)

    assert refusal.value.code == "meeting_not_started"


@pytest.mark.parametrize("who", ["bruno", "carla", "observer"])
def test_only_who_leads_writes_publishes_and_decides(cast, minutes, who):
    actor = getattr(cast, who)
    acts = [
        lambda: draft_minutes(minutes.meeting, actor=actor),
        lambda: edit_minutes(minutes, actor=actor, summary="x", remarks="", agenda={}),
        lambda: publish_minutes(minutes, actor=actor),
        lambda: add_decision(minutes.meeting, text="x", actor=actor),
    ]

    for act in acts:
        with pytest.raises(NotAllowed):
            act()

    minutes.refresh_from_db()
    assert (minutes.sections, minutes.state) == ({}, MinutesState.DRAFTING)


def test_the_record_gathers_what_was_done(cast, minutes, told_round):
    meeting = minutes.meeting
    item = AgendaItem.objects.create(meeting=meeting, order=1, title="Needs")
    attend(meeting, cast.bruno, cast.entity)
    attend(meeting, cast.observer, cast.entity, AttendanceStatus.EXCUSED)
    add_decision(meeting, text="Open a help point.", actor=cast.alba)
    edit_minutes(minutes, actor=cast.alba, summary="We met.", remarks="Thanks.", agenda={item.pk: "All spoke."})
    minutes.refresh_from_db()

    record = build_record(minutes, language="en")

    assert record["attendance"] == [{"entity": "Cruz Roja", "present": ["Bruno"], "excused": ["Observer"]}]
    assert record["agenda"] == [{"title": "Needs", "notes": "All spoke."}]
    assert record["decisions"] == [{"number": 1, "text": "Open a help point."}]
    assert (record["summary"], record["remarks"]) == ("We met.", "Thanks.")
    assert [(n["reference"], n["rank"]) for n in record["results"][0]["needs"]] == [
        ("EMP-2023-002", 1),
        ("EMP-2023-001", 2),
    ]


def test_the_public_record_names_no_person_and_no_need_that_is_not_public(cast, minutes, told_round):
    attend(minutes.meeting, cast.bruno, cast.entity)
    attend(minutes.meeting, cast.observer, cast.entity, AttendanceStatus.EXCUSED)

    public = public_record(build_record(minutes, language="en"))

    assert public["attendance"] == [{"entity": "Cruz Roja", "people": 1}]
    assert [need["reference"] for need in public["results"][0]["needs"]] == ["EMP-2023-001"]
    assert public["results"][0]["withheld"] == 1


def test_publishing_closes_the_text_under_its_fingerprint(cast, minutes, told_round):
    publish_minutes(minutes, actor=cast.alba)

    minutes.refresh_from_db()
    assert minutes.fingerprint == fingerprint_of(minutes.record)
    assert minutes.check_code == check_code_of(minutes.fingerprint)
    with pytest.raises(DomainError) as refusal:
        edit_minutes(minutes, actor=cast.alba, summary="Another story", remarks="", agenda={})
    assert refusal.value.code == "minutes_published"


def test_the_published_text_does_not_follow_later_changes(cast, minutes, told_round):
    publish_minutes(minutes, actor=cast.alba)
    Need.objects.update(title="Renamed")

    minutes.refresh_from_db()

    assert [need["title"] for need in minutes.record["results"][0]["needs"]] == ["Need 2", "Need 1"]


def test_the_fingerprint_is_of_sorted_compact_utf8_json():
    expected = hashlib.sha256('{"a":"ñ","b":1}'.encode()).hexdigest()

    assert fingerprint_of({"b": 1, "a": "ñ"}) == expected


def test_minutes_are_not_published_before_the_meeting_is_closed(cast, minutes):
    Meeting.objects.update(state=MeetingState.IN_SESSION)

    with pytest.raises(DomainError) as refusal:
        publish_minutes(minutes, actor=cast.alba)

    assert refusal.value.code == "meeting_not_closed"


def test_a_public_version_is_a_page_under_the_area(cast, minutes, area_page, client):
    publish_minutes(minutes, actor=cast.alba, public=True)

    page = MinutesPage.objects.get(minutes=minutes)

    assert page.get_parent().specific == area_page
    assert client.get(page.url).status_code == 200


def test_without_an_area_page_nothing_is_published(cast, minutes):
    with pytest.raises(DomainError) as refusal:
        publish_minutes(minutes, actor=cast.alba, public=True)

    assert refusal.value.code == "no_area_page"
    assert Minutes.objects.get().state == MinutesState.DRAFTING


@pytest.mark.parametrize("verb", ["edit", "unpublish", "delete", "move", "copy"])
def test_the_cms_leaves_published_minutes_alone(cast, minutes, area_page, client, verb):
    publish_minutes(minutes, actor=cast.alba, public=True)
    page = MinutesPage.objects.get()
    client.force_login(cast.coordination)

    client.post(f"/cms/pages/{page.pk}/{verb}/", {"title": "Otro"})

    assert list(MinutesPage.objects.live().values_list("pk", "title")) == [(page.pk, page.title)]
    assert not getattr(page.permissions_for_user(cast.coordination), f"can_{verb}")()


def test_the_page_of_the_area_leads_to_all_its_minutes(cast, minutes, area_page, client):
    before = client.get(area_page.url).content.decode()
    publish_minutes(minutes, actor=cast.alba, public=True)

    page = client.get(area_page.url).content.decode()

    assert "Todavía no se ha publicado ningún acta de esta área." in before
    assert f'href="{MinutesPage.objects.get().url}"' in page


def test_the_page_of_the_area_tells_the_day_they_met_and_not_the_one_planned(cast, minutes, area_page, client):
    Meeting.objects.update(opened_at=STARTS + timedelta(days=7), closed_at=STARTS + timedelta(days=7, hours=2))
    publish_minutes(minutes, actor=cast.alba, public=True)

    page = client.get(area_page.url).content.decode()

    assert ("27 de enero de 2023" in page, "20 de enero de 2023" in page) == (True, False)


def test_what_stands_under_a_page_for_members_is_announced_to_nobody(cast, minutes, area_page, client):
    publish_minutes(minutes, actor=cast.alba, public=True)
    title = MinutesPage.objects.get().title
    before = [title in client.get(path).content.decode() for path in ("/", "/feeds/published.atom")]

    PageViewRestriction.objects.create(page=area_page, restriction_type=PageViewRestriction.LOGIN)

    after = [title in client.get(path).content.decode() for path in ("/", "/feeds/published.atom")]
    assert (before, after) == ([True, True], [False, False])


def test_published_minutes_can_go_public_later_and_only_once(cast, minutes, area_page):
    publish_minutes(minutes, actor=cast.alba)

    publish_public_version(minutes, actor=cast.alba)
    publish_public_version(minutes, actor=cast.alba)

    assert MinutesPage.objects.count() == 1


def test_decisions_are_numbered_in_their_meeting_and_close_with_the_minutes(cast, minutes):
    numbers = [add_decision(minutes.meeting, text=f"Decision {n}", actor=cast.alba).number for n in range(3)]
    publish_minutes(minutes, actor=cast.alba)

    assert numbers == [1, 2, 3]
    with pytest.raises(DomainError) as refusal:
        edit_decision(minutes.meeting.decisions.first(), text="Other", actor=cast.alba)
    assert refusal.value.code == "minutes_published"


def test_the_trail_tells_what_was_done_and_no_text(cast, minutes):
    edit_minutes(minutes, actor=cast.alba, summary="A secret summary", remarks="", agenda={})

    event = AuditEvent.objects.get(action="minutes.changed")
    assert event.data == {"fields": ["summary", "remarks", "agenda"]}


WHO_READS = [
    ("bruno", MinutesState.DRAFTING, 404),
    ("observer", MinutesState.DRAFTING, 404),
    ("alba", MinutesState.DRAFTING, 200),
    ("coordination", MinutesState.DRAFTING, 200),
    ("carla", MinutesState.DRAFTING, 404),
    ("bruno", MinutesState.PUBLISHED, 200),
    ("observer", MinutesState.PUBLISHED, 200),
    ("alba", MinutesState.PUBLISHED, 200),
    ("coordination", MinutesState.PUBLISHED, 200),
    ("carla", MinutesState.PUBLISHED, 404),
]


@pytest.mark.parametrize(("who", "state", "status"), WHO_READS)
def test_who_reads_minutes(cast, minutes, client, who, state, status):
    if state == MinutesState.PUBLISHED:
        publish_minutes(minutes, actor=cast.alba)
    client.force_login(getattr(cast, who))

    assert client.get(minutes.get_absolute_url()).status_code == status


def test_a_stranger_is_sent_to_sign_in(minutes, client):
    assert client.get(minutes.get_absolute_url()).status_code == 302


def test_the_lead_writes_reads_and_publishes_on_her_pages(cast, minutes, area_page, client):
    item = AgendaItem.objects.create(meeting=minutes.meeting, order=1, title="Needs")
    client.force_login(cast.alba)

    typed = {"summary": "We met.", "remarks": "", f"item_{item.pk}": "All spoke."}
    saved = client.post(reverse("meetings:minutes_edit", args=[minutes.pk]), typed)
    published = client.post(reverse("meetings:minutes_publish", args=[minutes.pk]), {"public": "on"})

    assert (saved.status_code, published.status_code) == (302, 302)
    public = client.get(MinutesPage.objects.get().url)
    assert b"We met." in public.content
    assert b"All spoke." in public.content


def test_a_text_too_long_is_refused_beside_its_field_and_kept(cast, minutes, client):
    client.force_login(cast.alba)
    summary = "x" * 4001

    response = client.post(reverse("meetings:minutes_edit", args=[minutes.pk]), {"summary": summary})

    assert list(response.context["form"].errors) == ["summary"]
    assert summary in response.content.decode()


def test_an_empty_decision_is_refused_beside_the_field(cast, minutes, client):
    client.force_login(cast.alba)

    response = client.post(reverse("meetings:decision_add", args=[minutes.meeting.pk]), {"text": "  "})

    assert (response.status_code, list(response.context["form"].errors)) == (200, ["text"])


def test_a_member_records_no_decision(cast, minutes, client):
    client.force_login(cast.bruno)

    response = client.post(reverse("meetings:decision_add", args=[minutes.meeting.pk]), {"text": ""})

    assert response.status_code == 403


def test_the_list_costs_the_same_for_1_3_and_50_minutes(cast, client):
    client.force_login(cast.alba)
    costs = []
    for number in range(1, 51):
        draft_minutes(MeetingFactory(area=cast.emp, closed=True), actor=cast.alba)
        if number in (1, 3, 50):
            with CaptureQueriesContext(connection) as queries:
                client.get(reverse("meetings:minutes_list"))
            costs.append(len(queries))

    assert costs == [costs[0]] * 3


@pytest.fixture
def area_page(cast):
    from wagtail.models import Site

    root = Site.objects.get(is_default_site=True).root_page
    return root.add_child(instance=AreaPage(title="Empleo", slug="empleo", area=cast.emp))


def test_titular_and_substitute_read_like_members(cast, minutes, client):
    titular = MandateFactory(seat__area=cast.emp, kind=MandateKind.TITULAR).person
    publish_minutes(minutes, actor=cast.alba)
    client.force_login(titular)

    assert client.get(minutes.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(("n", "told"), [(1, (None, None, None)), (2, (2.75, [0, 1, 0, 1, 1], None))])
def test_the_record_tells_neither_what_one_person_said_nor_that_two_coincide(minutes, told_round, n, told):
    told_round.result["tally"][0]["n"] = n
    told_round.save()

    line = build_record(minutes, language="en")["results"][0]["needs"][1]

    assert (line["n"], line["rank"]) == (n, 2)
    assert (line["mean"], line["distribution"], line["agreement"]) == told


def test_a_void_vote_is_in_the_minutes_with_its_reason_also_in_public(minutes, told_round):
    Round.objects.update(state=RoundState.VOID, void_reason="The list was an old one.")

    record = build_record(minutes, language="en")

    void = [{"title": "Urgency", "reason": "The list was an old one."}]
    assert (record["results"], record["void_rounds"], public_record(record)["void_rounds"]) == ([], void, void)


def test_the_page_of_the_minutes_says_which_votes_do_not_count(client, cast, minutes, told_round):
    Round.objects.update(state=RoundState.VOID, void_reason="The list was an old one.")
    client.force_login(cast.alba)

    page = client.get(minutes.get_absolute_url(), headers={"Accept-Language": "en"}).text

    assert "Declared void: The list was an old one." in page


@pytest.mark.parametrize("words", ["reunion", "REUNIÓN anual", "anual"])
def test_minutes_are_found_whatever_the_accents(cast, client, words):
    meeting = MeetingFactory(area=cast.emp, title="Reunión anual", state=MeetingState.CLOSED)
    minutes = draft_minutes(meeting, actor=cast.alba)

    client.force_login(cast.alba)

    found = client.get(reverse("meetings:minutes_list"), {"q": words}).context["page_obj"].object_list

    assert [each.pk for each in found] == [minutes.pk]
