"""No refusal loses what was typed: every form of the URL configuration, every kind of refusal."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib import parse
from urllib.parse import quote_plus

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DataError, OperationalError
from django.http import QueryDict
from django.middleware import gzip as middleware_gzip
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import given
from hypothesis import strategies as st

from advisor import uploads
from advisor.assessments.actions.create import NameTakenError
from advisor.assessments.answers import BadAnswerError, Draft, StaleAnswerError
from advisor.pages.http import error_middleware, field_words, lost_input
from advisor.pages.http.lost_input import SECRET
from advisor.quotas.limits import Quota
from advisor.quotas.refusals import LimitReachedError
from advisor.sharing.access import AccessDenied
from tests.people import text_of

pytestmark = pytest.mark.django_db
HERE = "http://testserver"
URLENCODED = "application/x-www-form-urlencoded"
WORDS = "Relays tokens, <b>nothing</b> else.\nNobody's to lose."
SENT = {"note-speed": WORDS, "title": "Acme", "base": "7", "password1": "a long secret phrase"}
PARAMETER = re.compile(r"<(?:(\w+):)?\w+>")


def addresses(entries: list[Any], before: str = "") -> Iterator[str]:
    """Every address of the app, with something in the place of each parameter."""
    for entry in entries:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry.url_patterns, route)
        elif isinstance(entry, URLPattern):
            yield "/" + PARAMETER.sub(lambda one: "7" if one[1] == "int" else "x", route)


BY_MAIL = "/unsubscribe/x/"
"""Takes a form from wherever it comes, since mail programs send one: nothing is typed there, and nothing given back."""
EVERY = sorted(set(addresses(get_resolver().url_patterns)) - {BY_MAIL})
ACCOUNT = "/accounts/"
"""Takes no form; from a 404 there allauth leads on to a page of accounts."""
LIMIT = Quota("saves", "browser", 600, "minute", "ADVISOR_SAVES_PER_BROWSER", "save {} times")
REFUSALS: list[tuple[int, Exception]] = [
    (404, AccessDenied("no")),
    (403, AccessDenied("You may only look here.", stranger=False)),
    (409, NameTakenError("There is one of this name.")),
    (422, BadAnswerError("note", "Shorten it.")),
    (429, LimitReachedError(LIMIT, 60)),
    (412, StaleAnswerError(Draft("none"), None)),
    (503, OperationalError("could not connect")),
    (507, OperationalError("database or disk is full")),
    (400, DataError("integer out of range")),
]


def given_back(page: str) -> bool:
    return all(line in unescape(page) for line in WORDS.split("\n")) and "<b>nothing" not in page


def test_addresses_are_found_in_the_url_configuration() -> None:
    assert len(EVERY) > 100
    assert {"/new/", "/a/x/decide/edit/", "/quick/"} <= set(EVERY)


@pytest.mark.parametrize("address", EVERY)
def test_form_whose_token_changed_gives_everything_back_and_can_be_sent_again(address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    headers = {"Origin": HERE}
    refused = client.post(address, {**SENT, "csrfmiddlewaretoken": "b" * 32}, headers=headers)
    assert refused.status_code == 403
    page = text_of(refused)
    assert given_back(page)
    assert SENT["password1"] not in page
    assert "wasn't saved" in unescape(page)
    harmless = {name: value for name, value in SENT.items() if name != "password1"}
    page = text_of(client.post(address, {**harmless, "csrfmiddlewaretoken": "b" * 32}, headers=headers))
    assert f'action="{address}"' in page
    assert 'name="base" value="7"' in " ".join(page.split())
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    again = client.post(address, {**harmless, "csrfmiddlewaretoken": token[1]}, headers=headers)
    assert "wasn't saved" not in unescape(text_of(again) if not again.streaming else "")


@pytest.mark.parametrize(("status", "error"), REFUSALS, ids=[str(status) for status, _ in REFUSALS])
def test_form_refused_gives_everything_back(monkeypatch: pytest.MonkeyPatch, status: int, error: Exception) -> None:
    def refuse(*given: object) -> None:
        raise error

    monkeypatch.setattr(error_middleware, "check_limits", refuse)
    for address in EVERY:
        if address == ACCOUNT:
            continue
        response = Client().post(address, SENT)
        page = text_of(response)
        assert (address, response.status_code, given_back(page)) == (address, status, True)
        assert SENT["password1"] not in page


def test_server_error_gives_everything_back(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*given: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(error_middleware, "check_limits", fail)
    client = Client(raise_request_exception=False)
    for address in EVERY:
        response = client.post(address, SENT)
        assert (response.status_code, given_back(text_of(response))) == (500, True)


def test_mailed_code_is_given_back_to_nobody_and_the_page_says_to_fill_it_in_again() -> None:
    client, code = Client(enforce_csrf_checks=True), "QX7-K2M"
    pages = [address for address in EVERY if "code" in address]
    assert len(pages) > 3
    for address in pages:
        page = unescape(text_of(client.post(address, {"code": code}, headers={"Origin": HERE})))
        assert code not in page
        assert "Open the page again and fill it in once more." in page


def test_address_that_is_not_there_gives_everything_back_to_a_page_of_ours_alone() -> None:
    assert given_back(text_of(Client().post("/no/such/page/", SENT, headers={"Origin": HERE})))
    for origin in ("https://elsewhere.example", "null", ""):
        assert not given_back(text_of(Client().post("/no/such/page/", SENT, headers={"Origin": origin})))


def refused(sent: dict[str, str]) -> str:
    client = Client(enforce_csrf_checks=True)
    client.cookies["csrftoken"] = "a" * 32
    response = client.post("/a/x/decide/", {**sent, "csrfmiddlewaretoken": "b" * 32}, headers={"Origin": HERE})
    return " ".join(unescape(text_of(response)).split())


def test_answer_that_is_given_back_stands_under_its_statement_with_the_levels_as_people_saw_them() -> None:
    page = refused({"answer-latency-first": "3", "note-latency-first": "We pay per token.", "base-latency-first": "1"})
    assert "Every millisecond this service itself adds to a request matters</label>" in page
    assert "Every millisecond this service itself adds to a request matters: note</label>" in page
    assert '<option value="3" selected>mostly true</option>' in page
    assert '<option value="unsure">Not sure</option>' in page
    assert ">latency-first" not in page


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        (
            {"title": "Acme", "kind": "inference-edge"},
            '<option value="inference-edge" selected>Inference edge</option>',
        ),
        ({"role": "respond", "label": "Board", "ends": "14"}, '<option value="14" selected>After 14 days</option>'),
        ({"what": "dissent", "words": "Too slow."}, """<option value="dissent" selected>I don't, because</option>"""),
        ({"choice-token-stream": "raw"}, "What is chosen: token-stream</label>"),
        ({"actions-1-owner": "Ada"}, "Actions 2: owner</label>"),
        ({"raw-owners": "7"}, "How many raw services the team can own at most</label>"),
    ],
)
def test_field_that_is_given_back_is_called_as_on_its_page(sent: dict[str, str], shown: str) -> None:
    assert shown in refused(sent)


