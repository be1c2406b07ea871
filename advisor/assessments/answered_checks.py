"""Answers to checks: "we know, because …", for a check and the services it was found on.

In: an opened assessment, a check's id, services of it. Out: rows, audited, or why not. Must not know: HTTP, how a check
is made. That a check fired tells what somebody answered, so that nothing can be said of one while people answer alone
about a service it concerns, or about its team; what one person says alone waits, and nobody else sees it before all of
that was revealed.
"""

import hashlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from functools import lru_cache

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.answers import REASON_MAX, StaleDetailsError
from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import CheckAnswer, Respondent, Service
from advisor.assessments.models.asked import EDITOR
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, compiled, fetched, objects_of
from advisor.assessments.reads.answers import Rows, SubjectKey
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.checklist.answers import AnsweredCheck
from advisor.checklist.errors import AdvisorError
from advisor.sharing.services import known


class BadCheckAnswerError(AdvisorError):
    """What was sent cannot be kept: what to write instead, or what it waits for."""


def key_of(check: str, slugs: Iterable[str]) -> str:
    """What the answers to one check on one set of services are known by.

    >>> key_of("no-backup", ["b", "a"]) == key_of("no-backup", ["a", "b"]) != key_of("no-backup", ["a"])
    True
    """
    return hashlib.sha256("\n".join([check, *sorted(set(slugs))]).encode()).hexdigest()[:16]


