"""Whose answers a person sees: the one place that decides it, for every page, fragment, picture and file.

In: an opened assessment. Out: an answers file. Must not know: HTTP, how a verdict is made, who is asked about what.
Everyone sees the rounds that were revealed, and a respondent their own answers besides: nothing else, whoever may
answer, is asked or was asked. `docs/decisions/0012-rounds.md` says why.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.answered_checks import VisibleCheckAnswers, check_answers
from advisor.assessments.models import Assessment, CheckAnswer, CurrentAnswer, Respondent, RoundAnswer, Settlement
from advisor.assessments.reads.answer_cache import answers_at, answers_by
from advisor.assessments.reads.answers import (
    AnswersByRespondent,
    Numbers,
    Rows,
    SubjectKey,
    answers_in,
    assembled,
    rows_of,
    sequence_of,
)
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.checklist.answers import AnswersFile
from advisor.checklist.answers import Settled as SettledLine
from advisor.record.model.answer_numbers import Counted


@dataclass(frozen=True, slots=True)
class Seen:
    """The answers as somebody may see them."""

    answers: AnswersFile | None
    """None while there is no service."""
    private: bool
    """Some of them were not revealed: nobody else may be shown this."""
    checks: VisibleCheckAnswers | None = None
    """What was said of checks."""


def answers_seen(opened: Opened, *, team_slug: str = "") -> AnswersFile | None:
    """The answers as this browser may see them; None while there is no service. With `team_slug` that team alone.

    At most fifteen reads, however many services, teams and respondents there are."""
    return seen_by(opened, team_slug=team_slug).answers


def seen_by(opened: Opened, *, team_slug: str = "") -> Seen:
    """The same, and whether it is for this browser alone."""
    rows = rows_of(opened.assessment, team_slug=team_slug)
    if not rows.services:
        return Seen(None, private=False)
    sources = _sources(opened, rows)
    file, checks = sources.file(opened.assessment, rows)
    return Seen(file, private=bool(sources.current) or checks.alone, checks=checks)


def _sources(opened: Opened, rows: Rows) -> "_Sources":
    rounds, mine = rounds_of(opened.assessment.id), respondent_of(opened)
    return _revealed(rows, rounds) if mine is None else _for_respondent(rows, rounds, mine)


def checks_hidden(opened: Opened) -> frozenset[int]:
    """The ids of answers to checks that this browser may not see: that a check fired tells what somebody answered."""
    if not CheckAnswer.objects.filter(assessment_id=opened.assessment.id).exists():
        return frozenset()
    mine = respondent_of(opened)
    return check_answers(opened.assessment.id, rows_of(opened.assessment), mine.id if mine else None).hidden_ids


def answers_revealed(assessment: Assessment, *, team_slug: str = "") -> AnswersFile | None:
    """The last revealed rounds as they were, whoever asks, and nothing of an open round; None while there is no
    service. With `team_slug` that team alone."""
    rows = rows_of(assessment, team_slug=team_slug)
    return _revealed(rows, rounds_of(assessment.id)).file(assessment, rows)[0] if rows.services else None


@dataclass(frozen=True, slots=True)
class AnswersToSign:
    """What a record may hold, whoever asks."""

    answers: AnswersFile | None = None
    """None while there is no service."""
    sequence: Sequence[Counted] = ()
    """Which event of the log each of these answers is."""
    waiting: Sequence[str] = ()
    """The names of the services that are not revealed yet."""
    own: bool = False
    """Some of it is not revealed, and the own answer of who asks: signing shows it."""


def answers_to_sign(opened: Opened) -> AnswersToSign:
    """What can be signed off: what is revealed, and the own answers of the only person who can answer, who shows them
    by signing."""
    rows = rows_of(opened.assessment)
    if not rows.services:
        return AnswersToSign()
    rounds, crew = rounds_of(opened.assessment.id), crew_of(opened.assessment, list(rows.services))
    mine = respondent_of(opened)
    own = mine if mine is not None and mine.id == crew.only else None

    def waits(service_id: int) -> bool:
        state = state_of(rounds, service_id=service_id)
        who_showed = {state.last_reveal.shown_by_id} if state.last_reveal else set()
        return state.open and not crew.assigned(service_id) <= (who_showed | ({own.id} if own else set()))

    numbers: Numbers = {}
    sources = _revealed(rows, rounds) if own is None else _for_respondent(rows, rounds, own, numbers)
    sources.numbers = numbers
    answers = sources.answers(opened.assessment)
    file, _ = sources.file(opened.assessment, rows, answers)
    waiting = [row.name for row in rows.services.values() if waits(row.id)]
    return AnswersToSign(file, sequence_of(opened.assessment, rows, answers, numbers), waiting, bool(sources.current))


def _subjects(rows: Rows) -> list[SubjectKey]:
    return [*((one, None) for one in rows.services), *((None, one) for one in rows.teams)]


@dataclass
class _Sources:
    """Where the answers of each subject are taken from."""

    rounds: dict[SubjectKey, int] = field(default_factory=dict)
    """The ids of revealed rounds."""
    current: AnswersByRespondent = field(default_factory=dict)
    """What is taken from one's own current answers."""
    numbers: Numbers | None = None
    """Which event each answer is, where that is wanted."""
    mine: int | None = None
    """The respondent for whom it is; None: for everyone."""

    def file(
        self, assessment: Assessment, rows: Rows, given: AnswersByRespondent | None = None
    ) -> tuple[AnswersFile, VisibleCheckAnswers]:
        """The answers file, and what was said of checks in it; `given` where they were read before."""
        checks = check_answers(assessment.id, rows, self.mine)
        given = self.answers(assessment) if given is None else given
        return assembled(assessment, rows, given, settled=self.settlements(rows), answered_checks=checks.lines), checks

    def answers(self, assessment: Assessment) -> AnswersByRespondent:
        """By respondent and subject."""
        if self.numbers is None:
            answers = answers_at(assessment.id, self.rounds)
        else:
            answers = answers_in(RoundAnswer.objects.filter(round_id__in=self.rounds.values()), self.numbers)
        for who, own in self.current.items():
            answers.setdefault(who, {}).update(own)
        return dict(sorted(answers.items()))

    def settlements(self, rows: Rows) -> list[SettledLine]:
        """What was settled about subjects that are revealed: it is made from everyone's answers."""
        services = [service for service, _ in self.rounds if service is not None]
        teams = [team for _, team in self.rounds if team is not None]
        if not self.rounds:
            return []
        of_these = Settlement.objects.filter(Q(service_id__in=services) | Q(team_id__in=teams), level__isnull=False)
        return [
            SettledLine(
                service=rows.services[one.service_id].name if one.service_id else None,
                team=rows.teams[one.team_id].name if one.team_id else None,
                statement=one.statement,
                level=one.level or 0,
                reason=one.reason,
            )
            for one in of_these.order_by("id")
        ]


