"""Whatever is sent, the answer is a plain 2xx, 3xx or 4xx: never a 500, and nothing wrong is stored."""

import pytest
from django.test import Client

from advisor.assessments.models import AnswerEvent, Service
from tests.people import ADA, Browser

pytestmark = pytest.mark.django_db

KEY = "latency-first"
ODD = [
    "",
    " ",
    "-1",
    "5",
    "3.0",
    "٣",
    "NaN",
    "1e999",
    "9" * 400,
    "\x00",
    "a\x00b",
    "\ud800".encode("utf-16", "surrogatepass").decode("utf-16", "replace"),
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "../../etc/passwd",
    "{{ 7 * 7 }}",
    "\u202egnp.exe",
    "é" * 3000,
    "🙂" * 500,
    "\r\n" * 50,
]
FIELDS = ["answer", "base", "note", "reason", "request", "tried", "pick", "conflict"]


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("field", FIELDS)
def test_save_odd_field_is_saved_or_refused(field: str, odd: str) -> None:
    """As the page saves by itself and as its button does, in turns."""
    sent = {f"answer-{KEY}": "3", f"base-{KEY}": "0", f"{field}-{KEY}": odd}
    htmx = (FIELDS.index(field) + ODD.index(odd)) % 2 == 0
    response = Browser(ADA).post(f"/quick/answers/{KEY}/", sent, htmx=htmx)
    assert response.status_code in {200, 302, 409, 412, 422}
    assert set(AnswerEvent.objects.values_list("value", flat=True)) <= {"3", "none"}


@pytest.mark.parametrize("odd", ODD)
def test_page_odd_everything_is_saved_or_refused(odd: str) -> None:
    sent = {f"{field}-{KEY}": odd for field in FIELDS}
    for field in ("name", "kind", "team", "latency_budget_ms", "downstream_ms", "version-node", "raw_owners"):
        sent |= {field: odd, f"was-{field}": "was"}
    sent |= {"base-service": odd, "base-team": odd, "go": odd}
    browser = Browser(ADA)
    for address in ("/quick/", "/quick/questions/speed/", "/quick/team/"):
        assert browser.post(address, sent).status_code in {200, 302, 409, 412, 422}
    for address in ("/quick/details/", "/quick/raw-owners/"):
        for htmx in (True, False):
            assert browser.post(address, sent, htmx=htmx).status_code in {200, 302, 409, 412, 422}
    for address in ("/quick/", "/quick/check/", "/quick/result/", "/quick/result.md", "/quick/result.yaml"):
        assert browser.get(address).status_code in {200, 302}
    assert all("\x00" not in name for name in Service.objects.values_list("name", flat=True))


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.strip()])
def test_addresses_odd_ids_are_not_found(odd: str) -> None:
    from urllib.parse import quote

    browser = Browser(ADA)
    for address in (f"/quick/answers/{quote(odd, safe='')}/", f"/quick/questions/{quote(odd, safe='')}/"):
        assert browser.get(address).status_code == 404
        assert browser.post(address, {"answer": "3"}, htmx=True).status_code == 404
    assert browser.get(f"/quick/so-far/?step={quote(odd, safe='')}").status_code == 200


@pytest.mark.parametrize("cookie", ["", "x", "x" * 32, "é" * 32, "x" * 5000, '"', "a;b"])
def test_pages_odd_cookie_is_a_new_browser(cookie: str) -> None:
    client = Client()
    client.cookies["advisor"] = cookie
    assert client.get("/quick/").status_code == 200
    assert client.post(f"/quick/answers/{KEY}/", {f"answer-{KEY}": "3", f"base-{KEY}": "0"}).status_code == 302


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00bad=%FF%FE", "application/x-www-form-urlencoded"),
        (b"answer-latency-first=%ED%A0%80&base-latency-first=0", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"not multipart", "multipart/form-data; boundary=x"),
        (b"a=1", "multipart/form-data"),
        (b"a=1", "application/x-www-form-urlencoded; charset=utf-7"),
        (b"a=1", "text/plain; charset=no-such"),
        (b"&" * 10_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_save_odd_body_is_refused(body: bytes, kind: str) -> None:
    for address in (f"/quick/answers/{KEY}/", "/quick/", "/quick/details/", "/quick/start-over/"):
        response = Browser(ADA).client.generic("POST", address, body, content_type=kind)
        assert response.status_code in {200, 302, 400, 413, 415, 422}


def test_save_too_large_a_body_says_so() -> None:
    client = Browser(ADA).client
    kind = "application/x-www-form-urlencoded"
    response = client.generic("POST", f"/quick/answers/{KEY}/", b"a=" + b"x" * 3_000_000, content_type=kind)
    assert response.status_code == 413
    assert b"too large" in response.content


@pytest.mark.parametrize("method", ["put", "patch", "delete", "options"])
def test_pages_other_methods_are_refused(method: str) -> None:
    browser = Browser(ADA)
    for address in ("/quick/", f"/quick/answers/{KEY}/", "/quick/result/", "/quick/result.md", "/healthz"):
        assert getattr(browser.client, method)(address).status_code == 405


def test_save_without_a_form_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    assert client.post(f"/quick/answers/{KEY}/", {f"answer-{KEY}": "3"}).status_code == 403
    assert not AnswerEvent.objects.exists()
