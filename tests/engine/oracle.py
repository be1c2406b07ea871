"""The decision model once more, by brute force, to hold the engine against.

In: a checklist and an answers file. Out: plain figures, every one found by trying all completions with `Fraction`.
Must not know: the engine. It is written from the words of the model alone, as literally and as slowly as they read, and
shares nothing with the engine but the checklist and the answers. Keys are statement ids and `scorecard.<dimension id>`.

Where the words leave room, it reads them so:

- Levels of fewer than half of those who answered make a statement open at every level, contested or not.
- `lean` is null where a side that applies has no answered statement; a side that does not apply counts 0. `gut` is
  null where no gut check is answered, unless both do not apply (then it is 0).
- Provisional asks for 60 % of the applying statements of R and, separately, 60 % of those of X.
- The gut check's cap on the strength uses `gut` as reported; where that is null there is no cap.
- A weight flip of an insufficient service starts from the verdict that is reported, undecided.
"""

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from random import Random

from advisor.checklist.answers import Answer, AnswersFile, Service
from advisor.checklist.model import Checklist

Completion = Mapping[str, int]
SIDES = ("raw", "framework", "split", "sustain")
ALL_LEVELS = (0, 1, 2, 3, 4)


def agreement(counts: Sequence[int]) -> Fraction | None:
    """Van der Eijk's A of how often each level was given; None with fewer than two levels given.

    The counts are peeled into layers of equal height; each layer's agreement weighs as many answers as it holds.
    """
    left, total = list(counts), sum(counts)
    if total < 2:
        return None
    result = Fraction(0)
    while any(left):
        height = min(count for count in left if count)
        pattern = [int(count > 0) for count in left]
        result += Fraction(height * sum(pattern), total) * layer_agreement(pattern)
        left = [count - height * present for count, present in zip(left, pattern, strict=True)]
    return result


def layer_agreement(pattern: Sequence[int]) -> Fraction:
    """The agreement of a row of ones and zeros: 1 for a single one, −1 for two at the ends, 0 for all ones."""
    k, ones = len(pattern), sum(pattern)
    if ones == 1:
        return Fraction(1)
    if ones == k:
        return Fraction(0)
    unimodal = bimodal = 0
    for i in range(k):
        for j in range(i + 1, k):
            for m in range(j + 1, k):
                triple = (pattern[i], pattern[j], pattern[m])
                unimodal += triple in ((1, 1, 0), (0, 1, 1))
                bimodal += triple == (1, 0, 1)
    unimodality = Fraction((k - 2) * unimodal - (k - 1) * bimodal, (k - 2) * (unimodal + bimodal))
    return unimodality * (1 - Fraction(ones - 1, k - 1))


@dataclass(frozen=True)
class Group:
    """What several people's answers to one statement come to."""

    levels: tuple[int, ...]
    contested: bool
    agreement: Fraction | None


def group_answer(given: Sequence[Answer], settled: int | None = None) -> Group:
    """The levels a statement can take after everyone is heard; none if it does not apply."""
    levels = sorted(answer.level for answer in given if isinstance(answer.level, int))
    not_applying = sum(answer.na is not None for answer in given)
    spread = agreement([levels.count(level) for level in ALL_LEVELS])
    disputed = is_contested(levels, spread)
    if settled is not None:
        return Group((settled,), disputed, spread)
    if not_applying * 2 > len(given):
        return Group((), disputed, spread)
    if not levels or len(levels) * 2 < len(given):
        return Group(ALL_LEVELS, disputed, spread)
    if disputed:
        return Group(contested_set(levels), disputed, spread)
    return Group((lower_median(levels),), disputed, spread)


