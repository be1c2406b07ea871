"""Reads of answers. Whoever asks was let in before: by an answer target, or by opening the assessment.

`assembled` makes the one value that engine, record and downloads start from; `visible.answers_seen` decides what is in
it.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from django.db.models import QuerySet

from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import NO_EVIDENCE, SCORECARD, Draft, EvidenceDraft, StoredAnswer, day_of
from advisor.assessments.lru import ContentKey
from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Respondent, RoundAnswer, Service
from advisor.assessments.models.asked import NOBODY
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, Raw, compiled, fetched, objects_of, values_of
from advisor.checklist import answers as file
from advisor.checklist.answer import Answer, Answers, Evidence
from advisor.checklist.answers import AnswersFile, RespondentAnswers
from advisor.checklist.measurement import Measurement
from advisor.checklist.service import SERVICE_DETAILS, Benchmark, ServiceEntry
from advisor.record.model.answer_numbers import Counted

_WORDS = ("statement", "value", "reason", "note", "evidence_kind", "evidence_url", "evidence_expires")
_ANSWER_COLUMNS = (*_WORDS, "seq", "made_at")


def stored_evidence(kind: str, url: str, expires: date | None) -> EvidenceDraft:
    """Evidence from its columns."""
    return EvidenceDraft(kind, url, expires.isoformat() if expires else "") if kind else NO_EVIDENCE


def _stored_answer(
    value: str, reason: str, note: str, kind: str, url: str, expires: date | None, seq: int, made_at: datetime
) -> StoredAnswer:
    return StoredAnswer(Draft(value, reason, note, stored_evidence(kind, url, expires)), seq, made_at)


def own_answers(target: AnswerTarget) -> dict[str, StoredAnswer]:
    """What this respondent has said here, by key (`scorecard.<id>` for the team's dimensions)."""
    read = _own()
    own = {RESPONDENT: target.respondent_id, SERVICE: target.service_id, TEAM: target.team_id}
    rows = values_of(read, fetched(read, own))
    return {
        statement if team is None else SCORECARD + statement: _stored_answer(*rest) for team, statement, *rest in rows
    }


RESPONDENT, SERVICE, TEAM = -1, -2, -3
"""Stand where the ids of what is read go."""


@lru_cache(maxsize=1)
def _own() -> Compiled:
    """The read of `own_answers` as SQL."""
    answers = CurrentAnswer.objects.filter(respondent_id=RESPONDENT)
    of_service = answers.filter(service_id=SERVICE).values_list("team_id", *_ANSWER_COLUMNS)
    return compiled(of_service.union(answers.filter(team_id=TEAM).values_list("team_id", *_ANSWER_COLUMNS), all=True))


def _evidence(given: EvidenceDraft) -> Evidence | None:
    if not given:
        return None
    return Evidence(kind=given.kind, url=given.url or None, expires=day_of(given))  # type: ignore[arg-type]


def _answer(draft: Draft) -> Answer | None:
    evidence = _evidence(draft.evidence)
    if draft.value == "na":
        return Answer(na=draft.reason, note=draft.note, evidence=evidence)
    if draft.value == "none" and not draft.note and not evidence:
        return None
    if draft.value in ("unsure", "none"):
        # a note without an answer is kept: still open either way
        return Answer(level="unsure", note=draft.note, evidence=evidence)
    return Answer(level=int(draft.value), note=draft.note, evidence=evidence)


def _answers(stored: Mapping[str, StoredAnswer], *, of_team: bool) -> Answers:
    answers = {}
    for key, one in stored.items():
        answer = _answer(one.draft)
        if key.startswith(SCORECARD) is of_team and answer is not None:
            answers[key.removeprefix(SCORECARD)] = answer
    return answers


About = tuple[str, str, tuple[tuple[str, int], ...]]
"""What a file takes from the assessment itself: its checklist's name, its title, its weights."""


def _about(assessment: Assessment) -> About:
    return assessment.checklist.slug, assessment.title, tuple(assessment.weights.items())


def _file(about: About, teams: Iterable[file.Team], services: Iterable[ServiceEntry], **more: object) -> AnswersFile:
    checklist, title, weights = about
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist,
        platform=title,
        weights=dict(weights),
        teams=list(teams),
        services=list(services),
        **more,  # type: ignore[arg-type]
    )


