"""Shares that are said to add up do so as they are printed, in chart, table and files alike."""

import random
import re
from fractions import Fraction

import pytest

from advisor.checklist.answer import Answer
from advisor.record.formats.charts.service import drivers_chart
from advisor.record.numbers import percent, percents
from tests.record.samples import changed, checklist, record_of


def whole(printed):
    """The number that a printed share stands for in a sum."""
    if printed.startswith("under"):
        return 0
    return 99 if printed.startswith("over") else int(re.match(r"\d+", printed)[0])


def profile(seed):
    """A service with answers drawn at random, some of them missing or not sure, under random weights."""
    drawn = random.Random(seed)
    levels = [0, 1, 2, 3, 4] * 3 + (["unsure"] if seed % 2 else [])
    told = {one.id: Answer(level=drawn.choice(levels)) for one in checklist().statements if drawn.random() < 0.95}
    weights = {one.id: drawn.randint(1, 9) for one in checklist().statements if one.group != "gut"}
    return record_of(changed("01", answers=told).model_copy(update={"weights": weights})).services[0]


@pytest.mark.parametrize("seed", range(40))
def test_drivers_of_any_profile_add_up_to_the_support_as_printed(seed):
    service = profile(seed)
    support = {line.key: line.support for line in service.supports}
    sides = {service.recommendation.against_side: service.drivers_against}
    sides[({"raw", "framework"} - set(sides)).pop()] = service.drivers_for
    for side, drivers in sides.items():
        if drivers:
            assert sum(whole(one.adds) for one in drivers) == whole(percent(support[side]))


@pytest.mark.parametrize("seed", range(1, 40, 2))
def test_verdicts_that_can_still_come_out_add_up_to_a_hundred_as_printed(seed):
    shares = [line.printed for line in profile(seed).possible]
    if not any(share.startswith("over") for share in shares):
        assert sum(map(whole, shares)) == 100


@pytest.mark.parametrize("seed", range(200))
def test_parts_of_any_share_add_up_to_it_as_printed(seed):
    drawn = random.Random(seed)
    terms = [drawn.randint(0, 60) for _ in range(drawn.randint(1, 9))]
    of = max(sum(terms), 1) + drawn.choice([0, 0, drawn.randint(1, 300)])
    parts = [Fraction(term, of) for term in terms]
    assert sum(map(whole, percents(parts))) == whole(percent(sum(parts, Fraction(0))))


def test_chart_of_drivers_prints_statements_and_the_same_shares_as_the_table():
    service = profile(3)
    svg = drivers_chart(record_of(changed("01")), service)
    told = " ".join(re.findall(r">([^<]+)</text>", svg))
    for driver in (*service.drivers_for, *service.drivers_against):
        assert driver.key.replace("-", " ") + " +" not in told
        assert driver.adds in told
        assert driver.statement.split()[0] in told
