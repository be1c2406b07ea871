"""The data folder and the database are readable by the user who runs the app alone.

In: the folder and the files that are the app's own. Out: their permissions narrowed, or the names of those that others
on this machine can read. Must not know: what is in them. A folder that others share, such as /tmp, is left as it is.
"""

import os
import stat
from collections.abc import Iterator, Mapping
from pathlib import Path

OTHERS = stat.S_IRWXG | stat.S_IRWXO
DATABASE_FILES = ("", "-wal", "-shm", "-journal")


def keep_new_files_private() -> None:
    """Whatever this process and its children make from now on is for their user alone."""
    os.umask(OTHERS)


def own_paths(data: Path, database: Mapping[str, object]) -> Iterator[Path]:
    """The folder, the keys, and the files of an SQLite database, as far as they exist."""
    wanted = [data, data / "secret-key", data / "signing-key"]
    if database["ENGINE"] == "django.db.backends.sqlite3":
        wanted += [Path(f"{database['NAME']}{ending}") for ending in DATABASE_FILES]
    return (path for path in wanted if path.exists())


def open_to_others(data: Path, database: Mapping[str, object]) -> list[Path]:
    """Those of them that somebody else on this machine can read, enter or write to."""
    return [path for path in own_paths(data, database) if path.stat().st_mode & OTHERS]


def make_private(data: Path, database: Mapping[str, object]) -> None:
    """Takes everybody else's rights away, where this user may: a folder shared with others keeps them."""
    for path in open_to_others(data, database):
        status = path.stat()
        if status.st_uid == os.geteuid() and not status.st_mode & stat.S_ISVTX:
            path.chmod(stat.S_IMODE(status.st_mode) & ~OTHERS)
