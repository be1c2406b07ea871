"""The names under which somebody answered and decided, taken away where others go on with what they said.

In: a visitor. Out: rows without the name; the records that keep it, because what was signed off is frozen. Must not
know: HTTP. What others wrote about somebody in their own words is theirs, and stays.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from advisor.assessments.actions.join import name_unlike
from advisor.assessments.models import Assessment, AuditEvent, CheckAnswer, Decider, Respondent
from advisor.assessments.models.asked import NOBODY
from advisor.decisions.models import Decision, Position, Record
from advisor.sharing.models import Grant, Visitor

PERSON = {"who", "by", "decider", "deciders", "consulted", "informed", "owner", "persons"}
"""Under these a history entry or a decision in the making names people."""


def deciders_like(who: Visitor) -> "list[Decider]":
    """The deciders that they are: as the respondent, or by a link that was made for one."""
    links = Grant.objects.filter(visitor=who, link__isnull=False).values("link_id")
    return list(Decider.objects.filter(Q(respondent__visitor=who) | Q(link_id__in=links)).order_by("id"))


def records_that_name(who: Visitor, *, but: Iterable[Record]) -> tuple[Record, ...]:
    """Records of assessments they were in, in whose frozen text one of their names stands."""
    mine = Respondent.objects.filter(visitor=who).values_list("assessment__scope_id", "name")
    names = {*mine, *((one.assessment.scope_id, one.name) for one in deciders_like(who))}
    gone = {one.id for one in but}
    records = {
        record.id: record
        for scope_id, name in sorted(names)
        for record in Record.objects.filter(origin_id=scope_id, content__contains=json.dumps(name, ensure_ascii=False))
        if record.id not in gone
    }
    return tuple(records.values())


def take_name_away(who: Visitor) -> list[Assessment]:
    """What they said stays where others go on with it, under a name that is nobody's; the assessments they answered."""
    deciders = deciders_like(who)
    mine = list(Respondent.objects.filter(visitor=who).select_related("assessment"))
    for one in mine:
        name = _nobody(one.assessment_id, but=one.id)
        _rename(one.assessment, {one.name: name})
        CheckAnswer.objects.filter(respondent=one).update(by=name)
        Position.objects.filter(Q(by=one) | Q(decider__respondent=one), reported=False).update(who=name)
        Respondent.objects.filter(id=one.id).update(name=name, visitor=None)
        one.name = name
    for decider in deciders:
        answers = next((one for one in mine if one.id == decider.respondent_id), None)
        name = answers.name if answers else _nobody(decider.assessment_id)
        _rename(decider.assessment, {decider.name: name})
        Position.objects.filter(decider=decider, reported=False).update(who=name)
        Decider.objects.filter(id=decider.id).update(name=name)
    AuditEvent.objects.filter(visitor=who, action="respondent renamed").update(detail={"from": "", "to": ""})
    return [one.assessment for one in mine]


def _nobody(assessment_id: int, *, but: int = 0) -> str:
    """A name of nobody that nobody else there has."""
    names = list(Respondent.objects.filter(assessment_id=assessment_id).exclude(id=but).values_list("name", flat=True))
    deciders = Decider.objects.filter(assessment_id=assessment_id).values_list("name", flat=True)
    return name_unlike(NOBODY, [*names, *deciders])


def _rename(assessment: Assessment, names: Mapping[str, str]) -> None:
    """In the history and in the decision in the making."""
    for event in AuditEvent.objects.filter(scope_id=assessment.scope_id):
        if (detail := renamed(event.detail, names)) != event.detail:
            AuditEvent.objects.filter(id=event.id).update(detail=detail)
    for decision in Decision.objects.filter(assessment=assessment):
        if (content := renamed(decision.content, names)) != decision.content:
            Decision.objects.filter(id=decision.id).update(content=content)


def renamed(value: Any, names: Mapping[str, str], *, person: bool = False) -> Any:
    """The value with other names where it names people; a text that only contains a name is left alone.

    >>> renamed({"deciders": ["Ben", "Ada"], "good": ["Ben"], "persons": {"Ben": 3}}, {"Ben": "Somebody"})
    {'deciders': ['Somebody', 'Ada'], 'good': ['Ben'], 'persons': {'Somebody': 3}}
    """
    if isinstance(value, Mapping):
        return {
            names.get(key, key) if person else key: renamed(one, names, person=key in PERSON)
            for key, one in value.items()
        }
    if isinstance(value, list):
        return [renamed(one, names, person=person) for one in value]
    return names.get(value, value) if person and isinstance(value, str) else value
