"""`/a/<id>/share/` and `/s/<token>`: made, shown once, opened without a trace, revoked at once."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from advisor.assessments.models import Assessment, AuditEvent
from advisor.sharing.access import COOKIE
from advisor.sharing.models import Grant, ShareLink, Visitor
from tests.pages.making import REX, VIC, platform
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    return platform()


def at(made: Assessment, more: str = "") -> str:
    return f"/a/{made.public_id}/share/{more}"


def token_on(page: str) -> str:
    found = re.search(r'value="http://testserver/s/([A-Za-z0-9_-]{32})"', page)
    assert found, page
    return found.group(1)


def new_link(ada: Browser, made: Assessment, **changed: str) -> str:
    response = ada.post(at(made), {"label": "Board", "ends": "14", **changed})
    assert response["Location"] == at(made)
    return token_on(text_of(ada.get(at(made))))


def test_link_is_shown_once_and_its_token_is_in_no_address(ada: Browser, made: Assessment) -> None:
    token = new_link(ada, made)
    again = text_of(ada.get(at(made)))
    assert token not in again
    assert "Board" in again
    link = ShareLink.objects.get()
    assert link.role == "view"
    assert link.expires_at is not None
    assert 13 <= (link.expires_at - timezone.now()).days <= 14
    assert token not in repr(list(AuditEvent.objects.values()))


def test_link_without_end_and_without_label(ada: Browser, made: Assessment) -> None:
    new_link(ada, made, ends="never", label=" ")
    link = ShareLink.objects.get()
    assert (link.expires_at, link.label) == (None, "View link")


@pytest.mark.parametrize("changed", [{"ends": "soon"}, {"label": "x" * 101}])
def test_link_wrong_is_told(ada: Browser, made: Assessment, changed: dict[str, str]) -> None:
    response = ada.post(at(made), {"label": "Board", "ends": "14", **changed})
    assert response.status_code == 422
    assert "Shorten it" in text_of(response) or "Choose one of the ends" in text_of(response)
    assert not ShareLink.objects.exists()


def test_entry_swaps_the_token_for_a_cookie(ada: Browser, made: Assessment) -> None:
    token = new_link(ada, made)
    fresh = Client()
    response = fresh.get(f"/s/{token}")
    assert response.status_code == 302
    assert response["Location"] == f"/a/{made.public_id}/"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert response.cookies[COOKIE]["httponly"]
    page = fresh.get(response["Location"])
    assert page.status_code == 200
    assert token not in page.content.decode()
    assert ">never<" not in text_of(ada.get(at(made)))


def test_entry_head_lets_nobody_in(ada: Browser, made: Assessment) -> None:
    token = new_link(ada, made)
    before = Visitor.objects.count()
    assert Client().head(f"/s/{token}").status_code == 404
    assert Client().post(f"/s/{token}").status_code == 405
    assert Visitor.objects.count() == before
    assert Grant.objects.filter(link__role="view").count() == 0


def test_entry_expired_revoked_and_unknown_are_one_and_the_same_404(ada: Browser, made: Assessment) -> None:
    expired, revoked = new_link(ada, made), new_link(ada, made)
    first, second = ShareLink.objects.order_by("id")
    ShareLink.objects.filter(id=first.id).update(expires_at=timezone.now())
    assert ada.post(at(made, f"{second.id}/revoke/"), {}).status_code == 302
    answers = [Client().get(f"/s/{token}") for token in (expired, revoked, "x" * 32, "short")]
    assert {answer.status_code for answer in answers} == {404}
    assert len({re.sub(rb"csrf\S+", b"", answer.content) for answer in answers}) == 1
    assert COOKIE not in answers[0].cookies


def test_revoked_is_out_at_once(ada: Browser, made: Assessment) -> None:
    token, rex = new_link(ada, made), Browser(REX)
    assert rex.get(f"/s/{token}").status_code == 302
    assert rex.get(f"/a/{made.public_id}/").status_code == 200
    ada.post(at(made, f"{ShareLink.objects.get().id}/revoke/"), {})
    assert rex.get(f"/a/{made.public_id}/").status_code == 404
    assert "Acme AI" not in text_of(rex.get("/my/"))
    page = text_of(ada.get(at(made)))
    assert "There is none." in page
    assert "Ended: 1" in page


def test_link_of_another_assessment_is_not_revoked(ada: Browser, made: Assessment) -> None:
    new_link(ada, made)
    theirs = platform(key=BEN, title="Other")
    link = ShareLink.objects.get()
    assert Browser(BEN).post(at(theirs, f"{link.id}/revoke/"), {}).status_code == 404
    assert ShareLink.objects.get().revoked_at is None


def test_private_link_brings_the_maker_back_as_the_same_person(ada: Browser, made: Assessment) -> None:
    ada.post(at(made, "private/"), {})
    token = token_on(text_of(ada.get(at(made))))
    phone = Browser(CLEO)
    assert phone.get(f"/s/{token}").status_code == 302
    page = text_of(phone.get(f"/a/{made.public_id}/"))
    assert "Your answers" in page
    assert phone.get(at(made)).status_code == 200
    assert phone.post(f"/a/{made.public_id}/edit/", {"title": "From the phone"}).status_code == 302


def test_share_is_the_owners_alone(ada: Browser, made: Assessment) -> None:
    token, vic = new_link(ada, made), Browser(VIC)
    vic.get(f"/s/{token}")
    for address in (at(made), at(made, "private/")):
        assert vic.post(address, {"label": "mine", "ends": "never"}).status_code == 403
        assert Browser(CLEO).post(address, {}).status_code == 404
    assert ShareLink.objects.count() == 1


def test_most_links_in_force(ada: Browser, made: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.pages.share.MOST_LINKS", 1)
    new_link(ada, made)
    response = ada.post(at(made), {"label": "More", "ends": "14"})
    assert response.status_code == 422
    assert "Revoke some first" in text_of(response)


def test_shown_once_forged_or_foreign_cookie_shows_nothing(ada: Browser, made: Assessment) -> None:
    ada.post(at(made), {"label": "Board", "ends": "14"})
    ada.client.cookies["advisor-once"] = ada.client.cookies["advisor-once"].value + "x"
    assert "link-once" not in text_of(ada.get(at(made)))
