"""On what people disagreed, as the page of a record tells it, from the JSON that was frozen and from nothing else.

In: a record's JSON, its checklist. Out: lines that the template lays out; none of a record that was made before records
held them. Must not know: requests, the engine.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.checklist.model import Checklist
from advisor.engine.differences import Difference
from advisor.record.model.effects import counts_as, effect_of
from advisor.record.model.vocabulary import SCORECARD, Vocabulary

Plain = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one person said of a statement, and wrote beside it."""

    name: str
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """A statement on which people disagreed."""

    statement: str
    voices: tuple[Voice, ...]
    counts_as: str
    settled: str | None
    """Why it was settled so."""
    effect: str
    """What each level would make of the verdict, where that changes it."""


def disputes(value: Plain, checklist: Checklist) -> list[tuple[str, list[Dispute]]]:
    """Service by service, what changes the outcome first."""
    words, by_service = Vocabulary(checklist), dict[str, list[Dispute]]()
    teams = {service["name"]: service["team"] for service in value["services"]}
    people = {one["name"]: one for one in value["answers"].get("respondents", ())}
    for one in value.get("disagreement", ()):
        voices = tuple(_voices(one, words, people, teams[one["service"]]))
        by_service.setdefault(one["service"], []).append(_dispute(one, words, voices))
    return list(by_service.items())


def _dispute(one: Plain, words: Vocabulary, voices: tuple[Voice, ...]) -> Dispute:
    key = one["statement"]
    difference = Difference(
        key, tuple((int(level), verdict) for level, verdict in one["verdicts"].items()), one["changes"]
    )
    return Dispute(
        statement=words.text(key),
        voices=voices,
        counts_as=counts_as(words, key, one["counts_as"]),
        settled=one.get("settled"),
        effect=effect_of(words, difference) if difference.changes else "",
    )


def _voices(one: Plain, words: Vocabulary, people: Plain, team: str) -> Iterator[Voice]:
    key = one["statement"]
    for name, level in one["said"].items():
        answers = people.get(name, {})
        own = answers.get("teams", {}).get(team, {}) if key.startswith(SCORECARD) else answers.get("services", {})
        own = own if key.startswith(SCORECARD) else own.get(one["service"], {})
        answer = own.get(key.removeprefix(SCORECARD), {})
        yield Voice(name, _answer_words(words, key, level, answer), answer.get("note", ""))


def _answer_words(words: Vocabulary, key: str, level: int | str, answer: Plain) -> str:
    if level == "na":
        return f"does not apply: {answer.get('na', '')}"
    return "not sure" if isinstance(level, str) else words.level(key, level)
