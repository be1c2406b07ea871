"""The second step: for whoever turns it on, for everybody, or for nobody, and no way around it."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.test import Client

from advisor.accounts.links import make_sign_in_link
from advisor.environment import env_choice
from tests.accounts.signing import account, cookie, is_in, sign_in, sign_up
from tests.pages.making import platform
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"
SECOND = "/accounts/second/"


class Clock:
    """The time by which codes are made, instead of the module `time`."""

    now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


CLOCK = Clock()


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(auth, "time", CLOCK)


def code_of(secret: str) -> str:
    """The next code that an app shows."""
    CLOCK.now += 30
    counter = next(iter(auth.yield_hotp_counters_from_time()))
    return str(auth.format_hotp_value(auth.hotp_value(secret, counter)))


def with_app(email: str = EMAIL) -> str:
    """An account with a second step; the app's key."""
    secret: str = auth.generate_totp_secret()
    auth.TOTP.activate(account(email), secret)
    return secret


def set_up(client: Client) -> Any:
    page = text_of(client.get(f"{SECOND}add/"))
    found = re.search(r"<code class=\"anywhere\">(\w+)</code>", page)
    assert found is not None
    return client.post(f"{SECOND}add/", {"code": code_of(found[1])})


@pytest.fixture
def required(settings: Any) -> None:
    settings.SECOND_FACTOR = "required"


def test_second_step_is_asked_of_whoever_turned_it_on_and_of_nobody_else() -> None:
    secret = with_app()
    account("ben@example.org")
    client, ben = Client(), Client()
    assert sign_in(ben, "ben@example.org")["Location"] == "/accounts/"
    assert is_in(ben)
    assert sign_in(client, EMAIL)["Location"] == SECOND
    assert not is_in(client)
    assert cookie(client) == ""
    wrong = client.post(SECOND, {"code": "000000"})
    assert wrong.status_code == 422
    assert "That code is wrong" in text_of(wrong)
    assert not is_in(client)
    assert client.post(SECOND, {"code": code_of(secret)})["Location"] == "/accounts/"
    assert is_in(client)


def test_pages_to_change_how_one_signs_in_are_closed_before_the_second_step() -> None:
    with_app()
    client = Client()
    sign_in(client, EMAIL)
    for page in ("passkeys/", "passkeys/add/", "password/", "second/remove/", "second/codes/", "second/codes/new/"):
        assert client.get(f"/accounts/{page}")["Location"].startswith("/accounts/login/"), page


def test_recovery_code_takes_the_place_of_the_app_once() -> None:
    client = Client()
    sign_up(client, EMAIL)
    shown = set_up(client)
    assert shown["Location"] == f"{SECOND}codes/"
    page = text_of(client.get(f"{SECOND}codes/"))
    codes = re.findall(r"<code>([\w-]+)</code>", page)
    assert len(codes) == 10
    assert "shown only now" in page
    assert not re.findall(r"<code>", text_of(client.get(f"{SECOND}codes/")))
    for status in (302, 422):
        phone = Client()
        sign_in(phone, EMAIL)
        assert phone.post(SECOND, {"code": codes[0]}).status_code == status
        assert is_in(phone) == (status == 302)
    client.post(f"{SECOND}codes/new/")
    phone = Client()
    sign_in(phone, EMAIL)
    assert phone.post(SECOND, {"code": codes[1]}).status_code == 422  # new ones end the old


def test_second_step_is_turned_on_and_off_on_the_page_of_the_account() -> None:
    client = Client()
    sign_up(client, EMAIL)
    assert "Add a second step" in text_of(client.get("/accounts/"))
    page = text_of(client.get(f"{SECOND}add/"))
    assert "<svg" in page
    assert "style=" not in page
    wrong = client.post(f"{SECOND}add/", {"code": "000000"})
    assert wrong.status_code == 422
    set_up(client)
    assert "Recovery codes" in text_of(client.get("/accounts/"))
    assert client.get(f"{SECOND}remove/").status_code == 200
    assert client.post(f"{SECOND}remove/")["Location"] == "/accounts/"
    assert not Authenticator.objects.exists()
    phone = Client()
    assert sign_in(phone, EMAIL)["Location"] == "/accounts/"


