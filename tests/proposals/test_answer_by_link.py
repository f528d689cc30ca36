"""«Answer a commitment from an e-mail»: the personal link and what it cannot do."""

from datetime import timedelta

import pytest
from django.core import signing

from proposals import actions
from proposals.models import Commitment
from proposals.notifications import ANSWER_LINK
from red_inclusion.core import clock, jobs, links
from red_inclusion.core.models import AuditEvent
from red_inclusion.network.models import Mandate
from tests.factories import MandateFactory

from .conftest import FEBRUARY


@pytest.fixture
def asked(cast, make) -> Commitment:
    """Bruno's entity is asked; nobody has answered."""
    return make("proposed").commitments.select_related("proposal").get(entity=cast.entity)


@pytest.fixture
def link(cast, asked) -> str:
    return links.link_path(ANSWER_LINK, person=cast.bruno, subject=asked)


def state_of(commitment) -> str:
    return Commitment.objects.values_list("state", flat=True).get(pk=commitment.pk)


def test_the_mail_of_the_request_carries_a_link_that_answers(cast, make, client, mailoutbox):
    actions.propose(make("draft"), actor=cast.alba)
    jobs.run_all()
    (message,) = mailoutbox
    path = next(line for line in message.body.splitlines() if "/l/" in line).partition("/l/")[2]

    page = client.get(f"/l/{path}")
    client.post(f"/l/{path}", {"answer": "accept"})

    assert message.to == [cast.bruno.email]
    assert "<strong>Bruno</strong>" in page.content.decode()
    assert Commitment.objects.get(entity=cast.entity).state == "accepted"


def test_the_answer_is_hers_and_the_trail_says_so(cast, asked, link, client):
    response = client.post(link, {"answer": "decline", "note": "No staff"}, follow=True)

    asked.refresh_from_db()
    assert (asked.state, asked.note, asked.answered_by) == ("declined", "No staff", cast.bruno)
    assert AuditEvent.objects.get(action="commitment.answered").actor_id == cast.bruno.pk
    assert "There is nothing to answer now." in response.content.decode()


def test_nobody_is_signed_in_by_it(link, client):
    client.post(link, {"answer": "accept"})

    assert client.get("/my-work/").status_code == 302


def test_a_no_without_a_reason_comes_back_beside_the_field(asked, link, client):
    response = client.post(link, {"answer": "decline", "note": ""})

    assert list(response.context["form"].errors) == ["note"]
    assert state_of(asked) == "pending"


@pytest.mark.parametrize("method", ["get", "head"])
def test_looking_changes_nothing(asked, link, client, method):
    events = AuditEvent.objects.count()

    response = getattr(client, method)(f"{link}?answer=accept")

    assert (response.status_code, state_of(asked), AuditEvent.objects.count()) == (200, "pending", events)


def test_its_address_is_told_to_nobody(link, client):
    response = client.get(link)

    assert response["Referrer-Policy"] == "no-referrer"
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


def refused(client, link) -> bool:
    return (client.get(link).status_code, client.post(link, {"answer": "accept"}).status_code) == (404, 404)


def test_one_changed_letter_spoils_it(asked, link, client):
    for at in (5, len(link) // 2, len(link) - 3):
        letter = "A" if link[at] != "A" else "B"
        assert refused(client, link[:at] + letter + link[at + 1 :])

    assert state_of(asked) == "pending"


@pytest.mark.parametrize("claims", [[], ["answer_commitment"], "text", {"a": 1}, None, ["no_such", 1, 1, 9e9, "x"]])
def test_what_we_signed_for_something_else_opens_nothing(asked, client, claims):
    assert refused(client, f"/l/{signing.dumps(claims, salt=links.SALT)}/")
    assert refused(client, f"/l/{signing.dumps(claims)}/")


def test_a_link_of_another_purpose_does_not_answer(cast, asked, client, monkeypatch):
    monkeypatch.setattr(links, "_purposes", dict(links._purposes))
    known = links._purposes[ANSWER_LINK]
    links.register(links.Purpose("other", 30, known.find, lambda person, subject: "always", lambda *args: None))
    other = links.link_path("other", person=cast.bruno, subject=asked)
    claims = signing.loads(other.split("/")[2], salt=links.SALT)

    forged = signing.dumps([ANSWER_LINK, *claims[1:]], salt=links.SALT)

    assert refused(client, f"/l/{forged}/")
    assert state_of(asked) == "pending"


def test_it_lasts_thirty_days(asked, link, client):
    with clock.set_to(FEBRUARY + timedelta(days=29, hours=23)):
        assert client.get(link).status_code == 200
    with clock.set_to(FEBRUARY + timedelta(days=30)):
        assert refused(client, link)


def test_it_ends_with_the_mandate_and_does_not_come_back_with_a_new_one(cast, asked, link, client):
    Mandate.objects.filter(person=cast.bruno).update(until=clock.today())
    assert refused(client, link)

    MandateFactory(person=cast.bruno, seat=cast.seat)

    assert refused(client, link)
    assert state_of(asked) == "pending"


@pytest.mark.parametrize("field", ["is_active", "email"])
def test_it_ends_with_her_account_and_with_her_address(cast, link, client, field):
    setattr(cast.bruno, field, {"is_active": False, "email": "new@example.org"}[field])
    cast.bruno.save()

    assert refused(client, link)


def test_who_may_not_answer_gets_no_link(cast, asked):
    people = (cast.alba, cast.carla, cast.observer, cast.coordination)

    assert [links.link_path(ANSWER_LINK, person=person, subject=asked) for person in people] == [""] * 4


def test_used_again_it_changes_nothing_and_says_so(asked, link, client):
    client.post(link, {"answer": "accept"})

    again = client.post(link, {"answer": "decline", "note": "No"})

    assert (again.status_code, again["X-Error-Code"], state_of(asked)) == (409, "already_answered", "accepted")


def test_used_again_what_she_wrote_is_given_back(asked, link, client):
    client.post(link, {"answer": "accept"})

    page = client.post(link, {"answer": "amend", "note": "Only <b>two</b> days\na week"}).content.decode()

    assert "Only &lt;b&gt;two&lt;/b&gt; days<br>a week" in page


def test_the_link_of_an_earlier_request_does_not_answer_a_later_one(cast, asked, link, client):
    client.post(link, {"answer": "decline", "note": "No"})
    with clock.set_to(FEBRUARY + timedelta(days=2)):
        actions.ask_again(asked, actor=cast.alba)

    assert refused(client, link)
    assert state_of(asked) == "pending"


def test_the_person_of_the_link_answers_whoever_is_signed_in(cast, asked, link, as_):
    as_(cast.carla).post(link, {"answer": "accept"})

    asked.refresh_from_db()
    assert asked.answered_by == cast.bruno


def test_it_speaks_her_language(cast, link, client):
    cast.bruno.language = "es"
    cast.bruno.save()

    assert "Respondes como" in client.get(link, headers={"accept-language": "en"}).content.decode()
