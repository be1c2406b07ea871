"""Checks: each fires where the case files say by hand, and not one step short of it."""

from datetime import date
from pathlib import Path
from typing import get_args

import pytest
import yaml

from advisor.checklist.answers import AnswersFile
from advisor.checklist.check_models import CheckName
from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from advisor.engine import checks, platform_checks
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Finding, Recommendation

CHECKLISTS = Path(__file__).parents[2] / "checklists"
LIBRARY = Library(CHECKLISTS)
CHECKLIST = LIBRARY.get("nodejs-express")
CASES = CHECKLISTS / "nodejs-express" / "cases" / "checks"
EXPECTED: dict[str, dict[str, list[list[str]]]] = yaml.safe_load((CASES / "expected.yaml").read_text())
AS_OF = date(2026, 11, 23)


def read(name: str) -> AnswersFile:
    return read_answers((CASES / name).read_bytes(), name, LIBRARY)


def assessed(file: AnswersFile, as_of: date | None = AS_OF) -> Recommendation:
    return recommend(CHECKLIST, file, trust=False, as_of=as_of)


def found(told: Recommendation, check: str) -> list[Finding]:
    """The findings of one check, those of services first."""
    every = [*(finding for service in told.services for finding in service.checks), *told.platform.checks]
    return [finding for finding in every if finding.check == check]


@pytest.mark.parametrize("name", EXPECTED)
def test_check_fires_where_the_case_says_and_nowhere_else(name: str) -> None:
    ((check, wanted),) = EXPECTED[name].items()
    assert [list(finding.services) for finding in found(assessed(read(name)), check)] == wanted


def test_every_case_has_an_expectation() -> None:
    assert sorted(EXPECTED) == sorted(path.name for path in CASES.glob("*.yaml") if path.name != "expected.yaml")


def test_every_check_has_a_case_where_it_fires_and_one_where_it_does_not() -> None:
    firing, silent = set(), set()
    for name, expected in EXPECTED.items():
        ((check, wanted),) = expected.items()
        named = {service for services in wanted for service in services}
        if wanted:
            firing.add(check)
        if check not in platform_checks.MADE and named < {service.name for service in read(name).services}:
            silent.add(check)
        if not wanted:
            silent.add(check)
    known = {check.id for check in CHECKLIST.checks} | {rule.id for rule in CHECKLIST.contradictions}
    assert firing == silent == known


def test_engine_makes_every_check_a_checklist_can_word_and_the_shipped_one_words_all() -> None:
    assert set(checks.MADE) | set(platform_checks.MADE) == set(get_args(CheckName))
    assert not set(checks.MADE) & set(platform_checks.MADE)
    assert {check.id for check in CHECKLIST.checks} == set(get_args(CheckName))


def test_check_without_words_in_the_checklist_is_not_made() -> None:
    silent = CHECKLIST.model_copy(update={"checks": [], "digest": ""})
    told = recommend(silent, read("over-capacity.yaml"), trust=False)
    assert (told.platform.checks, [service.checks for service in told.services]) == ((), [(), ()])
    assert assessed(read("over-capacity.yaml")).services[0].checks != ()


@pytest.mark.parametrize(
    ("check", "figures", "case", "wanted"),
    [
        ("downstream-dominates", {"share": "1/3"}, "downstream-dominates.yaml", [["fires"], ["exactly-half"]]),
        ("raw-everywhere", {"share": "0.75"}, "raw-everywhere-three-of-four.yaml", [["r1", "r2", "r3"]]),
        ("raw-everywhere", {"services": 2}, "raw-everywhere-two-services.yaml", [["r1", "r2"]]),
        ("capability-differs", {"steps": 1}, "capability-differs-by-one.yaml", [["high", "low"]]),
        ("one-choice-everywhere", {"share": "0.59"}, "one-choice-everywhere-just-apart.yaml", [["one", "two"]]),
        ("near-twins", {"share": "1/8"}, "near-twins-five-steps.yaml", [["one", "two"]]),
        ("kind-unclear", {"kinds": ["webhook-receiver"]}, "kind-unclear.yaml", [["receiver"]]),
        ("synthetic-benchmark", {"routes": 1}, "synthetic-benchmark.yaml", [["one-part-missing"], ["parts-apart"]]),
    ],
)
def test_figures_of_a_check_are_the_checklist_s(
    check: str, figures: dict[str, object], case: str, wanted: list[list[str]]
) -> None:
    changed = [one.model_copy(update=figures) if one.id == check else one for one in CHECKLIST.checks]
    checklist = CHECKLIST.model_copy(update={"checks": changed, "digest": ""})
    told = recommend(checklist, read(case), trust=False, as_of=AS_OF)
    assert [list(finding.services) for finding in found(told, check)] == wanted


