"""The same answers against another version of their checklist: which recommendations would change.

In: answers, the checklist they were given to, and another version of it. Out: the answers as far as they fit, what does
not, and every verdict that would change. Must not know: where the answers come from, rows, pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from advisor.checklist.answer import Answers
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.roles import GATING_ROLES
from advisor.checklist.service import SERVICE_SETTINGS
from advisor.engine.recommendation import Recommendation, ServiceRecommendation
from advisor.engine.rules import SCORECARD
from advisor.record.build.explanation import deciding
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.verify.comparison import ValueChange

PLATFORM = "the platform"
Recommend = Callable[[Checklist, AnswersFile], Recommendation]


@dataclass(frozen=True, slots=True)
class StatementChanges:
    """What one version asks and the other does not, or asks in other words."""

    removed: tuple[str, ...]
    """Statements whose answers are left behind, in the words of the first."""
    new: tuple[str, ...]
    """Statements that nobody has answered yet, in the words of the second."""
    reworded: tuple[tuple[str, str], ...]
    """Statements of the same id in other words: answers are kept, and want to be looked at again."""


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What another version of the checklist would make of the same answers."""

    answers: AnswersFile
    """As far as they fit the other version."""
    statement_changes: StatementChanges
    verdicts: tuple[ValueChange, ...]
    """Every service whose verdict, flags or strength would change, and the platform."""
    grounds: Mapping[str, tuple[str, str]]
    """By service: the step of the arithmetic that decided, before and after."""

    @property
    def changes(self) -> bool:
        return bool(self.verdicts)


def upgraded(old: Checklist, new: Checklist, answers: AnswersFile, recommend: Recommend) -> Upgrade:
    """The answers against the other version, and what changes."""
    fitted = fitting(new, answers)
    before, after = recommend(old, answers), recommend(new, fitted)
    grounds = {
        one.name: (deciding(old, one), deciding(new, other))
        for one, other in zip(before.services, after.services, strict=True)
    }
    return Upgrade(fitted, statement_changes(old, new), verdict_changes(old, new, before, after), grounds)


def fitting(new: Checklist, answers: AnswersFile) -> AnswersFile:
    """The answers without what the checklist does not ask, does not know, or does not allow."""
    statements = {statement.id: statement.role in GATING_ROLES for statement in new.statements}
    dimensions = {one.id: one.role == "ownership" for one in new.scorecard.dimensions}
    kinds = {kind.id for kind in new.service_types}
    checks = set(new.worded())
    wants = {want.id for want in new.frameworks.wants} if new.frameworks else set()
    options = {setting.key: {option.id for option in setting.options} for setting in new.settings}

    def rest(given: Answers, asked: Mapping[str, bool]) -> Answers:
        """What is asked; "does not apply" only where it may be said."""
        return {key: one for key, one in given.items() if key in asked and not (one.na is not None and asked[key])}

    return answers.model_copy(
        update={
            "checklist": new.slug,
            "weights": {key: weight for key, weight in answers.weights.items() if key in {**statements, **dimensions}},
            "teams": [
                team.model_copy(update={"scorecard": rest(team.scorecard, dimensions)}) for team in answers.teams
            ],
            "services": [
                one.model_copy(
                    update={
                        "answers": rest(one.answers, statements),
                        "kind": one.kind if one.kind in kinds else None,
                        **{key: None for key in SERVICE_SETTINGS if getattr(one, key) not in options.get(key, ())},
                        "framework": {key: level for key, level in one.framework.items() if key in wants},
                    }
                )
                for one in answers.services
            ],
            "respondents": [
                person.model_copy(
                    update={
                        "teams": {name: rest(given, dimensions) for name, given in person.teams.items()},
                        "services": {name: rest(given, statements) for name, given in person.services.items()},
                    }
                )
                for person in answers.respondents
            ],
            "settled": [one for one in answers.settled if one.statement in (statements if one.service else dimensions)],
            "answered_checks": [one for one in answers.answered_checks if one.check in checks],
        }
    )


def statement_changes(old: Checklist, new: Checklist) -> StatementChanges:
    """What the two versions ask differently."""
    before, after = _texts(old), _texts(new)
    return StatementChanges(
        tuple(text for key, text in before.items() if key not in after),
        tuple(text for key, text in after.items() if key not in before),
        tuple((text, after[key]) for key, text in before.items() if key in after and after[key] != text),
    )


def _texts(checklist: Checklist) -> dict[str, str]:
    texts = {statement.id: statement.text for statement in checklist.statements}
    return texts | {SCORECARD + one.id: one.text for one in checklist.scorecard.dimensions}


def verdict_changes(
    old: Checklist, new: Checklist, before: Recommendation, after: Recommendation
) -> tuple[ValueChange, ...]:
    """The services, and the platform, of which something else would be recommended."""
    now = {service.name: service for service in after.services}
    words = Vocabulary(old), Vocabulary(new)
    changes = [
        ValueChange(one.name, _result_words(words[0], one), _result_words(words[1], now[one.name]))
        for one in before.services
        if one.name in now
    ]
    changes.append(
        ValueChange(PLATFORM, words[0].verdict(before.platform.verdict), words[1].verdict(after.platform.verdict))
    )
    return tuple(one for one in changes if one.before != one.after)


def _result_words(words: Vocabulary, service: ServiceRecommendation) -> str:
    """A verdict with what it is worth: its strength, and why it is none."""
    more = [service.strength or "", *service.flags]
    return ", ".join([words.verdict(service.verdict), *(part for part in more if part)])
