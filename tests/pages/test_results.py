"""Results of a platform and of its services: pages, what if, files, and the same reads for 1 and 200 services."""

import html
import json
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Service
from advisor.checklist.reading import read_answers
from advisor.decisions import record_cache
from advisor.decisions.tasks import Turns
from advisor.engine.recommend import recommend
from advisor.pages.result import what_if
from advisor.publish.models import Rendering
from tests.pages.making import VIC, let_in, platform, rated, said, shown
from tests.pages.restoring import restored
from tests.people import ADA, BEN, CLEO, Browser, begun, text_of
from tests.record.samples import DAY, LIBRARY, answers, checklist, record_of

pytestmark = pytest.mark.django_db
LATENCY = "Every millisecond this service itself adds to a request matters."


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    """Two services of the team Edge, one of them answered, and its scorecard."""
    assessment = platform("Token stream", "Customer API")
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    return assessment


def at(assessment: Assessment, rest: str) -> str:
    return f"/a/{assessment.public_id}/{rest}"


def plain(response: Any) -> str:
    """What a page says, without its markup."""
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response))))


def test_platform_without_an_answer_says_so_and_leads_back(ada: Browser) -> None:
    assessment = platform()
    response = ada.get(at(assessment, "result/"))
    assert "No result yet" in plain(response)
    assert f'href="{at(assessment, "")}"' in text_of(response)
    for ending in ("md", "json", "yaml", "pdf"):
        assert ada.get(at(assessment, f"result.{ending}"))["Location"] == at(assessment, "result/")
    assert ada.post(at(assessment, "result.pdf"), {})["Location"] == at(assessment, "result/")


@pytest.mark.parametrize("page", ["", "result/", "services/token-stream/all/"])
def test_page_that_is_looked_at_marks_the_assessment_as_in_use(ada: Browser, made: Assessment, page: str) -> None:
    Assessment.objects.update(opened_on=DAY)
    assert ada.client.get(at(made, page), follow=True).status_code == 200
    assert Assessment.objects.get().opened_on == timezone.now().date()


@pytest.mark.parametrize("page", ["/quick/", "/quick/result/"])
def test_page_of_one_service_that_is_looked_at_marks_it_as_in_use(ada: Browser, page: str) -> None:
    begun(ADA)
    Assessment.objects.update(opened_on=DAY)
    assert ada.client.get(page, follow=True).status_code == 200
    assert Assessment.objects.get().opened_on == timezone.now().date()


def test_platform_without_a_service_says_so(ada: Browser, made: Assessment) -> None:
    Service.objects.update(removed_at=made.made_at)
    assert "No result yet" in plain(ada.get(at(made, "result/")))


def test_platform_links_each_service_its_team_and_what_would_flip_it(ada: Browser, made: Assessment) -> None:
    page = text_of(ada.get(at(made, "result/")))
    for slug in ("token-stream", "customer-api"):
        for anchor in ("", "#flips"):
            assert f'href="{at(made, f"services/{slug}/result/{anchor}")}"' in page
    assert f'href="{at(made, "teams/edge/")}"' in page
    assert f'href="{at(made, "teams/edge/what-if/")}"' in page
    assert 'class="chart chart--map"' in page


def test_platform_tells_gates_before_the_table_and_steps_in_order(ada: Browser, made: Assessment) -> None:
    CurrentAnswer.objects.filter(statement="runtime-mastery").update(value="0")
    page = plain(ada.get(at(made, "result/")))
    assert "is ruled out for Token stream" in page
    assert page.index("is ruled out for") < page.index("Service by service") < page.index("What to do on Monday")


def test_platform_viewer_reads_it_and_finds_no_way_to_change_it(made: Assessment) -> None:
    vic = let_in(made, VIC)
    assert "Ada hasn&#x27;t shown any answers yet" in text_of(vic.get(at(made, "result/")))
    assert "Ada hasn&#x27;t shown any answers yet" in text_of(vic.get(at(made, "services/token-stream/result/")))
    shown(made)
    page = text_of(vic.get(at(made, "result/")))
    assert "Token stream" in page
    assert "shown any answers" not in page
    assert f'href="{at(made, "teams/edge/")}"' not in page
    service = text_of(vic.get(at(made, "services/token-stream/result/")))
    assert "token-stream/check/" not in service
    assert "Check or change" not in service


