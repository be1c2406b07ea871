"""Answering for a platform: what Ada saves about its services and teams, and what others may not."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.assessments.checklists import newest
from advisor.assessments.models import AnswerEvent, Assessment, AuditEvent, OwningTeam, Respondent, Service, Submission
from advisor.sharing.links import make_link, make_private_link
from advisor.sharing.models import Grant
from tests.pages.making import VIC, let_in, platform, rated, said
from tests.people import ADA, CLEO, Browser, key_of, text_of

pytestmark = pytest.mark.django_db

KEY = "latency-first"
CARD = "scorecard.seniority"
STREAM = "services/token-stream/"
SAVE = f"{STREAM}answers/{KEY}/"
FIRST, SECOND = newest().sections[0], newest().sections[1]


@pytest.fixture
def made() -> Assessment:
    return platform("Token stream", "Customer API", "Webhooks")


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


def at(made: Assessment, more: str = "") -> str:
    return f"/a/{made.public_id}/{more}"


def fields(key: str, value: str, base: int = 0, **more: str) -> dict[str, str]:
    return {f"answer-{key}": value, f"base-{key}": str(base), **{f"{name}-{key}": text for name, text in more.items()}}


def save(browser: Browser, made: Assessment, value: str, base: int = 0, **more: str) -> Any:
    return browser.post(at(made, SAVE), fields(KEY, value, base, **more), htmx=True)


def squeezed(response: Any) -> str:
    return re.sub(r"\s+", " ", text_of(response))


def test_service_resumed_leads_to_the_first_page_with_an_open_statement(ada: Browser, made: Assessment) -> None:
    def leads() -> str:
        return str(ada.get(at(made, STREAM))["Location"]).removeprefix(at(made, STREAM))

    assert leads() == f"{FIRST.id}/"
    for section in newest().sections:
        assert leads() == f"{section.id}/"
        for key in section.statements:
            ada.post(at(made, f"{STREAM}answers/{key}/"), fields(key, "unsure"), htmx=True)
    assert leads() == "check/"


def test_pages_of_a_service_together_ask_every_statement_once(ada: Browser, made: Assessment) -> None:
    keys: list[str] = []
    for section in newest().sections:
        page = text_of(ada.get(at(made, f"{STREAM}{section.id}/")))
        keys += re.findall(r'data-autosave="([^"]+)"', page)
    assert keys == [key for section in newest().sections for key in section.statements]
    everything = text_of(ada.get(at(made, f"{STREAM}all/")))
    assert re.findall(r'data-autosave="([^"]+)"', everything) == keys


def test_page_of_a_team_asks_its_dimensions_and_raw_owners(ada: Browser, made: Assessment) -> None:
    page = text_of(ada.get(at(made, "teams/edge/")))
    asked = re.findall(r'data-autosave="([^"]+)"', page)
    assert asked == ["owners", *(f"scorecard.{one.id}" for one in newest().scorecard.dimensions)]
    for dimension in newest().scorecard.dimensions:
        for level in dimension.levels:
            assert level.replace("'", "&#x27;") in page


def test_page_of_an_unknown_section_service_or_team_is_not_there(ada: Browser, made: Assessment) -> None:
    for more in (f"{STREAM}no-such/", f"{STREAM}team/", f"services/no-such/{FIRST.id}/", "teams/no-such/"):
        assert ada.get(at(made, more)).status_code == 404
        assert ada.post(at(made, more), {}).status_code == 404


def test_save_is_kept_for_this_service_alone(ada: Browser, made: Assessment) -> None:
    assert save(ada, made, "3", note="15 ms").status_code == 200
    event = AnswerEvent.objects.get()
    assert (event.service.slug if event.service else "", event.value, event.note) == ("token-stream", "3", "15 ms")
    assert "checked" in text_of(ada.get(at(made, f"{STREAM}{SECOND.id}/")))
    assert "checked" not in text_of(ada.get(at(made, f"services/customer-api/{SECOND.id}/")))


def test_save_with_htmx_is_a_fragment_that_occurs_in_the_page(ada: Browser, made: Assessment) -> None:
    response = save(ada, made, "3")
    assert response["HX-Trigger"] == "answer-saved"
    saved = re.search(r"Saved <time[^>]*>[^<]*</time>", squeezed(response))
    assert saved
    assert "<html" not in text_of(response)
    assert saved.group() in squeezed(ada.get(at(made, f"{STREAM}{SECOND.id}/")))


def test_save_without_htmx_goes_back_to_the_statement(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, SAVE), fields(KEY, "3"))
    assert response["Location"] == at(made, f"{STREAM}{SECOND.id}/#q-{KEY}")
    assert ada.get(at(made, SAVE))["Location"] == response["Location"]
    card = ada.post(at(made, f"teams/edge/answers/{CARD}/"), fields(CARD, "3"))
    assert card["Location"] == at(made, "teams/edge/#q-scorecard--seniority")


@pytest.mark.parametrize(("more", "key"), [(STREAM, KEY), ("teams/edge/", CARD)])
def test_statement_fragment_occurs_in_its_page(ada: Browser, made: Assessment, more: str, key: str) -> None:
    fragment = squeezed(ada.get(at(made, f"{more}answers/{key}/"), htmx=True))
    page = squeezed(ada.get(at(made, f"{STREAM}all/" if more == STREAM else more)))
    legend = re.search(r'<fieldset class="statement".*?</legend>', fragment)
    assert legend
    assert legend.group() in page


@pytest.mark.parametrize(("more", "step"), [(STREAM, SECOND.id), (STREAM, "all"), ("teams/edge/", "team")])
def test_so_far_fragment_occurs_in_its_page(ada: Browser, made: Assessment, more: str, step: str) -> None:
    save(ada, made, "3")
    fragment = squeezed(ada.get(at(made, f"{more}so-far/?step={step}"), htmx=True))
    panel = fragment[fragment.index('<div class="panel') : fragment.index("</div>")]
    page = at(made, more if step == "team" else f"{more}{step}/")
    assert panel in squeezed(ada.get(page))
    assert panel in squeezed(ada.get(at(made, f"{more}so-far/")))
    assert 'id="page-progress" hx-swap-oob="true"' in fragment
    assert "<html" not in fragment


def test_statement_is_answered_only_where_it_belongs(ada: Browser, made: Assessment) -> None:
    for more, key in ((f"{STREAM}answers/", CARD), ("teams/edge/answers/", KEY), (f"{STREAM}answers/", "no-such")):
        assert ada.post(at(made, f"{more}{key}/"), fields(key, "3"), htmx=True).status_code == 404
        assert ada.get(at(made, f"{more}{key}/")).status_code == 404
    assert not AnswerEvent.objects.exists()


def test_save_in_a_second_tab_shows_both_values_and_overwrites_nothing(ada: Browser, made: Assessment) -> None:
    save(ada, made, "3", note="first tab")
    stale = save(ada, made, "1", 0, link="https://wiki.example/second")
    assert stale.status_code == 412
    page = text_of(stale)
    for told in ("mostly true", "mostly not true", "first tab", "https://wiki.example/second"):
        assert told in page
    assert f'hx-post="{at(made, SAVE)}"' in page
    assert AnswerEvent.objects.get().value == "3"
    assert save(ada, made, "1", 1, pick="mine", conflict="1").status_code == 200
    assert AnswerEvent.objects.order_by("-seq")[0].value == "1"


def test_save_sent_twice_is_stored_once(ada: Browser, made: Assessment) -> None:
    for _ in range(2):
        assert save(ada, made, "3", request="0123456789abcdef").status_code == 200
    assert AnswerEvent.objects.count() == 1


@pytest.mark.parametrize(("further", "status"), [(0, 200), (18, 200), (19, 200), (20, 412)])
def test_reply_that_was_lost_is_known_again_among_twenty_tries(
    further: int, status: int, ada: Browser, made: Assessment
) -> None:
    """As many as the browser remembers (`MOST_LOST` in autosave.js), each of the longest id there can be."""
    lost = "l" * 64
    save(ada, made, "3", request=lost)
    tried = " ".join([*(f"{number:064}" for number in range(further)), lost])
    assert save(ada, made, "4", tried=tried).status_code == status


@pytest.mark.parametrize("odd", ["short77", "l" * 65, "with_line", "ünicode-1"])
def test_request_id_that_is_none_is_replaced(odd: str, ada: Browser, made: Assessment) -> None:
    save(ada, made, "3", request=odd)
    assert AnswerEvent.objects.get().request_id not in (odd, "")
    assert save(ada, made, "4", tried=odd).status_code == 412


def test_page_saves_what_is_new_and_goes_on_to_the_check(ada: Browser, made: Assessment) -> None:
    sections = newest().sections
    sent = fields(sections[0].statements[0], "4")
    assert ada.post(at(made, f"{STREAM}{sections[0].id}/"), sent)["Location"] == at(made, f"{STREAM}{sections[1].id}/")
    last = ada.post(at(made, f"{STREAM}{sections[-1].id}/"), fields(sections[-1].statements[0], "4"))
    assert last["Location"] == at(made, f"{STREAM}check/")
    assert ada.post(at(made, "teams/edge/"), fields(CARD, "4"))["Location"] == at(made)
    assert AnswerEvent.objects.count() == 3


def test_all_statements_posted_at_once_are_saved(ada: Browser, made: Assessment) -> None:
    sent: dict[str, str] = {}
    for statement in newest().statements:
        sent |= fields(statement.id, "2")
    assert ada.post(at(made, f"{STREAM}all/"), sent)["Location"] == at(made, f"{STREAM}check/")
    assert AnswerEvent.objects.count() == len(newest().statements)
    again = ada.post(at(made, f"{STREAM}all/"), sent | fields(KEY, "0"))
    assert again.status_code == 412
    assert f'name="pick-{KEY}"' in text_of(again)
    assert AnswerEvent.objects.count() == len(newest().statements)


def test_evidence_is_kept_and_given_back(ada: Browser, made: Assessment) -> None:
    more = {"evidence": "measurement", "link": "HTTPS://wiki.example/bench?run=7", "expires": "2027-05-31"}
    assert save(ada, made, "3", **more).status_code == 200
    page = text_of(ada.get(at(made, f"{STREAM}{SECOND.id}/")))
    assert '<option value="measurement" selected>' in page
    assert 'value="https://wiki.example/bench?run=7"' in page
    assert 'value="2027-05-31"' in page
    assert "Evidence: measurement, https://wiki.example/bench?run=7" in squeezed(ada.get(at(made, f"{STREAM}check/")))


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"link": "javascript:alert(1)"}, "beginning with https://"),
        ({"link": "https://"}, "beginning with https://"),
        ({"link": "https://a.example/" + "x" * 2000}, "beginning with https://"),
        ({"evidence": "link", "link": "wiki page 12"}, "beginning with https://"),
        ({"evidence": "rumour"}, "Choose what kind"),
        ({"expires": "2027-05-31"}, "Choose what kind"),
        ({"evidence": "opinion", "expires": "31 May 2027"}, "2027-05-31"),
        ({"evidence": "opinion", "expires": "2027-02-30"}, "2027-05-31"),
    ],
)
def test_evidence_that_is_none_is_refused_and_kept_in_its_fields(
    ada: Browser, made: Assessment, more: dict[str, str], told: str
) -> None:
    response = save(ada, made, "3", **more)
    assert response.status_code == 422
    assert told in text_of(response)
    page = ada.post(at(made, f"{STREAM}{SECOND.id}/"), fields(KEY, "3", **more))
    assert page.status_code == 422
    for text in more.values():
        assert text in text_of(page) or text == "rumour"
    assert not AnswerEvent.objects.exists()


def test_evidence_alone_is_an_answer_still_open(ada: Browser, made: Assessment) -> None:
    assert save(ada, made, "", link="https://wiki.example/").status_code == 200
    event = AnswerEvent.objects.get()
    assert (event.value, event.evidence_kind) == ("none", "link")


def test_raw_owners_are_saved_by_an_editor_and_stale_ones_are_told(ada: Browser, made: Assessment) -> None:
    address = at(made, "teams/edge/raw-owners/")
    assert ada.post(address, {"raw_owners": "many", "base-team": "1"}, htmx=True).status_code == 422
    assert ada.post(address, {"raw_owners": "2", "base-team": "1"}, htmx=True).status_code == 200
    stale = ada.post(address, {"raw_owners": "3", "base-team": "1"}, htmx=True)
    assert stale.status_code == 412
    assert OwningTeam.objects.get(slug="edge").raw_owners == 2
    assert OwningTeam.objects.get(slug="product").raw_owners is None
    assert ada.post(address, {"raw_owners": "3", "base-team": "2"})["Location"] == at(made, "teams/edge/")


def test_check_lists_every_answer_and_names_what_comes_next(ada: Browser, made: Assessment) -> None:
    page = squeezed(ada.get(at(made, f"{STREAM}check/")))
    assert page.count("Change<span") == len(newest().statements) + len(newest().scorecard.dimensions)
    assert f"{len(newest().statements)} statements are still open" in page
    assert f'href="{at(made, f"services/customer-api/{FIRST.id}/")}">Next: Customer API</a>' in page
    assert f'<a href="{at(made, "teams/edge/")}">The scorecard of Edge</a> is still open' in page


def test_check_next_is_the_next_service_below_with_something_open_else_from_the_top(
    ada: Browser, made: Assessment
) -> None:
    stream, api, hooks = Service.objects.order_by("position")
    said(api)
    assert "Next: Webhooks" in squeezed(ada.get(at(made, f"{STREAM}check/")))
    assert "Next: Token stream" in squeezed(ada.get(at(made, "services/webhooks/check/")))
    said(stream)
    said(hooks)
    rated(stream.team)
    page = squeezed(ada.get(at(made, "services/webhooks/check/")))
    assert "Next:" not in page
    assert "is still open" not in page


def test_done_is_noted_once_and_taken_back_by_an_answer(ada: Browser, made: Assessment) -> None:
    for _ in range(2):
        assert ada.post(at(made, f"{STREAM}done/"), {})["Location"] == at(made, f"{STREAM}check/")
    assert Submission.objects.count() == 1
    assert AuditEvent.objects.filter(action="service submitted").count() == 1
    assert "You are done" in text_of(ada.get(at(made, f"{STREAM}check/")))
    assert "You are done" not in text_of(ada.get(at(made, "services/customer-api/check/")))
    ada.post(at(made, f"teams/edge/answers/{CARD}/"), fields(CARD, "3"), htmx=True)
    assert Submission.objects.exists()
    save(ada, made, "3", request="0123456789abcdef")
    assert not Submission.objects.exists()
    ada.post(at(made, f"{STREAM}done/"), {})
    save(ada, made, "3", request="0123456789abcdef")
    save(ada, made, "0", 0)
    assert Submission.objects.exists(), "nothing new was said"


def test_done_is_said_with_a_button_not_by_looking(ada: Browser, made: Assessment) -> None:
    assert ada.get(at(made, f"{STREAM}done/")).status_code == 405
    assert not Submission.objects.exists()


EVERY = [
    f"{STREAM}{FIRST.id}/",
    f"{STREAM}all/",
    f"{STREAM}check/",
    f"{STREAM}so-far/",
    SAVE,
    "teams/edge/",
    "teams/edge/so-far/",
    f"teams/edge/answers/{CARD}/",
]
WRITES = {
    f"{STREAM}{SECOND.id}/": fields(KEY, "0"),
    f"{STREAM}all/": fields(KEY, "0"),
    f"{STREAM}done/": {},
    SAVE: fields(KEY, "0"),
    "teams/edge/": fields(CARD, "0") | {"raw_owners": "7", "base-team": "1"},
    f"teams/edge/answers/{CARD}/": fields(CARD, "0"),
    "teams/edge/raw-owners/": {"raw_owners": "7", "base-team": "1"},
}


def nothing_was_written() -> bool:
    return not (
        AnswerEvent.objects.exists()
        or Submission.objects.exists()
        or OwningTeam.objects.filter(raw_owners__isnull=False).exists()
    )


@pytest.mark.parametrize("htmx", [True, False])
def test_viewer_may_not_answer_and_is_told_why(made: Assessment, htmx: bool) -> None:
    vic = let_in(made, VIC)
    for more in EVERY:
        response = vic.get(at(made, more), htmx=htmx)
        assert response.status_code == 403, more
        assert "role" in text_of(response)
    for more, sent in WRITES.items():
        response = vic.post(at(made, more), sent, htmx=htmx)
        assert response.status_code == 403, more
    assert nothing_was_written()
    assert Respondent.objects.count() == 1


@pytest.mark.parametrize("htmx", [True, False])
def test_stranger_finds_nothing_and_writes_nothing(made: Assessment, htmx: bool) -> None:
    for browser in (Browser(CLEO), Browser(key_of("new"), Client())):
        for more in EVERY:
            assert browser.get(at(made, more), htmx=htmx).status_code == 404, more
        for more, sent in WRITES.items():
            assert browser.post(at(made, more), sent, htmx=htmx).status_code == 404, more
    assert nothing_was_written()


def test_revoked_in_mid_edit_saves_nothing_more(ada: Browser, made: Assessment) -> None:
    assert save(ada, made, "3").status_code == 200
    Grant.objects.update(revoked_at=timezone.now())
    assert save(ada, made, "4", 1).status_code == 404
    assert AnswerEvent.objects.get().value == "3"


def test_service_or_team_of_another_assessment_is_not_there(ada: Browser, made: Assessment) -> None:
    other = platform("Billing", title="Other", teams=("Finance",))
    assert ada.get(at(other, f"services/billing/{FIRST.id}/")).status_code == 200
    for more in (f"services/billing/{FIRST.id}/", "services/billing/check/", "teams/finance/"):
        assert ada.get(at(made, more)).status_code == 404
    assert ada.post(at(made, f"services/billing/answers/{KEY}/"), fields(KEY, "0"), htmx=True).status_code == 404
    assert not AnswerEvent.objects.exists()


def test_service_removed_is_not_answered(ada: Browser, made: Assessment) -> None:
    Service.objects.filter(slug="token-stream").update(removed_at=timezone.now())
    assert save(ada, made, "3").status_code == 404
    assert ada.get(at(made, f"{STREAM}all/")).status_code == 404
    assert not AnswerEvent.objects.exists()


def test_respondent_let_in_begins_with_the_first_answer_and_edits_nothing(made: Assessment, ada: Browser) -> None:
    save(ada, made, "4")
    _, token = make_link(scope_id=made.scope_id, role="respond", label="Dev", expires_at=None, made_by=None)
    dev = Browser(key_of("dev"))
    assert dev.get(f"/s/{token}").status_code == 302
    page = text_of(dev.get(at(made, f"{STREAM}{SECOND.id}/")))
    assert "checked" not in page, "nobody sees another's answers"
    assert Respondent.objects.count() == 1
    assert save(dev, made, "0").status_code == 200
    assert {(e.respondent.name, e.value) for e in AnswerEvent.objects.all()} == {("Ada", "4"), ("Respondent 2", "0")}
    assert "raw_owners" not in text_of(dev.get(at(made, "teams/edge/")))
    assert "Edit details" not in page
    assert dev.post(at(made, "teams/edge/raw-owners/"), {"raw_owners": "7", "base-team": "1"}).status_code == 403
    assert dev.post(at(made, "teams/edge/"), {"raw_owners": "7", "base-team": "1"}).status_code == 302
    assert OwningTeam.objects.get(slug="edge").raw_owners is None


def test_maker_on_another_device_answers_as_the_same_person(made: Assessment, ada: Browser) -> None:
    save(ada, made, "4")
    _, token = make_private_link(scope_id=made.scope_id, visitor=ada.key)
    phone = Browser(key_of("phone"))
    assert phone.get(f"/s/{token}").status_code == 302
    assert save(phone, made, "3", 0).status_code == 412
    assert save(phone, made, "3", 1).status_code == 200
    assert {e.respondent_id for e in AnswerEvent.objects.all()} == {Respondent.objects.get().id}


def test_pages_ask_as_often_for_two_hundred_services_as_for_one(ada: Browser) -> None:
    counts: list[list[int]] = []
    for names in (("one",), tuple(f"service {n}" for n in range(200))):
        made = platform(*names, title=str(len(names)))
        for service in Service.objects.filter(assessment=made).select_related("assessment"):
            said(service, "2", statements=2)
        slug = Service.objects.filter(assessment=made).order_by("position")[0].slug
        found = []
        for more in (f"services/{slug}/{FIRST.id}/", f"services/{slug}/all/", f"services/{slug}/check/", "teams/edge/"):
            ada.get(at(made, more))
            with CaptureQueriesContext(connection) as queries:
                assert ada.get(at(made, more)).status_code == 200
            found.append(len(queries))
        counts.append(found)
    assert counts[0] == counts[1]
    assert max(counts[0]) <= 12


def test_save_reads_once_to_check_and_writes_twice(ada: Browser, made: Assessment) -> None:
    save(ada, made, "3")
    with CaptureQueriesContext(connection) as queries:
        save(ada, made, "4", 1)
    said_sql = [one["sql"].split()[0] for one in queries if "POINT" not in one["sql"]]
    assert said_sql == ["SELECT", "INSERT", "INSERT"]


def test_team_panel_shows_what_the_scorecard_does_to_its_services(ada: Browser, made: Assessment) -> None:
    for service in Service.objects.order_by("position"):
        said(service, "0")
    page = squeezed(ada.get(at(made, "teams/edge/so-far/"), htmx=True))
    assert len(re.findall(r"<bdi>(?:Token stream|Customer API|Webhooks)</bdi>", page)) == 3
    assert "This team owns no service yet" in squeezed(ada.get(at(made, "teams/product/")))
