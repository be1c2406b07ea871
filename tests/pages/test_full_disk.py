"""A database that takes nothing: pages are read as before, whoever saves or signs in is told why it does not work."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone

from advisor.assessments.actions.answer import begin_quick
from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, Service
from advisor.disk import can_save
from advisor.pages.health import views as health
from advisor.publish import worker_threads
from advisor.publish.models import Rendering, State
from advisor.sharing.links import make_link
from advisor.sharing.models import Grant, ShareLink
from tests.accounts.signing import PASSWORD, account, sign_in, sign_up
from tests.decisions.deciding import answered
from tests.pages.making import VIC, let_in, platform, said
from tests.people import ADA, BEN, Browser, text_of

pytestmark = pytest.mark.django_db(transaction=True)
WHY = "disk is full or read-only. Everything saved before is safe, and you can read it."
READ_ONLY = {
    "sqlite": ("PRAGMA query_only=ON", "PRAGMA query_only=OFF"),
    "postgresql": ("SET default_transaction_read_only = on", "SET default_transaction_read_only = off"),
}


def full(execute: Any, statement: str, *arguments: Any) -> Any:
    """A full disk, which lets a transaction begin and refuses what is written in it."""
    if statement.startswith(("INSERT", "UPDATE", "DELETE")):
        raise OperationalError("database or disk is full")
    return execute(statement, *arguments)


@contextmanager
def nothing_is_taken() -> Iterator[None]:
    """The database refuses every write, in the words in which it refuses those to a read-only disk."""
    on, off = READ_ONLY[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(on)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(off)


def yesterday() -> date:
    return timezone.now().date() - timedelta(days=1)


@pytest.fixture
def made() -> Assessment:
    """A platform that was last opened yesterday, so that opening it today would be noted."""
    made = answered()
    Assessment.objects.update(opened_on=yesterday())
    Grant.objects.update(seen_on=yesterday())
    return made


def test_pages_that_note_that_they_were_opened_are_read_where_it_cannot_be_noted(made: Assessment) -> None:
    service = Service.objects.filter(assessment=made).order_by("id")[0]
    begin_quick(visitor=ADA, checklist=newest())
    Assessment.objects.update(opened_on=yesterday())
    here = f"/a/{made.public_id}/"
    addresses = [here, f"{here}result/", f"{here}services/{service.slug}/result/", f"{here}compare/", f"{here}decide/"]
    addresses += ["/", "/my/", "/demo/", "/quick/", "/quick/result/", "/accounts/", "/accounts/login/"]
    with nothing_is_taken():
        got = {address: Browser(ADA).get(address).status_code for address in addresses}
    assert got == dict.fromkeys(addresses, 200)
    assert Assessment.objects.get(id=made.id).opened_on == yesterday()


def test_pdf_that_is_drawn_already_is_handed_out_and_one_that_is_not_is_refused(monkeypatch: Any) -> None:
    monkeypatch.setattr(worker_threads, "wake", lambda: None)
    made = platform()
    for service in Service.objects.filter(assessment=made):
        said(service)
    ada, address = Browser(ADA), f"/a/{made.public_id}/result.pdf"
    with nothing_is_taken():
        assert ada.post(address, {}).status_code == 507
    ada.post(address, {})
    with nothing_is_taken():
        assert ada.post(address, {}).status_code == 507
    Rendering.objects.update(state=State.DONE, content=b"%PDF-drawn", job=b"")
    with nothing_is_taken():
        asked = ada.post(address, {})
        assert asked.status_code == 303
        page = text_of(ada.get(asked["Location"]))
        (file,) = set(re.findall(r'href="(/files/[^"]+\.pdf)"', page))
        assert ada.get(file).content == b"%PDF-drawn"


def test_opening_is_noted_again_once_it_can_be(made: Assessment) -> None:
    with nothing_is_taken():
        assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 200
    assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 200
    assert Assessment.objects.get(id=made.id).opened_on == timezone.now().date()


def test_link_that_was_used_before_leads_in_and_a_new_one_says_why_it_cannot() -> None:
    made = platform()
    vic = let_in(made, VIC)
    _, token = make_link(scope_id=made.scope_id, role="view", label="", expires_at=None, made_by=None)
    vic.client.get(f"/s/{token}", follow=True)
    ShareLink.objects.update(last_used_at=None)
    with connection.execute_wrapper(full):
        again = vic.get(f"/s/{token}")
        stranger = Browser(BEN).get(f"/s/{token}")
    assert (again.status_code, again["Location"]) == (302, f"/a/{made.public_id}/")
    assert stranger.status_code == 507
    assert WHY in text_of(stranger)


def test_save_says_why_it_failed_and_gives_back_what_was_typed() -> None:
    made = platform()
    with nothing_is_taken():
        refused = Browser(ADA).post(f"/a/{made.public_id}/edit/", {"title": "Acme without Billing"})
    assert refused.status_code == 507
    assert WHY in text_of(refused)
    assert ">\nAcme without Billing</textarea>" in refused.content.decode()
    assert refused["Retry-After"] == "10"


@pytest.mark.parametrize("way", ["sign in", "sign up"])
def test_signing_in_and_up_say_that_the_disk_is_full_and_not_that_there_were_too_many_tries(way: str) -> None:
    account("ada@example.org")
    client = Client()
    with nothing_is_taken():
        refused = sign_in(client, "ada@example.org") if way == "sign in" else sign_up(client, "ben@example.org")
        assert refused.status_code == 507
        assert WHY in text_of(refused)
        assert "Too many" not in text_of(refused)
        assert PASSWORD not in refused.content.decode()
    assert sign_in(client, "ada@example.org").status_code == 302


def test_readyz_says_503_and_why_while_nothing_can_be_saved_and_200_afterwards(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "OFTEN", 0.0)
    assert client.get("/readyz").status_code == 200
    with nothing_is_taken():
        refused = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert (refused.status_code, refused.content.decode()) == (503, f"{health.NOTHING_SAVED}\n")
    assert refused["Cache-Control"] == "no-store"
    assert client.get("/readyz").content == b"ready\n"


def test_readyz_asked_often_writes_once(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    tried = []
    monkeypatch.setattr(health, "can_save", lambda: not tried.append(1))
    monkeypatch.setattr(health, "OFTEN", 3600.0)
    monkeypatch.setattr(health, "_saved_at", float("-inf"))
    assert [client.get("/readyz").status_code for _ in range(5)] == [200] * 5
    assert len(tried) == 1


def test_session_that_cannot_be_saved_after_the_view_says_so_too() -> None:
    with nothing_is_taken():
        client = Client(raise_request_exception=False)
        refused = client.get("/accounts/passkeys/sign-in/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert refused.status_code == 507
    assert WHY in text_of(refused)


def test_can_save_leaves_one_row_however_often_it_is_asked() -> None:
    assert [can_save() for _ in range(3)] == [True] * 3
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM accounts_cache")
        assert cursor.fetchone() == (1,)
