"""`/a/<id>/people/`: who answers which services, how far each is, and a reminder to copy."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html

from advisor.accounts.notices import sent_to
from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.assign import EVERYTHING, Asks, StaleAsksError, ask_about, asks_of, chosen
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Respondent, Service
from advisor.assessments.reads.people import Person, people_of
from advisor.assessments.reads.rounds import Rounds, rounds_of, state_of
from advisor.pages.http.access import assessment_view
from advisor.record.model.vocabulary import some
from advisor.sharing.access import AccessDenied
from advisor.sharing.links import links_of
from advisor.sharing.members import members_of
from advisor.sharing.policy import FORM

CHANGED = (
    "Nothing was overwritten. Saved now: <b><bdi>{}</bdi></b>. You chose: <b><bdi>{}</bdi></b>. Save again to "
    'replace it, or <a href="{}">leave it as it is</a>.'
)


def nudge(person: Person, names: list[str], title: str, address: str) -> str:
    """A reminder in plain text: what is open, how to get there, and no token.

    >>> ben = Person(1, "Ben", 2, True, False, (7,), frozenset(), frozenset(), 0, 16)
    >>> print(nudge(ben, ["infer"], "Acme AI", "https://example.org/a/x/"))
    Hello Ben,
    <BLANKLINE>
    1 service of Acme AI waits for your answers: infer.
    It takes a few minutes each, and “not sure” is an answer. When you have answered, say that you are done.
    <BLANKLINE>
    Open it in the browser you joined with: https://example.org/a/x/
    """
    wait = f"{len(names)} service of {title} waits" if len(names) == 1 else f"{len(names)} services of {title} wait"
    return (
        f"Hello {person.name},\n\n{wait} for your answers: {some(names)}.\n"
        "It takes a few minutes each, and “not sure” is an answer. When you have answered, say that you are done.\n\n"
        f"Open it in the browser you joined with: {address}"
    )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person as the page lists them."""

    person: Person
    me: bool
    asks: str
    """What they are asked about, in words."""
    nudge: str
    """Empty where nothing waits for them, or they can come no more."""
    mailed_at: datetime | None = None
    """When they were last told by mail."""
    refused: bool = False
    """The mail server refused the last mail to them."""


@dataclass(frozen=True, slots=True)
class ReaderLine:
    """One who answers nothing here, and asked to be told by mail."""

    came_by: str
    """The label of their link; empty where they came by none."""
    mailed_at: datetime | None
    refused: bool


@dataclass(frozen=True, slots=True)
class ServiceProgress:
    """One service: who is done with it, and for whom it waits."""

    name: str
    respondents: int
    done: int
    waits_for: str
    revealed: bool


def _asks(person: Person, names: Mapping[int, str]) -> str:
    if not person.only_assigned:
        return "all services"
    return some([names[one] for one in person.services]) or "none: takes part without answering"


def _services(people: list[Person], names: Mapping[int, str], rounds: Rounds) -> list[ServiceProgress]:
    lines = []
    for id_, name in names.items():
        asked = [one for one in people if id_ in one.services and (one.present or id_ in one.done_services)]
        waits = [one.name for one in asked if id_ in one.open]
        done = sum(id_ in one.done_services for one in asked)
        revealed = not state_of(rounds, service_id=id_).open
        lines.append(ServiceProgress(name, len(asked), done, some(waits), revealed))
    return lines


