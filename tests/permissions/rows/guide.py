from tests.meetings.factories import MeetingFactory
from tests.permissions.matrix import Row, anybody, everybody_signed_in


def meeting(case):
    return {"pk": MeetingFactory(area=case.area, created_by=case.author).pk}


ROWS: dict[str, Row | list[Row]] = {
    "guide:index": anybody(),
    "guide:page": anybody(kwargs=lambda case: {"name": "lead"}),
    "guide:voting": anybody(),
    # It holds the code of a meeting: for who may read that.
    "guide:voting_at": Row(kwargs=meeting),
    "guide:hint_hide": everybody_signed_in(method="POST", kwargs=lambda case: {"name": "needs"}),
    "guide:hints_show": everybody_signed_in(method="POST"),
}