def test_service_has_breadcrumbs_neighbours_files_and_what_if(ada: Browser, made: Assessment) -> None:
    page = text_of(ada.get(at(made, "services/token-stream/result/")))
    for address in ("", "result/", "services/customer-api/result/", "services/token-stream/check/"):
        assert f'href="{at(made, address)}"' in page
    for ending in ("md", "json", "yaml"):
        assert f'href="{at(made, f"services/token-stream/result.{ending}")}"' in page
    assert f'action="{at(made, "services/token-stream/result.pdf")}"' in page
    assert f'hx-get="{at(made, "services/token-stream/what-if/")}"' in page
    last = text_of(ada.get(at(made, "services/customer-api/result/")))
    assert f'href="{at(made, "services/token-stream/result/")}"' in last


def test_service_nothing_answered_is_too_early_and_asks(ada: Browser, made: Assessment) -> None:
    page = plain(ada.get(at(made, "services/customer-api/result/")))
    assert "Too early to say" in page
    assert "Answer the most decisive one" in page


def test_service_that_is_not_there_is_not_found(ada: Browser, made: Assessment) -> None:
    for rest in ("result/", "result.md", "result.pdf", "what-if/"):
        assert ada.get(at(made, f"services/no-such/{rest}")).status_code == 404
    assert ada.get(at(made, "teams/no-such/what-if/")).status_code == 404
    assert ada.get(at(made, "teams/product/what-if/")).status_code == 404  # owns no service, so nothing depends on it


def test_result_of_a_service_alone_and_in_its_platform_is_the_same(ada: Browser, made: Assessment) -> None:
    whole = json.loads(ada.get(at(made, "result.json")).content)
    alone = json.loads(ada.get(at(made, "services/token-stream/result.json")).content)
    assert whole["services"][0] == alone["services"][0]


def test_files_are_what_they_say_and_the_yaml_reads_back(ada: Browser, made: Assessment) -> None:
    kept = ada.get(at(made, "result.yaml"))
    assert re.fullmatch(r'attachment; filename="acme-ai-\d{4}-\d\d-\d\d\.yaml"', kept["Content-Disposition"])
    file = read_answers(kept.content, "result.yaml", LIBRARY)
    assert [one.name for one in file.services] == ["Token stream", "Customer API"]
    assert text_of(ada.get(at(made, "result.md"))).startswith("---\n")
    one = ada.get(at(made, "services/token-stream/result.md"))
    assert 'filename="token-stream-' in one["Content-Disposition"]


@pytest.mark.parametrize("rest", ["", "services/token-stream/"])
def test_pdf_is_asked_for_with_a_button_once_and_waited_for(ada: Browser, made: Assessment, rest: str) -> None:
    assert ada.get(at(made, f"{rest}result.pdf"))["Location"] == at(made, f"{rest}result/")
    for _ in range(2):
        response = ada.post(at(made, f"{rest}result.pdf"), {})
        assert response.status_code == 303
    assert Rendering.objects.count() == 1
    waiting = response["Location"]
    assert "Making your PDF" in plain(ada.get(waiting))
    assert f'href="{at(made, f"{rest}result/")}"' in text_of(ada.get(waiting))
    assert Browser(CLEO).get(waiting).status_code == 404
    # it may hold what they alone may see, such as their answers before a reveal
    eve = let_in(made, BEN, "own")
    assert eve.get(at(made, f"{rest}result/")).status_code == 200
    assert eve.get(waiting).status_code == 404


def test_what_if_says_what_comes_of_it_and_saves_nothing(ada: Browser, made: Assessment) -> None:
    before = list(CurrentAnswer.objects.values())
    address = at(made, "services/token-stream/what-if/?latency-first=0&runtime-mastery=0")
    page = plain(ada.get(address))
    assert "What you changed" in page
    assert f"{LATENCY} mostly true → not true" in page
    assert "Raw Node.js is ruled out" in page
    assert list(CurrentAnswer.objects.values()) == before
    fragment = text_of(ada.get(address, htmx=True))
    assert "<html" not in fragment
    assert fragment in text_of(ada.get(address))


def test_what_if_as_it_is_changes_nothing(ada: Browser, made: Assessment) -> None:
    for query in ("", "?latency-first=3", "?latency-first=9&nothing=1"):
        assert "Change an answer" in plain(ada.get(at(made, f"services/token-stream/what-if/{query}")))


