"""What a verdict rests on: opinions, links, measurements, and which of them no longer count.

In: what people named beside their answers, results of benchmarks, a date. Out: lines and a sentence. Must not know:
where they are shown. Evidence never moves a score.
"""

from collections.abc import Iterable
from datetime import date

from advisor.checklist.answer import Evidence
from advisor.checklist.service import Benchmark, ServiceEntry
from advisor.record.model.entries import AnswerLine, BenchmarkLine, Ground
from advisor.record.model.vocabulary import SCORECARD, Vocabulary, listed
from advisor.record.numbers import day_in_words, figure

KINDS = ("measurement", "link", "opinion")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
INCLUDED = {"auth": "sign-in", "logging": "logging", "json": "JSON bodies", "downstream": "a downstream call"}


def expired(evidence: Evidence, as_of: date) -> bool:
    """Whether its day has come: from then on it no longer counts.

    >>> expired(Evidence(kind="link", expires=date(2026, 5, 1)), date(2026, 5, 1))
    True
    """
    return evidence.expires is not None and evidence.expires <= as_of


def evidence_text(evidence: Evidence, as_of: date) -> str:
    """One piece of evidence in a line.

    >>> evidence_text(Evidence(kind="measurement", expires=date(2026, 5, 1)), date(2026, 6, 1))
    'measurement, until 1 May 2026: no longer counts'
    """
    parts = [evidence.kind, *([evidence.url] if evidence.url else [])]
    if evidence.expires:
        parts.append(f"until {day_in_words(evidence.expires)}")
    return ", ".join(parts) + (": no longer counts" if expired(evidence, as_of) else "")


def grounds(service: ServiceEntry, answers: Iterable[AnswerLine], as_of: date) -> frozenset[Ground]:
    """Everything that was named for one service: what stands at one address is one thing, also where it is named
    twice."""
    bases = set()
    for line in answers:
        about = service.team if line.key.startswith(SCORECARD) else service.name
        for given in line.responses:
            if given.evidence is not None:
                one = given.evidence
                key = one.url or f"{given.respondent} on {line.key} of {about}"
                bases.add(Ground(one.kind, key, expired(one, as_of)))
    for number, benchmark in enumerate(service.benchmarks):
        bases.add(Ground("measurement", benchmark.url or f"{service.name} {number}", False))
    bases |= {Ground("measurement", measurement.digest, False) for measurement in service.measurements}
    return frozenset(bases)


def rests_on(rests: Iterable[Ground]) -> str:
    """What a verdict rests on, in a sentence; empty where nothing is named.

    >>> rests_on([Ground("opinion", "a", False), Ground("opinion", "b", False), Ground("measurement", "c", False)])
    'Rests on one measurement and two opinions.'
    >>> rests_on([Ground("opinion", "a", False), Ground("link", "b", True)])
    'Rests on one opinion; one link no longer counts.'
    >>> rests_on([Ground("link", "b", True), Ground("link", "c", True)])
    'Two links no longer count.'
    """
    rests = frozenset(rests)
    fresh = _counted({one for one in rests if not one.expired})
    # what still counts somewhere is not told as gone
    counts = {(one.kind, one.key) for one in rests if not one.expired}
    gone = {one for one in rests if one.expired and (one.kind, one.key) not in counts}
    clauses = [f"rests on {fresh}"] if fresh else []
    clauses += [f"{_counted(gone)} no longer count{'s' if len(gone) == 1 else ''}"] if gone else []
    text = "; ".join(clauses)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _counted(rests: Iterable[Ground]) -> str:
    kinds = [one.kind for one in rests]
    return listed([_number(kinds.count(kind), kind) for kind in KINDS if kind in kinds])


def _number(count: int, noun: str) -> str:
    word = NUMBERS[count] if count < len(NUMBERS) else f"{count:,}"
    return f"{word} {noun}{'' if count == 1 else 's'}"


def benchmark_lines(words: Vocabulary, service: ServiceEntry) -> tuple[BenchmarkLine, ...]:
    """The results of a service's benchmarks, in the order they were noted."""
    return tuple(benchmark_line(words, one, service.latency_budget_ms) for one in service.benchmarks)


def benchmark_line(words: Vocabulary, one: Benchmark, budget: float | None) -> BenchmarkLine:
    """One result in words, against a latency budget in ms."""
    within = ""
    if budget is not None:
        within = f"{'within' if one.p99_ms <= budget else 'over'} the budget of {figure(budget)} ms"
    includes = [INCLUDED[part] for part in INCLUDED if part in one.includes]
    parts = [f"with {listed(includes)}" if includes else "without sign-in, logging, JSON bodies or a downstream call"]
    parts.append("one route" if one.routes == 1 else f"{one.routes:,} routes")
    parts += [f"on {words.part(part)} {version}" for part, version in one.versions.items()]
    return BenchmarkLine(
        words.verdict(one.variant), f"{figure(one.p99_ms)} ms", within, ", ".join(parts), one.on, one.url or ""
    )
