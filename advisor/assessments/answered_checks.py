"""Answers to checks: "we know, because …", for a check and the services it was found on.

In: an opened assessment, a check's id, services of it. Out: rows, audited, or why not. Must not know: HTTP, how a check
is made. That a check fired tells what somebody answered, so that nothing can be said of one while people answer alone
about a service it concerns, or about its team; what one person says alone is seen by nobody else until all is revealed.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time
from functools import lru_cache

from django.db import transaction
from django.utils import timezone

from advisor.assessments.answering import REASON_MAX, StaleDetailsError
from advisor.assessments.compiled import ASSESSMENT, Compiled, compiled, fetched, objects_of
from advisor.assessments.making import lock
from advisor.assessments.models import CheckAnswer, Respondent, Service
from advisor.assessments.opening import Opened, respondent_of
from advisor.assessments.people import crew_of
from advisor.assessments.rounds import rounds_of, state_of
from advisor.assessments.selectors import Rows, SubjectKey
from advisor.assessments.services import audit
from advisor.checklist.answers import AnsweredCheck
from advisor.checklist.errors import AdvisorError
from advisor.sharing.services import known

SOMEBODY = "Who runs this assessment"


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
class Eyes:
    """Which subjects somebody sees revealed, and of which others one person's answers, their own or of who is alone."""

    revealed: Collection[SubjectKey] = frozenset()
    """Those with a round that was revealed, also while a further one is open."""
    of: Mapping[SubjectKey, int] = field(default_factory=dict)
    """By subject: the respondent whose own answers are seen."""

    def see(self, row: CheckAnswer, subjects: Iterable[SubjectKey]) -> bool:
        """Whether an answer to a check on these subjects may be shown."""
        return all(one in self.revealed or self._own(row, one) for one in subjects)

    def _own(self, row: CheckAnswer, subject: SubjectKey) -> bool:
        return row.respondent_id is not None and self.of.get(subject) == row.respondent_id


@dataclass(frozen=True, slots=True)
class Told:
    """The answers to checks that somebody may see."""

    lines: list[AnsweredCheck]
    """Those that stand, the newest first: of two that concern a finding, it is the one that counts."""
    every: list[CheckAnswer]
    """All that was ever said, the newest first; with what was taken back."""
    hidden: frozenset[int]
    """The ids of rows that are not shown."""
    alone: bool
    """Some of it nobody else may be shown."""


@lru_cache(maxsize=1)
def _said() -> Compiled:
    """The read of `told` as SQL."""
    return compiled(CheckAnswer.objects.filter(assessment_id=ASSESSMENT).order_by("-id"))


def told(assessment_id: int, rows: Rows, eyes: Eyes) -> Told:
    """What was said of checks, as far as these eyes see, in one read."""
    services = {row.slug: row for row in rows.services.values()}
    lines, every, hidden, alone, seen = [], [], set(), False, set()
    for row in objects_of(CheckAnswer, _said(), fetched(_said(), {ASSESSMENT: assessment_id})):
        there = [services[slug] for slug in row.services if slug in services]
        subjects = _subjects(there)
        if not there or not eyes.see(row, subjects):
            hidden.add(row.id)
            continue
        alone = alone or any(one not in eyes.revealed for one in subjects)
        every.append(row)
        if row.key not in seen and row.because:
            lines.append(_line(row, there))
        seen.add(row.key)
    return Told(lines, every, frozenset(hidden), alone)


def _subjects(services: Iterable[Service]) -> set[SubjectKey]:
    return {key for row in services for key in ((row.id, None), (None, row.team_id))}


def _line(row: CheckAnswer, services: Iterable[Service]) -> AnsweredCheck:
    names = [one.name for one in services]
    return AnsweredCheck(check=row.found, services=names, because=row.because, by=row.by or None, on=row.made_at.date())


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
        return (service.open and not alone) or (team.shown is None and not team_alone)

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
    rows = CheckAnswer.objects.filter(assessment=assessment, key=key_of(check, slugs))
    last = rows.order_by("-seq").first()
    if rows.filter(request_id=request_id).exists() or (last.because if last else "") == because:
        return last
    if mark_of(last.because if last else "") != was:
        raise StaleDetailsError(last)
    return _append(opened, check, slugs, because, last, request_id)


def _append(
    opened: Opened, check: str, slugs: list[str], because: str, last: CheckAnswer | None, request_id: str
) -> CheckAnswer:
    mine, who = respondent_of(opened), known(opened.visitor)
    row = CheckAnswer.objects.create(
        assessment=opened.assessment,
        key=key_of(check, slugs),
        seq=(last.seq if last else 0) + 1,
        found=check,
        services=slugs,
        because=because,
        by=mine.name if mine else SOMEBODY,
        respondent=mine,
        visitor=who,
        made_at=timezone.now(),
        request_id=request_id,
    )
    detail = {"check": check, "services": slugs, "row": row.id, "from": last.because if last else "", "to": because}
    action = "check answered" if because else "check answer taken back"
    audit(scope_id=opened.assessment.scope_id, visitor=who, action=action, detail=detail)
    return row


def keep_answered(*, respondent: Respondent, lines: Sequence[AnsweredCheck]) -> None:
    """The answers to checks of a file, as first rows of an assessment that was just made from it."""
    if not lines:
        return
    slugs = dict(Service.objects.filter(assessment_id=respondent.assessment_id).values_list("name", "slug"))
    now, found = timezone.now(), {}
    for line in lines:
        concerned = sorted({slugs[name] for name in line.services})
        key = key_of(line.check, concerned)
        found[key] = CheckAnswer(
            assessment_id=respondent.assessment_id,
            key=key,
            seq=1,
            found=line.check,
            services=concerned,
            because=line.because,
            by=line.by or "",
            respondent=respondent,
            visitor_id=respondent.visitor_id,
            made_at=datetime.combine(line.on, time(), UTC) if line.on else now,
            request_id="file",
        )
    # a file begins with the newest, and so does reading them back
    CheckAnswer.objects.bulk_create(reversed(found.values()))


def copy_answered(*, respondent: Respondent, from_slug: str, to_slug: str) -> None:
    """What was said of checks on one service alone, and may be seen by whoever copies it, is said of its copy too."""
    last: dict[str, CheckAnswer] = {}
    rows = CheckAnswer.objects.filter(assessment_id=respondent.assessment_id, respondent=respondent).order_by("seq")
    for row in rows:
        if row.services == [from_slug]:
            last[row.found] = row
    for row in last.values():
        if row.because:
            row.pk, row.key, row.services, row.seq = None, key_of(row.found, [to_slug]), [to_slug], 1
            row._state.adding = True
            row.save()
