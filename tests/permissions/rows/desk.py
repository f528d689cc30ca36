from tests.permissions.matrix import Row, anybody, everybody_signed_in

ROWS = {
    "desk:styleguide": anybody(),  # where it is turned on: tests/desk/test_styleguide.py
    "desk:my_work": everybody_signed_in(),
    "desk:area_home": Row(kwargs=lambda case: {"code": case.area.code}),
}
