"""What to do next and whom the platform needs, as the part `plan` of `advisor-record/1`.

In: lines of a record. Out: plain values in a fixed order of keys. Must not know: files, where it goes. Words that the
checklist holds are named by their ids.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from advisor.checklist.decision import Action
from advisor.record.model.entries import StepLine
from advisor.record.model.staffing import HiringPlan

Plain = dict[str, Any]


def plan_json(steps: Sequence[StepLine], further: Sequence[Action], hiring: HiringPlan) -> Plain:
    """Steps in their order, then what was agreed besides, then people."""
    return {
        "steps": [_step(step) for step in steps],
        "further": [{"what": one.what, "owner": one.owner, "by": one.by.isoformat()} for one in further],
        "hiring": {
            "owners": [
                {
                    "service": line.service,
                    "team": line.team,
                    "built": line.key,
                    "owner": line.owner or None,
                    "backup": line.backup or None,
                    "scope": line.scope or None,
                }
                for line in hiring.owners
            ],
            "gaps": [
                {"team": gap.team, "needed": gap.needed, "there": gap.there, "missing": gap.missing}
                for gap in hiring.gaps
            ],
            "maintainers": list(hiring.maintainers),
            "rota": hiring.rota or None,
            "conventions": [one.id for one in hiring.conventions],
            "interviews": [area.id for area in hiring.areas],
            "concerns": [{"concern": line.key, "owner": line.owner or None} for line in hiring.concerns],
            "remedies": [{"remedy": line.key, "teams": list(line.teams)} for line in hiring.remedies],
            "by": _day(hiring.by),
        },
    }


def _step(step: StepLine) -> Plain:
    return {
        "step": step.key,
        "about": step.about or None,
        "title": step.title,
        "text": step.paragraph,
        "services": list(step.services),
        "owner": step.owner or None,
        "by": _day(step.by),
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
