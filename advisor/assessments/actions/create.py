"""Making an assessment of a platform: its services, its owning teams, and whoever answers first.

In: plain values, checked. Out: rows, audited. Must not know: HTTP. Slugs are unique in an assessment, `-2` appended,
and stay as they are when something gets another name.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify

from advisor.assessments.access import last_position
from advisor.assessments.audit import audit
from advisor.assessments.checklists import version_row
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment, AuditEvent, OwningTeam, Respondent, Service
from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.checklist.text import folded
from advisor.sharing.access import VisitorKey, granted, whose
from advisor.sharing.models import Visitor
from advisor.sharing.services import know_visitor, known, make_scope

MOST_SERVICES = 200
MOST_TEAMS = 50
LONGEST_SLUG = 60
TEAM_NAME = "Platform team"


class NameTakenError(AdvisorError):
    """Another service or team of the assessment has this name already."""

    def __init__(self, name: str) -> None:
        super().__init__(f"“{name}” already exists. Choose another name.")
        self.name = name


class TooManyError(AdvisorError):
    """More services, teams or people than one assessment takes."""

    def __init__(self, what: str, most: int, instead: str = "Remove some, or start a second assessment.") -> None:
        super().__init__(f"An assessment takes at most {most} {what}. {instead}")


@dataclass(frozen=True, slots=True)
class NewService:
    """A service to be made. `team` is an owning team's name, made if it is new; empty for the first team."""

    name: str
    kind: str = ""
    team: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    """Further columns of `Service`, such as `description`."""


def slug_of(name: str, taken: Collection[str], *, empty: str) -> str:
    """The part of an address that a name becomes, unlike all that are taken.

    >>> slug_of("Token Stream", {"token-stream", "token-stream-2"}, empty="service")
    'token-stream-3'
    """
    plain = re.sub(r"[^a-z0-9]+", "-", slugify(name)).strip("-")[:LONGEST_SLUG].strip("-") or empty
    slug, count = plain, 1
    while slug in taken:
        count += 1
        ending = f"-{count}"
        slug = plain[: LONGEST_SLUG - len(ending)].strip("-") + ending
    return slug


def team_name_for(title: str) -> str:
    """The owning team's name where nobody gave one.

    >>> team_name_for("Acme AI"), team_name_for("")
    ('Acme AI team', 'Platform team')
    """
    return f"{title} team" if title and len(title) <= 60 else TEAM_NAME


def form_key(visitor: VisitorKey, token: str) -> str:
    """What a form of this browser is known by: the same token from another browser is another form."""
    return hashlib.sha256(f"{visitor.key_hash} {token}".encode()).hexdigest()


def make_assessment(
    *,
    visitor: VisitorKey,
    checklist: Checklist,
    title: str,
    your_name: str,
    teams: Sequence[str],
    services: Sequence[NewService],
    token: str,
) -> tuple[Assessment, bool]:
    """A new assessment that the visitor owns and answers, and True; or the one this form made before, and False."""
    key = form_key(visitor, token)
    made = Assessment.objects.filter(form_key=key).first()
    if made is not None:
        return made, False
    try:
        with transaction.atomic():
            who = know_visitor(key=visitor)
            assessment = Assessment.objects.create(
                scope=make_scope(owner=who),
                checklist=version_row(checklist=checklist),
                title=title,
                opened_on=timezone.localdate(),
                form_key=key,
            )
            Respondent.objects.create(assessment=assessment, visitor=who, name=your_name)
            named = any(one.team for one in services)
            _insert_teams(assessment, list(teams) or ([] if named else [team_name_for(title)]))
            _insert_services(assessment, services)
            detail = {"kind": "platform", "services": len(services)}
            audit(scope_id=assessment.scope_id, visitor=who, action="assessment begun", detail=detail)
    except IntegrityError:
        # the same form, sent twice at the same moment: whoever came second finds what the first one made
        made = Assessment.objects.filter(form_key=key).first()
        if made is None:
            raise
        return made, False
    return assessment, True


