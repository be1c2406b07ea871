"""`docs/reference/files.md`: every key of every file that people write, from the models that read them.

In: the JSON Schemas. Out: Markdown; `python -m tests.reference` writes the page, and a test holds it to the models.
Must not know: how the files are read.
"""

from functools import cache
from pathlib import Path
from typing import Any

from advisor.checklist.schema import SCHEMAS
from advisor.record.formats.record_form import NAMES, schema_named

PAGE = Path(__file__).resolve().parent.parent / "docs" / "reference" / "files.md"
HEAD = """# The files

Every key of the files that people write, and of the JSON that the app writes. For an editor that completes and checks
them as you type, and for tools that read them, `./run manage checklist schema NAME` prints the same as a JSON Schema;
every server has it at `/schemas/NAME.json`. A key in **bold** is needed, or always there.
"""
TITLES = {
    "answers": "The answers file",
    **{name: f"`{name}.yaml` of a checklist" for name in SCHEMAS if name != "answers"},
    "recommendation": "The JSON of a recommendation",
    "record": "The JSON of a record",
    "my-data": "The file of one's own data",
}


def page() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_file(name) for name in NAMES)])


def _file(name: str) -> str:
    form = schema_named(name)
    full = form["$id"].rpartition(":")[2]
    things = {thing: what for thing, what in form.get("$defs", {}).items() if not _told_before(name, thing)}
    parts = [f"## {TITLES[name]}\n\n{_first(form)}The format is `{full}`, the schema's name `{name}`.\n", _table(form)]
    parts += [f"### {_heading(name, thing)}\n\n{_first(what)}\n{_table(what)}" for thing, what in things.items()]
    return "\n".join(parts)


def _told_before(name: str, thing: str) -> bool:
    """A record holds answers and a recommendation, whose parts are not told again."""
    return name == "record" and thing in _of_its_parts()


@cache
def _of_its_parts() -> set[str]:
    return {thing for part in ("answers", "recommendation") for thing in schema_named(part)["$defs"]}


def _heading(name: str, thing: str) -> str:
    """Headings are addresses, so no two are the same."""
    return f"{thing} ({name})"


def _first(what: dict[str, Any]) -> str:
    """The first paragraph of a description."""
    said = what.get("description", "").split("\n\n")[0].replace("\n", " ").strip()
    return f"{said}\n" if said else ""


def _table(what: dict[str, Any]) -> str:
    whole = next((one for one in what.get("anyOf", []) if "properties" in one), what)
    rows = [
        f"| {f'**`{key}`**' if key in whole.get('required', ()) else f'`{key}`'} | {_cell(value)} | {_kind(value)} |"
        for key, value in whole["properties"].items()
    ]
    return "\n".join(["| key | what | value |", "|---|---|---|", *rows, ""])


def _cell(value: dict[str, Any]) -> str:
    return str(value.get("description", "")).replace("\n", " ").replace("|", "\\|")


def _kind(value: dict[str, Any]) -> str:
    """What may stand there, in a few words.

    >>> _kind({"type": "integer", "minimum": 1, "maximum": 9, "default": 1})
    'a whole number, 1 to 9; 1 if left out'
    >>> _kind({"type": "array", "items": {"$ref": "#/$defs/Risk"}, "maxItems": 50})
    'a list of at most 50: Risk'
    >>> _kind({"type": "string", "maxLength": 20000})
    'text of at most 20,000 characters'
    """
    said = _type(value)
    default = value.get("default")
    if default in (None, "", [], {}) or isinstance(default, dict):
        return said
    return f"{said}; {str(default).lower() if isinstance(default, bool) else default} if left out"


def _type(value: dict[str, Any]) -> str:
    if "$ref" in value:
        return str(value["$ref"]).rpartition("/")[2]
    if "const" in value:
        return f"`{value['const']}`"
    if "enum" in value:
        return ", ".join(f"`{one}`" for one in value["enum"])
    if "anyOf" in value:
        return " or ".join(_type(one) for one in value["anyOf"])
    kind = value.get("type")
    if kind == "null":
        return "nothing"
    if "prefixItems" in value:
        return f"[{', '.join(_type(one) for one in value['prefixItems'])}]"
    if kind == "array":
        many = f"at most {value['maxItems']:,}: " if "maxItems" in value else ""
        return f"a list of {many}{_type(value['items'])}"
    if kind == "object":
        inner = value.get("additionalProperties") or next(iter(value.get("patternProperties", {}).values()), {})
        return f"{_type(inner)} by key" if isinstance(inner, dict) and inner else "a mapping"
    if kind in ("integer", "number"):
        return _number(value, "a whole number" if kind == "integer" else "a number")
    if kind == "boolean":
        return "`true` or `false`"
    if value.get("format") == "date":
        return "a day, such as 2027-05-01"
    return f"text of at most {value['maxLength']:,} characters" if "maxLength" in value else "text"


def _number(value: dict[str, Any], words: str) -> str:
    least, most = value.get("minimum"), value.get("maximum")
    if least is not None and most is not None:
        return f"{words}, {least:,} to {most:,}"
    if "exclusiveMinimum" in value:
        return f"{words} above {value['exclusiveMinimum']}" + (f", at most {most:,}" if most is not None else "")
    return words


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
