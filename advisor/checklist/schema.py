"""JSON Schemas for editors, from the very models that read the files.

In: the name of a format. Out: a JSON Schema (draft 2020-12) as plain values. Must not know: files, Django. A schema
says what one file alone can say; whether ids exist is for the reader.
"""

from typing import Any, get_args

from pydantic import BaseModel

from advisor.checklist.answers import AnswersFile
from advisor.checklist.library import FILES

SCHEMAS: dict[str, type[BaseModel]] = {
    "answers": AnswersFile,
    **{name.removesuffix(".yaml"): model for name, model in FILES.items()},
}
"""The names of the formats: `answers`, and the files of a checklist without their `.yaml`."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
COMMON = {
    "format": "What this file is, and the version of its form.",
    "id": "What others name it by: small letters, digits and hyphens.",
    "title": "Its heading.",
    "name": "What it is called.",
    "text": "Its words.",
    "source": "Passages of the article, such as S12.",
}
"""What keys mean that many things have."""


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of a format. KeyError for a name that is not in `SCHEMAS`.

    >>> schema("answers")["properties"]["format"]["const"]
    'advisor-assessment/1'
    """
    return schema_of(SCHEMAS[name])


def schema_of(model: type[BaseModel], *, written: bool = False) -> dict[str, Any]:
    """The JSON Schema of a file with a `format`, each of its keys with a sentence; of one that is only `written`, a key
    can hold null."""
    made = model.model_json_schema()
    tidy: dict[str, Any] = made if written else _as_read(made)
    for thing in (tidy, *tidy.get("$defs", {}).values()):
        for key, value in thing.get("properties", {}).items():
            if key in COMMON:
                value.setdefault("description", COMMON[key])
    return {"$schema": DIALECT, "$id": f"urn:architecture-decision-advisor:{format_of(model)}", **tidy}


def format_of(model: type[BaseModel]) -> str:
    """The format by its full name, as a file says it of itself.

    >>> format_of(SCHEMAS["facts"])
    'advisor-facts/1'
    """
    return str(get_args(model.model_fields["format"].annotation)[0])


def _as_read(node: Any) -> Any:
    """The schema as strict as the reader: a key may be left out but not be empty (the models' null), and a mapping by
    ids holds nothing but ids."""
    if isinstance(node, list):
        return [_as_read(inner) for inner in node]
    if not isinstance(node, dict):
        return node
    schema = {key: _as_read(value) for key, value in node.items() if not (key == "default" and value is None)}
    if "patternProperties" in schema:
        schema["additionalProperties"] = False
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        del schema["anyOf"]
        return {**choices[0], **schema}
    if choices:
        schema["anyOf"] = choices
    return schema
