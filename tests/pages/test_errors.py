"""Error pages: product style, plain words, a way out; and one for 500 that needs nothing at all."""

import re

import pytest
from django.conf import settings
from django.test import Client, RequestFactory

from advisor.pages.http import errors
from tests.people import text_of


@pytest.mark.parametrize("status", [*errors.WORDS, 418])
def test_error_page_says_what_happened_and_offers_a_way_out(status: int) -> None:
    response = errors.error_page(RequestFactory().get("/"), status)
    text = text_of(response)
    assert response.status_code == status
    assert errors.WORDS.get(status, errors.NOT_KNOWN).title.replace("'", "&#x27;") in text
    assert 'href="/"' in text


def test_error_page_with_a_reason_shows_it_escaped() -> None:
    text = text_of(errors.error_page(RequestFactory().get("/"), 422, reason="The level <7> is not one."))
    assert "The level &lt;7&gt; is not one." in text


def test_form_without_its_token_is_refused_in_our_words() -> None:
    response = Client(enforce_csrf_checks=True).post("/checklists/check/", {"text": "x"})
    assert response.status_code == 403
    assert "You may not do that here" in text_of(response)


def test_server_error_page_needs_no_template_and_names_files_that_exist() -> None:
    text = text_of(errors.server_error(RequestFactory().get("/")))
    assert "{%" not in text
    assert "{{" not in text
    names = re.findall(r'href="/static/([^"]+)"', text)
    assert names
    for name in names:
        assert (settings.BASE_DIR / "static" / name).is_file()


def test_unknown_address_gives_our_page_and_the_content_policy(client: Client) -> None:
    response = client.get("/no-such-page/")
    assert response.status_code == 404
    assert "There is nothing at this address" in text_of(response)
    assert "default-src 'none'" in response["Content-Security-Policy"]
