# ruff: noqa: S608  the names in these statements are the constants below
"""The triggers by which the database refuses to change what was signed off, whoever asks: a program, a person, a fault.

In: a connection. Out: triggers in its database, the same after a second run. One of the two places with raw SQL. It
names no column but those that a record is known by: a migration that renames one of these freezes anew.

An update is refused always; a delete, but of what an `Erasure` row names; on SQLite also the `INSERT OR REPLACE` that
would delete without asking, on PostgreSQL also TRUNCATE while there is anything to lose.
"""

from django.db.backends.base.base import BaseDatabaseWrapper

RECORD, FILE, EVENT, ERASURE = (f"decisions_{name}" for name in ("record", "recordfile", "recordevent", "erasure"))
TABLES = (RECORD, FILE, EVENT, ERASURE)
WORDS = "what was signed off is frozen"

OWN = {
    RECORD: "id public_id scope_id request_id series_id,number series_id,supersedes",
    FILE: "id record_id,variant",
    EVENT: "id",
    ERASURE: "id public_id scope_id series_id,number",
}
"""What no second row of a table may have: each group of columns under which a REPLACE would find a row to take away."""

# Whether a row of a table may go: its record was erased.
ERASED = {
    RECORD: f"SELECT 1 FROM {ERASURE} e WHERE e.public_id = OLD.public_id",
    FILE: f"SELECT 1 FROM {ERASURE} e JOIN {RECORD} r ON e.public_id = r.public_id WHERE r.id = OLD.record_id",
    EVENT: f"SELECT 1 FROM {ERASURE} e JOIN {RECORD} r ON e.public_id = r.public_id WHERE r.id = OLD.record_id",
    ERASURE: "SELECT 1 WHERE FALSE",
}


def freeze(connection: BaseDatabaseWrapper) -> None:
    """Puts the triggers in place on those tables that are there."""
    statements = _POSTGRESQL if connection.vendor == "postgresql" else _SQLITE
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        if there.issuperset(TABLES):
            for statement in statements:
                cursor.execute(statement)


def _sqlite(table: str) -> list[str]:
    same = " OR ".join(
        "(" + " AND ".join(f"{column} = NEW.{column}" for column in columns.split(",")) + ")"
        for columns in OWN[table].split()
    )
    refuse = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END"
    return [
        f"DROP TRIGGER IF EXISTS {table}_update",
        f"DROP TRIGGER IF EXISTS {table}_delete",
        f"DROP TRIGGER IF EXISTS {table}_replace",
        f"CREATE TRIGGER {table}_update BEFORE UPDATE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_delete BEFORE DELETE ON {table} WHEN NOT EXISTS ({ERASED[table]}) {refuse}",
        f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    ]


def _postgresql(table: str) -> list[str]:
    raised = f"RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'"
    may_go = f"CREATE OR REPLACE FUNCTION {table}_may_go() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    may_go += f"IF EXISTS ({ERASED[table]}) THEN RETURN OLD; END IF; {raised}; END $$"
    empty = f"CREATE OR REPLACE FUNCTION {table}_is_empty() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    empty += f"IF EXISTS (SELECT 1 FROM {table}) THEN {raised}; END IF; RETURN NULL; END $$"
    refused = f"CREATE OR REPLACE FUNCTION {table}_refused() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    refused += f"{raised}; END $$"
    trigger = "CREATE OR REPLACE TRIGGER"
    return [
        may_go,
        empty,
        refused,
        f"{trigger} {table}_update BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_refused()",
        f"{trigger} {table}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_may_go()",
        f"{trigger} {table}_truncate BEFORE TRUNCATE ON {table} EXECUTE FUNCTION {table}_is_empty()",
    ]


_SQLITE = [statement for table in TABLES for statement in _sqlite(table)]
_POSTGRESQL = [statement for table in TABLES for statement in _postgresql(table)]
