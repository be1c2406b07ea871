"""Tripwires in words, and what of a decision is due: a review date or a tripwire that has passed.

In: a checklist, an answers file and a date. Out: lines and sentences. Must not know: the clock.
"""

from datetime import date

from advisor.checklist.answers import AnswersFile
from advisor.checklist.decision import Tripwire
from advisor.checklist.facts import Fact
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.record.build.versions import end_of_life
from advisor.record.model.decision import TripwireLine
from advisor.record.model.vocabulary import Vocabulary, listed
from advisor.record.numbers import day_in_words, figure

CONDITIONS = {
    "routes": "more than {above} routes",
    "contributors": "more than {above} contributors",
    "p99": "a p99 latency above {above} ms",
}
FIGURES = {"routes": "routes", "contributors": "contributors", "p99": "p99 latency in ms"}


def tripwire_lines(words: Vocabulary, answers: AnswersFile, as_of: date) -> tuple[TripwireLine, ...]:
    """Every tripwire of the decision, in the order given. A p99 without a limit takes the service's latency budget."""
    if answers.decision is None:
        return ()
    services = {service.name: service for service in answers.services}
    return tuple(
        _version_line(words, wire, services[wire.service], as_of)
        if wire.when == "end-of-life"
        else _figure_line(wire, services[wire.service])
        for wire in answers.decision.tripwires
        if wire.service in services
    )


def due(answers: AnswersFile, tripwires: tuple[TripwireLine, ...], as_of: date) -> tuple[str, ...]:
    """One sentence for a review date before `as_of` and for each tripwire that has fired."""
    sentences = []
    review = answers.decision.review if answers.decision else None
    if review is not None and review < as_of:
        passed = f"The review date, {day_in_words(review)}, has passed"
        sentences.append(f"{passed}: go through the answers again and set a new date.")
    sentences += [wire.sentence for wire in tripwires if wire.fired]
    return tuple(sentences)


def _figure_line(wire: Tripwire, service: ServiceEntry) -> TripwireLine:
    above = service.latency_budget_ms if wire.above is None else wire.above
    if above is None:  # a page may take the budget away after the tripwire was set
        return TripwireLine(wire.service, "a p99 latency above its budget, which is not stated", "", False, "")
    limit = figure(above)
    now = "" if wire.now is None else figure(wire.now)
    fired = wire.now is not None and wire.now > above
    today = f"{now} today" if now else ""
    figures = f"{FIGURES[wire.when]} at {now}, above {limit}" if fired else ""
    sentence = f"Tripwire of {wire.service}: {figures}: answer the service's statements again." if fired else ""
    return TripwireLine(wire.service, CONDITIONS[wire.when].format(above=limit), today, fired, sentence)


def _version_line(words: Vocabulary, wire: Tripwire, service: ServiceEntry, as_of: date) -> TripwireLine:
    watched = {part: version for part, version in service.versions.items() if wire.part in (None, part)}
    names = [f"{words.part(part)} {version}" for part, version in watched.items()]
    condition = f"{listed(names, 'or')} past its end of life" if names else "a version past its end of life"
    ends = {name: end_of_life(words.checklist.facts, *one) for name, one in zip(names, watched.items(), strict=True)}
    known = [f"{name}: {day_in_words(day)}" for name, day in ends.items() if day is not None]
    passed = [name for name, day in ends.items() if day is not None and day <= as_of]
    sentence = (
        f"Tripwire of {wire.service}: {listed(passed)} reached the end of life: plan the upgrade and measure again."
        if passed
        else ""
    )
    return TripwireLine(wire.service, condition, ", ".join(known), bool(passed), sentence)


def facts_due(checklist: Checklist, as_of: date) -> list[Fact]:
    """The facts whose review date has passed, the longest overdue first. On that date itself a fact still holds."""
    return sorted((fact for fact in checklist.facts if as_of > fact.review_after), key=lambda fact: fact.review_after)
