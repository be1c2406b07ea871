"""An account keeps what its guest made, is the same from every browser, and leaves nothing in one it signed out of."""

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.accounts.models import User
from advisor.assessments.models import Assessment, Respondent
from advisor.environment import SignUpPolicy
from advisor.sharing.access import COOKIE
from advisor.sharing.models import Grant, Visitor
from advisor.sharing.persons import pointing_here
from tests.accounts.signing import PASSWORD, account, cookie, mailed_code, sign_in, sign_up, signed_in
from tests.pages.making import joined, let_in, platform
from tests.people import ADA, BEN, CLEO, Browser, begun, text_of

pytestmark = pytest.mark.django_db
EMAIL = "ada@example.org"


def test_guest_who_signs_up_keeps_everything_on_every_device() -> None:
    ours, theirs, tried = platform(title="Mine"), platform(key=BEN, title="Joined"), begun()
    joined(theirs, ADA, "Ada there")
    here = Browser(ADA).client
    assert sign_up(here, EMAIL).status_code == 302
    assert cookie(here) not in ("", ADA.secret)
    phone = Client()
    assert sign_in(phone, "Ada@Example.ORG").status_code == 302
    assert cookie(phone) != cookie(here)
    for browser in (here, phone):
        page = text_of(browser.get("/my/"))
        assert "Mine" in page
        assert "Joined" in page
        assert browser.get(f"/a/{ours.public_id}/edit/").status_code == 200
        assert "Ada there" in text_of(browser.get(f"/a/{theirs.public_id}/join/"))
        assert tried.public_id in text_of(browser.get("/quick/keep/"))
    # the key from before opens nothing: whoever knew it is not signed in
    assert Browser(ADA).get(f"/a/{ours.public_id}/").status_code == 404
    assert Respondent.objects.filter(visitor__user__email=EMAIL).count() == 3


def test_answer_from_either_device_is_the_same_persons() -> None:
    ours = platform()
    first = signed_in(EMAIL, ADA)
    second = signed_in(EMAIL)
    address = f"/a/{ours.public_id}/services/token-stream/answers/latency-first/"
    for number, browser in enumerate((first, second)):
        data = {"value-latency-first": str(number + 1), "base-latency-first": str(number), "request_id": f"r{number}"}
        assert browser.post(address, data, htmx=True).status_code == 200, number
    assert Respondent.objects.count() == 1


def test_signing_out_leaves_nothing_in_the_browser() -> None:
    ours = platform()
    here = Browser(ADA).client
    sign_up(here, EMAIL)
    key = cookie(here)
    assert here.post("/accounts/logout/")["Location"] == "/"
    assert cookie(here) == ""
    assert here.get(f"/a/{ours.public_id}/").status_code == 404
    kept = Client()
    kept.cookies[COOKIE] = key
    assert kept.get(f"/a/{ours.public_id}/").status_code == 404
    sign_in(here, EMAIL)
    assert here.get(f"/a/{ours.public_id}/").status_code == 200


def test_another_guest_of_the_same_browser_has_nothing_of_the_accounts() -> None:
    ours = platform()
    here = Browser(ADA).client
    sign_up(here, EMAIL)
    here.post("/accounts/logout/")
    sign_up(here, "ben@example.org")
    assert here.get(f"/a/{ours.public_id}/").status_code == 404
    assert not Grant.objects.filter(visitor__user__email="ben@example.org").exists()


def test_new_password_signs_every_other_browser_out() -> None:
    ours = platform()
    here, phone = Browser(ADA).client, Client()
    sign_up(here, EMAIL)
    sign_in(phone, EMAIL)
    new = {"oldpassword": PASSWORD, "password1": "nine wet limes in a box", "password2": "nine wet limes in a box"}
    assert here.post("/accounts/password/", new).status_code == 302
    assert here.get(f"/a/{ours.public_id}/").status_code == 200
    assert phone.get(f"/a/{ours.public_id}/").status_code == 404
    assert phone.get("/accounts/password/").status_code == 302


def test_sign_out_everywhere_else_keeps_this_browser() -> None:
    here, phone = signed_in(EMAIL), signed_in(EMAIL)
    assert "in 1 other browser" in text_of(here.get("/accounts/"))
    assert "Sign out everywhere else" in text_of(here.get("/accounts/browsers/"))
    assert here.post("/accounts/elsewhere/", {}).status_code == 302
    assert "You are signed in" in text_of(here.get("/accounts/"))
    assert "You are signed in" not in text_of(phone.get("/accounts/"))
    assert phone.post("/accounts/elsewhere/", {}).status_code == 404