def _insert_teams(assessment: Assessment, names: Iterable[str]) -> list[OwningTeam]:
    there = OwningTeam.everything.filter(assessment=assessment)
    taken = set(there.values_list("slug", flat=True))
    position = last_position(there)
    rows = []
    for name in names:
        position += 1
        slug = slug_of(name, taken, empty="team")
        taken.add(slug)
        rows.append(OwningTeam(assessment=assessment, name=name, slug=slug, position=position))
    if len(rows) + OwningTeam.objects.filter(assessment=assessment).count() > MOST_TEAMS:
        raise TooManyError("owning teams", MOST_TEAMS)
    return OwningTeam.objects.bulk_create(rows)


def _insert_services(assessment: Assessment, services: Sequence[NewService]) -> list[Service]:
    there = OwningTeam.objects.filter(assessment=assessment).order_by("position", "id")
    teams = {folded(team.name): team for team in there}
    new = {folded(one.team): one.team for one in reversed(services) if one.team and folded(one.team) not in teams}
    if services and not teams and not new:
        new = {"": team_name_for(assessment.title)}
    teams |= {folded(team.name): team for team in _insert_teams(assessment, list(new.values())[::-1])}
    first = next(iter(teams.values()), None)
    everything = Service.everything.filter(assessment=assessment)
    present = set(map(folded, Service.objects.filter(assessment=assessment).values_list("name", flat=True)))
    taken = set(everything.values_list("slug", flat=True))
    position = last_position(everything)
    rows = []
    for one in services:
        if folded(one.name) in present:
            raise NameTakenError(one.name)
        present.add(folded(one.name))
        position += 1
        slug = slug_of(one.name, taken, empty="service")
        taken.add(slug)
        team = teams.get(folded(one.team), first)
        assert team is not None
        rows.append(
            Service(
                assessment=assessment,
                team=team,
                name=one.name,
                slug=slug,
                position=position,
                kind=one.kind,
                **one.details,
            )
        )
    if len(present) > MOST_SERVICES:
        raise TooManyError("services", MOST_SERVICES)
    return Service.objects.bulk_create(rows)


@transaction.atomic
def add_services(
    *, assessment: Assessment, visitor: VisitorKey, services: Sequence[NewService], token: str = ""
) -> list[Service]:
    """Adds services at the end, and the owning teams that they name and that are not there yet.

    What a form with this token has added already is not added again."""
    lock(assessment)
    if token and added_before(assessment=assessment, visitor=visitor, token=token):
        return []
    rows = _insert_services(assessment, services)
    detail = {"services": [row.slug for row in rows], "form": form_key(visitor, token) if token else ""}
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="services added", detail=detail)
    return rows


def added_before(*, assessment: Assessment, visitor: VisitorKey, token: str) -> bool:
    """Whether this very form has added its services already: it was sent twice."""
    form = form_key(visitor, token)
    return AuditEvent.objects.filter(scope_id=assessment.scope_id, detail__form=form).exists()


@transaction.atomic
def add_team(*, assessment: Assessment, visitor: VisitorKey, name: str, raw_owners: int | None) -> OwningTeam:
    """Adds an owning team at the end."""
    lock(assessment)
    present = OwningTeam.objects.filter(assessment=assessment).values_list("name", flat=True)
    if folded(name) in set(map(folded, present)):
        raise NameTakenError(name)
    row = _insert_teams(assessment, [name])[0]
    if raw_owners is not None:
        row.raw_owners = raw_owners
        row.save(update_fields=["raw_owners"])
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="team added", detail={"team": row.slug})
    return row


@transaction.atomic
def keep_quick(*, visitor: VisitorKey, public_id: str, title: str, your_name: str) -> Assessment | None:
    """The one service a browser tried becomes an assessment like any other; None if it is not this browser's."""
    assessments = Assessment.objects.select_for_update().filter(
        granted(visitor, "own"), public_id=public_id, quick_visitor_id=whose(visitor)
    )
    assessment = assessments.first()
    if assessment is None:
        return None
    Assessment.objects.filter(id=assessment.id).update(title=title, quick_visitor=None)
    Respondent.objects.filter(assessment=assessment, visitor_id=whose(visitor)).update(name=your_name)
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="assessment kept", detail={"title": title})
    return assessment


def keep_tried(*, guest: Visitor, person: Visitor) -> None:
    """The service that a guest tried becomes an assessment like any other, where the account it goes to tries one
    already: there is one a person."""
    if Assessment.objects.filter(quick_visitor=person).exists():
        Assessment.objects.filter(quick_visitor=guest).update(quick_visitor=None)
