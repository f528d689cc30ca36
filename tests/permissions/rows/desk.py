from tests.permissions.matrix import Row, everybody_signed_in

ROWS = {
    "desk:my_work": everybody_signed_in(),
    "desk:area_home": Row(kwargs=lambda case: {"code": case.area.code}),
}
