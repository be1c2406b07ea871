"""The head of every page of an assessment: its name, how far it is, and the tabs to its pages.

In: an opened assessment, the address that is asked for. Out: a `Way`. Must not know: what the page shows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from advisor.assessments import addresses
from advisor.assessments.access import Opened
from advisor.decisions.standing import STAGES, Stage, Standing, standing_of


@dataclass(frozen=True, slots=True)
class WayStage:
    """One stage of the way."""

    words: str
    state: Literal["done", "here", "ahead"]


@dataclass(frozen=True, slots=True)
class Tab:
    """One page of the assessment."""

    words: str
    address: str
    current: Literal["", "page", "true"]
    """`page`: it is this very page; `true`: this page belongs to it."""


@dataclass(frozen=True, slots=True)
class Way:
    """What the head shows."""

    title: str
    hub: str
    steps: list[WayStage]
    at: int
    """Which step it is at, from 1."""
    tabs: list[Tab]
    standing: Standing


def show_way(request: HttpRequest, opening: Callable[[], Opened | None]) -> None:
    """Gives the page of this request its head, as `request.way`. Nothing is read for what has none, such as what saving
    gives back; whoever may not open the assessment gets none."""

    def way() -> Way | None:
        opened = opening()
        return way_of(opened, request.path) if opened else None

    request.way = SimpleLazyObject(way)  # type: ignore[attr-defined]


def of_several(request: HttpRequest) -> bool:
    """Whether several people answer in the assessment of this page; no head, no assessment of several."""
    way: Way | None = getattr(request, "way", None)
    return bool(way and way.standing.several)


def way_of(opened: Opened, path: str) -> Way:
    """The head of a page at this path."""
    standing = standing_of(opened)
    stages, hub = standing.stages, addresses.hub(opened.assessment.public_id)
    at = stages.index(standing.stage)
    return Way(opened.assessment.title, hub, _steps(stages, at), at + 1, _tabs(opened, standing, hub, path), standing)


def _steps(stages: list[Stage], at: int) -> list[WayStage]:
    """
    >>> [step.state for step in _steps(["describe", "answer", "decide", "signed"], 1)]
    ['done', 'here', 'ahead', 'ahead']
    """
    return [
        WayStage(STAGES[one], "done" if index < at else "here" if index == at else "ahead")
        for index, one in enumerate(stages)
    ]


def _tabs(opened: Opened, standing: Standing, hub: str, path: str) -> list[Tab]:
    pages = [("Overview", hub), ("Result", f"{hub}result/")]
    if standing.several:
        pages.append(("Compare", f"{hub}compare/"))
    pages += [("Plan", f"{hub}plan/"), ("Decide", f"{hub}decide/")]
    record = addresses.record(standing.record) if standing.record else ""
    if record:
        pages.append((f"Record {standing.reference}", record))
    if opened.may_edit:
        pages.append(("People", f"{hub}people/"))
    belongs = record if record and path.startswith(record) else _belongs(hub, path)
    return [
        Tab(words, address, "page" if address == path else "true" if address == belongs else "")
        for words, address in pages
    ]


def _belongs(hub: str, path: str) -> str:
    """The address of the tab that a page belongs to.

    >>> _belongs("/a/x/", "/a/x/services/infer/result/framework/")
    '/a/x/result/'
    >>> _belongs("/a/x/", "/a/x/compare/services/infer/"), _belongs("/a/x/", "/a/x/teams/core/what-if/")
    ('/a/x/compare/', '/a/x/result/')
    >>> _belongs("/a/x/", "/a/x/services/infer/hot-path/"), _belongs("/a/x/", "/a/x/share/")
    ('/a/x/', '/a/x/people/')
    """
    parts = path.removeprefix(hub).split("/")
    place = parts[2] if parts[0] in ("services", "teams") and len(parts) > 3 else parts[0]
    tab = {"what-if": "result", "share": "people", "progress": "compare"}.get(place, place)
    return f"{hub}{tab}/" if tab in ("result", "compare", "plan", "decide", "people") else hub
