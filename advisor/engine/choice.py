"""Which framework: the candidates against what a service wants of one (model §10). It changes no verdict.

In: the frameworks of a checklist and what is wanted. Out: a `FrameworkChoice`. Must not know: files, words, verdicts.

With the answers aᵢ (a must counts as 4) and the fits fᵢₖ, candidate k gets Wₖ = Σ aᵢ fᵢₖ ÷ 4 Σ aᵢ, in [0, 1]. It is
clear over another where W − W′ ≥ c, that is where Σ aᵢ (fᵢ − f′ᵢ − 4c) ≥ 0: each want has a pull, linear in aᵢ.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from advisor.checklist.frameworks import Frameworks, Wanted

MUST = 4
"""What a must counts as. A must leaves out every candidate whose fit is below `MEETS`."""
MEETS = 2


Fits = Mapping[str, Mapping[str, int]]
"""Candidate → want → fit, in the checklist's order."""


@dataclass(frozen=True, slots=True)
class Elimination:
    candidate: str
    want: str


@dataclass(frozen=True, slots=True)
class WantChange:
    want: str
    from_level: int
    to_level: int


@dataclass(frozen=True, slots=True)
class LeadChange:
    """The fewest one-level steps of what is wanted after which the leader is no longer clear over a candidate."""

    candidate: str
    steps: int
    wants: tuple[WantChange, ...]


@dataclass(frozen=True, slots=True)
class FrameworkChoice:
    wants: tuple[tuple[str, Wanted], ...]
    """What was said, in the checklist's order: not sure too."""
    eliminated: tuple[Elimination, ...]
    """Each candidate that a must leaves out, with that must."""
    scores: tuple[tuple[str, Fraction | None], ...]
    """Of every candidate that is left, in the checklist's order; None while nothing is wanted."""
    leader: str | None
    clear: bool
    """Clearly ahead of every other."""
    close: tuple[str, ...]
    """The candidates that the leader is not clearly ahead of, in the checklist's order."""
    settled: bool
    """Clear however the open wants are answered."""
    next_want: str | None
    """The open want that says most about those that are close."""
    changes: tuple[LeadChange, ...]
    """For each candidate that is clearly behind."""
    drivers: dict[str, tuple[tuple[str, Fraction], ...]]
    """Of every candidate that is left: what each want adds to its score, the largest first."""


def framework_choice(frameworks: Frameworks, wanted: Mapping[str, Wanted]) -> FrameworkChoice | None:
    """The choice of a checklist's frameworks for one service; None where nothing is answered."""
    fits = {
        candidate.id: {want.id: candidate.fits[want.id].fit for want in frameworks.wants}
        for candidate in frameworks.candidates
    }
    return choice(fits, wanted, frameworks.margin)


def choice(fits: Fits, wanted: Mapping[str, Wanted], ahead: Fraction) -> FrameworkChoice | None:
    """The choice by fits in 0 to 4; `ahead` is how far a clear leader is, in (0, 1]. None where nothing is answered:
    what is not sure, or not there, is open.

    Schemas 4 and known 2, and three candidates. Their scores are (16 + 2) ÷ 24 = 3/4, (12 + 8) ÷ 24 = 5/6 and
    (0 + 8) ÷ 24 = 1/3: the second leads, over the first by 1/12, which is less than a tenth, and over the third by 1/2:

    >>> fits = {"a": {"schemas": 4, "known": 1}, "b": {"schemas": 3, "known": 4}, "c": {"schemas": 0, "known": 4}}
    >>> made = choice(fits, {"schemas": 4, "known": 2}, Fraction(1, 10))
    >>> [str(score) for _, score in made.scores], made.leader, made.clear, made.close
    (['3/4', '5/6', '1/3'], 'b', False, ('a',))

    Over c its pulls are 3 − 0.4 = 2.6 and 0 − 0.4 = −0.4, which gives 4 × 2.6 − 2 × 0.4 = 9.6. Lowering schemas by four
    steps leaves −0.8:

    >>> [(change.candidate, change.steps) for change in made.changes]
    [('c', 4)]

    Where a must has no candidate left, nobody leads:

    >>> made = choice({"a": {"schemas": 1}, "b": {"schemas": 0}}, {"schemas": "must"}, Fraction(1, 10))
    >>> [(one.candidate, one.want) for one in made.eliminated], made.leader
    ([('a', 'schemas'), ('b', 'schemas')], None)
    """
    wants = list(next(iter(fits.values()), {}))
    stated_wants = tuple((want, wanted[want]) for want in wants if want in wanted)
    levels = {want: MUST if level == "must" else level for want, level in stated_wants if level != "unsure"}
    if not levels:
        return None
    eliminated = _eliminated(fits, [want for want, level in stated_wants if level == "must"])
    out = {one.candidate for one in eliminated}
    left = {candidate: own for candidate, own in fits.items() if candidate not in out}
    open_wants = [want for want in wants if want not in levels]
    scores = {candidate: _score(own, levels) for candidate, own in left.items()}
    leader = max(left, key=lambda candidate: scores[candidate] or 0, default=None) if any(levels.values()) else None
    others = [candidate for candidate in left if candidate != leader] if leader is not None else []
    races = [_Race(other, left[leader or ""], left[other], ahead, levels) for other in others]
    close = [race for race in races if race.margin < 0]
    unsettled = [race for race in races if race.least(open_wants) < 0]
    compared = [race.other for race in close or unsettled] if leader is not None else list(left)
    return FrameworkChoice(
        wants=stated_wants,
        eliminated=eliminated,
        scores=tuple(scores.items()),
        leader=leader,
        clear=leader is not None and not close,
        close=tuple(race.other for race in close),
        settled=leader is not None and not unsettled,
        next_want=_next_want(fits, open_wants, leader, compared),
        changes=tuple(race.change() for race in races if race.margin >= 0),
        drivers={candidate: _drivers(own, levels) for candidate, own in left.items()} if leader is not None else {},
    )


