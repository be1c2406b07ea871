"""Reads that check access, put into SQL once: building that SQL anew costs more than all the rest of a small request.

In: a query made with stand-ins, and what they stand for. Out: the SQL, and its parameters with the real values. Must
not know: what is read.
"""

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet

from advisor.sharing.access import VisitorKey

Compiled = tuple[str, tuple[Any, ...]]
ANYONE = VisitorKey("0" * 64, "")
"""Stands where the asking browser's key goes."""
PUBLIC_ID, SLUG, ASSESSMENT = "public-id-of-an-assessment", "slug-of-its-subject", -1
"""Stand where what is asked for goes."""


def compiled(query: "QuerySet[Any, Any]") -> Compiled:
    return query.query.sql_with_params()


def filled(query: Compiled, values: Mapping[Any, str | int]) -> tuple[str, list[Any]]:
    """The SQL with its parameters, each stand-in replaced by its value."""
    sql, wanted = query
    return sql, [values.get(one, one) for one in wanted]
