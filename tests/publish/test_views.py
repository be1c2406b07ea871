"""The waiting page and the file: with and without htmx, for those who may and those who may not."""

import html

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from advisor.publish import worker_threads
from advisor.publish.links import Ticket, waiting_path
from advisor.publish.models import Rendering, State
from advisor.sharing.access import COOKIE, VisitorKey
from advisor.sharing.models import Grant
from advisor.sharing.services import know_visitor, make_scope

pytestmark = pytest.mark.django_db

SECRETS = {"ada": "a" * 32, "cleo": "c" * 32}
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture(autouse=True)
def woken(monkeypatch):
    """Nothing is drawn in the background here; how often it was woken."""
    calls = []
    monkeypatch.setattr(worker_threads, "wake", lambda: calls.append(1))
    return calls


def client_of(name):
    client = Client()
    client.cookies[COOKIE] = SECRETS[name]
    return client


def key_of(name):
    import hashlib

    return VisitorKey(hashlib.sha256(SECRETS[name].encode()).hexdigest(), SECRETS[name])


def waiting(state, **fields):
    """The address of a page for a rendering in this state that Ada may see, and its file's."""
    scope = make_scope(owner=know_visitor(key=key_of("ada")))
    Rendering.objects.create(key="k" * 64, state=state, used_at=timezone.now(), **fields)
    ticket = Ticket(scope.id, "k" * 64, "record.pdf", "/quick/result/", (("Markdown", "/quick/result.md"),))
    page = waiting_path(ticket)
    return page, page + "record.pdf"


def test_waiting_page_of_a_long_document_says_how_long_and_that_nobody_need_wait():
    page, _ = waiting(State.RUNNING, job=b"x" * 303_400, progress="Part 3 of 20")
    text = " ".join(client_of("ada").get(page).content.decode().split())
    assert "Part 3 of 20 …" in text
    assert "About 300 pages" in text
    assert "takes minutes" in text
    assert "a few seconds" not in text


def test_waiting_page_while_queued_renews_itself_and_wakes_the_background(woken):
    page, _ = waiting(State.QUEUED)
    answer = client_of("ada").get(page)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<noscript> <meta http-equiv="refresh" content="1"> </noscript>' in " ".join(text.split())
    assert 'hx-trigger="every 1s"' in text
    assert "Making your PDF" in text
    assert woken == [1]


def test_waiting_page_fragment_is_part_of_the_page():
    page, _ = waiting(State.RUNNING, progress="Laying out page 3", leased_until=timezone.now())
    ada = client_of("ada")
    fragment = ada.get(page, **HTMX).content.decode()
    assert "Laying out page 3" in fragment
    assert "<html" not in fragment
    whole = " ".join(ada.get(page).content.decode().split())
    assert " ".join(fragment.split()) in whole


def test_waiting_page_of_a_running_one_wakes_nobody(woken):
    page, _ = waiting(State.RUNNING, leased_until=timezone.now() + timezone.timedelta(minutes=1))
    client_of("ada").get(page)
    assert woken == []


def test_waiting_page_when_done_hands_out_the_file():
    page, file = waiting(State.DONE, content=b"%PDF-1")
    answer = client_of("ada").get(page)
    assert f'<meta http-equiv="refresh" content="0; url={file}">' in answer.content.decode()
    assert f'href="{file}"' in answer.content.decode()


def test_waiting_page_when_done_makes_htmx_load_the_page():
    page, _ = waiting(State.DONE, content=b"%PDF-1")
    answer = client_of("ada").get(page, **HTMX)
    assert answer["HX-Refresh"] == "true"


def test_waiting_page_when_failed_says_why_and_offers_the_ways_out():
    page, _ = waiting(State.FAILED, reason="The PDF could not be drawn: its process <was> ended.")
    answer = client_of("ada").get(page)
    text = html.unescape(answer.content.decode())
    assert "its process <was> ended" in text
    assert "Try again" in text
    assert 'href="/quick/result.md"' in text
    assert "refresh" not in text