def test_nobody_learns_who_has_an_account_by_signing_up_or_in(mailed: None) -> None:
    user = account(EMAIL)
    EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    for path, field in (("/accounts/signup/", "email"), ("/accounts/login/", "login")):
        answers = []
        for email in (EMAIL, f"{field}@example.org"):
            client = Client()
            sent = client.post(path, {field: email})
            code = client.post(sent["Location"], {"code": "no-such-code"})
            shown = re.sub(r"[A-Za-z0-9]{64}", "", text_of(code)).replace(email, "")
            answers.append((sent.status_code, sent["Location"], code.status_code, shown))
        assert answers[0] == answers[1]
    assert [one.subject for one in mail.outbox] == [
        "You have an account already",
        "Your code to confirm this address",
        "Your code to sign in",
        "No account with this address",
    ]


def test_session_opens_nothing_once_the_browser_is_signed_out_from_elsewhere() -> None:
    account(EMAIL)
    here, stolen = Client(), Client()
    for client in (here, stolen):
        sign_in(client, EMAIL)
        assert client.get("/accounts/passkeys/").status_code == 200
    assert here.post("/accounts/elsewhere/").status_code == 302
    for page in ("passkeys/", "passkeys/add/", "password/", "password/new/"):
        assert stolen.get(f"/accounts/{page}")["Location"].startswith("/accounts/login/")
    assert here.get("/accounts/passkeys/").status_code == 200
    assert sign_in(stolen, EMAIL)["Location"] == "/accounts/"
    assert "You are signed in" in text_of(stolen.get("/accounts/"))


def test_browser_whose_session_has_ended_can_still_sign_out() -> None:
    account(EMAIL)
    client = Client()
    sign_in(client, EMAIL)
    del client.cookies["advisor-sign-in"]
    assert "You are signed in" in text_of(client.get("/accounts/"))
    assert client.post("/accounts/logout/").status_code == 302
    assert not cookie(client)
    begun(BEN)
    guest = Browser(BEN)
    guest.post("/accounts/logout/", {})
    assert cookie(guest.client) == BEN.secret  # a guest has nothing but the cookie


@pytest.mark.parametrize("sent", ['{"id": "x"}', '{"id": "\u00e9", "rawId": 5, "response": {}}', "[]", "null"])
def test_answer_of_no_device_is_refused(sent: str) -> None:
    account(EMAIL)
    client = Client()
    sign_in(client, EMAIL)
    client.get("/accounts/passkeys/add/")
    assert client.post("/accounts/passkeys/add/", {"credential": sent, "name": "Mine"}).status_code == 422
    guest = Client()
    guest.get("/accounts/passkeys/sign-in/", headers={"X-Requested-With": "XMLHttpRequest"})
    response = guest.post("/accounts/passkeys/sign-in/", {"credential": sent})
    assert response["Location"] == "/accounts/login/?passkey=failed"


def test_what_account_and_guest_both_have_is_kept_twice_and_nothing_is_lost() -> None:
    theirs = platform(key=CLEO, title="Joined twice")
    joined(theirs, ADA, "Ada")
    let_in(theirs, BEN, "edit", label="Ben's")
    begun(ADA)
    signed_in(EMAIL, ADA)
    joined(theirs, BEN, "Ada again")
    begun(BEN)
    here = signed_in(EMAIL, BEN)
    person = Visitor.objects.get(user__email=EMAIL)
    assert list(Respondent.objects.filter(assessment=theirs, visitor=person).values_list("name", flat=True)) == ["Ada"]
    assert Respondent.objects.filter(assessment=theirs, name="Ada again").exists()
    assert Assessment.objects.filter(quick_visitor=person).count() == 1
    assert here.get(f"/a/{theirs.public_id}/edit/").status_code == 200  # by the guest's link
    assert text_of(here.get("/my/")).count("My service") >= 2
    assert Browser(BEN).get(f"/a/{theirs.public_id}/").status_code == 404


def test_every_table_that_names_a_visitor_is_moved() -> None:
    named = {(model.__name__, field) for model, field in pointing_here()}
    assert {("Grant", "visitor"), ("Grant", "stands_for"), ("Respondent", "visitor"), ("Comment", "visitor")} <= named
    assert {("Round", "closed_by"), ("Settlement", "settled_by"), ("Assessment", "quick_visitor")} <= named


def test_save_opens_no_session_and_asks_no_more_for_an_account() -> None:
    counts = []
    for title in ("of a guest", "of an account"):
        ours = platform(title=title)
        browser = Browser(ADA) if title == "of a guest" else signed_in(EMAIL, ADA)
        address = f"/a/{ours.public_id}/services/token-stream/answers/latency-first/"
        for number in range(2):  # the first save is also the one that reads what all others keep
            data = {"value-latency-first": str(number), "base-latency-first": str(number)}
            data["request_id"] = f"{title} {number}".replace(" ", "-")
            with CaptureQueriesContext(connection) as made:
                response = browser.post(address, data, htmx=True)
            assert response.status_code == 200
        assert set(response.cookies) <= {"csrftoken"}
        asked = [one["sql"] for one in made.captured_queries]
        # that the account is not switched off is part of the read that asks who may
        assert not [sql for sql in asked if "session" in sql or 'FROM "accounts_user"' in sql]
        counts.append(len(asked))
    assert counts[0] == counts[1] > 0


