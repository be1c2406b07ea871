"""The platform's verdict and the owners its services need."""

from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.checklist.service import ServiceEntry
from advisor.engine.compilation import compile_rules
from advisor.engine.platform import platform_verdict, recommend_platform
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Capacity, Conversion, ServiceRecommendation
from tests.builders import answers_file, mini_checklist

MINI = mini_checklist()
RULES = compile_rules(MINI)
RAW = {"one-job": 4, "fast": 4, "skilled": 4, "owned": 4, "called-by-clients": 0, "grows": 0, "shared-needs": 0}
REST = {"cuttable": 0, "edge": 0, "rebuilds": 0, "wraps": 0}


def service(name: str, lean: Fraction, robustness: Fraction = Fraction(1)) -> ServiceRecommendation:
    """A raw service of the team Core, with its lean and robustness set."""
    answers = answers_file({**RAW, **REST}, {"senior": 4, "owners": 4})
    return replace(recommend(MINI, answers).services[0], name=name, lean=lean, robustness=robustness)


def stated(services: list[ServiceRecommendation]) -> list[ServiceEntry]:
    return [ServiceEntry(name=one.name, team=one.team) for one in services]


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        (["raw", "raw"], "raw"),
        (["raw", "framework"], "mixed"),
        (["split"], "mixed"),
        (["framework", "framework", "undecided"], "framework"),  # exactly a third is not more than a third
        (["framework", "undecided"], "undecided"),
        (["raw", "framework", "undecided"], "mixed"),
        (["undecided"], "undecided"),
        # those to which the question does not apply are left out
        (["neither", "neither"], "neither"),
        (["neither", "raw"], "raw"),
        (["neither", "neither", "framework", "undecided"], "undecided"),
    ],
)
def test_platform_verdict_of_services(verdicts: list[str], expected: str) -> None:
    assert platform_verdict(RULES, verdicts) == expected


def test_capacity_over_it_converts_the_smallest_lean_first() -> None:
    services = [
        service("a", Fraction(-3, 4)),
        service("b", Fraction(-1, 4)),
        service("c", Fraction(-1, 4), Fraction(1, 2)),
    ]
    found = recommend_platform(RULES, services, {"Core": 1}, stated(services))
    assert found.capacity == (Capacity("Core", needed=3, can_carry=1, no_backup=True),)
    # b and c lean alike; c is less robust and goes first
    assert found.convert_first == (Conversion("Core", "c"), Conversion("Core", "b"))


def test_capacity_enough_or_not_stated_converts_nothing() -> None:
    services = [service("a", Fraction(-3, 4)), service("b", Fraction(-1, 4))]
    enough = recommend_platform(RULES, services, {"Core": 2}, stated(services))
    assert enough.capacity == (Capacity("Core", needed=2, can_carry=2, no_backup=False),)
    assert enough.convert_first == ()
    unstated = recommend_platform(RULES, services, {"Core": None}, stated(services))
    assert unstated.capacity[0].can_carry is None
    assert unstated.convert_first == ()


def test_capacity_without_raw_services_needs_no_backup() -> None:
    gated = replace(service("a", Fraction(-1)), verdict="framework", flags=("gated-raw",))
    assert recommend_platform(RULES, [gated], {"Core": 1}, stated([gated])).capacity == (
        Capacity("Core", needed=0, can_carry=1, no_backup=False),
    )
