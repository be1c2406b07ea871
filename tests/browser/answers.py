"""Answers for whole services, and giving them in a browser page by page, as a person without JavaScript does."""

from collections.abc import Mapping

from playwright.sync_api import Page, expect

from advisor.assessments.checklists import newest
from tests.browser.steps import asked, follow

RAW: Mapping[str, str] = {
    "narrow-purpose": "4",
    "latency-first": "4",
    "runtime-mastery": "4",
    "small-surface": "4",
    "isolated-ownership": "4",
    "serves-clients": "1",
    "cross-cutting-needs": "0",
    "many-contributors": "0",
    "easy-onboarding": "1",
    "time-to-market": "0",
    "expected-growth": "0",
    "hot-path-separable": "4",
    "business-part-separable": "0",
    "latency-boundary": "2",
    "would-reinvent": "0",
    "would-only-wrap": "4",
    "scorecard.seniority": "4",
    "scorecard.onboarding-slack": "3",
    "scorecard.ownership-boundaries": "4",
    "scorecard.review-ease": "3",
}
FRAMEWORK: Mapping[str, str] = {
    **{statement.id: "4" if statement.group == "framework" else "1" for statement in newest().statements},
    "would-reinvent": "4",
    "would-only-wrap": "0",
    **{f"scorecard.{dimension.id}": "1" for dimension in newest().scorecard.dimensions},
}
SPLIT: Mapping[str, str] = {
    **RAW,
    "narrow-purpose": "2",
    "small-surface": "1",
    "isolated-ownership": "3",
    "serves-clients": "4",
    "cross-cutting-needs": "4",
    "many-contributors": "3",
    "easy-onboarding": "3",
    "time-to-market": "2",
    "expected-growth": "4",
    "business-part-separable": "4",
    "latency-boundary": "4",
    "would-reinvent": "3",
    "would-only-wrap": "0",
}
UNDECIDED: Mapping[str, str] = {
    **RAW,
    "serves-clients": "4",
    "cross-cutting-needs": "4",
    "many-contributors": "4",
    "easy-onboarding": "3",
    "time-to-market": "3",
    "expected-growth": "4",
    "hot-path-separable": "0",
    "latency-boundary": "0",
    "would-reinvent": "2",
    "would-only-wrap": "2",
}


def choose(page: Page, key: str, value: str) -> None:
    """Chooses one answer of a statement on the page that is open."""
    page.locator(f'input[name="answer-{key}"][value="{value}"]').check()


def choose_all(page: Page, answers: Mapping[str, str]) -> None:
    """Chooses an answer of each statement at once, as a browser that fills in what somebody has typed before: no answer
    saves itself, and the page's button saves all."""
    page.evaluate(
        """answers => {
          for (const [key, value] of Object.entries(answers)) {
            document.querySelector(`input[name="answer-${key}"][value="${value}"]`).checked = true
          }
        }""",
        dict(answers),
    )


def answer_everything(page: Page, answers: Mapping[str, str], *, name: str = "", one_by_one: bool = False) -> None:
    """Goes through all question pages and saves each; ends on "Check your answers"."""
    page.goto("/quick/")
    if name:
        page.get_by_label("Service", exact=False).first.fill(name)
    for _ in range(20):
        given = {key: answers[key] for key in asked(page) if key in answers}
        if one_by_one:
            for key, value in given.items():
                choose(page, key, value)
        else:
            choose_all(page, given)
        follow(page.get_by_role("button", name="Save and continue"))
        if page.url.endswith("/check/"):
            break
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
