"""The hiring plan: whom the platform needs, made from what is built raw and from the teams' scorecards.

In: the checklist's words, the answers file with whom it names, the recommendation. Out: a `HiringPlan`. Must not know:
where it is shown, what a dimension is called: remedies go by its role. An open line of a scorecard is never low.
"""

from collections.abc import Iterator, Sequence

from advisor.checklist.answers import AnswersFile
from advisor.checklist.decision import Ownership, Staffing
from advisor.checklist.hiring import Remedy
from advisor.engine.recommendation import RAW_VERDICTS, Recommendation, ServiceRecommendation
from advisor.record.model.staffing import ConcernLine, GapLine, HiringPlan, OwnerLine, RemedyLine
from advisor.record.model.vocabulary import SCORECARD, Vocabulary, listed, quoted, some
from advisor.record.numbers import day_in_words, plural

NOBODY = Ownership(service="-")


def hiring_plan(words: Vocabulary, answers: AnswersFile, recommendation: Recommendation) -> HiringPlan:
    """The plan as far as it is filled in. A choice that was made goes before the verdict."""
    hiring, staffing = words.checklist.hiring, answers.decision.staffing if answers.decision else Staffing()
    owners = tuple(_owners(words, answers, recommendation, staffing))
    gaps = tuple(_gaps(words, answers, owners))
    owned = {one.concern: one.owner for one in staffing.concerns}
    concerns = tuple(ConcernLine(one.id, one.title, one.text, owned.get(one.id, "")) for one in hiring.concerns)
    remedies = tuple(_remedies(words, recommendation.services))
    return HiringPlan(
        items=tuple(hiring.plan),
        summary=tuple(_summary(words, owners, gaps, concerns, staffing)),
        owners=owners,
        gaps=gaps,
        maintainers=tuple(staffing.maintainers),
        rota=staffing.rota or "",
        conventions=tuple(one for one in hiring.conventions if owners or not one.raw),
        areas=tuple(one for one in hiring.areas if owners or not one.raw_track),
        raw_track=bool(owners),
        concerns=concerns,
        remedies=remedies,
        by=staffing.by,
    )


def _owners(
    words: Vocabulary, answers: AnswersFile, recommendation: Recommendation, staffing: Staffing
) -> Iterator[OwnerLine]:
    named = {one.service: one for one in staffing.owners}
    for service in recommendation.services:
        choice = answers.decision.choice_of(service.name) if answers.decision else None
        built = choice.choice if choice else service.verdict
        if built in RAW_VERDICTS:
            one = named.get(service.name, NOBODY)
            parts = {"an owner": one.owner, "a backup": one.backup, "a limit of scope": one.scope}
            lacks = listed([what for what, given in parts.items() if not given])
            yield OwnerLine(
                service=service.name,
                team=service.team,
                key=built,
                built=words.verdict(built),
                owner=one.owner or "",
                backup=one.backup or "",
                scope=one.scope or "",
                lacks=lacks,
            )


def owners_needed(services: int) -> int:
    """How many owners so many raw or split services of one team take: each backs another, and one needs a backup too.

    >>> [owners_needed(services) for services in (0, 1, 2, 5)]
    [0, 2, 2, 5]
    """
    return max(services, 2) if services else 0


def _gaps(words: Vocabulary, answers: AnswersFile, owners: Sequence[OwnerLine]) -> Iterator[GapLine]:
    for team in answers.teams:
        services = sum(line.team == team.name for line in owners)
        needed, there = owners_needed(services), team.raw_owners
        if not services:
            continue
        people = "an owner and a backup" if services == 1 else f"{needed} owners"
        takes = f"{team.name}: {plural(services, 'service')} on {words.raw}, which takes {people}"
        if there is None:
            sentence = f"{takes}; how many people could own one was not stated."
        elif there < needed:
            sentence = f"{takes}; the team has {there or 'none'}: {needed - there} to hire or train."
        else:
            sentence = f"{takes}; the team has {there}."
        yield GapLine(team.name, services, needed, there, sentence)


def _remedies(words: Vocabulary, services: Sequence[ServiceRecommendation]) -> Iterator[RemedyLine]:
    """What is due, in the checklist's order, with each team where the line is that low."""
    teams = {service.team: service for service in services}
    for remedy in words.checklist.hiring.remedies:
        low = [(team, why) for team, service in teams.items() if (why := _low(words, remedy, service))]
        if low:
            yield RemedyLine(
                remedy.id, remedy.title, remedy.text, tuple(why for _, why in low), tuple(team for team, _ in low)
            )


def _low(words: Vocabulary, remedy: Remedy, service: ServiceRecommendation) -> str:
    """Why a remedy is due for the team of a service; empty where it is not."""
    for dimension in words.checklist.scorecard.dimensions:
        key = SCORECARD + dimension.id
        level = service.statements[key].level if dimension.role == remedy.role else None
        if level is not None and level <= remedy.at_most:
            return f"{service.team}: {quoted(dimension.text)} is at {level} of 4, {quoted(dimension.levels[level])}."
    return ""


def _summary(
    words: Vocabulary,
    owners: Sequence[OwnerLine],
    gaps: Sequence[GapLine],
    concerns: Sequence[ConcernLine],
    staffing: Staffing,
) -> Iterator[str]:
    if not owners:
        yield f"No service is on {words.raw}, so no low-level owner is needed."
    yield from (gap.sentence for gap in gaps if gap.missing or gap.missing is None)
    bare = [line.service for line in owners if not line.owner]
    alone = [line.service for line in owners if line.owner and not line.backup]
    if bare:
        yield f"Nobody is named as the owner of {some(bare)}."
    if alone:
        yield f"{some(alone)} {'has' if len(alone) == 1 else 'have'} an owner but no backup."
    if not staffing.maintainers:
        yield "Nobody is named to maintain the shared API layer."
    blank = [line.title for line in concerns if not line.owner]
    if blank:
        yield f"{len(blank)} of {plural(len(concerns), 'concern')} {'has' if len(blank) == 1 else 'have'} no owner."
    yield f"All of this must be in place by {day_in_words(staffing.by)}." if staffing.by else "No date yet."
