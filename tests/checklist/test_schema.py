"""The JSON Schemas accept what the reader accepts, and refuse what one file alone shows to be wrong."""

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from advisor.checklist.schema import SCHEMAS, schema
from advisor.checklist.yaml_reader import read_document
from tests.checklist.tiny import DATA, SOUND, TINY

CHECKLISTS = Path(__file__).parent.parent.parent / "checklists"
CASES = sorted(path for path in (CHECKLISTS / "nodejs-express/cases").rglob("*.yaml") if path.name != "expected.yaml")
FILES = [
    folder / f"{name}.yaml" for folder in (TINY, CHECKLISTS / "nodejs-express") for name in SCHEMAS if name != "answers"
]


def faults(name: str, data: str | bytes) -> list[Any]:
    return list(Draft202012Validator(schema(name)).iter_errors(read_document(data, "x.yaml").value))


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_is_itself_sound(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_says_what_every_key_means(name: str) -> None:
    whole = schema(name)
    things = [whole, *whole.get("$defs", {}).values()]
    things += [form for thing in things for form in thing.get("anyOf", ())]
    keys = {key: value for thing in things for key, value in thing.get("properties", {}).items()}
    assert [key for key, value in keys.items() if not value.get("description")] == []
    assert len(keys) > 1


def test_schema_has_an_id_of_its_own() -> None:
    assert len({schema(name)["$id"] for name in SCHEMAS}) == len(SCHEMAS)


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_schema_accepts_the_cases(path: Path) -> None:
    assert faults("answers", path.read_bytes()) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_schema_accepts_the_files_of_checklists(path: Path) -> None:
    assert faults(path.stem, path.read_bytes()) == []


@pytest.mark.parametrize(
    "name",
    [
        "key-misspelt", "key-missing", "format-unknown", "level-too-high", "level-words", "level-half", "level-quoted",
        "answer-both", "answer-empty", "statement-not-an-id", "teams-empty", "weight-ten", "settled-both",
        "settled-neither", "settled-unsure", "raw-owners-fraction", "version-number", "version-key", "evidence-kind",
        "evidence-url", "intended-misspelt", "list-at-top", "name-missing", "budget-zero", "benchmark", "note-too-long",
        "choice-misspelt", "because-empty", "risk-without-owner", "action-without-date", "tripwire-condition",
        "tripwire-no-limit", "tripwire-limit-of-a-date", "tripwire-part-of-a-figure", "decision-status",
    ],
)  # fmt: skip
def test_schema_refuses_what_one_file_shows_to_be_wrong(name: str) -> None:
    assert faults("answers", (DATA / "bad" / f"{name}.yaml").read_bytes())


@pytest.mark.parametrize("value", ["3", "unsure", "{level: 3}", "{level: unsure, note: later}", "{na: nobody}"])
def test_schema_accepts_every_form_of_an_answer(value: str) -> None:
    assert faults("answers", SOUND.replace("fast: 3", f"fast: {value}")) == []


def test_schema_has_no_empty_values() -> None:
    content = read_document(SOUND, "x.yaml").value
    assert isinstance(content, dict)
    assert not Draft202012Validator(schema("answers")).is_valid({**content, "decision": None})


def test_schema_explains_keys() -> None:
    assert "contested" in schema("answers")["$defs"]["Settled"]["description"]


def test_unknown_name_of_a_schema_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        schema("nothing")
