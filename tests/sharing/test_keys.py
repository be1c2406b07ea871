"""A browser's key is the server's own, changes when it comes in by a link, and lies where no neighbour can plant it."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from advisor.cookies import OldNames
from advisor.sharing.access import COOKIE, VisitorKey, made_here, marked, new_key, visitor_of
from advisor.sharing.links import make_link
from advisor.sharing.models import Grant, Visitor
from tests.accounts.signing import cookie, signed_in
from tests.pages.making import let_in, platform
from tests.people import ADA, BEN, Browser, begun, text_of

pytestmark = pytest.mark.django_db
MADE_UP = "A" * 32


def key(secret: str) -> VisitorKey:
    request = RequestFactory().get("/")
    request.COOKIES[COOKIE] = secret
    found = visitor_of(request)
    assert found is not None
    return found


def new_link(role: str = "respond") -> tuple[str, str]:
    made = platform()
    _, token = make_link(scope_id=made.scope_id, role=role, label="x", expires_at=None, made_by=None)  # type: ignore[arg-type]
    return f"/s/{token}", f"/a/{made.public_id}/"


def test_made_here_knows_its_own_keys_and_those_with_a_row(settings: Settings) -> None:
    mine = new_key()
    assert made_here(mine)
    assert not made_here(key(MADE_UP))
    assert not made_here(key(f"{MADE_UP}.{mine.secret[33:]}"))
    Visitor.objects.create(key_hash=key(MADE_UP).key_hash)  # of an earlier version
    assert made_here(key(MADE_UP))
    settings.SECRET_KEY = "another secret key, which no other server has"
    assert not made_here(mine)


@pytest.mark.parametrize("planted", [MADE_UP, f"{MADE_UP}.{'B' * 22}"])
@pytest.mark.parametrize("address", ["/quick/", "/new/", "/demo/copy/"])
def test_key_that_somebody_made_up_is_replaced_before_anything_is_made_with_it(planted: str, address: str) -> None:
    client = Client()
    client.cookies[COOKIE] = planted
    if address == "/quick/":
        assert client.get(address).status_code == 200
        data = {"value-latency-first": "1", "base-latency-first": "0", "request_id": "a"}
        assert client.post("/quick/answers/latency-first/", data, headers={"HX-Request": "true"}).status_code == 200
    else:
        data = {"title": "P", "your_name": "Ada", "services": "One", "form": "f" * 20}
        assert client.post(address, data).status_code == 302
    assert cookie(client) not in ("", planted)
    assert made_here(key(cookie(client)))
    assert not Visitor.objects.filter(key_hash=key(planted).key_hash).exists()
    assert Grant.objects.filter(visitor__key_hash=key(cookie(client)).key_hash).exists()


def test_key_of_an_earlier_version_goes_on_as_it_is() -> None:
    old = key(MADE_UP)
    place = begun(old)
    browser = Browser(old)
    assert browser.get("/quick/").status_code == 200
    assert cookie(browser.client) == MADE_UP
    assert place.public_id in text_of(browser.get("/quick/keep/"))


@pytest.mark.parametrize("before", ["", MADE_UP, BEN.secret])
def test_link_gives_a_browser_without_anything_a_new_key(before: str) -> None:
    link, hub = new_link()
    client = Client()
    if before:
        client.cookies[COOKIE] = before
    assert client.get(link)["Location"] == f"{hub}join/"
    assert cookie(client) not in ("", before)
    assert client.get(hub).status_code == 200
    planted = Client()
    planted.cookies[COOKIE] = before or MADE_UP
    assert planted.get(hub).status_code == 404


def test_link_gives_a_browser_another_key_and_everything_it_had() -> None:
    mine, place = platform(key=BEN, title="Mine"), begun(BEN)
    link, hub = new_link()
    here, known_to_others = Browser(BEN).client, Browser(BEN).client
    first = here.get(link)
    assert first["Location"] == "/s/"
    # nothing is given, and nothing ended, before the new key has come back
    assert known_to_others.get(hub).status_code == 404
    assert known_to_others.get(f"/a/{mine.public_id}/").status_code == 200
    assert here.get("/s/")["Location"] == f"{hub}join/"
    assert cookie(here) not in ("", BEN.secret)
    for address in (hub, f"/a/{mine.public_id}/"):
        assert here.get(address).status_code == 200
        assert known_to_others.get(address).status_code == 404
    assert place.public_id in text_of(here.get("/quick/keep/"))
    assert Visitor.objects.filter(person__isnull=False).count() == 0
    assert here.get("/s/").status_code == 404  # used up


def test_answer_lost_on_the_way_loses_nothing() -> None:
    mine = platform(key=BEN, title="Mine")
    link, hub = new_link()
    Browser(BEN).get(link)  # the answer with the new key never came
    again = Browser(BEN)
    assert again.get(f"/a/{mine.public_id}/").status_code == 200
    assert again.client.get(link, follow=True).redirect_chain[-1][0] == f"{hub}join/"
    assert again.get(f"/a/{mine.public_id}/").status_code == 200


def test_second_key_that_never_went_on_is_as_good_as_the_first() -> None:
    mine = platform(key=BEN, title="Mine")
    link, _ = new_link()
    here = Browser(BEN)
    here.get(link)
    assert here.get(f"/a/{mine.public_id}/").status_code == 200
    person = signed_in("ben@example.org", key(cookie(here.client)))
    assert person.get(f"/a/{mine.public_id}/").status_code == 200
    assert here.get(f"/a/{mine.public_id}/").status_code == 404


def test_link_gives_a_browser_that_is_signed_in_another_key() -> None:
    mine = platform(key=BEN, title="Mine")
    here, phone = signed_in("ben@example.org", BEN), signed_in("ben@example.org")
    link, hub = new_link()
    before = cookie(here.client)
    assert here.client.get(link, follow=True).redirect_chain[-1][0] == f"{hub}join/"
    assert cookie(here.client) != before
    for browser in (here, phone):
        assert browser.get(hub).status_code == browser.get(f"/a/{mine.public_id}/").status_code == 200
    planted = Client()
    planted.cookies[COOKIE] = before
    assert planted.get(hub).status_code == 404
    assert "in 1 other browser" in text_of(here.get("/accounts/"))


def test_link_that_gives_nothing_more_leaves_the_key() -> None:
    made = platform()
    ben = let_in(made, BEN, "edit")
    _, token = make_link(scope_id=made.scope_id, role="view", label="x", expires_at=None, made_by=None)
    ben.client.get(f"/s/{token}", follow=True)
    before = cookie(ben.client)
    assert ben.client.get(f"/s/{token}", follow=True).status_code == 200
    assert cookie(ben.client) == before


@pytest.fixture
def https(settings: Settings) -> None:
    settings.BEHIND_HTTPS = True
    settings.CSRF_COOKIE_NAME = "__Host-csrftoken"
    settings.SESSION_COOKIE_NAME = "__Secure-advisor-sign-in"
    settings.CSRF_COOKIE_SECURE = settings.SESSION_COOKIE_SECURE = True
    settings.MIDDLEWARE = ["advisor.cookies.OldNames", *settings.MIDDLEWARE]


@pytest.mark.usefixtures("https")
def test_cookies_behind_https_have_names_that_neighbours_cannot_set() -> None:
    client = Client()
    client.get("/quick/", secure=True)
    client.post("/accounts/signup/", {"email": "a@example.org", "password1": "seven dry lemons"}, secure=True)
    for name, one in client.cookies.items():
        assert name.startswith("__Host-" if one["path"] == "/" else "__Secure-"), name
        assert one["secure"]
        assert one["httponly"] or name == "__Host-advisor-drafts"  # says to a page which drafts go, and nothing else
        assert not one["domain"]
    assert {"__Host-advisor", "__Host-csrftoken", "__Secure-advisor-sign-in"} <= set(client.cookies)


@pytest.mark.usefixtures("https")
def test_cookie_under_its_old_name_counts_once_and_gets_the_new_one() -> None:
    ours = platform()
    client = Client(enforce_csrf_checks=True)
    token = "t" * 32
    client.cookies["advisor"], client.cookies["csrftoken"] = ADA.secret, token
    data = {"csrfmiddlewaretoken": token, "title": "Another name", "base": ours.title}
    saved = client.post(f"/a/{ours.public_id}/edit/", data, headers={"Referer": "https://testserver/"}, secure=True)
    assert saved.status_code < 400  # a page that was open while the server changed
    assert client.cookies["__Host-advisor"].value == ADA.secret
    assert client.cookies["__Host-csrftoken"].value == token
    assert not client.cookies["advisor"].value
    assert not client.cookies["csrftoken"].value
    del client.cookies["advisor"], client.cookies["csrftoken"]
    assert client.get(f"/a/{ours.public_id}/", secure=True).status_code == 200


@pytest.mark.usefixtures("https")
def test_cookie_under_its_old_name_is_nothing_beside_the_new_one() -> None:
    ours = platform()
    client = Client()
    client.cookies["__Host-advisor"], client.cookies["advisor"] = BEN.secret, ADA.secret
    assert client.get(f"/a/{ours.public_id}/", secure=True).status_code == 404


@pytest.mark.usefixtures("https")
def test_old_name_is_not_kept_where_the_answer_ends_the_key() -> None:
    def signed_out(request: HttpRequest) -> HttpResponse:
        from advisor.sharing.access import forget_visitor

        response = HttpResponse()
        forget_visitor(response)
        return response

    request = RequestFactory().get("/")
    request.COOKIES["advisor"] = ADA.secret
    response = OldNames(signed_out)(request)
    assert response.cookies["__Host-advisor"].value == ""
    assert marked(ADA.secret[:32]) == ADA
