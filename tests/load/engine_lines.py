"""What a recommendation costs, in empty views: one answered service, a blank one, two hundred.

In: the shipped checklist and the reference profiles. Out: works and lines. No service is answered twice in one run, so
that nothing the engine remembers of a service can flatter the figure.
"""

from collections.abc import Callable, Iterator
from itertools import cycle
from pathlib import Path

from advisor.checklist.answers import Answer, AnswersFile, Service, Team
from advisor.checklist.library import load_checklist
from advisor.checklist.model import Checklist
from advisor.engine.recommend import recommend
from tests.load.measuring import Line, Work, ratio_of
from tests.load.reference import FOLDER

CHECKLIST = Path(__file__).parents[2] / "checklists" / "nodejs-express"
SERVICES = 200
ANSWERED, BLANK, PLATFORM = "one answered service", "a blank service", f"{SERVICES} answered services"
GOALS = {ANSWERED: 8, BLANK: 50, PLATFORM: 1600}


def one_service(checklist: Checklist, levels: str) -> AnswersFile:
    """A file of one service: a digit for each statement, then for each dimension; no digits, no answers."""
    answers = [Answer(level=int(digit)) for digit in levels]
    statements = [statement.id for statement in checklist.statements]
    dimensions = [dimension.id for dimension in checklist.scorecard.dimensions]
    service = Service(name="infer", team="Core", answers=dict(zip(statements, answers, strict=False)))
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
