"""A sample of mutants, and the share that the tests notice: part of `./run soak`, or `python -m tests.mutation`.

In: rooms (folders of `advisor/`; none for all), `--sample` mutants, `--seed`, `--minutes`. Out: a line for each mutant,
what was changed where nobody noticed, the share killed, the seed that draws the same sample again. cosmic-ray mutates a
copy of the project in a temporary folder. Against each mutant run the tests that call the function it is in
(`reaching.py`), the quick ones first, and only what survives those meets all tests of its room. Must not know: what any
test asserts. Survivors are for reading: one that changes nothing anyone can see is no fault.
"""

import argparse
import ast
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.patience import PATIENCE
from tests.reaching import REACH, functions

if TYPE_CHECKING:
    from cosmic_ray.work_item import WorkItem

ROOT = Path(__file__).resolve().parent.parent
SAMPLE, MINUTES = 12, 30.0


@dataclass(frozen=True)
class Room:
    """What is mutated, and the tests that should notice."""

    sources: tuple[str, ...]
    tests: tuple[str, ...]


ROOMS = {
    "checklist": Room(("advisor/checklist/*.py",), ("tests/checklist", "advisor/checklist")),
    "engine": Room(("advisor/engine/**/*.py",), ("tests/engine", "tests/kit/test_measured.py", "advisor/engine")),
    "record": Room(("advisor/record/**/*.py",), ("tests/record", "advisor/record")),
    "access": Room(
        ("advisor/sharing/access.py", "advisor/sharing/links.py", "advisor/assessments/access.py"),
        ("tests/sharing", "tests/assessments/test_targets.py", "tests/pages/test_revoked.py"),
    ),
    "answers": Room(
        (
            "advisor/assessments/actions/answer.py",
            "advisor/assessments/actions/append.py",
            "advisor/assessments/actions/reveal.py",
            "advisor/assessments/answers.py",
            "advisor/assessments/reads/rounds.py",
            "advisor/pages/questionnaire/save.py",
        ),
        ("tests/assessments", "tests/pages/test_answering.py", "tests/pages/test_quick.py"),
    ),
    "sign-off": Room(
        (
            "advisor/decisions/actions.py",
            "advisor/decisions/draft_content.py",
            "advisor/decisions/proposals.py",
            "advisor/decisions/services.py",
            "advisor/pages/decide/forms.py",
            "advisor/pages/decide/sign_off.py",
        ),
        ("tests/decisions", "tests/pages/test_decide.py", "tests/pages/test_deciders.py"),
    ),
}


def copy_to(folder: Path) -> None:
    """The files of the project that git knows or would take in; an edit that is not committed comes along."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)


def sources(room: str, root: Path = ROOT) -> list[Path]:
    """The modules of a room that hold anything, in a fixed order."""
    found = {path for pattern in ROOMS[room].sources for path in root.glob(pattern)}
    return sorted(path.relative_to(root) for path in found if path.stat().st_size > 200)


def sample(rooms: Sequence[str], count: int, chance: random.Random) -> Iterator[tuple[str, "WorkItem"]]:
    """So many mutants with their rooms, in turn: of a module (larger ones are drawn more often) any place, and of that
    any change. A type stands in no test's way, so that `|` is left alone. Paths are those of the folder it runs in."""
    from cosmic_ray.commands import init
    from cosmic_ray.work_db import WorkDB, use_db

    for number in range(count):
        room = rooms[number % len(rooms)]
        modules = sources(room, Path())
        module = chance.choices(modules, [path.stat().st_size for path in modules])[0]
        with use_db(":memory:", WorkDB.Mode.create) as items:
            init([module], items, {})
            places: dict[tuple[int, int], list[WorkItem]] = {}
            for item in items.work_items:
                (mutation,) = item.mutations
                if "BitOr" not in mutation.operator_name:
                    places.setdefault(mutation.start_pos, []).append(item)
        if places:
            here = chance.choice(sorted(places))
            yield room, chance.choice(sorted(places[here], key=lambda item: item.mutations[0].operator_name))


def command(*tests: str) -> str:
    """How tests are run, until the first one fails."""
    return " ".join([sys.executable, "-m pytest -x -n 0 --doctest-modules", *tests])


def function_at(module: Path, line: int) -> str:
    """The innermost function whose body holds this line, as `reaching.py` names it; nothing for what an import runs."""
    holding = [one for one in functions(ast.parse(module.read_text())) if one.body[0].lineno <= line <= ends(one)]
    return f"{module}:{max(one.lineno for one in holding)}" if holding else ""


