"""Files that somebody sent, until they are examined: on the disk of the machine that got them, never in the database.

In: bytes. Out: a name, and paths for a render process. Must not know: what is inside, who sent it. Each upload has a
folder of its own that only this user can enter; it goes when it was examined, and after an hour at the latest. Whoever
shares the database but not the data folder does not see it, and leaves it to the machine that does.
"""

import os
import secrets
import shutil
import time
from collections.abc import Sequence
from pathlib import Path

from django.conf import settings

from advisor.quotas.disk import free_disk
from advisor.quotas.limits import FREE_DISK, UPLOADS_WAITING
from advisor.quotas.refusals import NoRoomError, most

FOLDER = "uploads"
SECONDS = 3600.0
"""What waits for longer is given up."""


def folder() -> Path:
    return Path(settings.DATA_DIR) / FOLDER


def names() -> list[str]:
    """The uploads that wait on this machine."""
    try:
        return [entry.name for entry in os.scandir(folder())]
    except FileNotFoundError:
        return []


def store(contents: Sequence[bytes]) -> tuple[str, list[Path]]:
    """Writes an upload down: its name and its files. NoRoomError where too many wait, or the disk is nearly full."""
    sweep_spool()
    _check_room(sum(map(len, contents)))
    name = secrets.token_hex(16)
    place = folder() / name
    folder().mkdir(mode=0o700, exist_ok=True)
    place.mkdir(mode=0o700)
    paths = [place / str(number) for number in range(len(contents))]
    try:
        for path, content in zip(paths, contents, strict=True):
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(content)
    except OSError:
        discard(name)
        raise NoRoomError(FREE_DISK) from None
    return name, paths


def _check_room(size: int) -> None:
    least, largest = most(FREE_DISK), most(UPLOADS_WAITING)
    if least is not None and free_disk() - size < least:
        raise NoRoomError(FREE_DISK)
    if largest is not None and sum(file.stat().st_size for file in folder().glob("*/*")) + size > largest:
        raise NoRoomError(UPLOADS_WAITING)


def discard(name: str) -> None:
    """Deletes an upload, if there is one of this name here."""
    if name in names():
        shutil.rmtree(folder() / name, ignore_errors=True)


def sweep_spool(*, now: float | None = None) -> None:
    """Deletes what has waited for too long."""
    now = time.time() if now is None else now
    for name in names():
        try:
            age = now - (folder() / name).stat().st_mtime
        except FileNotFoundError:  # it was examined just now
            continue
        if age > SECONDS:
            discard(name)
