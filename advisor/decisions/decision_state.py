"""What a page about a decision shows: the record as this browser may see it, what was said, what is still missing.

In: an opened assessment. Out: a `DecisionState`. Must not know: HTTP. UnfinishedError: the record is not worked out
yet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.models import Respondent
from advisor.assessments.models.asked import EDITOR
from advisor.assessments.reads.visibility import answers_to_sign
from advisor.checklist.answers import AnswersFile
from advisor.checklist.consistency import answers_problems
from advisor.checklist.document import Document
from advisor.checklist.model import Checklist
from advisor.decisions.positions import DeciderWord, words_of
from advisor.decisions.proposals import DecisionDraft, draft_of, lacking, with_decision
from advisor.decisions.record_cache import record_of
from advisor.decisions.record_source import AssessmentSite, site_of, today
from advisor.decisions.selectors import RecordLine, records_of
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.record import DecisionRecord
from advisor.record.model.vocabulary import some


@dataclass(frozen=True)
class DecisionState:
    """One assessment's decision, as one browser sees it."""

    opened: Opened
    site: AssessmentSite
    draft: DecisionDraft
    record: DecisionRecord
    name: str
    """As whom this browser answers; empty for whoever only looks."""

    @property
    def slugs(self) -> dict[str, str]:
        """The parts of addresses by the names of services."""
        return {one.name: one.slug for one in self.site.services}

    @property
    def lacks(self) -> list[tuple[str, str]]:
        """What the decision lacks before it can be proposed."""
        return lacking(self.record.answers, self.record.recommendation, self.draft.content, self.slugs)

    @cached_property
    def words(self) -> list[DeciderWord]:
        """Every decider with their last word on what is proposed."""
        return words_of(self.opened, self.draft)

    @property
    def speakers(self) -> list[DeciderWord]:
        """For whom this browser may note a word: itself, and for an owner those who are outside."""
        return [one for one in self.words if one.own or one.reports]

    @property
    def own_word(self) -> DeciderWord | None:
        """The word of whoever looks, where they are a decider, said or not."""
        return next((one for one in self.words if one.own), None)

    @property
    def speaks_alone(self) -> bool:
        """Whether they have a word of their own to say, and none of others to report."""
        return self.own_word is not None and len(self.speakers) == 1

    @property
    def silent(self) -> str:
        """Who of the deciders has not said anything, as a phrase; empty where everyone has."""
        return some([one.who for one in self.words if one.position is None])

    @property
    def silence(self) -> str:
        """The same as a sentence."""
        several = sum(one.position is None for one in self.words) > 1
        return f"{self.silent} {'have' if several else 'has'} not said anything yet." if self.silent else ""

    @property
    def reports(self) -> bool:
        """Whether this browser may report what somebody said elsewhere."""
        return any(one.reports for one in self.words)

    @property
    def proposed_by(self) -> str:
        """Who proposed it, as they are called now."""
        row = Respondent.objects.filter(id=self.draft.proposed_by_id or 0).first()
        return row.name if row else EDITOR


def _record(checklist: Checklist, file: AnswersFile, *, finish: bool) -> DecisionRecord:
    """The record. With `finish` it takes as long as it takes: for what is done aside."""
    return record_of(checklist, file, today(), until=float("inf") if finish else None)


def decision_state(opened: Opened, *, finish: bool = False) -> DecisionState | None:
    """Everything about an assessment's decision; None while there is no service to decide about."""
    site = site_of(opened)
    file = site.read("")
    if file is None:
        return None
    mine = respondent_of(opened)
    record = _record(site.checklist, file, finish=finish)
    return DecisionState(opened, site, draft_of(opened.assessment), record, mine.name if mine else "")


@dataclass(frozen=True, slots=True)
class ToSign:
    """What would be signed off, and what stands in the way."""

    checklist: Checklist
    answers: AnswersFile | None
    sequence: Sequence[Counted]
    obstacles: list[str]
    own: bool = False
    """Signing shows the answers of who signs, and is alone in answering."""


def to_sign(state: DecisionState, *, finish: bool = False) -> ToSign:
    """What everyone may see of the answers, with the decision, and why it cannot be signed off yet."""
    to_freeze = answers_to_sign(state.opened)
    file = with_decision(state.opened.assessment, to_freeze.answers, state.draft)
    obstacles = [f"{name} is not revealed yet: people still answer alone." for name in to_freeze.waiting]
    if not state.draft.proposed:
        obstacles.append("Propose it first, so that the deciders can say what they think.")
    if file is not None and not obstacles:
        record = _record(state.site.checklist, file, finish=finish)
        lacks = lacking(file, record.recommendation, state.draft.content, state.slugs)
        obstacles += [sentence for _, sentence in lacks]
    if file is None or file.decision is None:
        obstacles.append("There is no decision yet.")
    return ToSign(state.site.checklist, file, to_freeze.sequence, obstacles, to_freeze.own)


def unfitting(signing: ToSign) -> str:
    """Why what would be signed off could not be read back: such a record could not prove itself. Empty: it can."""
    if signing.answers is None:
        return ""
    plain = signing.answers.model_dump(mode="json", exclude_defaults=True)
    problems = answers_problems(Document("the record", plain), signing.checklist)
    return f"It cannot be signed off like this: {problems[0].message}. {problems[0].remedy}." if problems else ""


def signed_records(opened: Opened) -> list[RecordLine]:
    """What was signed off before, the newest first."""
    return records_of(opened.assessment)