def test_number_of_a_row_is_sent_again_and_shown_to_nobody() -> None:
    page = refused({"team": "17", "name": "Relay"})
    assert '<input type="hidden" name="team" value="17">' in page
    assert ">17<" not in page


CONTROL = re.compile(r"<(?:input|textarea|select)\b([^>]*)>", re.DOTALL)
NOT_TYPED = re.compile(r'type="(?:hidden|submit|button|password|file)"')


def names_in_templates() -> Iterator[str]:
    for path in sorted((settings.BASE_DIR / "templates").rglob("*.html")):
        for tag in CONTROL.findall(path.read_text(encoding="utf-8")):
            name = re.search(r'name="([^"]+)"', tag)
            if name and not NOT_TYPED.search(tag):
                yield name[1]


def test_every_field_of_a_template_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    def nothing(name: str) -> None:
        raise AssertionError(f"{name}: give it words in field_words.py")

    names = set(names_in_templates())
    assert len(names) > 30
    starts = {name.partition("{{")[0] for name in names if "{{" in name} - {""}
    assert starts <= {"answer-", *(f"{part}-" for part in field_words.PARTS), *field_words.OF_SERVICE}
    monkeypatch.setattr(field_words, "_by_name", nothing)
    for name in names:
        if "{{" not in name:
            field_words.field_words(name)


LARGE = b"base=7&note-speed=" + b"Relay%27s+words" + b"x" * uploads.FORM


