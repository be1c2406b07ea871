"""Caches are bounded by bytes, and the process stays small whatever weights it is given."""

import subprocess
import sys
from pathlib import Path

from advisor.engine.cache import cached_by_bytes, forget

ROOT = Path(__file__).parents[2]
MANY_WEIGHTS = r"""
import re
from pathlib import Path
from random import Random
from advisor.checklist.answers import AnswersFile, Team
from advisor.checklist.service import ServiceEntry
from advisor.checklist.library import load_checklist
from advisor.engine.recommend import recommend

checklist = load_checklist(Path("checklists/nodejs-express"))
keys = [s.id for s in checklist.statements] + [d.id for d in checklist.scorecard.dimensions]
random = Random(1)
for _ in range(16):
    weights = {key: random.randint(6, 9) for key in keys}
    teams, services = [Team(name="Core")], [ServiceEntry(name="infer", team="Core")]
    recommend(checklist, AnswersFile(
        format="advisor-assessment/1", checklist=checklist.slug, weights=weights, teams=teams, services=services))
print(int(re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text())[1]) // 1024)
"""


def test_cache_beyond_its_bytes_drops_what_is_longest_unused() -> None:
    calls: list[int] = []

    @cached_by_bytes(10, len)
    def text(size: int) -> str:
        calls.append(size)
        return "x" * size

    for size in (4, 5, 4, 3, 4, 5):
        text(size)
    assert calls == [4, 5, 3, 5]  # 5 was the longest unused when 3 came


def test_cache_does_not_hold_a_result_larger_than_its_limit() -> None:
    calls: list[int] = []

    @cached_by_bytes(10, len)
    def text(size: int) -> str:
        calls.append(size)
        return "x" * size

    for size in (4, 11, 4, 11):
        text(size)
    assert calls == [4, 11, 11]


def test_forgotten_caches_begin_anew() -> None:
    calls: list[int] = []

    @cached_by_bytes(10, len)
    def text(size: int) -> str:
        calls.append(size)
        return "x" * size

    text(4)
    forget()
    text(4)
    assert calls == [4, 4]


def test_sixteen_sets_of_heavy_weights_leave_the_process_under_400_megabytes() -> None:
    run = subprocess.run([sys.executable, "-c", MANY_WEIGHTS], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(run.stdout) < 400
