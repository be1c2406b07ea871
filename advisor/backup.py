"""Backing the database up while it is in use, and trying out whether a backup can be restored.

In: the database of the settings, and a file. Out: a backup that was checked with its checksum beside it, or what a
trial restore found. The live file is only ever read through SQLite itself: copying it by hand loses saves, and even
opening and closing it drops the locks that keep it whole. Must not know: who runs it, or when.
"""

import hashlib
import os
import re
import shlex
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Max

from advisor.assessments.models import AnswerEvent, Assessment, CurrentAnswer
from advisor.checklist.errors import AdvisorError
from advisor.disk import sync

TRIAL = "trial"
"""The name of the connection to a restored copy."""
BEGINNING = ("assessments", "0001_initial")
"""The step that every database of the advisor has been through."""


class BackupError(AdvisorError):
    """A backup could not be made or is no good; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a trial restore found in a backup."""

    assessments: int
    answers: int
    newest: datetime | None
    """When the last answer in it was given."""
    unchanged: bool
    """Whether a checksum beside it shows that every byte is as it was written."""


def checksum_of(file: Path) -> Path:
    """Where the checksum of a backup stands: beside it, in the form that `sha256sum --check` reads."""
    return file.with_name(f"{file.name}.sha256")


def make_backup(file: Path) -> None:
    """Writes a checked backup of the database to `file`, and its checksum beside it. Raises BackupError; a file that is
    there is never replaced.

    Every save that was acknowledged before the call is in it. It can be made while people work."""
    for path in (file, checksum_of(file)):
        if path.exists():
            raise BackupError(f"{path} already exists. Choose another name, such as one with the date.")
    part = file.with_name(f"{file.name}.part")
    try:
        # for its owner alone, and made before anything is written: it holds what people have answered
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        raise BackupError(
            f"{part} exists: another backup is running, or one broke off. If none runs, delete it."
        ) from None
    except OSError as error:
        raise BackupError(f"Cannot write {part} ({error.strerror}). Choose another folder.") from error
    try:
        if connection.vendor == "sqlite":
            _copy_sqlite(part)
        else:
            _dump_postgresql(part, file)
        _settle(part, file)
    finally:
        part.unlink(missing_ok=True)


def _copy_sqlite(part: Path) -> None:
    """Copies one moment of the live database through SQLite's backup interface, and checks the copy."""
    connection.ensure_connection()
    try:
        with closing(sqlite3.connect(part)) as copy:
            connection.connection.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with nothing beside it
            _check_sqlite(copy, part)
    except sqlite3.Error as error:
        raise BackupError(f"The backup could not be written: {error}. Make room, or choose another folder.") from error


