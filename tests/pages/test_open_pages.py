"""The pages that belong to nobody: home, checklists, help, privacy."""

from datetime import date
from html import unescape

import pytest
from django.test import Client

from advisor.assessments.checklists import library, newest
from advisor.assessments.worked_example import example_record, worked_platform
from advisor.checklist.check_models import CHECK_PARAMETERS
from advisor.checklist.library import FILES
from advisor.pages.checklists.checklist_page import sheet
from tests.people import text_of

OPEN_PAGES = ("/", "/checklists/", "/checklists/nodejs-express/", "/checklists/check/", "/help/", "/privacy/")
TODAY = date(2026, 11, 30)


@pytest.mark.parametrize("address", OPEN_PAGES)
def test_open_page_without_a_database_answers(client: Client, address: str) -> None:
    # no django_db mark: a query would raise
    response = client.get(address)
    assert response.status_code == 200
    assert "<h1>" in text_of(response)


@pytest.mark.parametrize("address", [page for page in OPEN_PAGES if page != "/checklists/check/"])
def test_open_page_without_a_form_sets_no_cookie(client: Client, address: str) -> None:
    assert not client.get(address).cookies


@pytest.mark.parametrize("address", ["/", "/checklists/", "/help/"])
def test_open_page_posted_to_is_refused(client: Client, address: str) -> None:
    assert client.post(address).status_code == 405


def test_home_shows_each_service_of_the_example_with_its_verdict(client: Client) -> None:
    record = example_record(newest(), TODAY)
    assert record is not None
    assert {service.recommendation.verdict for service in record.services} == {"raw", "framework", "split"}
    text = text_of(client.get("/"))
    for service in record.services:
        assert service.name in text
    assert record.services[0].flips_sentence in text


def test_picture_positions_follow_the_lean() -> None:
    picture = worked_platform(newest(), TODAY)
    record = example_record(newest(), TODAY)
    assert picture is not None
    assert record is not None
    for row, service in zip(picture.rows, record.services, strict=True):
        assert service.recommendation.lean is not None
        assert float(row.x) == pytest.approx(float(service.recommendation.lean) * 100, abs=0.01)


def test_picture_of_a_checklist_without_example_is_left_out() -> None:
    other = newest().model_copy(update={"slug": "no-example"})
    assert worked_platform(other, TODAY) is None


def test_checklist_page_shows_every_statement_weight_and_source(client: Client) -> None:
    checklist = newest()
    text = text_of(client.get("/checklists/nodejs-express/"))
    for statement in checklist.statements:
        assert f'id="{statement.id}"' in text
    for dimension in checklist.scorecard.dimensions:
        assert f'id="scorecard-{dimension.id}"' in text
    for kind in checklist.service_types:
        assert f'id="type-{kind.id}"' in text
    for fact in checklist.facts:
        assert f'id="fact-{fact.id}"' in text
    for guidance in checklist.guidance:
        assert f'id="guidance-{guidance.id}"' in text
    assert checklist.digest in text


def test_fact_past_its_review_date_is_marked_stale() -> None:
    checklist = newest()
    fact = checklist.facts[0]

    def stale(day: date) -> bool:
        rows = [row for _, rows in sheet(checklist, day).facts for row in rows]
        assert sorted(row.fact.id for row in rows) == sorted(one.id for one in checklist.facts)
        return next(row.stale for row in rows if row.fact.id == fact.id)

    assert not stale(fact.review_after)
    assert stale(date.fromordinal(fact.review_after.toordinal() + 1))


def test_checklist_page_has_facts_by_what_they_are_about_and_every_file_as_yaml(client: Client) -> None:
    text = text_of(client.get("/checklists/nodejs-express/"))
    order = [text.index(f"<h3>{about}</h3>") for about in ("Node.js", "Express", "Fastify", "Hono", "NestJS")]
    assert order == sorted(order)
    assert order[0] < text.index('id="fact-node-26-support"') < order[1] < text.index('id="fact-body-parser-cve"')
    for name in FILES:
        address = f"/checklists/nodejs-express/{name}"
        assert f'href="{address}"' in text
        assert client.get(address).content == (library().root / "nodejs-express" / name).read_bytes()
    assert client.get("/checklists/nodejs-express/no-such.yaml").status_code == 404
    assert client.get("/checklists/no-such/facts.yaml").status_code == 404


def test_checklist_page_shows_what_each_framework_meets_and_where_that_was_read(client: Client) -> None:
    text, frameworks = unescape(text_of(client.get("/checklists/nodejs-express/"))), newest().frameworks
    assert frameworks is not None
    for want in frameworks.wants:
        assert f'id="want-{want.id}"' in text
        for candidate in frameworks.candidates:
            fit = candidate.fits[want.id]
            assert fit.why in text
            assert fit.source in text
    assert text.count(", read on ") == len(frameworks.wants) * len(frameworks.candidates)
    assert "A framework clearly leads" in text


@pytest.mark.parametrize("address", ["/checklists/no-such/", "/checklists/UPPER/", "/checklists/nodejs-express/x/"])
def test_checklist_page_of_an_unknown_slug_is_not_found(client: Client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 404
    assert "There is nothing at this address" in text_of(response)


def test_help_works_the_example_out_line_by_line(client: Client) -> None:
    record = example_record(newest(), TODAY)
    assert record is not None
    text = text_of(client.get("/help/"))
    for line in record.services[0].explanation:
        assert line in text.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")


@pytest.mark.parametrize("name", sorted({name for names in CHECK_PARAMETERS.values() for name in names}))
def test_page_of_a_checklist_names_each_figure_that_it_sets_of_a_check(name: str) -> None:
    checklist = newest()
    for at, check in enumerate(checklist.checks):
        if name in CHECK_PARAMETERS.get(check.id, ()):
            without = check.model_copy(update={name: [] if isinstance(getattr(check, name), list) else None})
            checks = [*checklist.checks[:at], without, *checklist.checks[at + 1 :]]
            changed = sheet(checklist.model_copy(update={"checks": checks}), TODAY)
            assert changed.checks[at] != sheet(checklist, TODAY).checks[at]
