"""An answers file as an assessment: what an example says, or a file from elsewhere, becomes rows of one's own.

In: an answers file read against its checklist, of one person or of several. Out: the assessment. Must not know: where
it came from. One set of answers becomes the maker's own. Those of several people stay theirs, under their names and
revealed: none of them has a browser here, and nobody can answer for them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from advisor.assessments.actions.create import NewService, TooManyError, make_assessment
from advisor.assessments.answered_checks import keep_answered
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    Settlement,
)
from advisor.checklist import answers as file
from advisor.checklist.answer import Answer, Answers
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.service import SERVICE_DETAILS, ServiceEntry
from advisor.record.model.answer_numbers import Counted, Numbers, numbers_of
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known

MOST_RESTORED = 900
"""Whoever restores a file answers beside its people, and it is to be restored once more."""
Columns = dict[str, Any]
Subject = tuple[str, str]
"""("teams" or "services", name)."""


@transaction.atomic
def make_from_file(
    *,
    visitor: VisitorKey,
    checklist: Checklist,
    answers: AnswersFile,
    your_name: str,
    token: str,
    sequence: Sequence[Counted] = (),
) -> tuple[Assessment, bool]:
    """A new assessment of the visitor's with the file's services, teams, answers and settled levels, and True; or the
    one that this form made before, and False. `sequence` are the numbers that the answers had in another log."""
    if len(answers.respondents) > MOST_RESTORED:
        raise TooManyError("people who answered before", MOST_RESTORED, "Split the file.")
    assessment, fresh = make_assessment(
        visitor=visitor,
        checklist=checklist,
        title=answers.platform,
        your_name=your_name,
        teams=[team.name for team in answers.teams],
        services=[_new_service(service) for service in answers.services],
        token=token,
    )
    if fresh:
        Assessment.objects.filter(id=assessment.id).update(weights=answers.weights)
        _Copy.begun(assessment, answers, numbers_of(sequence)).write(visitor)
    return assessment, fresh


def _new_service(service: ServiceEntry) -> NewService:
    details = service.model_dump(mode="json", exclude_defaults=True, include=set(SERVICE_DETAILS))
    return NewService(service.name, service.kind or "", service.team, details)


@dataclass
class _Copy:
    """What is copied, and the rows it becomes part of."""

    assessment: Assessment
    answers: AnswersFile
    numbers: Numbers
    maker: Respondent
    columns: Mapping[Subject, Columns]
    """What names each subject's row in the rows about it."""
    now: datetime = field(default_factory=timezone.now)

    @classmethod
    def begun(cls, assessment: Assessment, answers: AnswersFile, numbers: Numbers) -> "_Copy":
        teams = OwningTeam.objects.filter(assessment=assessment).values_list("name", "id")
        services = Service.objects.filter(assessment=assessment).values_list("name", "id")
        columns: dict[Subject, Columns] = {("teams", name): {"team_id": id_} for name, id_ in teams}
        columns |= {("services", name): {"service_id": id_} for name, id_ in services}
        return cls(assessment, answers, numbers, Respondent.objects.get(assessment=assessment), columns)

    def write(self, visitor: VisitorKey) -> None:
        for team in self.answers.teams:
            if team.raw_owners is not None:
                row = OwningTeam.objects.filter(id=self.columns["teams", team.name]["team_id"])
                row.update(raw_owners=team.raw_owners)
        answers = self.answer_columns()
        AnswerEvent.objects.bulk_create(AnswerEvent(request_id=uuid4().hex, **values) for _, values in answers)
        CurrentAnswer.objects.bulk_create(CurrentAnswer(**values) for _, values in answers)
        self.reveal(answers)
        keep_answered(respondent=self.maker, lines=self.answers.answered_checks)
        who = known(visitor)
        Settlement.objects.bulk_create(
            Settlement(
                **self.columns[_subject_of(one)],
                statement=one.statement,
                level=one.level,
                reason=one.reason,
                settled_by=who,
                settled_at=self.now,
            )
            for one in self.answers.settled
        )

    def answer_columns(self) -> list[tuple[Subject, Columns]]:
        """The columns of every answer's first event here, by what it is about."""
        answers: list[tuple[Subject, Columns]] = []
        for team in self.answers.teams:
            answers += self.of(self.maker, "", ("teams", team.name), team.scorecard)
        for service in self.answers.services:
            answers += self.of(self.maker, "", ("services", service.name), service.answers)
        people = self.answers.respondents
        rows = Respondent.objects.bulk_create(
            Respondent(assessment=self.assessment, name=one.name) for one in people
        )  # fmt: skip
        for row, one in zip(rows, people, strict=True):
            for name, card in one.teams.items():
                answers += self.of(row, one.name, ("teams", name), card)
            for name, given in one.services.items():
                answers += self.of(row, one.name, ("services", name), given)
        return answers

    def of(self, who: Respondent, name: str, subject: Subject, given: Answers) -> list[tuple[Subject, Columns]]:
        about = {"respondent_id": who.id, "made_at": self.now, **self.columns[subject]}
        return [
            (
                subject,
                about | {"seq": self.numbers.get((name, *subject, statement), 1)} | _columns_of(statement, answer),
            )
            for statement, answer in given.items()
        ]

    def reveal(self, answers: Sequence[tuple[Subject, Columns]]) -> None:
        """Keeps what several people said as the first round of each subject, and one person's where it was settled."""
        settled = {_subject_of(one) for one in self.answers.settled}
        subjects = {subject for subject, _ in answers} if self.answers.respondents else set()
        rounds = {
            subject: Round(number=1, revealed_at=self.now, **columns)
            for subject, columns in self.columns.items()
            if subject in settled | subjects
        }
        Round.objects.bulk_create(rounds.values())
        held = [(rounds[subject].id, values) for subject, values in answers if subject in rounds]
        through = Round.respondents.through
        through._default_manager.bulk_create(
            through(round_id=round_id, respondent_id=who)
            for round_id, who in sorted({(round_id, values["respondent_id"]) for round_id, values in held})
        )
        RoundAnswer.objects.bulk_create(RoundAnswer(round_id=round_id, **values) for round_id, values in held)


def _subject_of(settled: file.Settled) -> Subject:
    return ("services", settled.service) if settled.service else ("teams", settled.team or "")


def _columns_of(statement: str, answer: Answer) -> Columns:
    """The columns of what one answer says."""
    return {
        "statement": statement,
        "value": "na" if answer.na is not None else str(answer.level),
        "reason": answer.na or "",
        "note": answer.note,
        "evidence_kind": answer.evidence.kind if answer.evidence else "",
        "evidence_url": (answer.evidence.url or "") if answer.evidence else "",
        "evidence_expires": answer.evidence.expires if answer.evidence else None,
    }
