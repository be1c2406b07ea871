"""Below a path of its host: passkeys, and what scripts make of addresses. What a proxy does is in `tests/proxies`."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.answers import choose
from tests.browser.app import context_of, running_app
from tests.browser.conftest import DESK
from tests.browser.test_drafts import WORDS, drafts
from tests.browser.test_passkey import signs_in_with_a_passkey
from tests.browser.test_sharing import made_by

pytestmark = pytest.mark.browser
PATH = "/advisor"


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an app below a path, without it."""
    with running_app(tmp_path_factory.mktemp("below"), ADVISOR_PREFIX=PATH) as found:
        yield found


def test_passkey_below_a_path_signs_in(browser: Browser, below: str) -> None:
    signs_in_with_a_passkey(browser, below, PATH)


def test_answer_and_panel_below_a_path_are_saved_and_shown_by_scripts(browser: Browser, below: str) -> None:
    with context_of(browser, base_url=below, viewport=DESK) as context:
        page = context.new_page()
        page.goto(f"{PATH}/quick/")
        choose(page, "narrow-purpose", "4")
        expect(page.locator('[data-autosave="narrow-purpose"] [data-says=saved]')).to_contain_text("Saved")
        expect(page.locator("#so-far")).to_contain_text("1 of")
        page.reload()
        expect(page.locator("[name=answer-narrow-purpose][value='4']")).to_be_checked()


def test_access_that_ended_below_a_path_clears_what_was_typed_there(browser: Browser, below: str) -> None:
    with context_of(browser, base_url=below, viewport=DESK) as context:
        page = context.new_page()
        at = made_by(page, PATH)
        page.goto(f"{at}edit/services/infer/")
        page.locator("textarea[name=description]").fill(WORDS)
        page.goto(f"{PATH}/new/")
        page.locator("[name=title]").fill("Another")
        assert len(drafts(page)) == 2
        context.clear_cookies()
        page.goto(f"{at}edit/services/infer/")
        assert [key for key in drafts(page) if at.split("/")[-2] in key] == []
        assert len(drafts(page)) == 1