def _eliminated(fits: Fits, musts: Sequence[str]) -> tuple[Elimination, ...]:
    return tuple(Elimination(name, must) for name, own in fits.items() for must in musts if own[must] < MEETS)


class _Race:
    """A leader beside one other candidate."""

    def __init__(
        self, other: str, lead: Mapping[str, int], behind: Mapping[str, int], ahead: Fraction, levels: Mapping[str, int]
    ) -> None:
        self.other, self._levels = other, levels
        self._pulls = {want: lead[want] - behind[want] - 4 * ahead for want in lead}
        self.margin = sum((level * self._pulls[want] for want, level in levels.items()), Fraction(0))
        """At least 0 where the leader is clear."""

    def least(self, open_wants: Sequence[str]) -> Fraction:
        """The smallest margin over all ways to answer what is open: each want adds least at 0 or at 4."""
        return self.margin + sum((min(Fraction(0), 4 * self._pulls[want]) for want in open_wants), Fraction(0))

    def change(self) -> LeadChange:
        """The fewest steps that end the clear lead: the strongest pulls first, or until nothing is wanted any more."""
        levels, margin = dict(self._levels), self.margin
        for want in sorted(levels, key=lambda want: -abs(self._pulls[want])):
            pull = self._pulls[want]
            if margin < 0 or not pull:
                break
            steps = min(levels[want] if pull > 0 else 4 - levels[want], margin // abs(pull) + 1)
            levels[want] -= steps if pull > 0 else -steps
            margin -= steps * abs(pull)
        total = sum(abs(level - self._levels[want]) for want, level in levels.items())
        nothing = sum(self._levels.values())
        if margin >= 0 or nothing < total:
            levels, total = dict.fromkeys(levels, 0), nothing
        moved = [(want, before, levels[want]) for want, before in self._levels.items() if before != levels[want]]
        return LeadChange(self.other, total, tuple(WantChange(*one) for one in moved))


def _score(own: Mapping[str, int], levels: Mapping[str, int]) -> Fraction | None:
    whole = 4 * sum(levels.values())
    return Fraction(sum(level * own[want] for want, level in levels.items()), whole) if whole else None


def _drivers(own: Mapping[str, int], levels: Mapping[str, int]) -> tuple[tuple[str, Fraction], ...]:
    whole = 4 * sum(levels.values())
    shares = [(want, Fraction(level * own[want], whole)) for want, level in levels.items()]
    return tuple(sorted(shares, key=lambda share: -share[1]))


def _next_want(fits: Fits, open_wants: Sequence[str], leader: str | None, compared: Sequence[str]) -> str | None:
    """The open want on which the leader and those compared with it differ most; without a leader, all among them."""
    if not open_wants or len(compared) < (2 if leader is None else 1):
        return None

    def spread(want: str) -> int:
        met = [fits[candidate][want] for candidate in compared]
        if leader is None:
            return max(met) - min(met)
        return max(abs(fits[leader][want] - fit) for fit in met)

    return max(open_wants, key=spread)
