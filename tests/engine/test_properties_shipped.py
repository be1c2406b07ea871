"""The shipped checklist against brute force, and platforms of many services against the rule as it is written."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.answers import AnswersFile, Team
from advisor.checklist.library import load_checklist
from advisor.checklist.service import ServiceEntry
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Flips
from tests.builders import answers, mini_checklist
from tests.engine import oracle
from tests.engine.sheets import Sheet, few, sheets, split_sheet, weights
from tests.engine.test_properties import assert_same, assert_same_flips, assert_same_questions, both, file_of

pytestmark = pytest.mark.properties

MINI = mini_checklist()
SHIPPED = load_checklist(Path(__file__).parents[2] / "checklists" / "nodejs-express")
TEAMS = ("Core", "Edge")


@few(30)
@given(sheets(SHIPPED), weights(SHIPPED))
def test_complete_service_of_the_shipped_checklist_equals_brute_force(sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(SHIPPED, file_of(SHIPPED, sheet, own))
    assert_same(found, case)


@few(5)
@given(sheets(SHIPPED), weights(SHIPPED))
def test_flips_of_the_shipped_checklist_equal_brute_force(sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(SHIPPED, file_of(SHIPPED, sheet, own))
    assert_same_flips(found, case, most=2)


@few(10)
@given(
    sheets(SHIPPED, most_open=2),
    st.sampled_from(["server", "function", "edge", "inside-framework", "part-of-program", None]),
    st.sampled_from(["http", "sse", "graphql", "websocket", "grpc", "tcp", None]),
)
def test_service_with_settings_equals_brute_force(sheet: Sheet, runs_as: str | None, protocol: str | None) -> None:
    file = file_of(SHIPPED, sheet)
    service = file.services[0].model_copy(update={"runs_as": runs_as, "protocol": protocol})
    found, case = both(SHIPPED, file.model_copy(update={"services": [service]}))
    assert_same(found, case)
    if runs_as in ("function", "edge", "inside-framework") or protocol in ("grpc", "tcp"):
        assert (found.verdict, found.flags, found.possible) == ("neither", ("outside",), {"neither": 1})
        assert (found.strength, found.robustness, found.next_question) == (None, None, None)
        assert (found.flips, found.gates) == (Flips(None, 0, ()), ())
    else:
        assert found.verdict != "neither"


@few(6)
@given(sheets(SHIPPED, most_open=4, least_open=2), weights(SHIPPED))
def test_open_service_of_the_shipped_checklist_equals_brute_force(sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(SHIPPED, file_of(SHIPPED, sheet, own))
    assert_same(found, case)
    assert_same_questions(found, case)


def test_order_of_the_shipped_checklist_is_that_of_its_file() -> None:
    """The engine takes statements group by group; the file lists them so, and ties go by it."""
    found = recommend(SHIPPED, file_of(SHIPPED, {})).services[0]
    dimensions = [f"scorecard.{dimension.id}" for dimension in SHIPPED.scorecard.dimensions]
    assert list(found.statements) == [statement.id for statement in SHIPPED.statements] + dimensions


def test_blank_service_of_the_shipped_checklist_first_asks_for_capability() -> None:
    """The model says with which statement the order starts; every completion counts, 5 to the power of 20."""
    found = recommend(SHIPPED, file_of(SHIPPED, {})).services[0]
    assert found.questions[0].statement == "runtime-mastery"
    assert len(found.questions) == len(found.statements)
    assert sum(found.possible.values()) == 1
    assert set(found.flags) == {"insufficient"}
    assert found.flips.steps is None
    assert found.robustness is None


def platform_file(services: list[tuple[str, Sheet]], owners: Mapping[str, int | None], card: Sheet) -> AnswersFile:
    return AnswersFile(
        format="advisor-assessment/1",
        checklist="mini",
        teams=[Team(name=name, raw_owners=owners[name], scorecard=answers(card)) for name in TEAMS],
        services=[
            ServiceEntry(name=f"service {n}", team=team, answers=answers(split_sheet(MINI, sheet)[0]))
            for n, (team, sheet) in enumerate(services)
        ],
    )


@few(30)
@given(
    st.lists(st.tuples(st.sampled_from(TEAMS), sheets(MINI, most_open=2)), min_size=1, max_size=7),
    st.fixed_dictionaries({name: st.none() | st.integers(0, 4) for name in TEAMS}),
)
def test_platform_of_random_services_follows_the_rule(
    services: list[tuple[str, Sheet]], owners: dict[str, int | None]
) -> None:
    found = recommend(MINI, platform_file(services, owners, {"senior": 4, "owners": 4}))
    assert found.platform.verdict == oracle.platform([service.verdict for service in found.services])
    for capacity in found.platform.capacity:
        ours = [s for s in found.services if s.team == capacity.team and s.verdict in ("raw", "split")]
        assert capacity.needed == len(ours)
        can_carry, no_backup = oracle.can_carry(owners[capacity.team])
        assert (capacity.can_carry, capacity.no_backup) == (can_carry, no_backup and bool(ours))
        first = [each.service for each in found.platform.convert_first if each.team == capacity.team]
        over = max(0, len(ours) - capacity.can_carry) if capacity.can_carry is not None else 0
        by_cost = sorted(ours, key=lambda s: (abs(s.lean or 0), s.robustness or 0))
        assert first == [service.name for service in by_cost][: len(first)]
        assert len(first) >= over
        assert bool(first) == bool(over)


@few(15)
@given(sheets(MINI, most_open=2), sheets(MINI))
def test_service_beside_another_gets_the_same_figures(one: Sheet, two: Sheet) -> None:
    """Weightings are the same for every service, so that two can be compared."""
    card: Sheet = {"senior": 3, "owners": 2}
    owners = dict.fromkeys(TEAMS, 2)
    alone = recommend(MINI, platform_file([("Core", one)], owners, card)).services[0]
    beside = recommend(MINI, platform_file([("Edge", two), ("Core", one)], owners, card)).services[1]
    for field in ("verdict", "robustness", "flips", "weight_flips", "questions", "possible", "strength"):
        assert getattr(alone, field) == getattr(beside, field)
