"""The decision in words: what was chosen beside what was recommended, the headline, what is due.

In: the checklist's words, the answers file with its decision, the recommendation, the date. Out: a `DecisionPart`, or
the services whose choice lacks its reason. Must not know: where it is shown, the clock.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from advisor.checklist.answers import AnswersFile
from advisor.checklist.decision import Choice, DecisionEntry
from advisor.checklist.document import Document
from advisor.checklist.errors import Problem
from advisor.checklist.text import excerpt
from advisor.engine.recommendation import Recommendation
from advisor.record.build.headline import TURNED_DOWN, bargain, decided
from advisor.record.build.tripwires import due, tripwire_lines
from advisor.record.model.decision import ChosenLine, DecisionPart
from advisor.record.model.entries import CountLine
from advisor.record.model.vocabulary import MOST_NAMED, Vocabulary, some

DECIDED = "we chose"
VERBS = {"accepted": DECIDED, "superseded": DECIDED, "deprecated": DECIDED, "rejected": TURNED_DOWN}
"""How the headline begins, by status; a proposal until then."""
PROPOSED = "we propose"


def unexplained(answers: AnswersFile, recommendation: Recommendation) -> list[Choice]:
    """The choices that are not their service's verdict and do not say why.

    Where the verdict is undecided, every choice is one of its own and needs its reason."""
    if answers.decision is None:
        return []
    verdicts = {service.name: service.verdict for service in recommendation.services}
    return [
        choice
        for choice in answers.decision.choices
        if not choice.because and verdicts.get(choice.service) != choice.choice
    ]


def unexplained_problems(document: Document, answers: AnswersFile, recommendation: Recommendation) -> list[Problem]:
    """The same, each at its place in the file that the answers came from."""
    missing = {choice.service: choice for choice in unexplained(answers, recommendation)}
    verdicts = {service.name: service.verdict for service in recommendation.services}
    problems = []
    for entry in document.entries(("decision", "choices")):
        name = document.text((*entry, "service")) or ""
        if name in missing:
            verdict = verdicts[name]
            verdict_words = "the verdict is still undecided" if verdict == "undecided" else f"the verdict is {verdict}"
            message = f"`{excerpt(name)}` is decided {missing[name].choice} although {verdict_words}"
            remedy = "add `because: …` with the reason, so that people still understand it in a year"
            problems.append(document.problem((*entry, "choice"), message, remedy))
    return problems


def decision_part(
    words: Vocabulary, answers: AnswersFile, recommendation: Recommendation, as_of: date, *, status: str
) -> DecisionPart | None:
    """Everything a reader is told about the decision; None where nobody has begun one."""
    made = answers.decision
    if made is None or not made.begun:
        return None
    verb = VERBS.get(status, PROPOSED)
    choices = tuple(_line(words, made, service.name, service.verdict) for service in recommendation.services)
    wires = tripwire_lines(words, answers, as_of)
    return DecisionPart(
        statement=_statement(words, answers, recommendation, choices, verb),
        deciders=tuple(made.deciders),
        consulted=tuple(made.consulted),
        informed=tuple(made.informed),
        choices=choices,
        counts=tuple(_counts(words, choices)),
        good=tuple(made.consequences.good),
        bad=tuple(made.consequences.bad),
        risks=tuple(made.risks),
        actions=tuple(made.actions),
        review=made.review,
        tripwires=wires,
        due_sentences=due(answers, wires, as_of),
    )


def _counts(words: Vocabulary, choices: Sequence[ChosenLine]) -> Iterator[CountLine]:
    for key in ("raw", "framework", "split", ""):
        names = [line.service for line in choices if line.key == key]
        if names:
            yield CountLine(key, words.verdict(key) if key else "Not decided", len(names), some(names, MOST_NAMED))


def _line(words: Vocabulary, made: DecisionEntry, service: str, verdict: str) -> ChosenLine:
    choice = made.choice_of(service)
    recommended = {"undecided": "left open by the answers", "neither": "the question does not arise"}.get(
        verdict, f"the answers say {words.leads_to(verdict)}"
    )
    if choice is None:
        return ChosenLine(service, "", "Not decided", words.verdict(verdict), "", False, f"Not decided; {recommended}.")
    differs = choice.choice != verdict
    because = choice.because or ""
    chosen = words.verdict(choice.choice)
    if differs:
        sentence = f"{chosen}, although {recommended}." if verdict != "undecided" else f"{chosen}, {recommended}."
    else:
        sentence = f"{chosen}, as the answers recommend."
    return ChosenLine(
        service, choice.choice, chosen, words.verdict(verdict), because, differs, sentence, verdict == "undecided"
    )


def _statement(
    words: Vocabulary,
    answers: AnswersFile,
    recommendation: Recommendation,
    choices: Sequence[ChosenLine],
    verb: str,
) -> str:
    """A Y-statement: context, concern, choice, what is set aside, what is gained, what is paid."""
    made = [line for line in choices if line.key]
    if not made:
        return ""
    if len(choices) == 1:
        return decided(words, recommendation.services[0], made[0], answers, verb)
    parts = []
    for key in ("raw", "framework", "split"):
        names = [line.service for line in made if line.key == key]
        if names:
            parts.append(f"{words.leads_to(key)} for {some(names)}")
    open_ones = [line.service for line in choices if not line.key]
    later = f", leaving {some(open_ones)} open" if open_ones else ""
    against = [line.service for line in made if line.differs]
    other = f" (against the recommendation for {some(against)})" if against else ""
    results = {service.name: service for service in recommendation.services}
    chosen = [(line.key, results[line.service]) for line in made]
    return (
        f"In the context of {answers.platform} with its {len(choices)} services, {verb} {'; '.join(parts)}{later}"
        f"{other}{bargain(words, chosen, answers)}."
    )
