"""The decorators of views about an assessment or a record: who may call them, and what they get.

In: a role, and the methods a view takes. Out: a view that is called with what its address names, opened in that role.
Must not know: what a view does with it.
"""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase

from advisor.assessments.access import Opened, open_assessment, open_behind
from advisor.decisions.selectors import OpenedRecord, open_record
from advisor.pages.http.way import show_way
from advisor.sharing.access import visitor_of
from advisor.sharing.policy import SAFE, by_role
from advisor.sharing.roles import Role

Decorator = Callable[[Callable[..., HttpResponseBase]], Callable[..., HttpResponseBase]]


def assessment_view(role: Role, methods: tuple[str, ...] = SAFE) -> Decorator:
    """A view of one assessment: called with the `Opened` one in the place of its `public_id`."""
    return by_role(role, _assessment, methods)


def record_view(role: Role, methods: tuple[str, ...] = SAFE) -> Decorator:
    """A view of one record: called with the `OpenedRecord` in the place of its `public_id`."""
    return by_role(role, opened_record, methods)


def _assessment(request: HttpRequest, role: Role, address: dict[str, Any]) -> Opened:
    opened = open_assessment(visitor_of(request), address.pop("public_id"), role)
    show_way(request, lambda: opened)
    return opened


def opened_record(request: HttpRequest, role: Role, address: dict[str, Any]) -> OpenedRecord:
    """The record of an address; its pages have the head of the assessment, for whoever may open that."""
    opened = open_record(visitor_of(request), address.pop("public_id"), role)
    show_way(request, lambda: open_behind(opened.visitor, opened.record.origin_id))
    return opened
