"""One name, one thing: what is stored has one form, wherever it comes from; two spellings of a name are one name."""

import importlib
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from advisor.assessments.models import Assessment, OwningTeam, Respondent, Service
from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AnswersError
from advisor.checklist.reading import read_answers
from advisor.checklist.text import folded
from advisor.decisions.models import Decision
from advisor.decisions.restoration import restore_assessment
from tests.pages.making import platform
from tests.people import ADA, Browser, text_of
from tests.record.samples import LIBRARY, answers

pytestmark = pytest.mark.django_db
COMPOSED, DECOMPOSED = "Caf\u00e9", "Cafe\u0301"
FILE = f"""format: advisor-assessment/1
checklist: nodejs-express
teams: [{{name: {COMPOSED}}}]
services: [{{name: "{DECOMPOSED} \u202eAPI\u200b", team: {DECOMPOSED}, answers: {{}}}}]
"""


def named(model: type[Service | OwningTeam | Respondent]) -> list[str]:
    return list(model._default_manager.order_by("id").values_list("name", flat=True))


def test_service_added_in_another_spelling_is_there_already() -> None:
    ada, made = Browser(ADA), platform(COMPOSED)
    page = ada.post(f"/a/{made.public_id}/add/services/", {"services": DECOMPOSED, "form": "f" * 20})
    assert "already exists" in text_of(page)
    page = ada.post(f"/a/{made.public_id}/import/", {"text": f"name\n{DECOMPOSED}\u200b", "form": "g" * 20, "go": "1"})
    assert "already exists" in text_of(page)
    assert named(Service) == [COMPOSED]


@pytest.mark.parametrize("text", [f"{DECOMPOSED} \u202eAPI\u200b", '["Cafe\\u0301 API"]', "- Cafe\u0301 A\u00adPI"])
def test_service_is_stored_in_one_form(text: str) -> None:
    ada, made = Browser(ADA), platform("Ingest")
    assert ada.post(f"/a/{made.public_id}/import/", {"text": text, "form": "f" * 20, "go": "1"}).status_code == 302
    assert named(Service) == ["Ingest", f"{COMPOSED} API"]


def test_file_that_spells_a_team_in_two_ways_is_read_as_one_team() -> None:
    read = read_answers(FILE, "answers.yaml", LIBRARY)
    assert [team.name for team in read.teams] == [COMPOSED]
    assert (read.services[0].name, read.services[0].team) == (f"{COMPOSED} API", COMPOSED)


def test_file_that_names_two_services_alike_is_told() -> None:
    twice = FILE.replace("services: [", f'services: [{{name: "{COMPOSED} API", team: {COMPOSED}, answers: {{}}}}, ')
    with pytest.raises(AnswersError, match="a second service is called"):
        read_answers(twice, "answers.yaml", LIBRARY)


def test_service_asked_for_in_the_terminal_in_another_spelling_is_explained(
    tmp_path_factory: pytest.TempPathFactory, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path_factory.mktemp("answers") / "answers.yaml"
    path.write_text(FILE, encoding="utf-8")
    with pytest.raises(SystemExit, match="3"):
        call_command("assess", str(path), "--explain", f"{DECOMPOSED.lower()} api")
    assert capsys.readouterr().out.startswith(f"{COMPOSED} API")


def renamed(given: AnswersFile, *names: str) -> AnswersFile:
    services = [one.model_copy(update={"name": name}) for one, name in zip(given.services, names, strict=False)]
    return given.model_copy(update={"services": services, "settled": [], "answered_checks": [], "decision": None})


@pytest.mark.parametrize(
    ("names", "stored"),
    [((DECOMPOSED, "Ingest"), [COMPOSED, "Ingest"]), ((DECOMPOSED, COMPOSED), [f"{COMPOSED} (2)", COMPOSED])],
)
def test_record_of_earlier_is_restored_in_one_form_and_two_services_stay_two(
    names: tuple[str, ...], stored: list[str]
) -> None:
    given = renamed(answers("24"), *names)
    given = given.model_copy(update={"respondents": []})
    checklist = LIBRARY.get(given.checklist)
    restore_assessment(visitor=ADA, checklist=checklist, answers=given, your_name="Ada", token="f" * 20)
    assert named(Service) == stored


def migrated() -> None:
    for module in ("assessments.migrations.0013_one_form_of_names", "decisions.migrations.0008_one_form_of_deciders"):
        importlib.import_module(f"advisor.{module}").name_again(apps, SimpleNamespace(connection=connection))


def test_names_stored_before_get_one_form_and_nothing_is_lost_where_two_become_one() -> None:
    made = platform("a", COMPOSED, "b", "Ingest")
    Service.objects.filter(position=0).update(name=DECOMPOSED)
    Service.objects.filter(position=2).update(name="Or\u200bders")
    OwningTeam.objects.filter(position=0).update(name=f"{DECOMPOSED} team")
    Assessment.objects.update(title=DECOMPOSED)
    Respondent.objects.update(name=DECOMPOSED)
    content = {"deciders": [DECOMPOSED], "persons": {DECOMPOSED: 1}, "x": [DECOMPOSED]}
    Decision.objects.create(assessment=made, content=content)
    before = list(Service.objects.order_by("id").values_list("id", "slug", "position"))
    migrated()
    assert named(Service) == [f"{COMPOSED} (2)", COMPOSED, "Orders", "Ingest"]
    assert list(Service.objects.order_by("id").values_list("id", "slug", "position")) == before
    assert named(OwningTeam)[0] == f"{COMPOSED} team"
    assert named(Respondent) == [COMPOSED]
    assert Assessment.objects.get().title == COMPOSED
    content = Decision.objects.get().content
    assert content == {"deciders": [COMPOSED], "persons": {COMPOSED: 1}, "x": [DECOMPOSED]}
    assert len({folded(name) for name in named(Service)}) == 4
    migrated()
    assert named(Service) == [f"{COMPOSED} (2)", COMPOSED, "Orders", "Ingest"]


def test_names_of_what_was_removed_get_one_form_too() -> None:
    made = platform(COMPOSED, "Ingest")
    Service.objects.filter(name="Ingest").update(name=DECOMPOSED + "s")
    Service.everything.filter(name=DECOMPOSED + "s").update(removed_at="2026-11-01T00:00:00Z")
    migrated()
    assert Service.everything.filter(assessment=made).order_by("id").last().name == COMPOSED + "s"  # type: ignore[union-attr]
