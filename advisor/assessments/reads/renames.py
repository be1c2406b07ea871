"""Answers that were kept earlier, under the names that services, teams and people have today.

In: an assessment, a moment, an answers file of then. Out: the file, with what was called otherwise under its name of
now. Must not know: what the file is compared with. Two things that would share a name keep the ones they had.
"""

from collections.abc import Iterable
from datetime import datetime

from advisor.assessments.models import Assessment, AuditEvent
from advisor.checklist.answers import AnswersFile, RespondentAnswers

RENAMING = {
    "service details changed": "service",
    "team details changed": "team",
    "respondent renamed": "respondent",
}
"""What the audit calls a new name, and of what."""


class Names(dict[str, str]):
    """What each thing of a kind is called now, by its name of then."""

    def __missing__(self, name: str) -> str:
        return name

    def rename(self, old: str, new: str) -> None:
        for then, now in self.items():
            if now == old:
                self[then] = new
                return

    def all(self, names: Iterable[str]) -> list[str]:
        return [self[name] for name in names]


def names_of(file: AnswersFile) -> dict[str, Names]:
    """Every name in a file, as its own."""
    return {
        "service": Names((one.name, one.name) for one in file.services),
        "team": Names((one.name, one.name) for one in file.teams),
        "respondent": Names((one.name, one.name) for one in file.respondents),
    }


def with_names_of_now(file: AnswersFile, assessment: Assessment, since: datetime) -> AnswersFile:
    """The file of a moment, with the names of now."""
    names = names_of(file)
    events = AuditEvent.objects.filter(scope_id=assessment.scope_id, action__in=RENAMING, made_at__gte=since)
    for action, detail in events.order_by("id").values_list("action", "detail"):
        old, new = (_name(detail.get(end)) for end in ("from", "to"))
        if old and new:
            names[RENAMING[action]].rename(old, new)
    kinds = [one if len(set(one.values())) == len(one) else Names() for one in names.values()]
    return _renamed(file, *kinds) if any(then != now for one in kinds for then, now in one.items()) else file


def _name(end: object) -> str:
    """A person's name stands alone, that of a service or a team among its details."""
    name = end.get("name", "") if isinstance(end, dict) else end
    return name if isinstance(name, str) else ""


def _renamed(file: AnswersFile, services: Names, teams: Names, people: Names) -> AnswersFile:
    def person(one: RespondentAnswers) -> RespondentAnswers:
        own = {services[name]: answers for name, answers in one.services.items()}
        scorecards = {teams[name]: answers for name, answers in one.teams.items()}
        return one.model_copy(update={"name": people[one.name], "services": own, "teams": scorecards})

    return file.model_copy(
        update={
            "teams": [one.model_copy(update={"name": teams[one.name]}) for one in file.teams],
            "services": [
                one.model_copy(update={"name": services[one.name], "team": teams[one.team]}) for one in file.services
            ],
            "respondents": [person(one) for one in file.respondents],
            "settled": [
                one.model_copy(
                    update={"service": one.service and services[one.service], "team": one.team and teams[one.team]}
                )
                for one in file.settled
            ],
            "answered_checks": [
                one.model_copy(update={"services": services.all(one.services)}) for one in file.answered_checks
            ],
        }
    )
