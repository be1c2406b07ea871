"""A record outlives everything: the checklist's text, the assessment, the app it was made in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.assessments import checklists
from advisor.assessments.actions.arrange import remove_assessment, sweep_removed
from advisor.assessments.models import Assessment
from advisor.checklist.library import Library
from advisor.decisions.files import store_file
from advisor.decisions.keys import public_keys
from advisor.decisions.models import RecordFile
from advisor.publish.examining import examine, reading_of
from advisor.publish.protocol import Job, unpacked_job
from advisor.publish.reports import report_from_text
from tests.decisions.deciding import decided_by_several, signed_as_it_stands
from tests.pages.restoring import restored
from tests.people import ADA, CLEO, Browser
from tests.publish.samples import renderer

pytestmark = [pytest.mark.django_db, pytest.mark.pango]


@pytest.fixture(scope="module", autouse=True)
def _ended():
    yield
    renderer().close()


def test_signed_record_stays_byte_for_byte_and_comes_back_from_its_pdf(tmp_path, monkeypatch):
    made = decided_by_several()
    record = signed_as_it_stands(made)
    browser, endings = Browser(ADA), ("json", "md", "yaml", "pdf")
    job = unpacked_job(bytes(RecordFile.objects.get(record=record, variant="document").content))
    assert isinstance(job, Job)
    store_file(record=record, variant="pdf", content=renderer().draw(job).pdf)
    before = [browser.get(f"/r/{record.public_id}.{ending}").content for ending in endings]
    # the checklist's text changes, and the assessment goes
    changed = tmp_path / "nodejs-express"
    changed.mkdir()
    for path in (checklists.library().root / "nodejs-express").glob("*.yaml"):
        text = path.read_text(encoding="utf-8")
        (changed / path.name).write_text(text.replace('holds: "0.6"', 'holds: "0.9"'), encoding="utf-8")
    monkeypatch.setattr(checklists, "library", lambda: Library(tmp_path))
    assert checklists.newest().digest != record.checklist.digest
    remove_assessment(assessment=made, visitor=ADA)
    sweep_removed(now=timezone.now() + timedelta(days=8))
    assert not Assessment.objects.exists()
    assert [browser.get(f"/r/{record.public_id}.{ending}").content for ending in endings] == before
    # the PDF alone is genuine, where only the changed checklist is known, and gives everything back
    known = checklists.newest()
    file = tmp_path / "record.pdf"
    file.write_bytes(before[3])
    reading = reading_of(
        [("record.pdf", file)], {known.digest: known.model_dump_json()}, (known.digest,), public_keys()
    )
    assert report_from_text(examine(reading)).files[0].outcome == "genuine"
    again = signed_as_it_stands(restored(before[3], CLEO), key=CLEO)
    assert again.digest == record.digest
    assert again.content.partition('"signature"')[0].encode() == before[0].partition(b'"signature"')[0]
