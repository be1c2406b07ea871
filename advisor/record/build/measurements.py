"""What a prototype kit measured, in words: the judgement, what it was taken on, and every variant's figures.

In: a service's measurements, its latency budget, the checklist's words. Out: lines. Must not know: where they are
shown, how a judgement is made. A measurement is evidence for the latency statement; it changes no level and lifts no
gate.
"""

from fractions import Fraction

from advisor.checklist.measurement import Figures, Measurement
from advisor.checklist.service import ServiceEntry
from advisor.engine.judgement import Judgement, interval, judge, mean
from advisor.record.model.measurements import HEADS, MeasurementLine, VariantLine, WorkLine
from advisor.record.model.vocabulary import Vocabulary, listed
from advisor.record.numbers import day_in_words, decimal, figure, plural

AGAIN = "raw-again"


def measurement_lines(words: Vocabulary, service: ServiceEntry, latency: str) -> tuple[MeasurementLine, ...]:
    """Every measurement of a service, the newest first; `latency`: where the latency statement stands, in words."""
    newest = sorted(enumerate(service.measurements), key=lambda one: (one[1].on, one[0]), reverse=True)
    return tuple(_line(words, service, one, latency) for _, one in newest)


def decisive(service: ServiceEntry) -> tuple[Measurement, Judgement] | None:
    """The newest measurement with a verdict, else the newest of all; None where there is none."""
    judged = [(one, judge(one, service.latency_budget_ms)) for one in service.measurements]
    best = max(
        enumerate(judged), key=lambda one: (one[1][1].verdict is not None, one[1][0].on, one[0]), default=(0, None)
    )
    return best[1]


def milliseconds(value: Fraction) -> str:
    """Two digits after the point at most.

    >>> milliseconds(Fraction(2137, 100)), milliseconds(Fraction(15))
    ('21.37 ms', '15 ms')
    """
    return f"{decimal(value, 2)} ms"


def judged(words: Vocabulary, measurement: Measurement, judgement: Judgement, budget: float | None) -> str:
    """What the rule makes of a measurement, in a sentence or two."""
    raw, framework = words.raw, variant_name(words, measurement.framework)
    if judgement.verdict is None:
        return f"No verdict: {_no_verdict(words, measurement, judgement)}"
    assert judgement.raw is not None and judgement.framework is not None and judgement.gap is not None  # noqa: PT018
    assert judgement.low is not None and judgement.high is not None and budget is not None  # noqa: PT018
    limit = f"the budget of {figure(budget)} ms"
    both = f"p99 is {milliseconds(judgement.framework)} on {framework} and {milliseconds(judgement.raw)} on {raw}"
    range_ = (
        f"{milliseconds(judgement.gap)} (95% interval {decimal(judgement.low, 2)} to {milliseconds(judgement.high)})"
    )
    if judgement.missed:
        return f"{raw} has earned its keep: {both}. {framework} misses {limit}, and {raw} meets it."
    if judgement.verdict == "raw":
        return f"{raw} has earned its keep: {both}. The gap of {range_} is at least a tenth of {limit}."
    if judgement.framework > Fraction(str(budget)):
        reason = f"Both miss {limit}, so the time goes elsewhere."
    else:
        reason = f"{framework} meets {limit}, and the gap of {range_} is not worth a tenth of it."
    return f"{framework} is enough: {both}. {reason}"


def _no_verdict(words: Vocabulary, measurement: Measurement, judgement: Judgement) -> str:
    name = variant_name(words, judgement.variant) if judgement.variant else ""
    match judgement.reason:
        case "synthetic":
            return "only a route that does nothing was measured. Such figures cannot reopen a gate."
        case "incomplete":
            return f"{name} has fewer than 5 runs."
        case "saturated":
            figures = _figures(measurement, judgement.variant)
            answered, sent = figures.answered[judgement.run - 1], figures.sent[judgement.run - 1]
            return f"run {judgement.run} of {name} was saturated; {answered} of {sent} requests were answered in time."
        case "unstable":
            return f"run {judgement.run} of {name} was unstable, so the machine was too busy."
        case "apart":
            apart = float((judgement.apart or Fraction()) * 100)
            return f"two runs of {words.raw} came out {apart:.1f}% apart, where 5% is the most."
        case _:
            assert judgement.raw is not None and judgement.framework is not None  # noqa: PT018
            return (
                f"the service states no latency budget. p99 is {milliseconds(judgement.framework)} on "
                f"{variant_name(words, measurement.framework)} and {milliseconds(judgement.raw)} on {words.raw}."
            )


