"""`/quick/`: what Ada sees and saves, with htmx and without; what Ben and Cleo do not see of it."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest
import yaml
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from advisor.assessments.checklists import newest
from advisor.assessments.models import AnswerEvent, Assessment, OwningTeam, Service
from advisor.assessments.questionnaire.routes import QuickRoutes
from advisor.publish.links import ticket_of
from advisor.publish.models import Rendering
from advisor.publish.protocol import Job, unpacked_job
from advisor.sharing.access import COOKIE
from advisor.sharing.models import Visitor
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db

KEY = "latency-first"
SAVE = f"/quick/answers/{KEY}/"
RAW = ["narrow-purpose", "latency-first", "runtime-mastery", "small-surface", "isolated-ownership"]
FRAMEWORK = [
    "serves-clients",
    "cross-cutting-needs",
    "many-contributors",
    "easy-onboarding",
    "time-to-market",
    "expected-growth",
]
REST = {"hot-path-separable": "0", "business-part-separable": "0", "latency-boundary": "0", "would-reinvent": "0"}


def fields(key: str, value: str, base: int = 0, **more: str) -> dict[str, str]:
    return {f"answer-{key}": value, f"base-{key}": str(base), **{f"{name}-{key}": text for name, text in more.items()}}


def save(browser: Browser, key: str, value: str, base: int = 0, **more: str) -> Any:
    return browser.post(f"/quick/answers/{key}/", fields(key, value, base, **more), htmx=True)


def answer_for_raw(browser: Browser) -> None:
    """Every statement answered for raw; the scorecard left open."""
    for key, value in [
        *((k, "4") for k in RAW),
        *((k, "0") for k in FRAMEWORK),
        *REST.items(),
        ("would-only-wrap", "4"),
    ]:
        assert save(browser, key, value).status_code == 200


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


def test_questions_looking_makes_no_row_and_gives_one_cookie(client: Client) -> None:
    for step in QuickRoutes().steps(newest()):
        response = client.get(step.address)
        assert response.status_code == 200
        assert response["Cache-Control"] == "private, no-store"
        assert step.title in text_of(response)
    assert not Visitor.objects.exists()
    assert not Assessment.objects.exists()
    assert client.cookies[COOKIE]["httponly"]


def test_questions_each_page_has_at_most_six_and_together_everything_asked() -> None:
    steps = QuickRoutes().steps(newest())
    assert max(len(step.keys) for step in steps) <= 6
    keys = [key for step in steps for key in step.keys]
    assert len(keys) == len(set(keys)) == len(newest().statements) + len(newest().scorecard.dimensions)


def test_save_first_answer_begins_an_assessment_and_names_it(ada: Browser) -> None:
    response = save(ada, KEY, "3")
    assert response.status_code == 200
    assert response["HX-Trigger"] == "answer-saved"
    assert Assessment.objects.get().public_id in text_of(response)
    assert f'name="base-{KEY}" value="1"' in " ".join(text_of(response).split())
    assert AnswerEvent.objects.get().value == "3"


def test_save_with_htmx_is_a_fragment_that_occurs_in_the_page(ada: Browser) -> None:
    said = text_of(save(ada, KEY, "3", assessment=""))
    saved = re.search(r"Saved\s*<time[^>]*>[^<]*</time>", said)
    assert saved
    assert "<html" not in said
    assert saved.group() in text_of(ada.get("/quick/questions/speed/"))


def test_save_without_htmx_goes_back_to_the_statement(ada: Browser) -> None:
    response = ada.post(SAVE, fields(KEY, "3"))
    assert response.status_code == 302
    assert response["Location"] == "/quick/questions/speed/#q-latency-first"
    assert AnswerEvent.objects.get().value == "3"


def test_answer_fragment_occurs_in_the_page(ada: Browser) -> None:
    save(ada, KEY, "3")
    fragment = text_of(ada.get(SAVE, htmx=True))
    legend = re.search(r'<fieldset class="statement"\s+id="q-latency-first".*?</legend>', fragment, re.S)
    assert legend
    assert legend.group() in text_of(ada.get("/quick/questions/speed/"))
    assert ada.get(SAVE).status_code == 302


def test_so_far_fragment_occurs_in_the_page(ada: Browser) -> None:
    save(ada, KEY, "3")
    fragment = text_of(ada.get("/quick/so-far/?step=speed", htmx=True))
    panel = fragment[fragment.index('<div class="panel') : fragment.index("</div>")]
    assert panel in text_of(ada.get("/quick/questions/speed/"))
    assert panel in text_of(ada.get("/quick/so-far/"))
    assert "1 of 5, saved" in re.sub(r"\s+", " ", fragment)
    assert 'hx-swap-oob="true"' in fragment
    assert "<html" not in fragment


def test_save_stale_shows_both_values_and_overwrites_nothing(ada: Browser) -> None:
    save(ada, KEY, "3")
    response = save(ada, KEY, "1", 0)
    assert response.status_code == 412
    assert "mostly true" in text_of(response)
    assert "mostly not true" in text_of(response)
    assert "HX-Trigger" not in response
    assert AnswerEvent.objects.get().value == "3"


def test_save_keep_mine_after_a_conflict_saves_mine(ada: Browser) -> None:
    save(ada, KEY, "3")
    assert save(ada, KEY, "1", 1, pick="mine", conflict="1").status_code == 200
    assert AnswerEvent.objects.order_by("-seq")[0].value == "1"


def test_save_reply_lost_then_sent_again_is_one_event(ada: Browser) -> None:
    for _ in range(2):
        assert save(ada, KEY, "3", request="0123456789abcdef").status_code == 200
    assert AnswerEvent.objects.count() == 1


def test_save_after_a_lost_reply_with_another_value_is_saved(ada: Browser) -> None:
    save(ada, KEY, "3", request="0123456789abcdef")
    assert save(ada, KEY, "4", request="fedcba9876543210", tried="0123456789abcdef").status_code == 200
    assert AnswerEvent.objects.order_by("-seq")[0].value == "4"


def test_save_too_long_note_is_refused_at_its_field_and_nothing_is_saved(ada: Browser) -> None:
    response = save(ada, KEY, "3", note="x" * 20_001)
    assert response.status_code == 422
    assert "20,001 characters" in text_of(response)
    assert not AnswerEvent.objects.exists()


def test_page_too_long_note_is_given_back_in_its_field(ada: Browser) -> None:
    note = "a long story " * 1600
    response = ada.post("/quick/questions/speed/", fields(KEY, "3", note=note) | fields("time-to-market", "2"))
    assert response.status_code == 422
    assert note.strip() in text_of(response)
    assert list(AnswerEvent.objects.values_list("statement", flat=True)) == ["time-to-market"]


def test_save_not_applying_needs_a_reason(ada: Browser) -> None:
    assert save(ada, "serves-clients", "na").status_code == 422
    assert save(ada, "serves-clients", "na", reason="one caller").status_code == 200
    assert AnswerEvent.objects.get().reason == "one caller"


def test_save_statement_that_rules_use_always_applies(ada: Browser) -> None:
    assert save(ada, KEY, "na", reason="no").status_code == 422
    assert f'name="reason-{KEY}"' not in text_of(ada.get("/quick/questions/speed/"))


def test_save_note_alone_keeps_the_answer(ada: Browser) -> None:
    save(ada, KEY, "3")
    assert save(ada, KEY, "", 1, note="measured").status_code == 200
    last = AnswerEvent.objects.order_by("-seq")[0]
    assert (last.value, last.note) == ("3", "measured")


def test_page_saves_what_is_new_and_goes_on(ada: Browser) -> None:
    response = ada.post("/quick/", fields("narrow-purpose", "4") | fields("serves-clients", "0") | {"go": "next"})
    assert response["Location"] == "/quick/questions/speed/"
    page = text_of(ada.get("/quick/"))
    assert len(re.findall(r'name="answer-[^"]*"\s+value="\d"\s+checked', page)) == 2


def test_page_posted_twice_is_saved_once(ada: Browser) -> None:
    sent = fields("narrow-purpose", "4", request="0123456789abcdef")
    assert ada.post("/quick/", sent).status_code == 302
    assert ada.post("/quick/", sent).status_code == 302
    assert AnswerEvent.objects.count() == 1


def test_page_conflict_saves_the_rest_and_gives_both_values_back(ada: Browser) -> None:
    save(ada, "narrow-purpose", "4")
    response = ada.post("/quick/", fields("narrow-purpose", "1") | fields("serves-clients", "2"))
    assert response.status_code == 412
    page = text_of(response)
    assert "mostly not true" in page
    assert 'name="pick-narrow-purpose"' in page
    assert {(e.statement, e.value) for e in AnswerEvent.objects.all()} == {
        ("narrow-purpose", "4"),
        ("serves-clients", "2"),
    }


def test_page_conflict_without_a_pick_is_asked_again(ada: Browser) -> None:
    save(ada, "narrow-purpose", "4")
    again = fields("narrow-purpose", "1", 1, conflict="1")
    assert ada.post("/quick/", again).status_code == 412
    assert ada.post("/quick/", again | {"pick-narrow-purpose": "theirs"}).status_code == 302
    assert AnswerEvent.objects.get().value == "4"
    assert ada.post("/quick/", again | {"pick-narrow-purpose": "mine"})["Location"] == "/quick/"
    assert AnswerEvent.objects.order_by("-seq")[0].value == "1"


def test_page_untouched_answer_leaves_what_another_tab_saved(ada: Browser) -> None:
    save(ada, "narrow-purpose", "4")
    save(ada, "narrow-purpose", "2", 1)
    assert ada.post("/quick/", fields("narrow-purpose", "4", 1)).status_code == 302
    assert AnswerEvent.objects.order_by("-seq")[0].value == "2"


def test_page_with_nothing_said_makes_no_row(ada: Browser) -> None:
    sent = {f"base-{key}": "0" for key in RAW} | {"name": "", "kind": "", "team": "", "base-service": "1"}
    assert ada.post("/quick/", sent)["Location"] == "/quick/questions/speed/"
    assert not Assessment.objects.exists()


def test_details_are_saved_checked_and_given_back(ada: Browser) -> None:
    sent = {
        "name": "infer",
        "kind": "inference-edge",
        "latency_budget_ms": "12,500",
        "base-service": "1",
        "base-team": "1",
    }
    wrong = ada.post("/quick/details/", sent, htmx=True)
    assert wrong.status_code == 422
    assert "“12,500” can be 12500 or 12.5" in text_of(wrong)
    page = ada.post("/quick/", sent)
    assert page.status_code == 422
    assert 'value="12,500"' in text_of(page)
    right = ada.post("/quick/details/", sent | {"latency_budget_ms": "12.5", "version-node": "24"}, htmx=True)
    assert right.status_code == 200
    assert "Usually raw" in text_of(right)
    service = Service.objects.get()
    assert (service.name, service.latency_budget_ms, service.versions) == ("infer", 12.5, {"node": "24"})
    kept = text_of(ada.get("/my/"))
    assert "<bdi>infer</bdi>" in kept
    assert "My service" not in kept
    assert "deleted if you don" in kept
    about = text_of(ada.get("/quick/check/"))
    assert about.index("Latency budget") < about.index("<bdi>12.5 ms</bdi>") < about.index("<bdi>My team</bdi>")


def test_details_changed_elsewhere_show_both(ada: Browser) -> None:
    first = {"name": "infer", "base-service": "1", "base-team": "1"}
    ada.post("/quick/details/", first, htmx=True)
    stale = first | {"name": "classify"}
    response = ada.post("/quick/details/", stale, htmx=True)
    assert response.status_code == 412
    assert "classify" in text_of(response)
    assert "infer" in text_of(response)
    assert Service.objects.get().name == "infer"
    assert ada.post("/quick/details/", stale | {"base-service": "2", "pick-details": "mine"}).status_code == 302
    assert Service.objects.get().name == "classify"


def test_details_untouched_field_leaves_what_another_tab_saved(ada: Browser) -> None:
    ada.post("/quick/details/", {"name": "infer", "base-service": "1", "base-team": "1"}, htmx=True)
    sent = {"name": "", "was-name": "", "kind": "product-api", "was-kind": "", "base-service": "2", "base-team": "1"}
    assert ada.post("/quick/details/", sent, htmx=True).status_code == 200
    assert (Service.objects.get().name, Service.objects.get().kind) == ("infer", "product-api")


def test_raw_owners_are_a_number_or_nothing(ada: Browser) -> None:
    assert ada.post("/quick/raw-owners/", {"raw_owners": "many", "base-team": "1"}, htmx=True).status_code == 422
    assert ada.post("/quick/raw-owners/", {"raw_owners": "2", "base-team": "1"}, htmx=True).status_code == 200
    assert OwningTeam.objects.get().raw_owners == 2


def test_so_far_before_there_is_a_verdict_shows_no_lean_unless_asked(ada: Browser) -> None:
    blank = text_of(ada.get("/quick/"))
    assert blank.index("Where it can still end") < blank.index("Still possible")
    answer_for_raw(ada)
    for one in newest().scorecard.dimensions:
        save(ada, f"scorecard.{one.id}", "4")
    assert "Where it can still end" not in text_of(ada.get("/quick/"))


def test_so_far_asks_for_the_team_when_only_that_is_missing(ada: Browser) -> None:
    answer_for_raw(ada)
    panel = text_of(ada.get("/quick/so-far/", htmx=True))
    assert "Raw Node.js fits the service" in panel
    assert "Can your team carry Raw Node.js? Four questions." in panel
    assert "Too much is still open" not in panel
    assert 'href="/quick/team/"' in panel


def test_so_far_offers_the_result_as_soon_as_it_is_settled(ada: Browser) -> None:
    assert "See the result" not in text_of(ada.get("/quick/so-far/", htmx=True))
    for key in RAW:
        save(ada, key, "0")
    panel = text_of(ada.get("/quick/so-far/", htmx=True))
    assert "nothing still open can change this" in panel
    assert "can't carry raw today" in panel
    assert "See the result" in panel


def test_result_says_verdict_reasons_flips_and_arithmetic(ada: Browser) -> None:
    answer_for_raw(ada)
    for key in ("seniority", "onboarding-slack", "ownership-boundaries", "review-ease"):
        save(ada, f"scorecard.{key}", "4")
    page = text_of(ada.get("/quick/result/"))
    assert "Build it on Raw Node.js." in page
    for heading in (
        "What would change it",
        "What to do on Monday",
        "The case against",
        "What drives it",
        "The arithmetic",
    ):
        assert f">{heading}</h2>" in page
    assert "20/20 = 1" in page
    assert "Firm" in page


def test_result_closed_by_a_gate_names_the_gate_before_the_verdict(ada: Browser) -> None:
    answer_for_raw(ada)
    save(ada, "runtime-mastery", "0", 1)
    page = text_of(ada.get("/quick/result/"))
    assert page.index("Raw Node.js is ruled out") < page.index("<h1")
    assert "What reopens it:" in page


def test_result_without_answers_says_so(client: Client) -> None:
    assert "No result yet" in text_of(client.get("/quick/result/"))
    assert client.get("/quick/result.md")["Location"] == "/quick/result/"


def test_downloads_are_what_they_say(ada: Browser) -> None:
    save(ada, KEY, "3", note="15 ms für 推論 ☕")
    ada.post("/quick/details/", {"name": "推論 edge/../x", "base-service": "1", "base-team": "1"}, htmx=True)
    text = ada.get("/quick/result.yaml")
    answers = yaml.safe_load(text.content)
    assert answers["services"][0]["answers"][KEY] == {"level": 3, "note": "15 ms für 推論 ☕"}
    named = unquote(text["Content-Disposition"])
    assert re.fullmatch(r"attachment; filename\*=utf-8''推論-edge-x-\d{4}-\d\d-\d\d\.yaml", named)
    assert json.loads(ada.get("/quick/result.json").content)["format"] == "advisor-record/1"
    assert text_of(ada.get("/quick/result.md")).startswith("---\n")


def test_pdf_is_asked_for_with_a_button_and_waited_for_on_a_page(ada: Browser) -> None:
    save(ada, KEY, "3", note="推論")
    page = text_of(ada.get("/quick/result/"))
    assert "U+63A8" in page
    assert 'action="/quick/result.pdf"' in page
    response = ada.post("/quick/result.pdf", {})
    assert response.status_code == 303
    assert response["Location"].startswith("/files/")
    assert Rendering.objects.count() == 1
    ada.post("/quick/result.pdf", {})
    assert Rendering.objects.count() == 1
    assert ada.get(response["Location"]).status_code == 200
    assert Browser(CLEO).get(response["Location"]).status_code == 404


def test_first_page_of_a_draft_is_a_file_of_its_own_that_says_draft(ada: Browser) -> None:
    save(ada, KEY, "3", note="a note that is nobody's business")
    assert 'formaction="/quick/result.pdf?variant=page"' in text_of(ada.get("/quick/result/"))
    waiting = ada.post("/quick/result.pdf?variant=page", {})["Location"]
    assert ".page.pdf" in ticket_of(waiting.split("/")[2]).name
    job = unpacked_job(bytes(Rendering.objects.get().job))
    assert isinstance(job, Job)
    assert "<strong>Draft recommendation</strong>" in job.html
    assert '<p class="status">Draft recommendation</p>' in job.html
    assert "business" not in job.html
    assert job.files == ()


def test_pdf_without_a_button_or_answers_leads_to_the_result(ada: Browser, client: Client) -> None:
    save(ada, KEY, "3")
    assert ada.get("/quick/result.pdf")["Location"] == "/quick/result/"
    assert client.post("/quick/result.pdf")["Location"] == "/quick/result/"
    assert not Rendering.objects.exists()


def test_check_lists_every_answer_with_a_way_to_change_it(ada: Browser) -> None:
    save(ada, KEY, "3")
    page = text_of(ada.get("/quick/check/"))
    assert page.count("Change<span") == len(newest().statements) + len(newest().scorecard.dimensions)
    assert "mostly true" in page


def test_start_over_asks_first_then_deletes(ada: Browser) -> None:
    save(ada, KEY, "3")
    public_id = Assessment.objects.get().public_id
    assert "You can't undo this" in text_of(ada.get("/quick/start-over/"))
    assert Assessment.objects.exists()
    assert ada.post("/quick/start-over/", {"assessment": "another"}).status_code == 302
    assert Assessment.objects.exists()
    assert ada.post("/quick/start-over/", {"assessment": public_id}).status_code == 302
    assert not Assessment.objects.exists()


def test_save_from_a_page_that_was_started_over_is_told_so(ada: Browser) -> None:
    save(ada, KEY, "3")
    old = Assessment.objects.get().public_id
    ada.post("/quick/start-over/", {"assessment": old})
    response = ada.post(SAVE, fields(KEY, "2") | {"assessment": old}, htmx=True)
    assert response.status_code == 409
    assert "started over" in text_of(response)
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("stranger", [BEN, CLEO])
@pytest.mark.parametrize("address", ["/quick/", "/quick/result/", "/quick/check/", "/quick/so-far/", SAVE])
def test_pages_strangers_see_nothing_of_ada(ada: Browser, stranger: Any, address: str) -> None:
    save(ada, KEY, "3", note="only for Ada")
    ada.post("/quick/details/", {"name": "secret service", "base-service": "1", "base-team": "1"}, htmx=True)
    page = text_of(Browser(stranger).get(address, htmx=address == SAVE))
    assert "secret service" not in page
    assert "only for Ada" not in page


@pytest.mark.parametrize("stranger", [BEN, CLEO])
def test_save_strangers_cannot_name_the_assessment_of_ada(ada: Browser, stranger: Any) -> None:
    save(ada, KEY, "3")
    public_id = Assessment.objects.get().public_id
    response = Browser(stranger).post(SAVE, fields(KEY, "0", 1) | {"assessment": public_id}, htmx=True)
    assert response.status_code == 409
    Browser(stranger).post("/quick/start-over/", {"assessment": public_id})
    assert AnswerEvent.objects.get().value == "3"


def test_questions_ask_the_same_number_of_reads_however_much_is_answered(ada: Browser) -> None:
    save(ada, KEY, "3")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as reads:
            ada.get("/quick/questions/speed/")
        counts.append(len(reads))
        for key in FRAMEWORK:
            save(ada, key, "2")
    assert counts[0] == counts[1] <= 4
