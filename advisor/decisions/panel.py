"""The panel beside the questions: what the answers say so far, of one service or of each service of a team.

In: the context of a questionnaire. Out: what a template draws: words, and positions on the gauge of the lean. Must not
know: requests, how a verdict is made; every figure is the engine's.
"""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from advisor.assessments.answers import SCORECARD
from advisor.assessments.questionnaire.context import Questionnaire, ServiceQuestionnaire
from advisor.assessments.questionnaire.routes import QuestionPage, step_of
from advisor.assessments.reads.answers import answers_file_of
from advisor.decisions.record_cache import glances
from advisor.engine.recommendation import ServiceRecommendation
from advisor.record.build.flags import flag_sentences
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.numbers import printed_shares, signed


@dataclass(frozen=True, slots=True)
class Gauge:
    """The lean from −1 to 1 on a line from 0 to 100."""

    band_low: str
    band_width: str
    range_x: str
    range_width: str
    needle_x: str | None
    sentence: str
    raw: str
    framework: str
    open: bool
    """Open answers can still move it."""

    @property
    def legend(self) -> str:
        """What band, line and bar mean, as far as they are drawn."""
        line = "The line shows where the answers lean." if self.needle_x is not None else ""
        bar = "The bar shows how far open answers can still move it." if self.open else ""
        return " ".join(part for part in (line, bar, "In the grey band it is too close to call.") if part)


@dataclass(frozen=True, slots=True)
class Possible:
    side: str
    words: str
    share: str


@dataclass(frozen=True, slots=True)
class NextQuestion:
    text: str
    ask: str
    address: str


@dataclass(frozen=True, slots=True)
class SoFar:
    side: str
    """raw, framework, split or undecided: the mark beside the headline."""
    headline: str
    remarks: list[str]
    answered: int
    total: int
    offered: bool
    """The result is worth opening: it is complete, or nothing still open can change it."""
    carry: str
    """The address of the scorecard, where only that is missing and it decides."""
    carry_words: str
    gauge: Gauge | None
    possible: list[Possible]
    next: NextQuestion | None
    result: str
    """The address of the result."""
    gates: list[str]
    early: bool
    """There is no verdict yet: where it could end is shown on request alone, so that it prejudges nothing."""
    gate_alone: bool
    """A gate settles it while the answers on the service itself are still open."""

    @property
    def begun(self) -> bool:
        return self.answered > 0


def position(lean: Fraction) -> float:
    return float(50 + 50 * lean)


def gauge(words: Vocabulary, service: ServiceRecommendation) -> Gauge | None:
    bounds = service.bounds.get("lean")
    if bounds is None:
        return None
    band = words.checklist.thresholds.exact("band")
    scale = f"on a scale from −1, {words.raw}, to +1, {words.framework}"
    low, high = position(bounds[0]), position(bounds[1])
    if bounds[0] == bounds[1]:
        sentence = f"The lean is {signed(bounds[0], 2)} {scale}."
    else:
        sentence = f"The lean can still end anywhere from {signed(bounds[0], 2)} to {signed(bounds[1], 2)} {scale}."
    return Gauge(
        band_low=f"{position(-band):.2f}",
        band_width=f"{float(100 * band):.2f}",
        range_x=f"{min(low, 99.2):.2f}",
        range_width=f"{max(high - low, 0.8):.2f}",
        needle_x=None if service.lean is None else f"{min(position(service.lean), 98.9):.2f}",
        sentence=sentence,
        raw=words.raw,
        framework=words.framework,
        open=bounds[0] != bounds[1],
    )


def next_question(words: Vocabulary, service: ServiceRecommendation, steps: list[QuestionPage]) -> NextQuestion | None:
    """The open statement that says most, and where it is answered."""
    question = service.next_question
    step = step_of(steps, question.statement) if question else None
    if question is None or step is None:
        return None
    anchor = "q-" + question.statement.replace(".", "--")
    return NextQuestion(words.text(question.statement), question.ask, f"{step.address}#{anchor}")


def _headline(words: Vocabulary, service: ServiceRecommendation, begun: bool) -> str:
    if not begun:
        return "Nothing answered yet"
    return early_words(words, service) or words.advice(service.verdict)


def early_words(words: Vocabulary, service: ServiceRecommendation) -> str:
    """What can be said before there is a verdict: what the service asks for, where only its team is open. Empty where
    there is one."""
    if "insufficient" not in service.flags:
        return ""
    if too_early(service):
        return "Too early to say"
    fits = {"raw": f"{words.raw} fits the service", "split": "A split fits the service"}
    return fits.get(service.need or "", "The service itself is undecided")


