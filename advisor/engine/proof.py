"""Whether a checklist can do what a checklist is for: `manage.py checklist prove`.

In: a checklist. Out: what was shown, with an example each, and what could not be. Must not know: files, pages.

Examples are searched among answers drawn from a fixed seed, so that the same checklist always gives the same ones; that
raising a level never moves the verdict away from its side is tried for every pair of sums, which leaves nothing out.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from random import Random

import numpy as np

from advisor.checklist.answers import Answer, AnswersFile, Service, Team
from advisor.checklist.model import Checklist
from advisor.engine import decision
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import VERDICTS, ServiceRecommendation, Verdict
from advisor.engine.rules import SCORECARD, Item, Rules, compile_rules

Levels = dict[str, int]
TRIES = 3_000
"""So many draws are looked at before something counts as not shown; nearly always a few dozen are enough."""
NEED_LOW = ("purpose", "latency")


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
    rules, found = compile_rules(checklist, {}), Proof()
    keys = [item.id for item in _items(rules)]
    draws = _draws(rules, Random(1))  # noqa: S311  examples, not secrets
    for _ in range(tries):
        if len(found.moves) == len(keys) and len(found.reached) == len(VERDICTS):
            break
        _look(checklist, found, keys, next(draws))
    found.idle = [key for key in keys if key not in found.moves]
    found.unreached = [verdict for verdict in VERDICTS if verdict not in found.reached]
    found.against = list(_against(rules))
    for rule in rules.contradictions:
        levels = {rules.by_role[role]: 4 for role in rule.high} | ({rules.by_role[rule.low]: 0} if rule.low else {})
        told = told_of(checklist, {**dict.fromkeys(keys, 2), **levels})
        if any(finding.check == rule.id for finding in told.checks):
            found.occurring[rule.id] = levels
        else:
            found.impossible.append(rule.id)
    return found


def told_of(checklist: Checklist, levels: Mapping[str, int]) -> ServiceRecommendation:
    """What comes of one service with these levels, scorecard included."""
    answers = {key: Answer(level=level) for key, level in levels.items() if not key.startswith(SCORECARD)}
    card = {key.removeprefix(SCORECARD): Answer(level=v) for key, v in levels.items() if key.startswith(SCORECARD)}
    file = AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist.slug,
        teams=[Team(name="Team", scorecard=card)],
        services=[Service(name="Service", team="Team", answers=answers)],
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


def _look(checklist: Checklist, found: Proof, keys: list[str], levels: Levels) -> None:
    before = told_of(checklist, levels).verdict
    found.reached.setdefault(before, levels)
    for key in keys:
        if key in found.moves:
            continue
        for level in (0, 4):
            after = told_of(checklist, {**levels, key: level}).verdict
            if after != before:
                found.moves[key] = Move(key, levels[key], level, before, after)
                found.reached.setdefault(after, {**levels, key: level})
                break


def _against(rules: Rules) -> Iterator[str]:
    """Statements of the two sides that, one level higher, turn their own side's verdict into another: every pair of
    sums is tried, with and without a reason for raw, a split that may be, and each outcome of the gut check."""
    raw_weight, framework_weight = (sum(item.weight for item in group) for group in (rules.raw, rules.framework))
    codes = decision.need_table(raw_weight, framework_weight, rules.limits).verdicts
    for item in rules.raw:
        before, after = codes[:, : -item.weight], codes[:, item.weight :]
        lost = np.any((before == decision.RAW) & (after != decision.RAW))
        if item.role in NEED_LOW:  # raised, there may be a reason for raw where there was none
            lost = lost or np.any((before[1] == decision.RAW) & (after[0] != decision.RAW))
        if lost:
            yield item.id
    for item in rules.framework:
        before, after = codes[:, :, : -item.weight], codes[:, :, item.weight :]
        if np.any((before == decision.FRAMEWORK) & (after != decision.FRAMEWORK)):
            yield item.id
