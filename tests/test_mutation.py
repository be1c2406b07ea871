"""Mutants: what is mutated is there, so are the tests that should notice, and the project itself is left alone."""

import builtins
import random
from contextlib import chdir
from pathlib import Path

import pytest

from tests import mutation, reaching
from tests.mutation import ROOMS, ROOT, copy_to, report, sample, sources


@pytest.mark.parametrize("room", ROOMS)
def test_room_has_its_modules_and_its_tests(room: str) -> None:
    for pattern in ROOMS[room].sources:
        assert list(ROOT.glob(pattern)), pattern
    for name in ROOMS[room].tests:
        assert (ROOT / name).exists(), name
    assert all(path.suffix == ".py" for path in sources(room))


def test_copy_holds_what_the_tests_need_and_nothing_that_was_made_here(tmp_path: Path) -> None:
    copy_to(tmp_path)
    for name in ("pyproject.toml", "tests/conftest.py", "advisor/engine/flips/classes.py", "tests/data/golden/06.md"):
        assert (tmp_path / name).read_bytes() == (ROOT / name).read_bytes()
    assert not list(tmp_path.rglob("__pycache__"))
    assert not (tmp_path / ".venv").exists()


def test_report_names_the_share_each_survivor_and_the_way_to_the_same_sample() -> None:
    told = report(["record", "access"], ["-a\n+b"], 4, 7, 5).splitlines()
    assert told == [
        "-a",
        "+b",
        "Mutants killed: 3 of 4 (75%) in record, access.",
        "The same sample again: python -m tests.mutation --seed 7 --sample 5 record access",
    ]
    assert "none was tried" in report(["record"], [], 0, 7, 5)


def test_room_whose_tests_fail_without_a_mutant_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(mutation, "copy_to", lambda folder: None)
    monkeypatch.setattr(mutation, "command", lambda *tests: "false")
    assert mutation.main(["record"]) == 1
    assert "The tests of record fail without any mutant" in capsys.readouterr().out


@pytest.mark.slow
def test_same_seed_draws_the_same_sample_and_the_folder_stays_as_it_is(tmp_path: Path) -> None:
    copy_to(tmp_path)
    with chdir(tmp_path):
        first, again = (
            [(room, item.mutations) for room, item in sample(["access", "record"], 3, random.Random(5))]
            for _ in range(2)
        )
    assert first == again
    assert [room for room, _ in first] == ["access", "record", "access"]
    assert all(
        (tmp_path / one.module_path).read_bytes() == (ROOT / one.module_path).read_bytes() for _, (one,) in first
    )


def test_run_that_only_reads_how_calls_are_noted_compiles_modules_as_they_are() -> None:
    assert reaching.SourceFileLoader.source_to_code is reaching.compiled
    assert not hasattr(builtins, "advisor_reach")
