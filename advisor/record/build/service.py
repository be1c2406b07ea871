"""One service's part of the record, built from its recommendation and its answers.

In: the checklist's words, the answers file, one service's recommendation. Out: a `ServiceRecord`. Must not know: how
the verdict was made, where it is shown.
"""

from datetime import date

from advisor.checklist.answer import Answer, Answers
from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import ServiceEntry
from advisor.engine.recommendation import Driver, ServiceRecommendation, StatementState
from advisor.record.build import headline
from advisor.record.build.checks import check_lines
from advisor.record.build.evidence import benchmark_lines, grounds, rests_on
from advisor.record.build.explanation import explanation, not_split, support_arithmetic
from advisor.record.build.flags import flag_sentences
from advisor.record.build.framework import framework_line
from advisor.record.build.gates import gate_lines
from advisor.record.build.measurements import measurement_lines
from advisor.record.build.reasons import consequences
from advisor.record.build.versions import version_facts, version_lines
from advisor.record.model.entries import (
    AnswerLine,
    DriverLine,
    FlipLine,
    PossibleLine,
    QuestionLine,
    ResponseLine,
    SupportLine,
)
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import SCORECARD, SIDE_NAMES, Vocabulary, listed
from advisor.record.numbers import percents, printed_shares


def service_record(words: Vocabulary, file: AnswersFile, service: ServiceRecommendation, as_of: date) -> ServiceRecord:
    """Everything a reader is told about one service."""
    given = next(entry for entry in file.services if entry.name == service.name)
    answers = _answers(words, file, given, service)
    rests = grounds(given, answers, as_of)
    good, bad = consequences(words, service)
    supports = _supports(words, service)
    asks_split = "split" in (service.verdict, service.gated_need)
    other = service.against_side
    side = "framework" if other == "raw" else "raw"
    return ServiceRecord(
        recommendation=service,
        service=given,
        kind=words.kind(service.kind),
        verdict=words.verdict(service.verdict),
        advice=words.advice(service.verdict, service.framework),
        headline=headline.headline(words, service, given),
        strength=words.strength_name(service),
        strength_sentence=words.strength(service),
        robustness_sentence=words.robustness(service),
        flags=(words.instead(service, given),) if service.outside else _flags(words, service),
        gates=gate_lines(words, service, given),
        reasons=() if service.outside else headline.reasons(words, service),
        supports=supports,
        lean_side=_lean_side(words, service),
        side_for=words.verdict(side),
        drivers_for=_drivers(words, service, service.drivers[side]),
        side_against=words.verdict(other),
        drivers_against=_drivers(words, service, service.against),
        good=good,
        bad=bad,
        split_drivers=_drivers(words, service, service.drivers["split"] if asks_split else ()),
        dissent=headline.dissent(words, service),
        flips_sentence=words.flips(service),
        flips=tuple(
            FlipLine(
                words.flip(flip),
                words.verdict(flip.verdict),
                words.flip(flip, 3),
                words.leads_to(flip.verdict),
                words.moves(flip),
            )
            for flip in words.flips_worth_telling(service.flips)
        ),
        weight_flips=tuple(
            FlipLine(sentence, words.verdict(flip.verdict), sentence)
            for flip in service.weight_flips
            if (sentence := words.weight_flip(flip))
        ),
        possible=_possible(words, service),
        questions=tuple(
            QuestionLine(q.statement, words.text(q.statement), q.ask, q.information) for q in service.questions
        ),
        actions=headline.actions(words, service, given),
        checks=check_lines(words, service.checks),
        answers=answers,
        facts=version_facts(words.checklist.facts, given.versions, as_of),
        versions=version_lines(words, [given], as_of),
        explanation=explanation(words.checklist, service, {line.key: line.arithmetic for line in supports}),
        grounds=rests,
        rests_on=rests_on(rests),
        benchmarks=benchmark_lines(words, given),
        measurements=measurement_lines(words, given, _latency(words, answers)),
        framework=framework_line(words, service.framework),
    )  # fmt: skip


def _latency(words: Vocabulary, answers: tuple[AnswerLine, ...]) -> str:
    """Which statement a measurement is evidence for, and where that stands."""
    key = words.keys_by_role.get("latency")
    line = next((line for line in answers if line.key == key), None)
    return "" if line is None else f"Evidence for “{line.statement}” ({line.answer}). On its own it changes no answer."


