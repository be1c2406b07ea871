"""Puts the wheel's SQLite in the place of the system's, and opens a database also where nothing can be written.

SQLite 3.7.0 to 3.51.2 can corrupt a database when its write-ahead log is reset (fixed in 3.51.3, 3.50.7 and
3.44.6), and Debian 12 ships 3.40.1. The first import of every process (`manage.py`, `wsgi.py`, the test
configuration, each render worker) is this module, so that Django never sees the other one.
"""

import sys
from pathlib import Path
from typing import Any
from urllib.parse import quote

SAFE_FROM = (3, 51, 3)
SAFE_PATCHES = {(3, 50): 7, (3, 44): 6}

try:
    import pysqlite3
    import pysqlite3.dbapi2
except ImportError:  # not on this platform: `safe()` then tells about the system's version
    pass
else:
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2

import sqlite3  # noqa: E402  the one just put in place

NO_FILES_BESIDE = ("SQLITE_IOERR", "SQLITE_FULL", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""What SQLite says where it cannot make the files that it keeps beside the database, without which it reads nothing."""


def version() -> tuple[int, ...]:
    """The version of the SQLite in use, such as (3, 53, 4)."""
    return sqlite3.sqlite_version_info


def safe(version: tuple[int, ...]) -> bool:
    """Whether a version is free of the fault.

    >>> safe((3, 53, 4)), safe((3, 40, 1)), safe((3, 50, 7)), safe((3, 51, 2))
    (True, False, True, False)
    """
    if version >= SAFE_FROM:
        return True
    patch = SAFE_PATCHES.get((version[0], version[1]))
    return patch is not None and version[2] >= patch


class Connection(sqlite3.Connection):
    """A connection that only reads where the disk is full or read-only, and SQLite by itself could not even do that.

    Where nothing waits in the write-ahead log, the database file alone is all there is. That nobody has it open for
    writing is sure: the files beside it, which they would have made, would then be of use here too."""

    only_reads = False

    def __init__(self, database: str | Path, *arguments: Any, **options: Any) -> None:
        super().__init__(database, *arguments, **options)
        try:
            self.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchall()
        except sqlite3.OperationalError as error:
            if not error.sqlite_errorname.startswith(NO_FILES_BESIDE) or not _is_alone(Path(database)):
                raise
            self.close()
            super().__init__(f"file:{quote(str(database))}?immutable=1", *arguments, **{**options, "uri": True})
            self.only_reads = True


def _is_alone(database: Path) -> bool:
    """Whether all of a database is in its file, and nothing in its log. Neither is opened: that would drop locks."""
    log = database.with_name(f"{database.name}-wal")
    return database.exists() and database.stat().st_size > 0 and not (log.exists() and log.stat().st_size)
