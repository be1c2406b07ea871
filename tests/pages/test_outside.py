"""A service to which the question does not apply: said first on its page, on the platform's and in its files."""

from pathlib import Path

import pytest

from advisor.assessments.models import Assessment, Service
from advisor.assessments.reads.answers import answers_file_of
from tests.pages.restoring import restored
from tests.pages.test_demo import plain
from tests.people import ADA, CLEO, Browser, text_of
from tests.publish.test_checklist_command import SHIPPED, run

pytestmark = pytest.mark.django_db

CASES = Path(__file__).parents[2] / "checklists" / "nodejs-express" / "cases" / "real"


@pytest.fixture
def function() -> Assessment:
    return restored((CASES / "a04-lambda.yaml").read_text())


def test_settings_of_a_file_are_stored_and_come_out_again(function):
    service = Service.objects.get(assessment=function)
    assert (service.runs_as, service.protocol) == ("function", "")
    answers = answers_file_of(function)
    assert answers is not None
    assert (answers.services[0].runs_as, answers.services[0].protocol) == ("function", None)


def test_quick_asks_how_the_service_runs_and_says_at_once_when_that_is_outside():
    ada = Browser(ADA)
    asked = ada.get("/quick/").content.decode()
    assert 'name="runs_as"' in asked
    assert 'name="protocol"' in asked
    begun = {"base-service": "1", "base-team": "1"}
    saved = plain(text_of(ada.post("/quick/details/", begun | {"runs_as": "function", "protocol": "http"}, htmx=True)))
    assert "A cloud function: this service isn't about raw or framework." in saved
    assert "Requests and responses, with JSON or files." in saved
    assert (service := Service.objects.get()).runs_as == "function"
    assert service.protocol == "http"
    wrong = ada.post("/quick/details/", begun | {"runs_as": "spaceship", "base-service": "2"}, htmx=True)
    assert wrong.status_code == 422
    assert "Choose one of those listed, or “Not said”." in text_of(wrong)


def test_outside_service_says_so_and_what_to_do_instead(function):
    base, slug = f"/a/{function.public_id}/", Service.objects.get(assessment=function).slug
    for address in (f"{base}result/", f"{base}services/{slug}/result/"):
        told = text_of(Browser(CLEO).get(address))
        assert "The choice between Raw Node.js and Express does not arise." in told
        assert "Undecided" not in told
    assert "own handler. Add a small router, such as Hono" in told
    assert "this is what its answers would say if it did" in told
    assert "What would change it" not in told


def test_outside_service_is_told_in_its_files_without_empty_lines(function):
    base = f"/a/{function.public_id}/result"
    markdown = Browser(CLEO).get(f"{base}.md").content.decode()
    assert "Write the platform's own handler." in markdown
    assert "\n* \n" not in markdown
    assert "runs_as: function" in Browser(CLEO).get(f"{base}.yaml").content.decode()


def test_replaying_what_is_stored_lists_every_assessment(function):
    status, out, _ = run("replay", SHIPPED, SHIPPED, "--stored")
    assert status == 0
    assert f"({function.public_id}): nothing changes (1 service)" in out
