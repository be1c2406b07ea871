"""Whose answers a person sees: the one place that decides it, for every page, fragment, picture and file.

In: an opened assessment. Out: an answers file. Must not know: HTTP, how a verdict is made. While a round is open a
respondent sees their own answers alone; whoever does not answer sees the last round that was revealed, or nothing. A
viewer of what one person alone is asked about sees that person's answers: there is nobody to be influenced.
`docs/decisions/0012-rounds.md` says why.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from advisor.assessments.answered_checks import Eyes, Told, told
from advisor.assessments.models import Assessment, CheckAnswer, CurrentAnswer, Respondent, RoundAnswer, Settlement
from advisor.assessments.opening import Opened, respondent_of
from advisor.assessments.people import crew_of
from advisor.assessments.rounds import Rounds, rounds_of, state_of
from advisor.assessments.selectors import (
    Numbers,
    Rows,
    Said,
    SubjectKey,
    assembled,
    rows_of,
    said_in,
    sequence_of,
)
from advisor.assessments.spoken import said_at, said_by
from advisor.checklist.answers import AnswersFile
from advisor.checklist.answers import Settled as SettledLine
from advisor.record.sequence import Counted


@dataclass(frozen=True, slots=True)
class Seen:
    """The answers as somebody may see them."""

    answers: AnswersFile | None
    """None while there is no service."""
    private: bool
    """Some of them were not revealed: nobody else may be shown this."""
    checks: Told | None = None
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
    if mine is not None:
        return _for_respondent(rows, rounds, mine)
    if not opened.may_respond:
        return _for_viewer(opened, rows, rounds)
    sources = _Sources()
    sources.reveal(_subjects(rows), rounds)
    return sources


def checks_hidden(opened: Opened) -> frozenset[int]:
    """The ids of answers to checks that this browser may not see: that a check fired tells what somebody answered."""
    if not CheckAnswer.objects.filter(assessment_id=opened.assessment.id).exists():
        return frozenset()
    rows = rows_of(opened.assessment)
    sources = _sources(opened, rows)
    return told(opened.assessment.id, rows, Eyes(sources.revealed, sources.of)).hidden


def answers_revealed(assessment: Assessment, *, team_slug: str = "") -> AnswersFile | None:
    """The last revealed rounds as they were, whoever asks, and nothing of an open round; None while there is no
    service. With `team_slug` that team alone."""
    rows, sources = rows_of(assessment, team_slug=team_slug), _Sources()
    if not rows.services:
        return None
    sources.reveal(_subjects(rows), rounds_of(assessment.id))
    return sources.file(assessment, rows)[0]


@dataclass(frozen=True, slots=True)
class ToSign:
    """What a record may hold, whoever asks."""

    answers: AnswersFile | None = None
    """None while there is no service."""
    sequence: Sequence[Counted] = ()
    """Which event of the log each of these answers is."""
    waiting: Sequence[str] = ()
    """The names of the services that are not revealed yet."""


def answers_to_sign(opened: Opened) -> ToSign:
    """What can be signed off. What one person alone is asked about needs no reveal."""
    rows = rows_of(opened.assessment)
    if not rows.services:
        return ToSign()
    rounds, crew = rounds_of(opened.assessment.id), crew_of(opened.assessment, list(rows.services))
    states = {row.id: state_of(rounds, service_id=row.id) for row in rows.services.values()}
    waiting = [row.name for row in rows.services.values() if states[row.id].open and len(crew.assigned(row.id)) > 1]
    numbers: Numbers = {}
    sources = _for_viewer(opened, rows, rounds, numbers)
    said = sources.said(opened.assessment)
    file, _ = sources.file(opened.assessment, rows, said)
    return ToSign(file, sequence_of(opened.assessment, rows, said, numbers), waiting)


def _subjects(rows: Rows) -> list[SubjectKey]:
    return [*((one, None) for one in rows.services), *((None, one) for one in rows.teams)]


@dataclass
class _Sources:
    """Where the answers of each subject are taken from."""

    rounds: dict[SubjectKey, int] = field(default_factory=dict)
    """The ids of revealed rounds."""
    current: Said = field(default_factory=dict)
    """What is taken from current answers."""
    numbers: Numbers | None = None
    """Which event each answer is, where that is wanted."""
    revealed: set[SubjectKey] = field(default_factory=set)
    """What was revealed once, also where own answers of a further round are taken instead."""
    of: dict[SubjectKey, int] = field(default_factory=dict)
    """Of the rest: whose answers are shown, also where there is none yet."""

    def reveal(self, subjects: Iterable[SubjectKey], rounds: Rounds) -> None:
        """The last revealed round of each of these that has one."""
        for key in subjects:
            shown = state_of(rounds, service_id=key[0], team_id=key[1]).shown
            if shown is not None:
                self.rounds[key] = shown.id
                self.revealed.add(key)

    def file(self, assessment: Assessment, rows: Rows, said: Said | None = None) -> tuple[AnswersFile, Told]:
        """The answers file, and what was said of checks in it; `said` where it was read before."""
        checks = told(assessment.id, rows, Eyes(self.revealed, self.of))
        said = self.said(assessment) if said is None else said
        return assembled(assessment, rows, said, settled=self.settled(rows), answered_checks=checks.lines), checks

    def said(self, assessment: Assessment) -> Said:
        """By respondent and subject."""
        if self.numbers is None:
            found = said_at(assessment.id, self.rounds)
        else:
            found = said_in(RoundAnswer.objects.filter(round_id__in=self.rounds.values()), self.numbers)
        for who, own in self.current.items():
            found.setdefault(who, {}).update(own)
        return dict(sorted(found.items()))

    def settled(self, rows: Rows) -> list[SettledLine]:
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


def _for_respondent(rows: Rows, rounds: Rounds, mine: Respondent) -> _Sources:
    """Revealed rounds with everyone in them; of what is open, one's own answers alone.

    Who has said nothing about a service whose next round is open goes on seeing the last one, and so does everyone with
    a scorecard that was revealed: it is part of the verdicts on the team's other services."""
    own = said_by([mine.id]).get(mine.id, {})
    found = _Sources()
    for key in _subjects(rows):
        state = state_of(rounds, service_id=key[0], team_id=key[1])
        if state.shown is not None:
            found.revealed.add(key)
        else:
            found.of[key] = mine.id
        if state.shown is not None and (not state.open or key[0] is None or key not in own):
            found.rounds[key] = state.shown.id
        elif key in own:
            found.current.setdefault(mine.id, {})[key] = own[key]
    return found


