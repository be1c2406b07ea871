"""Every command whose output goes nowhere: a full disk is told in a line, a reader who has gone is not told at all."""

import errno
import html
import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.db import OperationalError

from advisor.accounts.models import User
from advisor.checklist.reading import read_answers
from advisor.command_line import FAILED, INTERRUPTED, READER_GONE, run
from advisor.decisions.management.commands import record
from advisor.publish.management.commands import assess
from tests.patience import PATIENCE
from tests.prepared import prepare
from tests.record.kept import signed
from tests.record.samples import GIVEN, LIBRARY, answers

ROOT = Path(__file__).resolve().parent.parent
ANSWERS = str(GIVEN / "01-inference-edge.yaml")
RECORD = str(next(path for path in sorted((ROOT / "tests/data").rglob("*.json"))))
FULL = "The output could not be written: No space left on device. Make room, or write it elsewhere.\n"
COMMANDS = {
    "assess": (ANSWERS,),
    "backup": ("{new}",),
    "change_address": ("ada@example.org", "ada@example.org"),
    "checklist": ("check", "checklists/nodejs-express"),
    "doctor": (),
    "end_sessions": ("ada@example.org",),
    "kit": ("make", ANSWERS, "inference edge", "-o", "{new}.zip"),
    "make_owner": ("ada@example.org",),
    "notify": (),
    "rebuild_current_answers": (),
    "record": ("verify", RECORD),
    "sign_in_link": ("ada@example.org",),
    "signing_key": (),
    "sweep": (),
    "try_backup": ("{old}",),
}
"""Each command of ours, with arguments that make it print something."""
ALONE = ("backup", "try_backup")
"""Those that need a database in a file."""
LONG = ("checklist", "schema", "answers")
"""More than is printed at once: the fault comes in the midst of it."""


