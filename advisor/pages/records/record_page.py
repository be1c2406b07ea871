"""A frozen record as its page tells it, from the JSON that was frozen and from nothing else.

In: a record that was opened. Out: what its template lays out. Must not know: requests, the engine: what was computed
then is shown as it was.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from advisor.assessments.checklists import at_digest
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.decisions.files import texts_of
from advisor.decisions.models import Record
from advisor.decisions.record_source import Files, files_at
from advisor.decisions.selectors import OpenedRecord, earlier_record, later_record
from advisor.pages.records.disagreement import disputes
from advisor.pages.records.forms import RecordOwnerForm, deprecating, erasing
from advisor.record.build.tripwires import tripwire_lines
from advisor.record.model.answer_numbers import Counted, came_with_a_file
from advisor.record.model.decision import TripwireLine
from advisor.record.model.positions import all_accept, position_lines, silent, standing
from advisor.record.model.vocabulary import Vocabulary

STRENGTHS = {"firm": "Firm", "lean": "Leaning", "conditional": "Conditional"}


def record_context(opened: OpenedRecord, refused: RecordOwnerForm | None = None) -> dict[str, Any]:
    """Everything that the page of a record lays out; `refused` is a form of its owner's in which something is wrong."""
    record, value = opened.record, json.loads(opened.record.content)
    return {
        **page_values(value, at_digest(value["checklist"]["digest"])),
        "opened": opened,
        "may_link": settings.LINKS,
        "record": record,
        "files": files_of(record),
        "later": later_record(record),
        "earlier": earlier_record(record),
        "trail": [(reverse("my"), "My assessments")],
        "token": secrets.token_urlsafe(18),
        "refused_form": refused,
        "forms": _forms(opened, refused) if opened.may_own else (),
    }


def files_of(record: Record) -> Files:
    """Where its files are."""
    return files_at(lambda form: reverse(f"record-{form}", args=[record.public_id]), texts_of(record))


def page_values(value: dict[str, Any], checklist: Checklist) -> dict[str, Any]:
    """What the page takes from a record's JSON alone."""
    deciders, positions = _decision(value).get("deciders", ()), value.get("said", ())
    return {
        "value": value,
        "voices": position_lines(positions),
        "silent": silent(deciders, positions),
        "came_with_a_file": came_with_a_file(map(Counted.model_validate, value.get("sequence", ()))),
        "as_of": date.fromisoformat(value["as_of"]),
        "services": service_lines(value, checklist),
        "plan": plan_of(value, checklist),
        "disputes": disputes(value, checklist),
        "standing": standing(deciders, positions) if deciders else "",
        "agreed": all_accept(deciders, positions),
    }


def _forms(opened: OpenedRecord, refused: RecordOwnerForm | None) -> list[RecordOwnerForm]:
    """What the owner may say of it: that it no longer holds, while it does; and that it has to go."""
    blank = [deprecating()] if opened.holds else []
    blank.append(erasing(opened.record))
    return [refused if refused is not None and refused.address == one.address else one for one in blank]


@dataclass(frozen=True, slots=True)
class RecordService:
    """One service: what was chosen, beside what its answers recommended."""

    name: str
    team: str
    key: str
    """Of the choice, or of the verdict where nothing was chosen."""
    choice: str
    recommended: str
    strength: str
    because: str
    differs: bool


def service_lines(value: dict[str, Any], checklist: Checklist) -> list[RecordService]:
    """Every service of the record, in its order."""
    names = {key: one.name for key, one in checklist.alternatives.items()}
    choices = {one["service"]: one for one in _decision(value).get("choices", ())}
    lines = []
    for service in value["services"]:
        choice, verdict = choices.get(service["name"], {}), service["verdict"]
        key = choice.get("choice", "")
        lines.append(
            RecordService(
                name=service["name"],
                team=service["team"],
                key=key or verdict,
                choice=names.get(key, key.capitalize()),
                recommended=names.get(verdict, verdict.capitalize()),
                strength=STRENGTHS.get(service["strength"] or "", ""),
                because=choice.get("because") or "",
                differs=bool(key) and key != verdict,
            )
        )
    return lines


def plan_of(value: dict[str, Any], checklist: Checklist) -> dict[str, Any]:
    """Who decided, what follows, and when to look again, as the decision says it."""
    decision = _decision(value)
    consequences = decision.get("consequences", {})
    return {
        "people": [
            (words, ", ".join(decision[key]))
            for key, words in (("deciders", "Decided by"), ("consulted", "Consulted"), ("informed", "Informed"))
            if decision.get(key)
        ],
        "good": consequences.get("good", []),
        "bad": consequences.get("bad", []),
        "risks": decision.get("risks", []),
        "actions": [{**one, "by": _day(one.get("by"))} for one in decision.get("actions", ())],
        "review": _day(decision.get("review")),
        "tripwires": _tripwires(value, checklist),
    }


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _tripwires(value: dict[str, Any], checklist: Checklist) -> tuple[TripwireLine, ...]:
    """What brings the review forward, in words; of the services only those that are watched are read."""
    watched = {wire["service"] for wire in _decision(value).get("tripwires", ())}
    if not watched:
        return ()
    services = [{**one, "answers": {}} for one in value["answers"]["services"] if one["name"] in watched]
    answers = AnswersFile.model_validate({**value["answers"], "services": services, "respondents": []})
    return tripwire_lines(Vocabulary(checklist), answers, date.fromisoformat(value["as_of"]))


def _decision(value: dict[str, Any]) -> dict[str, Any]:
    decision = value["answers"].get("decision")
    return decision if isinstance(decision, dict) else {}
