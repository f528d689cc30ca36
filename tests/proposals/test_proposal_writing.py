from datetime import date, timedelta

import pytest
from django.urls import reverse

from proposals.models import Proposal
from tests.factories import EntityFactory
from tests.meetings.factories import MeetingFactory
from tests.needs.factories import NeedFactory

from .answers import errors, page
from .conftest import FEBRUARY

CREATE = reverse("proposals:proposal_create")


@pytest.fixture
def five_lines(cast, need):
    return {
        "title": "A shared car",
        "lead_entity": cast.entity.pk,
        "partners": [cast.social_services.pk],
        f"text_{cast.social_services.pk}": "Pays the fuel",
        "deadline": "2026-09-30",
        "success": "Twenty people arrive",
        "needs": [need.pk],
    }


def test_five_lines_make_a_draft(as_, cast, need, five_lines):
    response = as_(cast.bruno).post(CREATE, five_lines)

    proposal = Proposal.objects.get()
    assert response["Location"].startswith(proposal.get_absolute_url())
    assert (proposal.title, proposal.lead_entity, proposal.deadline, proposal.success, proposal.state) == (
        "A shared car",
        cast.entity,
        date(2026, 9, 30),
        "Twenty people arrive",
        "draft",
    )
    assert list(proposal.commitments.values_list("entity__name", "text")) == [
        ("Cruz Roja", ""),
        ("Servicios Sociales", "Pays the fuel"),
    ]


def test_figures_given_with_it_make_its_indicator(as_, cast, five_lines):
    as_(cast.bruno).post(CREATE, {**five_lines, "baseline": "58", "target": "80.5", "unit": "%", "direction": "up"})

    indicator = Proposal.objects.get().indicator
    assert (indicator.baseline, indicator.target, indicator.unit) == (58, 80.5, "%")


def test_need_and_meeting_of_the_address_are_chosen_already(as_, cast, need):
    other, meeting = NeedFactory(area=cast.emp), MeetingFactory(area=cast.emp, closed=True)

    form = as_(cast.bruno).get(CREATE, {"need": need.pk, "meeting": meeting.pk}).context["form"]

    assert [row["need"] for row in form.chosen_needs()] == [need]
    assert [row["need"] for row in form.other_needs()] == [other]
    assert (form["meeting"].value(), form["lead_entity"].value()) == (meeting.pk, cast.entity.pk)


def test_address_that_names_what_she_does_not_see_is_not_found(as_, cast):
    hidden = NeedFactory(area=cast.edu, visibility="area")
    away = MeetingFactory(area=cast.edu)
    browser = as_(cast.bruno)

    queries = [{"need": hidden.pk}, {"meeting": away.pk}, {"area": "EDU"}, {"need": "x"}, {"need": "9" * 30}]

    assert [browser.get(CREATE, query).status_code for query in queries] == [404] * 5


def test_who_has_several_areas_is_asked_in_which(as_, cast):
    response = as_(cast.coordination).get(CREATE)

    assert [area.code for area in response.context["areas"]] == ["EDU", "EMP"]


def test_empty_form_says_what_is_missing_beside_each_field(as_, cast, need):
    response = as_(cast.bruno).post(CREATE, {"success": "Twenty people arrive"})

    assert errors(response) == {
        "title": ["This field is required."],
        "lead_entity": ["This field is required."],
        "deadline": ["This field is required."],
        "needs": ["Choose at least one need that it answers."],
    }
    assert 'value="Twenty people arrive"' in page(response)


def test_texts_too_long_come_back_whole(as_, cast, five_lines):
    title, action = "x" * 141, "y" * 10_000

    response = as_(cast.bruno).post(CREATE, {**five_lines, "title": title, "action": action})

    assert list(errors(response)) == ["title", "action"]
    assert (title in page(response), action in page(response), Proposal.objects.count()) == (True, True, 0)
    assert response.context["more_open"] is True


def test_deadline_in_the_past_is_asked_about_and_then_taken(as_, cast, five_lines):
    browser = as_(cast.bruno)
    past = {**five_lines, "deadline": "2026-01-09"}

    asked = browser.post(CREATE, past)
    written = Proposal.objects.count()
    browser.post(CREATE, {**past, "deadline_is_right": "on"})

    assert errors(asked) == {"deadline": ["This day has already passed. Change it, or tick that it is right."]}
    assert 'name="deadline_is_right"' in page(asked)
    assert 'value="A shared car"' in page(asked)
    assert (written, Proposal.objects.get().deadline) == (0, date(2026, 1, 9))


def test_deadline_that_passed_since_is_not_asked_about_again(as_, cast, make, five_lines):
    proposal = make("in_progress", deadline=date(2026, 1, 9))

    edited = as_(cast.alba).post(
        reverse("proposals:proposal_edit", args=[proposal.pk]),
        {**five_lines, "deadline": "2026-01-09", "needs": [need.pk for need in proposal.needs.all()]},
    )

    assert edited.status_code == 302


