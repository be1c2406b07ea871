"""Which round each service and each team's scorecard is in, and whose events one may look at.

In: an assessment that whoever asks was let into. Out: states; the reads are the same in number for one service and for
two hundred. Must not know: HTTP, what anyone said.
"""

from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from advisor.assessments.models import AnswerEvent, Respondent, Round, RoundAnswer
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, compiled, fetched, objects_of
from advisor.assessments.reads.answers import SubjectKey


@dataclass(frozen=True, slots=True)
class RoundState:
    """Where a service or a scorecard stands."""

    number: int = 1
    open: bool = True
    """People answer alone, and see nobody else's answers of this round."""
    last_reveal: Round | None = None
    """The last round that was revealed, also while a further one is open."""
    voices: int = 0
    """How many people's answers that one holds."""

    @property
    def together(self) -> bool:
        """A round was revealed that is more than what one person showed on purpose."""
        return self.last_reveal is not None and self.last_reveal.shown_by_id is None


FIRST = RoundState()
Rounds = dict[SubjectKey, RoundState]
"""What is not in it is in its first round, which is open."""


@lru_cache(maxsize=1)
def _rounds() -> Compiled:
    """The read of `rounds_of` as SQL."""
    rows = Round.objects.filter(Q(service__assessment_id=ASSESSMENT) | Q(team__assessment_id=ASSESSMENT))
    return compiled(rows.annotate(voices=Count("respondents")).order_by("number"))


def rounds_of(assessment_id: int) -> Rounds:
    """The state of each subject that was revealed once, in one read."""
    states: Rounds = {}
    for row in objects_of(Round, _rounds(), fetched(_rounds(), {ASSESSMENT: assessment_id}), ["voices"]):
        key = (row.service_id, row.team_id)
        before = states.get(key, FIRST)
        if row.revealed_at is None:
            states[key] = RoundState(row.number, True, before.last_reveal, before.voices)
        else:
            states[key] = RoundState(row.number, False, row, getattr(row, "voices"))  # noqa: B009  an annotation
    return states


def state_of(rounds: Rounds, *, service_id: int | None = None, team_id: int | None = None) -> RoundState:
    return rounds.get((service_id, team_id), FIRST)


def round_at(service_id: int) -> RoundState:
    """The state of one service, in one read."""
    state = FIRST
    for row in Round.objects.filter(service_id=service_id).order_by("number"):
        is_open = row.revealed_at is None
        state = RoundState(row.number, is_open, state.last_reveal if is_open else row)
    return state


def events_seen(assessment_id: int, mine: Respondent | None) -> QuerySet[AnswerEvent]:
    """The events of an assessment that one person may look at: their own, and of others what a revealed round holds,
    with all that led there. What anyone said since is theirs alone."""
    revealed = RoundAnswer.objects.filter(
        Q(service_id=OuterRef("service_id")) | Q(team_id=OuterRef("team_id")),
        respondent_id=OuterRef("respondent_id"),
        statement=OuterRef("statement"),
        seq__gte=OuterRef("seq"),
    )
    events = AnswerEvent.objects.filter(respondent__assessment_id=assessment_id)
    return events.filter(Q(respondent_id=mine.id if mine else None) | Exists(revealed))
