"""Reads put into SQL once: building that SQL anew costs more than all the rest of a small request.

In: a query made with stand-ins, and what they stand for. Out: rows with the real values. Must not know: what is read.
Rows come as the database gives them, so that they can tell whether anything changed; `values_of` and `objects_of` make
of them what the ORM would.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import Model, QuerySet

from advisor.sharing.access import VisitorKey

ANYONE = VisitorKey("0" * 64, "")
"""Stands where the asking browser's key goes."""
PUBLIC_ID, SLUG, ASSESSMENT = "public-id-of-an-assessment", "slug-of-its-subject", -1
"""Stand where what is asked for goes."""
Raw = tuple[tuple[Any, ...], ...]
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    sql: str
    params: tuple[Any, ...]
    converters: Mapping[int, Any]
    """By column: what makes a Python value of it, where it is not one already."""


def compiled(query: "QuerySet[Any, Any]") -> Compiled:
    compiler = query.query.get_compiler(DEFAULT_DB_ALIAS)
    sql, params = compiler.as_sql()
    return Compiled(sql, tuple(params), compiler.get_converters([one[0] for one in compiler.select]))


def fetched(query: Compiled, values: Mapping[Any, str | int]) -> Raw:
    """The rows as the database gives them, each stand-in replaced by its value."""
    with connection.cursor() as cursor:
        cursor.execute(query.sql, [values.get(one, one) for one in query.params])
        return tuple(cursor.fetchall())


def values_of(query: Compiled, rows: Raw) -> list[list[Any]]:
    """The rows as Python values."""
    values = [list(row) for row in rows]
    for at, (functions, expression) in query.converters.items():
        for row in values:
            for function in functions:
                row[at] = function(row[at], expression, connection)
    return values


def objects_of(kind: type[Row], query: Compiled, rows: Raw, more: Iterable[str] = ()) -> list[Row]:
    """The rows as objects; columns beyond the fields of their kind become attributes of the names in `more`."""
    names: Sequence[str] = [field.attname for field in kind._meta.concrete_fields]
    objects = []
    for values in values_of(query, rows):
        row = kind.from_db(DEFAULT_DB_ALIAS, names, values[: len(names)])
        for name, value in zip(more, values[len(names) :], strict=True):
            setattr(row, name, value)
        objects.append(row)
    return objects
