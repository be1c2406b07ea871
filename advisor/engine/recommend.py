"""The public way into the engine: a checklist and an answers file in, the whole recommendation out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnsweredCheck, AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.engine import ENGINE_VERSION
from advisor.engine.aggregate import heard
from advisor.engine.compilation import compile_rules
from advisor.engine.platform import recommend_platform
from advisor.engine.recommendation import Finding, GivenLevel, Recommendation, ServiceRecommendation
from advisor.engine.rules import SCORECARD, Rules
from advisor.engine.service import recommend_service, respondent_verdict


def recommend(
    checklist: Checklist, answers: AnswersFile, *, trust: bool = True, as_of: date | None = None
) -> Recommendation:
    """The recommendation for every service of an answers file, in its order, and for the platform.

    The answers file must have been read against this checklist (`read_answers`): its ids are trusted here. Without
    `trust` it leaves out robustness, flips, weight flips and strength: enough for a page beside the questions. `as_of`
    is the day on which versions are looked at; without one they are not."""
    rules = compile_rules(checklist, answers.weights)
    services = [_recommend(rules, answers, service, trust=trust, as_of=as_of) for service in answers.services]
    return together(rules, answers, services)


def together(rules: Rules, answers: AnswersFile, services: Sequence[ServiceRecommendation]) -> Recommendation:
    """The whole recommendation from those of all services, in the order of the file, wherever each was made."""
    owners = {team.name: team.raw_owners for team in answers.teams}
    platform = recommend_platform(rules, services, owners, answers.services)
    if answers.answered_checks:
        services = [replace(service, checks=_answered(answers, service.checks)) for service in services]
        platform = replace(platform, checks=_answered(answers, platform.checks))
    return Recommendation(ENGINE_VERSION, tuple(services), platform)


def _answered(answers: AnswersFile, findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings with the team's answers to them. An answer given for some services leaves open what is found on
    another one as well."""
    return tuple(
        replace(finding, because=known.because, by=known.by or "", on=known.on, answered_for=tuple(known.services))
        if (known := next((one for one in answers.answered_checks if _covers(one, finding)), None))
        else finding
        for finding in findings
    )


def _covers(answered: AnsweredCheck, finding: Finding) -> bool:
    return answered.check == finding.check and set(finding.services) <= set(answered.services)


def _recommend(
    rules: Rules, answers: AnswersFile, service: ServiceEntry, *, trust: bool, as_of: date | None
) -> ServiceRecommendation:
    everyone = _given(answers, service)
    settled = _settled(answers, service)
    states = {key: heard(key, everyone.get(key, ()), settled.get(key)) for key in rules.ids}
    respondents = []
    for person in answers.respondents:
        if service.name not in person.services:
            continue
        own = {key: [g for g in given if g.respondent == person.name] for key, given in everyone.items()}
        alone = {key: heard(key, own.get(key, ())) for key in rules.ids}
        respondents.append(respondent_verdict(rules, person.name, alone))
    return recommend_service(rules, service, states, respondents, with_trust=trust, as_of=as_of)


def _given(answers: AnswersFile, service: ServiceEntry) -> dict[str, list[GivenLevel]]:
    """What everybody said, by statement id (the scorecard's with their prefix)."""
    team = next(team for team in answers.teams if team.name == service.team)
    voices: list[tuple[str, Mapping[str, Answer], Mapping[str, Answer]]] = [
        (person.name, person.services.get(service.name, {}), person.teams.get(service.team, {}))
        for person in answers.respondents
    ] or [("", service.answers, team.scorecard)]
    given: dict[str, list[GivenLevel]] = {}
    for name, own, scorecard in voices:
        for key, answer in own.items():
            given.setdefault(key, []).append(_given_level(name, answer))
        for key, answer in scorecard.items():
            given.setdefault(SCORECARD + key, []).append(_given_level(name, answer))
    return given


def _given_level(name: str, answer: Answer) -> GivenLevel:
    level = answer.level if isinstance(answer.level, int) else None
    return GivenLevel(name, level, na=answer.na, note=answer.note)


def _settled(answers: AnswersFile, service: ServiceEntry) -> dict[str, tuple[int, str]]:
    """Settled levels of this service and of its team's scorecard, by statement id."""
    by_key: dict[str, tuple[int, str]] = {}
    for entry in answers.settled:
        if entry.service == service.name:
            by_key[entry.statement] = (entry.level, entry.reason)
        elif entry.team == service.team:
            by_key[SCORECARD + entry.statement] = (entry.level, entry.reason)
    return by_key
