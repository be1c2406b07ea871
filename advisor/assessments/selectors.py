"""Reads. Each says in its query who may see: what is not granted is not found.

`answers_file_of` is where every result starts: engine, record and downloads all take that one value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection

from advisor.assessments.answering import SCORECARD, Draft, Kept
from advisor.assessments.models import CurrentAnswer, Respondent, Service
from advisor.checklist.answers import Answer, AnswersFile, Team
from advisor.checklist.answers import Service as ServiceAnswers
from advisor.sharing.access import VisitorKey, granted


@dataclass(frozen=True, slots=True)
class Place:
    """One respondent in one assessment of one service: all that a save needs to know."""

    assessment_id: int
    public_id: str
    scope_id: int
    checklist_digest: str
    respondent_id: int
    service_id: int
    team_id: int


ANYONE = VisitorKey("0" * 64, "")
"""Stands where the asking browser's key goes in a query that is compiled once."""


@lru_cache(maxsize=1)
def _place_query() -> tuple[str, tuple[str, ...]]:
    """The read of `quick_place` as SQL: compiling it each time costs more than all the rest of a save."""
    query = Respondent.objects.filter(
        granted(ANYONE, "respond", "assessment__scope"),
        assessment__quick_visitor__key_hash=ANYONE.key_hash,
        visitor__key_hash=ANYONE.key_hash,
    ).values_list(
        "assessment_id",
        "assessment__public_id",
        "assessment__scope_id",
        "assessment__checklist__digest",
        "id",
        "assessment__services__id",
        "assessment__services__team_id",
    )
    return query.query.sql_with_params()


def quick_place(visitor: VisitorKey | None) -> Place | None:
    """The one-service assessment this browser is at, access checked, in one read; None if there is none."""
    if visitor is None:
        return None
    sql, wanted = _place_query()
    with connection.cursor() as cursor:
        cursor.execute(sql, [visitor.key_hash if one == ANYONE.key_hash else one for one in wanted])
        row = cursor.fetchone()
    return Place(*row) if row else None


def service_at(place: Place) -> Service:
    """The service with its team and assessment, in one read."""
    return Service.objects.select_related("team", "assessment").get(id=place.service_id)


def kept_answers(place: Place) -> dict[str, Kept]:
    """What this respondent has said, by key (`scorecard.<id>` for the team's dimensions)."""
    rows = CurrentAnswer.objects.filter(respondent_id=place.respondent_id).values_list(
        "team_id", "statement", "value", "reason", "note", "seq", "made_at"
    )
    return {
        statement if team is None else SCORECARD + statement: Kept(Draft(value, reason, note), seq, made_at)
        for team, statement, value, reason, note, seq, made_at in rows
    }


def _answer(draft: Draft) -> Answer | None:
    if draft.value == "na":
        return Answer(na=draft.reason, note=draft.note)
    if draft.value == "unsure" or (draft.value == "none" and draft.note):
        return Answer(level="unsure", note=draft.note)  # a note without an answer is kept: still open either way
    return None if draft.value == "none" else Answer(level=int(draft.value), note=draft.note)


def _answers(kept: Mapping[str, Kept], *, of_team: bool) -> dict[str, Answer]:
    found = {}
    for key, one in kept.items():
        answer = _answer(one.draft)
        if key.startswith(SCORECARD) is of_team and answer is not None:
            found[key.removeprefix(SCORECARD)] = answer
    return found


def answers_file_of(service: Service, kept: Mapping[str, Kept]) -> AnswersFile:
    """An assessment of one service and one respondent as the value that an answers file holds."""
    team, assessment = service.team, service.assessment
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=assessment.checklist.slug,
        platform=assessment.title,
        weights=assessment.weights,
        teams=[Team(name=team.name, raw_owners=team.raw_owners, scorecard=_answers(kept, of_team=True))],
        services=[
            ServiceAnswers(
                name=service.name,
                team=team.name,
                kind=service.kind or None,
                description=service.description,
                intended=service.intended or None,  # type: ignore[arg-type]  # the database holds no other
                latency_budget_ms=service.latency_budget_ms,
                downstream_ms=service.downstream_ms,
                boundary=service.boundary,
                versions=service.versions,
                answers=_answers(kept, of_team=False),
            )
        ],
    )
