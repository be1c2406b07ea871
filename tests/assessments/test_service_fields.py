"""A field of a service is declared once: every place that knows a service's fields is compared with the declaration."""

from typing import Any

import pytest

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.arrange import duplicate_service, put_back, remove
from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.actions.import_services import read_table
from advisor.assessments.checklists import library, newest
from advisor.assessments.models import Service
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.checklist.service import SERVICE_DETAILS, SERVICE_FIELDS, ServiceEntry
from advisor.checklist.service_field import ServiceField
from advisor.checklist.writing import write_answers
from advisor.pages.history.entries import FIELDS
from advisor.pages.hub.forms import ServiceForm
from advisor.pages.new.forms import NewForm
from advisor.pages.questionnaire.details import DetailsForm
from tests.kit.results import results
from tests.people import ADA

pytestmark = pytest.mark.django_db
IN_TABLE = {name for name, one in SERVICE_FIELDS.items() if one.headings}
ALL = set(SERVICE_FIELDS)
ELSEWHERE = {"benchmarks", "framework", "measurements"}
"""Asked on pages of their own; no cell of a table holds them."""


def value(name: str, field: ServiceField, checklist: Checklist) -> Any:
    """Something a service may say in this field, made from its declaration alone."""
    return {
        "line": lambda: "Relay",
        "team": lambda: "Edge",
        "kind": lambda: checklist.service_types[-1].id,
        "setting": lambda: next(one.options[-1].id for one in checklist.settings if one.key == name),
        "text": lambda: f"What {name} says.",
        "choice": lambda: field.options[-1][0],
        "milliseconds": lambda: 2.5,
        "versions": lambda: dict.fromkeys(checklist.version_keys(), "24.1"),
        "wants": lambda: {"schemas": 4, "cpu-cost": "must"},
        "measurements": lambda: [results()],
        "benchmarks": lambda: [{"variant": "raw", "p99_ms": 9.0}],
    }[field.form]()


@pytest.fixture
def full() -> dict[str, Any]:
    return {name: value(name, field, newest()) for name, field in SERVICE_FIELDS.items()}


@pytest.fixture
def answers(full: dict[str, Any]) -> AnswersFile:
    teams = [{"name": full["team"]}]
    return AnswersFile.model_validate(
        {"format": "advisor-assessment/1", "checklist": newest().slug, "teams": teams, "services": [full]}
    )


def names(fields: Any) -> set[str]:
    return {"versions" if name.startswith("version-") else name for name in fields}


def test_service_field_is_a_column_and_is_called_something_in_the_history() -> None:
    own = {"id", "assessment", "slug", "position", "revision", "removed_at", "team_since"}
    assert {one.name for one in Service._meta.concrete_fields} - own == ALL
    assert {"team" if name == "team_id" else name for name in FIELDS} - {"raw_owners"} == ALL


def test_service_field_of_a_file_is_declared() -> None:
    assert set(ServiceEntry.model_fields) - ALL == {"answers"}


def test_service_field_is_asked_by_the_form() -> None:
    assert names(ServiceForm(newest(), []).fields) == ALL - ELSEWHERE
    assert names(DetailsForm(newest()).fields) == {name for name, one in SERVICE_FIELDS.items() if one.beside_answers}
    assert {name for name, one in SERVICE_FIELDS.items() if one.form == "setting"} < set(
        NewForm(newest(), [], []).fields
    )


def test_service_field_is_read_from_a_table(full: dict[str, Any]) -> None:
    said = full | {"versions": ", ".join(f"{key} {version}" for key, version in full["versions"].items())}
    for at in (0, 1):
        headings = [(SERVICE_FIELDS[name].headings[at:] or SERVICE_FIELDS[name].headings)[0] for name in IN_TABLE]
        table = read_table(
            "\t".join(headings) + "\n" + "\t".join(str(said[one]) for one in IN_TABLE), newest(), present=()
        )
        assert table.problems == []
        assert table.services[0].details == {name: full[name] for name in SERVICE_DETAILS & IN_TABLE}
        assert (table.services[0].kind, table.services[0].team) == (full["kind"], full["team"])
    assert ALL - IN_TABLE == ELSEWHERE


def test_service_field_survives_file_rows_copy_and_removal(answers: AnswersFile, full: dict[str, Any]) -> None:
    assert read_answers(write_answers(answers).encode(), "file", library()) == answers
    made, _ = make_from_file(visitor=ADA, checklist=newest(), answers=answers, your_name="Ada", token="t" * 16)
    row = Service.objects.get()
    assert {name: getattr(row, name) for name in SERVICE_DETAILS} == {name: full[name] for name in SERVICE_DETAILS}
    copy = duplicate_service(assessment=made, visitor=ADA, service=row, respondent=None)
    remove(assessment=made, visitor=ADA, row=copy)
    assert put_back(assessment=made, visitor=ADA, row=Service.everything.select_related("team").get(id=copy.id))
    first, second = answers_seen(open_assessment(ADA, made.public_id, "view")).services
    assert first == answers.services[0] == second.model_copy(update={"name": first.name})
