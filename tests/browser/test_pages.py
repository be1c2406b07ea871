"""Every page, light and dark, wide and narrow: accessible, quiet, and asking nothing of anyone else."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from tests.browser.app import context_of
from tests.browser.axe import violations
from tests.browser.conftest import DESK, PHONE, Chromium, Open, Platform
from tests.browser.looks import FOLDER, layout_shift, take_looks
from tests.browser.table import NO_PAGES, PAGES, Shown, names
from tests.browser.watch import Watch
from tests.conftest import SOAK

pytestmark = pytest.mark.browser
Look = tuple[Literal["light", "dark"], dict[str, int]]
LOOKS: tuple[Look, ...] = (("light", DESK), ("dark", PHONE))
Tab = Callable[[str, StorageState | None, Look], tuple[Page, Watch]]
EVERY = [(name, shown) for name, all_ in PAGES.items() for shown in all_]
NOTHING_THERE = next(number for number, (_, shown) in enumerate(EVERY) if shown.status == 404)
SHOWN = [
    pytest.param(
        shown,
        look,
        id=f"{name}-{shown.state}-{shown.status}-{look[0]}",
        marks=() if now and (shown.status == 200 or number == NOTHING_THERE) else pytest.mark.slow,
    )
    for number, (name, shown) in enumerate(EVERY)
    for look, now in zip(LOOKS, (True, False)[:: 1 if number % 2 else -1], strict=True)
]
"""Every run looks at every page once, every other one dark and narrow, and once at the one that says that there is
nothing; the soak looks at each the other way, at all addresses that answer with that one, and at how far content moved,
which a machine that is busy may make more."""
MOST_SHIFT = 0.02


def test_table_of_pages_names_every_address_once() -> None:
    assert sorted(names()) == sorted([*PAGES, *NO_PAGES])


def test_addresses_said_to_be_no_pages_give_none(open_page: Open, platform: Platform) -> None:
    page, _ = open_page(watched=False, storage_state=platform.state)

    def is_page(address: str) -> bool:
        response = page.request.get(platform.at(address), max_redirects=0)
        return response.status == 200 and response.headers.get("content-type", "").startswith("text/html")

    assert [name for name, address in NO_PAGES.items() if is_page(address)] == []


def seen_by(shown: Shown, request: pytest.FixtureRequest) -> tuple[StorageState | None, str]:
    """The cookies with which a page is looked at, and its address; what is needed for it is made when first needed."""
    if shown.state in ("platform", "signed"):
        made: Platform = request.getfixturevalue(shown.state)
        return made.state, made.at(shown.address)
    fixture = {"blank": "", "framework": "recommended"}.get(shown.state, "answered")
    cookies: StorageState | None = request.getfixturevalue(fixture) if fixture else None
    return cookies, "/quick/result/" if shown.state == "pdf" else shown.address


@pytest.fixture(scope="module")
def tab(chromium: Chromium, address: str) -> Iterator[Tab]:
    """A page in which one address after the other is opened, for each kind of visitor and each look: it has read the
    styles, scripts and fonts already. Its watch begins anew each time."""
    there: dict[tuple[Browser, str, str], tuple[Page, Watch]] = {}

    def opened(state: str, cookies: StorageState | None, look: Look) -> tuple[Page, Watch]:
        browser, (scheme, viewport) = chromium.running(), look
        if (browser, state, scheme) not in there:
            context = context_of(browser, base_url=address, storage_state=cookies, color_scheme=scheme)
            watch = Watch(address)
            watch.follow(context)
            there[browser, state, scheme] = context.new_page(), watch
        page, watch = there[browser, state, scheme]
        page.set_viewport_size(viewport)
        watch.begin()
        return page, watch

    yield opened
    for (browser, *_), (page, _) in there.items():
        if browser.is_connected():
            page.context.close()


@pytest.mark.parametrize(("shown", "look"), SHOWN)
def test_page_is_accessible_and_fits(shown: Shown, look: Look, tab: Tab, request: pytest.FixtureRequest) -> None:
    state, address = seen_by(shown, request)
    page, watch = tab(shown.state, state, look)
    watch.expected_statuses = {shown.status} - {200}
    response = page.goto(address)
    assert response is not None
    assert response.status == shown.status
    if SOAK:
        assert layout_shift(page) < MOST_SHIFT
    if shown.state == "pdf":
        with page.expect_download():
            page.get_by_role("button", name="PDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert violations(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert watch.faults == []
    if FOLDER:
        take_looks(page, request.node.callspec.id)
        page.emulate_media(color_scheme=look[0], media="screen")


def test_fault_put_into_a_page_is_found(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/privacy/")
    page.locator("h1").evaluate("heading => { heading.outerHTML = '<h1><img src=/static/mark.svg></h1>'; }")
    found = violations(page)
    assert any(fault.startswith("image-alt") for fault in found)


def test_pages_in_forced_colours_keep_what_is_chosen_visible(open_page: Open, answered: StorageState) -> None:
    page, _ = open_page(storage_state=answered, forced_colors="active")
    page.goto("/quick/")
    chosen = page.locator(".stop:has(:checked)").first
    assert chosen.evaluate("label => getComputedStyle(label).outlineStyle") == "solid"


@pytest.mark.parametrize("viewport", [DESK, PHONE], ids=["wide", "narrow"])
def test_checklist_page_printed_has_every_fold_open(open_page: Open, viewport: dict[str, int]) -> None:
    page, _ = open_page(viewport=viewport)
    page.goto("/checklists/nodejs-express/")
    page.emulate_media(media="print")
    exercise = page.locator("details", has_text="Exercise.").first.get_by_text("Exercise.")
    assert exercise.evaluate("text => text.checkVisibility()")
    expect(page.locator("nav")).to_have_count(3)
    for navigation in page.locator("nav").all():
        expect(navigation).to_be_hidden()


def test_fields_beside_each_other_have_level_labels_and_controls(open_page: Open) -> None:
    page, _ = open_page(viewport=DESK)
    page.goto("/new/")
    for part, edge in (("label", "top"), ("input", "bottom")):
        found = page.locator(f".pair > .field:has(#id_title, #id_your_name) > {part}")
        edges = found.evaluate_all(f"parts => parts.map(part => Math.round(part.getBoundingClientRect().{edge}))")
        assert (len(edges), len(set(edges))) == (2, 1)


def test_printed_page_sets_no_hint_larger_than_the_text(open_page: Open) -> None:
    page, _ = open_page()
    page.goto("/new/")
    page.emulate_media(media="print")
    text, hint = (
        page.locator(at).first.evaluate("part => parseFloat(getComputedStyle(part).fontSize)")
        for at in ("body", ".hint")
    )
    assert hint < text
