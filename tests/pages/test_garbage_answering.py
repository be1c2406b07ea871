"""Whatever is sent about a platform's services and teams, the answer is a plain 2xx, 3xx or 4xx, and what is stored can
be read back as a file."""

from urllib.parse import quote

import pytest

from advisor.assessments.access import open_assessment
from advisor.assessments.answered_checks import mark_of
from advisor.assessments.checklists import library
from advisor.assessments.models import AnswerEvent, Assessment, CheckAnswer, OwningTeam, Submission
from advisor.assessments.reads.answers import answers_file_of
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from tests.pages.making import platform
from tests.pages.test_garbage import FIELDS, ODD
from tests.people import ADA, Browser

pytestmark = pytest.mark.django_db

KEY, CARD = "latency-first", "scorecard.seniority"
SAVES = {KEY: f"services/token-stream/answers/{KEY}/", CARD: f"teams/edge/answers/{CARD}/"}
REFUSED = {200, 302, 409, 412, 422}
ODD_LINKS = [
    *ODD,
    "javascript:alert(1)",
    "data:text/html,x",
    "file:///etc/passwd",
    "https://user:pass@a.example/",
    "http://[::1",
    "//a.example/",
    "https://a.example/\u202e",
    "https://例え.jp/",
    "https://a.example/ b",
    "https:\\a.example",
]


def at(made: Assessment, more: str) -> str:
    return f"/a/{made.public_id}/{more}"


def reads_back(made: Assessment) -> bool:
    """What is stored is a whole answers file, and its text has no character that no file may carry."""
    file = answers_file_of(Assessment.objects.select_related("checklist").get(id=made.id))
    return file is not None and "\x00" not in write_answers(file)


@pytest.mark.parametrize("key", SAVES)
@pytest.mark.parametrize("field", [*FIELDS, "evidence", "link", "expires"])
def test_save_odd_field_is_saved_or_refused(field: str, key: str) -> None:
    """As the page saves by itself and as its button does, in turns; for each key the other way round."""
    made, browser = platform(), Browser(ADA)
    base = 0
    for number, odd in enumerate(ODD_LINKS, start=[*SAVES].index(key)):
        sent = {f"answer-{key}": "3", f"base-{key}": str(base), f"{field}-{key}": odd}
        assert browser.post(at(made, SAVES[key]), sent, htmx=number % 2 == 0).status_code in REFUSED
        base = AnswerEvent.objects.count()
    assert set(AnswerEvent.objects.values_list("value", flat=True)) <= {"3", "none"}
    assert all(
        url.startswith(("https://", "http://")) for (url,) in AnswerEvent.objects.values_list("evidence_url") if url
    )
    assert reads_back(made)


@pytest.mark.parametrize("odd", ODD_LINKS)
def test_page_odd_everything_is_saved_or_refused(odd: str) -> None:
    made, browser = platform(), Browser(ADA)
    for key in SAVES:
        sent = {f"{field}-{key}": odd for field in [*FIELDS, "evidence", "link", "expires"]}
        sent |= {"raw_owners": odd, "was-raw_owners": "was", "base-service": odd, "base-team": odd, "go": odd}
        for more in ("services/token-stream/all/", "services/token-stream/speed/", "teams/edge/"):
            assert browser.post(at(made, more), sent).status_code in REFUSED
        for htmx in (True, False):
            assert browser.post(at(made, "teams/edge/raw-owners/"), sent, htmx=htmx).status_code in REFUSED
    assert browser.post(at(made, "services/token-stream/done/"), {"odd": odd}).status_code == 302
    for more in ("services/token-stream/check/", "services/token-stream/all/", "teams/edge/"):
        assert browser.get(at(made, more)).status_code == 200
    assert reads_back(made)


@pytest.mark.parametrize("odd", [odd for odd in ODD if odd.strip()])
def test_addresses_odd_ids_are_not_found(odd: str) -> None:
    made, browser = platform(), Browser(ADA)
    text = quote(odd, safe="")
    addresses = [
        f"/a/{text}/services/token-stream/speed/",
        f"/a/{text}/teams/edge/",
        at(made, f"services/{text}/speed/"),
        at(made, f"services/{text}/done/"),
        at(made, f"services/token-stream/{text}/"),
        at(made, f"services/token-stream/answers/{text}/"),
        at(made, f"teams/{text}/"),
        at(made, f"teams/edge/answers/{text}/"),
    ]
    for address in addresses:
        assert browser.get(address).status_code in {404, 405}, address
        assert browser.post(address, {"answer": "3"}, htmx=True).status_code == 404, address
    for more in ("services/token-stream/", "teams/edge/"):
        assert browser.get(at(made, f"{more}so-far/?step={text}")).status_code == 200
    assert not AnswerEvent.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "x" * 32, "é" * 32, "x" * 5000, '"', "a;b"])
