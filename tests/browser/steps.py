"""Steps from page to page in a browser, each of which ends where the next page is there whole.

In: what is clicked, or the page that is open. Out: the same browser on a page that has loaded. A click returns before
the page it leads to is read to its end, or even begun: whoever then reads at once reads half a page, or the old one.
Must not know: what is answered.
"""

from playwright.sync_api import Locator, Page, expect

from tests.patience import PATIENCE

expect.set_options(timeout=PATIENCE * 1000)


def follow(target: Locator) -> None:
    """Clicks a link or a button that leads to another page, and waits for all of it."""
    with target.page.expect_navigation():
        target.click()


def press_enter(page: Page) -> None:
    """Presses Enter on what leads to another page, and waits for all of it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def all_arrived(page: Page) -> None:
    """Waits until no save is on its way. A page that is sent can overtake the save of a level chosen and changed at
    once; that one is then refused as stale, which is right, and not what a test means that looks for faults."""
    expect(page.locator(".saving")).to_have_count(0)


def asked(page: Page) -> list[str]:
    """The ids of the statements that the page asks, from its top down."""
    page.wait_for_load_state()
    boxes = page.locator("[data-autosave]:has(input[type=radio])")
    expect(boxes.first).to_be_visible()
    return list(boxes.evaluate_all("boxes => boxes.map(box => box.dataset.autosave)"))
