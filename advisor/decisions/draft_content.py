"""A decision in the making, as it is kept: sections of plain values, and the value they make.

In: a row's content, the services there are, an answers file. Out: a `Decision` that fits the file. Must not know: HTTP,
who may read it. Sections are saved one by one, so that two people can decide about two services at the same time.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from advisor.checklist.answers import AnswersFile
from advisor.checklist.decision import DecisionEntry, DecisionStatus, Tripwire
from advisor.decisions.plan_sections import actions_of, plan_sections, staffing_of
from advisor.decisions.unfinished import whole_rows

Content = dict[str, Any]
"""By section: `choice.<slug>` for each service, and one for each other part of a decision."""
CHOICE = "choice."
DECIDERS, PERSONS = "deciders", "persons"
"""The names of those who decide; by name, which respondent is meant. The second is no part of an answers file."""
SECTIONS = (DECIDERS, "consulted", "informed", "good", "bad", "risks", "actions", "review", "tripwires")
"""Besides there are those of the plan (`plan_sections.py`)."""


def mark(value: object) -> str:
    """What tells whether a section is still as it was shown.

    >>> mark(None) == mark([]) == mark("") != mark(["Ada"])
    True
    """
    return hashlib.sha256(json.dumps(value or None, sort_keys=True).encode()).hexdigest()[:16]


def value_of(content: Content, names: Mapping[str, str], file: AnswersFile, *, proposed: bool) -> DecisionEntry | None:
    """The decision as far as it concerns the services of a file; None where nothing is decided. `names` by slug.

    A status it only has where it is whole: deciders, and a choice for every service."""
    if not content:
        return None
    present = {service.name: service for service in file.services}
    choices = [
        {"service": names[key.removeprefix(CHOICE)], **given}
        for key, given in content.items()
        if key.startswith(CHOICE) and names.get(key.removeprefix(CHOICE)) in present and "choice" in given
    ]
    wires = [
        {**wire, "service": names[wire["service"]]}
        for wire in whole_rows(content, "tripwires")
        if names.get(wire["service"]) in present
    ]
    order = {name: position for position, name in enumerate(present)}
    whole = bool(content.get("deciders")) and len(choices) == len(present)
    status: DecisionStatus | None = "proposed" if proposed and whole else None
    plain = {name: content[name] for name in SECTIONS if content.get(name) and name not in ("good", "bad")}
    plain["risks"] = whole_rows(content, "risks")
    there = {slug: name for slug, name in names.items() if name in present}
    made = DecisionEntry.model_validate(
        plain
        | {
            "status": status,
            "choices": sorted(choices, key=lambda choice: order[choice["service"]]),
            "consequences": {"good": content.get("good", []), "bad": content.get("bad", [])},
            "tripwires": wires,
            "actions": actions_of(content, there),
            "staffing": staffing_of(content, there),
        }
    )
    by_place = {(wire.service, wire.when, wire.part): wire for wire in made.tripwires if _watches_something(wire, file)}
    return made.model_copy(update={"tripwires": list(by_place.values())})


def content_of(decision: DecisionEntry | None, slugs: Mapping[str, str]) -> Content:
    """A decision as it is kept, without its status: the reverse of `value_of`. `slugs` by the names of services."""
    if decision is None:
        return {}
    fields = decision.model_dump(mode="json", exclude_defaults=True, exclude={"status"})
    choices, wires = fields.pop("choices", []), fields.pop("tripwires", [])
    content: Content = {
        CHOICE + slugs[one["service"]]: {key: value for key, value in one.items() if key != "service"}
        for one in choices
    }
    content |= plan_sections(fields.pop("actions", []), fields.pop("staffing", {}), slugs)
    content |= fields.pop("consequences", {}) | fields
    if wires:
        content["tripwires"] = [{**_content_of(wire), "service": slugs[wire["service"]]} for wire in wires]
    return content


def _content_of(wire: Content) -> Content:
    """Figures as they are typed: 12, not 12.0."""
    return {key: int(one) if isinstance(one, float) and one.is_integer() else one for key, one in wire.items()}


def _watches_something(wire: Tripwire, file: AnswersFile) -> bool:
    """Whether what a tripwire waits for is still stated: the version, or the budget that is its limit."""
    service = next(one for one in file.services if one.name == wire.service)
    if wire.when == "p99":
        return wire.above is not None or service.latency_budget_ms is not None
    if wire.when != "end-of-life":
        return True
    return wire.part in service.versions if wire.part else bool(service.versions)