def mark_of(because: str) -> str:
    """What tells one text from another: a form carries that of the text it was shown with."""
    return hashlib.sha256(because.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class VisibleCheckAnswers:
    """The answers to checks that somebody may see."""

    lines: list[AnsweredCheck]
    """Those that stand, the newest first: of two that concern a finding, it is the one that counts."""
    every: list[CheckAnswer]
    """All that was ever said, the newest first; with what was taken back."""
    hidden_ids: frozenset[int]
    """The ids of rows that are not shown."""
    alone: bool
    """Some of it nobody else may be shown."""


@lru_cache(maxsize=1)
def _answers_read() -> Compiled:
    """The read of `check_answers` as SQL."""
    return compiled(CheckAnswer.objects.filter(assessment_id=ASSESSMENT).order_by("-id"))


def check_answers(assessment_id: int, rows: Rows, mine: int | None) -> VisibleCheckAnswers:
    """What was said of checks, as far as the respondent `mine` may see it, in one read."""
    services = {row.slug: row for row in rows.services.values()}
    lines, every, hidden, alone, seen = [], [], set(), False, set()
    for row in objects_of(CheckAnswer, _answers_read(), fetched(_answers_read(), {ASSESSMENT: assessment_id})):
        there = [services[slug] for slug in row.services if slug in services]
        if not there or (row.waits_for and (mine is None or row.respondent_id != mine)):
            hidden.add(row.id)
            continue
        alone = alone or bool(row.waits_for)
        every.append(row)
        if row.key not in seen and row.because:
            lines.append(_line(row, there))
        seen.add(row.key)
    return VisibleCheckAnswers(lines, every, frozenset(hidden), alone)


def _subjects(services: Iterable[Service]) -> set[SubjectKey]:
    return {key for row in services for key in ((row.id, None), (None, row.team_id))}


def _mark(subject: SubjectKey) -> str:
    """A service or a team, as `waits_for` holds it."""
    service, team = subject
    return f"team:{team}" if service is None else f"service:{service}"


def _open(services: Iterable[Service], rounds: Rounds) -> list[str]:
    """Which of these services and of their teams' scorecards people still answer alone about."""

    def waits(subject: SubjectKey) -> bool:
        state = state_of(rounds, service_id=subject[0], team_id=subject[1])
        return not state.together if subject[0] is None else state.open

    return sorted(_mark(one) for one in _subjects(services) if waits(one))


def reveal_said(*, assessment_id: int, subjects: Iterable[SubjectKey]) -> None:
    """What was said of checks waits for these no more. Needs the assessment's lock, as all that reveals does."""
    marks = {_mark(one) for one in subjects}
    for row in CheckAnswer.objects.filter(assessment_id=assessment_id).exclude(waits_for=[]):
        left = [one for one in row.waits_for if one not in marks]
        if len(left) < len(row.waits_for):
            CheckAnswer.objects.filter(id=row.id).update(waits_for=left)


def hide_said(*, respondent: Respondent, subjects: Iterable[SubjectKey]) -> None:
    """What this person said of checks on these waits for a reveal again. Needs the assessment's lock."""
    marks = {_mark(one) for one in subjects}
    services = {row.slug: row for row in Service.everything.filter(assessment_id=respondent.assessment_id)}
    for row in CheckAnswer.objects.filter(assessment_id=respondent.assessment_id, respondent=respondent):
        of = {_mark(one) for one in _subjects(services[slug] for slug in row.services if slug in services)}
        waits = sorted({*row.waits_for, *(marks & of)})
        CheckAnswer.objects.filter(id=row.id).update(waits_for=waits)


def _line(row: CheckAnswer, services: Iterable[Service]) -> AnsweredCheck:
    names = [one.name for one in services]
    return AnsweredCheck(
        check=row.found, services=names, because=row.because, by=row.by or None, on=timezone.localdate(row.made_at)
    )


def waiting_for_reveal(opened: Opened, services: Collection[Service]) -> list[str]:
    """The names of services of which, or of whose team, people still answer alone, so that nothing is said of a check
    on them; none where only this browser's person is asked."""
    mine, rounds = respondent_of(opened), rounds_of(opened.assessment.id)
    crew = crew_of(opened.assessment)
    only = frozenset({mine.id}) if mine else frozenset()
    of_team: dict[int, set[int]] = {}
    for id_, team in Service.objects.filter(assessment_id=opened.assessment.id).values_list("id", "team_id"):
        of_team.setdefault(team, set()).update(crew.assigned(id_))

    def waits(row: Service) -> bool:
        service, team = state_of(rounds, service_id=row.id), state_of(rounds, team_id=row.team_id)
        alone = bool(only) and crew.assigned(row.id) <= only
        team_alone = bool(only) and of_team[row.team_id] <= only
        return (service.open and not alone) or (not team.together and not team_alone)

    return [row.name for row in services if waits(row)]


@transaction.atomic
def answer_check(
    *, opened: Opened, check: str, services: Sequence[Service], because: str, was: str, request_id: str
) -> CheckAnswer | None:
    """Says why a check is known on these services, if what was said before still has the mark `was`; empty: takes it
    back.

    StaleDetailsError with the row where somebody was faster, BadCheckAnswerError where it cannot be kept. The same said
    twice is said once; None: there was nothing to take back."""
    assessment, because = opened.assessment, because.strip()
    if len(because) > REASON_MAX:
        raise BadCheckAnswerError(f"It has {len(because):,} characters: shorten it to {REASON_MAX:,}.")
    lock(assessment)
    waiting = waiting_for_reveal(opened, services)
    if waiting:
        names = ", ".join(waiting[:5]) + (" and more" if len(waiting) > 5 else "")
        raise BadCheckAnswerError(f"People still answer alone about {names}. Reveal the answers first, then say why.")
    slugs = sorted({row.slug for row in services})
    rows = CheckAnswer.objects.filter(assessment=assessment, key=key_of(check, slugs)).order_by("-seq")
    # what somebody else said alone is not there for whoever is asked alone now
    last = rows.filter(Q(waits_for=[]) | Q(respondent=respondent_of(opened))).first()
    if rows.filter(request_id=request_id).exists() or (last.because if last else "") == because:
        return last
    if mark_of(last.because if last else "") != was:
        raise StaleDetailsError(last)
    seq = (rows.values_list("seq", flat=True).first() or 0) + 1
    return _append(opened, check, services, because, last.because if last else "", seq, request_id)


def _append(
    opened: Opened, check: str, services: Sequence[Service], because: str, before: str, seq: int, request_id: str
) -> CheckAnswer:
    mine, who, slugs = respondent_of(opened), known(opened.visitor), sorted({row.slug for row in services})
    row = CheckAnswer.objects.create(
        assessment=opened.assessment,
        key=key_of(check, slugs),
        seq=seq,
        found=check,
        services=slugs,
        because=because,
        by=mine.name if mine else EDITOR,
        respondent=mine,
        waits_for=_open(services, rounds_of(opened.assessment.id)),
        visitor=who,
        made_at=timezone.now(),
        request_id=request_id,
    )
    detail = {"check": check, "services": slugs, "row": row.id, "from": before, "to": because}
    action = "check answered" if because else "check answer taken back"
    audit(scope_id=opened.assessment.scope_id, visitor=who, action=action, detail=detail)
    return row


def keep_answered(*, respondent: Respondent, lines: Sequence[AnsweredCheck]) -> None:
    """The answers to checks of a file, as first rows of an assessment that was just made from it."""
    if not lines:
        return
    services = {row.name: row for row in Service.objects.filter(assessment_id=respondent.assessment_id)}
    rounds = rounds_of(respondent.assessment_id)
    now, answers = timezone.now(), {}
    for line in lines:
        concerned = sorted({services[name].slug for name in line.services})
        key = key_of(line.check, concerned)
        answers[key] = CheckAnswer(
            assessment_id=respondent.assessment_id,
            key=key,
            seq=1,
            found=line.check,
            services=concerned,
            because=line.because,
            by=line.by or "",
            respondent=respondent,
            waits_for=_open((services[name] for name in line.services), rounds),
            visitor_id=respondent.visitor_id,
            made_at=timezone.make_aware(datetime.combine(line.on, time())) if line.on else now,
            request_id="file",
        )
    # a file begins with the newest, and so does reading them back
    CheckAnswer.objects.bulk_create(reversed(answers.values()))


def copy_answered(*, respondent: Respondent, original: Service, copy: Service) -> None:
    """What was said of checks on one service alone, and may be seen by whoever copies it, is said of its copy too."""
    last: dict[str, CheckAnswer] = {}
    rows = CheckAnswer.objects.filter(assessment_id=respondent.assessment_id, respondent=respondent).order_by("seq")
    for row in rows:
        if row.services == [original.slug]:
            last[row.found] = row
    waits_for = _open([copy], rounds_of(respondent.assessment_id))
    for row in last.values():
        if row.because:
            row.pk, row.key, row.services, row.seq = None, key_of(row.found, [copy.slug]), [copy.slug], 1
            row.waits_for = waits_for
            row._state.adding = True
            row.save()
