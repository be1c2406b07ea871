"""From nothing to a signed-off record in a browser, with or without JavaScript."""

from playwright.sync_api import Page

from tests.browser.steps import follow


def sign_off(page: Page, title: str) -> str:
    """Makes a platform of one service, decides about it, and signs that off; the address of the record."""
    page.goto("/new/")
    page.locator("[name=title]").fill(title)
    page.locator("[name=your_name]").fill("Ada")
    page.locator("[name=services]").fill("Infer")
    page.locator("[name=teams]").fill("Core")
    follow(page.get_by_role("button", name="Create the assessment"))
    follow(page.get_by_role("link", name="Decide", exact=True))
    follow(page.get_by_role("link", name="Write the decision"))
    page.locator("[name=choice-infer][value=framework]").check()
    page.locator("[name=because-infer]").fill("Everyone knows it.")
    page.get_by_role("checkbox", name="Ada").check()
    page.locator("[name=review]").fill("2030-05-01")
    follow(page.get_by_role("button", name="Save", exact=True).last)
    follow(page.get_by_role("button", name="Propose it"))
    page.get_by_label("I don't, because").check()
    page.get_by_label("In your own words").fill("Nobody has measured it.")
    follow(page.get_by_role("button", name="Save my statement"))
    follow(page.get_by_role("link", name="Check and sign"))
    page.get_by_role("button", name="Sign the decision").click()
    page.wait_for_url("**/r/*/")  # after it was drawn
    return page.url