def test_waiting_page_try_again_queues_it_and_comes_back():
    page, _ = waiting(State.FAILED, reason="x")
    answer = client_of("ada").post(page)
    assert (answer.status_code, answer["Location"]) == (302, page)
    assert Rendering.objects.get().state == State.QUEUED


def test_waiting_page_of_a_swept_file_says_to_ask_again():
    page, _ = waiting(State.DONE)
    Rendering.objects.all().delete()
    answer = client_of("ada").get(page)
    assert answer.status_code == 200
    assert "ask again" in answer.content.decode()


def test_file_is_the_stored_bytes_under_its_name_for_this_visitor_alone():
    _, file = waiting(State.DONE, content=b"%PDF-1 bytes")
    answer = client_of("ada").get(file)
    assert answer.content == b"%PDF-1 bytes"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == 'attachment; filename="record.pdf"'
    assert "no-store" in answer["Cache-Control"]


def test_file_with_a_name_in_another_script_is_handed_out_under_it():
    Rendering.objects.create(key="n" * 64, state=State.DONE, used_at=timezone.now(), content=b"%PDF-1")
    page = waiting_path(Ticket(None, "n" * 64, "決済-2026-11-23.pdf", "/"))
    answer = client_of("ada").get(page + "決済-2026-11-23.pdf")
    assert answer.content == b"%PDF-1"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E6%B1%BA%E6%B8%88-2026-11-23.pdf"


def test_file_that_the_browser_has_is_not_sent_again():
    _, file = waiting(State.DONE, content=b"%PDF-1 bytes")
    ada = client_of("ada")
    etag = ada.get(file)["ETag"]
    again = ada.get(file, HTTP_IF_NONE_MATCH=etag)
    assert (again.status_code, again.content) == (304, b"")


def test_file_that_is_not_there_yet_leads_to_the_waiting_page():
    page, file = waiting(State.RUNNING, leased_until=timezone.now())
    answer = client_of("ada").get(file)
    assert (answer.status_code, answer["Location"]) == (302, page)


def test_file_under_another_name_is_not_found():
    page, _ = waiting(State.DONE, content=b"%PDF-1")
    assert client_of("ada").get(page + "other.pdf").status_code == 404


@pytest.mark.parametrize("method", ["get", "post"])
def test_stranger_finds_neither_page_nor_file(method):
    page, file = waiting(State.DONE, content=b"%PDF-1")
    for client in (client_of("cleo"), Client()):
        assert getattr(client, method)(page).status_code == 404
        assert client.get(file).status_code == 404


def test_revoked_visitor_finds_neither_page_nor_file_from_then_on():
    page, file = waiting(State.DONE, content=b"%PDF-1")
    ada = client_of("ada")
    assert ada.get(file).status_code == 200
    Grant.objects.update(revoked_at=timezone.now())
    assert ada.get(page).status_code == 404
    assert ada.get(file).status_code == 404


def test_file_of_ones_own_opens_for_oneself_alone():
    page, _ = waiting(State.DONE, content=b"%PDF-1")
    scope = Grant.objects.get().scope
    Grant.objects.create(scope=scope, visitor=know_visitor(key=key_of("cleo")), role="own")
    assert client_of("cleo").get(page).status_code == 200
    ada = know_visitor(key=key_of("ada")).id
    mine = waiting_path(Ticket(scope.id, "k" * 64, "record.pdf", "/", person_id=ada))
    for address in (mine, mine + "record.pdf"):
        assert client_of("ada").get(address).status_code == 200
        assert client_of("cleo").get(address).status_code == 404
        assert client_of("cleo").post(address).status_code in (404, 405)


@pytest.mark.parametrize("token", ["x", "a:b:c", "🚀", "%00", "a" * 3000])
def test_forged_address_is_not_found(token):
    assert client_of("ada").get(reverse("file-waiting", kwargs={"token": token})).status_code == 404


def test_address_of_another_key_is_not_believed():
    page, _ = waiting(State.DONE, content=b"%PDF-1")
    token = page.split("/")[2]
    assert client_of("ada").get(f"/files/{token[:-1]}{'A' if token[-1] != 'A' else 'B'}/").status_code == 404
