"""The state machine of a rendering: asked for once, taken by one, failed and tried again, taken over when lost."""

import threading
import zlib
from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.publish import claims, queue, worker_threads
from advisor.publish.claims import LEASE, claim_next, draw_claim
from advisor.publish.documents import document
from advisor.publish.models import Rendering, State
from advisor.publish.protocol import job_from_text
from advisor.publish.queue import rendering_key, request_rendering, retry_rendering, sweep_renderings
from advisor.publish.renderer import Drawn, failed
from advisor.quotas.clients import Client
from tests.patience import PATIENCE
from tests.publish.samples import renderer
from tests.record.samples import answers, record, record_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def keep_the_connection(monkeypatch):
    """Between two rounds a drawing thread closes old connections; a test's is in a transaction that would end so."""
    monkeypatch.setattr(worker_threads, "close_old_connections", lambda: None)


class Stand:
    """Stands in for a render process: gives these bytes, or fails with this reason."""

    def __init__(self, pdf=b"%PDF", reason="", meanwhile=lambda: None, says="Laying out page 1"):
        self.pdf, self.reason, self.meanwhile, self.says = pdf, reason, meanwhile, says

    def draw(self, job, progress):
        progress(self.says)
        self.meanwhile()
        if self.reason:
            raise failed(self.reason)
        return Drawn(self.pdf, ())


def row():
    return Rendering.objects.get()


def test_request_rendering_stores_the_job_and_waits_to_be_drawn():
    key = request_rendering(record=record("01"))
    assert key == row().key == rendering_key(record("01"), "pdf")
    assert row().state == State.QUEUED
    assert job_from_text(zlib.decompress(row().job).decode()) == document(record("01"))


def test_request_rendering_twice_is_one_rendering():
    assert request_rendering(record=record("01")) == request_rendering(record=record_of(answers("01")))
    assert Rendering.objects.count() == 1


def test_request_rendering_of_another_record_or_variant_is_another():
    keys = {
        rendering_key(record("01"), "pdf"),
        rendering_key(record("06"), "pdf"),
        rendering_key(record("01"), "archive"),
    }
    linked = record_of(answers("01"), link="https://decisions.example/r/1")
    assert len(keys | {rendering_key(linked, "pdf")}) == 4


def test_request_rendering_wakes_the_background_when_committed(monkeypatch, django_capture_on_commit_callbacks):
    woken = []
    monkeypatch.setattr(worker_threads, "wake", lambda: woken.append(1))
    with django_capture_on_commit_callbacks(execute=True):
        request_rendering(record=record("01"))
    assert woken == [1]


def test_claim_is_taken_by_one_only():
    request_rendering(record=record("01"))
    assert claim_next().key == row().key
    assert claim_next() is None


def test_claims_go_by_age():
    first = request_rendering(record=record("01"))
    second = request_rendering(record=record("06"))
    assert [claim_next().key, claim_next().key] == [first, second]


def test_draw_claim_stores_the_bytes_and_lets_the_job_go():
    request_rendering(record=record("01"))
    draw_claim(claim_next(), Stand(b"%PDF-x"))
    assert (row().state, bytes(row().content), bytes(row().job)) == (State.DONE, b"%PDF-x", b"")


def test_draw_claim_that_fails_keeps_the_job_and_says_why():
    request_rendering(record=record("01"))
    draw_claim(claim_next(), Stand(reason="the process that drew it was ended"))
    assert row().state == State.FAILED
    assert "the process that drew it was ended" in row().reason
    assert retry_rendering(key=row().key)
    assert (row().state, row().reason) == (State.QUEUED, "")
    draw_claim(claim_next(), Stand())
    assert row().state == State.DONE


def test_request_rendering_of_a_failed_one_queues_it_again():
    request_rendering(record=record("01"))
    draw_claim(claim_next(), Stand(reason="x"))
    request_rendering(record=record("01"))
    assert row().state == State.QUEUED


def test_retry_rendering_of_one_that_did_not_fail_changes_nothing():
    request_rendering(record=record("01"))
    draw_claim(claim_next(), Stand())
    assert not retry_rendering(key=row().key)
    assert row().state == State.DONE


def test_claim_of_a_lost_process_is_taken_over_after_its_lease_and_not_before():
    request_rendering(record=record("01"))
    lost = claim_next()
    assert claim_next(timezone.now() + LEASE - timedelta(seconds=5)) is None
    taken = claim_next(timezone.now() + LEASE + timedelta(seconds=5))
    assert (taken.key, taken.attempt) == (lost.key, lost.attempt + 1)


def test_claim_of_a_process_lost_before_the_clock_was_put_back_is_taken_over_at_once():
    request_rendering(record=record("01"))
    lost = claim_next(timezone.now() + timedelta(days=1))
    taken = claim_next()
    assert (taken.key, taken.attempt) == (lost.key, lost.attempt + 1)


@pytest.mark.parametrize("days", [-1, 1])
def test_claim_that_is_drawn_while_the_clock_jumps_says_that_it_is_alive_and_is_drawn(monkeypatch, days):
    monkeypatch.setattr(claims, "PROGRESS_EVERY", timedelta(0))
    request_rendering(record=record("01"))
    claim, now = claim_next(), timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() + timedelta(days=days))
    taken = []
    draw_claim(claim, Stand(meanwhile=lambda: taken.append(claim_next())))
    assert (taken, row().state) == ([None], State.DONE)


def test_draw_claim_that_was_taken_over_does_not_overwrite_the_later_one():
    request_rendering(record=record("01"))
    lost = claim_next()
    taken = claim_next(timezone.now() + LEASE + timedelta(seconds=5))
    draw_claim(taken, Stand(b"later"))
    draw_claim(lost, Stand(b"earlier"))
    assert bytes(row().content) == b"later"
    draw_claim(lost, Stand(reason="x"))
    assert row().state == State.DONE