def lower_median(levels: Sequence[int]) -> int:
    return sorted(levels)[(len(levels) - 1) // 2]


def is_contested(levels: Sequence[int], spread: Fraction | None) -> bool:
    if len(levels) < 2:
        return False
    if len(levels) == 2:
        return abs(levels[0] - levels[1]) >= 2
    near = sum(abs(level - lower_median(levels)) <= 1 for level in levels)
    return (spread is not None and spread < 0) or Fraction(near, len(levels)) < Fraction(3, 4)


def contested_set(levels: Sequence[int]) -> tuple[int, ...]:
    """From the lower to the upper quartile by nearest rank; from lowest to highest where the two coincide."""
    ordered, n = sorted(levels), len(levels)
    low, high = ordered[math.ceil(Fraction(n, 4)) - 1], ordered[math.ceil(Fraction(3 * n, 4)) - 1]
    if low == high:
        low, high = ordered[0], ordered[-1]
    return tuple(range(low, high + 1))


@dataclass(frozen=True)
class Case:
    """One service as the model sees it: the levels each statement can take, and the weights in force."""

    checklist: Checklist
    levels: dict[str, tuple[int, ...]]
    weights: dict[str, int]

    def keys(self, side: str) -> list[str]:
        """The statements of a side, `sustain` being the scorecard, in checklist order."""
        if side == "sustain":
            return [f"scorecard.{dimension.id}" for dimension in self.checklist.scorecard.dimensions]
        return [statement.id for statement in self.checklist.statements if statement.group == side]

    def role(self, role: str) -> str:
        return next(statement.id for statement in self.checklist.statements if statement.role == role)

    def scorecard_role(self, role: str) -> str:
        found = next(dimension for dimension in self.checklist.scorecard.dimensions if dimension.role == role)
        return f"scorecard.{found.id}"

    def threshold(self, name: str) -> Fraction:
        return self.checklist.thresholds.exact(name)

    def applying(self, side: str) -> list[str]:
        return [key for key in self.keys(side) if self.levels[key]]

    def is_open(self, key: str) -> bool:
        return len(self.levels[key]) > 1

    def open_keys(self) -> list[str]:
        return [key for key in self.levels if self.is_open(key)]

    def completions(self) -> Iterator[dict[str, int]]:
        keys = [key for key, levels in self.levels.items() if levels]
        for chosen in product(*(self.levels[key] for key in keys)):
            yield dict(zip(keys, chosen, strict=True))

    def with_levels(self, changed: Mapping[str, int]) -> "Case":
        return Case(self.checklist, {**self.levels, **{key: (to,) for key, to in changed.items()}}, self.weights)

    def with_weight(self, key: str, weight: int) -> "Case":
        return Case(self.checklist, self.levels, {**self.weights, key: weight})


def support(case: Case, side: str, levels: Completion) -> Fraction | None:
    """Σ w t / Σ w over the statements of a side that have a level; None if there is none."""
    present = [key for key in case.keys(side) if key in levels]
    if not present:
        return None
    weight = sum(case.weights[key] for key in present)
    return sum((case.weights[key] * Fraction(levels[key], 4) for key in present), Fraction(0)) / weight


def lean(case: Case, levels: Completion) -> Fraction:
    return (support(case, "framework", levels) or Fraction(0)) - (support(case, "raw", levels) or Fraction(0))


def gut(case: Case, levels: Completion) -> Fraction:
    """t(would-reinvent) − t(would-only-wrap); one without a level counts 0."""
    reinvent, wrap = (levels.get(case.role(role), 0) for role in ("reinvent", "wrap"))
    return Fraction(reinvent - wrap, 4)


@dataclass(frozen=True)
class Outcome:
    """What one completion gives."""

    need: str
    sustain: str
    verdict: str
    flags: frozenset[str]
    gates: frozenset[str]


def holds(case: Case, side: str, levels: Completion) -> bool:
    value = support(case, side, levels)
    return value is not None and value >= case.threshold("holds")


def need(case: Case, levels: Completion) -> tuple[str, str]:
    """The need, and why it is undecided where it is (else "")."""
    no_reason_for_raw = levels[case.role("purpose")] <= 1 and levels[case.role("latency")] <= 1
    raw = holds(case, "raw", levels) and not no_reason_for_raw
    framework = holds(case, "framework", levels)
    d, g = lean(case, levels), gut(case, levels)
    band, half = case.threshold("band"), case.threshold("gut")
    if raw and framework and holds(case, "split", levels) and levels[case.role("boundary")] >= 2:
        return "split", ""
    if raw and d <= -band:
        return "raw", ""
    if framework and d >= band:
        return "framework", ""
    if g >= half and (framework or not raw):
        return "framework", ""
    if g <= -half and d <= 0 and not no_reason_for_raw:
        return "raw", ""
    if not raw and d >= band:
        return "framework", ""
    return "undecided", "conflict" if raw and framework else "close" if raw or framework else "weak"


def gates(case: Case, levels: Completion) -> frozenset[str]:
    """The gates this completion fails."""
    found = set()
    if levels[case.role("capability")] <= 1:
        found.add("capability")
    if levels[case.role("ownership")] <= 1 and levels[case.scorecard_role("ownership")] <= 1:
        found.add("ownership")
    if (support(case, "sustain", levels) or Fraction(0)) < case.threshold("sustain_conditional"):
        found.add("sustain")
    return frozenset(found)


def outcome(case: Case, levels: Completion) -> Outcome:
    """Need, sustain, verdict, flags and failed gates of one completion."""
    wanted, why = need(case, levels)
    failed = gates(case, levels)
    q = support(case, "sustain", levels) or Fraction(0)
    sustain = "no" if failed else "conditional" if q < case.threshold("sustain_yes") else "yes"
    verdict, flags = wanted, set()
    if sustain == "no" and wanted != "framework":
        verdict = "framework"
        flags.add(f"gated-{wanted}")
    elif sustain == "conditional" and wanted in ("raw", "split"):
        flags.add("conditional")
    if verdict == "undecided":
        flags.add(why)
    return Outcome(wanted, sustain, verdict, frozenset(flags), failed)


@dataclass(frozen=True)
class Judgement:
    """What all completions together give."""

    verdict: str
    status: str
    """settled, provisional or insufficient; complete where nothing is open."""
    need: str | None
    sustain: str | None
    flags: frozenset[str]
    possible: dict[str, Fraction]
    gates: frozenset[str]
    conditional: bool
    """Whether any completion that gives the verdict is gated or conditional."""


def judge(case: Case) -> Judgement:
    """Verdict, status and what holds in every completion."""
    outcomes = [outcome(case, levels) for levels in case.completions()]
    counts = Counter(each.verdict for each in outcomes)
    possible = {verdict: Fraction(count, len(outcomes)) for verdict, count in counts.items()}
    verdict, status = verdict_and_status(case, possible)
    needs, sustains = {each.need for each in outcomes}, {each.sustain for each in outcomes}
    flags = frozenset.intersection(*(each.flags for each in outcomes))
    closing = [each for each in outcomes if each.verdict == verdict]
    return Judgement(
        verdict=verdict,
        status=status,
        need=needs.pop() if len(needs) == 1 else None,
        sustain=sustains.pop() if len(sustains) == 1 else None,
        flags=flags if status == "complete" else flags | {status},
        possible=possible,
        gates=frozenset.intersection(*(each.gates for each in outcomes)),
        conditional=any(flag.startswith(("gated", "conditional")) for each in closing for flag in each.flags),
    )


def verdict_and_status(case: Case, possible: Mapping[str, Fraction]) -> tuple[str, str]:
    if not case.open_keys():
        return next(iter(possible)), "complete"
    if len(possible) == 1:
        return next(iter(possible)), "settled"
    enough = all(answered_enough(case, side) for side in ("raw", "framework"))
    for verdict, share in possible.items():
        if enough and verdict != "undecided" and share >= case.threshold("provisional_share"):
            return verdict, "provisional"
    return "undecided", "insufficient"


def answered_enough(case: Case, side: str) -> bool:
    """Whether enough of the applying statements of a side are answered, counted and not weighted."""
    applying = case.applying(side)
    answered = sum(not case.is_open(key) for key in applying)
    return answered >= case.threshold("provisional_answered") * len(applying)


def answered_levels(case: Case) -> dict[str, int]:
    """The levels of the answered statements."""
    return {key: levels[0] for key, levels in case.levels.items() if len(levels) == 1}


def reported_lean(case: Case) -> Fraction | None:
    levels = answered_levels(case)
    for side in ("raw", "framework"):
        if case.applying(side) and not any(key in levels for key in case.keys(side)):
            return None
    return lean(case, levels)


def reported_gut(case: Case) -> Fraction | None:
    levels, keys = answered_levels(case), case.keys("gut")
    if not any(key in levels for key in keys) and case.applying("gut"):
        return None
    return gut(case, levels)


def bounds(case: Case) -> dict[str, tuple[Fraction, Fraction] | None]:
    """Lowest and highest raw, framework, lean and sustain over all completions."""
    completions = list(case.completions())
    found: dict[str, tuple[Fraction, Fraction] | None] = {}
    for side in ("raw", "framework", "sustain"):
        values = [value for levels in completions if (value := support(case, side, levels)) is not None]
        found[side] = (min(values), max(values)) if values else None
    leans = [lean(case, levels) for levels in completions]
    found["lean"] = (min(leans), max(leans))
    return found


def drivers(case: Case, side: str) -> list[tuple[str, Fraction]]:
    """wᵢ tᵢ / Σ wᵢ of each answered statement of a side, largest first, then in checklist order."""
    levels = answered_levels(case)
    present = [key for key in case.keys(side) if key in levels]
    weight = sum(case.weights[key] for key in present)
    each = [(key, case.weights[key] * Fraction(levels[key], 4) / weight) for key in present]
    return sorted(each, key=lambda driver: -driver[1])


def entropy(counts: Mapping[str, int]) -> float:
    """Bits in a distribution given as counts."""
    total = sum(counts.values())
    return -sum(count / total * math.log2(count / total) for count in counts.values() if count)


def information(case: Case) -> dict[str, float]:
    """Mutual information, in bits, between each open statement and the verdict over completions."""
    results = [(levels, outcome(case, levels).verdict) for levels in case.completions()]
    whole = entropy(Counter(verdict for _, verdict in results))
    found = {}
    for key in case.open_keys():
        rest = [
            entropy(Counter(verdict for levels, verdict in results if levels[key] == level))
            for level in case.levels[key]
        ]
        found[key] = whole - sum(rest) / len(rest)
    return found


def at_distance(start: Sequence[int], steps: int) -> Iterator[tuple[int, ...]]:
    """Every row of levels that is exactly so many one-level steps away."""
    if not start:
        if steps == 0:
            yield ()
        return
    for to in ALL_LEVELS:
        used = abs(to - start[0])
        if used <= steps:
            for rest in at_distance(start[1:], steps - used):
                yield (to, *rest)


Changes = tuple[tuple[str, int, int], ...]


def flips(case: Case, most: int) -> tuple[int | None, dict[Changes, str]]:
    """The smallest number of steps to another verdict and every set of changes of that size with its verdict.

    Looks no further than `most` steps: None and nothing if there is none up to there, or if the case is insufficient.
    """
    now = judge(case)
    if now.status == "insufficient":
        return None, {}
    levels = answered_levels(case)
    keys = list(levels)
    for steps in range(1, most + 1):
        found: dict[Changes, str] = {}
        for row in at_distance(list(levels.values()), steps):
            changed = {key: to for key, to in zip(keys, row, strict=True) if to != levels[key]}
            verdict = judge(case.with_levels(changed)).verdict
            if verdict != now.verdict:
                found[tuple((key, levels[key], to) for key, to in changed.items())] = verdict
        if found:
            return steps, found
    return None, {}


def weight_flips(case: Case) -> list[tuple[str, int, int, str]]:
    """For each statement the nearest weight from 1 to 9 that changes the verdict, the lower on a tie."""
    now = judge(case).verdict
    found = []
    for side in SIDES:
        for key in case.keys(side):
            own = case.weights[key]
            for weight in sorted(range(1, 10), key=lambda to: (abs(to - own), to)):
                verdict = judge(case.with_weight(key, weight)).verdict
                if verdict != now:
                    found.append((key, own, weight, verdict))
                    break
    order = list(case.levels)
    return sorted(found, key=lambda flip: order.index(flip[0]))


def sampled_robustness(case: Case, draws: int, random: Random) -> Fraction:
    """The share of so many weightings, uniform on the simplex of each group, that give the reported verdict.

    The engine's own weightings cannot be drawn again here, so this is near its figure and not equal to it.
    """
    verdict, hits = judge(case).verdict, 0
    for _ in range(draws):
        weights: dict[str, int] = {}
        for side in (*SIDES, "gut"):
            heights = {key: random.expovariate(1) for key in case.applying(side)}
            for key, height in heights.items():
                weights[key] = max(1, round(height / sum(heights.values()) * 10**6))
        levels = {key: random.choice(levels) for key, levels in case.levels.items() if levels}
        hits += outcome(Case(case.checklist, case.levels, weights), levels).verdict == verdict
    return Fraction(hits, draws)


def strength(case: Case, robustness: Fraction | None, steps: int | None) -> str | None:
    """Conditional, firm or lean, given a robustness and the size of the flip set (None: there is none)."""
    now = judge(case)
    if now.verdict == "undecided":
        return None
    if now.conditional:
        return "conditional"
    g, half = reported_gut(case) or Fraction(0), case.threshold("gut")
    capped = (now.verdict == "raw" and g >= half) or (now.verdict == "framework" and g <= -half)
    far = steps is None or steps >= case.checklist.thresholds.firm_steps
    sure = robustness is not None and robustness >= case.threshold("firm_robustness")
    if sure and far and not capped and now.status in ("complete", "settled"):
        return "firm"
    return "lean"


def platform(verdicts: Sequence[str], limit: Fraction = Fraction(1, 3)) -> str:
    """The verdict on the platform from those on its services."""
    if Fraction(verdicts.count("undecided"), len(verdicts)) > limit:
        return "undecided"
    decided = set(verdicts) - {"undecided"}
    if "split" in decided or {"raw", "framework"} <= decided:
        return "mixed"
    return decided.pop()


def can_carry(raw_owners: int | None) -> tuple[int | None, bool]:
    """How many raw or split services a team can carry, and whether nobody backs the owner."""
    if raw_owners is None:
        return None, False
    return (raw_owners, False) if raw_owners >= 2 else (raw_owners, raw_owners == 1)


def case_of(checklist: Checklist, answers: AnswersFile, service: Service, only: str | None = None) -> Case:
    """A service of an answers file as the model sees it; `only` hears one respondent alone, and no settlement."""
    team = next(team for team in answers.teams if team.name == service.team)
    levels: dict[str, tuple[int, ...]] = {}
    weights: dict[str, int] = {}
    for statement in checklist.statements:
        given = answers_given(answers, service, statement.id, only)
        settled = None if only else settled_level(answers, statement.id, service=service.name)
        levels[statement.id] = group_answer(given, settled).levels
        weights[statement.id] = answers.weights.get(statement.id, statement.weight)
    for dimension in checklist.scorecard.dimensions:
        key = f"scorecard.{dimension.id}"
        if answers.respondents:
            heard = [each for each in answers.respondents if only is None or each.name == only]
            cards = [each.teams.get(team.name, {}) for each in heard]
        else:
            cards = [team.scorecard]
        settled = None if only else settled_level(answers, dimension.id, team=team.name)
        levels[key] = group_answer([card[dimension.id] for card in cards if dimension.id in card], settled).levels
        weights[key] = answers.weights.get(dimension.id, dimension.weight)
    return Case(checklist, levels, weights)


def answers_given(answers: AnswersFile, service: Service, statement: str, only: str | None) -> list[Answer]:
    if answers.respondents:
        heard = [each for each in answers.respondents if only is None or each.name == only]
        sheets = [each.services.get(service.name, {}) for each in heard]
    else:
        sheets = [service.answers]
    return [sheet[statement] for sheet in sheets if statement in sheet]


def settled_level(
    answers: AnswersFile, statement: str, *, service: str | None = None, team: str | None = None
) -> int | None:
    for settlement in answers.settled:
        if (settlement.service, settlement.team, settlement.statement) == (service, team, statement):
            return settlement.level
    return None