def _team(team: OwningTeam, scorecard: Answers) -> file.Team:
    return file.Team(name=team.name, raw_owners=team.raw_owners, scorecard=scorecard)


def _service(service: Service, team: OwningTeam, answers: Answers) -> ServiceEntry:
    columns = {name: value for name in SERVICE_DETAILS if (value := getattr(service, name)) not in ("", None)}
    columns["framework"] = dict(sorted(service.framework.items()))  # the databases keep keys in orders of their own
    columns["benchmarks"] = [Benchmark.model_validate_json(one) for one in map(json.dumps, service.benchmarks)]
    columns["measurements"] = [Measurement.model_validate_json(one) for one in map(json.dumps, service.measurements)]
    return ServiceEntry(name=service.name, team=team.name, kind=service.kind or None, answers=answers, **columns)


def service_answers(service: Service, stored: Mapping[str, StoredAnswer]) -> AnswersFile:
    """One service as one respondent sees it, as the value that an answers file holds."""
    team = _team(service.team, _answers(stored, of_team=True))
    return _file(_about(service.assessment), [team], [_service(service, service.team, _answers(stored, of_team=False))])


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """The services and the teams of an assessment, in their order, by id; nobody may change them."""

    services: Mapping[int, Service]
    teams: Mapping[int, OwningTeam]


SubjectKey = tuple[int | None, int | None]
"""(a service's id, None) or (None, a team's id)."""
AnswersByRespondent = dict[int, dict[SubjectKey, Answers]]
"""What each respondent said, by respondent and by service or team."""
Numbers = dict[tuple[int, SubjectKey, str], int]
"""Which event each answer is: by respondent, subject and statement."""


@lru_cache(maxsize=1)
def _services() -> Compiled:
    return compiled(Service.objects.filter(assessment_id=ASSESSMENT).order_by("position", "id"))


@lru_cache(maxsize=1)
def _teams() -> Compiled:
    return compiled(OwningTeam.objects.filter(assessment_id=ASSESSMENT).order_by("position", "id"))


@lru_cache(maxsize=1)
def _people() -> Compiled:
    return compiled(Respondent.objects.filter(assessment_id=ASSESSMENT).order_by("id").values_list("id", "name"))


def rows_of(assessment: Assessment, *, team_slug: str = "") -> Rows:
    """The present services and teams, in two reads; with `team_slug` only that team and its services."""
    at: dict[str | int, str | int] = {ASSESSMENT: assessment.id}
    return _rows(fetched(_services(), at), fetched(_teams(), at), team_slug)


@lru_cache(maxsize=64)
def _rows(services: Raw, teams: Raw, team_slug: str) -> Rows:
    """The rows as objects: the same ones for as long as nothing in them changes."""
    made = {row.id: row for row in objects_of(OwningTeam, _teams(), teams) if team_slug in ("", row.slug)}
    below = objects_of(Service, _services(), services)
    return Rows({row.id: row for row in below if not team_slug or row.team_id in made}, made)


def answers_file_of(
    assessment: Assessment, *, team_slug: str = "", respondents: Collection[int] | None = None
) -> AnswersFile | None:
    """A whole assessment as the value that an answers file holds, whoever may see it; None while it has no service.

    What a person may see is made by `visible.answers_seen`. Four reads, however many services, teams and respondents
    there are; its checklist's row must be loaded. With `team_slug` only that team and its services, with `respondents`
    only what these said."""
    rows = rows_of(assessment, team_slug=team_slug)
    if not rows.services:
        return None
    current = CurrentAnswer.objects.filter(respondent__assessment_id=assessment.id)
    return assembled(
        assessment, rows, answers_in(current if respondents is None else current.filter(respondent_id__in=respondents))
    )


