"""What a prototype kit measured, as lines, and the rule it is judged by.

In: nothing. Out: frozen dataclasses. Must not know: HTML, files, how a judgement is made.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

RULE = (
    "Raw has earned its keep when the framework misses the latency budget and raw meets it, or when the p99 gap is at "
    "least a tenth of the budget and its 95% bootstrap interval lies above zero. Otherwise the framework is enough. "
    "There is no verdict on fewer than 5 runs, on a saturated or unstable run, or where two runs of raw come out more "
    "than 5% apart."
)
HEADS = ("p50", "p95", "p99", "CPU", "Memory", "Loop", "Flat out")


@dataclass(frozen=True, slots=True)
class VariantLine:
    """One variant's figures, each the mean of its runs; in ms where nothing else is said."""

    key: str
    name: str
    side: str
    """"raw" or "framework" for the two that are compared, else "" for a control."""
    p50: Fraction
    p95: Fraction
    p99: Fraction
    low: Fraction
    high: Fraction
    """The 95% interval of p99."""
    figures: tuple[tuple[str, str], ...]
    """Each with its heading, in words; beside p99 stands its interval."""


@dataclass(frozen=True, slots=True)
class WorkLine:
    title: str
    variants: tuple[VariantLine, ...]


@dataclass(frozen=True, slots=True)
class MeasurementLine:
    """One measurement: what it says by the rule, what it was taken on, what it is evidence for."""

    verdict: str
    """"raw", "framework", or "" where there is none."""
    sentence: str
    conditions: str
    attached: str
    work: tuple[WorkLine, ...]
    budget: Fraction | None
    on: date
    digest: str
    rule: str = RULE
    heads: tuple[str, ...] = HEADS

    @property
    def paragraph(self) -> str:
        """All of it but the figures, as a paragraph."""
        return " ".join(part for part in (self.sentence, self.conditions, self.attached, f"Rule: {self.rule}") if part)

    @property
    def realistic(self) -> WorkLine | None:
        return next((one for one in self.work if one.title.startswith("Realistic")), None)