def test_version_is_past_its_end_from_that_day_on_and_not_looked_at_without_a_day() -> None:
    file = read("version-ended.yaml")
    assert found(assessed(file, date(2026, 4, 29)), "version-ended") == []
    (ended,) = found(assessed(file, date(2026, 4, 30)), "version-ended")
    assert (ended.services, ended.about) == (("node-20",), ("node 20.19.1",))
    assert len(found(assessed(file, date(2027, 4, 30)), "version-ended")) == 2
    assert found(assessed(file, None), "version-ended") == []


def test_finding_names_the_statements_it_rests_on() -> None:
    (hot,) = found(assessed(read("framework-on-hot-path.yaml")), "framework-on-hot-path")[:1]
    assert hot.statements == ("narrow-purpose", "latency-first", "small-surface")
    growing = found(assessed(read("maintenance-ignored.yaml")), "maintenance-ignored")[3]
    assert growing.statements == ("scorecard.onboarding-slack",)
    (differs,) = found(assessed(read("capability-differs.yaml")), "capability-differs")
    assert differs.statements == ("runtime-mastery",)


@pytest.mark.parametrize(
    ("check", "about"),
    [
        ("synthetic-benchmark", [("downstream",), (), ()]),
        ("other-version", [("node 22.1",), ("express 5.2.1",)]),
        ("maintenance-ignored", [(), (), (), (), ("blank",)]),
        ("capability-differs", [("Core",)]),
        ("one-choice-everywhere", [("framework",)]),
        ("over-capacity", [("Core",)]),
        ("no-backup", [("Core",)]),
        ("security-release", [("node 24.22.0",), ("node 22.9",)]),
        ("usual-side", [("raw", "inference-edge")]),
    ],
)
def test_finding_names_what_it_is_about(check: str, about: list[tuple[str, ...]]) -> None:
    assert [finding.about for finding in found(assessed(read(f"{check}.yaml")), check)] == about


def answered(name: str, *known: dict[str, object]) -> AnswersFile:
    file = read(name)
    return AnswersFile.model_validate({**file.model_dump(), "answered_checks": list(known)})


def test_answered_check_carries_its_reason_and_stays() -> None:
    known = {"check": "near-twins", "services": ["one", "two"], "because": "One of them goes away in March."}
    (finding,) = found(assessed(answered("near-twins.yaml", known)), "near-twins")
    assert (finding.services, finding.because) == (("one", "two"), "One of them goes away in March.")


def test_check_answered_for_other_services_is_open_again() -> None:
    fewer = {"check": "near-twins", "services": ["one"], "because": "Known."}
    more = {"check": "near-twins", "services": ["far", "two", "one"], "because": "Known."}
    other = {"check": "no-backup", "services": ["one", "two"], "because": "Known."}
    assert found(assessed(answered("near-twins.yaml", fewer, other)), "near-twins")[0].because == ""
    assert found(assessed(answered("near-twins.yaml", fewer, more)), "near-twins")[0].because == "Known."


def test_answered_check_of_several_services_is_answered_on_each() -> None:
    known = {"check": "downstream-dominates", "services": ["exactly-half", "fires"], "because": "Cached from May on."}
    assert found(assessed(answered("downstream-dominates.yaml", known)), "downstream-dominates")[0].because


def test_checks_change_no_verdict() -> None:
    loud, silent = read("over-capacity.yaml"), CHECKLIST.model_copy(update={"checks": [], "digest": ""})
    verdicts = [service.verdict for service in assessed(loud).services]
    assert [service.verdict for service in recommend(silent, loud, trust=False).services] == verdicts == ["raw", "raw"]
