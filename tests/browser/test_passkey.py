"""A guest makes an account, adds a passkey and signs in with it, in a real browser that keeps the key."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.app import context_of
from tests.browser.conftest import DESK
from tests.browser.steps import follow
from tests.browser.test_sharing import made_by

pytestmark = pytest.mark.browser
KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def give_passkeys(page: Page) -> None:
    """The browser keeps passkeys, and answers for a finger on the sensor."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})


def signs_in_with_a_passkey(browser: Browser, address: str, below: str = "") -> None:
    """All of it, on a server that is offered below a path or at the root of its host."""
    # no key belongs to a bare number: a passkey needs a name, which this machine has
    named = address.replace("127.0.0.1", "localhost")
    with context_of(browser, base_url=named, viewport=DESK) as context:
        page = context.new_page()
        faults: list[str] = []
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        give_passkeys(page)
        at = made_by(page, below)
        page.goto(f"{below}/accounts/signup/")
        page.get_by_label("E-mail address").fill("ada@example.org")
        page.get_by_label("Password").fill("seven dry lemons on a sill")
        follow(page.get_by_role("button", name="Create the account"))
        page.goto(f"{below}/accounts/passkeys/add/")
        page.get_by_role("button", name="Add it").click()
        expect(page.get_by_text(re.compile("By 1 passkey"))).to_be_visible()
        follow(page.get_by_role("button", name="Sign out"))
        assert page.goto(at).status == 404  # type: ignore[union-attr]
        page.goto(f"{below}/accounts/login/")
        page.get_by_role("button", name="Sign in with a passkey").click()
        expect(page.get_by_text("You are signed in as")).to_be_visible()
        assert page.goto(at).status == 200  # type: ignore[union-attr]
        # as whoever signed in a while ago is asked before a second one
        page.goto(f"{below}/accounts/passkeys/again/?next={below}/accounts/passkeys/add/")
        page.get_by_role("button", name="Use the passkey").click()
        expect(page.get_by_role("button", name="Add it")).to_be_visible()
        assert [one for one in faults if "404" not in one] == []


def test_passkey_of_a_guest_who_signed_up_signs_in_and_finds_their_things(browser: Browser, address: str) -> None:
    signs_in_with_a_passkey(browser, address)
