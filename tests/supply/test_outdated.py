"""What is behind the index: said plainly, and never "nothing" where the index was not heard."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.supply import outdated
from tests.supply.locks import DEV, FILES, ROOT, locked, parsed

NOW = {"django": "5.2.19", "segno": "1.6.6"}
NEEDS = [("pyproject.toml", Requirement("Django>=5.2,<5.3")), ("pyproject.toml", Requirement("segno>=1.6.6"))]


def index(*, django: str = "5.2.19", segno: str = "1.6.6", versions: str = "") -> Callable[..., str]:
    """A pip whose index has these as the newest."""
    latest = {"Django": django, "segno": segno}

    def run(*arguments: str) -> str:
        if arguments[0] == "index":
            return f"Django\nAvailable versions: {versions}\n" if versions else ""
        upto = arguments[1] == "--uptodate"
        same = [name for name in latest if latest[name] == NOW[name.lower()]]
        return json.dumps(
            [{"name": name, "version": NOW[name.lower()]} for name in same]
            if upto
            else [
                {"name": name, "version": NOW[name.lower()], "latest_version": latest[name]}
                for name in latest
                if name not in same
            ]
        )

    return run


def status(run: Callable[..., str]) -> int:
    return outdated.report(NOW, outdated.newest(run, set(NOW)), NEEDS, run)


def test_outdated_with_nothing_behind_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(index()) == 0
    assert capsys.readouterr().out == "Nothing is behind: 2 packages asked for.\n"


def test_outdated_with_one_behind_names_it_and_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(index(segno="1.7")) == 1
    assert capsys.readouterr().out == (
        "Behind, and `./run lock --upgrade` brings it up to date:\n  segno 1.6.6 -> 1.7\n"
    )


def test_outdated_with_a_newer_line_out_of_bounds_still_names_the_fix_within_them(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert status(index(django="6.0.1", versions="6.0.1, 6.0, 5.2.20, 5.2.19")) == 1
    out = capsys.readouterr().out
    assert "  django 5.2.19 -> 5.2.20\n" in out
    assert "Newer, but outside what is asked for:\n  django 5.2.19: 6.0.1 is out (pyproject.toml: <5.3,>=5.2)\n" in out


def test_outdated_with_only_a_newer_line_out_of_bounds_is_not_behind(capsys: pytest.CaptureFixture[str]) -> None:
    assert status(index(django="6.0.1", versions="6.0.1, 5.2.19")) == 0
    assert "Nothing is behind: 2 packages asked for.\n" in capsys.readouterr().out


@pytest.mark.parametrize("run", [lambda *arguments: "", lambda *arguments: "[]", index(django="6.0.1")])
def test_outdated_without_an_answer_never_says_that_nothing_is_behind(
    run: Callable[..., str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(run) == 2
    out = capsys.readouterr().out
    assert "The package index did not answer for " in out
    assert "This needs the network." in out
    assert "Nothing is behind" not in out


def test_outdated_asks_for_every_locked_package_that_is_installed_here(capsys: pytest.CaptureFixture[str]) -> None:
    assert outdated.main(lambda *arguments: "") == 2
    out = capsys.readouterr().out
    names = {one.name for file in FILES for one in locked(file)}
    elsewhere = {one.name for file in FILES for one in locked(file) if one.marker and one.name != "numpy"}
    asked = int(out.split(" packages")[0].rsplit(" ", 1)[1])
    assert len(names) - len(elsewhere) <= asked <= len(names)


def test_every_requirement_of_ours_holds_in_the_lock() -> None:
    needs = ours()
    assert not [one.name for one in locked(DEV) if outdated.bounds(one.name, one.version, needs)]


def ours() -> list[tuple[str, Requirement]]:
    return [(who, need) for who, need in outdated.asked_for() if who == "pyproject.toml"]


def test_lock_file_with_a_line_of_another_form_is_refused() -> None:
    with pytest.raises(ValueError, match=r"not a line that `\./run lock` writes: django>=5"):
        parsed("django>=5\n")


def test_lock_passes_its_arguments_on_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "uv").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "uv").chmod(0o755)
    environment = {**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    command = ["bash", str(ROOT / "run"), "lock", "--upgrade-package", "django"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    lines = done.stdout.splitlines()
    assert [line.rsplit(" -o ")[1] for line in lines] == list(FILES)
    assert all(" --generate-hashes " in line and " --upgrade-package django " in line for line in lines)
