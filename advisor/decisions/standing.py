"""Where an assessment stands between its description and its signature: the same for whoever may open it.

In: an assessment that whoever asks was let into. Out: a `Standing`, in one read. Must not know: HTTP, what anyone
answered; of one who answers alone, whether they have answered everything, for themselves.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from advisor.assessments.access import Opened
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import (
    Assessment,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    Service,
    Settlement,
    Submission,
)
from advisor.assessments.models.asked import NOBODY
from advisor.assessments.prepared_sql import ANYONE, ASSESSMENT, Compiled, compiled, fetched
from advisor.decisions.models import Record, reference_of
from advisor.sharing.access import holds, is_person

Stage = Literal["describe", "answer", "reveal", "compare", "decide", "signed"]
STAGES: dict[Stage, str] = {
    "describe": "Describe",
    "answer": "Answer",
    "reveal": "Reveal",
    "compare": "Compare",
    "decide": "Decide",
    "signed": "Signed",
}
"""In their order, with their words."""
STATEMENTS, DIMENSIONS = -2, -3
"""Stand where the numbers of a checklist go."""
OF_SEVERAL: frozenset[Stage] = frozenset(("reveal", "compare"))
"""Who answers alone reveals to nobody, and has nobody to compare with."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is there by now."""

    described: bool = False
    """It has a service."""
    several: bool = False
    """More than one person can answer, or did in a round that was revealed."""
    together: bool = False
    """More than one person's answers stand in a round that was revealed: there is something to compare."""
    open: bool = False
    """A service waits to be revealed."""
    some_done: bool = False
    """Somebody is done with a service that waits."""
    all_done: bool = False
    """Somebody is done with each service, or whoever looks is the only one who answers, and has answered everything."""
    begun: bool = False
    """Something of the decision is written."""
    proposed: bool = False
    signed: bool = False
    """The decision, as it stands, was signed off."""
    restored: int = 0
    """How many people's answers came with a file; nobody answers as them here."""
    resolved: int = 0
    """How many statements have a level that somebody settled for all."""
    record: str = ""
    """The public id of the last record."""
    reference: str = ""
    """Its name, such as ADR-0001."""

    @property
    def stages(self) -> list[Stage]:
        """The stages this assessment goes through."""
        return [one for one in STAGES if self.several or one not in OF_SEVERAL]

    @property
    def stage(self) -> Stage:
        """The stage it is in."""
        if not self.described:
            return "describe"
        if self.signed:
            return "signed"
        if self.proposed:
            return "decide"
        if not self.several:
            return "decide" if self.begun or self.all_done else "answer"
        if self.open:
            return "reveal" if self.some_done else "answer"
        return "compare" if self.together and not self.begun else "decide"


@lru_cache(maxsize=1)
def _standing() -> Compiled:
    """The read of `standing_of` as SQL; its columns in the order of `Row`."""
    services = Service.objects.filter(assessment_id=OuterRef("id"))
    rounds = Round.objects.filter(service_id=OuterRef("id"))
    done = Exists(Submission.objects.filter(service_id=OuterRef("id")))
    waiting = services.filter(Exists(rounds.filter(revealed_at=None)) | ~Exists(rounds))
    people = Respondent.objects.filter(holds("respond", scope="assessment__scope"), assessment_id=OuterRef("id"))
    together = Round.objects.filter(service__assessment_id=OuterRef("id"), revealed_at__isnull=False, shown_by=None)
    several = together.annotate(voices=Count("respondents")).filter(voices__gt=1)
    came = Respondent.objects.filter(assessment_id=OuterRef("id"), visitor=None).exclude(name__startswith=NOBODY)
    theirs = Q(service__assessment_id=OuterRef("id")) | Q(team__assessment_id=OuterRef("id"))
    settled = Settlement.objects.filter(theirs, level__isnull=False)
    records = Record.objects.filter(origin_id=OuterRef("scope_id")).order_by("-id")
    return compiled(
        Assessment.objects.filter(id=ASSESSMENT)
        .annotate(people=Coalesce(_count(people), 0))
        .values_list(
            Exists(services),
            F("people"),
            Exists(several),
            Exists(waiting),
            Exists(waiting.filter(done)),
            Exists(services.filter(~done)),
            _unanswered(services),
            _count(came),
            _count(settled),
            F("decision__revision"),
            F("decision__proposed_revision"),
            F("decision__signed_revision"),
            Subquery(records.values("public_id")[:1]),
            Subquery(records.values("number")[:1]),
        )
    )


def _unanswered(services: "QuerySet[Service]") -> Case:
    """Whether this person, who alone answers, has left out a statement about a service, or of a team's scorecard. Not
    looked into where it does not matter: several answer, or the decision is begun."""
    mine = Respondent.objects.filter(is_person(ANYONE, scope="assessment__scope"), assessment_id=ASSESSMENT)
    answers = CurrentAnswer.objects.filter(respondent_id=Subquery(mine.order_by("id").values("id")[:1]))
    answers = answers.exclude(value="none")
    answered = services.annotate(answered=Coalesce(_count(answers.filter(service_id=OuterRef("id"))), 0))
    teams = OwningTeam.objects.filter(Exists(Service.objects.filter(team_id=OuterRef("id"))), assessment_id=ASSESSMENT)
    rated = teams.annotate(rated=Coalesce(_count(answers.filter(team_id=OuterRef("id"))), 0))
    return Case(
        When(~Q(people=1) | Q(decision__revision__gt=0), then=Value(True)),
        When(Exists(answered.filter(answered__lt=STATEMENTS)), then=Value(True)),
        When(Exists(rated.filter(rated__lt=DIMENSIONS)), then=Value(True)),
        default=Value(False),
    )


def _count(rows: "QuerySet[Any, Any]") -> Subquery:
    """How many of these there are, as a column; NULL for none."""
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(found=Count("id")).values("found"))


def standing_of(opened: Opened) -> Standing:
    """Where an assessment stands. Who answers alone need not say that they are done; that they are, they alone see."""
    checklist = at_digest(opened.assessment.checklist.digest)
    values: dict[str | int, str | int] = {
        ASSESSMENT: opened.assessment.id,
        ANYONE.key_hash: opened.visitor.key_hash,
        STATEMENTS: len(checklist.statements),
        DIMENSIONS: len(checklist.scorecard.dimensions),
    }
    rows = fetched(_standing(), values)
    if not rows:
        return Standing()
    described, people, together, waiting, some_done, undone, unanswered, *rest = rows[0]
    came, settled, revision, proposed, signed, record, number = rest
    several = people > 1 or bool(together)
    return Standing(
        described=bool(described),
        several=several,
        together=bool(together),
        open=bool(waiting),
        some_done=bool(some_done),
        all_done=not undone or not (several or unanswered),
        begun=bool(revision),
        proposed=revision is not None and proposed == revision != signed,
        signed=revision is not None and signed == revision,
        restored=came or 0,
        resolved=settled or 0,
        record=record or "",
        reference=reference_of(number) if number else "",
    )
