"""What pydantic found, in plain words and at its place in the file.

In: a document, the model it should fit, pydantic's errors. Out: problems. Must not know: what a checklist or an answers
file means; pydantic's own sentences never reach a user.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import get_close_matches
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel, TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from advisor.checklist.decimals import readings
from advisor.checklist.document import Document, Path
from advisor.checklist.errors import MOST_PROBLEMS, Problem
from advisor.checklist.scalars import plain_number, read_plain
from advisor.checklist.suggestions import suggestion
from advisor.checklist.text import excerpt

LEVEL_NAMES = ("not true", "mostly not true", "half true", "mostly true", "true")
_FIVE_LEVELS = "write 0, 1, 2, 3 or 4"


def model_problems(
    document: Document, model: type[BaseModel], error: ValidationError, level_names: Sequence[str] = LEVEL_NAMES
) -> list[Problem]:
    """The problems of reading, and one for each of pydantic's errors, save where the reader could not make out the
    value anyway: there the reader's problem gets a remedy that the model takes.

    Only as many as are ever listed are put into words: a hostile file can hold thousands."""
    faults = []
    doubted: dict[tuple[int, int], ErrorDetails] = {}
    for details in error.errors(include_url=False):
        path = known_path(document, details["loc"])
        if path in document.doubtful and len(doubted) < MOST_PROBLEMS:
            place = document.place(path)
            doubted[place.line, place.column] = details
        if not document.doubted(path):
            on_key = details["type"] == "extra_forbidden" or details["loc"][-1:] == ("[key]",)
            faults.append((document.place(path, key=on_key), path, on_key, details))
    faults.sort(key=lambda one: (one[0].line, one[0].column))
    problems = []
    for problem in document.problems:
        refused = doubted.get((problem.line, problem.column))
        remedy = _fitting(problem, refused, model, level_names) if refused else problem.remedy
        problems.append(replace(problem, remedy=remedy))
    for count, (_, path, on_key, details) in enumerate(faults):
        message = _words(details, model, level_names) if count <= MOST_PROBLEMS else (f"problem {count}", "see above")
        problems.append(document.problem(path, *message, key=on_key))
    return problems


def _fitting(problem: Problem, refused: ErrorDetails, model: type[BaseModel], level_names: Sequence[str]) -> str:
    """What to write instead of a scalar without quotes that has two readings, where not every value is taken."""
    given = refused["input"]
    reading = read_plain(given) if isinstance(given, str) and given else None
    if reading is None or reading.message != problem.message or refused["type"] in {"extra_forbidden", "missing"}:
        return problem.remedy
    number = re.split(', or (?:put it|")', problem.remedy)[0].removeprefix("write ")
    if refused["type"] in {"int_type", "float_type"}:
        value = read_plain(number).value
        fits = isinstance(value, int | float) and not _refusal(kind_at(model, refused["loc"]), value)
        if fits or number.startswith("a "):  # a number, a smaller number
            return f"write {number}"
    return _words(refused, model, level_names)[1]


def known_path(document: Document, location: tuple[int | str, ...]) -> Path:
    """Pydantic's location without the parts that are not in the file: names of union members, "[key]".

    A key that is missing from the file leads to where it should stand."""
    path: Path = ()
    for part in location:
        if (*path, part) in document.values or (*path, part) in document.keys:
            path = (*path, part)
    return path


def _words(details: ErrorDetails, model: type[BaseModel], level_names: Sequence[str]) -> tuple[str, str]:
    kind, given = details["type"], details["input"]
    context = {
        name: plain_number(value) if isinstance(value, float) else value
        for name, value in details.get("ctx", {}).items()
    }
    location = details["loc"]
    if kind == "missing":
        return f"the key `{location[-1]}` is missing", f"add `{location[-1]}: …`"
    if kind == "extra_forbidden":
        key = str(location[-1])
        return f"unknown key `{excerpt(key)}`", suggestion(key, fields_at(model, location[:-1]))
    if kind == "literal_error":
        known = re.findall(r"'([^']*)'", str(context["expected"]))
        return f"{quoted(given)} is not known here", suggestion(str(given), known)
    if kind in {"level", "settled_level"}:
        return _level_words(given, level_names, unsure=kind == "level")
    if kind in {"float_type", "int_type"} and isinstance(given, str) and (values := readings(given)):
        numbers = [spelt for value in values if (spelt := _taken(model, location, value))]
        if numbers:
            message = f"{quoted(given)} can be {' or '.join(numbers)}" if len(numbers) > 1 else _PLAIN[kind][0]
            return message.format(given=quoted(given)), f"write {' or '.join(numbers)} without quotes"
    if kind in _PLAIN:
        message, remedy = _PLAIN[kind]
        return message.format(given=quoted(given), **context), remedy.format(given=quoted(given), **context)
    if kind == "string_pattern_mismatch":
        return _pattern_words(given, str(context["pattern"]))
    if kind == "string_type":
        refused = _refusal(kind_at(model, location), _spelling(given)) if isinstance(given, int | float) else None
        message, remedy = _text_words(given)
        return message, _words({**refused, "loc": location}, model, level_names)[1] if refused else remedy
    return f"{quoted(given)} does not fit here", "see the example in the documentation of this format"


_NUMBER = ("{given} is not a number", "write a number without quotes, such as 15")
_PLAIN: dict[str, tuple[str, str]] = {
    "int_type": ("{given} is not a whole number", "write a whole number without quotes, such as 2"),
    "int_from_float": ("{given} is not a whole number", "write a whole number without quotes, such as 2"),
    "float_type": _NUMBER,
    "finite_number": _NUMBER,
    "bool_type": ("{given} is neither true nor false", "write true or false"),
    "list_type": ("{given} is not a list", "write a list: `[a, b]`, or a line `- …` for each entry"),
    "dict_type": ("{given} is not a mapping", "write `key: value` lines"),
    "model_type": ("{given} is not a mapping", "write `key: value` lines"),
    "date_type": ("{given} is not a date", "write it like 2026-11-01"),
    "day": ("{given} is not a date", "write it like 2026-11-01"),
    "several_lines": ("this text has more than one line, or a tab", "write it on one line"),
    "level_and_na": ("an answer is either a level or a reason why it does not apply", "keep one of `level` and `na`"),
    "no_level": ("this answer has no level", "add `level: …`, or `na: …` with the reason why it does not apply"),
    "wanted": ("{given} does not say how much it is wanted", "write 0, 1, 2, 3, 4, must or unsure"),
    "service_and_team": ("a settlement is about one service or one team", "keep one of `service` and `team`"),
    "no_service": ("nothing says what is settled", "add `service: …` or `team: …`"),
    "no_limit": ("this tripwire has no limit", "add `above: …`, the number of {when} above which you look again"),
    "limit_of_a_date": ("an end of life is a date and has no limit", "delete `above` and `now`"),
    "part_of_a_figure": ("`part` belongs to `end-of-life` only", "delete `part`"),
    "greater_than": ("{given} is too small", "write a number greater than {gt}"),
    "greater_than_equal": ("{given} is too small", "write {ge} or more"),
    "less_than_equal": ("{given} is too large", "write {le} or less"),
    "too_short": ("too few entries ({actual_length})", "write at least {min_length}"),
    "too_long": ("too many entries ({actual_length})", "keep at most {max_length}"),
    "string_too_short": ("this text is empty", "write at least {min_length} character"),
    "string_too_long": ("this text is too long", "keep at most {max_length:,} characters"),
}


def _level_words(given: object, names: Sequence[str], *, unsure: bool) -> tuple[str, str]:
    remedy = f"{_FIVE_LEVELS}, or unsure" if unsure else _FIVE_LEVELS
    if isinstance(given, bool):
        return f"the level is written in words, {quoted(given)}", f"write {4 if given else 0}"
    if isinstance(given, str):
        by_name = {name.casefold(): level for level, name in enumerate(names)}
        near = get_close_matches(given.strip().casefold(), by_name, n=1, cutoff=0.85) if len(given) <= 80 else []
        if near:
            return f"the level is written in words, {quoted(given)}", f"write {by_name[near[0]]}"
        if given.strip() in {"0", "1", "2", "3", "4"}:
            return f"the level {quoted(given)} is in quotes", f"write {given.strip()}"
        if unsure and get_close_matches(given.strip().casefold(), ["unsure", "not sure", "unknown", "?"], n=1):
            return f"{quoted(given)} is not a level", "write unsure"
    return f"{quoted(given)} is not one of the five levels", remedy


def _pattern_words(given: object, pattern: str) -> tuple[str, str]:
    if pattern.startswith("^https?"):
        return f"{quoted(given)} is not a web address", "write it whole, beginning with https://"
    if pattern.startswith("^[SNBE]"):
        return f"{quoted(given)} is not a passage", "write a letter and a number, such as S12"
    if pattern.startswith(r"^\d"):
        return f"{quoted(given)} is not a version", 'write three numbers, such as "1.0.0"'
    slug = re.sub(r"[^a-z0-9]+", "-", str(given).lower())[:60].strip("-")
    written = slug if read_plain(slug).value == slug and not read_plain(slug).message else f'"{slug}"'
    example = written if slug else "my-id"
    return f"{quoted(given)} is not an id", f"write small letters, digits and hyphens, such as `{example}`"


def _taken(model: type[BaseModel], location: tuple[int | str, ...], value: float) -> str:
    """The number as a file spells it, if it may stand here."""
    number: int | float = int(value) if value.is_integer() else value
    return "" if _refusal(kind_at(model, location), number) else plain_number(value)


def _refusal(kind: Any, value: str | float) -> ErrorDetails | None:
    """Why this kind of value would not be this one."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        return error.errors(include_url=False)[0]
    return None


