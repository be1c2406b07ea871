"""What a recommendation costs: one answered service, a blank one, two hundred, in empty views; one with settings and
wants, which framework, services with open answers, and the slowest that a search finds, in answered services.

In: the shipped checklist and the reference profiles. Out: works and lines. No service is answered twice in one run, so
that nothing the engine remembers of a service can flatter the figure.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path
from random import Random

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile, Team
from advisor.checklist.frameworks import Frameworks
from advisor.checklist.library import load_checklist
from advisor.checklist.model import Checklist
from advisor.checklist.service import ServiceEntry
from advisor.engine.cache import forget
from advisor.engine.choice import framework_choice
from advisor.engine.recommend import recommend
from tests.load.measuring import Line, Work, cpu_seconds, interleaved, ratio_of
from tests.load.reference import FOLDER

CHECKLIST = Path(__file__).parents[2] / "checklists" / "nodejs-express"
SERVICES = 200
ANSWERED, BLANK, PLATFORM = "one answered service", "a blank service", f"{SERVICES} answered services"
GOALS = {ANSWERED: 10.6, BLANK: 66, PLATFORM: 2130}
WANTING, CHOICE = "a service with settings and wants", "which framework"
WANTING_GOALS = {WANTING: 1.25, CHOICE: 0.25}
"""In answered services."""
WANTED = (0, 1, 2, 3, 4, 4, "must", "unsure")
OPEN = (1, 3, 6, 10)
WEIGHTS = {"unit weights": (1, 1), "mixed weights": (1, 9)}
OPEN_GOALS = {"unit weights": 10, "mixed weights": 40}
"""Of services with open answers, in answered services."""
WORST_GOAL = 50
DRAWS, CLIMBS = 60, 60
"""Of the search for the slowest service: so many are drawn, then so many changes are tried."""


def one_service(checklist: Checklist, levels: str) -> AnswersFile:
    """A file of one service: a digit for each statement, then for each dimension; no digits, no answers."""
    answers = [Answer(level=int(digit)) for digit in levels]
    statements = [statement.id for statement in checklist.statements]
    dimensions = [dimension.id for dimension in checklist.scorecard.dimensions]
    service = ServiceEntry(name="infer", team="Core", answers=dict(zip(statements, answers, strict=False)))
    card = dict(zip(dimensions, answers[len(statements) :], strict=False))
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist.slug,
        teams=[Team(name="Core", scorecard=card)],
        services=[service],
    )


def many_services(checklist: Checklist, rows: list[str]) -> AnswersFile:
    """A file with a service and a team of its own for each row."""
    files = [one_service(checklist, row) for row in rows]
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=checklist.slug,
        teams=[file.teams[0].model_copy(update={"name": f"Team {n}"}) for n, file in enumerate(files)],
        services=[
            file.services[0].model_copy(update={"name": f"Service {n}", "team": f"Team {n}"})
            for n, file in enumerate(files)
        ],
    )


def profiles() -> list[str]:
    return (FOLDER / "profiles.txt").read_text().split()


def works(rounds: int) -> list[Work]:
    """The three pieces of work; files are made beforehand, only the engine is timed."""
    checklist = load_checklist(CHECKLIST)
    rows = profiles()
    singles = iter([one_service(checklist, row) for row in rows[: 10 * (rounds + 1) + 1]])
    rest = rows[10 * (rounds + 1) + 1 :]
    assert len(rest) >= SERVICES
    platforms = cycle(
        [many_services(checklist, rest[n : n + SERVICES]) for n in range(0, len(rest) - SERVICES, SERVICES)]
    )
    blank = one_service(checklist, "")
    return [
        Work(ANSWERED, run_next(checklist, singles), times=10),
        Work(BLANK, lambda: recommend(checklist, blank), times=3),
        Work(PLATFORM, run_next(checklist, platforms)),
    ]


def run_next(checklist: Checklist, files: Iterator[AnswersFile]) -> Callable[[], object]:
    return lambda: recommend(checklist, next(files))


def lines(found: dict[str, list[float]]) -> list[Line]:
    return [Line(f"recommendation, {name} ÷ empty view", GOALS[name], ratio_of(found[name])) for name in GOALS]


@dataclass(frozen=True)
class Draw:
    """One service of the search: a digit or "?" for each answer, and a weight for each."""

    levels: str
    weights: tuple[int, ...]


def file_of(checklist: Checklist, draw: Draw) -> AnswersFile:
    """A file of one service with its open answers not sure."""
    file = one_service(checklist, draw.levels.replace("?", "0"))
    keys = [s.id for s in checklist.statements] + [d.id for d in checklist.scorecard.dimensions]
    unsure = {key for key, level in zip(keys, draw.levels, strict=True) if level == "?"}
    service, team = file.services[0], file.teams[0]
    return file.model_copy(
        update={
            "weights": dict(zip(keys, draw.weights, strict=True)),
            "services": [service.model_copy(update={"answers": _opened(service.answers, unsure)})],
            "teams": [team.model_copy(update={"scorecard": _opened(team.scorecard, unsure)})],
        }
    )


def _opened(answers: dict[str, Answer], unsure: set[str]) -> dict[str, Answer]:
    return {key: Answer(level="unsure") if key in unsure else answer for key, answer in answers.items()}


def drawn(random: Random, row: str, count: int, weights: tuple[int, int]) -> Draw:
    """A reference profile with so many answers opened and weights drawn."""
    unsure = set(random.sample(range(len(row)), count))
    levels = "".join("?" if place in unsure else level for place, level in enumerate(row))
    return Draw(levels, tuple(random.randint(*weights) for _ in row))


def changed(random: Random, draw: Draw, weights: tuple[int, int]) -> Draw:
    """The same with up to three answers and weights changed."""
    levels, own = list(draw.levels), list(draw.weights)
    for place in random.sample(range(len(levels)), random.randint(1, 3)):
        levels[place] = random.choice("01234?")
        own[place] = random.randint(*weights)
    return Draw("".join(levels), tuple(own))


def slowest(checklist: Checklist, weights: tuple[int, int], seed: int) -> AnswersFile:
    """The slowest service found: the slowest of many, made slower change by change. The draws are seeded; which of them
    is slowest is for the machine to say."""
    random = Random(seed)
    rows = profiles()

    def cost(draw: Draw) -> float:
        file = file_of(checklist, draw)
        return min(cpu_seconds(Work("", lambda: afresh(checklist, file))) for _ in range(2))

    worst = max((drawn(random, random.choice(rows), random.randint(0, 10), weights) for _ in range(DRAWS)), key=cost)
    most = cost(worst)
    for _ in range(CLIMBS):
        other = changed(random, worst, weights)
        if (taken := cost(other)) > most:
            worst, most = other, taken
    return file_of(checklist, worst)


def afresh(checklist: Checklist, file: AnswersFile) -> None:
    """A recommendation with nothing remembered of earlier ones."""
    forget()
    recommend(checklist, file)


def wanting(checklist: Checklist, frameworks: Frameworks, row: str, random: Random) -> AnswersFile:
    """A file of one service with its settings, none of them outside, and with something said of every want."""
    inside = {
        one.key: random.choice([option.id for option in one.options if not option.outside])
        for one in checklist.settings
    }
    wants = {want.id: random.choice(WANTED) for want in frameworks.wants}
    file = one_service(checklist, row)
    return file.model_copy(update={"services": [file.services[0].model_copy(update={**inside, "framework": wants})]})


def wanting_lines(rounds: int) -> list[Line]:
    """A service that comes out as framework and says what it wants of one, and which framework alone, against answered
    ones."""
    checklist, random, rows = load_checklist(CHECKLIST), Random(11), profiles()
    frameworks = checklist.frameworks
    assert frameworks is not None
    half = len(rows) // 2
    files = [file for row in rows[half:] if _chooses(checklist, file := wanting(checklist, frameworks, row, random))]
    assert len(files) > 10 * (rounds + 1)
    forget()
    unit = Work(ANSWERED, run_next(checklist, cycle([one_service(checklist, row) for row in rows[:half]])), times=10)
    wants = cycle([file.services[0].framework for file in files])
    works = [
        Work(WANTING, run_next(checklist, iter(files)), times=10),
        Work(CHOICE, lambda: framework_choice(frameworks, next(wants)), times=10),
    ]
    found = interleaved(unit, works, rounds)
    return [Line(f"{name} ÷ {ANSWERED}", WANTING_GOALS[name], ratio_of(found[name])) for name in WANTING_GOALS]


def _chooses(checklist: Checklist, file: AnswersFile) -> bool:
    """Whether a framework is recommended, so that which one is worked out."""
    return recommend(checklist, file, trust=False).services[0].framework is not None


def open_lines(rounds: int) -> list[Line]:
    """Services with so many open answers, and the slowest found, against answered ones."""
    checklist = load_checklist(CHECKLIST)
    random, rows = Random(16), profiles()
    unit = Work(ANSWERED, run_next(checklist, cycle([one_service(checklist, row) for row in rows])), times=10)
    works: list[Work] = []
    goals: dict[str, float] = {}
    for kind, weights in WEIGHTS.items():
        for count in OPEN:
            draws = [drawn(random, random.choice(rows), count, weights) for _ in range(10 * (rounds + 1))]
            files = iter([file_of(checklist, draw) for draw in draws])
            name = f"a service with {count} open, {kind}"
            works.append(Work(name, run_next(checklist, files), times=10))
            goals[name] = OPEN_GOALS[kind]
        name = f"the slowest service found, {kind}"
        worst = slowest(checklist, weights, seed=9)
        works.append(Work(name, partial(afresh, checklist, worst), times=3))
        goals[name] = WORST_GOAL
    found = interleaved(unit, works, rounds)
    return [Line(f"recommendation, {name} ÷ {ANSWERED}", goals[name], ratio_of(found[name])) for name in goals]
