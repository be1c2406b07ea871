"""What a server needs before it can serve: a folder to write in, tables, static files, an owner's link, a signing key.

In: the settings, and the folder and the database they name. Out: all of it made where it is missing; CannotServe with
what to type where it cannot be. A disk that takes nothing is enough to go on reading what a start before has made.
"""

import hashlib
import os
import shutil
import sys
from pathlib import Path

NOTHING_SAVED = (
    "Nothing can be saved right now: the disk of the database is full or read-only. What was saved can be read; "
    "saving works again as soon as there is room."
)


class CannotServe(Exception):  # noqa: N818  a message for a person, not an error of the program
    """Why the app cannot be served, and what to type instead."""


def check_data_folder(data: Path) -> None:
    """Raises CannotServe unless files can be made in the folder, or all that a server needs to read is there."""
    probe = data / f".probe-{os.getpid()}"
    try:
        data.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        if stamp_of(data / "static").exists():
            return  # it was served from before, and reading goes on
        raise CannotServe(
            f"Cannot write in the data folder {data} ({error.strerror}). Choose another:  ./run --data FOLDER"
        ) from error


def migrate() -> None:
    """Brings the database up to date; raises CannotServe if it cannot be reached or is ahead of this version."""
    from django.core.management import call_command
    from django.db import DatabaseError, connections

    from advisor.backup import unknown_migrations
    from advisor.disk import refuses_writes

    try:
        if unknown := unknown_migrations():
            raise CannotServe(
                f"The database was used by a newer version of the advisor (it knows {unknown[-1]}). "
                "Start that version, or restore the backup you made before the upgrade: see docs/running.md."
            )
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        if refuses_writes(error) and is_up_to_date():
            return
        raise CannotServe(f"The database cannot be used: {error}. To see why:  ./run doctor") from error
    finally:
        connections.close_all()


def is_up_to_date() -> bool:
    """Whether the database can be read, and has every table that this version needs."""
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def stamp_of(static: Path) -> Path:
    """The file that says from what the folder of static files was collected."""
    return static / ".collected"


def collect_static() -> None:
    """Copies and compresses the static files, unless none has changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    from advisor.disk import sync

    root, wanted = Path(settings.STATIC_ROOT), static_digest()
    stamp = stamp_of(root)
    stamped = stamp.read_text() if stamp.exists() else ""
    if stamped == wanted:
        return
    try:
        if len(stamped) != len(wanted):  # begun and cut off, by a lost power: any file may be a part of one
            shutil.rmtree(root, ignore_errors=True)
        stamp.unlink(missing_ok=True)
        root.mkdir(parents=True, exist_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
        for path in filter(Path.is_file, root.rglob("*")):
            sync(path)
        stamp.write_text(wanted)
        sync(stamp)
    except OSError as error:
        raise CannotServe(
            f"The static files cannot be written into {settings.STATIC_ROOT} ({error.strerror}). "
            "Make room, or choose another folder:  ./run --data FOLDER"
        ) from error


def static_digest() -> str:
    """Changes whenever a static file is added, removed or edited."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            digest.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    return digest.hexdigest()


def first_owner() -> str:
    """The path of the link that makes the owner; nothing where there is one, or a proxy says who somebody is."""
    from django.conf import settings
    from django.db import connections

    from advisor.accounts.links import owner_link, path_of

    try:
        token = "" if settings.USER_HEADER else owner_link()
        return path_of(token) if token else ""
    finally:
        connections.close_all()


def sign_records() -> None:
    """Makes the key that records are signed with, at the first start; says so where nothing can be signed off."""
    from django.db import DatabaseError, connections

    from advisor.decisions.keys import SigningKeyError, make_key
    from advisor.disk import refuses_writes

    try:
        make_key()
    except SigningKeyError as error:
        print(f"Nothing can be signed off: {error}", file=sys.stderr)
    except DatabaseError as error:
        if not refuses_writes(error):
            raise
    finally:
        connections.close_all()


def saves() -> bool:
    """Whether anything can be saved at present; says so where it cannot."""
    from django.db import connections

    from advisor.disk import can_save

    try:
        if can_save():
            return True
    finally:
        connections.close_all()
    print(NOTHING_SAVED, file=sys.stderr)
    return False
