"""`/restore/`: files go to a render process, the report comes back to the same browser, the answers into the app."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from advisor import uploads
from advisor.assessments.models import Assessment, Service
from advisor.assessments.reads.answers import answers_file_of
from advisor.checklist.writing import write_answers
from advisor.decisions import keys
from advisor.decisions.models import Decision, Record, RecordFile
from advisor.decisions.services import erase_record
from advisor.pages.records import new_assessment
from advisor.publish import worker_threads
from advisor.publish.models import Rendering
from advisor.publish.protocol import Reading, unpacked_job
from advisor.record.model.as_json import record_digest
from advisor.record.verify.reading import MOST_BYTES, read_record
from tests.decisions.deciding import SEVERAL, answered, decided_by_several, signed_as_it_stands, signed_off
from tests.pages.restoring import restored, sent
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    return signed_off(answered())


def unsigned(content: str) -> dict[str, Any]:
    """The record without the signature, which names the record it belongs to."""
    value: dict[str, Any] = json.loads(content)
    return {key: one for key, one in value.items() if key != "signature"}


def test_report_waits_for_the_render_process(record):
    response = Browser(CLEO).post("/restore/", {"text": record.content})
    assert "Examining it" in text_of(Browser(CLEO).get(response["Location"]))


def test_genuine_record_says_so_and_that_it_was_signed_off_here(record):
    told = text_of(Browser(CLEO).get(sent(record.content)))
    assert "This record is genuine" in told
    assert "still has exactly this record" in told
    assert told.count("<b>Yes.</b>") == 3


def test_page_that_waits_is_loaded_anew_and_not_filled_with_the_report(record):
    response = Browser(CLEO).get(sent(record.content), htmx=True)
    assert (response.content, response["HX-Refresh"]) == (b"", "true")


def test_report_that_another_version_of_the_app_wrote_is_asked_for_again(record):
    address = sent(record.content)
    row = Rendering.objects.get(key__startswith="read-")
    Rendering.objects.filter(key=row.key).update(content=bytes(row.content).replace(b'"record_id"', b'"kept_as"'))
    assert "Please start again" in text_of(Browser(CLEO).get(address))


def test_report_is_for_the_browser_that_sent_the_files(record):
    address = sent(record.content)
    for other in (ADA, BEN):
        assert Browser(other).get(address).status_code == 404
    assert Browser(CLEO).get("/restore/no-such/").status_code == 404


def test_tampered_record_is_told_and_not_restored(record):
    value = json.loads(record.content)
    value["services"][0]["verdict"] = "elsewhere"
    address = sent(json.dumps(value))
    told = text_of(Browser(CLEO).get(address))
    assert "changed after it was made" in told
    assert "Restore as a new assessment" not in told
    assert Browser(CLEO).post(address, {"form": "f" * 20}).status_code == 404


def test_restored_record_has_the_same_answers_and_is_the_restorer_s_own(record):
    address = sent(record.content)
    assert "Restore as a new assessment" in text_of(Browser(CLEO).get(address))
    for _ in range(2):  # sent twice, it is made once
        assert Browser(CLEO).post(address, {"form": "f" * 20}).status_code == 302
    made = Assessment.objects.exclude(scope_id=record.origin_id).get()
    found, kept = answers_file_of(made), read_record(record.content).answers
    assert found is not None
    assert (found.services, found.teams) == (kept.services, kept.teams)
    assert made.checklist_id == record.checklist_id


def test_two_records_are_compared(record):
    value = json.loads(record.content)
    told = text_of(Browser(CLEO).get(sent(record.content, json.dumps(value))))
    assert "What differs between the two" in told
    assert told.count("<p>The same.</p>") == 4


def test_answers_file_is_restored_too(record):
    address = sent(write_answers(read_record(record.content).answers))
    assert "This is an answers file" in text_of(Browser(CLEO).get(address))
    assert Browser(CLEO).post(address, {"form": "g" * 20}).status_code == 302


def test_restored_wants_of_a_framework_are_exported_again():
    wants = {"schemas": 4, "cpu-cost": "must", "types": "unsure"}
    Service.objects.filter(assessment=answered()).update(framework=wants)
    held = read_record(signed_off(Assessment.objects.get()).content).answers
    made = restored(write_answers(held))
    exported = Browser(CLEO).get(f"/a/{made.public_id}/result.yaml").content.decode()
    assert exported == write_answers(held)
    assert exported.count("framework: {") == len(held.services)


def test_nothing_sent_or_too_much_is_told_at_the_form():
    assert "Choose a file, or paste" in text_of(Browser(CLEO).post("/restore/", {}))
    big = {"file": SimpleUploadedFile("big.pdf", b"x" * (MOST_BYTES + 1))}
    response = Browser(CLEO).post("/restore/", big)
    assert (response.status_code, "larger than 32 MB" in text_of(response)) == (422, True)
    huge = {"file": SimpleUploadedFile("huge.pdf", b"x" * settings.DATA_UPLOAD_MAX_MEMORY_SIZE)}
    assert Browser(CLEO).post("/restore/", huge).status_code == 413


def test_pasted_text_may_be_as_large_as_a_file():
    text = "{" + " " * (uploads.FORM + 1) + "}"
    response = Browser(CLEO).post("/restore/", {"text": text})
    assert response.status_code == 302
    job = unpacked_job(bytes(Rendering.objects.get().job))
    assert isinstance(job, Reading)
    assert Path(job.uploads[0].path).read_text() == text.strip()


def test_hostile_names_stay_inert():
    address = sent("hello: [", key=CLEO)
    assert "not a readable record" in text_of(Browser(CLEO).get(address))


def test_record_says_whose_answers_came_with_a_file_and_were_not_given_here():
    record, sentence = signed_as_it_stands(decided_by_several()), "The answers of Ada and Ben came with a file"
    assert [one["from_file"] for one in json.loads(record.content)["sequence"]] == [True, True]
    assert sentence in text_of(Browser(ADA).get(f"/r/{record.public_id}/"))
    assert sentence in Browser(ADA).get(f"/r/{record.public_id}.md").content.decode()
    assert sentence in str(unpacked_job(bytes(RecordFile.objects.get(record=record, variant="document").content)))
    given_here = signed_as_it_stands(answered(), request_id="second")
    assert "from_file" not in given_here.content
    assert "came with a file" not in text_of(Browser(ADA).get(f"/r/{given_here.public_id}/"))


def test_record_of_several_people_comes_back_whole_and_signed_off_again_is_the_same_file():
    record = signed_as_it_stands(decided_by_several())
    assert json.loads(record.content)["sequence"][1]["services"]["Relay"]["narrow-purpose"] == 3
    address = sent(record.content)
    assert Browser(CLEO).post(address, {"form": "f" * 20}).status_code == 302
    made = Assessment.objects.exclude(scope_id=record.origin_id).get()
    hub, desk = (Browser(CLEO).get(f"/a/{made.public_id}/{rest}") for rest in ("", "decide/"))
    assert (hub.status_code, desk.status_code) == (200, 200)
    assert "It must ship in May." in text_of(desk)
    assert "Ben counted the juniors." in text_of(Browser(CLEO).get(f"/a/{made.public_id}/compare/services/relay/"))
    assert "nobody answers as them here" in text_of(Browser(CLEO).get(f"/a/{made.public_id}/people/"))
    again = signed_as_it_stands(made, key=CLEO)
    assert (again.id == record.id, again.digest) == (False, record.digest)
    assert unsigned(again.content) == unsigned(record.content)
    assert not Decision.objects.get(assessment=made).proposed_revision  # nobody has accepted it here


def test_large_record_is_restored_aside_while_a_page_waits(monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: work())
    monkeypatch.setattr(new_assessment, "LARGE", 1)
    record = signed_as_it_stands(decided_by_several())
    address, browser = sent(record.content), Browser(CLEO)
    with django_capture_on_commit_callbacks(execute=False) as later:
        response = browser.post(address, {"form": "f" * 20})
        browser.post(address, {"form": "f" * 20})
    assert "Restoring the assessment" in text_of(browser.get(response["Location"]))
    later[0]()
    made = Assessment.objects.exclude(scope_id=record.origin_id).get()
    assert browser.get(response["Location"])["Location"] == f"/a/{made.public_id}/"
    assert len(later) == 1
    assert "could not be restored" in text_of(browser.get(f"{address}?made=none"))


def sealed(record: Record, change: Any) -> dict[str, Any]:
    """The record with something changed by somebody who then made the digest fit."""
    value: dict[str, Any] = json.loads(record.content)
    change(value)
    value["digest"] = record_digest(value)
    return value


def test_changed_words_with_a_new_digest_are_not_authentic_and_not_restored(record):
    value = sealed(record, lambda one: one["said"][0].update(words="I never agreed."))
    told = text_of(Browser(CLEO).get(sent(json.dumps(value))))
    assert "changed after it was made" in told
    assert "does not belong to this content" in told
    assert "Restore as a new assessment" not in told
    del value["signature"]
    told = text_of(Browser(CLEO).get(sent(json.dumps(value))))
    assert "genuine</h3>" not in told
    assert "whether it is authentic could not be checked" in told


def test_record_signed_by_a_stolen_key_under_a_known_name_is_told(record):
    value = sealed(record, lambda one: one["said"][0].update(words="I never agreed."))
    value["signature"] = keys.sign(digest=value["digest"], record=record.public_id).model_dump()
    told = text_of(Browser(CLEO).get(sent(json.dumps(value))))
    assert "changed after it was made" in told
    assert "of that name says something else" in told


def test_record_signed_with_a_key_before_the_last_is_genuine(record):
    keys.rotate()
    assert "This record is genuine" in text_of(Browser(CLEO).get(sent(record.content)))


def test_erased_record_is_told_to_have_been_erased(record):
    content = record.content
    erase_record(record=record, visitor=ADA, who="Ada", why="It named a customer.")
    told = text_of(Browser(CLEO).get(sent(content)))
    assert "but it was erased" in told
    assert "This record is genuine" not in told


def test_record_without_a_signature_that_is_kept_here_is_genuine(record):
    value = unsigned(record.content)
    assert "This record is genuine" in text_of(Browser(CLEO).get(sent(json.dumps(value))))


def test_hub_after_a_restore_says_what_came_back_and_shows_it():
    made = restored(SEVERAL)
    page = text_of(Browser(CLEO).get(f"/a/{made.public_id}/"))
    assert "Restored from a file: the answers of 2 people" in page
    assert "and the decision" in page
    assert "2 of 2 services answered" in page
    assert "Revealed without you" in page
    assert page.count("too early") == 2  # the verdicts, such as they are
    assert "Continue the decision</a>" in page
    compare = text_of(Browser(CLEO).get(f"/a/{made.public_id}/compare/"))
    assert "nobody to compare with" not in compare
    assert "3 statements" in compare
    people = text_of(Browser(CLEO).get(f"/a/{made.public_id}/people/"))
    assert people.count("Restored from a record") == 2
