"""What is known of the runtime and framework versions that services state: banners, facts, and the choice of a major.

In: a checklist's facts, the services, the date. Out: lines in words. Must not know: the clock; facts move no verdict.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from advisor.checklist.facts import Fact
from advisor.checklist.service import ServiceEntry
from advisor.checklist.versions import of_line
from advisor.record.model.fact_entries import ChoiceLine, FactLine, VersionLine
from advisor.record.model.vocabulary import FACT_STATUS, Vocabulary, some
from advisor.record.numbers import day_in_words

SOON = timedelta(days=183)
"""An end of life nearer than this asks for a plan."""
ORDER = ("ended", "ending", "stale", "unknown", "known")


def fact_line(fact: Fact, as_of: date) -> FactLine:
    """A fact with its status in words; stale once its review date has passed."""
    return FactLine(fact, FACT_STATUS[fact.status], as_of > fact.review_after)


def version_facts(facts: Iterable[Fact], versions: Mapping[str, str], as_of: date) -> tuple[FactLine, ...]:
    """Everything that is known about one of these versions."""
    return tuple(
        fact_line(fact, as_of)
        for fact in facts
        if any(
            of_line(line, stated) for part, stated in versions.items() for line in fact.versions.get(part, [])
        )
    )  # fmt: skip


def end_of_life(facts: Iterable[Fact], part: str, version: str) -> date | None:
    """The day from which a stated version gets no more fixes, where that is known."""
    lines = [fact for fact in facts if any(of_line(line, version) for line in fact.versions.get(part, []))]
    return min((fact.end_of_life for fact in lines if fact.end_of_life is not None), default=None)


def version_lines(words: Vocabulary, services: Sequence[ServiceEntry], as_of: date) -> tuple[VersionLine, ...]:
    """A line for each version that is stated, the most urgent first."""
    facts = words.checklist.facts
    stated: dict[tuple[str, str], list[str]] = {}
    for service in services:
        for part, version in service.versions.items():
            stated.setdefault((part, _line_of(facts, part, version)), []).append(service.name)
    lines = [_line(words, part, version, names, as_of) for (part, version), names in stated.items()]
    return tuple(sorted(lines, key=lambda line: ORDER.index(line.tone)))


def choice_lines(words: Vocabulary, services: Sequence[ServiceEntry], as_of: date) -> tuple[ChoiceLine, ...]:
    """What is known of the choice between major versions, for each part of which a service states one."""
    parts = dict.fromkeys(part for service in services for part in service.versions)
    choices = []
    for part in parts:
        facts = [fact for fact in words.checklist.facts if len(fact.versions.get(part, [])) > 1]
        lines = dict.fromkeys(line for fact in facts for line in fact.versions[part])
        if facts:
            shared = tuple(fact_line(fact, as_of) for fact in facts)
            choices.append(ChoiceLine(words.part(part), tuple(lines), shared))
    return tuple(choices)


def _line_of(facts: Iterable[Fact], part: str, stated: str) -> str:
    """The line of versions under which something is known, else what was stated."""
    return next((line for fact in facts for line in fact.versions.get(part, []) if of_line(line, stated)), stated)


def _line(words: Vocabulary, part: str, version: str, names: list[str], as_of: date) -> VersionLine:
    known = version_facts(words.checklist.facts, {part: version}, as_of)
    of_its_own = tuple(line for line in known if line.fact.versions[part] == [version])
    name = f"{words.part(part)} {version}"
    end = end_of_life(words.checklist.facts, part, version)
    stale = [line.fact.checked_on for line in of_its_own if line.stale]
    upgrade = "then measure again: figures taken on another version do not carry over"

    def version_line(tone: str, state: str) -> VersionLine:
        sentence = f"{state} Used by {some(names)}."
        return VersionLine(words.part(part), version, tone, sentence, tuple(names), of_its_own or known)  # type: ignore[arg-type]

    if end and end <= as_of:
        return version_line("ended", f"{name} reached its end of life on {day_in_words(end)}. Upgrade, {upgrade}.")
    if end and end - as_of <= SOON:
        return version_line(
            "ending", f"{name} reaches its end of life on {day_in_words(end)}. Plan the upgrade, {upgrade}."
        )
    if stale:
        checked = f"was last checked on {day_in_words(min(stale))} and is past its review date"
        return version_line("stale", f"What is known of {name} {checked}: check before relying on it.")
    if not known:
        return version_line("unknown", f"Nothing is recorded here about {name}. Check whether it still gets fixes.")
    return version_line("known", f"{of_its_own[0].fact.claim if of_its_own else name}.")
