"""What differs between two records: in answers, in verdicts, in the decision, and in what they were made with.

In: two `KeptRecord`s. Out: a `RecordDifference`: lines of "where, before, after" in words. Must not know: files, which
of the two is right.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.checklist.answer import Answer, Answers
from advisor.checklist.answers import AnswersFile, RespondentAnswers
from advisor.record.model.positions import position_lines
from advisor.record.model.vocabulary import SCORECARD, Vocabulary, quoted
from advisor.record.verify.reading import KeptRecord

NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One thing that is not the same in both."""

    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class RecordDifference:
    """All that is not the same in two records, in the order of the first, then what only the second has."""

    verdicts: tuple[ValueChange, ...]
    answers: tuple[ValueChange, ...]
    decision: tuple[ValueChange, ...]
    settings: tuple[ValueChange, ...]
    """Names, dates, weights, the checklist and the engine."""

    @property
    def parts(self) -> tuple[tuple[str, tuple[ValueChange, ...]], ...]:
        """The four parts with their titles."""
        return (
            ("Verdicts", self.verdicts),
            ("Decision", self.decision),
            ("Answers", self.answers),
            ("What they were made with", self.settings),
        )

    @property
    def same(self) -> bool:
        return not any(changes for _, changes in self.parts)


def compare(first: KeptRecord, second: KeptRecord) -> RecordDifference:
    """What differs. RecordError where the answers inside one of the two cannot be read."""
    return RecordDifference(
        verdicts=_changes(_verdicts(first), _verdicts(second)),
        answers=_answer_changes(first.answers, second.answers),
        decision=_changes(_decision(first.answers), _decision(second.answers)),
        settings=_changes(_settings(first), _settings(second)),
    )


def answer_changes(first: AnswersFile, second: AnswersFile, words: Vocabulary) -> tuple[ValueChange, ...]:
    """What differs between two states of the answers, statements and levels in words."""
    return _answer_changes(first, second, words)


def _answer_changes(
    first: AnswersFile, second: AnswersFile, words: Vocabulary | None = None
) -> tuple[ValueChange, ...]:
    return _changes(_answers(_without(first, second), words), _answers(_without(second, first), words))


def _without(file: AnswersFile, other: AnswersFile) -> AnswersFile:
    """The file without the answers that the other one holds too: of thousands few differ, and only those need words."""
    teams = {team.name: team.scorecard for team in other.teams}
    services = {service.name: service.answers for service in other.services}
    people = {person.name: person for person in other.respondents}
    return file.model_copy(
        update={
            "teams": [
                team.model_copy(update={"scorecard": _rest(team.scorecard, teams.get(team.name))})
                for team in file.teams
            ],
            "services": [
                one.model_copy(update={"answers": _rest(one.answers, services.get(one.name))}) for one in file.services
            ],
            "respondents": [_person(person, people.get(person.name)) for person in file.respondents],
        }
    )


def _person(person: RespondentAnswers, other: RespondentAnswers | None) -> RespondentAnswers:
    if other is None:
        return person
    teams = {name: rest for name, given in person.teams.items() if (rest := _rest(given, other.teams.get(name)))}
    services = {
        name: rest for name, given in person.services.items() if (rest := _rest(given, other.services.get(name)))
    }
    return person.model_copy(update={"teams": teams, "services": services})


def _rest(answers: Answers, other: Answers | None) -> Answers:
    if not other:
        return answers
    return {key: answer for key, answer in answers.items() if not _same(answer, other.get(key))}


def _same(answer: Answer, other: Answer | None) -> bool:
    """Part by part: a model compares itself in ten times the time."""
    return other is not None and (
        answer.level == other.level
        and answer.na == other.na
        and answer.note == other.note
        and answer.evidence == other.evidence
    )


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[ValueChange, ...]:
    """Each place where the two differ.

    >>> _changes({"a": "1", "b": "2"}, {"b": "3", "c": "4"})[0]
    ValueChange(where='a', before='1', after='nothing')
    """
    places = dict.fromkeys([*before, *after])
    changes = (ValueChange(place, before.get(place, NOTHING), after.get(place, NOTHING)) for place in places)
    return tuple(change for change in changes if change.before != change.after)


