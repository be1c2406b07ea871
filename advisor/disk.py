"""A database that takes nothing at present, because its disk is full or read-only: what is saved can still be read.

In: what the database raised, or the connection. Out: whether that is why, and whether a save would work now. Must not
know: what is saved. SQLite tells of a full disk in several ways, and of some only when a transaction ends.
"""

import logging
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DatabaseError, InternalError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

SIGNS = ("full", "disk", "readonly", "read-only", "no space")
"""What SQLite and PostgreSQL say when nothing more can be written."""
TRIAL = """
INSERT INTO accounts_cache (cache_key, value, expires) VALUES ('trial', %s, '2000-01-01 00:00:00')
ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value
"""
"""Another value each time: SQLite does not write what is there already."""

log = logging.getLogger(__name__)


def refuses_writes(error: object) -> bool:
    """Whether the database raised this because nothing can be written."""
    # PostgreSQL's word for a database that is only read is an InternalError to Python
    database = isinstance(error, OperationalError | InternalError)
    return database and any(sign in str(error).lower() for sign in SIGNS)


def sync(path: Path) -> None:
    """A file, or what a folder names, reaches the disk before what is written after it."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def can_save() -> bool:
    """Whether a save would work now: one is made. Raises DatabaseError where it fails for another reason."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(TRIAL, [secrets.token_hex(8)])
    except DatabaseError as error:
        if refuses_writes(error):
            return False
        raise
    return True


@contextmanager
def noted_if_possible() -> Iterator[None]:
    """For what a page notes on the way, such as that it was opened: where it cannot be written, the page is read all
    the same. Not within a transaction, whose end would fail."""
    try:
        yield
    except DatabaseError as error:
        if not refuses_writes(error):
            raise
        log.warning("The opening of a page could not be noted: %s", error)


def read_for_one_request(sender: object, connection: BaseDatabaseWrapper, **more: object) -> None:
    """A connection that can only read is closed at the next request, which tries whether there is room again."""
    if getattr(connection.connection, "only_reads", False):
        connection.close_at = time.monotonic()
