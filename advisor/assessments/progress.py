"""How far everyone is with each service: counts and words, never what anyone said.

In: an opened assessment, or a round's state. Out: values for a template. Must not know: HTTP, answers.
"""

from dataclasses import dataclass

from advisor.assessments.access import Opened
from advisor.assessments.actions.reveal import may_close
from advisor.assessments.actions.show_answers import Showing
from advisor.assessments.models import Service
from advisor.assessments.reads.people import People, crew_of
from advisor.assessments.reads.rounds import RoundState, rounds_of, state_of
from advisor.record.numbers import plural


@dataclass(frozen=True, slots=True)
class RoundProgress:
    """Where a service or a scorecard stands, in words, and what an editor can do about it."""

    open: bool
    number: int
    words: str
    done: int
    closable: bool
    """Somebody is done, and somebody else is not."""
    next: int
    """The number of the round that would be opened or, of a scorecard, revealed; 0 for none."""


def round_of(state: RoundState, crew: People, service_id: int) -> RoundProgress:
    """The round of a service, in words."""
    done, people = len(crew.submitted[service_id]), len(crew.assigned(service_id))
    if state.open and state.last_reveal and not state.together and people < 2:
        return RoundProgress(True, state.number, "Shown: 1 person", done, False, 0)
    if state.open:
        closable = bool(done) and may_close(crew, crew.assigned(service_id))
        return RoundProgress(True, state.number, f"Open: {done} of {people} done", done, closable, 0)
    words = f"Revealed: {plural(state.voices, 'person', 'people')}"
    if state.number > 1:
        words = f"Round {state.number} revealed: {plural(state.voices, 'person', 'people')}"
    return RoundProgress(False, state.number, words, done, False, state.number + 1)


def nothing_seen(one: Showing | None) -> str:
    """Why somebody who only reads sees no answer, whether there is one or not.

    >>> nothing_seen(Showing("Ada", False, None))
    "Ada hasn't shown any answers yet. Once shown, they appear here."
    """
    if one is not None:
        return f"{one.name} hasn't shown any answers yet. Once shown, they appear here."
    return "Nothing is revealed yet: everyone answers alone first. What is revealed appears here."


@dataclass(frozen=True, slots=True)
class Everyone:
    """One service, and how far everyone is with it."""

    slug: str
    name: str
    everyone: str


def everyone_of(opened: Opened) -> list[Everyone]:
    """All services of an assessment, in six reads."""
    assessment = opened.assessment
    rows = list(Service.objects.filter(assessment_id=assessment.id).order_by("position", "id"))
    crew, rounds = crew_of(assessment, [row.id for row in rows]), rounds_of(assessment.id)
    return [
        Everyone(row.slug, row.name, round_of(state_of(rounds, service_id=row.id), crew, row.id).words) for row in rows
    ]