def _check_sqlite(copy: sqlite3.Connection, file: Path) -> None:
    """Raises BackupError unless every page and every reference of the file is whole."""
    try:
        faults = [row[0] for row in copy.execute("PRAGMA integrity_check")]
        broken = copy.execute("PRAGMA foreign_key_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupError(f"{file} is not a complete SQLite database: {error}.") from error
    if faults != ["ok"]:
        raise BackupError(f"{file} is damaged: {'; '.join(faults[:3])}. Keep the backup before it.")
    if broken:
        raise BackupError(f"{file} is damaged: {len(broken)} rows refer to missing ones. Keep the backup before it.")


def _settle(part: Path, file: Path) -> None:
    """Gives the finished backup its name once it and its checksum have reached the disk."""
    checksum = checksum_of(file)
    try:
        descriptor = os.open(checksum, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            with os.fdopen(descriptor, "w") as opened:
                opened.write(f"{_digest(part)}  {file.name}\n")
            for path in (part, checksum):
                sync(path)
            os.link(part, file)  # unlike a rename, it fails if another backup took the name meanwhile
        except OSError:
            checksum.unlink()
            raise
        sync(file.parent)
    except FileExistsError as error:
        raise BackupError(
            f"{error.filename2 or checksum} was made by another backup while this one ran; it is left alone."
        ) from None
    except OSError as error:
        raise BackupError(f"{file} could not be written ({error.strerror}). Choose another folder.") from error


def _digest(file: Path) -> str:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _is_unchanged(file: Path) -> bool:
    """Whether the checksum beside a backup fits; False where there is none. Raises BackupError if it does not fit."""
    checksum = checksum_of(file)
    try:
        words = checksum.read_text(encoding="ascii", errors="replace").split()
    except FileNotFoundError:
        return False
    if not words or not re.fullmatch(r"[0-9a-fA-F]{64}", words[0]):
        raise BackupError(f"{checksum} holds no checksum. Keep the backup before it, or delete {checksum.name} to try.")
    if words[0].lower() != _digest(file):
        raise BackupError(
            f"{file} is damaged: it differs from what was written ({checksum.name}). Keep the backup before it."
        )
    return True


def client(program: str, *options: str, name: str | None = None) -> tuple[list[str], dict[str, str]]:
    """The command line of a PostgreSQL program for the database of the settings, and its environment."""
    settings = {**connection.settings_dict, **({"NAME": name} if name else {})}
    arguments, environment = connection.client.settings_to_cmd_args_env(settings, list(options))
    return [program, *arguments[1:]], {**os.environ, **(environment or {})}


def _call(command: list[str], environment: dict[str, str], what: str, line: list[str] | None = None) -> None:
    """Runs a PostgreSQL program. Raises BackupError with its own words and the line to type, on another machine say."""
    command_line = shlex.join(line or command)
    try:
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603  no shell
    except FileNotFoundError:
        raise BackupError(
            f"{what} needs {command[0]}, which this machine lacks. Where there is one, type:\n  {command_line}"
        ) from None
    if done.returncode != 0:
        raise BackupError(
            f"{what} failed: {done.stderr.strip()}\nThe line to type where it can work:\n  {command_line}"
        )


def _dump_postgresql(part: Path, file: Path) -> None:
    """Dumps with PostgreSQL's own program, and reads the dump's contents back."""
    line, _ = client("pg_dump", "--format=custom", f"--file={file}")
    command, environment = client("pg_dump", "--format=custom", f"--file={part}")
    _call(command, environment, "The backup", line)
    _call(["pg_restore", "--list", str(part)], environment, "Reading the backup back")


def unknown_migrations(alias: str = "default") -> list[str]:
    """The steps a database has been through that this version does not know: it was made by a newer one."""
    loader = MigrationLoader(connections[alias])
    known = loader.disk_migrations or {}
    return sorted(".".join(step) for step in loader.applied_migrations if step not in known)


def try_restore(file: Path) -> Restored:
    """Restores a backup into a place of its own, brings it up to date and looks through it. Raises BackupError."""
    if not file.is_file():
        raise BackupError(f"There is no file {file}. Check the name and the folder you are in.")
    try:
        if not file.stat().st_size:
            raise BackupError(f"{file} is empty. Keep the backup before it.")
        unchanged = _is_unchanged(file)
    except OSError as error:
        raise BackupError(f"{file} cannot be read ({error.strerror}). Check its permissions.") from error
    place = _restored_sqlite(file) if connection.vendor == "sqlite" else _restored_postgresql(file)
    with place as name, _trial_connection(name):
        try:
            if BEGINNING not in MigrationRecorder(connections[TRIAL]).applied_migrations():
                raise BackupError(
                    f"{file} is not a backup of the advisor: it has none of its tables. Name another file."
                )
            unknown = unknown_migrations(TRIAL)
            if unknown:
                raise BackupError(
                    f"{file} was made by a newer version of the advisor (it knows {unknown[-1]}). "
                    "Restore it with that version."
                )
            call_command("migrate", database=TRIAL, interactive=False, verbosity=0)
            _check_tables(file)
            return _look_through(file, unchanged)
        except DatabaseError as error:
            raise BackupError(f"{file} is not a backup of the advisor: {error}") from error


@contextmanager
def _restored_sqlite(file: Path) -> Iterator[str]:
    live = Path(str(connection.settings_dict["NAME"]))
    if live.exists() and live.samefile(file):
        raise BackupError(f"{file} is the database in use. Name a backup of it:  ./run manage backup FILE")
    with tempfile.TemporaryDirectory(prefix="advisor-restore-") as folder:
        copy = Path(folder) / "advisor.sqlite3"
        shutil.copyfile(file, copy)
        with closing(sqlite3.connect(copy)) as opened:
            _check_sqlite(opened, file)
        yield str(copy)


@contextmanager
def _restored_postgresql(file: Path) -> Iterator[str]:
    name = f"advisor_trial_{os.getpid()}"
    _call(*client("createdb", "--template=template0", name=name), "A database to restore into")
    try:
        (program, *where, _), environment = client("pg_restore", name=name)
        options = ["--exit-on-error", "--no-owner", f"--dbname={name}", str(file)]
        _call([program, *where, *options], environment, "Restoring")
        yield name
    finally:
        _call(*client("dropdb", name=name), "Taking the trial database away")


@contextmanager
def _trial_connection(name: str) -> Iterator[None]:
    """A connection to the restored copy, for as long as the block runs."""
    connections.settings[TRIAL] = {**connections.settings["default"], "NAME": name}
    try:
        yield
    finally:
        connections[TRIAL].close()
        del connections[TRIAL], connections.settings[TRIAL]


def _check_tables(file: Path) -> None:
    """Raises BackupError if one is missing in the copy, which has been brought up to date."""
    there = set(connections[TRIAL].introspection.table_names())
    missing = sorted({model._meta.db_table for model in apps.get_models()} - there)
    if missing:
        raise BackupError(f"{file} is damaged: it lacks the table {missing[0]}. Keep the backup before it.")


def _look_through(file: Path, unchanged: bool) -> Restored:
    """Counts what is there; raises BackupError unless the current answers are the last ones given."""
    subject = ("respondent_id", "service_id", "team_id", "statement")
    last: Any = AnswerEvent.objects.using(TRIAL).values_list(*subject).annotate(Max("seq"))
    answers: Any = CurrentAnswer.objects.using(TRIAL).values_list(*subject, "seq")
    if set(last) != set(answers):
        raise BackupError(f"{file} is damaged: the answers shown are not the latest. Keep the backup before it.")
    counts = AnswerEvent.objects.using(TRIAL).aggregate(count=Count("id"), newest=Max("made_at"))
    return Restored(Assessment.objects.using(TRIAL).count(), counts["count"], counts["newest"], unchanged)
