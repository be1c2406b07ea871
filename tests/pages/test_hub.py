"""The hub: what it shows of each service and team, what to do next, and what can be changed from it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.assessments.actions.arrange import sweep_removed
from advisor.assessments.actions.create import NewService, add_services
from advisor.assessments.checklists import newest
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    Assignment,
    AuditEvent,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    Service,
    Submission,
)
from advisor.sharing.models import Grant
from tests.pages.making import VIC, joined, let_in, platform, rated, said, shown
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    return platform("Token stream", "Customer API", "Webhooks")


def at(made: Assessment, more: str = "") -> str:
    return f"/a/{made.public_id}/{more}"


def plain(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def order() -> list[str]:
    return list(Service.objects.order_by("position").values_list("slug", flat=True))


def test_hub_shows_progress_and_verdict_so_far(ada: Browser, made: Assessment) -> None:
    first, second, _ = Service.objects.order_by("position")
    said(first, "4")
    said(second, "3", statements=3)
    page = plain(text_of(ada.get(at(made))))
    assert "1 of 3 services answered" in page
    assert re.search(r"Token stream Edge Done", page)
    assert re.search(rf"Customer API Edge 3 of {len(newest().statements)} too early", page)
    assert re.search(r"Webhooks Edge Not started", page)
    assert "Edge 3 services Not started not stated" in page
    assert "Product owns no service" in page


def test_hub_next_step_goes_on_where_one_was(ada: Browser, made: Assessment) -> None:
    first, second, third = Service.objects.order_by("position")
    assert "Answer for Token stream" in text_of(ada.get(at(made)))
    said(second, statements=3)
    assert "Continue with Customer API" in text_of(ada.get(at(made)))
    CurrentAnswer.objects.all().delete()
    for service in (first, second, third):
        said(service)
    assert "Fill in the scorecard of Edge" in text_of(ada.get(at(made)))
    rated(OwningTeam.objects.get(name="Edge"))
    page = text_of(ada.get(at(made)))
    assert f'href="{at(made)}result/">See the result</a>' in page
    assert "3 of 3 services answered" in page


def test_hub_of_a_viewer_can_be_read_and_not_changed(made: Assessment) -> None:
    said(Service.objects.order_by("position")[0], "4")
    vic = let_in(made, VIC)
    page = text_of(vic.get(at(made)))
    assert "Ada hasn&#x27;t shown any answers yet" in page
    assert "Done" not in page
    shown(made)
    page = text_of(vic.get(at(made)))
    assert "You can read everything here" in page
    assert "Done" in page
    for word in ("/edit/", "/add/", "/share/", "<form", "/intro/", "put-back"):
        assert word not in page
    assert f'href="{at(made)}services/token-stream/result/"' in page


def test_hub_of_a_stranger_is_not_there(made: Assessment) -> None:
    for browser in (Browser(BEN), Browser(CLEO)):
        assert browser.get(at(made)).status_code == 404


def test_hub_asks_as_often_for_two_hundred_services_as_for_one(ada: Browser) -> None:
    counts = []
    for names in (("one",), tuple(f"service {n}" for n in range(200))):
        made = platform(*names, title=f"{len(names)}")
        for service in Service.objects.filter(assessment=made).select_related("assessment"):
            said(service, "2", statements=2)
        ada.get(at(made))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert ada.get(at(made)).status_code == 200
        counts.append(len(queries))
        with CaptureQueriesContext(connection) as queries:
            assert ada.get("/my/").status_code == 200
        counts.append(len(queries))
    assert counts[:2] == counts[2:]
    assert counts[0] <= 21


def test_add_services_come_last_and_the_same_name_is_refused(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, "add/services/"), {"services": "Metering\nGateway"})
    assert response["Location"] == at(made, "?added=2#services")
    assert order() == ["token-stream", "customer-api", "webhooks", "metering", "gateway"]
    assert "2 services added" in plain(text_of(ada.get(at(made, "?added=2"))))
    again = ada.post(at(made, "add/services/"), {"services": "Proxy\nwebHooks"})
    assert again.status_code == 422
    assert "“webHooks” already exists" in text_of(again)
    assert "Proxy" in text_of(again)
    assert Service.objects.count() == 5
    nothing = ada.post(at(made, "add/services/"), {"services": " "})
    assert nothing.status_code == 422
    assert "at least one service" in text_of(nothing)


def test_add_services_more_than_an_assessment_takes_is_refused(ada: Browser) -> None:
    made = platform(*(f"service {n}" for n in range(199)))
    response = ada.post(at(made, "add/services/"), {"services": "one\ntwo"})
    assert response.status_code == 422
    assert "at most 200 services" in text_of(response)
    assert Service.objects.count() == 199


FIELDS = {
    "name": "Token edge",
    "kind": "streaming-bridge",
    "runs_as": "server",
    "protocol": "sse",
    "team": "product",
    "description": "Relays tokens.\r\nNothing else.",
    "intended": "raw",
    "latency_budget_ms": "15",
    "downstream_ms": "2.5",
    "boundary": "",
    "version-node": "24",
    "base": "1",
}


def test_edit_service_saves_every_detail_and_keeps_the_address(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, "edit/services/token-stream/"), FIELDS)
    assert response["Location"] == at(made, "#services")
    row = Service.objects.get(slug="token-stream")
    assert (row.name, row.kind, row.team.name, row.intended) == ("Token edge", "streaming-bridge", "Product", "raw")
    assert (row.description, row.latency_budget_ms, row.downstream_ms) == ("Relays tokens.\nNothing else.", 15.0, 2.5)
    assert (row.runs_as, row.protocol) == ("server", "sse")
    assert (row.versions, row.revision) == ({"node": "24"}, 2)
    page = text_of(ada.get(at(made, "edit/services/token-stream/")))
    for value in ("Token edge", "Relays tokens.", 'value="15"', 'value="2.5"', 'value="24"', 'name="base" value="2"'):
        assert value in page
    assert AuditEvent.objects.filter(action="service details changed").count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "Write a name for the service."),
        ({"name": "webhooks"}, "“webhooks” already exists"),
        ({"kind": "nonsense"}, "Choose one of the kinds listed"),
        ({"runs_as": "nonsense"}, "Choose one of those listed"),
        ({"team": "other"}, "Choose one of the teams listed."),
        ({"latency_budget_ms": "fast"}, "Write a number of milliseconds"),
        ({"latency_budget_ms": "1,500"}, "“1,500” can be 1500 or 1.5. Write the one you mean."),
        ({"downstream_ms": "-1"}, "Write a number of milliseconds"),
        ({"intended": "both"}, "Choose one of those listed"),
        ({"description": "x" * 20_001}, "Shorten it to 20,000 characters"),
    ],
)
def test_edit_service_wrong_is_told_and_keeps_what_was_typed(
    ada: Browser, made: Assessment, changed: dict[str, str], told: str
) -> None:
    response = ada.post(at(made, "edit/services/token-stream/"), {**FIELDS, "version-express": "5.3.0", **changed})
    assert response.status_code == 422
    assert told in text_of(response)
    assert "5.3.0" in text_of(response)
    assert Service.objects.get(slug="token-stream").revision == 1


def test_edit_service_changed_meanwhile_gives_both_values_and_the_person_picks(ada: Browser, made: Assessment) -> None:
    address = at(made, "edit/services/token-stream/")
    shown = {"was-name": "Token stream", "was-team": "edge", "was-kind": "", "was-description": "", "was-runs_as": ""}
    ada.post(address, {**shown, "name": "Theirs", "team": "edge", "runs_as": "edge", "base": "1"})
    stale = {**shown, "name": "Mine", "team": "edge", "description": "typed", "runs_as": "server", "base": "1"}
    response = ada.post(address, stale)
    assert response.status_code == 412
    said_both = plain(text_of(response))
    assert "Yours, not saved: Mine" in said_both
    assert "Saved: Theirs" in said_both
    assert "Yours, not saved: A server of its own" in said_both
    assert "Saved: At the edge" in said_both
    assert "typed" in text_of(response)
    assert 'name="base" value="2"' in " ".join(text_of(response).split())
    assert Service.objects.get(slug="token-stream").name == "Theirs"
    without = ada.post(address, {**stale, "base": "2", "conflict": "1"})
    assert without.status_code == 412
    kept = ada.post(address, {**stale, "base": "2", "conflict": "1", "pick": "mine"})
    assert kept.status_code == 302
    row = Service.objects.get(slug="token-stream")
    assert (row.name, row.description, row.revision) == ("Mine", "typed", 3)
    theirs = ada.post(address, {**stale, "name": "Other", "base": "3", "conflict": "1", "pick": "theirs"})
    assert theirs.status_code == 302
    assert Service.objects.get(slug="token-stream").name == "Mine"


def test_edit_service_untouched_fields_are_nobodys_to_overwrite(ada: Browser, made: Assessment) -> None:
    address = at(made, "edit/services/token-stream/")
    ada.post(address, {"name": "Token stream", "team": "edge", "kind": "metering", "base": "1"})
    shown = {"was-name": "Token stream", "was-team": "edge", "was-kind": ""}
    response = ada.post(address, {**shown, "name": "Token stream", "team": "edge", "kind": "", "base": "1"})
    assert response.status_code == 302
    assert Service.objects.get(slug="token-stream").kind == "metering"


def owner(slug: str) -> str:
    return Service.objects.get(slug=slug).team.slug


BOTH = {"service": ["token-stream", "webhooks"], "was-token-stream": "edge", "was-webhooks": "edge", "team": "product"}


def test_one_team_is_given_several_services_at_once_with_one_undo(ada: Browser, made: Assessment) -> None:
    assert f'href="{at(made, "arrange/owners/")}"' in text_of(ada.get(at(made)))
    form = text_of(ada.get(at(made, "arrange/owners/")))
    assert form.count('type="checkbox"') == 3
    assert 'name="was-webhooks" value="edge"' in " ".join(form.split())
    response = ada.post(at(made, "arrange/owners/"), BOTH)
    assert [owner(slug) for slug in ("token-stream", "customer-api", "webhooks")] == ["product", "edge", "product"]
    page = text_of(ada.get(response["Location"].partition("#")[0]))
    assert "Product owns Token stream and Webhooks now." in page
    number = re.search(r'name="given" value="(\d+)"', page)
    assert number is not None
    assert "Product was given Token stream and Webhooks" in plain(text_of(ada.get(at(made, "history/"))))
    Service.objects.filter(slug="webhooks").update(
        team=OwningTeam.objects.create(assessment=made, name="X", slug="x", position=9)
    )
    for _ in range(2):
        assert ada.post(at(made, "arrange/owners/undo/"), {"given": number[1]}).status_code == 302
    assert (owner("token-stream"), owner("webhooks")) == ("edge", "x")  # what somebody changed since stays
    assert AuditEvent.objects.filter(action="services taken back").count() == 1
    assert "Undo" not in text_of(ada.get(response["Location"].partition("#")[0]))


def test_team_that_somebody_else_changed_meanwhile_is_not_overwritten(ada: Browser, made: Assessment) -> None:
    other = OwningTeam.objects.create(assessment=made, name="Mobile", slug="mobile", position=9)
    Service.objects.filter(slug="webhooks").update(team=other)
    response = ada.post(at(made, "arrange/owners/"), BOTH)
    page = text_of(response)
    assert response.status_code == 412
    assert "is owned by <bdi>Mobile</bdi> now" in page
    assert page.count("checked") == 2
    assert '<option value="product" selected>' in " ".join(page.split())
    assert (owner("token-stream"), owner("webhooks")) == ("edge", "mobile")
    assert ada.post(at(made, "arrange/owners/"), BOTH | {"was-webhooks": "mobile"}).status_code == 302
    assert owner("webhooks") == "product"


def test_what_is_missing_is_told_and_the_ticks_stay(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, "arrange/owners/"), {"service": ["webhooks"], "was-webhooks": "edge"})
    assert response.status_code == 422
    assert "Choose the team that owns them." in text_of(response)
    assert text_of(response).count("checked") == 1
    assert "Tick at least one service." in text_of(ada.post(at(made, "arrange/owners/"), {"team": "product"}))
    again = ada.post(at(made, "arrange/owners/"), {**BOTH, "team": "edge"})
    assert again["Location"] == at(made, "#services")  # it owns them already
    assert not AuditEvent.objects.filter(action__startswith="services given").exists()


def test_undo_of_another_assessment_is_not_there(ada: Browser, made: Assessment) -> None:
    platform("Token stream", "Webhooks", title="Other")
    theirs = Assessment.objects.get(title="Other")
    ada.post(at(theirs, "arrange/owners/"), BOTH)
    number = AuditEvent.objects.get(action="services given to a team").id
    assert ada.post(at(made, "arrange/owners/undo/"), {"given": number}).status_code == 404
    assert "Undo" not in text_of(ada.get(at(made, f"?given={number}")))
    assert ada.post(at(made, "arrange/owners/undo/"), {"given": "x" * 99}).status_code == 404


def test_arrange_moves_one_place_and_stops_at_the_ends(ada: Browser, made: Assessment) -> None:
    arrange = at(made, "arrange/services/")
    assert "Move Webhooks up" in text_of(ada.get(at(made, "?arrange")))
    assert ada.post(arrange, {"up": "webhooks"})["Location"] == at(made, "?arrange#service-webhooks")
    assert order() == ["token-stream", "webhooks", "customer-api"]
    ada.post(arrange, {"down": "token-stream"})
    assert order() == ["webhooks", "token-stream", "customer-api"]
    ada.post(arrange, {"up": "webhooks"})
    ada.post(arrange, {"down": "customer-api"})
    assert order() == ["webhooks", "token-stream", "customer-api"]
    assert ada.post(arrange, {"up": "unknown"}).status_code == 404


def test_arrange_steps_over_what_was_removed(ada: Browser, made: Assessment) -> None:
    ada.post(at(made, "edit/services/customer-api/remove/"), {})
    ada.post(at(made, "arrange/services/"), {"up": "webhooks"})
    assert order() == ["webhooks", "token-stream"]


@pytest.mark.parametrize("with_answers", [True, False])
def test_duplicate_stands_below_with_or_without_answers(ada: Browser, made: Assessment, with_answers: bool) -> None:
    said(Service.objects.get(slug="token-stream"), "2")
    address = at(made, "edit/services/token-stream/duplicate/")
    response = ada.post(address, {"answers": "1"} if with_answers else {})
    assert response["Location"] == at(made, "?added=1#service-token-stream-copy")
    assert order() == ["token-stream", "token-stream-copy", "customer-api", "webhooks"]
    copy = Service.objects.get(slug="token-stream-copy")
    assert copy.name == "Token stream (copy)"
    assert CurrentAnswer.objects.filter(service=copy).count() == (len(newest().statements) if with_answers else 0)
    assert AnswerEvent.objects.filter(service=copy, seq=1).count() == (len(newest().statements) if with_answers else 0)
    ada.post(address, {})
    assert Service.objects.filter(name="Token stream (copy 2)").exists()


def test_remove_and_put_back_keeps_answers_and_the_name_is_free_meanwhile(ada: Browser, made: Assessment) -> None:
    said(Service.objects.get(slug="webhooks"))
    response = ada.post(at(made, "edit/services/webhooks/remove/"), {})
    page = text_of(ada.get(response["Location"]))
    assert "The service was removed" in page
    assert at(made, "edit/services/webhooks/put-back/") in page
    assert order() == ["token-stream", "customer-api"]
    assert ada.get(at(made, "edit/services/webhooks/")).status_code == 404
    ada.post(at(made, "add/services/"), {"services": "Webhooks"})
    assert order() == ["token-stream", "customer-api", "webhooks-2"]
    ada.post(at(made, "edit/services/webhooks/put-back/"), {})
    row = Service.objects.get(slug="webhooks")
    assert row.name == "Webhooks (copy)"
    assert CurrentAnswer.objects.filter(service=row).count() == len(newest().statements)
    assert [e.action for e in AuditEvent.objects.order_by("id")][-3:] == [
        "service removed",
        "services added",
        "service put back",
    ]


def test_remove_is_for_good_after_a_week(ada: Browser, made: Assessment) -> None:
    ada.post(at(made, "edit/services/webhooks/remove/"), {})
    now = timezone.now()
    assert sweep_removed(now=now + timedelta(days=6)) == 0
    assert Service.everything.count() == 3
    sweep_removed(now=now + timedelta(days=8))
    assert Service.everything.count() == 2


def test_team_with_services_is_not_removed_and_says_so(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, "edit/teams/edge/remove/"), {})
    assert response.status_code == 409
    assert "still owns “Token stream”" in text_of(response)
    removed = ada.post(at(made, "edit/teams/product/remove/"), {})
    assert "The team was removed" in text_of(ada.get(removed["Location"]))
    assert list(OwningTeam.objects.values_list("slug", flat=True)) == ["edge"]
    ada.post(at(made, "edit/teams/product/put-back/"), {})
    assert OwningTeam.objects.count() == 2


def test_putting_a_service_back_brings_its_team(ada: Browser, made: Assessment) -> None:
    Service.objects.filter(slug="webhooks").update(team=OwningTeam.objects.get(slug="product"))
    ada.post(at(made, "edit/services/webhooks/remove/"), {})
    ada.post(at(made, "edit/teams/product/remove/"), {})
    ada.post(at(made, "edit/services/webhooks/put-back/"), {})
    assert OwningTeam.objects.filter(slug="product").exists()
    assert Service.objects.get(slug="webhooks").team.slug == "product"


def test_teams_are_added_edited_and_told_apart(ada: Browser, made: Assessment) -> None:
    assert ada.post(at(made, "add/team/"), {"name": "EDGE"}).status_code == 422
    assert ada.post(at(made, "add/team/"), {"name": "Core", "raw_owners": "x"}).status_code == 422
    assert ada.post(at(made, "add/team/"), {"name": "Core", "raw_owners": "2"}).status_code == 302
    core = OwningTeam.objects.get(slug="core")
    assert (core.raw_owners, core.position) == (2, 2)
    assert ada.post(at(made, "edit/teams/core/"), {"name": "Kern", "raw_owners": "3", "base": "1"}).status_code == 302
    core.refresh_from_db()
    assert (core.name, core.slug, core.raw_owners) == ("Kern", "core", 3)
    assert ada.post(at(made, "edit/teams/core/"), {"name": "K", "raw_owners": "4", "base": "1"}).status_code == 412


def test_rename_the_assessment(ada: Browser, made: Assessment) -> None:
    assert ada.post(at(made, "edit/"), {"title": ""}).status_code == 422
    assert ada.post(at(made, "edit/"), {"title": "Umbrella"})["Location"] == at(made)
    assert "Umbrella" in text_of(ada.get(at(made)))


def test_my_lists_what_one_made_and_opened_and_nothing_else(ada: Browser, made: Assessment) -> None:
    other = platform("x", key=BEN, title="Bens platform")
    let_in(other, ADA)
    page = plain(text_of(ada.get("/my/")))
    assert "Acme AI 3" in page
    assert "Bens platform 1" in page
    assert "read" in page
    assert "Nothing here yet" in text_of(Browser(CLEO).get("/my/"))
    assert "Acme AI" not in text_of(Browser(BEN).get("/my/"))


def test_owner_whose_link_has_ended_puts_nothing_back(ada: Browser, made: Assessment) -> None:
    vic = let_in(made, VIC, "own")
    assert ada.post(f"/a/{made.public_id}/remove/", {}).status_code == 302
    assert made.title in text_of(vic.get("/my/"))
    Grant.objects.filter(link__isnull=False).update(expires_at=timezone.now())
    assert made.title not in text_of(vic.get("/my/"))
    assert vic.post("/my/put-back/", {"assessment": made.public_id}).status_code == 404


def test_removed_assessment_is_closed_to_all_and_can_be_put_back(ada: Browser, made: Assessment) -> None:
    vic = let_in(made, VIC)
    response = ada.post(at(made, "remove/"), {})
    assert response["Location"] == f"/my/?removed={made.public_id}"
    assert "The assessment was removed" in text_of(ada.get(response["Location"]))
    for browser in (ada, vic):
        assert browser.get(at(made)).status_code == 404
    assert "Acme AI" not in text_of(vic.get("/my/"))
    for browser in (vic, Browser(BEN)):
        assert browser.post("/my/put-back/", {"assessment": made.public_id}).status_code == 404
    assert ada.post("/my/put-back/", {"assessment": made.public_id})["Location"] == at(made)
    for browser in (ada, vic):
        assert browser.get(at(made)).status_code == 200


def test_removed_assessment_goes_for_good_after_a_week(ada: Browser, made: Assessment) -> None:
    ada.post(at(made, "remove/"), {})
    assert sweep_removed(now=timezone.now() + timedelta(days=8)) == 1
    assert not Assessment.objects.exists()
    assert AuditEvent.objects.filter(action="assessment removed").exists()


def test_slugs_stay_after_a_rename_and_are_not_given_away(ada: Browser, made: Assessment) -> None:
    Service.objects.filter(slug="webhooks").update(name="Hooks")
    add_services(assessment=made, visitor=ADA, services=[NewService("Webhooks")])
    assert order()[-2:] == ["webhooks", "webhooks-2"]


def test_hub_of_several_counts_who_is_done_and_says_what_is_not_asked(ada: Browser) -> None:
    made = platform()
    stream, api = Service.objects.order_by("position")
    ben = joined(made, BEN, "Ben")
    Respondent.objects.filter(id=ben.id).update(only_assigned=True)
    Assignment.objects.create(respondent=ben, service=api)
    said(stream)
    Submission.objects.create(respondent=ben, service=api)
    page = text_of(ada.get(at(made)))
    assert "0 of 1 done" in page
    assert "1 of 2 done" in page
    assert "not asked of you" not in page
    page = text_of(Browser(BEN).get(at(made)))
    assert page.count("not asked of you") == 1
    assert "Answer for Token stream" not in page
    assert f"{len(newest().statements)} of {len(newest().statements)}" not in page


def test_hub_of_several_leads_to_saying_that_one_is_done(ada: Browser) -> None:
    made = platform("Token stream", teams=("Edge",))
    joined(made, BEN, "Ben")
    said(Service.objects.get())
    rated(OwningTeam.objects.get())
    page = text_of(ada.get(at(made)))
    assert "1 of 1 service answered" in page
    assert "Answered, not done yet" in page
    ada.post(f"{at(made)}done/", {})
    page = text_of(ada.get(at(made)))
    assert Submission.objects.get().respondent.name == "Ada"
    assert "You&#x27;re done. 1 of 1 service answered. Waiting for Ben." in page
    assert "Answered, not done yet" not in page


def test_only_person_shows_their_answers_with_a_button_and_stops_again(ada: Browser, made: Assessment) -> None:
    vic = let_in(made, VIC)
    assert "once you have answered something" in text_of(ada.get(at(made)))
    said(Service.objects.order_by("position")[0], "4")
    for page in (at(made), f"{at(made)}share/"):
        assert "Show my answers</button>" in text_of(ada.get(page))
    assert ada.post(f"{at(made)}show/", {"back": "share"}).headers["Location"] == f"{at(made)}share/#shown"
    assert "Done" in text_of(vic.get(at(made)))
    page = text_of(ada.get(at(made)))
    assert "Stop showing my answers</button>" in page
    assert "Show my answers</button>" not in page
    assert vic.post(f"{at(made)}show/", {"what": "hide"}).status_code == 403
    assert ada.post(f"{at(made)}show/", {"what": "hide"}).headers["Location"] == f"{at(made)}#shown"
    assert "Ada hasn&#x27;t shown any answers yet" in text_of(vic.get(at(made)))


def test_edit_service_takes_a_decimal_comma_and_gives_back_what_it_shows(ada: Browser, made: Assessment) -> None:
    address = at(made, "edit/services/token-stream/")
    ada.post(address, {**FIELDS, "latency_budget_ms": "15,5", "downstream_ms": "2,1250"})
    row = Service.objects.get(slug="token-stream")
    assert (row.latency_budget_ms, row.downstream_ms) == (15.5, 2.125)
    page = text_of(ada.get(address))
    assert 'value="2.1250"' in page  # and not 2.125, which could be read as 2125
    assert 'type="number"' not in page


def test_being_done_with_everything_is_one_press_and_reveals_what_waits_for_nobody(ada: Browser) -> None:
    made = platform("One", "Two", "Three", teams=("Edge",))
    ben = joined(made, BEN, "Ben")
    rows = list(Service.objects.order_by("position"))
    for one in rows:
        Submission.objects.create(respondent=ben, service=one)
        said(one)
    rated(OwningTeam.objects.get())
    page = text_of(ada.get(at(made)))
    assert "3 of 3 services answered" in page
    assert "I&#x27;m done with all 3 services</button>" in page
    assert ada.post(f"{at(made)}done/", {})["Location"] == at(made)
    assert ada.post(f"{at(made)}done/", {}).status_code == 302  # once more, and nothing more
    assert Submission.objects.filter(respondent__name="Ada").count() == 3
    assert Round.objects.exclude(service=None).exclude(revealed_at=None).count() == 3
    assert "Everything is revealed." in text_of(ada.get(at(made)))
    assert let_in(made, VIC).post(f"{at(made)}done/", {}).status_code == 403


def test_head_of_every_page_says_how_far_it_is(ada: Browser, made: Assessment) -> None:
    first = Service.objects.order_by("position")[0]
    said(first)
    pages = ["", "people/", "share/", "compare/", "decide/", "plan/", "result/", "history/", "edit/", "add/services/"]
    pages += [f"services/{first.slug}/check/", f"services/{first.slug}/result/"]
    for more in (*pages, f"compare/services/{first.slug}/", "teams/edge/"):
        page = text_of(ada.get(at(made) + more))
        assert page.count('aria-current="step"') == 1, more
        assert page.count(f'<a href="{at(made)}decide/"') >= 1, more
        assert page.count("</main>") == 1, more
