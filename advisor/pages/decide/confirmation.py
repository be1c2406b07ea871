"""`/a/<public_id>/decide/confirm/`: what signing will freeze, before anything is frozen.

In: an opened assessment with a proposal. Out: a page with the button that signs. Must not know: how a record is frozen.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from advisor.assessments.access import Opened
from advisor.decisions.decision_state import decision_state, to_sign
from advisor.decisions.record_cache import record_of
from advisor.decisions.record_source import today
from advisor.pages.http.access import assessment_view
from advisor.pages.http.form_token import form_token
from advisor.pages.http.turns import in_turns
from advisor.publish.documents import takes_minutes
from advisor.record.formats.differences import contested
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import plural


@dataclass(frozen=True, slots=True)
class LooseEnd:
    """One service, and what is left open about it."""

    service: str
    words: str


def loose_ends(record: DecisionRecord) -> list[LooseEnd]:
    """The differences that nobody settled, and the statements that nobody answered, by service."""
    ends = []
    for service in record.services:
        result = service.recommendation
        unsettled, unanswered = contested(result), sum(state.open for state in result.statements.values())
        parts = [f"{plural(unsettled, 'difference')} not settled"] if unsettled else []
        parts += [f"{plural(unanswered, 'statement')} open"] if unanswered else []
        if parts:
            ends.append(LooseEnd(service.name, ", ".join(parts)))
    return ends


@assessment_view("own")
@in_turns
def confirm(request: HttpRequest, opened: Opened) -> HttpResponseBase:
    """Everything that would be frozen, and the button; what cannot be signed leads to the decision, which says why."""
    state = decision_state(opened)
    signing = to_sign(state) if state else None
    if state is None or signing is None or signing.obstacles or signing.answers is None:
        return redirect("decide", opened.assessment.public_id)
    record = record_of(state.site.checklist, signing.answers, today())
    context: dict[str, Any] = {
        "opened": opened,
        "assessment": opened.assessment,
        "state": state,
        "record": record,
        "signing": signing,
        "words": state.words,
        "loose_ends": loose_ends(record),
        "slow": takes_minutes(record),
        "form": form_token(request),
    }
    return render(request, "decide/confirm.html", context)
