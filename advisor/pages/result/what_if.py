"""What if: other answers for a moment, and what comes of them. Nothing is saved.

In: an answers file of one team and its services, what was chosen in the form. Out: the form's fields, and the verdicts
before and after. Must not know: requests, rows. A chosen level is put in as a settled one, which wins over whatever
was answered, by one person or by several.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from advisor.checklist.answers import AnswersFile, Settled
from advisor.checklist.decimals import whole_readings
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.decisions.record_cache import glance, said_of
from advisor.engine.compilation import compile_rules
from advisor.engine.recommend import recommend, together
from advisor.engine.recommendation import Capacity, ServiceRecommendation
from advisor.record.build.record import build_record
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import SCORECARD, Vocabulary, some
from advisor.record.numbers import percent, signed

OWNERS = "raw-owners"
MOST_OWNERS = 999
MOST_OTHERS = 20
"""So many services of the team are looked at besides."""
LEVELS = ("0", "1", "2", "3", "4")


@dataclass(frozen=True, slots=True)
class StatementChoice:
    """One statement in the form: its levels, the one chosen, and what stands now."""

    key: str
    text: str
    stands: str
    """The level that stands; empty where none does."""
    open: str
    """What stands instead of a level, in words."""
    options: tuple[tuple[str, str], ...]
    level: str
    written: bool = False
    """Its levels are sentences of their own."""

    @property
    def html_id(self) -> str:
        return "if-" + self.key.replace(".", "--")


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    choices: tuple[StatementChoice, ...]


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure, before and after."""

    name: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class WhatIfOutcome:
    """What comes of the changes."""

    changes: tuple[FigureRow, ...]
    """The answers that were changed, in words."""
    before: ServiceRecord | None
    after: ServiceRecord | None
    rows: tuple[FigureRow, ...]
    """Figures of the service."""
    others: tuple[FigureRow, ...]
    """Other services of the team whose verdict changes."""
    same: int
    """How many others keep theirs."""
    left_out: int
    """How many others were not looked at."""
    capacity: FigureRow | None
    """None where some were left out."""
    convert_first: str
    """What the team would have to convert first then; empty where it can carry everything."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    address: str
    team: str
    raw: str
    """The name of the raw alternative."""
    groups: tuple[Group, ...]
    owners: str
    """Raw owners as typed; empty where not stated."""
    problem: str
    outcome: WhatIfOutcome | None
    stands: tuple[str, str]
    """The service's verdict as it stands and its words; both empty where the question is about the team."""


@dataclass(frozen=True, slots=True)
class WhatIfQuestion:
    """A question in progress: one team's services, and the one it is about, if any."""

    checklist: Checklist
    file: AnswersFile
    """Of one team alone."""
    service: str
    """The name of a service; empty where the question is about the team."""
    as_of: date

    @property
    def one(self) -> ServiceEntry:
        """The service it is about; any of the team's where it is about the team."""
        return next((one for one in self.file.services if one.name == self.service), self.file.services[0])


def what_if(
    asked: WhatIfQuestion, address: str, given: Mapping[str, str], mine: ServiceRecommendation | None = None
) -> WhatIf:
    """The form as it was filled in, and what comes of it; no outcome while nothing is changed. `mine` is what the
    engine says of the service, where that is known."""
    words, team = Vocabulary(asked.checklist), asked.file.teams[0]
    mine = mine or glance(asked.checklist, asked.file, asked.one)
    chosen = {key: given[key] for key in _keys(asked) if given.get(key) in LEVELS and given[key] != _now(mine, key)}
    stated = "" if team.raw_owners is None else str(team.raw_owners)
    owners = given.get(OWNERS, stated).strip()
    meant, problem = _owners_meant(owners)
    changed = dict(chosen)
    if not problem and meant != stated:
        changed[OWNERS] = meant
    return WhatIf(
        address=address,
        team=team.name,
        raw=words.raw,
        groups=tuple(_groups(words, asked, mine, chosen)),
        owners=owners,
        problem=problem,
        outcome=_outcome(words, asked, mine, changed) if changed else None,
        stands=(mine.verdict, words.verdict(mine.verdict)) if asked.service else ("", ""),
    )


def _owners_meant(text: str) -> tuple[str, str]:
    """The number that was typed, as digits, and what is wrong with it; either is empty."""
    numbers = whole_readings(text)
    if not text or (len(numbers) == 1 and 0 <= numbers[0] <= MOST_OWNERS):
        return str(numbers[0]) if text else "", ""
    return "", f"Write a whole number from 0 to {MOST_OWNERS}, or nothing."


def _keys(asked: WhatIfQuestion) -> list[str]:
    card = [SCORECARD + dimension.id for dimension in asked.checklist.scorecard.dimensions]
    return [*([s.id for s in asked.checklist.statements] if asked.service else []), *card]


def _now(service: ServiceRecommendation, key: str) -> str:
    level = service.statements[key].level
    return "" if level is None else str(level)


