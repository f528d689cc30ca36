"""The whole demo, stage by stage. Each finds what an earlier run left and adds what is missing."""

from collections.abc import Callable

from django.db import transaction

from meetings.models import Meeting, Round
from needs.models import Need
from red_inclusion.accounts.models import User

from . import bulk, crowd, facts, lately, live, log, meetings, proposals, site
from .people import DOMAIN, Network, build_network


def is_somebody_elses() -> bool:
    """People are in it, and the demo's are not among them."""
    return User.objects.exists() and not User.objects.filter(email__endswith=f"@{DOMAIN}").exists()


def build_demo(*, people: int, needs: int, tell: Callable[[str], None]) -> dict:
    """Build or complete the demo; gives the ids that a script needs."""
    with transaction.atomic():
        network = build_network()
        site.build_site(network)
    tell("network: done")
    with transaction.atomic():
        logged = log.log_needs(network)
    tell("needs: done")
    for script in meetings.PAST:
        _hold(script, network, logged, long_ago=True)
    for code in network.areas:
        _hold(meetings.recent(code), network, logged, long_ago=False)
    for row in proposals.between_meetings():
        day = facts.weeks_ago(proposals.WEEKS_SINCE_PROPOSED)
        proposals.Telling(row, day, network, logged).tell()
    tell("meetings and proposals: done")
    meeting = live.open_meeting(network)
    round_ = live.open_round(meeting, network, logged)
    crowd.bring_people(people, meeting=meeting, round_=round_, network=network)
    added = bulk.add_needs(needs, network)
    with transaction.atomic():
        lately.tell_lately(network)
    tell(f"meeting in session: done; {people} people, {added} needs more")
    return _ids(network, meeting, round_, logged)


@transaction.atomic
def _hold(script: meetings.Script, network: Network, needs: dict[str, Need], *, long_ago: bool) -> None:
    meeting, is_new = meetings.hold(script, network, needs)
    if script.title != meetings.PAST[0].title:
        for row in proposals.of_meeting(script.code, long_ago=long_ago):
            proposals.Telling(row, script.day, network, needs, meeting).tell()
    if is_new:
        meetings.finish(meeting, script, network)


def _ids(network: Network, meeting: Meeting, round_: Round, needs: dict[str, Need]) -> dict:
    return {
        "areas": {code: area.pk for code, area in network.areas.items()},
        "entities": {name: entity.pk for name, entity in network.entities.items()},
        "meeting": meeting.pk,
        "join_code": meeting.join_code,
        "round": round_.pk,
        "items": list(round_.items.order_by("order").values_list("pk", flat=True)),
        "needs": {key: need.pk for key, need in needs.items()},
    }
