"""A served app and a browser for each test process; every page is watched for errors and for calls elsewhere."""

import os
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserType, Page, StorageState, sync_playwright

from tests import needs
from tests.browser.answers import FRAMEWORK, RAW, answer_everything
from tests.browser.app import FLAGS, context_of, running_app
from tests.browser.deciding import sign_off
from tests.browser.steps import follow
from tests.browser.watch import Watch

DESK = {"width": 1280, "height": 900}
PHONE = {"width": 320, "height": 700}
Open = Callable[..., tuple[Page, Watch]]
SLOWED = int(os.environ.get("ADVISOR_TEST_SLOWED", "1"))
"""How many times slower the browser is made: shows what only a fast machine passes."""


class Chromium:
    """A browser that is started anew between two tests where it has crashed, so that one crash fails one test."""

    def __init__(self, kind: BrowserType) -> None:
        path = needs.chromium()
        assert path is not None, "these tests are left out where there is no Chromium"
        # PDFs that other tests drew in this process had no font of this machine; a Chromium without any aborts
        own = {name: value for name, value in os.environ.items() if name != "FONTCONFIG_FILE"}
        self.start = partial(kind.launch, executable_path=path, args=list(FLAGS), env=own)
        self.started: Browser | None = None

    def running(self) -> Browser:
        if self.started is None or not self.started.is_connected():
            self.started = self.start()
        return self.started

    def close(self) -> None:
        if self.started is not None:
            self.started.close()


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of the app."""
    return tmp_path_factory.mktemp("app")


@pytest.fixture(scope="session")
def address(folder: Path) -> Iterator[str]:
    with running_app(folder) as found:
        yield found


@pytest.fixture(scope="session")
def chromium() -> Iterator[Chromium]:
    """For what is made once for all tests; a test takes `browser`."""
    with sync_playwright() as playwright:
        found = Chromium(playwright.chromium)
        yield found
        found.close()


@pytest.fixture
def browser(chromium: Chromium) -> Browser:
    return chromium.running()


def slow_down(page: Page) -> None:
    """Makes a page as slow as on a machine `SLOWED` times slower. A thin line besides would undo `set_offline`."""
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})


@pytest.fixture
def open_page(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page in a browser context of its own; when the test ends, nothing untoward may have happened in it."""
    watches: list[Watch] = []
    with ExitStack() as stack:

        def opened(*, watched: bool = True, **options: Any) -> tuple[Page, Watch]:
            context = context_of(browser, base_url=address, viewport=options.pop("viewport", DESK), **options)
            if SLOWED > 1:
                context.on("page", slow_down)
            stack.callback(context.close)
            watch = Watch(address)
            watch.follow(context)
            if watched:
                watches.append(watch)
            return context.new_page(), watch

        yield opened
    for watch in watches:
        assert watch.faults == []


@pytest.fixture(scope="session")
def answered(chromium: Chromium, address: str, tmp_path_factory: pytest.TempPathFactory) -> StorageState:
    """The cookies of a browser that has answered everything, for pages that show answers; nobody may change them."""
    return cookies_after(chromium.running(), address, RAW)


@pytest.fixture(scope="session")
def recommended(chromium: Chromium, address: str) -> StorageState:
    """The same of a browser to whose answers a framework is recommended."""
    return cookies_after(chromium.running(), address, FRAMEWORK)


def cookies_after(browser: Browser, address: str, answers: Mapping[str, str]) -> StorageState:
    context = context_of(browser, base_url=address, viewport=DESK, java_script_enabled=False)
    answer_everything(context.new_page(), answers)
    state = context.storage_state()
    context.close()
    return state


@dataclass(frozen=True)
class Platform:
    """A platform that somebody made: its address, and the cookies of the browser that made it."""

    address: str
    state: StorageState
    maker: str
    """The maker's number among the people who answer."""

    def at(self, address: str) -> str:
        """An address of the table, filled in."""
        return address.replace("{a}", self.address).replace("{me}", self.maker)


@pytest.fixture(scope="session")
def platform(chromium: Chromium, address: str) -> Platform:
    """Two services of one team, nothing answered yet; nobody may change it."""
    context = context_of(chromium.running(), base_url=address, viewport=DESK, java_script_enabled=False)
    page = context.new_page()
    page.goto("/new/")
    page.locator("[name=title]").fill("Acme AI")
    page.locator("[name=your_name]").fill("Ada")
    page.locator("[name=services]").fill("Infer\nProduct API")
    page.locator("[name=teams]").fill("Core")
    follow(page.get_by_role("button", name="Create the assessment"))
    found = re.search(r"/a/[^/]+", page.url)
    assert found is not None, page.url
    page.goto(f"{found[0]}/people/")
    maker = page.get_by_role("link", name="Choose services").get_attribute("href")
    assert maker is not None
    made = Platform(found[0], context.storage_state(), maker.strip("/").split("/")[-1])
    context.close()
    return made


@pytest.fixture(scope="session")
def signed(chromium: Chromium, address: str) -> Platform:
    """A record that was signed off, in place of a platform; nobody may change it."""
    context = context_of(chromium.running(), base_url=address, viewport=DESK, java_script_enabled=False)
    found = sign_off(context.new_page(), "Signed AI").removeprefix(address).rstrip("/")
    made = Platform(found, context.storage_state(), "")
    context.close()
    return made
