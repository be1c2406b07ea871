"""Agreement A and what a group's answers come to, by hand; the oracle's own hand-worked examples."""

from fractions import Fraction

import pytest

from tests.builders import answer
from tests.engine.oracle import agreement, group_answer


def test_agreement_of_the_published_example_is_its_published_figure() -> None:
    found = agreement([30, 40, 210, 130, 530, 50, 10])
    assert found is not None
    assert round(float(found), 4) == 0.6113


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([0, 0, 7, 0, 0], Fraction(1)),  # all equal
        ([3, 0, 0, 0, 3], Fraction(-1)),  # polarised
        ([2, 2, 2, 2, 2], Fraction(0)),  # uniform
        # Neighbours: all triples of two ones and a zero are 110 or 011, so U = 1; A = 1 − (2 − 1)/(5 − 1) = 3/4.
        ([0, 1, 1, 0, 0], Fraction(3, 4)),
        # 3 at one level and 1 beside it: a layer of 2 answers with A = 3/4, one of 2 with A = 1.
        ([3, 1, 0, 0, 0], Fraction(7, 8)),
        ([1, 0, 0, 0, 0], None),  # fewer than two
        ([0, 0, 0, 0, 0], None),
    ],
)
def test_agreement_by_hand(counts: list[int], expected: Fraction | None) -> None:
    assert agreement(counts) == expected


@pytest.mark.parametrize(
    ("given", "levels", "contested"),
    [
        ([3], (3,), False),
        ([1, 2], (1,), False),  # even count: the lower of the two middle ones
        ([1, 3], (1, 2, 3), True),  # two, two levels apart
        ([0, 0, 4], (0, 1, 2, 3, 4), True),  # 2 of 3 within one level; quartiles 1st and 3rd
        ([2, 2, 2, 4], (2,), False),  # 3 of 4 is 75 %
        ([0, 2, 2, 2, 4], (0, 1, 2, 3, 4), True),  # 3 of 5; quartiles both 2, so from lowest to highest
        ([3, "unsure"], (3,), False),  # half gave a level
        ([3, "unsure", "unsure"], (0, 1, 2, 3, 4), False),
        ([3, {"na": "batch job"}], (3,), False),  # half is not more than half
        ([3, {"na": "batch job"}, {"na": "no clients"}], (), False),
        (["unsure"], (0, 1, 2, 3, 4), False),
        ([], (0, 1, 2, 3, 4), False),
    ],
)
def test_group_answer_by_hand(given: list[object], levels: tuple[int, ...], contested: bool) -> None:
    found = group_answer([answer(each) for each in given])  # type: ignore[arg-type]
    assert (found.levels, found.contested) == (levels, contested)


def test_group_answer_when_settled_is_that_level() -> None:
    assert group_answer([answer(0), answer(4)], settled=3).levels == (3,)
