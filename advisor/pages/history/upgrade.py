"""`/a/<id>/history/upgrade/`: what a newer version of the checklist would make of the same answers, and a copy on it.

Each view: who may → selector or service → render. An assessment stays on the version it began with; upgrading makes
another one, and leaves this one as it is.
"""

from dataclasses import dataclass
from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.deciders import deciders_of, own_deciders
from advisor.assessments.models import Respondent
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.decisions.proposals import with_decision
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.tasks import deadline
from advisor.pages.history.verdicts import verdicts_of
from advisor.pages.http.access import assessment_view
from advisor.pages.http.flash_link import to_hub
from advisor.pages.http.form_token import form_token
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.rates import take
from advisor.record.verify.comparison import ValueChange
from advisor.record.verify.upgrade import StatementChanges, fitting, statement_changes
from advisor.sharing.policy import FORM


@dataclass(frozen=True, slots=True)
class UpgradePage:
    """What changes with the newer version."""

    old: Checklist
    new: Checklist
    statement_changes: StatementChanges
    verdicts: list[ValueChange]
    services: int


def newer(opened: Opened) -> Checklist | None:
    """The checklist as it is now, where it is another than the assessment began with; None also where it is gone or
    cannot be read."""
    held = opened.assessment.checklist
    try:
        checklist = newest(held.slug)
    except (KeyError, AdvisorError):
        return None
    return checklist if checklist.digest != held.digest else None


def _upgrade(opened: Opened, new: Checklist, answers: AnswersFile | None) -> UpgradePage:
    """Every verdict that would change, from the answers that this browser sees."""
    old = at_digest(opened.assessment.checklist.digest)
    verdicts: list[ValueChange] = []
    if answers is not None:
        until = deadline()
        before, after = verdicts_of(old, answers, until), verdicts_of(new, fitting(new, answers), until)
        verdicts = [ValueChange(name, before[name], after[name]) for name in before if before[name] != after[name]]
    return UpgradePage(old, new, statement_changes(old, new), verdicts, len(answers.services) if answers else 0)


def _name(mine: Respondent | None) -> str:
    return mine.name if mine else "Owner"


@assessment_view("edit", FORM)
def upgrade(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """What the newest version of the checklist would change; a POST makes a copy that is answered against it."""
    new, answers = newer(opened), answers_seen(opened)
    if request.method == "POST" and new is not None and answers is not None:
        take(client_of(request), len(answers.model_dump_json()))
        spend(client_of(request), assessments=1, services=len(answers.services))
        assessment, fresh = restore_assessment(
            visitor=opened.visitor,
            checklist=new,
            answers=_copied(opened, new, answers),
            your_name=_name(respondent_of(opened)),
            token=form_token(request),
            decides_as=[row.name for row in own_deciders(opened, deciders_of(opened.assessment))],
        )
        return to_hub(assessment, opened.visitor, fresh=fresh)
    if request.method == "POST":
        return redirect("assessment-upgrade", opened.assessment.public_id)
    return _page(request, opened, new, answers)


def _copied(opened: Opened, new: Checklist, answers: AnswersFile) -> AnswersFile:
    """What fits the newer version, with what was decided."""
    held = with_decision(opened.assessment, answers)
    assert held is not None
    return fitting(new, held)


def _page(request: HttpRequest, opened: Opened, new: Checklist | None, answers: AnswersFile | None) -> HttpResponse:
    make = partial(_upgrade, opened, new, answers) if new is not None else None
    context = {
        "opened": opened,
        "assessment": opened.assessment,
        "trail": [(reverse("assessment-history", args=[opened.assessment.public_id]), "History")],
        "upgrade": make() if make else None,
        "token": form_token(request),
    }
    return render(request, "history/upgrade.html", context)
