"""A decision in the browser: written, proposed, answered, signed off; its PDF given back and restored."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Open
from tests.browser.deciding import sign_off
from tests.browser.steps import follow

pytestmark = [pytest.mark.browser, pytest.mark.pango]


def test_decision_is_signed_off_and_its_pdf_becomes_an_assessment_again(open_page: Open) -> None:
    page, _ = open_page(accept_downloads=True)
    sign_off(page, "Acme AI")
    expect(page.get_by_role("heading", level=1)).to_have_text("Infer")
    expect(page.get_by_role("main")).to_contain_text("Nobody has measured it.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download the PDF").click()
    assert download.value.suggested_filename == "0001-infer.pdf"
    file = download.value.path()
    page.goto("/restore/")
    page.get_by_label("A record or an answers file").set_input_files(
        {"name": "record.pdf", "mimeType": "application/pdf", "buffer": file.read_bytes()}
    )
    page.get_by_role("button", name="Check it").click()
    expect(page.get_by_role("heading", name="This record is genuine")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("This server made exactly this file.")
    follow(page.get_by_role("button", name="Restore as a new assessment"))
    expect(page).to_have_url(re.compile("/a/[^/]+/$"))
    follow(page.get_by_role("link", name="Decide", exact=True))
    expect(page.get_by_role("main")).to_contain_text("Everyone knows it.")
    expect(page.get_by_role("button", name="Propose it")).to_be_visible()
