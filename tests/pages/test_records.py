"""The page of a signed-off record and its files: as it was, for those who took part, whatever became of the rest."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.assessments.actions.arrange import remove_assessment, sweep_removed
from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, CurrentAnswer
from advisor.decisions.files import drawing_key
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Record, RecordEvent, RecordFile
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.services import deprecate_record, erase_record
from advisor.publish.examining import examine
from advisor.publish.models import Rendering
from advisor.publish.protocol import unpacked_job
from advisor.record.formats.files import TEXTS
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from tests.decisions.deciding import answered, decided_by_several, signed_as_it_stands, signed_off
from tests.pages.making import VIC, let_in
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def record() -> Record:
    return signed_off(answered())


def drawn(record: Record, content: bytes = b"%PDF-first", variant: str = "pdf") -> None:
    """As the render process leaves it."""
    Rendering.objects.filter(key=drawing_key(record, variant)).update(state="done", content=content)  # type: ignore[arg-type]


def test_page_tells_what_was_decided_and_said(record):
    told = text_of(Browser(ADA).get(f"/r/{record.public_id}/"))
    for words in (
        "ADR-0001",
        "Accepted",
        "Signed</b> by",
        "Token stream",
        "Customer API",
        "I would wait.",
        record.digest,
    ):
        assert words in told
    assert "Draft recommendation" not in told
    assert Browser(CLEO).get(f"/r/{record.public_id}/").status_code == 404


def test_page_tells_who_accepted_dissents_and_was_silent_in_their_words_and_leads_to_one_page():
    assessment = decided_by_several()
    record = signed_as_it_stands(assessment)
    told = " ".join(re.sub(r"<[^>]+>", " ", text_of(Browser(ADA).get(f"/r/{record.public_id}/"))).split())
    who = told[told.index("Who decided") : told.index("People and consequences")]
    assert "Ada accepted We can carry it. Ben dissents I would wait. Board was silent" in who
    assert "Review on 1 May 2027." in told
    assert "It must ship in May." in told
    assert "Where people differed" in told
    assert f"/r/{record.public_id}.pdf?variant=page" in text_of(Browser(ADA).get(f"/r/{record.public_id}/"))


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
    assert told["Content-Disposition"] == 'attachment; filename="0001-acme-ai.md"'
    for_adr_tools = browser.get(f"/r/{record.public_id}.md?variant=adr-tools")
    assert for_adr_tools.content.startswith(b"# 1. Raw Node.js or Express for Acme AI\n\nDate: ")
    assert f"/r/{record.public_id}.md?variant=adr-tools" in text_of(browser.get(f"/r/{record.public_id}/"))
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


def test_verify_button_has_it_computed_anew_by_the_render_process(record):
    browser, address = Browser(ADA), f"/r/{record.public_id}/verify/"
    for _ in range(2):
        assert browser.post(address, {})["Location"] == address
        assert "Computing its verdicts again" in text_of(browser.get(address))
        row = Rendering.objects.get(key=drawing_key(record, "verified"))
        found = examine(unpacked_job(bytes(row.job))).encode()
        Rendering.objects.filter(key=row.key).update(state="done", content=found)
        assert "This record is genuine" in text_of(browser.get(address))


def test_decided_anew_elsewhere_it_is_replaced_and_the_numbers_go_on(record):
    remove_assessment(assessment=Assessment.objects.get(), visitor=ADA)
    browser, address = Browser(ADA), f"/r/{record.public_id}/anew/"
    for _ in range(2):  # sent twice, it is begun once
        hub = browser.post(address, {"form": "f" * 20})["Location"]
    made = Assessment.objects.get(public_id=hub.strip("/").split("/")[1])
    assert "which this assessment started from" in text_of(browser.get(f"{hub}decide/"))
    second = signed_as_it_stands(made)
    assert (second.reference, second.supersedes, second.origin_id) == ("ADR-0002", 1, made.scope_id)
    told = text_of(browser.get(f"/r/{record.public_id}/"))
    assert f'<a href="/r/{second.public_id}/">ADR-0002</a> superseded it' in told
    assert "Decide again" not in told
    assert signed_as_it_stands(made, request_id="again").supersedes == 2


def test_two_who_decide_the_same_record_anew_replace_one_after_the_other(record):
    let_in(Assessment.objects.get(scope_id=record.origin_id), CLEO, "own")
    first, second = (
        restore_assessment(
            visitor=key,
            checklist=newest(),
            answers=read_record(record.content).answers,
            your_name="You",
            token=f"anew {key.key_hash}"[:60],
            continues=record,
        )[0]
        for key in (ADA, CLEO)
    )
    made = [signed_as_it_stands(first), signed_as_it_stands(second, key=CLEO, request_id="second")]
    assert [(one.number, one.supersedes) for one in made] == [(2, 1), (3, 2)]


def test_owner_says_that_it_no_longer_holds_and_why(record):
    browser, address = Browser(ADA), f"/r/{record.public_id}/deprecate/"
    refused = browser.post(address, {"who": "Ada <b>", "words": " "})
    assert (refused.status_code, RecordEvent.objects.filter(kind="deprecated").count()) == (422, 0)
    assert "Say why, in a sentence." in text_of(refused)
    assert 'value="Ada &lt;b&gt;"' in text_of(refused)
    assert browser.post(address, {"who": "Ada", "words": "The product was sold."}).status_code == 302
    told = text_of(browser.get(f"/r/{record.public_id}/"))
    assert "The product was sold." in told
    assert "/deprecate/" not in told


def test_owner_erases_it_only_by_typing_its_number_and_a_stone_stays(record):
    browser, address = Browser(ADA), f"/r/{record.public_id}/erase/"
    refused = browser.post(address, {"who": "Ada", "words": "It named somebody.", "again": "ADR-1"})
    assert (refused.status_code, "Type ADR-0001" in text_of(refused)) == (422, True)
    assert Record.objects.count() == 1
    browser.post(f"/r/{record.public_id}/verify/", {})
    assert browser.post(address, {"who": "Ada", "words": "It named somebody.", "again": "ADR-0001"}).status_code == 302
    assert "ADR-0001 was erased" in text_of(browser.get(f"/r/{record.public_id}/"))
    assert not Rendering.objects.exists()


def test_reader_of_a_record_is_offered_nothing_of_its_owner_s(record):
    reader = let_in(Assessment.objects.get(), VIC)
    assert "What owners can do" not in text_of(reader.get(f"/r/{record.public_id}/"))
    for action in ("anew", "deprecate", "erase"):
        assert reader.post(f"/r/{record.public_id}/{action}/", {}).status_code == 403


def test_record_that_was_replaced_or_deprecated_says_so(record):
    CurrentAnswer.objects.filter(statement="narrow-purpose").update(value="0")
    second = signed_off(Assessment.objects.get(scope_id=record.origin_id), request_id="second")
    browser = Browser(ADA)
    told = text_of(browser.get(f"/r/{record.public_id}/"))
    assert "This record is no longer in force" in told
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
    assert verify(read_record(before[0]), keys=public_keys()).genuine


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
    later = {form.ending for form in TEXTS.values()} - {"md", "json", "yaml"}  # whether it has those is read
    for record in (one, many):
        Browser(ADA).get(f"/r/{record.public_id}/")
        with django_assert_num_queries(8 + bool(later)):
            Browser(ADA).get(f"/r/{record.public_id}/")


def platform_of(count: int) -> Assessment:
    from tests.pages.making import platform

    return platform(*(f"Service {at}" for at in range(count)), title="Many")


def test_record_is_shared_by_itself_also_when_the_assessment_is_gone(record):
    remove_assessment(assessment=Assessment.objects.get(), visitor=ADA)
    sweep_removed(now=timezone.now() + timedelta(days=8))
    browser, address = Browser(ADA), f"/r/{record.public_id}/share/"
    assert browser.post(address, {"label": "Auditor", "ends": "14"})["Location"] == address
    link = re.search(r'value="http://testserver(/s/[^"]+)"', text_of(browser.get(address)))
    assert link
    assert "/s/" not in text_of(browser.get(address))  # it is shown once
    reader = Browser(CLEO)
    assert reader.get(link[1])["Location"] == f"/r/{record.public_id}/"
    told = text_of(reader.get(f"/r/{record.public_id}/"))
    assert "I would wait." in told
    assert address not in told
    assert reader.get(address).status_code == 403
    page = text_of(browser.get(address))
    assert page.count("not yet") == 1  # Ada herself has only looked at this page
    member = re.search(rf"{address}members/(\d+)/remove/", page)
    revoke = re.search(rf"{address}\d+/revoke/", page)
    assert member
    assert revoke
    assert browser.post(member[0], {}).status_code == 302
    assert reader.get(f"/r/{record.public_id}/").status_code == 404
    assert Browser(BEN).get(link[1]).status_code == 302
    assert browser.post(revoke[0], {}).status_code == 302
    assert Browser(BEN).get(f"/r/{record.public_id}/").status_code == 404
    assert browser.post(address, {"label": "x" * 101, "ends": "14"}).status_code == 422


def test_record_offers_no_link_where_links_are_off(record, settings):
    browser, address = Browser(ADA), f"/r/{record.public_id}/share/"
    assert "Create the link" in text_of(browser.get(address))
    settings.LINKS = False
    assert "Create the link" not in text_of(browser.get(address))
    assert "Share this record" not in text_of(browser.get(f"/r/{record.public_id}/"))
    assert browser.post(address, {"label": "Auditor", "ends": "14"}).status_code == 403
