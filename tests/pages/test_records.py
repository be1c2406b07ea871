"""The page of a signed-off record and its files: as it was, for those who took part, whatever became of the rest."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.assessments.arranging import remove_assessment, sweep_removed
from advisor.assessments.models import Assessment, CurrentAnswer
from advisor.decisions.models import Record, RecordFile
from advisor.decisions.services import deprecate_record, drawing_key, erase_record
from advisor.publish.models import Rendering
from advisor.record.reading import read_record
from advisor.record.verifying import verify
from tests.decisions.deciding import answered, signed_off
from tests.people import ADA, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    return signed_off(answered())


def drawn(record: Record, content: bytes = b"%PDF-first", variant: str = "pdf") -> None:
    """As the render process leaves it."""
    Rendering.objects.filter(key=drawing_key(record, variant)).update(state="done", content=content)  # type: ignore[arg-type]


def test_page_tells_what_was_decided_and_said(record):
    told = text_of(Browser(ADA).get(f"/r/{record.public_id}/"))
    for words in ("ADR-0001", "Accepted", "Token stream", "Customer API", "I would wait.", record.digest):
        assert words in told
    assert "Draft recommendation" not in told
    assert Browser(CLEO).get(f"/r/{record.public_id}/").status_code == 404


def test_record_is_listed_where_its_people_look_and_stays_when_the_assessment_goes(record):
    browser, address = Browser(ADA), f'href="/r/{record.public_id}/"'
    made = Assessment.objects.get(scope=record.origin)
    assert address in browser.get(f"/a/{made.public_id}/").content.decode()
    assert address in browser.get("/my/").content.decode()
    remove_assessment(assessment=made, visitor=browser.key)
    assert address in browser.get("/my/").content.decode()
    assert address not in Browser(CLEO).get("/my/").content.decode()


def test_files_are_the_frozen_ones(record):
    browser = Browser(ADA)
    assert browser.get(f"/r/{record.public_id}.json").content.decode() == record.content
    told = browser.get(f"/r/{record.public_id}.md")
    assert told.content == bytes(RecordFile.objects.get(variant="md").content)
    assert told["Content-Disposition"] == 'attachment; filename="adr-0001-acme-ai.md"'
    assert browser.get(f"/r/{record.public_id}.yaml").content.startswith(b"format: advisor-assessment/1")


def test_pdf_waits_until_it_is_drawn_and_then_stays_the_same(record):
    browser, address = Browser(ADA), f"/r/{record.public_id}.pdf"
    waiting = browser.get(address)
    assert (waiting.status_code, waiting["Location"]) == (302, f"/r/{record.public_id}/pdf/?variant=pdf")
    assert "Making your PDF" in text_of(browser.get(waiting["Location"]))
    drawn(record)
    assert f"{address}?variant=pdf" in text_of(browser.get(waiting["Location"]))
    first = browser.get(address)
    assert first.content == b"%PDF-first"
    Rendering.objects.all().delete()  # swept, and drawn anew by a later renderer: nobody sees that
    assert browser.get(address).content == b"%PDF-first"
    assert browser.client.get(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_archive_variant_is_a_file_of_its_own(record):
    browser, address = Browser(ADA), f"/r/{record.public_id}.pdf?variant=archive"
    assert browser.get(address).status_code == 302
    drawn(record, b"%PDF-archive", "archive")
    assert browser.get(address).content == b"%PDF-archive"
    assert browser.get(f"/r/{record.public_id}.pdf?variant=other").status_code == 404


def test_failed_drawing_says_so_and_can_be_tried_again(record):
    browser, waiting = Browser(ADA), f"/r/{record.public_id}/pdf/"
    Rendering.objects.update(state="failed", reason="It was ended.")
    assert "It was ended." in text_of(browser.get(waiting))
    assert browser.post(waiting, {}).status_code == 302
    assert Rendering.objects.get().state == "queued"


def test_verify_button_computes_anew(record):
    told = text_of(Browser(ADA).post(f"/r/{record.public_id}/verify/", {}))
    assert "This record is genuine" in told


def test_record_that_was_replaced_or_deprecated_says_so(record):
    CurrentAnswer.objects.filter(statement="narrow-purpose").update(value="0")
    second = signed_off(Assessment.objects.get(scope_id=record.origin_id), request_id="second")
    browser = Browser(ADA)
    told = text_of(browser.get(f"/r/{record.public_id}/"))
    assert "This is no longer what counts" in told
    assert f"/r/{second.public_id}/" in told
    assert f"/r/{record.public_id}/" in text_of(browser.get(f"/r/{second.public_id}/"))
    deprecate_record(record=second, visitor=ADA, who="Ada", why="Sold.")
    assert "Deprecated" in text_of(browser.get(f"/r/{second.public_id}/"))


def test_all_of_it_is_byte_for_byte_the_same_when_the_assessment_is_gone(record):
    browser, endings = Browser(ADA), ("json", "md", "yaml", "pdf")
    browser.get(f"/r/{record.public_id}.pdf")
    drawn(record)
    before = [browser.get(f"/r/{record.public_id}.{ending}").content for ending in endings]
    remove_assessment(assessment=Assessment.objects.get(), visitor=ADA)
    sweep_removed(now=timezone.now() + timedelta(days=8))
    assert not Assessment.objects.exists()
    assert [browser.get(f"/r/{record.public_id}.{ending}").content for ending in endings] == before
    assert browser.get(f"/r/{record.public_id}/").status_code == 200
    assert verify(read_record(before[0])).genuine


def test_erased_record_leaves_its_number_and_the_reason(record):
    erase_record(record=record, visitor=ADA, who="Ada", why="It named somebody.")
    told = text_of(Browser(ADA).get(f"/r/{record.public_id}/"))
    assert "ADR-0001 was erased" in told
    assert "It named somebody." in told
    assert Browser(ADA).get(f"/r/{record.public_id}.json").status_code == 404
    assert Browser(CLEO).get(f"/r/{record.public_id}/").status_code == 404


def test_page_takes_the_same_queries_for_one_and_for_many_services(django_assert_num_queries):
    one = signed_off(answered(title="One"))
    many = signed_off(platform_of(40))
    for record in (one, many):
        Browser(ADA).get(f"/r/{record.public_id}/")
        with django_assert_num_queries(4):
            Browser(ADA).get(f"/r/{record.public_id}/")


def platform_of(count: int) -> Assessment:
    from tests.pages.making import platform

    return platform(*(f"Service {at}" for at in range(count)), title="Many")