def test_session_cookie_travels_to_the_pages_of_accounts_alone() -> None:
    here = Client()
    response = sign_up(here, EMAIL)
    assert response.cookies["advisor-sign-in"]["path"] == "/accounts/"
    assert response.cookies["advisor-sign-in"]["httponly"]
    assert response.cookies[COOKIE]["httponly"]
    assert response.cookies[COOKIE]["samesite"] == "Lax"
    Session.objects.all().delete()
    # without its session an account still opens what is its, and has to sign in again to change how it signs in
    assert "You are signed in" in text_of(here.get("/accounts/"))
    assert here.get("/accounts/passkeys/").status_code == 302


@pytest.mark.usefixtures("mailed")
def test_code_by_mail_makes_an_account_and_signs_in() -> None:
    here = Client()
    assert sign_up(here, EMAIL)["Location"] == "/accounts/address/"
    assert "You are signed in" not in text_of(here.get("/accounts/"))
    assert here.post("/accounts/address/", {"code": "WRONG-CODE"}).status_code == 422
    assert here.post("/accounts/address/", {"code": mailed_code()})["Location"] == "/accounts/"
    assert "You are signed in" in text_of(here.get("/accounts/"))
    phone = Client()
    assert 'type="password"' not in text_of(phone.get("/accounts/login/"))
    assert phone.post("/accounts/login/", {"login": EMAIL})["Location"] == "/accounts/code/"
    assert mail.outbox[-1].to == [EMAIL]
    assert phone.post("/accounts/code/", {"code": mailed_code()})["Location"] == "/accounts/"
    assert "You are signed in" in text_of(phone.get("/accounts/"))
    # who has no account gets as far as who has one, and a mail that says so
    assert Client().post("/accounts/login/", {"login": "no@example.org"})["Location"] == "/accounts/code/"
    assert "There is no account" in str(mail.outbox[-1].body)


def test_codes_are_not_there_without_mail() -> None:
    here = Client()
    assert here.get("/accounts/code/").status_code == here.get("/accounts/address/").status_code == 404


def test_sign_up_closed_or_for_domains_lets_others_try_without(settings: Any) -> None:
    settings.SIGN_UP = SignUpPolicy(open=False)
    assert "by invitation only" in text_of(sign_up(Client(), EMAIL))
    assert "by invitation only" in text_of(Client().get("/accounts/"))
    settings.SIGN_UP = SignUpPolicy(open=True, domains=("example.com",))
    refused = sign_up(Client(), EMAIL)
    assert refused.status_code == 422
    assert "need an address of example.com" in text_of(refused)
    assert not User.objects.exists()
    account(EMAIL)  # who has one is let in from any domain
    assert sign_in(Client(), EMAIL).status_code == 302
    assert sign_up(Client(), "eve@example.com").status_code == 302


def test_too_many_tries_give_back_what_was_typed_but_no_password_and_no_code() -> None:
    account(EMAIL)
    for number in range(6):
        refused = sign_in(Client(), EMAIL, f"guess {number}")
    page = text_of(refused)
    assert refused.status_code == 429
    assert EMAIL in page
    assert "guess 5" not in page
    assert "Send again" not in page  # it would be sent without its password
    for _ in range(30):
        last = Client().post("/accounts/signup/", {"email": "new@example.org", "password1": "a long phrase of mine"})
        if last.status_code == 429:
            break
    assert "new@example.org" in text_of(last)
    assert "a long phrase of mine" not in text_of(last)


def test_guessing_a_password_is_stopped_with_a_page_that_says_so() -> None:
    account(EMAIL)
    statuses = [sign_in(Client(), EMAIL, f"guess {number}").status_code for number in range(7)]
    assert statuses[:5] == [422] * 5
    assert statuses[-1] == 429
    assert sign_in(Client(), EMAIL).status_code == 429  # the right one too, for a while
    for _ in range(30):
        last = Client().post("/accounts/signup/", {})
        if last.status_code == 429:
            break
    assert last.status_code == 429
    assert "Too many requests" in text_of(last)
    assert last["Retry-After"] == "60"


def test_browsers_signed_in_longer_than_their_cookie_lasts_are_swept() -> None:
    platform()
    old, new = signed_in(EMAIL, ADA), signed_in(EMAIL)
    Visitor.objects.filter(key_hash=old.key.key_hash).update(made_at=timezone.now() - timedelta(days=401))
    Visitor.objects.filter(user__email=EMAIL).update(made_at=timezone.now() - timedelta(days=500))
    call_command("sweep", verbosity=0)
    assert "You are signed in" in text_of(new.get("/accounts/"))
    assert "You are signed in" not in text_of(old.get("/accounts/"))
    assert User.objects.exists()
