"""Below a path, through nginx: everything that holds or hands on an address of the app."""

import json
import re
import time
import urllib.request

import pytest

from advisor.pages.http.qr import qr_code
from tests.patience import PATIENCE
from tests.proxies.browser import Browser, links_of
from tests.proxies.conftest import NAME

pytestmark = pytest.mark.proxies


@pytest.fixture(scope="module")
def ada(nginx: dict[str, int]) -> tuple[Browser, str]:
    """A browser at the app below a path, with one answer about a service alone, and the address of its platform."""
    browser = Browser(f"https://{NAME}:{nginx['below']}/advisor")
    _, _, page = browser.get("/new/")
    _, hub, _ = browser.post("/new/", page, title="Acme AI", your_name="Ada", services="Relay")
    _, _, page = browser.get("/quick/")
    browser.post("/quick/answers/latency-first/", page, **{"answer-latency-first": "3", "base-latency-first": "0"})
    return browser, hub.removeprefix(browser.base).partition("?")[0]


def test_share_link_made_below_a_path_is_whole_in_words_and_code_and_opens(ada: tuple[Browser, str]) -> None:
    browser, hub = ada
    _, _, page = browser.get(f"{hub}share/")
    _, _, page = browser.post(f"{hub}share/", page, role="respond", label="Ben", ends="14")
    link = re.search(rf'value="({browser.base}/s/[^"]+)"', page)
    assert link is not None, page
    assert qr_code(link[1]) in page
    ben = Browser(browser.base)
    status, address, page = ben.get(link[1].removeprefix(browser.base))
    assert (status, address.startswith(f"{browser.base}{hub}")) == (200, True)
    assert "Join" in page
    status, address, _ = ben.post(address.removeprefix(browser.base), page, name="Ben")
    assert (status, address.startswith(f"{browser.base}{hub}")) == (200, True)


def test_question_saved_below_a_path_brings_fragments_that_lead_below_it(ada: tuple[Browser, str]) -> None:
    browser, hub = ada
    assert "1 of 20 answered" in browser.get("/quick/")[2]
    for path in ("/quick/so-far/", f"{hub}services/relay/so-far/"):
        status, _, fragment = browser.get(path, HX_Request="true")
        assert (status, "<html" in fragment) == (200, False)
        assert [link for link in links_of(fragment) if not link.startswith("/advisor/")] == []


@pytest.mark.pango
def test_document_asked_for_below_a_path_is_drawn_and_handed_out(ada: tuple[Browser, str]) -> None:
    browser, _ = ada
    _, _, page = browser.get("/quick/result/")
    status, waiting, page = browser.post("/quick/result.pdf", page)
    assert (status, waiting.startswith(f"{browser.base}/files/")) == (200, True)
    end = time.monotonic() + PATIENCE
    while not (file := re.search(r'content="0; url=/advisor(/files/[^"]+)"', page)) and time.monotonic() < end:
        time.sleep(0.2)
        _, _, page = browser.get(waiting.removeprefix(browser.base))
    assert file is not None, page
    status, _, content = browser.get(file[1])
    assert (status, content[:5]) == (200, "%PDF-")


def test_kits_schemas_keys_and_example_are_below_the_path(ada: tuple[Browser, str]) -> None:
    browser, hub = ada
    asked = f"{hub}services/relay/result/kit.zip?kit=streaming-inference-endpoint&rate=250"
    assert browser.get(asked)[2][:2] == "PK"
    status, _, schema = browser.get("/schemas/answers.json")
    assert (status, json.loads(schema)["$id"]) == (200, "urn:architecture-decision-advisor:advisor-assessment/1")
    assert "PUBLIC KEY" in browser.get("/keys.pem")[2]
    assert browser.get("/demo/result/")[0] == 200


def test_sign_in_below_a_path_keeps_its_cookies_there(ada: tuple[Browser, str]) -> None:
    ada_browser, _ = ada
    browser = Browser(ada_browser.base)
    _, _, page = browser.get("/accounts/signup/")
    given = {"email": "ada@example.org", "password1": "seven dry lemons on a sill"}
    status, address, page = browser.post("/accounts/signup/", page, **given)
    assert (status, "You are signed in" in page) == (200, True), page
    assert address.startswith(f"{browser.base}/accounts/")
    paths = {cookie.name: cookie.path for cookie in browser.jar}
    assert paths["__Secure-advisor-sign-in"] == "/advisor/accounts/"
    assert {path for name, path in paths.items() if name.startswith("__Host-")} == {"/"}
    assert {path for name, path in paths.items() if name.startswith("__Secure-")} == {"/advisor/accounts/"}
    assert "You are signed in" in browser.get("/accounts/")[2]


def test_cookie_from_before_https_is_taken_over_below_the_path(ada: tuple[Browser, str]) -> None:
    browser = ada[0]
    request = urllib.request.Request(f"{browser.base}/help/", headers={"Cookie": "advisor-sign-in=of-before"})
    with Browser(browser.base).opener.open(request, timeout=PATIENCE) as response:
        given = [one for one in response.headers.get_all("Set-Cookie") if "advisor-sign-in=" in one]
    assert len(given) == 2  # under its new name, and no longer under the old one
    assert ["Path=/advisor/accounts/" in one for one in given] == [True, True]


@pytest.mark.parametrize(("path", "status"), [("/no/such/page/", 404), ("/a/no-such/", 404), ("/healthz", 200)])
def test_error_below_a_path_is_a_page_with_styles_and_ways_out(
    ada: tuple[Browser, str], path: str, status: int
) -> None:
    said, _, page = ada[0].get(path)
    assert said == status
    assert [link for link in links_of(page) if not link.startswith("/advisor/")] == []