def test_pages_odd_cookie_is_a_stranger(cookie: str) -> None:
    made, browser = platform(), Browser(ADA)
    browser.client.cookies["advisor"] = cookie
    assert browser.get(at(made, "services/token-stream/speed/")).status_code == 404
    assert browser.post(at(made, SAVES[KEY]), {f"answer-{KEY}": "3", f"base-{KEY}": "0"}).status_code == 404
    assert not AnswerEvent.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe\x00bad=%FF%FE", "application/x-www-form-urlencoded"),
        (b"answer-latency-first=%ED%A0%80&base-latency-first=0", "application/x-www-form-urlencoded"),
        (b"{}", "application/json"),
        (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
        (b"not multipart", "multipart/form-data; boundary=x"),
        (b"&" * 10_000, "application/x-www-form-urlencoded"),
        (b"a=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    ],
)
def test_save_odd_body_is_refused(body: bytes, kind: str) -> None:
    made = platform()
    for more in (*SAVES.values(), "services/token-stream/all/", "teams/edge/", "teams/edge/raw-owners/"):
        response = Browser(ADA).client.generic("POST", at(made, more), body, content_type=kind)
        assert response.status_code in {200, 302, 400, 413, 415, 422}
    assert reads_back(made)
    assert OwningTeam.objects.filter(raw_owners__isnull=False).count() == 0


def test_save_without_a_form_token_is_refused() -> None:
    made, browser = platform(), Browser(ADA)
    browser.client.handler.enforce_csrf_checks = True
    for key, more in SAVES.items():
        assert browser.post(at(made, more), {f"answer-{key}": "3", f"base-{key}": "0"}).status_code == 403
    assert browser.post(at(made, "services/token-stream/done/"), {}).status_code == 403
    assert not AnswerEvent.objects.exists()
    assert not Submission.objects.exists()


@pytest.mark.parametrize("odd", ODD)
def test_ids_odd_in_fields_and_after_the_question_mark_find_nothing(odd: str) -> None:
    made, browser = platform(), Browser(ADA)
    browser.post(f"/quick/answers/{KEY}/", {f"answer-{KEY}": "3", f"base-{KEY}": "0"})
    text = quote(odd, safe="")
    for name in ("removed", "added", "arrange"):
        for value in (text, f"service.{text}", f"team.{text}"):
            assert browser.get(at(made, f"?{name}={value}")).status_code == 200
    assert browser.get(f"/my/?removed={text}").status_code == 200
    assert browser.post("/my/put-back/", {"assessment": odd}).status_code == 404
    sent = {"assessment": odd, "title": "Acme", "your_name": "Ada"}
    assert browser.post("/quick/keep/", sent).status_code in {302, 404, 409, 422}
    assert browser.post(at(made, "arrange/services/"), {"up": odd, "down": odd}).status_code in {302, 400, 404, 422}
    assert browser.post("/new/", {"form": odd, "title": odd, "your_name": odd, "services": odd}).status_code in {
        302,
        422,
    }


def test_check_odd_answer_is_kept_as_text_or_refused() -> None:
    made, browser, was = platform(), Browser(ADA), ""
    for odd in ODD_LINKS:
        for changed in ({"because": odd, "go": odd, "form": odd}, {"of": odd}, {"was": odd}):
            sent = {"because": "So.", "of": "token-stream", "was": mark_of(was), **changed}
            response = browser.post(at(made, "checks/no-latency-budget/answer/"), sent)
            assert response.status_code in REFUSED | {404}, changed
            last = CheckAnswer.objects.order_by("seq").last()
            was = last.because if last else ""
    assert CheckAnswer.objects.count() > 1
    file = answers_seen(open_assessment(ADA, made.public_id, "view"))
    assert file is not None
    assert read_answers(write_answers(file), "file", library()) == file


def test_benchmark_odd_field_is_kept_or_refused() -> None:
    made, browser = platform(), Browser(ADA)
    address = at(made, "edit/services/token-stream/benchmarks/")
    for number, odd in enumerate(ODD_LINKS, start=1):
        for field in ("p99_ms", "routes", "url", "version-node"):
            sent = {"variant": "raw", "p99_ms": str(number), "routes": "1", field: odd}
            assert browser.post(address, sent).status_code in REFUSED, (field, odd)
        assert browser.post(address + "remove/", {"benchmark": odd}).status_code in {302, 404}
    file = answers_seen(open_assessment(ADA, made.public_id, "view"))
    assert file is not None
    assert read_answers(write_answers(file), "file", library()) == file
