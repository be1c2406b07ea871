"""Each rule about the platform: a case where it decides, and one just short of it. The services are the shipped cases,
each with a team of its own unless a test says so."""

from pathlib import Path

import pytest

from advisor.checklist.answers import AnswersFile
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Recommendation

CHECKLISTS = Path(__file__).parents[2] / "checklists"
LIBRARY = Library(CHECKLISTS)
CASES = CHECKLISTS / "nodejs-express" / "cases"
RAW, FRAMEWORK, SPLIT = "rule-2-support-exactly-holds", "rule-3-plain-framework", "rule-1-split"
UNDECIDED, PROVISIONAL, INSUFFICIENT = (
    "rule-5-lean-above-zero",
    "open-provisional-exactly",
    "open-insufficient-by-share",
)


def case(name: str) -> AnswersFile:
    return read_answers((CASES / f"{name}.yaml").read_bytes(), name, LIBRARY)


def platform(*names: str, owners: int | None = None, one_team: bool = False) -> Recommendation:
    """What the engine says of these cases as one platform; `owners` are the raw owners of each team."""
    teams, services = [], []
    for number, name in enumerate(names):
        file = case(name)
        team = "Core" if one_team else f"Team {number}"
        if not (one_team and teams):
            teams.append(file.teams[0].model_copy(update={"name": team, "raw_owners": owners}))
        services.append(file.services[0].model_copy(update={"name": f"s{number}", "team": team}))
    whole = case(names[0]).model_copy(update={"teams": teams, "services": services})
    return recommend(LIBRARY.get("nodejs-express"), whole, trust=False)


@pytest.mark.parametrize(
    ("names", "verdict"),
    [
        # more than a third undecided, and exactly a third
        ((UNDECIDED, UNDECIDED, FRAMEWORK, FRAMEWORK, FRAMEWORK), "undecided"),
        ((UNDECIDED, FRAMEWORK, FRAMEWORK), "framework"),
        # one split is enough for mixed; the same service with its boundary one level lower is none
        ((SPLIT, FRAMEWORK, FRAMEWORK), "mixed"),
        (("rule-1-boundary-too-low", FRAMEWORK, FRAMEWORK), "framework"),
        # both classes, and one class
        ((RAW, FRAMEWORK), "mixed"),
        ((RAW, RAW), "raw"),
        # a gated service counts as framework; one level above the veto it is raw
        (("gate-capability", FRAMEWORK), "framework"),
        (("gate-capability-half-true", FRAMEWORK), "mixed"),
        # a provisional one counts as its verdict, an insufficient one as undecided
        ((PROVISIONAL, RAW), "raw"),
        ((INSUFFICIENT, RAW), "undecided"),
        ((INSUFFICIENT, RAW, RAW), "raw"),
    ],
)
def test_platform_verdict_of_cases(names: tuple[str, ...], verdict: str) -> None:
    assert platform(*names).platform.verdict == verdict


@pytest.mark.parametrize(
    ("owners", "can_carry", "no_backup", "over"),
    [(None, None, False, False), (0, 0, False, True), (1, 1, True, True), (2, 2, False, False), (3, 3, False, False)],
)
def test_capacity_two_raw_services_of_one_team(
    owners: int | None, can_carry: int | None, no_backup: bool, over: bool
) -> None:
    told = platform(RAW, RAW, owners=owners, one_team=True).platform
    (capacity,) = told.capacity
    assert (capacity.needed, capacity.can_carry, capacity.no_backup) == (2, can_carry, no_backup)
    assert bool(told.convert_first) is over


@pytest.mark.parametrize(
    ("name", "needed"),
    [(RAW, 1), (SPLIT, 1), (PROVISIONAL, 1), (FRAMEWORK, 0), ("gate-capability", 0), (UNDECIDED, 0), (INSUFFICIENT, 0)],
)
def test_capacity_counts_raw_and_split_services_once_and_others_not(name: str, needed: int) -> None:
    assert platform(name).platform.capacity[0].needed == needed


def test_conversions_equal_in_lean_and_robustness_go_in_file_order_and_no_further_than_needed() -> None:
    told = platform(RAW, RAW, RAW, owners=2, one_team=True).platform
    assert [one.service for one in told.convert_first] == ["s0"]


def test_over_capacity_changes_no_verdict() -> None:
    bare, enough = (platform(RAW, RAW, owners=owners, one_team=True) for owners in (0, 2))
    assert [one.verdict for one in bare.services] == [one.verdict for one in enough.services] == ["raw", "raw"]
    assert bare.platform.verdict == enough.platform.verdict == "raw"
