"""Every answer of a platform in tables of a few services each, and every word that was written beside one.

In: a `DecisionRecord`. Out: cells of one or two characters, and lines of text. Must not know: pages, PDFs.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from advisor.checklist.answer import Evidence
from advisor.engine.recommendation import StatementState
from advisor.record.model.entries import AnswerLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord

ACROSS = 15
"""So many services stand beside each other on a page."""
OPEN, NOT_APPLYING = "?", "–"


@dataclass(frozen=True, slots=True)
class AnswerRow:
    side: str
    statement: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerTable:
    """Some services, numbered as everywhere in the record, and the level of every statement for each."""

    services: tuple[tuple[int, str], ...]
    rows: tuple[AnswerRow, ...]


@dataclass(frozen=True, slots=True)
class WordsLine:
    """What one person wrote beside an answer, or why a statement does not apply or was settled."""

    statement: str
    answer: str
    who: str
    text: str
    evidence: Evidence | None


def cell(state: StatementState) -> str:
    """A level, the levels an open answer can still take, or that it does not apply.

    >>> cell(StatementState("x", (3,))), cell(StatementState("x", (1, 2, 3))), cell(StatementState("x", ()))
    ('3', '1–3', '–')
    >>> cell(StatementState("x", (0, 1, 2, 3, 4)))
    '?'
    """
    if not state.applies:
        return NOT_APPLYING
    if state.level is not None:
        return str(state.level)
    return OPEN if len(state.levels) == 5 else f"{min(state.levels)}–{max(state.levels)}"


def answer_tables(record: DecisionRecord) -> tuple[AnswerTable, ...]:
    """The services in their order, a few in each table."""
    numbered = list(enumerate(record.services, start=1))
    return tuple(_table(numbered[start : start + ACROSS]) for start in range(0, len(numbered), ACROSS))


def _table(numbered: list[tuple[int, ServiceRecord]]) -> AnswerTable:
    lines = numbered[0][1].answers
    return AnswerTable(
        tuple((number, service.name) for number, service in numbered),
        tuple(
            AnswerRow(
                line.side,
                line.statement,
                tuple(cell(service.recommendation.statements[line.key]) for _, service in numbered),
            )
            for line in lines
        ),
    )


def written(service: ServiceRecord) -> tuple[WordsLine, ...]:
    """Notes, evidence and reasons of one service, and who said what where people differ."""
    return tuple(words for line in service.answers for words in _written(line))


def _written(line: AnswerLine) -> Iterator[WordsLine]:
    if line.reason:
        yield WordsLine(line.statement, line.answer, "", line.reason, None)
    for given in line.responses:
        if given.note or given.evidence or line.contested:
            yield WordsLine(line.statement, given.answer, given.respondent, given.note, given.evidence)
