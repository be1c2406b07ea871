"""The database itself refuses to change what was signed off: by the ORM, by raw SQL, by tricks of each database."""

import hashlib
from collections.abc import Mapping

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.backends.sqlite3.schema import DatabaseSchemaEditor as SqliteEditor
from django.db.models import AutoField, DateField, DateTimeField, ForeignKey, IntegerField, JSONField, Model
from django.db.models.signals import post_migrate, pre_migrate

from advisor.accounts.my_data import delete_data
from advisor.assessments.access import open_assessment
from advisor.assessments.actions.retention import delete_assessment
from advisor.assessments.milestones import make_milestone
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    CheckAnswer,
    ChecklistVersion,
    Milestone,
    RoundAnswer,
)
from advisor.decisions.files import store_file
from advisor.decisions.models import Decision, Erasure, Position, Record, RecordEvent, RecordFile
from advisor.decisions.services import FrozenError, deprecate_record, erase_record
from advisor.decisions.triggers import APPENDED, TABLES, freeze
from advisor.record.model.record import DecisionRecord
from advisor.sharing.models import Scope, Visitor
from tests.decisions.deciding import answered, decided_by_several, signed_off
from tests.pages.making import let_in
from tests.people import ADA, BEN

pytestmark = pytest.mark.django_db
MODELS = (Record, RecordFile, RecordEvent, Erasure)


@pytest.fixture
def record() -> Record:
    return signed_off(answered())


def everything() -> list[object]:
    return [list(model.objects.order_by("id").values()) for model in MODELS]


def refused(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)


def erased(record: Record) -> Erasure:
    return erase_record(record=record, visitor=ADA, who="Ada", why="It named a person who asked to be left out.")


