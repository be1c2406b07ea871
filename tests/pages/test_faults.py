"""One place turns errors into HTTP; the two health pages."""

import pytest
from django.db import DatabaseError, DataError, OperationalError, connection
from django.http import HttpResponse
from django.test import Client, RequestFactory

from advisor.assessments.answers import BadAnswerError, Draft, GoneError, StaleAnswerError, StaleDetailsError
from advisor.checklist.errors import AdvisorError, AnswersError, Problem
from advisor.pages.http.error_middleware import DomainErrors
from advisor.sharing.access import AccessDenied

FAULTS = [
    (AccessDenied("secret reason"), 404),
    (AccessDenied("This needs the role “edit”.", stranger=False), 403),
    (GoneError("Started over."), 409),
    (StaleAnswerError(Draft("1"), None), 412),
    (StaleDetailsError(None), 412),
    (BadAnswerError("value", "Choose one."), 422),
    (AnswersError([Problem("a.yaml", 1, 1, "wrong", "write it")]), 422),
    (AdvisorError("Something else."), 400),
    (OperationalError("database or disk is full"), 507),
    (OperationalError("disk I/O error"), 507),
    (OperationalError("attempt to write a readonly database"), 507),
    (OperationalError("could not connect"), 503),
    (DataError("PostgreSQL text fields cannot contain NUL (0x00) bytes"), 400),
]


def answer_to(error: Exception, **headers: str) -> HttpResponse | None:
    return DomainErrors(lambda request: HttpResponse()).process_exception(
        RequestFactory(headers=headers).get("/"), error
    )


@pytest.mark.parametrize(("error", "status"), FAULTS)
def test_process_exception_gives_each_error_its_status(error: Exception, status: int) -> None:
    response = answer_to(error)
    assert response is not None
    assert response.status_code == status
    page = response.content.decode()
    assert "secret reason" not in page
    assert "<h1>" in page


def test_process_exception_for_htmx_is_a_sentence() -> None:
    response = answer_to(GoneError("Started over."), **{"HX-Request": "true"})
    assert response is not None
    assert response.content == b"Started over."


def test_process_exception_leaves_programming_errors_alone() -> None:
    assert answer_to(ValueError("a mistake of ours")) is None


@pytest.mark.django_db
def test_healthz_and_readyz_answer(client: Client) -> None:
    assert client.get("/healthz").content == b"ok\n"
    assert client.get("/readyz").content == b"ready\n"


@pytest.mark.django_db
def test_readyz_without_its_tables_is_not_ready(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise DatabaseError("no such table: secret")

    monkeypatch.setattr(connection, "cursor", broken)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"secret" not in response.content
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_readyz_with_no_or_wrong_checklists_is_not_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    from pathlib import Path

    from advisor.checklist.library import Library
    from advisor.pages.health import views as health

    root = Path(str(tmp_path))
    monkeypatch.setattr(health, "library", lambda: Library(root))
    assert client.get("/readyz").status_code == 503
    (root / "x").mkdir()
    (root / "x" / "checklist.yaml").write_text("no: yes")
    assert client.get("/readyz").status_code == 503