def test_what_if_team_tells_every_service_that_changes(ada: Browser, made: Assessment) -> None:
    said(Service.objects.get(slug="customer-api"), "2")
    card = "&".join(f"scorecard.{name}=0" for name in ("seniority", "onboarding-slack", "ownership-boundaries"))
    page = plain(ada.get(at(made, f"teams/edge/what-if/?{card}&raw-owners=1")))
    assert "Token stream : Split becomes Express" in page
    assert "Customer API : Undecided becomes Express" in page
    assert "of an unknown number; then" in page
    assert "not stated → 1" in page


@pytest.mark.parametrize("owners", ["x", "-1", "1000", "²", "1.5"])
def test_what_if_owners_that_are_no_number_are_refused_at_the_field(
    ada: Browser, made: Assessment, owners: str
) -> None:
    address = at(made, f"teams/edge/what-if/?raw-owners={owners}")
    assert "Write a whole number from 0 to 999" in plain(ada.get(address))
    assert f'value="{owners}"' in text_of(ada.get(address))
    assert "Write a whole number from 0 to 999" in plain(ada.get(address, htmx=True))


@pytest.mark.parametrize("owners", ["1", "1.0", "1,0", " 1 ", "01"])
def test_what_if_owners_are_read_as_in_every_field_of_a_number(ada: Browser, made: Assessment, owners: str) -> None:
    page = plain(ada.get(at(made, f"teams/edge/what-if/?raw-owners={owners}")))
    assert "not stated → 1" in page


def test_what_if_of_a_very_large_team_looks_at_some_and_says_so(ada: Browser, made: Assessment) -> None:
    many = platform(*(f"Service {number}" for number in range(23)), title="Many")
    for service in Service.objects.filter(assessment=many):
        said(service)
    page = plain(ada.get(at(many, "services/service-0/what-if/?latency-first=0")))
    assert "Edge has 2 more services, not listed here." in page
    assert "of how many it can carry" not in page


def _many(count: int) -> Assessment:
    assessment = platform(*(f"Service {number}" for number in range(count)), title=f"{count} services")
    first = Service.objects.filter(assessment=assessment).first()
    assert first is not None
    said(first)
    return assessment


def _reads(ada: Browser, address: str) -> int:
    response = ada.get(address)  # the day it was opened is written down once
    while response.status_code == 202:
        response = ada.get(address)
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert ada.get(address).status_code == 200
    return len(found)


@pytest.mark.parametrize(
    "rest",
    [
        "result/",
        "result.json",
        "services/service-0/result/",
        "services/service-0/result.md",
        "services/service-0/what-if/?latency-first=0",
        "teams/edge/what-if/?raw-owners=3",
    ],
)
def test_reads_are_the_same_for_one_and_for_two_hundred_services(ada: Browser, rest: str) -> None:
    one, many = _many(1), _many(200)
    assert _reads(ada, at(one, rest)) == _reads(ada, at(many, rest)) <= 11


def finish(by_hand: Turns) -> None:
    while by_hand.turn():
        pass


ASKING = {"HX-Request": "true", "HX-Target": "waiting"}


def test_large_platform_is_worked_out_aside(ada: Browser, by_hand: Turns) -> None:
    many = _many(3)
    first = ada.get(at(many, "result/"))
    assert first.status_code == 202
    assert 'http-equiv="refresh"' in text_of(first)
    for _ in range(3):
        by_hand.turn()
    fragment = ada.client.get(at(many, "result/"), headers=ASKING)
    assert "2 of 3 services" in plain(fragment)
    assert "<html" not in text_of(fragment)
    assert 'id="waiting"' in text_of(fragment)
    finish(by_hand)
    assert ada.client.get(at(many, "result/"), headers=ASKING)["HX-Refresh"] == "true"
    whole = ada.get(at(many, "result/"))
    assert whole.status_code == 200
    assert 'id="waiting"' not in text_of(whole)  # what waits is told from what came


def hostile_file() -> str:
    """Twelve services with an open answer each, and weights of their own: the dearest for so few bytes."""
    keys, card = [one.id for one in checklist().statements], checklist().scorecard.dimensions
    gut = {one.id for one in checklist().statements if one.group == "gut"}
    weights = ", ".join(f"{key}: {6 + n % 4}" for n, key in enumerate(keys) if key not in gut)
    answered = ", ".join(f"{key}: {n % 5}" for n, key in enumerate(keys[:-1]))
    services = "".join(f"  - {{name: Service {n}, team: Core, answers: {{{answered}}}}}\n" for n in range(12))
    head = f"format: advisor-assessment/1\nchecklist: {checklist().slug}\nweights: {{{weights}}}\n"
    return f"{head}teams:\n  - {{name: Core, scorecard: {{{card[0].id}: unsure}}}}\nservices:\n{services}"