def _verdicts(record: KeptRecord) -> dict[str, str]:
    values = {}
    for service in record.value["services"]:
        name = _text(service.get("name"))
        values[name] = _text(service.get("verdict"))
        for key in ("need", "sustain", "strength", "flags"):
            values[f"{name}: {key}"] = _text(service.get(key))
    return {**values, "the platform": _text(record.value["platform"].get("verdict"))}


def _answers(file: AnswersFile, words: Vocabulary | None = None) -> dict[str, str]:
    values: dict[str, str] = {}
    for team in file.teams:
        values[f"{team.name}: raw owners"] = _text(team.raw_owners)
        values |= _answers_of(team.name, team.scorecard, words, SCORECARD)
    for service in file.services:
        values |= _answers_of(service.name, service.answers, words)
        details = service.model_dump(mode="json", exclude_defaults=True, exclude={"name", "answers"})
        values |= {f"{service.name}: {where}": value for where, value in _flat(details, "")}
    for person in file.respondents:
        for name, answers in person.teams.items():
            values |= _answers_of(f"{person.name} on {name}", answers, words, SCORECARD)
        for name, answers in person.services.items():
            values |= _answers_of(f"{person.name} on {name}", answers, words)
    for one in file.settled:
        key = one.statement if one.service else SCORECARD + one.statement
        statement, level = (words.text(key), words.level(key, one.level)) if words else (one.statement, one.level)
        values[f"settled for {one.service or one.team}: {statement}"] = f"{level} ({one.reason})"
    for known in reversed(file.answered_checks):  # the newest stands first, and is the one that counts
        check = words.checks.get(known.check) if words else None
        about = f"check {quoted(check.text) if check else known.check} on {', '.join(known.services)}"
        values[about] = f"known, because: {known.because}"
    return values


def _answers_of(who: str, answers: Answers, words: Vocabulary | None, prefix: str = "") -> dict[str, str]:
    return {
        f"{who}: {words.text(prefix + statement) if words else statement}": _answer(answer, prefix + statement, words)
        for statement, answer in answers.items()
    }


def _answer(answer: Answer, key: str, words: Vocabulary | None) -> str:
    values = f"does not apply ({answer.na})" if answer.na is not None else "not sure"
    if answer.level is not None and answer.level != "unsure":
        values = words.level(key, answer.level) if words else str(answer.level)
    if answer.evidence is not None:
        values += f", {answer.evidence.kind} {answer.evidence.url or ''}".rstrip()
    return f"{values}, “{answer.note}”" if answer.note else values


def _decision(file: AnswersFile) -> dict[str, str]:
    if file.decision is None:
        return {}
    return dict(_flat(file.decision.model_dump(mode="json", exclude_defaults=True), ""))


def _settings(record: KeptRecord) -> dict[str, str]:
    head, file = record.head, record.answers
    values = {
        "name": record.reference,
        "platform": file.platform,
        "status": head.status,
        "as of": head.as_of.isoformat(),
        "checklist": f"{head.checklist.slug} {head.checklist.version}",
        "digest of the checklist": head.checklist.digest,
        "engine": head.engine,
    }
    values |= {f"weight of {key}": str(weight) for key, weight in file.weights.items()}
    positions = position_lines(record.value.get("said", ()))
    return {**values, **{f"said by {one.who}": f"{one.what} {one.words}".rstrip() for one in positions}}


def _flat(value: Any, where: str) -> Iterator[tuple[str, str]]:
    """The texts and numbers inside a value, each with the way to it."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from _flat(inner, f"{where}, {key}" if where else str(key))
    elif isinstance(value, list):
        for at, inner in enumerate(value):
            yield from _flat(inner, f"{where} {_named(inner) or at + 1}")
    else:
        yield where, _text(value)


def _named(value: Any) -> str:
    """What an entry is called, so that one more above it does not shift all others."""
    if not isinstance(value, Mapping):
        return ""
    return next((str(value[key]) for key in ("name", "service", "risk", "what", "when") if value.get(key)), "")


def _text(value: Any) -> str:
    if value is None or value == []:
        return NOTHING
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)
