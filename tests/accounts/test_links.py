"""The owner's link, and the one for whoever lost a password: once, for a day, by hash alone."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.accounts.links import has_owner, make_sign_in_link, owner_link, path_of
from advisor.accounts.models import SignInLink, User
from tests.accounts.signing import PASSWORD, account, sign_in
from tests.people import text_of

pytestmark = pytest.mark.django_db
PAGE = "/accounts/link/"
FIRST = {"email": "Olga@example.org", "password": PASSWORD}


def opened(token: str) -> Client:
    """A browser that followed the link."""
    client = Client()
    response = client.get(f"{PAGE}{token}")
    assert response["Location"] == PAGE
    assert response["Referrer-Policy"] == "no-referrer"
    assert token not in response.headers["Location"]
    return client


def test_path_of_a_link_is_where_it_is_opened() -> None:
    token = make_sign_in_link(None)
    assert path_of(token) == reverse("account-link", args=[token])


def test_owner_link_makes_the_first_account_once() -> None:
    token = owner_link()
    assert token is not None
    assert not SignInLink.objects.filter(token_hash__contains=token).exists()
    here, other = opened(token), opened(token)
    assert here.post(PAGE, {"email": "olga@example.org", "password": "1234567"}).status_code == 422
    assert not User.objects.exists()
    assert here.post(PAGE, FIRST)["Location"] == "/accounts/"
    assert "You own this server" in text_of(here.get("/accounts/"))
    assert User.objects.get().email == "olga@example.org"
    assert other.post(PAGE, {**FIRST, "email": "eve@example.org"}).status_code == 404
    assert Client().get(f"{PAGE}{token}").status_code == 404
    assert owner_link() is None


@pytest.mark.parametrize("end", [".", ")", "/", "%20", ").", "**", "_"])
def test_sign_in_link_pasted_with_something_behind_it_still_lets_in(end: str) -> None:
    user, client = account("ben@example.org"), Client()
    assert client.get(f"{PAGE}{make_sign_in_link(user)}{end}")["Location"] == PAGE
    assert client.post(PAGE)["Location"] == "/accounts/password/new/"
    assert Client().get(f"{PAGE}{make_sign_in_link(user)}x{end}").status_code == 404


def test_link_made_anew_ends_the_one_before_and_only_the_owner_s_does_not_end_by_itself() -> None:
    first, second = owner_link(), owner_link()
    assert Client().get(f"{PAGE}{first}").status_code == 404
    assert Client().get(f"{PAGE}{second}").status_code == 302
    assert SignInLink.objects.get().expires_at > timezone.now() + timedelta(days=3650)
    make_sign_in_link(User.objects.create_user("ada@example.org", "seven dry lemons"))
    assert SignInLink.objects.get(user__isnull=False).expires_at < timezone.now() + timedelta(days=2)
    SignInLink.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert Client().get(f"{PAGE}{second}").status_code == 404
    assert Client().get(f"{PAGE}no-such-token").status_code == 404
    assert Client().get(PAGE).status_code == 404


def test_owner_link_works_after_others_signed_up_and_ends_with_the_first_owner() -> None:
    client, late = opened(str(owner_link())), Client()
    account("ben@example.org")
    again = str(owner_link())  # printed at the next start
    assert client.get(PAGE).status_code == 404
    client = opened(again)
    assert client.post(PAGE, FIRST)["Location"] == "/accounts/"
    assert [user.email for user in User.objects.filter(is_owner=True)] == ["olga@example.org"]
    assert late.get(f"{PAGE}{again}").status_code == 404
    assert owner_link() is None


def test_owner_link_opened_by_an_account_makes_that_account_the_owner() -> None:
    token = str(owner_link())
    ben = account("ben@example.org")
    assert opened(token).post(PAGE, {**FIRST, "email": "Ben@example.org"}).status_code == 422
    client = opened(token)
    sign_in(client, ben.email)
    assert ben.email in text_of(client.get(PAGE))
    assert client.post(PAGE, {"account": ben.pk + 1}).status_code == 200
    assert not has_owner()
    assert client.post(PAGE, {"account": ben.pk})["Location"] == "/accounts/"
    assert has_owner()
    assert "See all accounts" in text_of(client.get("/accounts/"))
    assert client.post(PAGE, {"account": ben.pk}).status_code == 404


def test_owner_link_is_there_again_once_the_only_owner_is_switched_off() -> None:
    user = account("olga@example.org", is_owner=True)
    assert owner_link() is None
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert owner_link() is not None


def test_make_owner_command_names_an_account_or_makes_one() -> None:
    ben = account("ben@example.org", is_active=False)
    out = StringIO()
    call_command("make_owner", "Ben@example.org", stdout=out)
    ben.refresh_from_db()
    assert (ben.is_owner, ben.is_active, out.getvalue()) == (True, True, "ben@example.org owns this server.\n")
    call_command("make_owner", "eve@example.org", stdout=out)
    token = out.getvalue().strip().rpartition("/")[2]
    assert opened(token).post(PAGE)["Location"] == "/accounts/password/new/"
    assert User.objects.get(email="eve@example.org").is_owner
    with pytest.raises(CommandError, match="name@example"):
        call_command("make_owner", "eve")


def test_link_for_a_lost_password_signs_in_once_and_asks_for_a_new_one() -> None:
    account("ben@example.org")
    out = StringIO()
    call_command("sign_in_link", "Ben@example.org", stdout=out)
    token = out.getvalue().strip().rpartition("/")[2]
    client = opened(token)
    assert "ben@example.org" in text_of(client.get(PAGE))
    assert client.post(PAGE)["Location"] == "/accounts/password/new/"
    new = "nine wet limes in a box"
    assert client.post("/accounts/password/new/", {"password1": new, "password2": new}).status_code == 302
    assert sign_in(Client(), "ben@example.org").status_code == 422
    assert sign_in(Client(), "ben@example.org", new).status_code == 302
    assert Client().get(f"{PAGE}{token}").status_code == 404
    with pytest.raises(CommandError, match="No account"):
        call_command("sign_in_link", "eve@example.org")


def test_link_of_one_account_leaves_that_of_another() -> None:
    ben, eve = make_sign_in_link(account("ben@example.org")), make_sign_in_link(account("eve@example.org"))
    assert [Client().get(f"{PAGE}{token}").status_code for token in (ben, eve)] == [302, 302]
