"""What `/a/<id>/compare/services/<slug>/` shows: where people differ, what they said, what is settled.

In: an opened assessment, a service of it, and what of a form could not be kept. Out: values for a template. Must not
know: HTTP, how a verdict is made.
"""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.settle import CommentLine, comments_of, settlements_of
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Assessment, Respondent, Service, Settlement
from advisor.assessments.models.asked import EDITOR
from advisor.assessments.progress import RoundProgress, round_of
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import RoundState, rounds_of, state_of
from advisor.assessments.reads.visibility import answers_revealed, answers_seen
from advisor.decisions.record_cache import differences_in
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.formats.differences import DifferenceLine, Differences, VoiceLine, minority
from advisor.record.model.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class RefusedForm:
    """A form that could not be kept, as it was typed: beside which statement, what is wrong with which field, and what
    somebody else settled who was faster."""

    key: str
    field: str
    message: str
    level: str = ""
    text: str = ""
    theirs: Settlement | None = None

    @property
    def anchor(self) -> str:
        return self.key.replace(".", "--")


@dataclass(frozen=True, slots=True)
class ComparisonRow:
    """One statement with all that belongs to it."""

    difference: DifferenceLine
    comments: list[CommentLine]
    base: int
    """The revision of its settlement that a change begins from."""
    failed: RefusedForm | None
    form: str
    """Tells one filled-in comment from another."""
    settled_by: str
    """Who settled it: a name, or that it was an editor without one here."""

    @property
    def decisive(self) -> bool:
        """It is to be talked about: it changes the outcome and is not settled, or a form about it was refused."""
        return (self.difference.changes and not self.difference.settled) or self.failed is not None

    @property
    def anchor(self) -> str:
        return "s-" + self.difference.key.replace(".", "--")

    @property
    def theirs(self) -> str:
        """What somebody else settled meanwhile, in words."""
        row = self.failed.theirs if self.failed else None
        if row is None:
            return ""
        if row.level is None:
            return "taken back"
        return f"{dict(self.difference.levels)[row.level]}: {row.reason}"


SHAPES = ("○", "◔", "◑", "◕", "●")
"""How full a level is, from 0 to 4: a shape beside the number, so that a row is read at a glance."""


@dataclass(frozen=True, slots=True)
class LevelCell:
    """What one person said to one statement."""

    shape: str
    level: str
    words: str
    outlier: bool


@dataclass(frozen=True, slots=True)
class LevelsRow:
    """One statement, and everyone's level in the order of the people."""

    line: ComparisonRow
    cells: list[LevelCell]


def levels_row(line: ComparisonRow, people: Sequence[str]) -> LevelsRow:
    """The row of a statement; who said nothing has a dash."""
    voices = {one.name: one for one in line.difference.voices}
    return LevelsRow(line, [_cell(voices.get(name)) for name in people])


def _cell(voice: VoiceLine | None) -> LevelCell:
    if voice is None:
        return LevelCell("", "–", "no answer", False)
    if voice.level is None:
        return LevelCell("", "?" if voice.answer == "not sure" else "n/a", voice.answer, False)
    return LevelCell(SHAPES[voice.level], str(voice.level), voice.answer, voice.outlier)


@dataclass(frozen=True)
class Detail:
    service: Service
    round: RoundProgress
    state: RoundState
    recommendation: ServiceRecommendation | None
    """None where nothing is revealed."""
    differences: Differences | None
    lines: list[ComparisonRow]
    verdict: str
    minority: str
    later: int
    """How many are done with it since the reveal and have no part in it."""
    only: str = ""
    """What others see where one person alone can answer and nothing of it is shown."""

    @property
    def people(self) -> list[str]:
        """Whose answers are in the round."""
        return [name for name, *_ in self.differences.verdicts] if self.differences else []

    @property
    def matrix(self) -> list[LevelsRow]:
        """Everyone's level, statement by statement: those first that change the outcome."""
        return [levels_row(line, self.people) for line in self.lines]

    @property
    def decisive(self) -> list[ComparisonRow]:
        return [one for one in self.lines if one.decisive]

    @property
    def others(self) -> list[ComparisonRow]:
        """The other differences, which can wait."""
        return [one for one in self.lines if not one.decisive]

    @property
    def alone(self) -> bool:
        """Only one person has answers in the round."""
        return self.differences is not None and len(self.differences.verdicts) < 2


def _only(opened: Opened, crew: People) -> str:
    if not crew.only:
        return ""
    mine = respondent_of(opened)
    if mine is not None and mine.id == crew.only:
        return "Only you answer here. Others see your answers once you show them."
    return f"{crew.people[crew.only]} hasn't shown any answers about it yet."


def _names(assessment: Assessment, settled: Iterable[Settlement]) -> dict[int | None, str]:
    """What those who settled something are called here, by visitor."""
    visitors = {row.settled_by_id for row in settled if row.settled_by_id}
    respondents = Respondent.objects.filter(assessment=assessment, visitor_id__in=visitors) if visitors else []
    return {one.visitor_id: one.name for one in respondents}


def detail(opened: Opened, service: Service, failed: RefusedForm | None = None) -> Detail:
    """Everything the page shows, as whoever opened it may see it: while a further round is open, the last as it was.
    UnfinishedError: ask again."""
    assessment = opened.assessment
    crew, state = crew_of(assessment, [service.id]), state_of(rounds_of(assessment.id), service_id=service.id)
    at = round_of(state, crew, service.id)
    revealed = state.last_reveal
    if revealed is None:
        return Detail(service, at, state, None, None, [], "", "", 0, _only(opened, crew))
    slug = service.team.slug
    file = answers_revealed(assessment, team_slug=slug) if state.open else answers_seen(opened, team_slug=slug)
    checklist = at_digest(assessment.checklist.digest)
    assert file is not None
    recommendation, differences = differences_in(checklist, file, service.name)
    words = Vocabulary(checklist)
    settled, comments = settlements_of(service=service), comments_of([revealed.id])
    names = _names(assessment, settled.values())
    lines = [
        ComparisonRow(
            one,
            comments.get((revealed.id, one.key), []),
            settled[one.key].revision if one.key in settled else 0,
            failed if failed is not None and failed.key == one.key else None,
            secrets.token_urlsafe(18),
            names.get(settled[one.key].settled_by_id, EDITOR) if one.key in settled else "",
        )
        for one in differences.lines
    ]
    early = "insufficient" in recommendation.flags
    members = set(revealed.respondents.values_list("id", flat=True))
    return Detail(
        service=service,
        round=at,
        state=state,
        recommendation=recommendation,
        differences=differences,
        lines=lines,
        verdict="too early to say" if early else words.verdict(recommendation.verdict),
        minority=minority(recommendation, words),
        later=0 if state.open else len(crew.submitted[service.id] - members),
    )