def _figures(measurement: Measurement, variant: str) -> Figures:
    work = measurement.of("realistic")
    assert work is not None
    return work.variants[variant]


def variant_name(words: Vocabulary, variant: str) -> str:
    """What a variant is called: an alternative, a candidate, or one of those in another way."""
    if variant in ("raw", AGAIN):
        return words.raw if variant == "raw" else f"{words.raw} again"
    candidates = words.checklist.frameworks.candidates if words.checklist.frameworks else []
    names = {words.framework.lower(): words.framework} | {one.id: one.name for one in candidates}
    name, _, way = variant.partition("-")
    return names.get(variant) or (f"{names[name]}, {way.replace('-', ' ')}" if name in names else variant)


def _line(words: Vocabulary, service: ServiceEntry, measurement: Measurement, latency: str) -> MeasurementLine:
    budget = service.latency_budget_ms
    judgement = judge(measurement, budget)
    return MeasurementLine(
        verdict=judgement.verdict or "",
        sentence=judged(words, measurement, judgement, budget),
        conditions=_taken(words, measurement),
        attached=latency,
        work=tuple(
            WorkLine(
                f"Realistic work: {measurement.measures}" if work.id == "realistic" else "A route that does nothing",
                tuple(_variant(words, measurement, key, figures) for key, figures in work.variants.items()),
            )
            for work in measurement.work
        ),
        budget=None if budget is None else Fraction(str(budget)),
        on=measurement.on,
        digest=measurement.digest,
    )


def _taken(words: Vocabulary, measurement: Measurement) -> str:
    machine = measurement.machine
    titles = {one.id: one.title for one in words.checklist.next_steps.components}
    versions = [f"{_part(words, part)} {version}" for part, version in measurement.versions.items()]
    runs = max(figures.runs for work in measurement.work for figures in work.variants.values())
    besides = [f"{variant_name(words, one)}: {text}" for one, text in (measurement.besides or {}).items()]
    return (
        f"Kit “{titles.get(measurement.kit.id, measurement.kit.id)}” on {day_in_words(measurement.on)}: "
        f"{plural(runs, 'run')} of {figure(measurement.seconds)} s at {measurement.rate:,} requests a second "
        f"({measurement.profile} profile), on {machine.cores} × {machine.cpu}, {machine.memory_gb} GB, "
        f"{machine.system}, load {figure(machine.load)}; {listed(versions)}."
        + (f" Also seen: {'; '.join(besides)}." if besides else "")
    )


def _part(words: Vocabulary, part: str) -> str:
    """The runtime, the framework or a candidate by its name."""
    named = words.part(part)
    return variant_name(words, part) if named == part else named


def _variant(words: Vocabulary, measurement: Measurement, key: str, figures: Figures) -> VariantLine:
    low, high = interval(figures.p99_ms)
    p50, p95, p99 = mean(figures.p50_ms), mean(figures.p95_ms), mean(figures.p99_ms)
    values = (
        milliseconds(p50),
        milliseconds(p95),
        f"{milliseconds(p99)} ({decimal(low, 2)} to {decimal(high, 2)})",
        f"{decimal(mean(figures.cpu_ms), 3)} ms",
        f"{round(mean(figures.memory_mb)):,} MB",
        milliseconds(mean(figures.loop_ms)),
        f"{round(mean(figures.per_second)):,}/s",
    )
    cells = tuple(zip(HEADS, values, strict=True))
    side = "raw" if key == "raw" else "framework" if key == measurement.framework else ""
    return VariantLine(key, variant_name(words, key), side, p50, p95, p99, low, high, cells)
