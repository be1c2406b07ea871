"""The public way into the engine: a checklist and an answers file in, the whole recommendation out."""

from collections.abc import Mapping

from advisor.checklist.answers import Answer, AnswersFile, Service
from advisor.checklist.model import Checklist
from advisor.engine import ENGINE_VERSION
from advisor.engine.hearing import heard
from advisor.engine.platform import recommend_platform
from advisor.engine.recommendation import GivenLevel, Recommendation, ServiceRecommendation, StatementState
from advisor.engine.rules import SCORECARD, Rules, compile_rules
from advisor.engine.service import Identity, recommend_service, respondent_verdict

States = dict[str, StatementState]


def recommend(checklist: Checklist, answers: AnswersFile, *, trust: bool = True) -> Recommendation:
    """The recommendation for every service of an answers file, in its order, and for the platform.

    The answers file must have been read against this checklist (`read_answers`): its ids are trusted here. Without
    `trust` it leaves out robustness, flips, weight flips and strength: enough for a page beside the questions."""
    rules = compile_rules(checklist, answers.weights)
    services = tuple(_recommend(rules, answers, service, trust=trust) for service in answers.services)
    owners = {team.name: team.raw_owners for team in answers.teams}
    return Recommendation(ENGINE_VERSION, services, recommend_platform(rules, services, owners))


def _recommend(rules: Rules, answers: AnswersFile, service: Service, *, trust: bool) -> ServiceRecommendation:
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
    identity = Identity(service.name, service.team, service.kind)
    return recommend_service(rules, identity, states, respondents, with_trust=trust)


def _given(answers: AnswersFile, service: Service) -> dict[str, list[GivenLevel]]:
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


def _settled(answers: AnswersFile, service: Service) -> dict[str, tuple[int, str]]:
    """Settled levels of this service and of its team's scorecard, by statement id."""
    found: dict[str, tuple[int, str]] = {}
    for entry in answers.settled:
        if entry.service == service.name:
            found[entry.statement] = (entry.level, entry.reason)
        elif entry.team == service.team:
            found[SCORECARD + entry.statement] = (entry.level, entry.reason)
    return found
