"""Which figures of how many answers are told: one rule for wall, phone, minutes and the page of a need.

The desk knows who has answered. So the value of a single answer would be that person's, and those of one entity are
told from three of its people on; of one or two answers nobody says that they coincide.
"""

VALUED_FROM = 2
OF_ONE_ENTITY_FROM = 3
COINCIDING_FROM = 3


def tells_value(n: int, *, entities: int) -> bool:
    return n >= (VALUED_FROM if entities > 1 else OF_ONE_ENTITY_FROM)


def tells_agreement(n: int) -> bool:
    return n >= COINCIDING_FROM