def assembled(
    assessment: Assessment,
    rows: Rows,
    by_respondent: AnswersByRespondent,
    *,
    settled: Sequence[file.Settled] = (),
    answered_checks: Sequence[file.AnsweredCheck] = (),
) -> AnswersFile:
    """The answers file of what was said: of one respondent in `answers` and `scorecard`, of several under
    `respondents`. One read, of their names; the same file as before where it is made from the same."""
    answers_of_each = tuple(
        (who, key, ContentKey(answers)) for who, of in by_respondent.items() for key, answers in of.items()
    )
    names = tuple(_names(assessment, by_respondent).items())
    known = tuple(one.model_dump_json() for one in answered_checks)
    return _assembled(
        _about(assessment), ContentKey(rows), tuple(by_respondent), answers_of_each, names, tuple(settled), known
    )


@lru_cache(maxsize=64)
def _assembled(
    about: About,
    same: ContentKey[Rows],
    people: tuple[int, ...],
    answers_of_each: tuple[tuple[int, SubjectKey, ContentKey[Answers]], ...],
    names: tuple[tuple[int, str], ...],
    settled: tuple[file.Settled, ...],
    known: tuple[str, ...],
) -> AnswersFile:
    by_respondent: AnswersByRespondent = {who: {} for who in people}
    for who, key, answers in answers_of_each:
        by_respondent[who][key] = answers.value
    alone = next(iter(by_respondent.values())) if len(by_respondent) == 1 else {}
    teams, services = same.value.teams, same.value.services
    return _file(
        about,
        [_team(row, alone.get((None, row.id), {})) for row in teams.values()],
        [_service(row, teams[row.team_id], alone.get((row.id, None), {})) for row in services.values()],
        respondents=[
            RespondentAnswers(
                name=name,
                teams={row.name: own for row in teams.values() if (own := by_respondent[id_].get((None, row.id)))},
                services={
                    row.name: own for row in services.values() if (own := by_respondent[id_].get((row.id, None)))
                },
            )
            for id_, name in names
        ]
        if len(by_respondent) > 1
        else [],
        settled=list(settled),
        answered_checks=[file.AnsweredCheck.model_validate_json(one) for one in known],
    )


def answers_in(
    rows: QuerySet[CurrentAnswer] | QuerySet[RoundAnswer], numbers: Numbers | None = None
) -> AnswersByRespondent:
    """What each respondent said, from rows of answers, in one read; fills in `numbers`, where they are wanted."""
    by_respondent: AnswersByRespondent = {}
    values = rows.order_by("id").values_list("respondent_id", "service_id", "team_id", "seq", *_WORDS)
    for who, service, team, seq, statement, value, reason, note, kind, url, expires in values:
        if numbers is not None:
            numbers[who, (service, team), statement] = seq
        answer = _answer(Draft(value, reason, note, stored_evidence(kind, url, expires)))
        if answer is not None:
            by_respondent.setdefault(who, {}).setdefault((service, team), {})[statement] = answer
    return by_respondent


def sequence_of(assessment: Assessment, rows: Rows, answers: AnswersByRespondent, numbers: Numbers) -> list[Counted]:
    """The number of every answer that `assembled` put into a file, by the names in it, and whose came with a file. Two
    reads, of people."""
    names = _names(assessment, answers) if len(answers) > 1 else {}
    away = Respondent.objects.filter(assessment_id=assessment.id, visitor=None).exclude(name__startswith=NOBODY)
    restored = set(away.values_list("id", flat=True))
    return [
        Counted(
            respondent=names.get(who, ""),
            from_file=who in restored,
            teams={
                row.name: {key: numbers[who, (None, row.id), key] for key in own[None, row.id]}
                for row in rows.teams.values()
                if (None, row.id) in own
            },
            services={
                row.name: {key: numbers[who, (row.id, None), key] for key in own[row.id, None]}
                for row in rows.services.values()
                if (row.id, None) in own
            },
        )
        for who, own in answers.items()
    ]


def _names(assessment: Assessment, answers: AnswersByRespondent) -> dict[int, str]:
    """What those who said something are called in a file, first come first."""
    return _told_apart({who: name for who, name in fetched(_people(), {ASSESSMENT: assessment.id}) if who in answers})


def _told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """Respondents of the same name get numbers: a file names each once."""
    taken: set[str] = set()
    distinct = {}
    for id_, name in names.items():
        unlike, count = name, 1
        while unlike in taken:
            count += 1
            unlike = f"{name[:290]} ({count})"
        taken.add(unlike)
        distinct[id_] = unlike
    return distinct
