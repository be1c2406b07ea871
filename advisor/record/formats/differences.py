"""Where respondents differ, in words and as dot plots.

In: the checklist's words and one service's recommendation from several people's answers. Out: values that page and PDF
lay out; every sentence is plain text, every plot safe to stand in HTML. Must not know: who may see it, how a verdict is
made.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.checklist.model import Checklist
from advisor.engine.aggregate import median_level
from advisor.engine.differences import Difference, differences
from advisor.engine.recommendation import LEVELS, GivenLevel, RespondentVerdict, ServiceRecommendation, StatementState
from advisor.record.formats.charts.drawing import COLOURS, INK, MUTED, drawn_line, drawn_rect, drawn_svg, drawn_text
from advisor.record.model.effects import counts_as, leading
from advisor.record.model.vocabulary import SCORECARD, Vocabulary, listed, some
from advisor.record.numbers import plural, signed


@dataclass(frozen=True, slots=True)
class VoiceLine:
    """What one person said to a statement."""

    name: str
    answer: str
    note: str
    outlier: bool
    """More than one level away from the middle."""
    level: int | None = None
    """None for "not sure" and "does not apply"."""


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One statement on which people differ."""

    key: str
    statement: str
    side: str
    of_team: bool
    """It is a dimension of the team's scorecard: what is settled counts for all services of the team."""
    agreement: str
    contested: bool
    changes: bool
    settled: bool
    reason: str
    """Why it was settled so."""
    now: str
    """What it counts as now."""
    effect: str
    """What each of the levels given would make of the verdict, in a sentence."""
    plot: str
    voices: tuple[VoiceLine, ...]
    """The outliers first."""
    levels: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """Where the respondents of one service differ."""

    headline: str
    settled_sentence: str
    """How many were settled, in a sentence; empty if none."""
    lines: tuple[DifferenceLine, ...]
    alike: int
    """Statements on which everybody who gave a level gave the same, of at least two."""
    verdicts: tuple[tuple[str, str, str], ...]
    """(name, verdict, in words) of what each respondent's own answers alone give."""


def differences_of(checklist: Checklist, weights: Mapping[str, int], service: ServiceRecommendation) -> Differences:
    """Everything a page or a PDF says about it."""
    words = Vocabulary(checklist)
    disputes = differences(checklist, weights, service)
    alike = sum(_alike(state) for state in service.statements.values())
    return Differences(
        headline=headline(disputes, service),
        settled_sentence=_settled(sum(service.statements[one.statement].settled is not None for one in disputes)),
        lines=tuple(_line(words, service, one) for one in disputes),
        alike=alike,
        verdicts=tuple((one.name, one.verdict, _alone(words, one)) for one in service.respondents),
    )


def headline(disputes: Sequence[Difference], service: ServiceRecommendation) -> str:
    """“You differ on six statements; two of them change the outcome.”"""
    still = [one for one in disputes if service.statements[one.statement].settled is None]
    if not still:
        return "You agree on everything now." if disputes else "You agree on every statement."
    changing = sum(one.changes for one in still)
    if not changing:
        effect = "it does not change" if len(still) == 1 else "none of them alone changes"
    elif len(still) == 1:
        effect = "it changes"
    else:
        effect = f"{changing} of them {'changes' if changing == 1 else 'change'}"
    return f"You differ on {plural(len(still), 'statement')}; {effect} the outcome."


def _settled(count: int) -> str:
    return f"{plural(count, 'statement')} {'was' if count == 1 else 'were'} settled." if count else ""


def differing(service: ServiceRecommendation) -> int:
    """On how many statements different levels were given."""
    return sum(len(set(_levels(state))) > 1 for state in _states(service))


def changing(checklist: Checklist, weights: Mapping[str, int], service: ServiceRecommendation) -> int:
    """On how many of these the level that counts would change the outcome, and is not settled."""
    disputes = differences(checklist, weights, service)
    return sum(one.changes and service.statements[one.statement].settled is None for one in disputes)


def contested(service: ServiceRecommendation) -> int:
    """How many statements are contested and not settled."""
    return sum(state.contested and state.settled is None for state in _states(service))


def _states(service: ServiceRecommendation) -> Sequence[StatementState]:
    return list(service.statements.values())


def _alike(state: StatementState) -> bool:
    levels = _levels(state)
    return len(levels) > 1 and len(set(levels)) == 1


def _levels(state: StatementState) -> list[int]:
    return [one.level for one in state.given_levels if one.level is not None]


def _alone(words: Vocabulary, one: RespondentVerdict) -> str:
    return "too early to say" if one.insufficient else words.verdict(one.verdict)


