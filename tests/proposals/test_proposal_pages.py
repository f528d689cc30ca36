from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse

from proposals.models import Milestone, Reading, Update

from .answers import errors, page
from .factories import IndicatorFactory, MilestoneFactory

BOARD = reverse("proposals:proposal_board")


# One primary action for each person and state


def primary(browser, proposal) -> str:
    context = browser.get(proposal.get_absolute_url()).context
    if context["questions"]:
        return f"Does {context['questions'][0].commitment.entity} take it on?"
    return context["primary"].label if context["primary"] else ""


@pytest.mark.parametrize(
    ("state", "for_alba", "for_bruno", "for_observer"),
    [
        ("draft", "Propose it to the entities", "Go on with the draft", ""),
        ("proposed", "", "Does Cruz Roja take it on?", ""),
        ("agreed", "Start the work", "Tell how it is going", ""),
        ("in_progress", "Tell how it is going", "Tell how it is going", ""),
        ("done", "Record what came of it", "", ""),
        ("on_hold", "Resume", "", ""),
        ("evaluated", "", "", ""),
        ("rejected", "", "", ""),
        ("transferred", "", "", ""),
    ],
)
def test_one_thing_to_do_next(as_, cast, make, state, for_alba, for_bruno, for_observer):
    proposal = make(state, state_before="in_progress" if state == "on_hold" else "")

    shown = [primary(as_(person), proposal) for person in (cast.alba, cast.bruno, cast.observer)]

    assert shown == [for_alba, for_bruno, for_observer]


def test_changes_asked_for_and_milestones_all_done_come_first_for_the_lead(as_, cast, make):
    amended, ready = make("proposed", lead_commitment="amended"), make("in_progress")
    MilestoneFactory(proposal=ready, done_on=date(2026, 2, 1))

    assert [primary(as_(cast.alba), p) for p in (amended, ready)] == ["See the changes", "Mark as done"]


def test_never_two_primary_buttons(as_, cast, make):
    for state in ("draft", "proposed", "agreed", "in_progress", "done"):
        for person in (cast.alba, cast.bruno):
            html = page(as_(person).get(make(state).get_absolute_url()))
            assert html.count("button--primary") <= 1


# Steps and answers


def test_step_that_asks_nothing_is_one_post_back_to_where_it_was(as_, cast, make):
    proposal = make("agreed")
    url = reverse("proposals:proposal_state", args=[proposal.pk])

    response = as_(cast.alba).post(url, {"step": "start", "next": f"{BOARD}#proposal-{proposal.pk}"})

    proposal.refresh_from_db()
    assert (response["Location"], proposal.state) == (f"{BOARD}#proposal-{proposal.pk}", "in_progress")


def test_next_page_is_one_of_ours(as_, cast, make):
    proposal = make("agreed")

    response = as_(cast.alba).post(
        reverse("proposals:proposal_state", args=[proposal.pk]), {"step": "start", "next": "https://example.org/"}
    )

    assert response["Location"] == proposal.get_absolute_url()


def test_reason_is_asked_for_on_a_page_and_kept_when_too_long(as_, cast, make):
    proposal = make("proposed")
    url = reverse("proposals:proposal_state", args=[proposal.pk])
    browser = as_(cast.alba)

    empty = browser.post(url, {"step": "reject", "reason": ""})
    long = browser.post(url, {"step": "reject", "reason": "z" * 501})

    proposal.refresh_from_db()
    assert (list(errors(empty)), list(errors(long)), "z" * 501 in page(long)) == (["reason"], ["reason"], True)
    assert proposal.state == "proposed"


def test_step_unknown_is_not_found_and_step_impossible_says_so(as_, cast, make):
    url = reverse("proposals:proposal_state", args=[make("done").pk])
    browser = as_(cast.alba)

    assert [browser.post(url, {"step": step}).status_code for step in ("fly", "start")] == [404, 409]


def test_entity_answers_with_changes_and_must_say_which(as_, cast, make):
    commitment = make("proposed").commitments.get()
    url = reverse("proposals:commitment_answer", args=[commitment.pk])
    browser = as_(cast.bruno)

    silent = browser.post(url, {"answer": "amend", "note": ""})
    browser.post(url, {"answer": "amend", "note": "Only mornings"})

    commitment.refresh_from_db()
    assert errors(silent) == {"note": ["Write what you would change."]}
    assert (commitment.state, commitment.note) == ("amended", "Only mornings")


def test_answer_from_an_old_page_is_told_how_things_are(as_, cast, make):
    answered = make("agreed").commitments.get()
    withdrawn = make("rejected", lead_commitment="pending").commitments.get()
    browser = as_(cast.bruno)

    statuses = [
        browser.post(reverse("proposals:commitment_answer", args=[c.pk]), {"answer": "accept"}).status_code
        for c in (answered, withdrawn)
    ]

    assert statuses == [200, 409]


def test_partner_says_that_it_kept_its_word(as_, cast, make):
    commitment = make("done").commitments.get()
    url = reverse("proposals:commitment_outcome", args=[commitment.pk])

    as_(cast.bruno).post(url, {"outcome": "fulfilled", "note": "Two vans"})

    commitment.refresh_from_db()
    assert (commitment.state, commitment.note) == ("fulfilled", "Two vans")


@pytest.mark.parametrize("said", [{}, {"outcome": "perhaps", "note": "Two vans"}])
def test_only_what_a_partner_said_settles_its_word(as_, cast, make, said):
    commitment = make("done").commitments.get()

    as_(cast.bruno).post(reverse("proposals:commitment_outcome", args=[commitment.pk]), said)

    commitment.refresh_from_db()
    assert (commitment.state, commitment.note) == ("accepted", "")