def _spelling(given: float) -> str:
    return str(given).lower() if isinstance(given, bool) else str(given)


def _text_words(given: object) -> tuple[str, str]:
    if isinstance(given, bool):
        return f"{quoted(given)} is not text", f'write it in quotes: "{_spelling(given)}"'
    if isinstance(given, int | float):
        return f"{quoted(given)} is a number, and text is needed here", f'write it in quotes: "{_spelling(given)}"'
    return f"{quoted(given)} is not text", "write text, in quotes where it holds a colon or a `#`"


def quoted(given: object) -> str:
    """A value of a file as a message names it.

    >>> quoted("raw"), quoted(True), quoted([1]), quoted({})
    ('`raw`', '`true`', 'a list', 'a mapping')
    """
    if isinstance(given, dict):
        return "a mapping"
    if isinstance(given, list):
        return "a list"
    if isinstance(given, bool):
        return f"`{str(given).lower()}`"
    return f"`{excerpt(str(given))}`"


def fields_at(model: type[BaseModel], location: tuple[int | str, ...]) -> list[str]:
    """The keys that the model knows at a location.

    >>> from advisor.checklist.answers import AnswersFile
    >>> fields_at(AnswersFile, ("settled", 0))
    ['service', 'team', 'statement', 'level', 'reason']
    """
    kind = _bare(kind_at(model, location))
    return list(kind.model_fields) if isinstance(kind, type) and issubclass(kind, BaseModel) else []


def kind_at(model: type[BaseModel], location: tuple[int | str, ...]) -> Any:
    """The type of what stands at a location, with its constraints; None where the model knows nothing."""
    kind: Any = model
    for part in location:
        kind = _bare(kind)
        if isinstance(kind, type) and issubclass(kind, BaseModel):
            field = kind.model_fields.get(str(part))
            kind = None if field is None else field.annotation
            if field is not None and field.metadata:
                kind = Annotated[(kind, *field.metadata)]
        else:
            kind = get_args(kind)[-1] if get_args(kind) else None
    return kind


def _bare(kind: Any) -> Any:
    """A type without its constraints and without "or nothing"."""
    while get_origin(kind) in {Annotated, Union, UnionType}:
        kind = next(part for part in get_args(kind) if part is not NoneType)
    return kind
