"""The worked cases beside the checklist: answers in, the verdict that was derived by hand out."""

from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from advisor.engine.recommend import recommend

CHECKLISTS = Path(__file__).parents[2] / "checklists"
CASES = CHECKLISTS / "nodejs-express" / "cases"
FOLDERS = (CASES / "given", CASES)
REAL = CASES / "real"
LIBRARY = Library(CHECKLISTS)


class Case(NamedTuple):
    path: Path
    verdict: str
    marks: frozenset[str]
    """Flags or strengths that must be there."""
    of_platform: bool


def _cases() -> list[Case]:
    found = []
    for folder in FOLDERS:
        expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
        for name, wanted in expected.items():
            if isinstance(wanted, dict):
                found.append(Case(folder / name, wanted["platform"], frozenset(), True))
            else:
                found.append(Case(folder / name, wanted[0], frozenset(wanted[1:]), False))
    return found


@pytest.mark.parametrize("case", _cases(), ids=lambda case: case.path.stem)
def test_case_gives_the_verdict_derived_by_hand(case: Case) -> None:
    answers = read_answers(case.path.read_bytes(), case.path.name, LIBRARY)
    recommendation = recommend(LIBRARY.get("nodejs-express"), answers)
    if case.of_platform:
        assert recommendation.platform.verdict == case.verdict
        return
    (service,) = recommendation.services
    assert service.verdict == case.verdict
    assert case.marks <= {*service.flags, service.strength}


REAL_EXPECTED: dict[str, dict[str, Any]] = yaml.safe_load((REAL / "expected.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", REAL_EXPECTED)
def test_real_decision_gives_the_verdict_of_the_model(name: str) -> None:
    """Public decisions and realistic services; what the team did stands beside each in the file."""
    expected = REAL_EXPECTED[name]
    answers = read_answers((REAL / name).read_bytes(), name, LIBRARY)
    (service,) = recommend(LIBRARY.get("nodejs-express"), answers).services
    assert service.verdict == expected["verdict"]
    assert set(expected.get("flags", ())) <= set(service.flags)
    worded = LIBRARY.get("nodejs-express").worded()
    passages = {passage for finding in service.checks for passage in worded[finding.check].source}
    assert set(expected.get("checks", ())) <= passages


@pytest.mark.parametrize("folder", [*FOLDERS, REAL], ids=lambda folder: folder.name)
def test_every_case_file_has_an_expectation(folder: Path) -> None:
    expected = yaml.safe_load((folder / "expected.yaml").read_text(encoding="utf-8"))
    assert sorted(expected) == sorted(path.name for path in folder.glob("*.yaml") if path.name != "expected.yaml")


def test_own_cases_reach_every_verdict_flag_and_strength() -> None:
    seen = {mark for case in _cases() if not case.of_platform for mark in (case.verdict, *case.marks)}
    assert seen == {
        *("raw", "framework", "split", "undecided", "firm", "lean", "conditional", "conflict", "weak", "close"),
        *("gated-raw", "gated-split", "gated-undecided", "settled", "provisional", "insufficient"),
    }
