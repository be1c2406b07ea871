"""Every JSON that is written has the form that its schema says, and no key that the schema does not know."""

import json
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jsonschema import Draft202012Validator

from advisor.record.formats.record_form import WRITTEN, schema_named
from advisor.record.model.as_json import recommendation_json
from advisor.record.model.signature import sign
from tests.record.samples import GIVEN, decided, record, record_of

SCHEMAS = {name: schema_named(name) for name in WRITTEN}
NAMES = ["demo", "platform-two-frameworks", *sorted(path.stem[:2] for path in GIVEN.glob("[0-9][0-9]-*.yaml"))]


def faults(name: str, value: Any) -> list[str]:
    """What does not fit, as it is after it has been written and read."""
    found = Draft202012Validator(SCHEMAS[name]).iter_errors(json.loads(json.dumps(value)))
    return [f"{'/'.join(map(str, one.absolute_path))}: {one.message[:200]}" for one in found]


@pytest.mark.parametrize("name", SCHEMAS)
def test_schema_of_what_is_written_is_sound_and_says_what_each_key_means(name: str) -> None:
    Draft202012Validator.check_schema(SCHEMAS[name])
    things = [SCHEMAS[name], *SCHEMAS[name]["$defs"].values()]
    keys = [value for thing in things for value in thing.get("properties", {}).values()]
    assert len(keys) > (20 if name == "my-data" else 50)
    assert all(value.get("description") for value in keys)


@pytest.mark.parametrize("case", NAMES)
def test_json_of_a_case_has_the_form_of_its_schema(case: str) -> None:
    made = record(case)
    assert faults("recommendation", recommendation_json(made.checklist, made.recommendation)) == []
    assert faults("record", made.json) == []


def test_json_of_a_signed_decision_has_the_form_of_its_schema() -> None:
    reported = {"who": "Board", "what": "reported-dissent", "words": "No.", "on": "2026-11-23", "by": "Ada"}
    source = {"said_on": "2026-11-20", "place": "https://example.org/minutes"}
    said = ({**reported, **source},)
    made = replace(record_of(decided("06"), as_of=date(2026, 11, 23)), positions=said, supersedes="ADR-0001").json
    private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    signed = sign(private, digest=made["digest"], record="abc").model_dump(mode="json")
    assert faults("record", {**made, "signature": signed}) == []
    current = {"current": {"status": "superseded", "superseded_by": "ADR-0002", "since": "2026-12-01"}}
    assert faults("record", {**made, **current}) == []
    assert faults("record", {**made, "added": 1}) != []