@pytest.mark.parametrize("address", ["/new/", "/a/x/decide/edit/"])
def test_form_that_is_too_large_is_given_back_to_be_shortened(address: str) -> None:
    response = Client().post(address, LARGE, content_type=URLENCODED, headers={"Origin": HERE})
    page = unescape(text_of(response))
    assert response.status_code == 413
    assert "Relay's wordsxxx" in page
    assert 'name="base" value="7"' in " ".join(page.split())
    assert f'action="{address}"' in page
    assert "Shorten it and send it again." in page
    assert "can't show it" not in page


def test_form_of_four_megabytes_that_is_given_back_is_neither_decoded_byte_by_byte_nor_compressed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def called(*given: Any, **named: Any) -> Any:
        raise AssertionError("this takes half a second")

    words = '"ü" + 1 < 2\r\n' * (2 * uploads.FORM // 31)
    body = f"title=Acme&note-speed={quote_plus(words)}".encode()
    assert uploads.FORM < len(body) <= 2 * uploads.FORM
    monkeypatch.setattr(parse, "unquote_to_bytes", called)
    monkeypatch.setattr(middleware_gzip, "compress_string", called)
    sent = {"Origin": HERE, "Accept-Encoding": "gzip"}
    response = Client().post("/new/", body, content_type=URLENCODED, headers=sent)
    assert (response.status_code, "Content-Encoding" in response) == (413, False)
    assert words in unescape(text_of(response)).replace("&#x27;", "'")


@given(st.text("%+&=aAfF09ü\r\n zZ").map(str.encode))
def test_form_is_read_as_django_reads_it(body: bytes) -> None:
    assert lost_input._form(body) == QueryDict(body)


@given(st.text("%aAfFgG09").map(str.encode) | st.binary())
def test_text_is_decoded_as_the_standard_library_does(text: bytes) -> None:
    assert lost_input._unquoted(text) == parse.unquote_to_bytes(text)


def test_words_beside_a_file_that_is_too_large_are_given_back() -> None:
    file = SimpleUploadedFile("a.csv", b"x" * (uploads.FORM + 1))
    response = Client().post("/new/", {"title": WORDS, "file": file}, headers={"Origin": HERE})
    page = text_of(response)
    assert (response.status_code, given_back(page)) == (413, True)
    assert "choose them on the page you came from" in page
    assert "xxxx" not in page


def test_form_that_is_too_large_is_given_back_to_a_page_of_ours_alone() -> None:
    response = Client().post("/new/", LARGE, content_type=URLENCODED, headers={"Origin": "https://elsewhere.example"})
    page = unescape(text_of(response))
    assert response.status_code == 413
    assert "this page can't show it: it was too large" in " ".join(page.split())
    assert "xxxx" not in page
    assert re.search(r"<p data-draft-kept hidden>", page)


def test_every_password_and_code_is_known_as_one_and_no_field_of_a_service_is() -> None:
    hidden = [
        name
        for form in field_words._forms()
        for name, field in form.base_fields.items()
        if isinstance(field.widget, forms.PasswordInput) or field.widget.attrs.get("autocomplete") == "one-time-code"
    ]
    assert len(hidden) > 5
    assert [name for name in hidden if not SECRET.fullmatch(name)] == []
    page = refused({"because-token-stream": WORDS, "choice-password-reset": "raw", "note-code": "x y"})
    assert "Relays tokens" in page
    assert "What is chosen: password-reset</label>" in page
    assert "x y</textarea>" in page


def test_words_of_many_fields_are_looked_up_in_what_was_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[int] = []
    read = field_words._checklists
    monkeypatch.setattr(field_words, "_checklists", lambda: reads.append(1) or read())
    form = "&".join(f"field-{number}-x=v" for number in range(1990))
    response = Client().post("/my/put-back/", form, content_type=URLENCODED, headers={"Origin": HERE})
    assert response.status_code == 404
    assert text_of(response).count(": x") > 1900
    assert len(reads) == 1


@pytest.mark.parametrize("refused", [True, False])
def test_what_is_larger_than_any_form_is_written_into_no_page(refused: bool) -> None:
    client = Client(enforce_csrf_checks=refused)
    text = " " * (2 * uploads.FORM) + ("<" if refused else "")
    response = client.post("/restore/", {"text": text}, headers={"Origin": HERE})
    assert response.status_code == (403 if refused else 422)
    assert len(response.content) < 100_000
