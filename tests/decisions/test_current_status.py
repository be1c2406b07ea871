"""What became of a record stands in its files, beside what was frozen, which stays as it is and verifies."""

import json
import re

import pytest

from advisor.assessments.models import Assessment, CurrentAnswer
from advisor.decisions.files import current_status, drawing_key
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Record, RecordEvent, RecordFile
from advisor.decisions.services import deprecate_record, erase_record
from advisor.publish.examining import examine, reading_of
from advisor.publish.models import Rendering
from advisor.publish.protocol import Job, unpacked_job
from advisor.record.formats.adr_tools import for_adr_tools
from advisor.record.model.as_json import json_text
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from tests.decisions.deciding import answered, signed_off
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def first() -> Record:
    return signed_off(answered())


def superseding(first: Record) -> Record:
    CurrentAnswer.objects.filter(statement="narrow-purpose").update(value="0")
    return signed_off(Assessment.objects.get(scope_id=first.origin_id), request_id="second")


def got(record: Record, ending: str) -> str:
    return Browser(ADA).get(f"/r/{record.public_id}.{ending}").content.decode()


def job_of(record: Record, variant: str = "pdf") -> Job:
    """What is drawn when its PDF is asked for."""
    assert Browser(ADA).get(f"/r/{record.public_id}.pdf?variant={variant}").status_code == 302
    events = list(RecordEvent.objects.filter(record=record).order_by("id"))
    row = Rendering.objects.get(key=drawing_key(record, variant, current_status(record, events)))  # type: ignore[arg-type]
    job = unpacked_job(bytes(row.job))
    assert isinstance(job, Job)
    return job


def test_superseded_record_says_by_which_in_markdown_and_stays_frozen(first):
    frozen = bytes(RecordFile.objects.get(record=first, variant="md").content)
    assert got(first, "md").encode() == frozen
    superseding(first)
    told = got(first, "md")
    assert told.startswith("---\nstatus: superseded by ADR-0002\n")
    assert "\n* Status: superseded by ADR-0002\n" in told
    assert told.replace("superseded by ADR-0002", "accepted").encode() == frozen
    assert "## Status\n\nSuperseded by ADR-0002\n" in for_adr_tools(told, 1)
    assert bytes(RecordFile.objects.get(record=first, variant="md").content) == frozen


def test_superseded_record_says_by_which_in_json_which_still_verifies(first):
    superseding(first)
    told = json.loads(got(first, "json"))
    event = RecordEvent.objects.get(record=first, kind="superseded")
    assert told.pop("current") == {
        "status": "superseded",
        "superseded_by": "ADR-0002",
        "since": event.made_at.date().isoformat(),
    }
    assert json_text(told) == first.content
    kept = read_record(got(first, "json"))
    assert verify(kept, keys=public_keys()).outcome == "genuine"
    assert kept.answers == read_record(first.content).answers


def test_record_says_in_what_is_signed_which_one_it_supersedes(first):
    second = superseding(first)
    assert json.loads(second.content)["supersedes"] == "ADR-0001"
    assert got(second, "json") == second.content
    assert "\n* Supersedes: ADR-0001\n" in got(second, "md")
    assert "## Status\n\nAccepted\n\nSupersedes ADR-0001\n" in for_adr_tools(got(second, "md"), 2)
    kept = read_record(second.content)
    assert verify(kept, keys=public_keys()).outcome == "genuine"
    forged = read_record(second.content.replace('"supersedes": "ADR-0001"', '"supersedes": "ADR-0007"'))
    assert verify(forged, keys=public_keys()).outcome == "tampered"


def test_superseded_record_says_so_on_the_first_page_of_its_pdf_and_in_the_record_inside(first):
    before = job_of(first)
    superseding(first)
    job = job_of(first)
    assert before.html != job.html
    assert re.search(r'<p class="closed"><strong>Superseded by ADR-0002 on \d+ \w+ \d{4}\.</strong>', job.html)
    assert '<p class="status">Superseded by ADR-0002</p>' in job.html
    assert "<strong>Superseded by ADR-0002</strong></p>" in job.html.split("<section", 1)[0]
    inside = next(file.text for file in job.files if file.name == "record.json")
    assert inside == got(first, "json")
    Rendering.objects.update(state="done", content=b"%PDF-superseded")
    assert Browser(ADA).get(f"/r/{first.public_id}.pdf").content == b"%PDF-superseded"
    assert not RecordFile.objects.filter(record=first, variant="pdf").exists()


def test_page_names_what_superseded_it_and_what_it_supersedes(first):
    second = superseding(first)
    assert "Superseded by ADR-0002" in text_of(Browser(ADA).get(f"/r/{first.public_id}/"))
    assert "ADR-0001" in text_of(Browser(ADA).get(f"/r/{second.public_id}/"))


def test_deprecated_record_says_so_in_its_files(first):
    deprecate_record(record=first, visitor=ADA, who="Ada", why="Sold.")
    assert got(first, "md").startswith("---\nstatus: deprecated\n")
    assert json.loads(got(first, "json"))["current"]["status"] == "deprecated"


def test_record_signed_before_bodies_named_what_they_supersede_says_it_beside(first):
    second = superseding(first)
    older = Record(content=second.content.replace('\n  "supersedes": "ADR-0001",', ""), supersedes=1, number=2)
    told = current_status(older, list(RecordEvent.objects.filter(record=second).order_by("id")))
    assert told is not None
    assert (told.status, told.supersedes, told.words) == ("accepted", "ADR-0001", "accepted")


def test_status_that_anybody_can_write_into_a_file_is_shown_as_not_covered(first, tmp_path):
    file = tmp_path / "record.json"
    file.write_text(json_text({**json.loads(first.content), "current": {"status": "deprecated"}}))
    named = first.checklist
    report = examine(reading_of([("record.json", file)], {named.digest: named.content}, (), public_keys()))
    assert "Neither digest nor signature covers this" in report
    assert json.loads(report)["files"][0]["outcome"] == "genuine"


def test_erased_record_leaves_no_drawing_of_any_status(first):
    job_of(first)
    superseding(first)
    job_of(first)
    job_of(first, "archive")
    before = Rendering.objects.count()
    erase_record(record=first, visitor=ADA, who="Ada", why="It named somebody.")
    assert before - Rendering.objects.count() == 3


def test_first_page_is_a_document_of_its_own_without_the_answers(first):
    job = job_of(first, "page")
    assert job.html.count("<section") == 1
    assert '<section class="cover">' in job.html
    assert job.files == ()
