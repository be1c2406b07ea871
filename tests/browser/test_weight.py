"""How much a page weighs the first time, with everything that it needs to be read."""

import pytest
from playwright.sync_api import StorageState

from tests.browser.conftest import Open

pytestmark = pytest.mark.browser
MOST = 120_000
"""Bytes over the wire, heads included. Pictures of the help page do not count: they wait until the rest is there."""


@pytest.mark.parametrize("at", ["/", "/quick/", "/quick/result/", "/help/", "/demo/result/", "/my/"])
def test_page_opened_first_weighs_no_more_than_it_may(at: str, open_page: Open, answered: StorageState) -> None:
    page, _ = open_page(storage_state=answered)
    session = page.context.new_cdp_session(page)
    kinds: dict[str, str] = {}
    loaded: dict[str, float] = {}
    session.on("Network.responseReceived", lambda told: kinds.update({told["requestId"]: told["response"]["mimeType"]}))
    session.on("Network.loadingFinished", lambda told: loaded.update({told["requestId"]: told["encodedDataLength"]}))
    session.send("Network.enable")
    page.goto(at, wait_until="networkidle")
    needed = [size for number, size in loaded.items() if kinds[number] != "image/webp"]
    assert len(needed) > 3
    assert sum(needed) <= MOST
