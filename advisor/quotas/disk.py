"""How much of the disk is free, and how much of it the database uses.

In: nothing. Out: bytes. Must not know: limits, rows.
"""

import shutil

from django.conf import settings
from django.db import connection


def free_disk() -> int:
    """The bytes that are free where files are kept."""
    return shutil.disk_usage(settings.DATA_DIR).free


def database_size() -> int:
    """The bytes that the database has in use."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        numbers = []
        for name in ("page_count", "freelist_count", "page_size"):
            cursor.execute(f"PRAGMA {name}")
            numbers.append(int(cursor.fetchone()[0]))
        return (numbers[0] - numbers[1]) * numbers[2]
