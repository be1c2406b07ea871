"""What a message tells to write is taken when it is written, also where only a level, a number or an id will do."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import Problem
from advisor.checklist.wording import model_problems
from advisor.checklist.yaml_reader import read_document
from tests.checklist.test_scalars import SCALARS

FILE = """\
format: advisor-assessment/1
checklist: {checklist}
platform: {platform}
teams:
- name: Edge
  raw_owners: {raw_owners}
services:
- name: Billing
  team: Edge
  intended: {intended}
  latency_budget_ms: {latency_budget_ms}
  versions: {{node: {node}}}
  answers:
    fast: {level}
    small: {{level: {level_in_full}, evidence: {{kind: {kind}, url: {url}, expires: {expires}}}}}
settled:
- {{service: Billing, statement: fast, level: {settled}, reason: {reason}}}
"""
RIGHT = {
    "checklist": "nodejs-express", "platform": "Acme", "raw_owners": "2", "intended": "raw", "latency_budget_ms": "15",
    "node": "v24", "level": "3", "level_in_full": "unsure", "kind": "link", "url": "https://a.b",
    "expires": "2027-01-31", "settled": "0", "reason": "talked",
}  # fmt: skip
WORDS = st.sampled_from([
    "no", "yes", "true", '"no"', '"3"', '" 4"', '"unsure"', "not sure", "mostly true", "half-true", '"true"', "5",
    "2.0", "-1", "0x3", "03", "1.10", "1_000", "12:30", "rwa", "measurment", "opinions", '"2"', "1.5", "2026-1-31",
    "a b", '"A very long name of something that is not an id because of-its-letters"', "https:/a.b", "3.5e2",
    "[1]", "{a: 1}",
])  # fmt: skip
TOLD = re.compile(r'"[^"]*"|`[^`]*`|\bunsure\b|\btrue\b|\bfalse\b|\d{4}-\d\d-\d\d|(?<![-.\w])-?\d+(?:\.\d+)?')


def problems(**given: str) -> list[Problem]:
    document = read_document(FILE.format(**{**RIGHT, **given}), "a.yaml")
    try:
        AnswersFile.model_validate(document.value)
    except ValidationError as error:
        return model_problems(document, AnswersFile, error)
    return list(document.problems)


def told(remedy: str) -> list[str]:
    """What a remedy tells to write, as it would stand in the file.

    >>> told("write 0, 1 or unsure"), told('write it in quotes: "5"'), told("did you mean `raw`?")
    (['0', '1', 'unsure'], ['"5"'], ['raw'])
    """
    if re.match(
        "add |delete |keep |write at least |write a number greater|write `key: value`|write a list|write text, ", remedy
    ):
        return []
    return [one.strip("`") for one in TOLD.findall(remedy)]


def test_file_that_the_others_are_made_of_is_right() -> None:
    assert problems() == []


@pytest.mark.properties
@given(st.sampled_from(sorted(RIGHT)), WORDS | SCALARS)
def test_remedy_of_a_refused_value_is_taken_next(where: str, value: str) -> None:
    for problem in problems(**{where: value}):
        taken = {one: not problems(**{where: one}) for one in told(problem.remedy)}
        # "3, or "0x3" in quotes" leaves the choice to whoever meant text; all others say what to write
        enough = any if '" in quotes' in problem.remedy else all
        assert not taken or enough(taken.values()), (problem, taken)


@pytest.mark.parametrize(
    ("where", "value", "remedy"),
    [
        ("level", "no", "write 0, 1, 2, 3 or 4, or unsure"),
        ("level", '"no"', "write 0, 1, 2, 3 or 4, or unsure"),
        ("settled", "no", "write 0, 1, 2, 3 or 4"),
        ("level_in_full", '"3"', "write 3"),
        ("latency_budget_ms", "1_000", "write 1000"),
        ("expires", "2026-11-23T10:00:00Z", "write it like 2026-11-01"),
        ("url", "5", "write it whole, beginning with https://"),
        ("checklist", "1.5", "write small letters, digits and hyphens, such as `1-5`"),
        ("node", "24", 'write it in quotes: "24"'),
        ("platform", "no", 'write "no" in quotes if it is text; where true or false is asked for, write false'),
    ],
)  # fmt: skip
def test_remedy_fits_the_place(where: str, value: str, remedy: str) -> None:
    assert [problem.remedy for problem in problems(**{where: value})] == [remedy]


def test_remedy_of_a_tag_is_left_to_the_reader() -> None:
    (problem,) = problems(level="!!str 3")
    assert problem.remedy == "delete the tag, or put the text in quotes"
