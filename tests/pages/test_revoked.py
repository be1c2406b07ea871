"""Out in mid-edit: refused at the next request, nothing stored, and what was typed stands there to be copied."""

from datetime import timedelta

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from advisor.assessments.models import AnswerEvent, Assessment, Service
from advisor.pages.http.lost_input import lost_input
from advisor.sharing.access import COOKIE
from advisor.sharing.links import make_link, revoke_link
from advisor.sharing.models import Grant, Scope, ShareLink
from tests.pages.making import joined, platform
from tests.people import BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
FIRST = "speed"
NOTE = "Only the gateway calls it <b>& nobody else</b>"
SENT = {
    "answer-latency-first": "3",
    "note-latency-first": NOTE,
    "base-latency-first": "0",
    "request-latency-first": "r" * 20,
}


@pytest.fixture
def made() -> Assessment:
    return platform()


@pytest.fixture
def ben(made: Assessment) -> Browser:
    joined(made, BEN, "Ben")
    return Browser(BEN)


def at(made: Assessment, more: str) -> str:
    return f"/a/{made.public_id}/{more}"


def out(made: Assessment, how: str, ben: Browser) -> None:
    link = ShareLink.objects.get(label="For Ben")
    if how == "revoked":
        revoke_link(scope_id=made.scope_id, link_id=link.id)
    elif how == "expired":
        Grant.objects.filter(link=link).update(expires_at=timezone.now() - timedelta(seconds=1))
    else:
        del ben.client.cookies[COOKIE]


@pytest.mark.parametrize("how", ["revoked", "expired", "without its cookie"])
def test_page_of_answers_is_given_back_to_be_copied(made: Assessment, ben: Browser, how: str) -> None:
    address = at(made, f"services/token-stream/{FIRST}/")
    assert ben.get(address).status_code == 200
    out(made, how, ben)
    response = ben.post(address, SENT)
    page = text_of(response)
    assert response.status_code == 404
    assert "What you sent was not saved." in page
    said = "Every millisecond this service itself adds to a request matters"
    assert f"{said}: mostly true\n{said}: note: Only the gateway calls it &lt;b&gt;&amp; nobody else" in page
    assert "<b>& nobody" not in page
    assert "r" * 20 not in page
    assert made.title not in page
    assert not AnswerEvent.objects.exists()


def test_answer_saved_by_itself_is_refused_at_once(made: Assessment, ben: Browser) -> None:
    address = at(made, "services/token-stream/answers/latency-first/")
    assert ben.post(address, SENT, htmx=True).status_code == 200
    out(made, "revoked", ben)
    response = ben.post(address, {**SENT, "base-latency-first": "1"}, htmx=True)
    assert response.status_code == 404
    assert AnswerEvent.objects.count() == 1


def test_details_are_given_back_to_who_may_edit_no_more(made: Assessment) -> None:
    joined(made, BEN, "Ben", "edit")
    ben = Browser(BEN)
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(role="respond")
    response = ben.post(at(made, "edit/services/token-stream/"), {"description": "Streams tokens.", "base": "1"})
    assert response.status_code == 403
    assert "What does it do? Streams tokens." in text_of(response)
    assert Service.objects.get(slug="token-stream").description == ""


def test_page_is_the_same_to_a_stranger_who_guesses(made: Assessment, ben: Browser) -> None:
    out(made, "revoked", ben)
    pages = [
        Browser(CLEO).post(at(made, "services/token-stream/speed/"), SENT),
        Browser(CLEO).post("/a/no-such-assessment/services/token-stream/speed/", SENT),
        ben.post(at(made, "services/token-stream/speed/"), SENT),
    ]
    assert len({text_of(page) for page in pages}) == 1
    assert {page.status_code for page in pages} == {404}


def test_form_of_another_site_is_not_repeated(made: Assessment) -> None:
    strict = Client(enforce_csrf_checks=True)
    for address in (at(made, "services/token-stream/speed/"), "/no-such-page/"):
        response = strict.post(address, {"note-x": "Call this number"})
        assert "Call this number" not in text_of(response)


def test_nothing_typed_shows_nothing_to_copy(made: Assessment, ben: Browser) -> None:
    out(made, "revoked", ben)
    assert "was not saved" not in text_of(ben.get(at(made, "")))
    empty = {"note-latency-first": " ", "base-latency-first": "0", "csrfmiddlewaretoken": "t"}
    assert "What you sent" not in text_of(ben.post(at(made, "services/token-stream/speed/"), empty))


def test_typed_keeps_what_a_person_wrote_and_leaves_out_the_machinery() -> None:
    sent = "base-a=2&answer-a=na&reason-a=Not+here&was-name=x&title=New&services=one%0D%0Atwo&form=abc&pick-a=mine"
    request = RequestFactory().post("/", sent, content_type="application/x-www-form-urlencoded")
    request.csrf_processing_done = True  # type: ignore[attr-defined]  # the token was checked
    assert lost_input(request).text.split("\n") == [
        "a: Does not apply",
        "a: why it does not apply: Not here",
        "What is the platform called? New",
        "Services, one per line: one\r",
        "two",
    ]


def test_link_made_for_a_closed_assessment_opens_nothing(made: Assessment) -> None:
    _, token = make_link(scope_id=made.scope_id, role="respond", label="x", expires_at=None, made_by=None)
    Scope.objects.update(closed_at=timezone.now())
    assert Client().get(f"/s/{token}").status_code == 404
