"""The decorators of views about an assessment or a record: who may call them, and what they get.

In: a role, and the methods a view takes. Out: a view that is called with what its address names, opened in that role.
Must not know: what a view does with it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from advisor.assessments.access import Opened, open_assessment
from advisor.decisions.selectors import OpenedRecord, open_record
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import SAFE, by_role
from advisor.sharing.roles import Role

Decorator = Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]


def assessment_view(role: Role, methods: tuple[str, ...] = SAFE) -> Decorator:
    """A view of one assessment: called with the `Opened` one in the place of its `public_id`."""
    return by_role(role, _assessment, methods)


def record_view(role: Role, methods: tuple[str, ...] = SAFE) -> Decorator:
    """A view of one record: called with the `OpenedRecord` in the place of its `public_id`."""
    return by_role(role, _record, methods)


def _assessment(request: HttpRequest, role: Role, address: dict[str, Any]) -> Opened:
    return open_assessment(visitor_of(request), address.pop("public_id"), role)


def _record(request: HttpRequest, role: Role, address: dict[str, Any]) -> OpenedRecord:
    return open_record(visitor_of(request), address.pop("public_id"), role)
