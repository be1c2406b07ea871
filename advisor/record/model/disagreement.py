"""Where the respondents of a record disagree: statements on which they are too far apart, on which they differ so that
the outcome changes, or which were settled; and whose own answers lead elsewhere.

In: the checklist's words, the answers file, the services' parts. Out: lines that writers lay out, and the part
`disagreement` of `advisor-record/1`. Must not know: HTML, files, Django.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from advisor.engine.differences import Difference, differences
from advisor.engine.recommendation import GivenLevel, StatementState
from advisor.record.model.effects import effect_of
from advisor.record.model.entries import AnswerLine, MinorityLine
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import Vocabulary

Plain = dict[str, Any]
MOST_NOTES = 8
"""Of one person in the minority."""


@dataclass(frozen=True, slots=True)
class DisputedLine:
    """A statement on which people disagree, or did before it was settled."""

    answer: AnswerLine
    state: StatementState
    verdicts: tuple[tuple[int, str], ...]
    """For each level that was given, where several were: the verdict that it alone would give."""
    changes: bool
    """Whether one of these is another verdict than there is."""
    effect: str
    """The same in a sentence; empty where the outcome stays."""

    @property
    def settled(self) -> bool:
        return self.state.settled is not None


@dataclass(frozen=True, slots=True)
class ServiceDisagreement:
    """Where people stayed apart on one service."""

    name: str
    disputed: tuple[DisputedLine, ...]
    """What changes the outcome comes first."""
    minority: tuple[MinorityLine, ...]


def disagreements(
    words: Vocabulary, weights: Mapping[str, int], services: Iterable[ServiceRecord]
) -> tuple[ServiceDisagreement, ...]:
    """Every service on which people disagree, in the order of the record."""
    results = (_of_service(words, weights, service) for service in services)
    return tuple(one for one in results if one.disputed or one.minority)


def _of_service(words: Vocabulary, weights: Mapping[str, int], service: ServiceRecord) -> ServiceDisagreement:
    result = service.recommendation
    several = {one.statement: one for one in differences(words.checklist, weights, result)}
    lines = (_line(words, line, result.statements[line.key], several.get(line.key)) for line in service.answers)
    disputed = [one for one in lines if one.changes or one.settled or one.state.contested]
    disputed.sort(key=lambda one: not one.changes)
    return ServiceDisagreement(service.name, tuple(disputed), _minority(service, [one.answer for one in disputed]))


def _line(words: Vocabulary, line: AnswerLine, state: StatementState, difference: Difference | None) -> DisputedLine:
    changes = difference is not None and difference.changes
    return DisputedLine(
        answer=line,
        state=state,
        verdicts=difference.verdicts if difference else (),
        changes=changes,
        effect=effect_of(words, difference) if difference and changes else "",
    )


def _minority(service: ServiceRecord, disputed: list[AnswerLine]) -> tuple[MinorityLine, ...]:
    """Those whose own answers lead elsewhere, with what they noted, the disputed statements first."""
    lines = (*disputed, *(line for line in service.answers if line not in disputed))
    return tuple(
        MinorityLine(
            sentence,
            tuple(
                (line.statement, given.answer, given.note)
                for line in lines
                for given in line.responses
                if given.respondent == person.name and given.note
            )[:MOST_NOTES],
        )
        for person, sentence in zip(service.recommendation.dissent, service.dissent, strict=True)
    )


def disagreement_json(services: Iterable[ServiceDisagreement]) -> list[Plain]:
    """Every disputed statement with the levels as they were given; what people wrote beside stands in the answers."""
    return [_plain(service.name, line) for service in services for line in service.disputed]


def _plain(service: str, line: DisputedLine) -> Plain:
    state = line.state
    return {
        "service": service,
        "statement": state.id,
        "said": {one.respondent: _level_of(one) for one in state.given_levels},
        "counts_as": list(state.levels),
        **({"settled": state.settled} if line.settled else {}),
        "contested": state.contested,
        "changes": line.changes,
        "verdicts": {str(level): verdict for level, verdict in line.verdicts},
    }


def _level_of(given: GivenLevel) -> int | str:
    if given.na is not None:
        return "na"
    return "unsure" if given.level is None else given.level
