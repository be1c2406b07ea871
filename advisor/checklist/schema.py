"""JSON Schemas for editors, from the very models that read the files.

In: the name of a format. Out: a JSON Schema (draft 2020-12) as plain values. Must not know: files, Django. A schema
says what one file alone can say; whether ids exist is for the reader.
"""

from typing import Any

from pydantic import BaseModel

from advisor.checklist.answers import AnswersFile
from advisor.checklist.library import FILES

SCHEMAS: dict[str, type[BaseModel]] = {
    "answers": AnswersFile,
    **{name.removesuffix(".yaml"): model for name, model in FILES.items()},
}
"""The names of the formats: `answers`, and the files of a checklist without their `.yaml`."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a format. KeyError for a name that is not in `SCHEMAS`.

    >>> schema("answers")["properties"]["format"]["const"]
    'advisor-assessment/1'
    """
    made = SCHEMAS[name].model_json_schema()
    tidy: dict[str, Any] = _as_read(made)
    return {"$schema": DIALECT, **tidy}


def _as_read(node: Any) -> Any:
    """The schema as strict as the reader: a key may be left out but not be empty (the models' null), and a mapping by
    ids holds nothing but ids."""
    if isinstance(node, list):
        return [_as_read(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    kept = {key: _as_read(value) for key, value in node.items() if not (key == "default" and value is None)}
    if "patternProperties" in kept:
        kept["additionalProperties"] = False
    choices = [choice for choice in kept.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del kept["anyOf"]
        return {**choices[0], **kept}
    if choices:
        kept["anyOf"] = choices
    return kept
