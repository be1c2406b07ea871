"""That what the web figures are about happens: a save is stored, a page is the page."""

import pytest
from django.test import override_settings

from advisor.assessments.models import AnswerEvent
from tests.load.driving import raw_request
from tests.load.requests import KEY, Platform, call, form

pytestmark = pytest.mark.django_db


@override_settings(ROOT_URLCONF="tests.load.unit")
def test_save_that_is_measured_is_stored_with_its_note() -> None:
    platform = Platform(1)
    save = platform.save("save")
    save.run()
    save.run()
    events = AnswerEvent.objects.filter(service__assessment=platform.made, statement=KEY).order_by("seq")
    assert [(event.seq, event.value) for event in events][1:] == [(2, "1"), (3, "2")]
    assert events[2].note == "A sentence about it."


@override_settings(ROOT_URLCONF="tests.load.unit")
def test_page_that_is_measured_names_every_service() -> None:
    platform = Platform(12)
    platform.page("result", "result/").run()
    content = call(platform.handler, platform.at("result/"), platform.cookies).decode()
    assert all(f"Service {n}" in content for n in range(12))


@override_settings(ROOT_URLCONF="tests.load.unit")
def test_answer_that_is_not_200_stops_the_measuring() -> None:
    platform = Platform(1)
    with pytest.raises(AssertionError, match="412"):
        call(platform.handler, platform.saving(), platform.cookies, form(KEY, 0))


def test_request_over_the_wire_says_how_long_its_body_is() -> None:
    head, body = raw_request("/a/", "x=y", b"one=1").split(b"\r\n\r\n")
    assert head.startswith(b"POST /a/ HTTP/1.1\r\nHost: localhost\r\nCookie: x=y\r\n")
    assert b"Content-Length: 5" in head
    assert body == b"one=1"
    assert raw_request("/a/").endswith(b"\r\n\r\n")