def _line(words: Vocabulary, service: ServiceRecommendation, difference: Difference) -> DifferenceLine:
    key, state = difference.statement, service.statements[difference.statement]
    names = [words.level(key, level) for level in LEVELS]
    return DifferenceLine(
        key=key,
        statement=words.text(key),
        side=words.side(key),
        of_team=key.startswith(SCORECARD),
        agreement="" if state.agreement is None else signed(state.agreement, 2),
        contested=state.contested,
        changes=difference.changes,
        settled=state.settled is not None,
        reason=state.settled or "",
        now=counts_as(words, key, state.levels),
        effect=_effect(words, difference),
        plot=plot_of(words, state),
        voices=_voices(words, state),
        levels=tuple(enumerate(names)),
    )


def _effect(words: Vocabulary, difference: Difference) -> str:
    ways = leading(words, difference)
    if len(ways) == 1:
        return f"Whichever of these you agree on leads to {next(iter(ways))}."
    return f"If you agreed: {'; '.join(ways.values())}."


def _voices(words: Vocabulary, state: StatementState) -> tuple[VoiceLine, ...]:
    middle = median_level(_levels(state))

    def order(one: GivenLevel) -> tuple[bool, int]:
        return one.level is None, -abs((one.level or 0) - middle)

    return tuple(
        VoiceLine(one.respondent, _level_words(words, state.id, one), one.note, far(one.level, middle), one.level)
        for one in sorted(state.given_levels, key=order)
    )


def far(level: int | None, middle: int) -> bool:
    """Whether a level stands apart from the middle one.

    >>> far(4, 2), far(3, 2), far(None, 2)
    (True, False, False)
    """
    return level is not None and abs(level - middle) > 1


def _level_words(words: Vocabulary, key: str, one: GivenLevel) -> str:
    if one.na is not None:
        return f"does not apply: {one.na}"
    return "not sure" if one.level is None else words.level(key, one.level)


WIDTH, STEP, MOST = 360, 72, 8
"""Of a plot, and how many dots stand above each other before they are a number."""


def plot_of(words: Vocabulary, state: StatementState) -> str:
    """What people said to one statement or dimension of a service; a dimension's written levels go by number."""
    written = state.id in words.dimensions
    names = [str(level) if written else words.level(state.id, level) for level in LEVELS]
    return dot_plot(names, state)


def dot_plot(names: Sequence[str], state: StatementState) -> str:
    """A dot for each person above the level they gave; a bracket over the levels the statement counts as."""
    counts = [sum(one.level == level for one in state.given_levels) for level in LEVELS]
    rows = min(max(counts), MOST)
    base = 26.0 + rows * 16
    parts = [drawn_line(8, base, WIDTH - 8, base)]
    for level, count in enumerate(counts):
        x = 36.0 + level * STEP
        parts.append(drawn_line(x, base, x, base + 5))
        parts.append(drawn_text(x, base + 19, names[level], anchor="middle"))
        for row in range(min(count, MOST)):
            parts.append(_dot(x, base - 9 - row * 16))
        if count > MOST:
            parts.append(drawn_text(x, 22, f"{count}", INK, "ink", anchor="middle", weight=600))
    if state.levels:
        low, high = 36.0 + min(state.levels) * STEP, 36.0 + max(state.levels) * STEP
        name, colour = ("ink", INK) if len(state.levels) == 1 else ("range", MUTED)
        parts.append(drawn_rect(low - 12, 5, high - low + 24, 5, colour, name))
    return drawn_svg(base + 26, _title(names, state, counts), parts, width=WIDTH, name="dots")


def _dot(x: float, y: float) -> str:
    return f'<circle class="chart-sustain" cx="{x:g}" cy="{y:g}" r="6.5" fill="{COLOURS["sustain"]}"/>'


def _title(names: Sequence[str], state: StatementState, counts: Sequence[int]) -> str:
    counted = [f"{count} said {names[level]}" for level, count in enumerate(counts) if count]
    sure = len(state.given_levels) - sum(counts)
    if sure:
        counted.append(f"{sure} gave no level")
    if not state.levels:
        return f"{listed(counted)}."
    ends = [names[state.levels[0]]] if len(state.levels) == 1 else [names[state.levels[0]], names[state.levels[-1]]]
    return f"{listed(counted)}. It counts as {' to '.join(ends)}."


def minority(service: ServiceRecommendation, words: Vocabulary) -> str:
    """Whose own answers lead elsewhere, in a sentence; empty if nobody's do."""
    by_verdict: dict[str, list[str]] = {}
    for one in service.dissent:
        by_verdict.setdefault(words.leads_to(one.verdict), []).append(one.name)
    return " ".join(f"Alone, the answers of {some(names)} lead to {verdict}." for verdict, names in by_verdict.items())
