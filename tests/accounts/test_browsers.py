"""Where somebody is signed in: for how long, what a switched-off account still opens, and ending it in one place."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.accounts.agents import browser_name
from advisor.accounts.models import User
from advisor.assessments.models import AnswerEvent, Assessment
from advisor.sharing.links import make_private_link
from advisor.sharing.models import Grant, Visitor
from tests.accounts.signing import account, sign_in, signed_in
from tests.pages.making import joined, platform
from tests.people import ADA, BEN, Browser, text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0"
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/141.0 Safari/537.36"


@pytest.fixture
def ours() -> Assessment:
    return platform()


def row(browser: Browser) -> Visitor:
    return Visitor.objects.get(key_hash=browser.key.key_hash)


def idle_for(browser: Browser, days: int) -> None:
    """As the row is when no page was opened in the browser for so many days."""
    rows, past = Visitor.objects.filter(key_hash=browser.key.key_hash), timedelta(days=days)
    found = rows.get()
    assert found.ends_at is not None
    assert found.seen_on is not None
    rows.update(ends_at=found.ends_at - past, seen_on=found.seen_on - past)
    Grant.objects.update(seen_on=found.seen_on - past)


def save(browser: Browser, ours: Assessment, request: str, base: int = 0) -> Any:
    address = f"/a/{ours.public_id}/services/token-stream/answers/latency-first/"
    data = {"value-latency-first": "1", "base-latency-first": str(base), "request_id": request}
    return browser.post(address, data, htmx=True)


def test_browser_that_opens_no_page_for_the_time_set_is_signed_out(ours: Assessment) -> None:
    here, guest = signed_in(EMAIL, ADA), Browser(BEN)
    joined(ours, BEN, "Ben")
    idle_for(here, 29)
    assert here.get(f"/a/{ours.public_id}/").status_code == 200
    idle_for(here, 31)
    response = here.get(f"/a/{ours.public_id}/")
    assert response.status_code == 404
    assert "You were signed out here" in text_of(response)
    assert save(here, ours, "late").status_code == 404
    assert not AnswerEvent.objects.exists()
    assert "You are signed in" not in text_of(here.get("/accounts/"))
    assert guest.get(f"/a/{ours.public_id}/").status_code == 200  # whose only way in is this browser


def test_page_opened_counts_anew_and_is_noted_once_a_day(ours: Assessment) -> None:
    for address in ("/my/", "/accounts/", f"/a/{ours.public_id}/"):
        here = signed_in(EMAIL, ADA) if address == "/my/" else signed_in(EMAIL)
        idle_for(here, 20)
        before = row(here).ends_at
        assert here.get(address).status_code == 200
        assert row(here).seen_on == timezone.now().date(), address
        assert row(here).ends_at > before
        with CaptureQueriesContext(connection) as made:
            here.get(address)
        assert not [one for one in made.captured_queries if one["sql"].startswith("UPDATE")], address


def test_page_opened_in_another_browser_does_not_count_for_this_one(ours: Assessment) -> None:
    here, phone = signed_in(EMAIL, ADA), signed_in(EMAIL)
    idle_for(here, 20)
    phone.get(f"/a/{ours.public_id}/")
    assert row(here).seen_on != timezone.now().date()
    here.get(f"/a/{ours.public_id}/")
    assert row(here).seen_on == timezone.now().date()


def test_save_notes_nothing_of_the_browser(ours: Assessment) -> None:
    here = signed_in(EMAIL, ADA)
    idle_for(here, 20)
    before = row(here).seen_on
    assert save(here, ours, "a").status_code == 200
    assert row(here).seen_on == before


def test_whoever_goes_on_after_being_signed_out_is_a_guest_and_signs_in_again(ours: Assessment) -> None:
    here = signed_in(EMAIL, ADA)
    idle_for(here, 31)
    data = {"value-latency-first": "1", "base-latency-first": "0", "request_id": "guest"}
    assert here.post("/quick/answers/latency-first/", data, htmx=True).status_code == 200
    assert AnswerEvent.objects.get().respondent.visitor.user is None
    User.objects.get().set_password("x")
    account_of = User.objects.get()
    account_of.set_password("seven dry lemons on a sill")
    account_of.save()
    assert sign_in(here.client, EMAIL).status_code == 302
    assert here.get(f"/a/{ours.public_id}/").status_code == 200
    assert AnswerEvent.objects.get().respondent.visitor.user == account_of


def test_shorter_time_counts_for_browsers_signed_in_before(settings: Any) -> None:
    here = signed_in(EMAIL)
    settings.SIGNED_IN_DAYS = 7
    call_command("sweep", verbosity=0)
    assert row(here).ends_at <= timezone.now() + timedelta(days=7)


def test_browser_signed_out_long_ago_is_swept() -> None:
    here = signed_in(EMAIL)
    idle_for(here, 61)
    call_command("sweep", verbosity=0)
    assert not Visitor.objects.filter(key_hash=here.key.key_hash).exists()
    assert User.objects.exists()


@pytest.mark.parametrize("how", ["by the app", "by SQL"])
def test_switched_off_account_loses_its_access_at_once_in_every_browser(ours: Assessment, how: str) -> None:
    here, phone = signed_in(EMAIL, ADA), signed_in(EMAIL)
    _, token = make_private_link(scope_id=ours.scope_id, visitor=here.key)
    by_link = Client()
    assert by_link.get(f"/s/{token}").status_code == 302
    everywhere = [here.client, phone.client, by_link]
    address = f"/a/{ours.public_id}/"
    assert [one.get(address).status_code for one in everywhere] == [200] * 3
    if how == "by SQL":
        with connection.cursor() as cursor:
            cursor.execute("UPDATE accounts_user SET is_active = %s", [False])
    else:
        User.objects.update(is_active=False)
    assert [one.get(address).status_code for one in everywhere] == [404] * 3
    assert save(here, ours, "late").status_code == 404
    assert "You are signed in" not in text_of(here.get("/accounts/"))
    assert Client().get(f"/s/{token}").status_code == 404
    User.objects.update(is_active=True)
    assert here.get(address).status_code == 200


def test_switched_off_account_gets_in_by_no_link_that_signs_in() -> None:
    from advisor.accounts.links import make_sign_in_link

    user = account(EMAIL, is_active=False)
    assert Client().get(f"/accounts/link/{make_sign_in_link(user)}").status_code == 404


def test_browsers_page_says_which_where_and_since_when() -> None:
    account(EMAIL)
    here, phone = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": CHROME})
    for client in (here, phone):
        sign_in(client, EMAIL)
    page = text_of(here.get("/accounts/browsers/"))
    assert page.index("Firefox on Linux</bdi> (this one)") < page.index("Chrome on Windows</bdi>")
    assert page.count("(this one)") == 1
    today = timezone.now()
    assert page.count(f"{today:%Y-%m-%d}") >= 4


def test_browser_ended_elsewhere_opens_nothing_and_no_others_can_be_ended(ours: Assessment) -> None:
    here, phone, other = signed_in(EMAIL, ADA), signed_in(EMAIL), signed_in("ben@example.org")
    assert here.post(f"/accounts/browsers/{row(other).id}/end/", {}).status_code == 404
    assert here.post(f"/accounts/browsers/{row(here).person_id}/end/", {}).status_code == 404
    assert phone.get(f"/a/{ours.public_id}/").status_code == 200
    assert here.post(f"/accounts/browsers/{row(phone).id}/end/", {})["Location"] == "/accounts/browsers/"
    assert phone.get(f"/a/{ours.public_id}/").status_code == 404
    assert here.get(f"/a/{ours.public_id}/").status_code == 200
    assert "You are signed in" in text_of(other.get("/accounts/"))
    for address in ("/accounts/browsers/", f"/accounts/browsers/{row(here).id}/end/"):
        assert Browser(BEN).get(address).status_code in (404, 405)


def test_my_data_has_the_browsers() -> None:
    here = signed_in(EMAIL)
    found = here.get("/my/data/my-data.json").json()["signed_in_with"]
    assert [one["last_used_on"] for one in found] == [timezone.now().date().isoformat()]


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (FIREFOX, "Firefox on Linux"),
        (CHROME, "Chrome on Windows"),
        (CHROME + " Edg/141.0", "Edge on Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari on iPhone"),
        ("Mozilla/5.0 (Linux; Android 15) Chrome/141.0 Mobile Safari/537.36", "Chrome on Android"),
        ("something <b>else</b>" * 1000, ""),
        ("Linux", "A browser on Linux"),
    ],
)
def test_browser_name_is_a_browser_and_its_system(agent: str, name: str) -> None:
    assert browser_name(agent) == name
