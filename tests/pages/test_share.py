"""`/a/<id>/share/` and `/s/<token>`: made, shown once, opened without a trace, revoked at once."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.assessments.models import Assessment, AuditEvent, Respondent
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.sharing.access import COOKIE
from advisor.sharing.models import Grant, ShareLink, Visitor
from tests.pages.making import REX, VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO, Browser, key_of, text_of

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
    response = ada.post(at(made), {"role": "view", "label": "Board", "ends": "14", **changed})
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


WRONG = {"ends": "Choose one of the options", "label": "Shorten it", "role": "Choose one of the four"}


@pytest.mark.parametrize("name", WRONG)
def test_link_wrong_is_told(ada: Browser, made: Assessment, name: str) -> None:
    response = ada.post(at(made), {"role": "view", "label": "Board", "ends": "14", name: "x" * 101})
    assert response.status_code == 422
    assert WRONG[name] in text_of(response)
    assert f'id="id_{name}"' in text_of(response)
    assert not ShareLink.objects.exists()


def test_link_without_a_role_is_asked_for_one(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made), {"label": "Board", "ends": "14"})
    assert response.status_code == 422
    assert "Choose what they may do." in text_of(response)


@pytest.mark.parametrize(
    ("role", "label"), [("respond", "Link to answer"), ("edit", "Link to edit"), ("own", "Link to own")]
)
def test_link_of_each_role_is_made_and_drawn(ada: Browser, made: Assessment, role: str, label: str) -> None:
    response = ada.post(at(made), {"role": role, "label": "", "ends": "1"})
    page = text_of(ada.get(response["Location"]))
    link = ShareLink.objects.get()
    assert (link.role, link.label, link.stands_for) == (role, label, None)
    assert f"It lets somebody {ROLE_WORDS[link.role].verb}." in page
    assert 'aria-label="QR code of the link above' in page
    assert '<svg viewBox="0 0 ' in page
    assert "qr__code" not in text_of(ada.get(at(made)))


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
    for name, value in (("Referrer-Policy", "no-referrer"), ("Cache-Control", "private, no-store")):
        assert {answer[name] for answer in answers} == {value}


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose", "X-Moz"])
def test_entry_fetched_ahead_lets_nobody_in(ada: Browser, made: Assessment, name: str) -> None:
    token = new_link(ada, made, role="respond")
    before = (Visitor.objects.count(), Grant.objects.count())
    response = Client().get(f"/s/{token}", headers={name: "prefetch;prerender"})
    assert response.status_code == 404
    assert COOKIE not in response.cookies
    assert (Visitor.objects.count(), Grant.objects.count()) == before


def test_revoked_is_out_at_once(ada: Browser, made: Assessment) -> None:
    token, rex = new_link(ada, made), Browser(REX)
    assert rex.get(f"/s/{token}").status_code == 302
    assert rex.get(f"/a/{made.public_id}/").status_code == 200
    ada.post(at(made, f"{ShareLink.objects.get().id}/revoke/"), {})
    assert rex.get(f"/a/{made.public_id}/").status_code == 404
    assert "Acme AI" not in text_of(rex.get("/my/"))
    page = text_of(ada.get(at(made)))
    assert "None." in page
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
        assert vic.post(address, {"role": "own", "label": "mine", "ends": "never"}).status_code == 403
        assert Browser(CLEO).post(address, {}).status_code == 404
    assert ShareLink.objects.count() == 1


def test_most_links_in_force(ada: Browser, made: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("advisor.pages.http.links.MOST_LINKS", 1)
    new_link(ada, made)
    response = ada.post(at(made), {"role": "view", "label": "More", "ends": "14"})
    assert response.status_code == 422
    assert "Revoke some first" in text_of(response)


def test_shown_once_forged_or_foreign_cookie_shows_nothing(ada: Browser, made: Assessment) -> None:
    ada.post(at(made), {"role": "view", "label": "Board", "ends": "14"})
    ada.client.cookies["advisor-once"] = ada.client.cookies["advisor-once"].value + "x"
    assert "link-once" not in text_of(ada.get(at(made)))


def test_members_are_listed_with_the_link_they_came_by(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben")
    ben = Browser(BEN)
    ben.get(f"/a/{made.public_id}/")
    let_in(made, CLEO)  # follows the link and opens no page
    ada.get(f"/a/{made.public_id}/")
    page = text_of(ada.get(at(made)))
    assert "(you)" in page
    assert "made the assessment" in page
    assert "<bdi>Ben</bdi>" in page
    assert "For Ben</bdi>" in page
    assert "1 more followed a link and opened no page" in page


def test_member_is_shut_out_alone_and_stays_out(ada: Browser, made: Assessment) -> None:
    token, ben, cleo = new_link(ada, made, role="respond"), Browser(BEN), Browser(CLEO)
    for who in (ben, cleo):
        assert who.get(f"/s/{token}")["Location"] == f"/a/{made.public_id}/join/"
    bens = Grant.objects.filter(scope_id=made.scope_id, link__isnull=False).earliest("id").visitor_id
    assert ada.post(at(made, f"members/{bens}/remove/"), {}).status_code == 302
    assert ben.get(f"/a/{made.public_id}/").status_code == 404
    assert ben.get(f"/s/{token}").status_code == 404
    assert cleo.get(f"/a/{made.public_id}/").status_code == 200
    assert AuditEvent.objects.filter(action="member shut out", detail={"visitor": bens}).count() == 1


def test_owner_cannot_shut_out_themselves_or_the_maker(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben", "own")
    for who in (ada, Browser(BEN)):
        for key in (ADA, who.key):
            visitor = Visitor.objects.get(key_hash=key.key_hash).id
            assert who.post(at(made, f"members/{visitor}/remove/"), {}).status_code == 404
    assert Browser(BEN).get(at(made)).status_code == 200


def test_owners_link_lets_in_somebody_else(ada: Browser, made: Assessment) -> None:
    token, ben = new_link(ada, made, role="own"), Browser(BEN)
    assert ben.get(f"/s/{token}")["Location"] == f"/a/{made.public_id}/join/"
    ben.post(f"/a/{made.public_id}/join/", {"name": "Ben"})
    assert sorted(Respondent.objects.values_list("name", flat=True)) == ["Ada", "Ben"]
    assert ben.get(at(made)).status_code == 200


def test_share_asks_as_often_for_one_member_as_for_twenty(ada: Browser, made: Assessment) -> None:
    counts = []
    for n in range(20):
        if n in (1, 19):
            ada.get(f"/a/{made.public_id}/")
            with CaptureQueriesContext(connection) as asked:
                assert ada.get(at(made)).status_code == 200
            counts.append(len(asked))
        joined(made, key_of(f"m{n:02}"), f"Member {n}")
        Browser(key_of(f"m{n:02}")).get(f"/a/{made.public_id}/")
    assert counts[0] == counts[1] <= 14


@pytest.mark.parametrize("end", ["/", ".", ")", "%20", ").", "**", "_", "%C2%BB", ","])
def test_link_pasted_with_something_behind_it_still_lets_in(ada: Browser, made: Assessment, end: str) -> None:
    token = new_link(ada, made)
    assert token[-1].isalnum()
    assert Client().get(f"/s/{token}{end}")["Location"] == Client().get(f"/s/{token}")["Location"]


@pytest.mark.parametrize("end", ["x", "/more", "1", "-a"])
def test_link_with_more_letters_behind_it_opens_nothing(ada: Browser, made: Assessment, end: str) -> None:
    assert Client().get(f"/s/{new_link(ada, made)}{end}").status_code == 404


def test_no_page_offers_a_link_where_links_are_off(ada: Browser, made: Assessment, settings: object) -> None:
    assert "Create the link" in text_of(ada.get(at(made)))
    settings.LINKS = False  # type: ignore[attr-defined]
    page = text_of(ada.get(at(made)))
    assert "Create the link" not in page
    assert "A link lets others in" not in page
    assert ada.post(at(made), {"role": "view", "label": "Board", "ends": "14"}).status_code == 403