def _flags(words: Vocabulary, service: ServiceRecommendation) -> tuple[str, ...]:
    """What the flags say, and why a service of which both parts are there is not split."""
    unsplit = not_split(words.checklist, service)
    return (*flag_sentences(words, service), *([unsplit] if unsplit else []))


def _supports(words: Vocabulary, service: ServiceRecommendation) -> tuple[SupportLine, ...]:
    lines = []
    for key in ("raw", "framework", "split", "sustain"):
        support, bounds = service.support[key], service.bounds.get(key)
        threshold = words.checklist.thresholds.exact("sustain_yes" if key == "sustain" else "holds")
        low, high = bounds if bounds else (None, None) if key != "split" else (support, support)
        holds: bool | None = None
        if low is not None and high is not None and (low >= threshold or high < threshold):
            holds = low >= threshold
        arithmetic = support_arithmetic(words.checklist, service, key)
        lines.append(SupportLine(key, SIDE_NAMES[key], support, low, high, threshold, holds, arithmetic))
    return tuple(lines)


def _lean_side(words: Vocabulary, service: ServiceRecommendation) -> str:
    band = words.checklist.thresholds.exact("band")
    if service.lean is None:
        return "open"
    if abs(service.lean) < band:
        return "neither"
    return words.framework if service.lean > 0 else words.raw


def _possible(words: Vocabulary, service: ServiceRecommendation) -> tuple[PossibleLine, ...]:
    """The verdicts that can still come out, with shares that add up to 100 as printed."""
    return tuple(
        PossibleLine(key, words.verdict(key), service.possible[key], printed)
        for key, printed in printed_shares(service.possible).items()
    )


def _drivers(words: Vocabulary, service: ServiceRecommendation, drivers: tuple[Driver, ...]) -> tuple[DriverLine, ...]:
    weighing = [driver for driver in drivers if driver[1] > 0]
    return tuple(
        DriverLine(
            key,
            words.text(key),
            service.statements[key].level,
            _answer(words, key, service.statements[key]),
            service.weights[key],
            contribution,
            adds,
        )
        for (key, contribution), adds in zip(
            weighing, percents([contribution for _, contribution in weighing]), strict=True
        )
    )


def _answer(words: Vocabulary, key: str, state: StatementState) -> str:
    """Where a statement stands, in words."""
    if not state.applies:
        return "does not apply"
    if state.level is not None:
        return words.level(key, state.level)
    if len(state.levels) == 5:
        return "any level" if state.contested else "not answered"
    return listed([words.level(key, level) for level in state.levels], "or")


def _answers(
    words: Vocabulary, file: AnswersFile, service: ServiceEntry, result: ServiceRecommendation
) -> tuple[AnswerLine, ...]:
    lines = []
    for key, state in result.statements.items():
        given = tuple(
            ResponseLine(name, _given(words, key, answers[bare]), answers[bare].note, answers[bare].evidence)
            for name, answers, bare in _who_answered(file, service, key)
            if bare in answers
        )
        answer = _answer(words, key, state)
        if answer == "not answered" and given:
            answer = "not sure"
        lines.append(
            AnswerLine(
                key=key,
                side=words.side(key),
                statement=words.text(key),
                answer=answer,
                reason=state.na or state.settled or "",
                weight=result.weights[key],
                counts=words.side(key) != SIDE_NAMES["gut"],
                responses=given,
                contested=state.contested,
                agreement=state.agreement,
            )
        )
    return tuple(lines)


def _who_answered(file: AnswersFile, service: ServiceEntry, key: str) -> list[tuple[str, Answers, str]]:
    """Name, answers and bare id for each person whose answers concern this statement of this service."""
    bare = key.removeprefix(SCORECARD)
    on_team = key.startswith(SCORECARD)
    if not file.respondents:
        scorecard = next((team.scorecard for team in file.teams if team.name == service.team), {})
        return [("", scorecard if on_team else service.answers, bare)]
    return [
        (person.name, person.teams.get(service.team, {}) if on_team else person.services.get(service.name, {}), bare)
        for person in file.respondents
    ]


def _given(words: Vocabulary, key: str, answer: Answer) -> str:
    if answer.na is not None:
        return f"does not apply: {answer.na}"
    if isinstance(answer.level, int):
        return words.level(key, answer.level)
    return "not sure"
