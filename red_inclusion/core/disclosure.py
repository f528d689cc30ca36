"""Which figures of how many answers are told: one rule for wall, phone, minutes and the page of a need.

The desk knows who has answered. So the value of a single answer would be that person's; and of one or two nobody says
that they coincide.
"""

VALUED_FROM = 2
COINCIDING_FROM = 3


def tells_value(n: int) -> bool:
    return n >= VALUED_FROM


def tells_agreement(n: int) -> bool:
    return n >= COINCIDING_FROM