@assessment_view("edit")
def people(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Everyone who answers, with how far they are; never what they said."""
    assessment, me = opened.assessment, respondent_of(opened)
    checklist = at_digest(assessment.checklist.digest)
    persons = people_of(assessment, statements=len(checklist.statements))
    rows = Service.objects.filter(assessment_id=assessment.id).order_by("position", "id")
    names = dict(rows.values_list("id", "name"))
    address = request.build_absolute_uri(reverse("assessment-hub", args=[opened.assessment.public_id]))
    mailed = sent_to(assessment.id) if opened.may_own else {}
    lines = [
        PersonLine(
            person,
            me is not None and person.id == me.id,
            _asks(person, names),
            nudge(person, [names[one] for one in person.open], assessment.title, address)
            if person.open and person.present
            else "",
            *mailed.get(person.visitor_id or 0, (None, False)),
        )
        for person in persons
    ]
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": assessment,
        "lines": lines,
        "reminders": [line for line in lines if line.nudge and not line.me],
        "services": _services(persons, names, rounds_of(assessment.id)),
        "readers": _readers(opened, mailed, {person.visitor_id for person in persons}),
        "unopened": _unopened(opened) if opened.may_own else [],
    }
    return render(request, "assessments/people.html", context)


def _readers(
    opened: Opened, mailed: Mapping[int, tuple[datetime | None, bool]], named: set[int | None]
) -> list[ReaderLine]:
    """Who asked to be told by mail and has no name here."""
    if not set(mailed) - named:
        return []
    members = members_of(opened.assessment.scope_id)
    return [
        ReaderLine(one.came_by, *mailed[one.visitor_id])
        for one in members
        if one.visitor_id in mailed and one.visitor_id not in named
    ]


def _unopened(opened: Opened) -> list[str]:
    """For whom an owner made a link to answer by that nobody has opened yet."""
    now = timezone.now()
    links = links_of(opened.assessment.scope_id).filter(last_used_at=None, stands_for=None).exclude(role="view")
    return [link.label for link in links if link.in_force(now)]


def _person_at(opened: Opened, respondent_id: int) -> Respondent:
    row = Respondent.objects.filter(assessment_id=opened.assessment.id, id=respondent_id).first()
    if row is None:
        raise AccessDenied("This assessment has no such respondent.")
    return row


@assessment_view("edit", FORM)
def person(request: HttpRequest, opened: Opened, respondent_id: int) -> HttpResponseBase:
    """What one person is asked about, under the rule of every shared field: 412 with both."""
    row = _person_at(opened, respondent_id)
    if request.method != "POST":
        asks = asks_of(row)
        return _person_page(request, opened, row, asks, was=str(asks))
    which, was = request.POST.get("which", ""), request.POST.get("was", "")
    picked = chosen(opened.assessment, request.POST.getlist("service"))
    if which not in ("all", "some"):
        return _person_page(request, opened, row, picked, was=was, error="Choose one of the two.")
    asks = EVERYTHING if which == "all" else picked
    try:
        ask_about(assessment=opened.assessment, visitor=opened.visitor, respondent=row, was=was, asks=asks)
    except StaleAsksError as stale:
        return _person_page(request, opened, row, asks, was=str(stale.current), changed=stale.current)
    return redirect("assessment-people", opened.assessment.public_id)


def _person_page(
    request: HttpRequest,
    opened: Opened,
    row: Respondent,
    asks: Asks,
    *,
    was: str,
    error: str = "",
    changed: Asks | None = None,
) -> HttpResponse:
    services = list(Service.objects.filter(assessment_id=opened.assessment.id).order_by("position", "id"))
    names = {service.slug: service.name for service in services}
    people_page = (reverse("assessment-people", args=[opened.assessment.public_id]), "People")
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "trail": [people_page],
        "person": row,
        "everything": asks.everything,
        "services": [(service, service.slug in asks.slugs) for service in services],
        "was": was,
        "error": error,
    }
    if changed is not None:
        context["heading"] = "Somebody else changed this while you were typing"
        context["changed"] = format_html(CHANGED, _in_words(changed, names), _in_words(asks, names), people_page[0])
    status = 412 if changed is not None else 422 if error else 200
    return render(request, "assessments/person.html", context, status=status)


def _in_words(asks: Asks, names: Mapping[str, str]) -> str:
    if asks.everything:
        return "all services"
    return ", ".join(names[slug] for slug in asks.slugs if slug in names) or "no service"
