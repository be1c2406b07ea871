"""`./run check`: everything that can be judged without running the app for its tests.

In: the tree. Out: one line a step with its time, the output of the steps that failed, and 1 if any did. Steps run two
at a time, the slowest first.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.rules import problems

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Step:
    """One thing checked: a command, or a function that returns what is wrong, line by line."""

    name: str
    command: Sequence[str] | Callable[[], list[str]]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    step: Step
    passed: bool
    output: str
    seconds: float


def tool(name: str, *arguments: str) -> tuple[str, ...]:
    return (str(BIN / name), *arguments)


def manage(*arguments: str) -> tuple[str, ...]:
    return (sys.executable, "-W", "error", "manage.py", *arguments)


def site(data: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "sphinx", "-W", "--nitpicky", "--quiet", "-b", "html", "docs", f"{data}/site")


def steps(data: str) -> tuple[Step, ...]:
    """All steps; `data` is a data folder they may write to."""
    ours = {"ADVISOR_DATA": data, "ADVISOR_SECRET_KEY": "only for checking, " * 4}
    production = {**ours, "ADVISOR_BEHIND_HTTPS": "1", "ADVISOR_HOSTS": "advisor.example"}
    found = [
        Step("types (mypy --strict)", tool("mypy"), ours),
        Step("import contract", tool("lint-imports"), ours),
        Step("templates: format (djlint)", tool("djlint", "templates", "--check", "--allow-empty-input")),
        Step("templates: lint (djlint)", tool("djlint", "templates", "--lint", "--quiet", "--allow-empty-input")),
        Step("deployment (check --deploy)", manage("check", "--deploy", "--fail-level", "WARNING"), production),
        Step("migrations match the models", manage("makemigrations", "--check", "--dry-run"), ours),
        Step("static files collect", manage("collectstatic", "--noinput", "--verbosity", "0"), ours),
        Step("documentation builds, every link in it leads somewhere", site(data)),
        Step("code: format (ruff)", tool("ruff", "format", "--check", ".")),
        Step("code: lint (ruff)", tool("ruff", "check", ".")),
        Step("rules of our own", lambda: problems(ROOT)),
    ]
    for folder in sorted((ROOT / "checklists").glob("*/checklist.yaml")):
        path = str(folder.parent.relative_to(ROOT))
        found.insert(4, Step(f"{path} is sound", manage("checklist", "check", path), ours))
    return tuple(found)


def run_step(step: Step) -> Outcome:
    """Runs one step and times it."""
    started = time.monotonic()
    if callable(step.command):
        lines = step.command()
        return Outcome(step, not lines, "\n".join(lines), time.monotonic() - started)
    done = subprocess.run(
        step.command,
        cwd=ROOT,
        env={**clean(dict(os.environ)), **step.environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return Outcome(step, done.returncode == 0, done.stdout.strip(), time.monotonic() - started)


def clean(environment: dict[str, str]) -> dict[str, str]:
    """The environment without anything that would point a step at a user's own data."""
    return {k: v for k, v in environment.items() if k != "DATABASE_URL" and not k.startswith("ADVISOR_")}


def report(outcomes: Sequence[Outcome], seconds: float) -> list[str]:
    """The lines that tell what failed, and the last line that sums it up."""
    failed = [outcome for outcome in outcomes if not outcome.passed]
    lines = []
    for outcome in failed:
        lines += ["", f"── {outcome.step.name}", outcome.output]
    if failed:
        names = ", ".join(outcome.step.name for outcome in failed)
        return [*lines, "", f"{len(failed)} of {len(outcomes)} checks failed in {seconds:.0f} s: {names}"]
    return [f"All {len(outcomes)} checks passed in {seconds:.0f} s."]


def main() -> int:
    started = time.monotonic()
    outcomes = []
    with tempfile.TemporaryDirectory(prefix="advisor-check-") as data, ThreadPoolExecutor(2) as pool:
        for outcome in pool.map(run_step, steps(data)):
            print(f"{'ok  ' if outcome.passed else 'FAIL'} {outcome.seconds:5.1f} s  {outcome.step.name}", flush=True)
            outcomes.append(outcome)
    print("\n".join(report(outcomes, time.monotonic() - started)))
    return 0 if all(outcome.passed for outcome in outcomes) else 1


if __name__ == "__main__":
    sys.exit(main())
