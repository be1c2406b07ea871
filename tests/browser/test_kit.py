"""From a result that says "prototype first" to the kit, its run, the upload, and the page that has changed."""

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.answers import UNDECIDED
from tests.browser.conftest import Open
from tests.browser.steps import follow
from tests.browser.test_platform import answer, make, to_all_statements
from tests.kit.node import packages, run

pytestmark = [pytest.mark.browser, pytest.mark.node]


def test_kit_from_the_result_to_its_results_on_the_page(open_page: Open, tmp_path: Path) -> None:
    page, _ = open_page(accept_downloads=True)
    hub = make(page, "Token stream")
    page.goto(f"{hub}edit/services/token-stream/")
    page.locator("[name=kind]").select_option("streaming-bridge")
    page.locator("[name=latency_budget_ms]").fill("15")
    follow(page.get_by_role("button", name="Save").first)
    to_all_statements(page, hub, "Token stream")
    answer(page, UNDECIDED)
    page.goto(f"{hub}services/token-stream/result/")
    expect(page.get_by_text("Prototype first: streaming endpoint").first).to_be_visible()
    follow(page.get_by_role("link", name="Get the prototype kit for this service"))
    page.get_by_label("Requests a second").fill("20")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the kit").click()
    packed = tmp_path / download.value.suggested_filename
    assert packed.name == "token-stream-kit.zip"
    download.value.save_as(packed)
    shutil.unpack_archive(packed, tmp_path)
    kit = tmp_path / "streaming-inference-endpoint-kit"
    (kit / "node_modules").symlink_to(packages())
    outcome = run(kit, "load/bench.js", "--profile", "short", "--variants", "raw,raw-again,express")
    assert outcome.returncode in (0, 3), outcome.stderr
    page.get_by_label("The file that the kit wrote").set_input_files(kit / "results.json")
    follow(page.get_by_role("button", name="Upload the results"))
    measured = page.locator("section", has=page.locator("#measured"))
    expect(measured).to_contain_text(re.compile("No verdict: |has earned its keep: |is enough: "))
    expect(measured).to_contain_text("Kit “Streaming endpoint” on ")
    expect(measured.locator("svg title").first).to_contain_text("Latency p50, p95 and p99: Raw Node.js ")
    expect(page.get_by_text("Rests on one measurement.").first).to_be_visible()