@pytest.mark.parametrize("model", [Record, RecordFile, RecordEvent])
def test_row_of_a_record_is_neither_changed_nor_deleted(model, record):
    before = everything()
    for column in [field.attname for field in model._meta.concrete_fields]:
        refused(f'UPDATE {model._meta.db_table} SET "{column}" = "{column}"')
    refused(f"DELETE FROM {model._meta.db_table}")
    for action in (
        lambda: model.objects.update(id=1),
        lambda: model.objects.first().save(),
        model.objects.all().delete,
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            action()
    assert everything() == before


def test_whole_record_is_not_deleted_with_all_that_belongs_to_it(record):
    before = everything()
    with pytest.raises(IntegrityError), transaction.atomic():
        record.delete()
    assert everything() == before


def test_erasure_itself_stays_as_it_is(record):
    erased(record)
    refused("UPDATE decisions_erasure SET why = 'no reason'")
    refused("DELETE FROM decisions_erasure")
    refused("UPDATE decisions_erasure SET public_id = 'x'")


def test_erasure_lets_its_own_record_go_and_no_other(record):
    other = signed_off(answered(title="Other", teams=("One",)), request_id="other")
    erased(record)
    assert list(Record.objects.values_list("id", flat=True)) == [other.id]
    assert {event.record_id for event in RecordEvent.objects.all()} == {other.id}
    assert {file.record_id for file in RecordFile.objects.all()} == {other.id}
    refused("DELETE FROM decisions_record")


def test_record_that_somebody_erased_meanwhile_is_erased_once_and_deprecated_no_more(record):
    others = [Record.objects.get(id=record.id) for _ in range(2)]
    first = erased(record)
    assert erased(others[0]) == first
    deprecate_record(record=others[1], visitor=ADA, who="Ada", why="It is old.")
    assert (Erasure.objects.count(), RecordEvent.objects.count()) == (1, 0)


def test_erasure_needs_a_reason(record):
    with pytest.raises(FrozenError, match="Say why"):
        erase_record(record=record, visitor=ADA, who="Ada", why="  ")
    assert Record.objects.count() == 1


def test_number_of_an_erased_record_is_not_used_again(record):
    assessment = Assessment.objects.get(scope_id=record.origin_id)
    erased(record)
    assert signed_off(assessment, request_id="second").number == 2


def test_file_that_was_handed_out_stays_whatever_is_drawn_later(record):
    assert store_file(record=record, variant="pdf", content=b"first") == b"first"
    assert store_file(record=record, variant="pdf", content=b"second") == b"first"
    kept = RecordFile.objects.get(record=record, variant="pdf")
    assert kept.digest == "sha256:" + hashlib.sha256(b"first").hexdigest()


def test_replacing_insert_takes_no_row_away(record):
    if connection.vendor == "postgresql":  # has no REPLACE; its upsert is an update
        refused(
            "INSERT INTO decisions_recordevent (id, record_id, kind, who, words, made_at) "
            "SELECT id, record_id, 'deprecated', who, words, made_at FROM decisions_recordevent "
            "ON CONFLICT (id) DO UPDATE SET kind = excluded.kind"
        )
        return
    before = everything()
    for table, columns in (
        ("decisions_record", "id public_id scope_id request_id"),
        ("decisions_recordfile", "id"),
        ("decisions_recordevent", "id"),
    ):
        names = [row[1] for row in _rows(f"PRAGMA table_info({table})")]
        for own in columns.split():
            # every other unique column made new, so that this one alone would find the row to take away
            new = {"id": "id + 1000", "public_id": "'new'", "scope_id": "scope_id + 1000", "request_id": "'new'"}
            new |= {"number": "number + 1000", "variant": "'archive'"}
            told = ", ".join(new.get(name, f'"{name}"') if name != own else f'"{name}"' for name in names)
            refused(f"INSERT OR REPLACE INTO {table} SELECT {told} FROM {table}")
            refused(f"REPLACE INTO {table} SELECT {told} FROM {table}")
    assert everything() == before


def test_truncate_is_refused_while_there_is_anything_to_lose(record):
    before = everything()
    connection.check_constraints()  # or PostgreSQL refuses for another reason: foreign keys it has still to look at
    word = "TRUNCATE decisions_record CASCADE" if connection.vendor == "postgresql" else "DELETE FROM decisions_record"
    refused(word)
    assert everything() == before


def test_triggers_are_on_every_table_of_records_and_come_back_when_migrations_run(record):
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER decisions_record_update")
        else:
            cursor.execute("DROP TRIGGER decisions_record_update ON decisions_record")
    freeze(connection)
    freeze(connection)
    refused("UPDATE decisions_record SET title = 'x'")
    assert {model._meta.db_table for model in MODELS} == set(TABLES)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("model", [*MODELS, Assessment, ChecklistVersion, Position])
def test_table_is_made_anew_by_a_migration_and_frozen_again(model):
    answered()
    config = apps.get_app_config("decisions")
    pre_migrate.send(config, using=connection.alias, plan=[])  # nothing to do, so nothing is taken away
    refused("UPDATE assessments_checklistversion SET content = 'x'")
    pre_migrate.send(config, using=connection.alias, plan=["one"])
    with connection.schema_editor() as editor:
        if isinstance(editor, SqliteEditor):
            editor._remake_table(model)
    post_migrate.send(config, using=connection.alias, plan=["one"])
    refused("UPDATE assessments_checklistversion SET content = 'x'")
    if connection.vendor == "sqlite":
        there = {name for (name,) in _rows("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
        assert len(there) == 3 * len(TABLES) + 2 + len(APPENDED)


def copied(table: str, row: Mapping[str, object]) -> str:
    """An INSERT of this row, as anybody with a prompt of the database would write it."""
    columns = ", ".join(f'"{name}"' for name in row)
    return f"INSERT INTO {table} ({columns}) VALUES ({', '.join(['%s'] * len(row))})"


@pytest.mark.parametrize("same", ["public_id", "digest", "series_id,number"])
def test_record_that_was_erased_does_not_come_back(same, record):
    forged = Record.objects.values().get(id=record.id) | {"title": "Forged", "content": "{}"}
    new = {
        "id": record.id + 100,
        "public_id": "another",
        "request_id": "another",
        "digest": "sha256:another",
        "number": 100,
        "scope_id": Scope.objects.create().id,
        "series_id": Scope.objects.create().id,
    }
    erased(record)
    kept = same.split(",")
    given = forged | {name: value for name, value in new.items() if name not in kept}
    refused(copied("decisions_record", given), *given.values())
    assert not Record.objects.exists()
    allowed = forged | new
    Record.objects.create(**allowed)  # what has nothing in common with it is a record like any other


def test_content_that_was_erased_is_not_signed_off_again(record, monkeypatch):
    assessment = Assessment.objects.get(scope_id=record.origin_id)
    erased(record)
    digest = record.digest
    monkeypatch.setattr(DecisionRecord, "digest", property(lambda _: digest))
    with pytest.raises(FrozenError, match="exactly this content was erased"):
        signed_off(assessment, request_id="second")
    assert not Record.objects.exists()


def appended() -> dict[str, type[Model]]:
    """By table: what is only ever appended, with one row in each."""
    several = decided_by_several()
    opened = open_assessment(ADA, several.public_id, "own")
    make_milestone(opened=opened, name="Before", token="milestone")
    decision = Decision.objects.get(assessment=several)
    Position.objects.create(decision=decision, revision=1, who="Ada", what="accepted", words="Yes.")
    models = (ChecklistVersion, AnswerEvent, RoundAnswer, CheckAnswer, Milestone, Position)
    return {model._meta.db_table: model for model in models}


def test_what_is_only_appended_is_not_changed():
    models = appended()
    assert set(models) == set(APPENDED)
    for table, model in models.items():
        before = list(model.objects.order_by("id").values())
        assert before
        for name in ("id", *APPENDED[table].split()):
            refused(f'UPDATE {table} SET "{name}" = {other(model, name)}')
        assert list(model.objects.order_by("id").values()) == before


def other(model: type[Model], name: str) -> str:
    """Another value of this column, as SQL."""
    field = next(one for one in model._meta.concrete_fields if one.column == name)
    if isinstance(field, JSONField):
        return "'[\"forged\"]'"
    if isinstance(field, DateTimeField | DateField):
        return "'2001-01-01'"
    return f'coalesce("{name}", 0) + 1000' if isinstance(field, AutoField | IntegerField | ForeignKey) else "'x'"


def test_whom_a_row_names_is_taken_away_with_their_data_though_the_row_is_frozen():
    several = appended()["assessments_checkanswer"].objects.first().assessment
    noted = Position.objects.update(noted_by=Visitor.objects.get(key_hash=ADA.key_hash))
    assert noted == 1
    let_in(several, BEN, "own")
    delete_data(ADA)
    assert (Position.objects.get().noted_by, Position.objects.get().words) == (None, "Yes.")


def test_everything_of_an_assessment_still_goes_with_it():
    appended()
    several = Assessment.objects.get()
    delete_assessment(several)
    assert not AnswerEvent.objects.exists()
    assert not RoundAnswer.objects.exists()
    assert not Position.objects.exists()


@pytest.mark.parametrize("by", ["assessment", "record"])
def test_text_of_a_checklist_in_use_is_not_replaced_by_another(by, record):
    version = ChecklistVersion.objects.values().get()
    if by == "record":
        delete_assessment(Assessment.objects.get())
    given = version | {"content": "{}"}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM assessments_checklistversion")  # references are asked for when the transaction ends
        refused(copied("assessments_checklistversion", given), *given.values())
        transaction.set_rollback(True)
    if connection.vendor == "sqlite":
        again = copied("assessments_checklistversion", given).replace("INSERT", "INSERT OR REPLACE")
        refused(again, *given.values())
    assert ChecklistVersion.objects.values().get() == version


def _rows(sql: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return list(cursor.fetchall())