def _revealed(rows: Rows, rounds: Rounds) -> _Sources:
    """The last revealed round of each subject, for whoever does not answer."""
    states = {key: state_of(rounds, service_id=key[0], team_id=key[1]) for key in _subjects(rows)}
    return _Sources({key: state.last_reveal.id for key, state in states.items() if state.last_reveal is not None})


def _for_respondent(rows: Rows, rounds: Rounds, mine: Respondent, numbers: Numbers | None = None) -> _Sources:
    """Revealed rounds with everyone in them; of what is open, one's own answers alone.

    Who has said nothing about a service whose next round is open goes on seeing the last one, and so does everyone with
    a scorecard that was revealed: it is part of the verdicts on the team's other services. One that somebody showed on
    purpose is no such scorecard. Fills in `numbers`, where they are wanted."""
    own = (
        answers_by([mine.id]) if numbers is None else answers_in(CurrentAnswer.objects.filter(respondent=mine), numbers)
    )
    answers, sources = own.get(mine.id, {}), _Sources(mine=mine.id)
    for key in _subjects(rows):
        state = state_of(rounds, service_id=key[0], team_id=key[1])
        closed = state.together if key[0] is None else not state.open
        if state.last_reveal is not None and (closed or key not in answers):
            sources.rounds[key] = state.last_reveal.id
        elif key in answers:
            sources.current.setdefault(mine.id, {})[key] = answers[key]
    return sources
