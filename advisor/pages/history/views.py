"""Views of the history. Each: who may → selector or service → render."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened
from advisor.assessments.checklists import at_digest
from advisor.assessments.milestones import (
    NOW,
    NoAnswersError,
    Point,
    make_milestone,
    milestones_seen,
    point_at,
)
from advisor.assessments.reads.history import Since, happened
from advisor.decisions.tasks import deadline
from advisor.pages.history.entries import lines
from advisor.pages.history.upgrade import newer
from advisor.pages.history.verdicts import verdicts_of
from advisor.pages.http.access import assessment_view
from advisor.pages.http.fields import LineField
from advisor.pages.http.form_token import form_token
from advisor.quotas.clients import client_of
from advisor.quotas.rates import take
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.verify.comparison import ValueChange, answer_changes
from advisor.sharing.policy import POST

MOST_CHANGES = 400
"""More are only counted: nobody reads them, and each takes time."""
HIGHEST = 18
"""Digits of the largest number a page can begin at."""


class MilestoneForm(forms.Form):
    name = LineField(
        "What is this moment called?",
        needed="Write a name for the milestone, such as “Before the workshop”.",
        help_text="Such as “Before the workshop”.",
    )


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= HIGHEST else 0


def _history_page(request: HttpRequest, opened: Opened, form: MilestoneForm) -> HttpResponse:
    since = Since(_number(request.GET.get("answers", "")), _number(request.GET.get("events", "")))
    page = happened(opened, since)
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "lines": lines(page, at_digest(opened.assessment.checklist.digest)),
        "older": page.older,
        "first_page": since == Since(),
        "milestones": milestones_seen(opened),
        "form": form,
        "token": form_token(request),
        "now": NOW,
        "zone": settings.TIME_ZONE,
        "newer": newer(opened) if opened.may_edit and since == Since() else None,
    }
    return render(request, "history/history.html", context, status=422 if form.errors else 200)


@assessment_view("view")
def history(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Who changed what, when and from what, as far as this browser may know; and the milestones."""
    return _history_page(request, opened, MilestoneForm())


@assessment_view("edit", POST)
def milestone(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Gives this moment a name."""
    form = MilestoneForm(request.POST)
    if form.is_valid():
        try:
            with transaction.atomic():
                row = make_milestone(opened=opened, name=form.cleaned_data["name"], token=form_token(request))
                take(client_of(request), len(row.answers))  # a small request that stores much
            return redirect(f"{reverse('assessment-history', args=[opened.assessment.public_id])}#milestones")
        except NoAnswersError as error:
            form.add_error("name", str(error))
    return _history_page(request, opened, form)


@dataclass(frozen=True, slots=True)
class PointsCompared:
    """What differs between two points, in words."""

    verdicts: list[ValueChange]
    answers: tuple[ValueChange, ...]
    more: int
    """So many further ones are not listed."""


def _difference(opened: Opened, first: Point, second: Point) -> PointsCompared | None:
    """None where one of the two has no service yet."""
    if first.answers is None or second.answers is None:
        return None
    checklist = at_digest(opened.assessment.checklist.digest)
    words = Vocabulary(checklist)
    until = deadline()
    before, after = (verdicts_of(checklist, one, until) for one in (first.answers, second.answers))
    names = dict.fromkeys([*before, *after])
    verdicts = [ValueChange(name, before.get(name, "not there"), after.get(name, "not there")) for name in names]
    changes = answer_changes(first.answers, second.answers, words)
    differing = [one for one in verdicts if one.before != one.after]
    return PointsCompared(differing, changes[:MOST_CHANGES], max(0, len(changes) - MOST_CHANGES))


@assessment_view("view")
def difference(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What changed between two milestones, or between one and now."""
    milestones = list(milestones_seen(opened))
    newest = str(milestones[0].id) if milestones else NOW
    first = request.GET.get("first", newest)
    second = request.GET.get("second", NOW)
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "trail": [(reverse("assessment-history", args=[opened.assessment.public_id]), "History")],
        "points": [(NOW, "Now"), *((str(one.id), one.name) for one in milestones)],
        "first": first,
        "second": second,
        "difference": _difference(opened, point_at(opened, first), point_at(opened, second)),
    }
    return render(request, "history/difference.html", context)
