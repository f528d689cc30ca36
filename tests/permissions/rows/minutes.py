"""Minutes and decisions. A draft is seen by who runs the area alone; published minutes by who reads it."""

from wagtail.models import Site

from meetings.enums import MinutesState
from meetings.models import Minutes
from red_inclusion.pages.models import AreaPage
from tests.meetings.factories import DecisionFactory, MeetingFactory
from tests.permissions.matrix import Row, everybody_signed_in
from tests.permissions.world import RUNNING


def meeting(case) -> dict:
    return {"pk": _meeting(case).pk}


def decision(case) -> dict:
    return {"pk": DecisionFactory(meeting=_meeting(case)).pk}


def draft(case) -> dict:
    return {"pk": Minutes.objects.create(meeting=_meeting(case), reference=f"{case.area.code}-ACTA-2026-01").pk}


def published(case) -> dict:
    made = Minutes.objects.create(
        meeting=_meeting(case),
        reference=f"{case.area.code}-ACTA-2026-01",
        state=MinutesState.PUBLISHED,
        record={"results": [], "attendance": [], "contributions": []},
    )
    return {"pk": made.pk}


def published_where_the_area_has_a_page(case) -> dict:
    home = Site.objects.get(is_default_site=True).root_page
    home.add_child(instance=AreaPage(title=case.area.name, slug=f"area-{case.area.code.lower()}", area=case.area))
    return published(case)


def agreed(case) -> dict:
    return {"text": "Abrir un punto de ayuda."}


def _meeting(case):
    return MeetingFactory(area=case.area, closed=True, created_by=case.author)


ROWS = {
    "network:redact_text": [
        Row(kwargs=lambda case: {"kind": "minutes", **published(case)}, may=RUNNING),
        Row(kwargs=lambda case: {"kind": "minutes", **draft(case)}, may=RUNNING, read=RUNNING),
        Row(kwargs=lambda case: {"kind": "meeting", **meeting(case)}, may=RUNNING),
        Row(
            "POST",
            kwargs=lambda case: {"kind": "decision", **decision(case)},
            data=lambda case: {"passages": ["text"], "reason": "served"},
            may=RUNNING,
        ),
    ],
    "meetings:minutes_list": everybody_signed_in(),
    "meetings:minutes_create": Row("POST", kwargs=meeting, may=RUNNING),
    "meetings:minutes_detail": Row(kwargs=published),
    "meetings:minutes_edit": [
        Row(kwargs=draft, may=RUNNING, read=RUNNING),
        Row("POST", kwargs=draft, may=RUNNING, read=RUNNING),
    ],
    "meetings:minutes_publish": Row("POST", kwargs=draft, may=RUNNING, read=RUNNING),
    "meetings:minutes_make_public": Row("POST", kwargs=published_where_the_area_has_a_page, may=RUNNING),
    "meetings:decision_add": Row("POST", kwargs=meeting, data=agreed, may=RUNNING),
    "meetings:decision_restore": Row("POST", kwargs=meeting, may=RUNNING),
    "meetings:decision_remove": Row("POST", kwargs=decision, may=RUNNING),
    "meetings:decision_edit": [
        Row(kwargs=decision, may=RUNNING),
        Row("POST", kwargs=decision, data=agreed, may=RUNNING),
    ],
}