PAGES = (
    *("", "result/", "result.md", "result.json", "result.yaml", "plan/", "plan.csv", "decide/", "compare/"),
    *("services/{slug}/result/", "services/{slug}/result.json", "services/{slug}/what-if/?latency-first=4"),
    *("teams/{team}/what-if/?raw-owners=3", "teams/{team}/", "compare/services/{slug}/", "services/{slug}/all/"),
)


def test_no_page_works_anything_out_in_a_request_however_many_services_a_file_has(
    by_hand: Turns, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = restored(hostile_file(), ADA)
    service = Service.objects.filter(assessment=made).first()
    assert service is not None
    calls: list[str] = []

    def noted(*args: Any, **kwargs: Any) -> Any:
        calls.append("recommend")
        return recommend(*args, **kwargs)

    for module in (record_cache, what_if):
        monkeypatch.setattr(module, "recommend", noted)
    for rest in PAGES:
        address = at(made, rest.format(slug=service.slug, team=service.team.slug))
        calls.clear()
        waited = Browser(ADA).get(address)
        assert (rest, calls) == (rest, [])
        assert (rest, waited.status_code in (200, 202)) == (rest, True)
        finish(by_hand)
        assert Browser(ADA).get(address).status_code == 200
        record_cache.service_records.clear()
        record_cache.glanced.clear()
        by_hand.outcomes.clear()


def test_what_if_that_takes_its_time_takes_the_place_of_the_words_that_wait(
    ada: Browser, made: Assessment, by_hand: Turns
) -> None:
    address = at(made, "services/token-stream/what-if/?latency-first=0")
    waiting = ada.get(address, htmx=True)
    assert waiting.status_code == 202
    assert f'hx-get="{address}"' in text_of(waiting)
    finish(by_hand)
    found = ada.client.get(address, headers=ASKING)
    assert "HX-Refresh" not in found
    assert "<html" not in text_of(found)
    assert LATENCY in html.unescape(text_of(found))


def test_large_platform_that_is_not_worked_out_yet_gives_its_files_a_little_later(ada: Browser, by_hand: Turns) -> None:
    many = _many(3)
    for below in ("", "services/service-0/"):
        assert ada.post(at(many, f"{below}result.pdf"), {})["Location"] == at(many, f"{below}result/")
    first = ada.get(at(many, "result.json"))
    assert first.status_code == 202
    assert 'hx-get="' not in text_of(first)
    finish(by_hand)
    assert json.loads(ada.get(at(many, "result.json")).content)["format"] == "advisor-record/1"


def test_hub_of_a_large_platform_says_the_verdicts_it_has_time_for(ada: Browser, by_hand: Turns) -> None:
    made = platform("Token stream", "Customer API")
    for service in Service.objects.all():
        said(service, "3")
        CurrentAnswer.objects.filter(service=service, statement="latency-first").update(note=service.name)
    for known in range(3):
        assert text_of(ada.get(at(made, ""))).count("tasks__verdict") == known
        by_hand.turn()
        if not known:
            by_hand.turn()


def test_record_made_service_by_service_is_that_of_the_whole(made: Assessment) -> None:
    file = answers("demo")
    assert record_cache.record_of(checklist(), file, DAY).json_text == record_of(file).json_text


def test_service_not_asked_for_longest_is_forgotten(ada: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    record_cache.service_records.clear()
    monkeypatch.setattr(record_cache.service_records, "most_bytes", 1)
    made = platform("Token stream", "Customer API")
    said(Service.objects.get(slug="token-stream"))
    ada.get(at(made, "result/"))
    assert len(record_cache.service_records.kept) == 1


def test_strange_names_are_text_everywhere(ada: Browser) -> None:
    name = '<script>alert("x")</script> {{ 7 }}'
    made = platform(name)
    said(Service.objects.get())
    for rest in ("result/", f"services/{Service.objects.get().slug}/result/"):
        page = text_of(ada.get(at(made, rest)))
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page
