"""The lines a decision record is made of: one gate, one driver, one answer, one fact, as values.

In: nothing. Out: frozen dataclasses. Sentences are plain text; shares stay exact fractions. Must not know: HTML, files,
Django, the clock.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Literal

from advisor.checklist.answer import Evidence
from advisor.record.numbers import day_in_words


def first_sentence(text: str) -> str:
    """What a text says first.

    >>> first_sentence("Put Node.js 24 live. Then see."), first_sentence("Either will do")
    ('Put Node.js 24 live.', 'Either will do.')
    """
    return text.split(". ", 1)[0].removesuffix(".") + "." if text else ""


LONG = 800
"""Characters that do not have to stay on one page."""


@dataclass(frozen=True, slots=True)
class GateLine:
    """A gate that closes raw: shown before any score."""

    title: str
    text: str
    reopen: str


@dataclass(frozen=True, slots=True)
class SupportLine:
    """The support of one side, its range where answers are open, and the threshold it has to reach."""

    key: Literal["raw", "framework", "split", "sustain"]
    name: str
    support: Fraction | None
    low: Fraction | None
    high: Fraction | None
    threshold: Fraction
    holds: bool | None
    """None while open answers can still move it across the threshold."""
    arithmetic: str
    """Such as "(4×1 + 3×2) ÷ (4×3) = 10/12 = 5/6"."""


@dataclass(frozen=True, slots=True)
class DriverLine:
    """One statement that speaks for a side, and what it adds to that side's support."""

    key: str
    statement: str
    level: int | None
    answer: str
    weight: int
    contribution: Fraction
    adds: str
    """The contribution as it is printed: those of a side add up to its support as that is printed."""


@dataclass(frozen=True, slots=True)
class FlipLine:
    """A way to another verdict, as a sentence and as a list; `brief` names at most three of the answers that change."""

    sentence: str
    verdict: str
    brief: str
    leads_to: str = ""
    changes: tuple["ChangeLine", ...] = ()


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One answer that moves, in words."""

    key: str
    statement: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class PossibleLine:
    """A verdict that can still come out, with its share of the ways to complete the answers."""

    key: str
    verdict: str
    share: Fraction
    printed: str
    """The share in whole per cent: those of all verdicts add up to 100."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """An open statement and whom to ask; `bits` is how much it says about the verdict."""

    key: str
    statement: str
    ask: str
    bits: float


@dataclass(frozen=True, slots=True)
class ActionLine:
    title: str
    text: str

    @property
    def brief(self) -> str:
        """The first sentence of the text."""
        return first_sentence(self.text)


@dataclass(frozen=True, slots=True)
class WantLine:
    """One thing that is wanted of a framework, what it adds for the one that leads, and why."""

    text: str
    matters: str
    share: Fraction
    adds: str
    """The share as it is printed: all of them add up to what the leader meets, as that is printed."""
    grounds: str


@dataclass(frozen=True, slots=True)
class FrameworkLine:
    """Which framework: those left out first, then who leads, why, and what would change it."""

    eliminated: tuple[str, ...]
    sentence: str
    wants: tuple[WantLine, ...]
    changes: tuple[str, ...]
    question: str
    arithmetic: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CheckLine:
    """A contradiction or a common mistake that was found."""

    check: str
    text: str
    why: str
    action: str
    services: tuple[str, ...]
    detail: str = ""
    """What it rests on here, in a sentence; empty where the text says it."""
    passages: tuple[str, ...] = ()
    """The passages of the article, or of what is known of its figures, that it comes from."""
    because: str = ""
    """The team's answer, where it has one: it is known, and stands for this reason."""
    by: str = ""
    on: date | None = None
    """Who gave it, and when, where that is stated."""
    answered_for: tuple[str, ...] = ()
    """The services that it was given for: these, and perhaps more."""

    @property
    def who(self) -> str:
        """Who answered and when; empty where nobody said."""
        return ", ".join(part for part in (self.by, day_in_words(self.on) if self.on else "") if part)


@dataclass(frozen=True, slots=True)
class Ground:
    """Something that answers rest on, told apart by its address, or by who named it where."""

    kind: str
    key: str
    expired: bool


@dataclass(frozen=True, slots=True)
class BenchmarkLine:
    """A measurement of one variant: `p99` in ms, whether that is within the budget, what it was taken with."""

    variant: str
    p99: str
    within: str
    """Empty where no latency budget is stated."""
    conditions: str
    on: date | None
    url: str

    @property
    def sentence(self) -> str:
        """All of it on one line, but for its address."""
        when = f", {day_in_words(self.on)}" if self.on else ""
        within = f" ({self.within})" if self.within else ""
        return f"{self.variant}: 99 of 100 requests below {self.p99}{within}, {self.conditions}{when}"


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """What one person answered. The name is empty where a file holds one set of answers."""

    respondent: str
    answer: str
    note: str
    evidence: Evidence | None


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """Where one statement stands, and who said what."""

    key: str
    side: str
    statement: str
    answer: str
    """The level in words, "not sure", "not answered", "does not apply", or the levels it can still take."""
    reason: str
    """Why it does not apply or was settled."""
    weight: int
    counts: bool
    """Whether the weight has an effect: not for a gut check."""
    responses: tuple[ResponseLine, ...]
    contested: bool
    agreement: Fraction | None

    @property
    def long(self) -> bool:
        """Whether more was written beside it than has to stay on one page."""
        return sum(len(given.note) for given in self.responses) > LONG


@dataclass(frozen=True, slots=True)
class StepLine:
    """One thing to do next on the platform: what, why, and for which services."""

    key: str
    """What kind of step it is; with `about` it stays the same while the words change."""
    title: str
    text: str
    services: tuple[str, ...] = ()
    about: str = ""
    """The service it is about, where it is about one."""
    points: tuple[tuple[str, str], ...] = ()
    """What belongs to it: a label and a text each."""
    owner: str = ""
    by: date | None = None

    @property
    def brief(self) -> str:
        """The first sentence of the text."""
        return first_sentence(self.text)

    @property
    def paragraph(self) -> str:
        """Why, and what belongs to it, as one paragraph."""
        return " ".join([self.text, *(f"{label}: {text}" for label, text in self.points)])


@dataclass(frozen=True, slots=True)
class MinorityLine:
    """One person whose own answers give another verdict, and what they noted: statement, answer, note."""

    sentence: str
    notes: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class CountLine:
    """A verdict, and how many services have it."""

    key: str
    verdict: str
    count: int
    services_phrase: str
    """The services as a phrase that stays short."""