def test_guessing_codes_is_stopped() -> None:
    secret = with_app()
    client = Client()
    sign_in(client, EMAIL)
    statuses = [client.post(SECOND, {"code": f"{n:06}"}).status_code for n in range(7)]
    assert statuses == [422] * 5 + [429] * 2
    assert client.post(SECOND, {"code": code_of(secret)}).status_code == 429


@pytest.mark.usefixtures("required")
def test_everybody_sets_up_a_second_step_before_they_are_signed_in() -> None:
    ours = platform()
    account(EMAIL)
    client = Browser(ADA).client
    assert sign_in(client, EMAIL)["Location"] == f"{SECOND}add/"
    assert not is_in(client)
    assert cookie(client) == ADA.secret
    for page in ("passkeys/", "password/", "login/", "second/codes/"):
        assert client.get(f"/accounts/{page}")["Location"] == f"{SECOND}add/", page
    assert "asks everybody for a second step" in text_of(client.get(f"{SECOND}add/"))
    assert client.post(f"{SECOND}add/", {"code": "000000"}).status_code == 422
    assert not is_in(client)
    assert set_up(client)["Location"] == f"{SECOND}codes/"
    assert is_in(client)
    assert cookie(client) not in ("", ADA.secret)
    assert client.get(f"/a/{ours.public_id}/").status_code == 200  # what the guest had comes along
    phone = Client()
    assert sign_in(phone, EMAIL)["Location"] == SECOND


@pytest.mark.usefixtures("required")
def test_new_account_and_link_that_signs_in_lead_to_the_second_step_too() -> None:
    new, linked = Client(), Client()
    assert sign_up(new, "new@example.org")["Location"] == f"{SECOND}add/"
    assert not is_in(new)
    linked.get(f"/accounts/link/{make_sign_in_link(account(EMAIL))}")
    assert linked.post("/accounts/link/")["Location"] == f"{SECOND}add/"
    assert not is_in(linked)
    assert new.post("/accounts/logout/").status_code == 302
    assert new.get(f"{SECOND}add/")["Location"].startswith("/accounts/login/")


@pytest.mark.usefixtures("required")
def test_last_second_step_stays_where_everybody_needs_one() -> None:
    client = Client()
    sign_up(client, EMAIL)
    set_up(client)
    assert "asks everybody" in text_of(client.get(f"{SECOND}remove/"))
    assert client.post(f"{SECOND}remove/").status_code == 422
    passkey = Authenticator.objects.create(user_id=Authenticator.objects.all()[0].user_id, type="webauthn", data={})
    Authenticator.objects.exclude(pk=passkey.pk).delete()
    assert client.post(f"/accounts/passkeys/{passkey.pk}/remove/").status_code == 409
    assert Authenticator.objects.filter(pk=passkey.pk).exists()


def test_requiring_it_ends_the_browsers_of_accounts_without_one(settings: Any) -> None:
    without, with_one, guest = Client(), Client(), Browser(ADA)
    ours = platform()
    sign_up(without, EMAIL)
    sign_up(with_one, "ben@example.org")
    set_up(with_one)
    settings.SECOND_FACTOR = "required"
    call_command("sweep", verbosity=0)
    assert not is_in(without)
    assert is_in(with_one)
    assert guest.get(f"/a/{ours.public_id}/").status_code == 200


def test_switched_off_there_is_no_second_step(settings: Any) -> None:
    settings.SECOND_FACTOR = "off"
    with_app()
    client = Client()
    assert sign_in(client, EMAIL)["Location"] == "/accounts/"
    assert "second step" not in text_of(client.get("/accounts/"))
    for page in ("", "add/", "remove/", "codes/", "codes/new/", "again/"):
        assert client.get(f"{SECOND}{page}").status_code == 404


def test_setting_in_other_words_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_SECOND_FACTOR", "yes")
    with pytest.raises(ImproperlyConfigured, match="write off, optional or required"):
        env_choice("ADVISOR_SECOND_FACTOR", ("off", "optional", "required"), default="optional")
