"""Whether a checklist can do what a checklist is for: `manage.py checklist prove`.

In: a checklist. Out: what was shown, with an example each, and what could not be. Must not know: files, pages.

Examples are searched among answers drawn from a fixed seed, so that the same checklist always gives the same ones; that
raising a level never moves the verdict away from its side is tried for every pair of sums, which leaves nothing out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations
from random import Random

import numpy as np

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile, Team
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.engine import decision
from advisor.engine.compilation import compile_rules
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import VERDICTS, ServiceRecommendation, Verdict
from advisor.engine.rules import SCORECARD, Item, Rules

Levels = dict[str, int]
NO_SIDE = -1
TRIES = 3_000
"""So many draws are looked at before something counts as not shown; nearly always a few dozen are enough."""


@dataclass(frozen=True, slots=True)
class Move:
    """One answer that moves alone, and the verdict with it."""

    statement: str
    from_level: int
    to_level: int
    before: Verdict
    after: Verdict


@dataclass
class Proof:
    """What was shown."""

    moves: dict[str, Move] = field(default_factory=dict)
    """By statement: an answer to it that decides."""
    reached: dict[Verdict, Levels] = field(default_factory=dict)
    """By verdict: answers that give it."""
    against: list[str] = field(default_factory=list)
    """Statements that, raised, can move the verdict away from their own side."""
    occurring: dict[str, Levels] = field(default_factory=dict)
    """By contradiction: answers in which it is found."""
    idle: list[str] = field(default_factory=list)
    """Statements for which no deciding answer was found."""
    unreached: list[Verdict] = field(default_factory=list)
    impossible: list[str] = field(default_factory=list)
    """Contradictions that cannot be found."""

    @property
    def holds(self) -> bool:
        return not (self.idle or self.unreached or self.against or self.impossible)


def proof_of(checklist: Checklist, *, tries: int = TRIES) -> Proof:
    """Tries to show all four: each statement decides somewhere, each verdict comes out, no level works against its own
    side, each contradiction occurs."""
    rules, proof = compile_rules(checklist, {}), Proof()
    keys = [item.id for item in _items(rules)]
    draws = _draws(rules, Random(1))  # noqa: S311  examples, not secrets
    for _ in range(tries):
        if len(proof.moves) == len(keys) and len(proof.reached) == len(VERDICTS):
            break
        _look(checklist, proof, keys, next(draws))
    proof.idle = [key for key in keys if key not in proof.moves]
    proof.unreached = [verdict for verdict in VERDICTS if verdict not in proof.reached]
    proof.against = list(_against(rules))
    for rule in rules.contradictions:
        levels = {rules.by_role[role]: 4 for role in rule.high} | ({rules.by_role[rule.low]: 0} if rule.low else {})
        signs = result_of(checklist, {**dict.fromkeys(keys, 2), **levels})
        if any(finding.check == rule.id for finding in signs.checks):
            proof.occurring[rule.id] = levels
        else:
            proof.impossible.append(rule.id)
    return proof


def result_of(checklist: Checklist, levels: Mapping[str, int]) -> ServiceRecommendation:
    """What comes of one service with these levels, scorecard included."""
    answers = {key: Answer(level=level) for key, level in levels.items() if not key.startswith(SCORECARD)}
    card = {key.removeprefix(SCORECARD): Answer(level=v) for key, v in levels.items() if key.startswith(SCORECARD)}
    file = AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist.slug,
        teams=[Team(name="Team", scorecard=card)],
        services=[ServiceEntry(name="Service", team="Team", answers=answers)],
    )
    return recommend(checklist, file, trust=False).services[0]


def _items(rules: Rules) -> list[Item]:
    return [*rules.raw, *rules.framework, *rules.split, *rules.gut, *rules.scorecard]


def _draws(rules: Rules, random: Random) -> Iterator[Levels]:
    """Answers near one level a group: among any levels few get past the gates and to a split."""
    groups = (rules.raw, rules.framework, rules.split, rules.gut, rules.scorecard)
    while True:
        levels: Levels = {}
        for group in groups:
            near = random.randrange(5)
            levels |= {item.id: min(4, max(0, near + random.choice((-2, -1, 0, 0, 0, 1, 2)))) for item in group}
        yield levels


def _look(checklist: Checklist, proof: Proof, keys: list[str], levels: Levels) -> None:
    before = result_of(checklist, levels).verdict
    proof.reached.setdefault(before, levels)
    for key in keys:
        if key in proof.moves:
            continue
        for level in (0, 4):
            after = result_of(checklist, {**levels, key: level}).verdict
            if after != before:
                proof.moves[key] = Move(key, levels[key], level, before, after)
                proof.reached.setdefault(after, {**levels, key: level})
                break


def _against(rules: Rules) -> Iterator[str]:
    """Statements that, one level higher, move the verdict away from their own side.

    For each pair of sums, each kind of R's levels, each split and each outcome of the gut check: a verdict of the
    raised side stays, and one that was not the other side's does not become it. The scorecard's side is raw, and a
    gate's verdict is framework."""
    raw_weight, framework_weight = (sum(item.weight for item in group) for group in (rules.raw, rules.framework))
    table = decision.need_table(raw_weight, framework_weight, rules.limits).verdicts
    for item in rules.raw:
        changes = [(table[kind, : -item.weight], table[after, item.weight :]) for kind, after in _kinds(item)]
        if _lost(changes, decision.RAW, decision.FRAMEWORK):
            yield item.id
    for item in rules.framework:
        changes = [(table[:, :, : -item.weight], table[:, :, item.weight :])]
        if _lost(changes, decision.FRAMEWORK, decision.RAW):
            yield item.id
    by_middle = table.reshape(*table.shape[:3], decision.SPLITS, 3)
    for item in rules.split:
        changes = [(by_middle[..., one, :], by_middle[..., other, :]) for one, other in combinations(range(3), 2)]
        if _lost(changes, decision.SPLIT, NO_SIDE):
            yield item.id
    for item in rules.gut:
        own, opposite = (decision.FRAMEWORK, decision.RAW) if item.slope > 0 else (decision.RAW, decision.FRAMEWORK)
        changes = [
            (by_middle[..., one], by_middle[..., other]) for one, other in combinations(range(3)[:: item.slope], 2)
        ]
        if _lost(changes, own, opposite):
            yield item.id
    weight = sum(item.weight for item in rules.scorecard)
    sustain = np.asarray(decision.sustain_class(np.arange(4 * weight + 1), weight, rules.limits))
    for item in rules.scorecard:
        if np.any(sustain[: -item.weight] > sustain[item.weight :]):
            yield item.id


def _kinds(item: Item) -> list[tuple[int, int]]:
    """The kinds of R's levels before and after a statement of R is raised."""
    kinds = [(kind, kind) for kind in range(decision.KINDS)]
    if item.role in ("purpose", "latency"):
        kinds.append((decision.NO_REASON, decision.REASON))
    if item.role == "latency":
        kinds.append((decision.REASON, decision.FAST))
    return kinds


def _lost(changes: list[tuple[decision.Codes, decision.Codes]], own: int, opposite: int) -> bool:
    """Whether a change from one table to another takes a verdict away from its side."""
    return any(
        np.any((before == own) & (after != own)) or np.any((before != opposite) & (after == opposite))
        for before, after in changes
    )
