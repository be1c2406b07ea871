"""How many statements are answered of each service and each team.

In: a respondent, or an answers file as somebody may see it. Out: counts by id. Must not know: who asks.
"""

from collections import Counter

from advisor.assessments.models import CurrentAnswer, OwningTeam, Respondent, Service
from advisor.checklist.answers import AnswersFile

Counts = tuple[Counter[int], Counter[int]]
"""How many statements are answered of each service and of each team."""


def own_counts(mine: Respondent) -> Counts:
    """How far a respondent is."""
    rows = CurrentAnswer.objects.filter(respondent_id=mine.id).exclude(value="none")
    answers = list(rows.values_list("service_id", "team_id"))
    of_service = Counter(service for service, _ in answers if service is not None)
    return of_service, Counter(team for _, team in answers if team is not None)


def seen_counts(file: AnswersFile | None, services: list[Service], teams: list[OwningTeam]) -> Counts:
    """For whoever does not answer: what they may see."""
    if file is None:
        return Counter(), Counter()
    by_service, by_team = answered_in(file)
    return (
        Counter({row.id: by_service[row.name] for row in services if row.removed_at is None}),
        Counter({row.id: by_team[row.name] for row in teams if row.removed_at is None}),
    )


def answered_in(file: AnswersFile) -> tuple[Counter[str], Counter[str]]:
    """How many statements of each service and each team are answered in a file; what two answered is one."""
    of_service: dict[str, set[str]] = {one.name: set(one.answers) for one in file.services}
    of_team: dict[str, set[str]] = {one.name: set(one.scorecard) for one in file.teams}
    for person in file.respondents:
        for name, answers in person.services.items():
            of_service[name] |= set(answers)
        for name, answers in person.teams.items():
            of_team[name] |= set(answers)
    return (
        Counter({name: len(ids) for name, ids in of_service.items()}),
        Counter({name: len(ids) for name, ids in of_team.items()}),
    )