def too_early(service: ServiceRecommendation) -> bool:
    """Neither is there a verdict, nor is it known what the service asks for whatever its team can carry."""
    return "insufficient" in service.flags and not _awaits_scorecard(service)


def _awaits_scorecard(service: ServiceRecommendation) -> bool:
    """What the service asks for is known, and only the scorecard of its team is missing and decides."""
    open_keys = [key for key, state in service.statements.items() if state.open]
    only = bool(open_keys) and all(key.startswith(SCORECARD) for key in open_keys)
    return only and "settled" not in service.flags and service.need is not None


def so_far(questionnaire: ServiceQuestionnaire) -> SoFar:
    service, words, steps = questionnaire.glance, Vocabulary(questionnaire.checklist), questionnaire.steps
    begun = bool(questionnaire.answered_keys)
    open_keys = [key for key, state in service.statements.items() if state.open]
    carry_words, insufficient = carry(words, service), "insufficient" in service.flags
    return SoFar(
        side=service.verdict,
        headline=_headline(words, service, begun),
        remarks=[] if not begun or (carry_words and insufficient) else flag_sentences(words, service),
        answered=len(questionnaire.answered_keys),
        total=len(questionnaire.questions),
        offered=begun and ("settled" in service.flags or not open_keys),
        carry=steps[-1].address if carry_words else "",
        carry_words=carry_words,
        gauge=gauge(words, service),
        possible=[
            Possible(verdict, words.verdict(verdict), printed)
            for verdict, printed in sorted(
                printed_shares(service.possible).items(), key=lambda pair: -service.possible[pair[0]]
            )
        ],
        next=next_question(words, service, steps),
        result=questionnaire.routes.result,
        gates=[words.gates[gate.gate].title for gate in service.gates],
        early=not begun or too_early(service),
        gate_alone=gate_alone(service),
    )


def gate_alone(service: ServiceRecommendation) -> bool:
    """A gate settles it while the answers on the service itself are still open."""
    return bool(service.gates) and "settled" in service.flags and service.need is None


def carry(words: Vocabulary, service: ServiceRecommendation) -> str:
    """The question to the team where only its scorecard is missing and decides; else empty."""
    return _carry(words.raw, len(words.checklist.scorecard.dimensions)) if _awaits_scorecard(service) else ""


def _carry(raw: str, count: int) -> str:
    """
    >>> _carry("raw Node.js", 4)
    'Can your team carry raw Node.js? Four questions.'
    """
    numbers = ("no", "one", "two", "three", "four", "five", "six")
    return f"Can your team carry {raw}? {numbers[count].capitalize() if count < len(numbers) else count} questions."


MOST_SERVICES = 12
"""How many of a team's services are looked at after each answer."""


@dataclass(frozen=True, slots=True)
class Owned:
    """One service of the team, with what its answers and the scorecard say together."""

    name: str
    side: str
    words: str


@dataclass(frozen=True, slots=True)
class TeamSoFar:
    services: list[Owned]
    more: int
    """How many services of the team are not shown: too many, or not worked out in the time there was."""
    answered: int
    total: int


def panel_of(questionnaire: Questionnaire) -> dict[str, Any]:
    """The panel's template and its values, for the page's context."""
    if isinstance(questionnaire, ServiceQuestionnaire):
        return {"panel": "questionnaire/_so_far.html", "so_far": so_far(questionnaire)}
    return {"panel": "questionnaire/_team_so_far.html", "team_so_far": team_so_far(questionnaire)}


def team_so_far(questionnaire: Questionnaire) -> TeamSoFar:
    step = questionnaire.pages[0]
    owned, more = [], 0
    target = questionnaire.target
    file = answers_file_of(
        questionnaire.assessment, team_slug=questionnaire.team.slug, respondents=[target.respondent_id if target else 0]
    )
    if file is not None:
        seen = file.model_copy(update={"services": file.services[:MOST_SERVICES]})
        results = glances(questionnaire.checklist, seen, every=True)
        more, words = len(file.services) - len(results), Vocabulary(questionnaire.checklist)
        for service in results.values():
            early = "insufficient" in service.flags
            owned.append(
                Owned(service.name, service.verdict, "too early to say" if early else words.verdict(service.verdict))
            )
    return TeamSoFar(owned, more, questionnaire.answer_count(step), len(step.keys))