def test_form_sent_twice_makes_one(as_, cast, five_lines):
    browser = as_(cast.bruno)
    sent = {**five_lines, "submission": browser.get(CREATE).context["form"]["submission"].value()}

    answers = [browser.post(CREATE, sent)["Location"] for _ in range(2)]

    assert (len(set(answers)), Proposal.objects.count()) == (1, 1)


def test_forged_choices_are_refused_beside_their_fields(as_, cast, five_lines):
    elsewhere = NeedFactory(area=cast.edu)
    forged = {"needs": [elsewhere.pk, 10**30], "partners": [cast.other_entity.pk], "kind": "coup"}

    response = as_(cast.bruno).post(CREATE, {**five_lines, **forged})

    assert sorted(errors(response)) == ["kind", "needs", "partners"]


def test_edit_shows_what_is_and_saves_what_changed(as_, cast, make):
    proposal = make("draft", partners=[cast.social_services], title="A bus")
    url = reverse("proposals:proposal_edit", args=[proposal.pk])
    browser = as_(cast.bruno)

    form = browser.get(url).context["form"]
    browser.post(url, {**form.initial, "deadline": "2026-10-01", "title": "A van", "meeting": ""})

    proposal.refresh_from_db()
    assert (form.initial["title"], proposal.title, proposal.deadline) == ("A bus", "A van", date(2026, 10, 1))
    assert proposal.commitments.count() == 2


def test_what_is_finished_is_not_edited(as_, cast, make):
    url = reverse("proposals:proposal_edit", args=[make("rejected").pk])

    assert as_(cast.alba).get(url).status_code == 409


def test_of_two_who_change_a_proposal_at_once_the_second_is_told_and_loses_nothing(as_, cast, make):
    proposal = make("draft", title="A bus")
    path, browser = reverse("proposals:proposal_edit", args=[proposal.pk]), as_(cast.bruno)
    opened = browser.get(path).context
    form = {**opened["form"].initial, "deadline": "2026-10-01", "meeting": "", "direction": "up"}
    browser.post(path, {**form, "title": "A van", "partners": [cast.social_services.pk], "seen": opened["seen"]})

    refused = browser.post(path, {**form, "title": "A train", "seen": opened["seen"]})

    proposal.refresh_from_db()
    assert (proposal.title, refused.context["form"]["title"].value()) == ("A van", "A train")
    said = {row["label"]: row["text"] for row in refused.context["says_now"]}
    assert said == {"What will be done?": "A van", "With whom?": str(cast.social_services)}
    browser.post(path, {**form, "title": "A train", "seen": refused.context["seen"]})
    proposal.refresh_from_db()
    assert (proposal.title, proposal.commitments.count()) == ("A train", 1)


def test_meetings_that_took_place_or_take_place_are_offered_and_drafts_are_not(as_, cast, make):
    ahead = FEBRUARY + timedelta(days=3)
    held = [MeetingFactory(area=cast.emp, closed=True), MeetingFactory(area=cast.emp, in_session=True, starts_at=ahead)]
    draft, _convened = MeetingFactory(area=cast.emp), MeetingFactory(area=cast.emp, convened=True)
    MeetingFactory(area=cast.emp, cancelled=True)
    its_own = reverse("proposals:proposal_edit", args=[make("draft", meeting=draft).pk])
    browser = as_(cast.bruno)

    asked = [browser.get(CREATE, {"area": "EMP"}), browser.get(CREATE, {"meeting": draft.pk}), browser.get(its_own)]

    offered = [set(answer.context["form"].fields["meeting"].queryset) for answer in asked]
    assert offered == [set(held), set(held), {*held, draft}]


def test_an_entity_that_left_the_area_keeps_its_commitment_through_an_edit(as_, cast, make):
    gone, lead = EntityFactory(name="Gone"), EntityFactory(name="Went first")
    proposal = make("done", lead_entity=lead, partners=[gone], title="A bus")
    path, browser = reverse("proposals:proposal_edit", args=[proposal.pk]), as_(cast.alba)

    form = browser.get(path).context["form"]
    saved = browser.post(path, {**form.initial, "title": "A van", "meeting": "", "direction": "up"})

    proposal.refresh_from_db()
    assert (saved.status_code, proposal.title, proposal.lead_entity) == (302, "A van", lead)
    assert list(proposal.commitments.values_list("entity__name", "state")) == [
        ("Went first", "accepted"),
        ("Gone", "pending"),
    ]


def test_going_back_and_writing_on_makes_another_and_says_so(as_, cast, five_lines):
    browser = as_(cast.bruno)
    sent = {**five_lines, "submission": browser.get(CREATE).context["form"]["submission"].value()}
    changes = [{}, {"title": "A van"}, {f"text_{cast.social_services.pk}": "Pays half"}, {"baseline": "3"}]

    answers = [browser.post(CREATE, sent | change)["Location"] for change in changes]

    assert len(set(answers)) == Proposal.objects.count() == 4
