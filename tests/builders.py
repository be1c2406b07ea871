"""Small whole values for tests: a checklist of thirteen statements, and answers to it.

Ids differ from roles on purpose, and groups are mixed on purpose: whatever goes by id or by position shows.
"""

import hashlib
from collections.abc import Mapping
from typing import Any

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile, RespondentAnswers, Settled, Team
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry

LevelOrAnswer = int | str | dict[str, Any]

STATEMENTS = {
    # id: (group, role)
    "one-job": ("raw", "purpose"),
    "called-by-clients": ("framework", "exposure"),
    "cuttable": ("split", "hot-path"),
    "fast": ("raw", "latency"),
    "rebuilds": ("gut", "reinvent"),
    "grows": ("framework", "growth"),
    "skilled": ("raw", "capability"),
    "edge": ("split", "boundary"),
    "owned": ("raw", "ownership"),
    "shared-needs": ("framework", "cross-cutting"),
    "wraps": ("gut", "wrap"),
}
DIMENSIONS = {"senior": "seniority", "owners": "ownership"}


def answer(value: LevelOrAnswer) -> Answer:
    """An answer from its short form: 3, "unsure" or {"na": "reason"}."""
    return Answer(**value) if isinstance(value, dict) else Answer(level=value)  # type: ignore[arg-type]


def answers(given: Mapping[str, LevelOrAnswer]) -> dict[str, Answer]:
    return {key: answer(value) for key, value in given.items()}


def mini_checklist(weights: Mapping[str, int] | None = None, **changed: Any) -> Checklist:
    """A sound checklist with the fewest statements that every rule and gate needs; `changed` replaces whole fields."""
    weights = weights or {}
    text, source = "Words.", ["S1"]
    fields: dict[str, Any] = {
        "format": "advisor-checklist/1",
        "slug": "mini",
        "version": "1.0.0",
        "title": "Mini",
        "question": "Raw or framework?",
        "credit": {"title": "Title", "author": "Author", "note": text},
        "runtime": "Node.js",
        "alternatives": {
            side: {"name": side, "summary": text, "good_for": ["Work"], "costs": ["Time"], "source": source}
            for side in ("raw", "framework")
        },
        "level_names": ["not true", "mostly not true", "half true", "mostly true", "true"],
        "statements": [
            {
                "id": id_,
                "group": group,
                "role": role,
                "text": f"{id_}.",
                "help": text,
                "ask": "tech lead",
                "weight": weights.get(id_, 1),
                "source": source,
            }
            for id_, (group, role) in STATEMENTS.items()
        ],
        "sections": [
            {"id": f"part-{n}", "title": "Part", "intro": text, "statements": list(STATEMENTS)[n * 6 : n * 6 + 6]}
            for n in range(2)
        ],
        "gates": [
            {"id": gate, "title": gate, "text": text, "reopen": text, "source": source}
            for gate in ("capability", "ownership", "sustain")
        ],
        "contradictions": [],
        "guidance": [],
        "scorecard": {
            "format": "advisor-scorecard/1",
            "title": "Scorecard",
            "intro": text,
            "raw_owners": "How many?",
            "dimensions": [
                {
                    "id": id_,
                    "role": role,
                    "text": f"{id_}.",
                    "help": text,
                    "levels": [f"level {n}" for n in range(5)],
                    "ask": "hiring manager",
                    "weight": weights.get(id_, 1),
                    "source": source,
                }
                for id_, role in DIMENSIONS.items()
            ],
        },
        "service_types": [{"id": "edge-service", "name": "Edge", "hint": "raw", "text": text, "source": source}],
        "facts": [],
        "hiring": {"format": "advisor-hiring/1", "areas": [], "concerns": [], "plan": []},
        "next_steps": {
            "format": "advisor-next-steps/1",
            "steps": [],
            "components": [],
            "realistic": {"id": "realistic", "title": "Realistic", "text": text, "source": source},
        },
    }
    built = Checklist(**{**fields, **changed})
    digest = hashlib.sha256(built.model_dump_json().encode()).hexdigest()
    return built.model_copy(update={"digest": f"sha256:{digest}"})


def answers_file(
    given: Mapping[str, LevelOrAnswer],
    scorecard: Mapping[str, LevelOrAnswer],
    *,
    weights: Mapping[str, int] | None = None,
    raw_owners: int | None = None,
    checklist: str = "mini",
) -> AnswersFile:
    """One team with one service, answered by one person."""
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist,
        weights=dict(weights or {}),
        teams=[Team(name="Core", raw_owners=raw_owners, scorecard=answers(scorecard))],
        services=[ServiceEntry(name="infer", team="Core", answers=answers(given))],
    )


def several(
    sheets: Mapping[str, tuple[Mapping[str, LevelOrAnswer], Mapping[str, LevelOrAnswer]]],
    *,
    settled: Mapping[str, int] | None = None,
    weights: Mapping[str, int] | None = None,
) -> AnswersFile:
    """One team with one service, answered by several: name -> (answers, scorecard)."""
    return AnswersFile(
        format="advisor-assessment/1",
        checklist="mini",
        weights=dict(weights or {}),
        teams=[Team(name="Core")],
        services=[ServiceEntry(name="infer", team="Core")],
        respondents=[
            RespondentAnswers(name=name, services={"infer": answers(given)}, teams={"Core": answers(card)})
            for name, (given, card) in sheets.items()
        ],
        settled=[
            Settled(service="infer", statement=key, level=level, reason="Agreed.")
            if key in STATEMENTS
            else Settled(team="Core", statement=key, level=level, reason="Agreed.")
            for key, level in (settled or {}).items()
        ],
    )