def _groups(
    words: Vocabulary, asked: WhatIfQuestion, service: ServiceRecommendation, chosen: Mapping[str, str]
) -> Iterator[Group]:
    def choice(key: str) -> StatementChoice:
        now = _now(service, key)
        instead = "" if now else "open" if service.statements[key].applies else "does not apply"
        levels = tuple((level, words.level(key, int(level))) for level in LEVELS)
        return StatementChoice(
            key, words.text(key), now, instead, levels, chosen.get(key, now), key in words.dimensions
        )

    if asked.service:
        for section in asked.checklist.sections:
            yield Group(section.title, tuple(choice(key) for key in section.statements))
    card = tuple(key for key in _keys(asked) if key.startswith(SCORECARD))
    yield Group(f"{asked.checklist.scorecard.title} ({asked.file.teams[0].name})", tuple(choice(key) for key in card))


def _changed_file(asked: WhatIfQuestion, changed: Mapping[str, str]) -> AnswersFile:
    team = asked.file.teams[0]
    settled = []
    for key, level in changed.items():
        if key != OWNERS:
            where = {"team": team.name} if key.startswith(SCORECARD) else {"service": asked.service}
            statement = key.removeprefix(SCORECARD)
            settled.append(Settled(**where, statement=statement, level=int(level), reason="What if"))
    replaced = {(one.service, one.team, one.statement) for one in settled}
    others = [one for one in asked.file.settled if (one.service, one.team, one.statement) not in replaced]
    update: dict[str, object] = {"settled": [*others, *settled]}
    if OWNERS in changed:
        owners = int(changed[OWNERS]) if changed[OWNERS] else None
        update["teams"] = [team.model_copy(update={"raw_owners": owners})]
    return asked.file.model_copy(update=update)


def _outcome(
    words: Vocabulary, asked: WhatIfQuestion, mine: ServiceRecommendation, changed: Mapping[str, str]
) -> WhatIfOutcome:
    file = _changed_file(asked, changed)
    before, after = (_record(asked, one) for one in (asked.file, file)) if asked.service else (None, None)
    looked_at, left_out = _looked_at(asked)
    now, then = ([glance(asked.checklist, one, service) for service in looked_at] for one in (asked.file, file))
    others = [
        FigureRow(was.name, words.verdict(was.verdict), words.verdict(is_.verdict))
        for was, is_ in zip(now, then, strict=True)
        if was.name != asked.service
    ]
    rules, team = compile_rules(asked.checklist, asked.file.weights), asked.file.teams[0].name
    wholes = [
        together(rules, one.model_copy(update={"services": looked_at}), results).platform
        for one, results in ((asked.file, now), (file, then))
    ]
    counts = [_capacity_words(one.capacity[0]) for one in wholes]
    first = [one.service for one in wholes[1].convert_first]
    return WhatIfOutcome(
        changes=tuple(_change(words, asked, mine, key, value) for key, value in changed.items()),
        before=before,
        after=after,
        rows=tuple(_figures(before, after)) if before and after else (),
        others=tuple(row for row in others if row.changed),
        same=sum(not row.changed for row in others),
        left_out=left_out,
        capacity=None
        if left_out
        else FigureRow(f"Services on {words.raw} in {team}, of how many it can carry", *counts),
        convert_first="" if left_out else some(first),
    )


def _looked_at(asked: WhatIfQuestion) -> tuple[list[ServiceEntry], int]:
    """The service itself and those of its team about which anything was said, and how many of these are too many.

    What nobody said anything about is neither raw nor split, whatever the scorecard says."""
    others = [one for one in asked.file.services if one.name != asked.service and said_of(asked.file, one)]
    mine = [asked.one] if asked.service else []
    return [*mine, *others[:MOST_OTHERS]], max(len(others) - MOST_OTHERS, 0)


def _capacity_words(capacity: Capacity) -> str:
    return f"{capacity.needed} of {'an unknown number' if capacity.can_carry is None else capacity.can_carry}"


def _record(asked: WhatIfQuestion, file: AnswersFile) -> ServiceRecord:
    alone = file.model_copy(update={"services": [asked.one]})
    made = build_record(asked.checklist, alone, recommend(asked.checklist, alone, as_of=asked.as_of), as_of=asked.as_of)
    return made.services[0]


def _change(words: Vocabulary, asked: WhatIfQuestion, now: ServiceRecommendation, key: str, value: str) -> FigureRow:
    if key == OWNERS:
        owners = asked.file.teams[0].raw_owners
        return FigureRow(
            words.checklist.scorecard.raw_owners, "not stated" if owners is None else str(owners), value or "not stated"
        )
    level = now.statements[key].level
    return FigureRow(
        words.text(key), "open" if level is None else words.level(key, level), words.level(key, int(value))
    )


def _figures(before: ServiceRecord, after: ServiceRecord) -> Iterator[FigureRow]:
    """The figures that tell how a verdict stands."""

    def row(name: str, of: object) -> FigureRow:
        return FigureRow(name, *(of(one) for one in (before, after)))  # type: ignore[operator]

    yield row("Strength", lambda s: s.strength)
    for index, line in enumerate(before.supports):
        yield row(line.name, lambda s, i=index: _share(s.supports[i].support))
    yield row("Lean", lambda s: "open" if s.recommendation.lean is None else signed(s.recommendation.lean, 2))
    yield row("Other weights agree", lambda s: _share(s.recommendation.robustness))
    yield row("Steps to another verdict", lambda s: str(s.recommendation.flips.steps or s.steps_beyond or "none"))


def _share(value: object) -> str:
    return "open" if value is None else percent(value)  # type: ignore[arg-type]
