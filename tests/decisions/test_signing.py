"""Signing off: what a record holds, how often it is made, what it supersedes, who may open it, what outlives what."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.assessments import checklists
from advisor.assessments.actions.arrange import remove_assessment, sweep_removed
from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Assessment, AuditEvent, ChecklistVersion, CurrentAnswer, Service
from advisor.checklist.library import Library
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Erasure, Record, RecordEvent, RecordFile
from advisor.decisions.selectors import (
    earlier_record,
    erasure_at,
    later_record,
    open_record,
    records_of,
    records_visible_to,
)
from advisor.decisions.services import deprecate_record, erase_record
from advisor.publish.models import Rendering
from advisor.record.formats.files import TEXTS
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from advisor.sharing.access import AccessDenied
from advisor.sharing.links import make_link, open_link, revoke_link
from advisor.sharing.models import ShareLink
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import REX, VIC
from tests.people import ADA, BEN, CLEO

pytestmark = pytest.mark.django_db


def test_record_holds_json_that_verifies_with_what_was_said():
    record = signed_off(answered())
    kept = read_record(record.content)
    assert verify(kept, keys=public_keys()).outcome == "genuine"
    assert (record.reference, kept.reference, kept.head.status) == ("ADR-0001", "ADR-0001", "accepted")
    assert record.digest == kept.head.digest
    assert [(one["who"], one["what"], one["words"]) for one in kept.value["said"]] == [
        ("Ada", "accepted", "We can carry it."),
        ("Ben", "dissent", "I would wait."),
    ]
    assert at_digest(kept.head.checklist.digest) == kept.checklist


def test_record_of_a_service_on_a_version_without_fixes_verifies_and_says_so():
    assessment = answered()
    Service.objects.filter(assessment=assessment).update(versions={"node": "20"})
    record = signed_off(assessment)
    kept = read_record(record.content)
    assert verify(kept, keys=public_keys()).outcome == "genuine"
    checks = [check["check"] for service in kept.value["services"] for check in service["checks"]]
    assert "version-ended" in checks


def test_sign_off_keeps_the_markdown_and_the_document_and_has_the_pdf_drawn(django_capture_on_commit_callbacks):
    record = signed_off(answered())
    files = {file.variant: bytes(file.content) for file in RecordFile.objects.all()}
    inside = {"json", "yaml"}  # of the row, and of the document
    assert set(files) == {"document", *(one.ending for one in TEXTS.values())} - inside
    assert {"document", "md"} <= set(files)
    assert b"status: accepted" in files["md"]
    assert record.digest.encode() in files["md"]
    assert Rendering.objects.get().job == files["document"]


def test_events_tell_the_story_and_the_last_status_is_the_status():
    record = signed_off(answered())
    told = [(event.kind, event.who) for event in RecordEvent.objects.order_by("id")]
    assert told == [("proposed", "Ada"), ("accepted", "Ada"), ("dissent", "Ben"), ("signed", "Ada")]
    opened = open_record(ADA, record.public_id)
    assert (opened.status, opened.holds, opened.may_own) == ("accepted", True, True)
    deprecate_record(record=record, visitor=ADA, who="Ada", why="The product was sold.")
    deprecate_record(record=record, visitor=ADA, who="Ada", why="The product was sold.")
    opened = open_record(ADA, record.public_id)
    assert (opened.status, opened.holds) == ("deprecated", False)
    assert RecordEvent.objects.filter(kind="deprecated").count() == 1


def test_same_request_twice_is_one_record():
    assessment = answered()
    assert signed_off(assessment).id == signed_off(assessment).id
    assert Record.objects.count() == 1
    assert RecordEvent.objects.count() == 4
    assert AuditEvent.objects.filter(action="decision signed off").count() == 1


def test_second_record_supersedes_the_first_which_stays_as_it_was():
    assessment = answered()
    first = signed_off(assessment)
    CurrentAnswer.objects.filter(statement="narrow-purpose").update(value="0")
    second = signed_off(assessment, request_id="second")
    assert (second.number, second.supersedes) == (2, 1)
    assert Record.objects.get(id=first.id).content == first.content
    assert open_record(ADA, first.public_id).status == "superseded"
    assert later_record(first) == second
    assert earlier_record(second) == first
    assert (later_record(second), earlier_record(first)) == (None, None)
    assert [line.status for line in records_of(assessment)] == ["accepted", "superseded"]


def test_records_of_two_assessments_are_counted_apart():
    assert signed_off(answered()).number == 1
    assert signed_off(answered(title="Other")).number == 1


def test_record_is_open_to_those_who_took_part_and_to_nobody_else():
    assessment = answered()
    _, token = make_link(scope_id=assessment.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    assert open_link(token=token, visitor=VIC)
    record = signed_off(assessment)
    assert not open_record(VIC, record.public_id).may_own
    assert [line.public_id for line in records_visible_to(VIC)] == [record.public_id]
    for stranger in (CLEO, None):
        with pytest.raises(AccessDenied):
            open_record(stranger, record.public_id)
        assert records_visible_to(stranger) == []
    with pytest.raises(AccessDenied) as refused:
        open_record(VIC, record.public_id, "own")
    assert not refused.value.stranger


def test_who_joins_later_sees_the_record_and_who_is_shut_out_does_not():
    assessment = answered()
    record = signed_off(assessment)
    link, token = make_link(scope_id=assessment.scope_id, role="respond", label="x", expires_at=None, made_by=None)
    assert open_link(token=token, visitor=REX)
    assert open_record(REX, record.public_id)
    revoke_link(scope_id=assessment.scope_id, link_id=link.id)
    with pytest.raises(AccessDenied):
        open_record(REX, record.public_id)


def test_record_shared_by_itself_opens_the_record_and_not_the_assessment():
    assessment = answered()
    record = signed_off(assessment)
    _, token = make_link(scope_id=record.scope_id, role="view", label="Auditor", expires_at=None, made_by=None)
    assert open_link(token=token, visitor=BEN) == record.scope_id
    assert open_record(BEN, record.public_id)
    from advisor.assessments.access import open_assessment

    with pytest.raises(AccessDenied):
        open_assessment(BEN, assessment.public_id, "view")


def gone(assessment: Assessment) -> None:
    """The assessment removed by its owner, and swept a week later."""
    remove_assessment(assessment=assessment, visitor=ADA)
    sweep_removed(now=timezone.now() + timedelta(days=8))
    assert not Assessment.objects.filter(id=assessment.id).exists()


def test_record_outlives_its_assessment_for_all_who_took_part():
    assessment = answered()
    _, token = make_link(scope_id=assessment.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    assert open_link(token=token, visitor=VIC)
    record = signed_off(assessment)
    gone(assessment)
    for visitor in (ADA, VIC):
        assert open_record(visitor, record.public_id).record.content == record.content
    with pytest.raises(AccessDenied):
        open_record(CLEO, record.public_id)
    assert ShareLink.objects.count() == 1


def test_scope_of_an_assessment_without_a_record_goes_with_it():
    assessment = answered()
    scope = assessment.scope
    gone(assessment)
    assert not type(scope).objects.filter(id=scope.id).exists()


def test_record_verifies_after_the_checklist_changed_and_the_assessment_is_gone(tmp_path, monkeypatch):
    record = signed_off(answered())
    before = record.content
    changed = tmp_path / "nodejs-express"
    changed.mkdir()
    for path in (checklists.library().root / "nodejs-express").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (changed / path.name).write_text(text.replace('holds: "0.6"', 'holds: "0.9"'), encoding="utf-8")
    monkeypatch.setattr(checklists, "library", lambda: Library(tmp_path))
    assert checklists.newest().digest != record.checklist.digest
    gone(Assessment.objects.get(scope_id=record.origin_id))
    again = Record.objects.get(id=record.id)
    assert again.content == before
    assert verify(read_record(again.content), keys=public_keys()).outcome == "genuine"
    assert verify(read_record(again.content), lambda slug, digest: at_digest(digest)).known
    assert ChecklistVersion.objects.filter(digest=record.checklist.digest).exists()


def test_erased_record_leaves_a_stone_for_those_who_could_open_it():
    record = signed_off(answered())
    erase_record(record=record, visitor=ADA, who="Ada", why="It named somebody.")
    assert Rendering.objects.count() == 0
    stone = erasure_at(ADA, record.public_id)
    assert stone is not None
    assert (stone.reference, stone.why, stone.digest) == ("ADR-0001", "It named somebody.", record.digest)
    assert erasure_at(CLEO, record.public_id) is None
    assert erasure_at(None, record.public_id) is None
    with pytest.raises(AccessDenied):
        open_record(ADA, record.public_id)
    assert record.content not in json.dumps(list(AuditEvent.objects.values("detail")))
    assert Erasure.objects.count() == 1


def test_listing_records_takes_the_same_reads_for_one_and_for_many(django_assert_num_queries):
    assessment = answered()
    signed_off(assessment)
    with django_assert_num_queries(2):
        assert len(records_visible_to(ADA)) == 1
    for at in range(4):
        signed_off(assessment, request_id=f"again {at}")
    with django_assert_num_queries(2):
        assert len(records_visible_to(ADA)) == 5
