"""Drawings that take minutes: they are not taken for lost, and keep nobody waiting."""

import random
import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.publish import claims, queue, worker_threads
from advisor.publish.claims import LEASE, claim_next, draw_claim
from advisor.publish.documents import document
from advisor.publish.models import Rendering, State
from advisor.publish.protocol import packed_job
from advisor.publish.queue import request_rendering
from tests.patience import PATIENCE
from tests.publish.test_queue import Stand, row
from tests.record.samples import record

pytestmark = pytest.mark.django_db


def test_draw_claim_keeps_its_lease_while_it_goes_on(monkeypatch):
    monkeypatch.setattr(claims, "PROGRESS_EVERY", timedelta(0))
    request_rendering(record=record("01"))
    claim = claim_next()
    Rendering.objects.update(progress="Part 1 of 9", leased_until=timezone.now() + timedelta(seconds=1))
    seen = []
    draw_claim(claim, Stand(says="", meanwhile=lambda: seen.append((row().progress, row().leased_until))))
    ((words, leased),) = seen
    assert words == "Part 1 of 9"  # it only goes on
    assert leased > timezone.now() + LEASE / 2


def queued(name, html):
    job = packed_job(replace(document(record("01")), html=html))
    Rendering.objects.create(key=name, job=job, used_at=timezone.now())


def noise(count):
    """Text that hardly gets smaller by packing."""
    return random.Random(count).randbytes(count).hex()


def test_long_documents_are_drawn_one_at_a_time_and_short_ones_beside_them():
    queued("long", noise(claims.LONG_JOB))
    queued("later", noise(claims.LONG_JOB + 1))
    queued("short", "<p>")
    first = claim_next()
    assert first.key == "long"
    assert claim_next().key == "short"
    assert claim_next() is None
    draw_claim(first, Stand())
    assert claim_next().key == "later"


def test_long_document_whose_process_was_lost_keeps_nobody_waiting():
    queued("long", noise(claims.LONG_JOB))
    queued("later", noise(claims.LONG_JOB + 1))
    assert claim_next().key == "long"
    assert claim_next(timezone.now() + LEASE + timedelta(seconds=5)) is not None


def test_large_record_is_written_out_for_as_long_as_it_takes(monkeypatch, django_capture_on_commit_callbacks):
    beats = []
    monkeypatch.setattr(queue, "LARGE", 0)
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: beats.append(beat))
    monkeypatch.setattr(worker_threads, "wake", lambda: None)
    with django_capture_on_commit_callbacks(execute=True):
        request_rendering(record=record("01"))
    Rendering.objects.update(leased_until=timezone.now() - timedelta(seconds=1))
    beats[0]()
    assert claim_next() is None
    assert row().state == State.RUNNING


@pytest.mark.django_db(transaction=True)
def test_aside_says_that_it_goes_on_while_it_works(monkeypatch):
    monkeypatch.setattr(worker_threads, "BEAT_SECONDS", 0.01)
    beaten, done = threading.Event(), threading.Event()
    worker_threads.aside(lambda: done.set() if beaten.wait(PATIENCE) else None, beaten.set)
    assert done.wait(PATIENCE)


@pytest.mark.django_db(transaction=True)
def test_aside_that_only_waits_leaves_its_place_to_others(monkeypatch):
    monkeypatch.setattr(worker_threads, "ROOM", threading.BoundedSemaphore(1))
    others, done = threading.Event(), threading.Event()

    def wait():
        with worker_threads.apart():
            if others.wait(PATIENCE):
                done.set()

    worker_threads.aside(wait, lambda: None)
    worker_threads.aside(others.set, lambda: None)
    assert done.wait(PATIENCE)