def _for_viewer(opened: Opened, rows: Rows, rounds: Rounds, numbers: Numbers | None = None) -> _Sources:
    """What was revealed, and the answers about what one person alone is asked about."""
    found, crew = _Sources(numbers=numbers), crew_of(opened.assessment)
    found.reveal(_subjects(rows), rounds)
    wanted: dict[SubjectKey, int] = {}
    of_team: dict[int, set[int]] = {}
    for row in rows.services.values():
        assigned = crew.assigned(row.id)
        of_team.setdefault(row.team_id, set()).update(assigned)
        if len(assigned) == 1 and (row.id, None) not in found.rounds:
            wanted[row.id, None] = next(iter(assigned))
    for team, assigned_to in of_team.items():
        if len(assigned_to) == 1 and (None, team) not in found.rounds:
            wanted[None, team] = next(iter(assigned_to))
    found.of = wanted
    if wanted:
        who = set(wanted.values())
        current = CurrentAnswer.objects.filter(respondent_id__in=who)
        found.current = _only(said_by(sorted(who)) if numbers is None else said_in(current, numbers), wanted)
    return found


def _only(said: Said, wanted: Mapping[SubjectKey, int]) -> Said:
    found: Said = {}
    for key, who in wanted.items():
        if key in said.get(who, {}):
            found.setdefault(who, {})[key] = said[who][key]
    return found
