"""Joining an assessment: whoever may answer says under which name.

In: an assessment that was opened with the role to answer. Out: a respondent, audited. Must not know: HTTP. Joining
twice, in two tabs or from another device of the same person, is joining once.
"""

from collections.abc import Collection

from django.db import transaction

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.create import TooManyError
from advisor.assessments.audit import audit
from advisor.assessments.deciders import check_name, deciders_of, own_deciders
from advisor.assessments.lock import lock
from advisor.assessments.models import Respondent
from advisor.checklist.text import alike, likeness, likenesses
from advisor.sharing.services import know_visitor

LONGEST_NAME = 300
MOST_PEOPLE = 500
"""So many join: pages list them all, and an answers file takes twice as many."""


def name_unlike(name: str, taken: Collection[str]) -> str:
    """The name, or with a number that tells it from those that are taken.

    >>> name_unlike("ben", ["Ada", "Ben", "Ben (2)"])
    'ben (3)'
    """
    there = frozenset().union(*map(likenesses, taken))
    unlike, count = name, 1
    while not likenesses(unlike).isdisjoint(there):
        count += 1
        ending = f" ({count})"
        unlike = name[: LONGEST_NAME - len(ending)] + ending
    return unlike


def namesake(opened: Opened, name: str) -> str:
    """Who else answers here under this name, or one that looks like it; empty where nobody does."""
    mine = respondent_of(opened)
    names = Respondent.objects.filter(assessment_id=opened.assessment.id).order_by("id").values_list("id", "name")
    others = (one for id_, one in names if mine is None or id_ != mine.id)
    return next((one for one in others if likeness(name) and alike(one, name)), "")


def check_room(people: int) -> None:
    """Raises TooManyError where as many people answer as one assessment takes."""
    if people >= MOST_PEOPLE:
        raise TooManyError("people who answer", MOST_PEOPLE, "Ask whoever runs it for another one.")


@transaction.atomic
def join(*, opened: Opened, name: str) -> Respondent:
    """The respondent as whom this browser answers, new or with a new name; without a name "Respondent 3".

    DecidersError: the name is a decider's who is somebody else."""
    assessment = opened.assessment
    lock(assessment)
    mine = respondent_of(opened)
    name = name if likeness(name) else ""
    deciders = deciders_of(assessment)
    own = own_deciders(opened, deciders)
    if name:
        check_name(name, mine, deciders, own)
    names = Respondent.objects.filter(assessment_id=assessment.id).values_list("id", "name")
    taken = [one for id_, one in names if mine is None or id_ != mine.id]
    others = len(taken)
    taken += [row.name for row in deciders if row not in own]
    who = know_visitor(key=opened.visitor)
    if mine is None:
        check_room(others)
        name = name_unlike(name or f"Respondent {others + 1}", taken)
        mine = Respondent.objects.create(assessment=assessment, visitor=who, name=name)
        audit(scope_id=assessment.scope_id, visitor=who, action="respondent joined", detail={"respondent": mine.id})
    elif name and mine.name != (name := name_unlike(name, taken)):
        detail = {"respondent": mine.id, "from": mine.name, "to": name}
        Respondent.objects.filter(id=mine.id).update(name=name)
        audit(scope_id=assessment.scope_id, visitor=who, action="respondent renamed", detail=detail)
        mine.name = name
    return mine