def started(data: Path, *arguments: str, **streams: int) -> "subprocess.Popen[str]":
    environment = {**os.environ, "ADVISOR_DATA": str(data)}
    environment.pop("DATABASE_URL", None)
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=environment, text=True, **streams)  # type: ignore[call-overload,no-any-return]


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a database, an account and an old copy."""
    folder = tmp_path_factory.mktemp("data")
    prepare(folder)
    shutil.copyfile(folder / "advisor.sqlite3", folder / "old")
    assert started(folder, "shell", "-c", MAKE_ADA, stdout=subprocess.DEVNULL).wait(PATIENCE) == 0
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


def test_commands_listed_here_are_all_there_are() -> None:
    assert {name for name, room in get_commands().items() if str(room).startswith("advisor.")} == set(COMMANDS)


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted({*COMMANDS} - {*ALONE}))
def test_command_whose_output_finds_a_full_disk_says_so_in_a_line(
    name: str, full: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    User.objects.create_user("ada@example.org", "a long password")
    arguments = [part.format(new=tmp_path / "new") for part in COMMANDS[name]]
    said = io.StringIO()
    with open(os.dup(full), "w") as disk:
        monkeypatch.setattr(sys, "stdout", disk)
        monkeypatch.setattr(sys, "stderr", said)
        assert run(lambda: call_command(name, *arguments)) == FAILED
    assert said.getvalue() == FULL


@pytest.mark.parametrize(("name", "notes"), [*((name, []) for name in ALONE), ("sign_in_link", ["INFO"])])
def test_command_whose_output_finds_a_full_disk_ends_so_in_a_process_of_its_own_and_has_noted_what_it_did(
    name: str, notes: list[str], data: Path, full: int, tmp_path: Path
) -> None:
    arguments = [part.format(new=tmp_path / "new", old=data / "old") for part in COMMANDS[name]]
    process = started(data, name, *arguments, stdout=full, stderr=subprocess.PIPE)
    *noted, said = process.communicate(timeout=PATIENCE)[1].splitlines(keepends=True)
    assert (process.returncode, said) == (FAILED, FULL)
    assert [line.split()[2] for line in noted] == notes


def test_command_whose_reader_has_gone_ends_without_a_word(data: Path, unread: int) -> None:
    process = started(data, "assess", ANSWERS, stdout=unread, stderr=subprocess.PIPE)
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


NAME = "Café → 決 🦊"
ANSWERED = f"""format: advisor-assessment/1
checklist: nodejs-express
teams: [{{name: Zoë, raw_owners: 2}}]
services: [{{name: {NAME}, team: Zoë, answers: {{narrow-purpose: 4, latency-first: {{level: 4, note: "naïve\\n決"}}}}}}]
"""


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("ascii", r"Caf\xe9 -> \u6c7a \U0001f98a"),
        ("latin-1", r"Café -> \u6c7a \U0001f98a"),
        ("cp1252", r"Café -> \u6c7a \U0001f98a"),
        ("utf-8", NAME),
    ],
)
def test_console_of_any_encoding_shows_what_it_can_and_the_rest_plainly(
    encoding: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "answers.yaml").write_text(ANSWERED, encoding="utf-8")
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    monkeypatch.setattr(sys, "stdout", console)
    with pytest.raises(SystemExit, match="3"):
        run(lambda: call_command("assess", str(tmp_path / "answers.yaml")))
    assert name in console.buffer.getvalue().decode(encoding)  # type: ignore[attr-defined]


def printed(encoding: str, *words: str) -> bytes:
    console = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
    with suppress(SystemExit):
        call_command(*words, stdout=console)
    console.flush()
    return console.buffer.getvalue()  # type: ignore[attr-defined, no-any-return]


def test_document_printed_on_a_console_of_any_encoding_says_the_same_in_every_one(tmp_path: Path) -> None:
    file, kept = tmp_path / "answers.yaml", tmp_path / "record.json"
    file.write_text(ANSWERED, encoding="utf-8")
    for words in (("assess", str(file), "--json", "-"), ("checklist", "schema", "answers")):
        assert json.loads(printed("cp1252", *words).decode("ascii")) == json.loads(printed("utf-8", *words))
    markdown = printed("latin-1", "assess", str(file), "--markdown", "-").decode("ascii")
    assert html.unescape(markdown) == printed("utf-8", "assess", str(file), "--markdown", "-").decode()
    kept.write_text(signed(answers("24").model_copy(update={"platform": NAME})).json_text, encoding="utf-8")
    restored = read_answers(printed("cp1252", "record", "restore", str(kept)), "-", LIBRARY)
    assert restored.platform == NAME
    assert restored == read_answers(printed("utf-8", "record", "restore", str(kept)), "-", LIBRARY)


@pytest.mark.parametrize(
    ("words", "answer"),
    [
        (("assess", "-"), NAME),
        (("assess", "./answers.yaml"), NAME),
        (("checklist", "check", "-"), "ok"),
        (("record", "verify", "-"), "standard input: This record is intact and computed;"),
    ],
)
def test_file_is_the_caller_s_or_standard_input(
    words: tuple[str, ...],
    answer: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    content = signed(answers("24")).json_text if words[0] == "record" else ANSWERED
    (tmp_path / "answers.yaml").write_text(ANSWERED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(content.encode())))
    with suppress(SystemExit):
        call_command(*words)
    out, err = capsys.readouterr()
    assert (answer in out, err) == (True, "")


def test_fault_in_standard_input_is_told_by_its_place(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"format: advisor-assessment/2\n")))
    with pytest.raises(SystemExit, match="2"):
        call_command("assess", "-")
    assert "standard input:1:9: " in capsys.readouterr().err


@pytest.mark.parametrize("words", [("record", "diff", "-", "-"), ("checklist", "replay", "OLD", "OLD", "-", "-")])
def test_standard_input_named_twice_is_refused(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        call_command(*(word.replace("OLD", "checklists/nodejs-express") for word in words))
    assert capsys.readouterr().err == "-: standard input is named twice: name a file for one of the two\n"


def test_standard_input_that_is_closed_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SystemExit, match="2"):
        call_command("assess", "-")
    assert capsys.readouterr().err == "standard input: it is closed: name a file, or send one\n"


def test_name_on_the_command_line_where_there_is_only_ascii_is_the_utf_8_that_it_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "answers.yaml").write_text(ANSWERED, encoding="utf-8")
    escaped = NAME.encode().decode("ascii", "surrogateescape")
    with suppress(SystemExit):
        call_command("assess", str(tmp_path / "answers.yaml"), "--explain", escaped)
    assert capsys.readouterr().out.startswith(NAME)


def test_run_without_a_standard_output_loses_what_is_printed_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    assert run(lambda: print("lost")) == 0
    sys.stdout.close()


def test_run_of_a_command_that_is_interrupted_ends_without_a_traceback() -> None:
    assert run(raises(KeyboardInterrupt())) == INTERRUPTED == 130


def test_page_of_the_terminal_lists_every_command_and_every_status_of_theirs() -> None:
    page = (ROOT / "docs/terminal.md").read_text(encoding="utf-8")
    parts = {"assess": (), "checklist": ("check", "prove", "replay", "new", "facts", "schema")}
    parts |= {"record": ("verify", "restore", "diff")}
    for command, words in parts.items():
        for word in words or ("FILE",):
            assert f"`./run manage {command} {word}" in page
    table = {row.split("|")[1].strip(" `"): row.split("|")[2:6] for row in page.splitlines() if row.startswith("| `")}
    told = {name: {at for at, cell in enumerate(cells, start=1) if cell.strip()} for name, cells in table.items()}
    assert told["assess"] == {assess.FAILED, assess.WRONG, assess.UNDECIDED, assess.DUE}
    assert told["record verify"] == set(record.STATUS.values()) - {0}
    for status in (READER_GONE, INTERRUPTED):
        assert f"\n- {status}: " in page
        assert str(status) in (ROOT / "README.md").read_text(encoding="utf-8")


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
