# ruff: noqa: S608  the names in these statements are the constants below
"""The triggers by which the database refuses to change what was signed off, whoever asks: a program, a person, a fault.

In: a connection. Out: triggers in its database, the same after a second run. One of the two places with raw SQL. The
columns it names are few; a migration that renames one of them freezes anew.

Of a record and all that belongs to it an update is refused always; a delete, but of what an `Erasure` row names; an
insert of what was erased; on SQLite also the `INSERT OR REPLACE` that would delete without asking, on PostgreSQL also
TRUNCATE while there is anything to lose. What a record rests on, and what is only ever appended, is not updated either;
it goes with its assessment. None of this costs a save anything: an answer is inserted without a trigger.
"""

from collections.abc import Iterator

from django.db.backends.base.base import BaseDatabaseWrapper

from advisor.assessments.models.asked import NOBODY

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

VERSION = "assessments_checklistversion"
APPENDED = {
    VERSION: "digest slug version content made_at",
    "assessments_answerevent": "respondent_id service_id team_id statement seq value reason note evidence_kind "
    "evidence_url evidence_expires made_at request_id",
    "assessments_roundanswer": "round_id respondent_id service_id team_id statement seq value reason note "
    "evidence_kind evidence_url evidence_expires made_at",
    "assessments_checkanswer": "assessment_id key seq found services because by made_at request_id",
    "assessments_milestone": "assessment_id name answers made_at form_key",
    "decisions_position": "decision_id revision who what words said_on place made_at",
}
"""What no row of a table changes once it is there: all but whom it names, who can be taken out."""
NAMES = {"assessments_checkanswer": "by", "decisions_position": "who"}
"""Columns that hold a name as it was then: the name of nobody can take its place, and nothing else."""

# Whether a record that was erased comes back: under its address, its number, or with its content.
COMES_BACK = (
    f"SELECT 1 FROM {ERASURE} e WHERE e.public_id = NEW.public_id OR e.digest = NEW.digest "
    "OR (e.series_id = NEW.series_id AND e.number = NEW.number)"
)
# Whether another text takes the place of a version of a checklist, which was deleted in the same transaction.
TAKES_ITS_PLACE = (
    "SELECT 1 FROM assessments_assessment a WHERE a.checklist_id = NEW.id "
    f"UNION ALL SELECT 1 FROM {RECORD} r WHERE r.checklist_id = NEW.id"
)

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
        if there.issuperset((*TABLES, *APPENDED)):
            for statement in statements:
                cursor.execute(statement)


def thaw(connection: BaseDatabaseWrapper) -> None:
    """Takes the triggers away on SQLite, which makes no table anew while a trigger on another one asks it."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for statement in _SQLITE:
                if statement.startswith("DROP TRIGGER"):
                    cursor.execute(statement)


def _changed(table: str) -> str:
    """The condition that a row of this table changes, in words of both databases."""
    named = NAMES.get(table, "")
    columns = [f'"{one}"' for one in ("id", *APPENDED[table].split()) if one != named]
    changed = [f"OLD.{one} <> NEW.{one} OR (OLD.{one} IS NULL) <> (NEW.{one} IS NULL)" for one in columns]
    if named:
        nobody = f"substr(NEW.\"{named}\", 1, {len(NOBODY)}) = '{NOBODY}'"
        changed.append(f'(OLD."{named}" <> NEW."{named}" AND NOT {nobody})')
    return " OR ".join(changed)


def _sqlite_refusal(name: str, event: str, table: str, condition: str) -> list[str]:
    return [
        f"DROP TRIGGER IF EXISTS {name}",
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {condition} BEGIN SELECT RAISE(ABORT, '{WORDS}'); END",
    ]


def _postgresql_refusal(name: str, event: str, table: str, condition: str) -> list[str]:
    refused = f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    refused += f"IF {condition} THEN RAISE EXCEPTION '{WORDS}' USING ERRCODE = 'integrity_constraint_violation'; "
    refused += "END IF; RETURN NEW; END $$"
    return [
        refused,
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _refusals() -> Iterator[tuple[str, str, str, str]]:
    """What both databases refuse in the same words: a trigger's name, its event, its table, and when it refuses."""
    yield f"{RECORD}_erased", "INSERT", RECORD, f"EXISTS ({COMES_BACK})"
    yield f"{VERSION}_place", "INSERT", VERSION, f"EXISTS ({TAKES_ITS_PLACE})"
    for table in APPENDED:
        yield f"{table}_change", "UPDATE", table, _changed(table)


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
_SQLITE += [statement for one in _refusals() for statement in _sqlite_refusal(*one)]
_POSTGRESQL = [statement for table in TABLES for statement in _postgresql(table)]
_POSTGRESQL += [statement for one in _refusals() for statement in _postgresql_refusal(*one)]
