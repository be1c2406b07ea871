"""What of a decision in the making is a plan: who owns next steps, services, concerns and the shared layer.

In: sections of a row (`drafts.py`). Out: plain values as the answers file holds them. Must not know: HTTP, checklists.
Each step, service and concern is a section of its own, so that two people can fill in two of them at the same time.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping
from typing import Any

from advisor.decisions.unfinished import STEP, is_whole_step, whole_rows

OWNER, CONCERN = "owner.", "concern."
ACTION_IDS = "action-ids"
"""What the actions written by hand are known by, in their order. No part of an answers file."""

Content = Mapping[str, Any]


def step_section(key: str, slug: str = "") -> str:
    """The section of a next step; `slug` where it is about a service.

    >>> step_section("prototype", "infer"), step_section("benchmark")
    ('step.prototype.infer', 'step.benchmark')
    """
    return f"{STEP}{key}.{slug}" if slug else f"{STEP}{key}"


def agreed(content: Content) -> list[tuple[str, dict[str, Any]]]:
    """Every whole action with what it is known by, whatever its words: those of next steps in the order in which they
    were taken over, by their section; then those written by hand."""
    steps = [(name, given) for name, given in content.items() if name.startswith(STEP) and is_whole_step(given)]
    own, whole = zip(own_ids(content), content.get("actions", []), strict=True), whole_rows(content, "actions")
    return [*steps, *(one for one in own if one[1] in whole)]


def own_ids(content: Content) -> list[str]:
    """What the actions written by hand are known by; one from before this was kept, by its first words."""
    actions, ids = content.get("actions", []), content.get(ACTION_IDS, [])
    if len(ids) == len(actions):
        return list(ids)
    made: list[str] = []
    for action in actions:
        count, key = 1, ""
        while not key or key in made:
            words = json.dumps([action.get("what"), action.get("owner"), count])
            key, count = hashlib.sha256(words.encode()).hexdigest()[:16], count + 1
        made.append(key)
    return made


def ids_after(before: Content, actions: list[dict[str, Any]]) -> list[str]:
    """What changed actions are known by. One stays itself that says the same, or what it said of the work, or of who
    does it and by when; any other is new, and an id that is free is never given again.

    >>> was = {"actions": [{"what": "Ask", "owner": "Ada"}, {"what": "Ask", "owner": "Ben"}], "action-ids": ["a", "b"]}
    >>> ids_after(was, [{"what": "Measure", "owner": "Ben"}, {"what": "Ask", "owner": "Ada"}])
    ['b', 'a']
    """
    left = list(zip(own_ids(before), before.get("actions", []), strict=True))
    ids: list[str] = [""] * len(actions)
    for alike in (("what", "owner", "by"), ("what", "owner"), ("owner", "by"), ("what",)):
        for at, action in enumerate(actions):
            same = [one for one in left if all(one[1].get(name) == action.get(name) for name in alike)]
            if not ids[at] and same:
                ids[at] = same[0][0]
                left.remove(same[0])
    return [one or secrets.token_hex(16) for one in ids]


def actions_of(content: Content, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The same, each with its step and the name of the service that is about. `names` by slug.

    A service that is gone takes its steps along: nobody can do them any more."""
    return [*_steps(content, names), *whole_rows(content, "actions")]


def _steps(content: Content, names: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    for name, given in content.items():
        if name.startswith(STEP) and is_whole_step(given):
            key, _, slug = name.removeprefix(STEP).partition(".")
            if not slug:
                yield {**given, "step": key}
            elif slug in names:
                yield {**given, "step": key, "service": names[slug]}


def staffing_of(content: Content, names: Mapping[str, str]) -> dict[str, Any]:
    """Whom the plan names, as `decision.staffing`. `names` by slug, in the order of the services."""
    owners = [{"service": name, **content[OWNER + slug]} for slug, name in names.items() if content.get(OWNER + slug)]
    concerns = [
        {"concern": section.removeprefix(CONCERN), "owner": given}
        for section, given in content.items()
        if section.startswith(CONCERN)
    ]
    staffing = {
        "owners": owners,
        "maintainers": content.get("maintainers"),
        "rota": content.get("rota"),
        "concerns": sorted(concerns, key=lambda one: str(one["concern"])),
        "by": content.get("staffed-by"),
    }
    return {key: value for key, value in staffing.items() if value}


def plan_sections(
    actions: list[dict[str, Any]], staffing: Mapping[str, Any], slugs: Mapping[str, str]
) -> dict[str, Any]:
    """Actions and the staffing of a decision as they are kept: the reverse of the two above. `slugs` by name."""
    content: dict[str, Any] = {}
    own = []
    for action in actions:
        fields = {key: value for key, value in action.items() if key not in ("step", "service")}
        if "step" in action:
            content[step_section(action["step"], slugs[action["service"]] if "service" in action else "")] = fields
        else:
            own.append(fields)
    for one in staffing.get("owners", []):
        content[OWNER + slugs[one["service"]]] = {key: value for key, value in one.items() if key != "service"}
    for one in staffing.get("concerns", []):
        content[CONCERN + one["concern"]] = one["owner"]
    named = {"maintainers": "maintainers", "rota": "rota", "staffed-by": "by"}
    content |= {section: staffing[key] for section, key in named.items() if staffing.get(key)}
    return content | ({"actions": own} if own else {})


def section_words(section: str, services: Mapping[str, str]) -> str:
    """What a section of a plan is about, in words; the section itself where it is none. `services` by slug.

    >>> section_words("owner.infer", {"infer": "Inference edge"}), section_words("step.benchmark", {})
    ('owners of Inference edge', 'next step benchmark')
    """
    if section.startswith(STEP):
        key, _, slug = section.removeprefix(STEP).partition(".")
        about = f" for {services.get(slug, slug)}" if slug else ""
        return f"next step {key.replace('-', ' ')}{about}"
    if section.startswith(OWNER):
        slug = section.removeprefix(OWNER)
        return f"owners of {services.get(slug, slug)}"
    if section.startswith(CONCERN):
        return f"owner of {section.removeprefix(CONCERN).replace('-', ' ')}"
    named = {"staffed-by": "date of the hiring plan", "rota": "review rota", "persons": "whose the deciders' names are"}
    return named.get(section, section)
