"""A story of one platform, told step by step: who joins, answers, is asked, is done, shows, reveals.

In: steps, and whose answers are told otherwise where they stayed hidden. Out: rows, the same ids and times each time it
is told. Must not know: who sees what. What cannot be done where the story is, is not done, as on a page.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils import timezone

from advisor.assessments.access import Opened, open_assessment
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.assign import ask_about, asks_of, chosen
from advisor.assessments.actions.give import give_services
from advisor.assessments.actions.reveal import close_round, open_round, reveal_complete, submit_service
from advisor.assessments.actions.show_answers import hide_answers, show_answers
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.answered_checks import BadCheckAnswerError, answer_check, mark_of
from advisor.assessments.answers import Draft, EvidenceDraft, Subject
from advisor.assessments.lru import LruCache
from advisor.assessments.milestones import make_milestone
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    CheckAnswer,
    OwningTeam,
    Respondent,
    RoundAnswer,
    Service,
)
from advisor.assessments.reads import answer_cache
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import rounds_of, state_of
from advisor.sharing.members import shut_out
from advisor.sharing.models import Visitor
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO, key_of

EVE, NEL = key_of("eve"), key_of("nel")
PEOPLE = {"Ada": ADA, "Ben": BEN, "Cleo": CLEO}
READERS = {"Eve, who edits": EVE, "Nel, who may answer": NEL, "Vic, who reads": VIC}
SERVICES, TEAMS = ("token-stream", "customer-api"), ("edge", "product")
TEAM = TEAMS[0]
SAID = {"token-stream": "latency-first", "customer-api": "latency-first", TEAM: "seniority"}
CHECK, LATER = "no-backup", datetime(2026, 11, 30, 9, tzinfo=UTC)
Step = tuple[Any, ...]
Key = tuple[str, str, int]
"""Who said it, of what, and which of their answers to it."""


@dataclass
class Story:
    """The platform as far as the story goes."""

    secrets: frozenset[Any] = frozenset()
    """What is told otherwise: answers by their keys, and answers to checks by their steps."""
    at: int = 0
    """The number of the step."""
    checks: dict[int, int] = field(default_factory=dict)
    """The rows of what was said of checks, by step."""

    def __post_init__(self) -> None:
        self.made: Assessment = platform()
        Assessment.objects.filter(id=self.made.id).update(public_id="the-platform-of-a-tale")
        self.made.refresh_from_db()
        for key, role in ((VIC, "view"), (EVE, "edit"), (NEL, "respond")):
            let_in(self.made, key, role, label=role)  # type: ignore[arg-type]

    def go(self, steps: Sequence[Step]) -> None:
        """All these steps, one after the other."""
        for self.at, (name, *given) in enumerate(steps):
            act: Callable[..., None] = getattr(self, name)
            act(*given)

    def there(self, name: str) -> bool:
        """Whether this person joined and can still answer."""
        return name in crew_of(self.made).people.values()

    def opened(self, name: str) -> Opened:
        return open_assessment(PEOPLE[name], self.made.public_id, "respond")

    def say(self, name: str, what: str, level: int) -> None:
        if not self.there(name):
            return
        kind = "team" if what == TEAM else "service"
        target = answer_target(PEOPLE[name], self.made.public_id, kind, what)  # type: ignore[arg-type]
        subject = Subject(kind, target.team_id if kind == "team" else target.service_id, SAID[what])  # type: ignore[arg-type]
        at = {"respondent_id": target.respondent_id, f"{kind}_id": subject.id, "statement": subject.statement}
        base = AnswerEvent.objects.filter(**at).count()
        note = f"said {base + 1} of {what}"
        if (name, what, base + 1) in self.secrets:
            level, note = (level + 2) % 5, f"otherwise {base + 1} of {what}"
        record_answer(
            respondent_id=target.respondent_id,
            subject=subject,
            draft=Draft(str(level), "", note, EvidenceDraft("link", f"https://example.org/{note[:4]}", "")),
            base=base,
            request_id=f"{name}-{what}-{base}",
            submitted=target.submitted,
        )

    def join(self, name: str) -> None:
        if not Respondent.objects.filter(assessment=self.made, name=name).exists():
            joined(self.made, PEOPLE[name], name)

    def shut(self, name: str) -> None:
        if self.there(name) and name != "Ada":
            assert shut_out(
                scope_id=self.made.scope_id, visitor_id=Visitor.objects.get(key_hash=PEOPLE[name].key_hash).id
            )
            reveal_complete(assessment=self.made)

    def be_done(self, name: str, slug: str, shows: bool) -> None:
        if self.there(name):
            target = answer_target(PEOPLE[name], self.made.public_id, "service", slug)
            submit_service(target=target, visitor=PEOPLE[name], shows=shows)

    def ask(self, name: str, slugs: tuple[str, ...]) -> None:
        row = Respondent.objects.filter(assessment=self.made, name=name).first()
        if row is not None:
            asks = chosen(self.made, slugs)
            ask_about(assessment=self.made, visitor=EVE, respondent=row, was=str(asks_of(row)), asks=asks)

    def close(self, what: str) -> None:
        rows: Any = OwningTeam if what == TEAM else Service
        row = rows.objects.get(assessment=self.made, slug=what)
        state = state_of(rounds_of(self.made.id), **{f"{'team' if what == TEAM else 'service'}_id": row.id})
        for number in (state.number, state.number + 1):
            if close_round(assessment=self.made, visitor=EVE, subject=row, number=number):
                return

    def again(self, slug: str) -> None:
        row = Service.objects.get(assessment=self.made, slug=slug)
        number = state_of(rounds_of(self.made.id), service_id=row.id).number + 1
        open_round(assessment=self.made, visitor=EVE, service=row, number=number)

    def give(self, slug: str, team: str) -> None:
        owner = Service.objects.select_related("team").get(assessment=self.made, slug=slug).team.slug
        row = OwningTeam.objects.get(assessment=self.made, slug=team)
        give_services(assessment=self.made, visitor=EVE, team=row, services={slug: owner})

    def show(self, name: str) -> None:
        if self.there(name):
            show_answers(opened=self.opened(name))

    def hide(self, name: str) -> None:
        if self.there(name):
            hide_answers(opened=self.opened(name))

    def know(self, name: str, slug: str) -> None:
        if not self.there(name):
            return
        at = self.at
        because = f"{'otherwise' if at in self.secrets else 'known'} since {at}"
        services = [Service.objects.get(assessment=self.made, slug=slug)]
        mine = CheckAnswer.objects.filter(found=CHECK, services=[slug]).order_by("-seq")
        last = next((one for one in mine if not one.waits_for or one.by == name), None)
        with suppress(BadCheckAnswerError):
            row = answer_check(
                opened=self.opened(name),
                check=CHECK,
                services=services,
                because=because,
                was=mark_of(last.because if last else ""),
                request_id=f"check-{at}",
            )
            assert row is not None
            self.checks[at] = row.id

    def mark(self) -> None:
        """Ada keeps a milestone. While she shows her answers it holds what she says now, and is hers alone."""
        make_milestone(opened=self.opened("Ada"), name="A point", token=f"milestone-{self.at}")

    def hidden(self, name: str) -> frozenset[Any]:
        """What this person said that was not revealed to anybody, or is not any more."""
        revealed: dict[tuple[str, str], int] = {}
        for row in RoundAnswer.objects.filter(respondent__name=name):
            of = (row.service.slug if row.service else TEAM, name)
            revealed[of] = max(row.seq, revealed.get(of, 0))
        events = AnswerEvent.objects.filter(respondent__name=name)
        said = {(name, one.service.slug if one.service else TEAM, one.seq) for one in events}
        waiting = CheckAnswer.objects.filter(respondent__name=name).exclude(waits_for=[]).values_list("id", flat=True)
        return frozenset(
            {one for one in said if one[2] > revealed.get((one[1], name), 0)}
            | {at for at, row in self.checks.items() if row in set(waiting)}
        )


@contextmanager
def a_world(monkeypatch: pytest.MonkeyPatch, secrets: frozenset[Any] = frozenset()) -> Iterator[Story]:
    """A story in rows that are gone afterwards, with ids and times that come again; nothing is kept in memory."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(sql)
    monkeypatch.setattr(answer_cache, "_people", LruCache(2**20))
    monkeypatch.setattr(answer_cache, "_rounds", LruCache(2**20))
    with transaction.atomic():
        ticks: list[None] = []

        def now() -> datetime:
            ticks.append(None)
            return LATER + timedelta(microseconds=len(ticks))

        monkeypatch.setattr(timezone, "now", now)
        yield Story(secrets)
        transaction.set_rollback(True)
