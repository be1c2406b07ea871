"""Every command whose output goes nowhere: a full disk is told in a line, a reader who has gone is not told at all."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.db import OperationalError

from advisor.command_line import FAILED, READER_GONE, run
from tests.patience import PATIENCE
from tests.record.samples import GIVEN

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = str(GIVEN / "01-inference-edge.yaml")
RECORD = str(next(path for path in sorted((ROOT / "tests/data").rglob("*.json"))))
FULL = "The output could not be written: No space left on device. Make room, or write it somewhere else.\n"
COMMANDS = {
    "assess": (ANSWERS,),
    "backup": ("{new}",),
    "checklist": ("check", "checklists/nodejs-express"),
    "doctor": (),
    "end_sessions": ("ada@example.org",),
    "rebuild_current_answers": (),
    "record": ("verify", RECORD),
    "sign_in_link": ("ada@example.org",),
    "sweep": (),
    "try_backup": ("{old}",),
}
"""Each command of ours, with arguments that make it print something."""
NOTED = {"end_sessions", "sign_in_link"}
"""Those that note in the log what they did, before they say it."""
LONG = ("checklist", "schema", "answers")
"""More than is printed at once: the fault comes in the midst of it."""


def started(data: Path, *arguments: str, **streams: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "ADVISOR_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database, an account and a backup."""
    folder = tmp_path_factory.mktemp("data")
    for arguments in (["migrate", "--verbosity", "0"], ["shell", "-c", MAKE_ADA], ["backup", str(folder / "old")]):
        assert started(folder, *arguments, stdout=subprocess.DEVNULL).wait(PATIENCE) == 0
    return folder


MAKE_ADA = "from advisor.accounts.models import User; User.objects.create_user('ada@example.org', 'a long password')"


@pytest.fixture
def full() -> Iterator[int]:
    descriptor = os.open("/dev/full", os.O_WRONLY)
    yield descriptor
    os.close(descriptor)


@pytest.fixture
def unread() -> Iterator[int]:
    """A pipe that nobody reads any more."""
    reading, writing = os.pipe()
    os.close(reading)
    yield writing
    os.close(writing)


def arguments_of(name: str, data: Path, new: Path) -> list[str]:
    return [name, *(part.format(new=new, old=data / "old") for part in COMMANDS[name])]


def test_commands_listed_here_are_all_there_are() -> None:
    assert {name for name, room in get_commands().items() if str(room).startswith("advisor.")} == set(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_command_whose_output_finds_a_full_disk_says_so_in_a_line(
    name: str, data: Path, full: int, tmp_path: Path
) -> None:
    process = started(data, *arguments_of(name, data, tmp_path / "new"), stdout=full, stderr=subprocess.PIPE)
    _, said = process.communicate(timeout=PATIENCE)
    *noted, last = said.splitlines(keepends=True)
    assert (process.returncode, last) == (FAILED, FULL)
    assert len(noted) == (name in NOTED)


def test_command_whose_reader_has_gone_ends_without_a_word(data: Path, unread: int, tmp_path: Path) -> None:
    process = started(data, *arguments_of("assess", data, tmp_path / "new"), stdout=unread, stderr=subprocess.PIPE)
    _, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (READER_GONE, "")


def test_command_that_fails_in_the_midst_of_much_output_says_so_too(data: Path, full: int, unread: int) -> None:
    there = started(data, *LONG, stdout=full, stderr=subprocess.PIPE)
    assert (there.communicate(timeout=PATIENCE)[1], there.returncode) == (FULL, FAILED)
    gone = started(data, *LONG, stdout=unread, stderr=subprocess.PIPE)
    assert (gone.communicate(timeout=PATIENCE)[1], gone.returncode) == ("", READER_GONE)


def test_command_whose_complaint_cannot_be_written_either_still_ends_with_its_failure(data: Path, full: int) -> None:
    process = started(data, "assess", "no-such-file.yaml", stdout=full, stderr=full)
    assert process.wait(PATIENCE) == FAILED


def raises(error: Exception) -> Callable[[], object]:
    def command() -> object:
        raise error

    return command


def test_run_of_a_command_that_finds_no_database_says_what_to_type(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(raises(OperationalError("database or disk is full"))) == FAILED
    said = "The database cannot be used: database or disk is full. To see why:  ./run doctor\n"
    assert capsys.readouterr().err == said


def test_run_of_a_command_with_another_fault_hides_nothing() -> None:
    with pytest.raises(FileNotFoundError):
        run(raises(FileNotFoundError(errno.ENOENT, "No such file")))
    with pytest.raises(ZeroDivisionError):
        run(raises(ZeroDivisionError()))
