"""Checks in words: what was found, on which services, what it rests on, and the team's answer to it."""

from pathlib import Path

import pytest

from advisor.checklist.answers import AnsweredCheck, AnswersFile
from advisor.checklist.reading import read_answers
from advisor.record.build.checks import gathered
from advisor.record.formats.as_text import summary
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.entries import CheckLine
from advisor.record.model.record import DecisionRecord
from tests.record.samples import LIBRARY, ROOT, record_of

CASES = ROOT / "checklists" / "nodejs-express" / "cases" / "checks"


def read(case: str) -> AnswersFile:
    path: Path = CASES / f"{case}.yaml"
    return read_answers(path.read_bytes(), path.name, LIBRARY)


def lines(record: DecisionRecord, check: str) -> list[CheckLine]:
    every = [*record.platform.checks, *(line for service in record.services for line in service.checks)]
    return [line for line in every if line.check == check]


@pytest.mark.parametrize(
    ("case", "detail"),
    [
        ("synthetic-benchmark", "No result includes a downstream call."),
        ("other-version", "Taken on Node.js 22.1."),
        ("version-ended", "Stated: Node.js 20.19.1."),
        ("maintenance-ignored", "The answers behind it: ‘Several engineers change this service every month’."),
        ("one-choice-everywhere", "Planned for all of them: Express."),
        ("no-backup", "The team: Core."),
        ("no-latency-budget", ""),
    ],
)
def test_check_says_what_it_rests_on(case: str, detail: str) -> None:
    found = lines(record_of(read(case)), case)
    assert found[0].detail == detail
    assert found[0].passages


def test_blank_scorecard_is_called_so() -> None:
    found = lines(record_of(read("maintenance-ignored")), "maintenance-ignored")
    assert [line.detail for line in found if line.services == ("blank-scorecard",)] == [
        "Nothing on the team's scorecard is answered yet."
    ]


def test_same_check_of_several_services_is_one_line_on_the_platform() -> None:
    platform = record_of(read("maintenance-ignored")).platform
    (line,) = [one for one in platform.service_checks if one.check == "maintenance-ignored"]
    assert line.services == ("contributors", "onboarding", "verdict-raw", "new-people-soon", "blank-scorecard")


def test_answered_check_stands_apart_and_last() -> None:
    open_one = CheckLine("a", "A.", "", "", ("one",))
    known = CheckLine("a", "A.", "", "", ("two",), because="It is known.")
    other = CheckLine("b", "B.", "", "", ("one",))
    assert gathered([known, open_one, other]) == (open_one, other, known)


def test_answer_to_a_check_is_in_every_form_of_the_record() -> None:
    told = AnsweredCheck(check="no-backup", services=["one"], because="Ada starts in *May*.")
    record = record_of(read("no-backup").model_copy(update={"answered_checks": [told]}))
    assert "Known: One person alone supports everything built on raw. Because: Ada starts in *May*." in summary(record)
    assert r"Known, because: Ada starts in \*May\*." in markdown(record)
    assert '"because": "Ada starts in *May*."' in record.json_text


def test_check_across_services_names_them_in_text_and_markdown() -> None:
    record = record_of(read("over-capacity"))
    assert "Check: More is planned as raw than the team can support. The team: Core." in summary(record)
    assert "(one and two)" in " ".join(summary(record).split())
    assert "### What stands out across services" in markdown(record)
    assert "**Check: More is planned as raw than the team can support.** one and two. The team: Core." in markdown(
        record
    )