# The small forms of its page


def test_what_her_device_kept_of_an_update_goes_once_it_is_published(as_, cast, make):
    proposal = make("in_progress")
    browser, url = as_(cast.bruno), reverse("proposals:update_add", args=[proposal.pk])
    sent = {"update-entity": cast.entity.pk}

    pages = [browser.post(url, sent | {"update-text": text}, follow=True) for text in ("", "Well")]
    pages.append(browser.get(proposal.get_absolute_url()))

    told = [f'data-draft-clear="update-{proposal.pk}"' in page.content.decode() for page in pages]
    assert told == [False, True, False]


def test_milestone_update_and_figure_are_added_on_its_page(as_, cast, make):
    proposal = make("in_progress")
    browser = as_(cast.bruno)

    def send(name, **data):
        return browser.post(reverse(f"proposals:{name}", args=[proposal.pk]), data)["Location"]

    url = proposal.get_absolute_url()
    went = [
        send(
            "milestone_add",
            **{"milestone-title": "Van", "milestone-responsible": cast.entity.pk, "milestone-due": "2026-05-01"},
        ),
        send("update_add", **{"update-text": "Well", "update-entity": cast.entity.pk}),
        send("reading_add", **{"reading-value": "66.5", "reading-on": "2026-02-01"}),
    ]

    assert went == [f"{url}#when", f"{url}#updates", f"{url}#know"]
    assert (Milestone.objects.get().title, Update.objects.get().text, Reading.objects.get().value) == (
        "Van",
        "Well",
        66.5,
    )


def test_what_is_wrong_comes_back_on_its_page_with_what_was_typed(as_, cast, make):
    proposal = make("in_progress")
    browser = as_(cast.bruno)

    def send(name, **data):
        response = browser.post(reverse(f"proposals:{name}", args=[proposal.pk]), data)
        return response.status_code, page(response)

    reading, update = (
        send("reading_add", **{"reading-value": "66", "reading-on": "2026-03-01"}),
        send("update_add", **{"update-text": "", "update-entity": cast.entity.pk, "update-blocked_by": "A report"}),
    )

    assert (reading[0], "This day has not come yet" in reading[1], 'value="66"' in reading[1]) == (200, True, True)
    assert (update[0], 'value="A report"' in update[1]) == (200, True)


def test_milestone_is_ticked_and_unticked(as_, cast, make):
    milestone = MilestoneFactory(proposal=make("in_progress"))
    browser = as_(cast.bruno)
    days = []

    for verb in ("tick", "untick"):
        browser.post(reverse(f"proposals:milestone_{verb}", args=[milestone.pk]))
        milestone.refresh_from_db()
        days.append(milestone.done_on)

    assert days == [date(2026, 2, 10), None]


def test_page_says_in_words_what_is_late_and_what_blocks(as_, cast, make):
    proposal = make("in_progress", deadline=date(2026, 2, 1))
    MilestoneFactory(proposal=proposal, due=date(2026, 2, 9))
    Update.objects.create(proposal=proposal, author=cast.bruno, text="Slow", blocked_by="A report is missing")

    html = page(as_(cast.observer).get(proposal.get_absolute_url()))

    said = ("Past its deadline", "Late: it was due on", "A report is missing")
    assert [words in html for words in said] == [True] * 3


def test_indicator_is_drawn_with_its_target_and_told_in_a_table(as_, cast, make):
    indicator = IndicatorFactory(proposal=make("in_progress"), baseline=58, target=80, unit="%")
    Reading.objects.create(indicator=indicator, on=date(2026, 2, 1), value=66, author=cast.bruno)

    html = page(as_(cast.observer).get(indicator.proposal.get_absolute_url()))

    shown = ("indicator__target", "Target: 80 %", "At the start: 58 %", '<td class="num">66 %</td>')
    assert [words in html for words in shown] == [True] * 4


@pytest.mark.parametrize(("day", "message"), [("0001-01-01", "Check the year"), ("2026-03-01", "has not come yet")])
def test_figure_of_an_impossible_day_is_refused_beside_the_day(as_, cast, make, day, message):
    url = reverse("proposals:reading_add", args=[make("in_progress").pk])

    response = as_(cast.bruno).post(url, {"reading-value": "66", "reading-on": day})

    [said] = response.context["reading_form"].errors["on"]
    assert (message in said, Reading.objects.count()) == (True, 0)


def test_update_sent_twice_is_told_once(as_, cast, make):
    proposal, form = make("in_progress"), {"update-entity": cast.entity.pk, "update-submission": uuid4()}
    url, browser = reverse("proposals:update_add", args=[proposal.pk]), as_(cast.bruno)

    for text in ("Well", "Well", "Better"):
        browser.post(url, {**form, "update-text": text})

    assert 'name="update-submission"' in page(browser.get(proposal.get_absolute_url()))
    assert sorted(Update.objects.values_list("text", flat=True)) == ["Better", "Well"]


def test_update_sent_again_with_what_blocks_it_is_another(as_, cast, make):
    proposal, form = make("in_progress"), {"update-entity": cast.entity.pk, "update-submission": uuid4()}
    url, browser = reverse("proposals:update_add", args=[proposal.pk]), as_(cast.bruno)

    for blocked_by in ("", "", "No driver"):
        browser.post(url, {**form, "update-text": "Well", "update-blocked_by": blocked_by})

    assert sorted(Update.objects.values_list("blocked_by", flat=True)) == ["", "No driver"]
