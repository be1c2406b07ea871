"""Services from YAML and JSON: catalogues of Backstage, answers files, lists of names or of mappings.

In: text. Out: a grid whose headings are the keys, or nothing where the text is neither. Must not know: what a key is
for.
"""

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from advisor.assessments.tables.grid import Grid, GridError, Row, row_of
from advisor.checklist.scalars import plain_number
from advisor.checklist.text import excerpt
from advisor.checklist.yaml_reader import read_document

_YAML = re.compile(
    r"(apiVersion|kind|metadata|spec|services|components|format|version|name):(\s|\Z)|-\s+[\w-]+:\s|---\s*\Z"
)
"""How the first line of YAML may begin that is not a comment."""
LISTS = ("services", "components", "items", "applications")
MOST_DOCUMENTS = 1_000
MOST_KEYS = 50


def record_grid(text: str) -> Grid | None:
    """The services of YAML or JSON, each a row.

    >>> [row.cells for row in record_grid('["Orders", {"name": "Billing", "team": "Finance"}]').rows]
    [('name', 'team'), ('Orders',), ('Billing', 'Finance')]
    >>> record_grid("Orders\\nBilling") is None
    True
    """
    records = _json(text)
    if records is None:
        records = _yaml(text)
    if records is None:
        return None
    left_out: list[str] = []
    entries = [entry for document in records for entry in _entries(document, left_out)]
    if not entries:
        where = f": {left_out[0]}" if left_out else ""
        raise GridError(1, f"there is no service in it{where}", "send a list of services, each with its name")
    keys = list(dict.fromkeys(key for entry in entries for key in entry))[:MOST_KEYS]
    rows = [Row(0, tuple(keys))]
    rows += [row_of(at, [entry.get(key, "") for key in keys]) for at, entry in enumerate(entries, start=1)]
    return Grid(tuple(row for row in rows if row.cells), headed=True, omissions=tuple(left_out))


def _json(text: str) -> list[Any] | None:
    begun = text.lstrip()
    if not begun.startswith(("[", "{")):
        return None
    try:
        return [json.loads(begun, parse_constant=_refused)]
    except RecursionError:
        raise GridError(1, "the JSON nests its values too deep", "send a list of services") from None
    except ValueError:
        pass
    try:
        lines = filter(str.strip, begun.splitlines())
        return [json.loads(line, parse_constant=_refused) for line in lines]
    except (ValueError, RecursionError):
        if re.match(r'[\[{]\s*["\[{]', begun):
            raise GridError(1, "the JSON cannot be read", "look for a missing comma, quote or bracket") from None
        return None


def _refused(word: str) -> Any:
    raise ValueError(word)


def _yaml(text: str) -> list[Any] | None:
    lines = [line for line in text.split("\n") if line.strip() and not line.lstrip().startswith("#")]
    if not lines or not _YAML.match(lines[0]):
        return None
    records = []
    for line, part in _documents(text):
        document = read_document(part, "")
        if document.unreadable:
            first = document.problems[0]
            raise GridError(line + first.line - 1, f"the YAML cannot be read: {first.message}", first.remedy)
        records.append(document.value)
    return records if any(isinstance(value, dict | list) for value in records) else None


def _documents(text: str) -> list[tuple[int, str]]:
    """Each document with the line it begins in; those with nothing but comments are none."""
    parts: list[tuple[int, list[str]]] = [(1, [])]
    for number, line in enumerate(text.split("\n"), start=1):
        if re.match(r"(---|\.\.\.)(\s|\Z)", line):
            parts.append((number + 1, []))
        else:
            parts[-1][1].append(line)
    filled = [
        (number, "\n".join(lines) + "\n")
        for number, lines in parts
        if any(line.strip() and not line.lstrip().startswith("#") for line in lines)
    ]
    if len(filled) > MOST_DOCUMENTS:
        raise GridError(filled[MOST_DOCUMENTS][0], f"there are {len(filled):,} documents", "send fewer at once")
    return filled


def _entries(value: Any, left_out: list[str]) -> Iterable[dict[str, str]]:
    """What one value holds: services by name, as mappings, or as an entity of Backstage."""
    if isinstance(value, list):
        for one in value:
            yield from _entry(one, left_out)
    elif isinstance(value, dict):
        inner = next((value[key] for key in LISTS if isinstance(value.get(key), list | dict)), None)
        if "kind" in value and isinstance(value.get("metadata"), dict):
            yield from _entity(value, left_out)
        elif isinstance(inner, list):
            yield from _entries(inner, left_out)
        else:
            yield from _named(inner if inner is not None else value, left_out)


def _entry(one: Any, left_out: list[str]) -> Iterable[dict[str, str]]:
    if isinstance(one, dict):
        yield from _entity(one, left_out) if isinstance(one.get("metadata"), dict) else [_flat(one)]
    elif isinstance(one, str | int | float) and not isinstance(one, bool):
        yield {"name": _word(one)}


def _named(value: Mapping[str, Any], left_out: list[str]) -> Iterable[dict[str, str]]:
    """A mapping of names to mappings, as in a compose file; or one service."""
    if value and all(isinstance(inner, dict) or inner is None for inner in value.values()):
        for name, inner in value.items():
            yield {"name": name} | _flat(inner or {})
    elif isinstance(value.get("name") or value.get("service"), str):
        yield _flat(value)
    else:
        left_out += [f"“{excerpt(str(key), 40)}” is not a service" for key in value]


def _entity(value: Mapping[str, Any], left_out: list[str]) -> Iterable[dict[str, str]]:
    """A component of Backstage. A system is a platform, and an API, a resource or a group is no service either."""
    data, spec = value["metadata"], value.get("spec")
    kind, name = _word(value.get("kind")), _word(data.get("name"))
    if kind.lower() != "component":
        left_out.append(f"the {kind or 'entry'} “{excerpt(name, 40)}” is not a component")
        return
    record = {"name": name, "title": _word(data.get("title")), "description": _word(data.get("description"))}
    flat = _flat(spec if isinstance(spec, dict) else {})
    record["owner"] = flat.pop("owner", "").rpartition("/")[2].rpartition(":")[2]
    yield {key: text for key, text in (record | {f"spec.{key}": text for key, text in flat.items()}).items() if text}


def _flat(value: Mapping[str, Any]) -> dict[str, str]:
    return {str(key): _word(inner) for key, inner in value.items()}


def _word(value: Any) -> str:
    """A value in one cell: a list between commas, and of a mapping `key value`."""
    if isinstance(value, dict):
        return ", ".join(f"{key} {_word(inner)}" for key, inner in value.items() if not isinstance(inner, dict | list))
    if isinstance(value, list):
        return ", ".join(_word(inner) for inner in value if not isinstance(inner, dict | list))
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return plain_number(value)
    return value if isinstance(value, str) else "" if value is None else str(value)
