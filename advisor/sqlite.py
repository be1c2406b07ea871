"""Puts the wheel's SQLite in the place of the system's.

SQLite 3.7.0 to 3.51.2 can corrupt a database when its write-ahead log is reset (fixed in 3.51.3, 3.50.7 and
3.44.6), and Debian 12 ships 3.40.1. The first import of every process (`manage.py`, `wsgi.py`, the test
configuration, each render worker) is this module, so that Django never sees the other one.
"""

import sys

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


def version() -> tuple[int, ...]:
    """The version of the SQLite in use, such as (3, 53, 4)."""
    import sqlite3

    return sqlite3.sqlite_version_info


def safe(found: tuple[int, ...]) -> bool:
    """Whether a version is free of the fault.

    >>> safe((3, 53, 4)), safe((3, 40, 1)), safe((3, 50, 7)), safe((3, 51, 2))
    (True, False, True, False)
    """
    if found >= SAFE_FROM:
        return True
    patch = SAFE_PATCHES.get((found[0], found[1]))
    return patch is not None and found[2] >= patch