def test_draw_claim_tells_progress_at_most_so_often(monkeypatch):
    monkeypatch.setattr(claims, "PROGRESS_EVERY", timedelta(0))
    request_rendering(record=record("01"))
    seen = []
    draw_claim(claim_next(), Stand(meanwhile=lambda: seen.append(row().progress)))
    assert seen == ["Laying out page 1"]


def test_sweep_deletes_what_nobody_asked_for_in_a_week():
    request_rendering(record=record("01"))
    request_rendering(record=record("06"))
    Rendering.objects.filter(key=rendering_key(record("01"), "pdf")).update(used_at=timezone.now() - timedelta(days=8))
    assert sweep_renderings() == 1
    assert row().key == rendering_key(record("06"), "pdf")


def test_documents_of_one_browser_past_what_it_may_keep_are_dropped_the_oldest_first(monkeypatch):
    monkeypatch.setattr(queue, "MOST_DRAWN", 10)
    now = timezone.now()
    for hours, (who, length) in enumerate([("ada", 6), ("ada", 4), ("ben", 20), ("ada", 1)]):
        of = {"key": f"{who}{hours}", "state": State.DONE, "content": b"x" * length, "asked_by": who}
        Rendering.objects.create(**of, used_at=now - timedelta(hours=hours))
    request_rendering(record=record("01"), client=Client("ada", ""))
    kept = set(Rendering.objects.filter(state=State.DONE).values_list("key", flat=True))
    assert kept == {"ada0", "ada1", "ben2"}


def test_second_download_of_what_is_drawn_only_reads(django_assert_num_queries):
    key = request_rendering(record=record("01"))
    Rendering.objects.update(state=State.DONE, content=b"%PDF-", job=b"")
    with django_assert_num_queries(1) as queries:
        assert request_rendering(record=record("01")) == key
    assert queries[0]["sql"].startswith("SELECT")


def test_what_is_asked_for_again_is_kept_for_another_week():
    key = request_rendering(record=record("01"))
    Rendering.objects.update(state=State.DONE, used_at=timezone.now() - timedelta(days=6))
    assert request_rendering(record=record("01")) == key
    assert row().used_at > timezone.now() - timedelta(hours=1)


@pytest.mark.pango
def test_crew_draws_all_that_is_queued():
    request_rendering(record=record("01"))
    request_rendering(record=record("17"))
    worker_threads.Crew().draw_all(renderer())
    assert {bytes(each.content)[:5] for each in Rendering.objects.all()} == {b"%PDF-"}


def test_crew_whose_database_fails_goes_on(monkeypatch, caplog):
    from django.db import OperationalError

    def fail():
        raise OperationalError("disk I/O error")

    monkeypatch.setattr(worker_threads, "claim_next", fail)
    monkeypatch.setattr(worker_threads, "connection", type("Closed", (), {"close": staticmethod(lambda: None)}))
    worker_threads.Crew().draw_all(Stand())
    assert "has to wait" in caplog.text


def test_crew_has_at_most_two_threads_and_they_end_when_idle(monkeypatch):
    monkeypatch.setattr(worker_threads, "IDLE_SECONDS", 0.2)
    crew, hold, worked = worker_threads.Crew(), threading.Event(), []
    monkeypatch.setattr(crew, "draw_all", lambda _: (worked.append(threading.current_thread()), hold.wait(PATIENCE)))
    for _ in range(5):
        crew.wake()
    threads = list(crew.threads)
    assert len(threads) == 2
    hold.set()
    for thread in threads:
        thread.join(PATIENCE)
    assert not any(thread.is_alive() for thread in threads)
    assert crew.threads == set()
    assert len(worked) == 5
    hold.clear()
    crew.wake()
    (last,) = crew.threads
    hold.set()
    last.join(PATIENCE)
    assert len(worked) == 6


@pytest.fixture
def large(monkeypatch):
    """A record that is written out aside; the list is what was given to the thread."""
    given = []
    monkeypatch.setattr(queue, "LARGE", 0)
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: given.append(work))
    monkeypatch.setattr(worker_threads, "wake", lambda: None)
    return given


def test_large_record_is_written_out_aside_and_then_queued(large, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        key = request_rendering(record=record("01"))
    assert (row().state, bytes(row().job)) == (State.RUNNING, b"")
    assert claim_next() is None
    (make,) = large
    make()
    assert row().state == State.QUEUED
    assert job_from_text(zlib.decompress(row().job).decode()) == document(record("01"))
    make()  # another process was quicker: nothing is written over
    claim = claim_next()
    assert claim is not None
    assert claim.key == key


def test_large_record_whose_process_ended_says_so_and_is_written_out_again(large, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        request_rendering(record=record("01"))
    assert claim_next(timezone.now() + LEASE + timedelta(seconds=1)) is None
    assert (row().state, row().reason) == (State.FAILED, claims.INTERRUPTED)
    with django_capture_on_commit_callbacks(execute=True):
        request_rendering(record=record("01"))
    assert row().state == State.RUNNING
    assert len(large) == 2
    large[1]()
    assert row().state == State.QUEUED


def test_large_record_asked_for_twice_is_written_out_once(large, django_capture_on_commit_callbacks):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            request_rendering(record=record("01"))
    assert len(large) == 1


@pytest.mark.django_db(transaction=True)
def test_aside_does_the_work_on_another_thread():
    done = threading.Event()
    worker_threads.aside(done.set, lambda: None)
    assert done.wait(PATIENCE)