def ends(function: ast.stmt) -> int:
    return function.end_lineno or function.lineno


class Reach:
    """Which tests of a room call which function, and for how long each runs."""

    def __init__(self, tests: Mapping[str, tuple[float, Sequence[str]]]) -> None:
        self.tests = tests

    def tests_of(self, module: Path, line: int) -> list[str]:
        """Those that call the function at this line, file by file, those first that are over soonest."""
        function = function_at(module, line)
        reaching = [name for name, (_, called) in self.tests.items() if function in called]
        costs: Counter[str] = Counter()
        for name in reaching:
            costs[name.partition("::")[0]] += self.tests[name][0]  # type: ignore[assignment]
        return sorted(reaching, key=lambda name: costs[name.partition("::")[0]])


def try_one(room: str, item: "WorkItem", reach: Reach) -> tuple[bool, str]:
    """Whether the mutant survives, and what is changed in it. Only what survives the tests that call it meets all."""
    from cosmic_ray.mutating import mutate_and_test
    from cosmic_ray.work_item import TestOutcome

    (mutation,) = item.mutations
    commands = [command(*ROOMS[room].tests)]
    if tests := reach.tests_of(mutation.module_path, mutation.start_pos[0]):
        Path("reaching.txt").write_text("\n".join(tests))
        commands.insert(0, command("@reaching.txt"))
    for line in commands:
        result = mutate_and_test(item.mutations, line, PATIENCE)
        if result.test_outcome == TestOutcome.INCOMPETENT or result.diff is None:
            raise RuntimeError(f"{mutation} could not be tried:\n{result.output}")
        if result.test_outcome == TestOutcome.KILLED:
            return False, result.diff
    return True, result.diff


def survivors(
    rooms: Sequence[str], count: int, seed: int, end: float, reaches: Mapping[str, Reach]
) -> tuple[list[str], int]:
    """What changed in the mutants that no test noticed, and how many mutants were tried until `end`."""
    found, tried = [], 0
    for room, item in sample(rooms, count, random.Random(seed)):
        if time.monotonic() > end:
            break
        survived, change = try_one(room, item, reaches[room])
        tried += 1
        (mutation,) = item.mutations
        print(f"{'SURVIVED' if survived else 'killed  '} {mutation.module_path}:{mutation.start_pos[0]} ", end="")
        print(mutation.operator_name.removeprefix("core/"), flush=True)
        if survived:
            found.append(change)
    return found, tried


def report(rooms: Sequence[str], found: Sequence[str], tried: int, seed: int, count: int) -> str:
    """The share killed, as the last lines of a run.

    >>> print(report(["engine"], [], 4, 7, 12))
    Mutants killed: 4 of 4 (100%) in engine.
    The same sample again: python -m tests.mutation --seed 7 --sample 12 engine
    """
    killed = tried - len(found)
    share = f"{killed} of {tried} ({killed / tried:.0%})" if tried else "none was tried"
    again = f"python -m tests.mutation --seed {seed} --sample {count} {' '.join(rooms)}"
    return "\n".join([*found, f"Mutants killed: {share} in {', '.join(rooms)}.", f"The same sample again: {again}"])


def main(given: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("rooms", nargs="*", choices=[[], *ROOMS], metavar="room", help=f"of {', '.join(ROOMS)}")
    parser.add_argument("--sample", type=int, default=SAMPLE, help="so many mutants")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--minutes", type=float, default=MINUTES, help="after these no further one is begun")
    options = parser.parse_args(given)
    rooms = options.rooms or list(ROOMS)
    os.environ.pop("ADVISOR_TEST_SOAK", None)  # the slow tests are for the soak itself
    with tempfile.TemporaryDirectory(prefix="advisor-mutants-") as made, chdir(made):
        copy_to(Path(made))
        reaches = {}
        for room in rooms:  # and what is compiled once is compiled for all
            line, told = command(*ROOMS[room].tests, "-p tests.reaching"), Path(made, "reach.json")
            given = {**os.environ, REACH: str(told), "PYTHONPYCACHEPREFIX": str(Path(made, "noting"))}
            done = subprocess.run(line.split(), env=given, capture_output=True, text=True, check=False)
            if done.returncode != 0:
                print(f"The tests of {room} fail without any mutant:\n{done.stdout[-4000:]}")
                return 1
            reaches[room] = Reach(json.loads(told.read_text()))
        end = time.monotonic() + 60 * options.minutes
        found, tried = survivors(rooms, options.sample, options.seed, end, reaches)
    print(report(rooms, found, tried, options.seed, options.sample))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
