"""`/a/<id>/plan/`: next steps with owners and days, whom the platform needs, two people at once, its files."""

import csv
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.decisions.draft_content import content_of, value_of
from advisor.decisions.models import Decision
from advisor.publish.models import Rendering
from tests.pages.making import joined, let_in, platform, rated, said, shown
from tests.people import ADA, Browser, key_of
from tests.record.samples import answers

pytestmark = pytest.mark.django_db
EVE, VIC = key_of("eve"), key_of("vic")
STEP = "step--audit--token-stream"


@pytest.fixture
def ada() -> Assessment:
    """Ada's platform of two services; the first is answered, so that it leans nowhere, and is to be raw."""
    made = platform("Token stream", "Customer API")
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    chosen = {"choice.token-stream": {"choice": "raw", "because": "It must ship in May."}}
    Decision.objects.create(assessment=made, content=chosen, revision=1)
    return made


def at(assessment: Assessment, rest: str = "plan/") -> str:
    return f"/a/{assessment.public_id}/{rest}"


def marks(page: Any) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="(was-[^"]+)" value="([^"]*)"', page.content.decode()))


def fill(browser: Browser, assessment: Assessment, **typed: str) -> Any:
    """Fills in the form as it is shown now."""
    given = {name.replace("__", "-").replace("_", "-"): value for name, value in typed.items()}
    shown = marks(browser.get(at(assessment, "plan/edit/")))
    return browser.post(at(assessment, "plan/edit/"), {**shown, **given})


FILLED = {
    f"{STEP}-owner": "Cleo",
    f"{STEP}-by": "2027-01-08",
    "owner--token-stream-owner": "Ada",
    "owner--token-stream-backup": "Ben",
    "owner--token-stream-scope": "No tenants.",
    "maintainers": "Dora\nEmil",
    "rota-rota": "Dora on even weeks.",
    "concern--auth-owner": "Fay",
    "staffed-by-by": "2027-03-01",
}


def test_plan_names_the_gaps_and_then_the_people_who_fill_them(ada: Assessment) -> None:
    page = Browser(ADA).get(at(ada)).content.decode()
    assert "Nobody is named as the owner of Token stream." in page
    assert "No date yet." in page
    assert fill(Browser(ADA), ada, **FILLED).status_code == 302
    page = Browser(ADA).get(at(ada)).content.decode()
    for words in (
        "Cleo",
        "8 January 2027",
        "No tenants.",
        "Dora, Emil",
        "Dora on even weeks.",
        "Fay",
        "By 1 March 2027.",
    ):
        assert words in page
    assert "Nobody is named as the owner" not in page
    assert "decide/dates.ics" in page
    content = Decision.objects.get().content
    assert content["step.audit.token-stream"]["owner"] == "Cleo"
    assert content["owner.token-stream"] == {"owner": "Ada", "backup": "Ben", "scope": "No tenants."}


def test_step_taken_over_is_one_action_everywhere(ada: Assessment) -> None:
    fill(Browser(ADA), ada, **FILLED)
    told = Browser(ADA).get(at(ada, "result.json")).json()
    (action,) = told["answers"]["decision"]["actions"]
    assert (action["owner"], action["step"], action["service"]) == ("Cleo", "audit", "Token stream")
    assert [one["owner"] for one in told["plan"]["steps"] if one["owner"]] == ["Cleo"]
    assert told["plan"]["further"] == []
    rows = csv.DictReader(Browser(ADA).get(at(ada, "plan.csv")).content.decode("utf-8-sig").splitlines())
    assert [(row["Owner"], row["By"]) for row in rows if "Go through" in str(row)] == [("Cleo", "2027-01-08")]
    assert "(Cleo)" in Browser(ADA).get(at(ada, "decide/dates.ics")).content.decode().replace("\r\n ", "")
    assert "owners of Token stream" in Browser(ADA).get(at(ada, "history/")).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        (f"{STEP}-by", "soon", "Write a day such as 2027-05-01."),
        ("owner--token-stream-backup", "ada", "This is the owner. Name somebody else, or leave it empty."),
        ("maintainers", "Dora\ndora", "“dora” appears twice. Keep one."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_everything_typed_stays(
    field: str, value: str, told: str, ada: Assessment
) -> None:
    response = fill(Browser(ADA), ada, **{**FILLED, field: value})
    assert response.status_code == 422
    page = response.content.decode()
    assert told in page
    assert 'value="Dora on even weeks."' in page
    assert Decision.objects.get().revision == 1


@pytest.mark.parametrize(
    ("field", "kept", "missing"),
    [
        ("by", {"owner": "Cleo"}, "set a date for this."),
        ("owner", {"by": "2027-01-08"}, "name who does this."),
    ],
)
def test_half_a_step_is_kept_and_is_no_action_until_it_is_whole(
    field: str, kept: dict[str, str], missing: str, ada: Assessment
) -> None:
    assert fill(Browser(ADA), ada, **{**FILLED, f"{STEP}-{field}": ""}).status_code == 302
    step = Decision.objects.get().content["step.audit.token-stream"]
    assert {key: value for key, value in step.items() if key != "what"} == kept
    assert Browser(ADA).get(at(ada, "result.json")).json()["answers"]["decision"].get("actions", []) == []
    assert "(Cleo)" not in Browser(ADA).get(at(ada, "decide/dates.ics")).content.decode()
    for page in ("plan/", "decide/"):
        told = Browser(ADA).get(at(ada, page)).content.decode()
        assert f'href="{at(ada, "plan/edit/")}#{STEP}-{field}"' in told
        assert missing in told
    form = Browser(ADA).get(at(ada, "plan/edit/")).content.decode()
    assert f'id="{STEP}-{field}"' in form
    assert next(iter(kept.values())) in form
    assert missing not in let_in(ada, VIC).get(at(ada)).content.decode()
    refused = Browser(ADA).post(at(ada, "decide/propose/"), {"revision": Decision.objects.get().revision})
    assert refused.status_code == 422
    assert missing in refused.content.decode()


def test_two_people_set_two_owners_at_once_and_the_same_one_gives_back_both(ada: Assessment) -> None:
    joined(ada, EVE, "Eve", "edit")
    before = marks(Browser(EVE).get(at(ada, "plan/edit/")))
    fill(Browser(ADA), ada, **{"concern--auth-owner": "Ada"})
    given = {**before, "concern--metering-owner": "Eve"}
    assert Browser(EVE).post(at(ada, "plan/edit/"), given).status_code == 302
    content = Decision.objects.get().content
    assert (content["concern.auth"], content["concern.metering"]) == ("Ada", "Eve")
    stale = Browser(EVE).post(at(ada, "plan/edit/"), {**before, "concern--auth-owner": "Eve"})
    assert stale.status_code == 412
    page = stale.content.decode()
    assert "Yours, not saved: Eve" in page
    assert "Saved: Ada" in page
    mine = {**marks(stale), "concern--auth-owner": "Eve", "stale": "concern.auth", "pick": "mine"}
    assert Browser(EVE).post(at(ada, "plan/edit/"), mine).status_code == 302
    assert Decision.objects.get().content["concern.auth"] == "Eve"


def test_step_that_is_no_longer_due_stays_until_it_is_emptied(ada: Assessment) -> None:
    row = Decision.objects.get()
    kept = {"what": "Leave Node.js 18", "owner": "Ben", "by": "2027-01-08"}
    Decision.objects.filter(id=row.id).update(content={**row.content, "step.leave-node-js-18": kept})
    assert "Added by the team." in Browser(ADA).get(at(ada)).content.decode()
    page = Browser(ADA).get(at(ada, "plan/edit/")).content.decode()
    assert "Agreed earlier, no longer needed" in page
    fill(Browser(ADA), ada, **{"step--leave-node-js-18-owner": "", "step--leave-node-js-18-by": ""})
    assert "step.leave-node-js-18" not in Decision.objects.get().content


def test_kept_sections_and_the_decision_of_a_file_are_each_others_reverse() -> None:
    file = answers("demo")
    content = {
        "step.prototype.metering": {"what": "Build it twice", "owner": "Ada", "by": "2027-01-08"},
        "step.benchmark": {"what": "Benchmark", "owner": "Ben", "by": "2027-01-09"},
        "actions": [{"what": "Write it down", "owner": "Cleo", "by": "2027-01-10"}],
        "owner.metering": {"owner": "Ada", "scope": "No bills."},
        "concern.auth": "Dora",
        "maintainers": ["Emil"],
        "rota": "Weekly.",
        "staffed-by": "2027-02-01",
    }
    slugs = {one.name: one.name.lower().replace(" ", "-") for one in file.services}
    made = value_of(content, {slug: name for name, slug in slugs.items()}, file, proposed=False)
    assert made is not None
    assert [(one.step, one.service) for one in made.actions] == [
        ("prototype", "Metering"),
        ("benchmark", None),
        (None, None),
    ]
    assert content_of(made, slugs) == content


def test_reader_sees_the_plan_and_cannot_change_it(ada: Assessment) -> None:
    reader = let_in(ada, VIC)
    shown(ada)
    page = reader.get(at(ada)).content.decode()
    assert "Who to hire" in page
    assert "plan/edit/" not in page
    assert reader.get(at(ada, "plan/edit/")).status_code == 403
    assert reader.get(at(ada, "plan.csv")).status_code == 200
    assert Browser(key_of("nobody")).get(at(ada)).status_code == 404


def test_interviews_are_drawn_once_and_their_page_leads_back_to_the_plan(ada: Assessment) -> None:
    for _ in range(2):
        response = Browser(ADA).post(at(ada, "interviews.pdf"), {})
        assert response.status_code == 303
    assert Rendering.objects.count() == 1
    page = Browser(ADA).get(response["Location"]).content.decode()
    assert f'href="{at(ada)}"' in page
    assert Browser(ADA).get(at(ada, "interviews.pdf"))["Location"] == at(ada)
    assert let_in(ada, key_of("other"), "own").get(response["Location"]).status_code == 404


def test_demo_shows_its_plan_to_anyone_and_offers_no_form() -> None:
    browser = Browser(key_of("passer-by"))
    page = browser.get("/demo/plan/").content.decode()
    assert "Who to hire" in page
    assert "Set owners and dates" not in page
    assert browser.get("/demo/plan.csv")["Content-Type"] == "text/csv; charset=utf-8"


def test_plan_takes_the_same_number_of_reads_for_many_services() -> None:
    def reads(names: list[str]) -> int:
        made = platform(*names, title=f"With {len(names)}")
        for service in Service.objects.filter(assessment=made):
            said(service)
        Browser(ADA).get(at(made))
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert Browser(ADA).get(at(made)).status_code == 200
        return len(found)

    assert reads(["One"]) == reads([f"Service {n}" for n in range(9)])
