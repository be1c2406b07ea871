"""A checklist taken from a record: the same as from its files, and refused where it would break the rules."""

import json
from pathlib import Path

import pytest

from advisor.checklist.content import checklist_from_content, content_of
from advisor.checklist.errors import ChecklistError
from advisor.checklist.library import load_checklist

ROOT = Path(__file__).resolve().parents[2]


def content():
    """The content of the bundled checklist as JSON carries it."""
    whole = load_checklist(ROOT / "checklists" / "nodejs-express")
    return json.loads(json.dumps(content_of(whole)))


def test_content_of_a_checklist_reads_back_equal_with_its_digest():
    assert checklist_from_content(content(), "x") == load_checklist(ROOT / "checklists" / "nodejs-express")


def test_content_with_one_word_changed_has_another_digest():
    given = content()
    given["statements"][0]["help"] += " Really."
    assert checklist_from_content(given, "x").digest != load_checklist(ROOT / "checklists" / "nodejs-express").digest


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda c: c.pop("statements"), "x:1:1: `statements` is missing or wrong"),
        (lambda c: c["statements"][0].update(weight="9"), "x:1:1: `statements.0.weight` is missing or wrong"),
        (lambda c: c["statements"][0].update(role="growth"), "the role `growth` is used twice"),
        (lambda c: c["thresholds"].update(holds="1/0"), "is not an exact number"),
    ],
)
def test_content_that_is_no_sound_checklist_is_refused_with_its_place(spoil, told):
    given = content()
    spoil(given)
    with pytest.raises(ChecklistError, match=told.replace(".", r"\.")):
        checklist_from_content(given, "x")
