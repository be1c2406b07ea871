"""A record is drawn before it is frozen: what is drawn is what is frozen, and what cannot be drawn is not."""

import pytest

from advisor.decisions import services as decisions
from advisor.decisions.decider_positions import DeciderPosition
from advisor.decisions.models import Record, RecordFile
from advisor.decisions.services import FrozenError, sign_off_decision
from advisor.publish import claims, queue, worker_threads
from advisor.publish.models import Rendering, State
from advisor.publish.protocol import unpacked_job
from advisor.publish.queue import draw_and_wait, go_on
from advisor.publish.renderer import RenderFailed, failed
from tests.decisions import deciding
from tests.decisions.deciding import answered, decided_by_several, signed_as_it_stands, signed_off
from tests.publish.reading import opened_bytes, pages_of, unbroken
from tests.publish.samples import job_of, renderer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_drawn(monkeypatch):
    monkeypatch.setattr(worker_threads, "wake", lambda: None)


def signed(monkeypatch, assessment, draw, sign=signed_off, **more):
    """The assessment's record, signed off with this way of drawing."""
    monkeypatch.setattr(
        deciding, "sign_off_decision", lambda **given: sign_off_decision(**{**given, "draw": draw, **more})
    )
    return sign(assessment)


def stored(key, content=b"%PDF-drawn"):
    """What a render process leaves under a key."""
    Rendering.objects.create(key=key, state=State.DONE, content=content, used_at="2026-11-30T00:00Z")


def test_record_keeps_the_pdf_that_was_drawn_of_its_document(monkeypatch):
    jobs = []

    def draw(key, job):
        stored(key)
        jobs.append(job)

    record = signed(monkeypatch, answered(), draw)
    kept = {file.variant: bytes(file.content) for file in RecordFile.objects.filter(record=record)}
    assert kept["pdf"] == b"%PDF-drawn"
    assert jobs == [unpacked_job(kept["document"])]
    assert record.digest in jobs[0].html
    assert f"https://advisor.example/r/{record.public_id}/" in jobs[0].html
    assert not Rendering.objects.exists()


def test_record_that_cannot_be_drawn_is_not_frozen(monkeypatch):
    def draw(key, job):
        Rendering.objects.create(key=key, state=State.FAILED, used_at="2026-11-30T00:00Z")
        raise failed("it took more than 60 seconds")

    with pytest.raises(FrozenError, match=r"could not be drawn: it took more than 60 seconds\. Sign it off again"):
        signed(monkeypatch, answered(), draw)
    assert not Record.objects.exists()
    assert not Rendering.objects.exists()


def test_record_that_could_not_be_read_back_is_not_frozen(monkeypatch):
    assessment = answered()
    monkeypatch.setattr(decisions, "MOST_BYTES", 10_000)
    with pytest.raises(FrozenError, match="larger than 32 MB"):
        signed(monkeypatch, assessment, lambda key, job: pytest.fail("drawn"))
    assert not Record.objects.exists()
    monkeypatch.setattr(decisions, "MOST_BYTES", 10_000_000)
    assert signed(monkeypatch, assessment, lambda key, job: stored(key)).number == 1


def test_record_whose_number_is_taken_while_it_is_drawn_is_drawn_again_with_the_next(monkeypatch):
    assessment, jobs = answered(), []

    def draw(key, job):
        stored(key)
        jobs.append(job)
        if len(jobs) == 1:
            sign = deciding.sign_off_decision
            monkeypatch.setattr(deciding, "sign_off_decision", sign_off_decision)
            signed_off(assessment, request_id="other")
            monkeypatch.setattr(deciding, "sign_off_decision", sign)

    record = signed(monkeypatch, assessment, draw)
    assert (record.number, record.supersedes) == (2, 1)
    assert ["ADR-0002" in job.html for job in jobs] == [False, True]
    assert jobs[1] == unpacked_job(bytes(RecordFile.objects.get(record=record, variant="document").content))
    assert not Rendering.objects.exclude(state=State.QUEUED).exists()


def test_record_gives_up_after_many_others_took_its_number(monkeypatch):
    assessment = answered()
    monkeypatch.setattr(decisions, "_freeze", lambda *given: None)
    with pytest.raises(FrozenError, match="Somebody else is signing off"):
        signed(monkeypatch, assessment, lambda key, job: stored(key))
    assert not Rendering.objects.exists()


def test_record_that_somebody_changed_meanwhile_is_not_frozen_and_what_was_drawn_is_gone(monkeypatch):
    def settle():
        raise FrozenError("changed")

    with pytest.raises(FrozenError, match="changed"):
        signed(monkeypatch, answered(), lambda key, job: stored(key), settle=settle)
    assert not Record.objects.exists()
    assert not Rendering.objects.exists()


def test_same_request_is_drawn_once(monkeypatch):
    assessment, keys = answered(), []
    assert signed(monkeypatch, assessment, lambda key, job: keys.append(key)) == signed(
        monkeypatch, assessment, lambda key, job: keys.append(key)
    )
    assert len(keys) == 1


def ends(**end):
    """Progress in which somebody else changes the row."""
    return lambda words: Rendering.objects.update(**end)


def test_drawing_is_waited_for_until_it_is_there(monkeypatch):
    monkeypatch.setattr(queue, "LOOK_EVERY", 0)
    draw_and_wait(key="k", job=job_of("<p>x"), progress=ends(state=State.DONE, content=b"%PDF"))
    assert unpacked_job(bytes(Rendering.objects.get().job)) == job_of("<p>x")


def test_drawing_that_fails_or_is_swept_says_so(monkeypatch):
    monkeypatch.setattr(queue, "LOOK_EVERY", 0)
    with pytest.raises(RenderFailed, match="too large"):
        draw_and_wait(key="k", job=job_of("<p>x"), progress=ends(state=State.FAILED, reason="It is too large."))
    with pytest.raises(RenderFailed, match="interrupted"):
        draw_and_wait(key="l", job=job_of("<p>x"), progress=lambda words: Rendering.objects.all().delete())


def test_work_that_goes_on_is_not_taken_for_lost(monkeypatch):
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: None)
    queue.do_aside(key="k", work=lambda: b"", words="Signing off")
    Rendering.objects.update(leased_until="2026-01-01T00:00Z")
    go_on(key="k", words="Laying out page 7")
    assert claims.claim_next() is None
    assert Rendering.objects.get().progress == "Laying out page 7"


@pytest.mark.pango
def test_record_signed_off_with_hostile_words_has_its_pdf(monkeypatch):
    words = (DeciderPosition("Ada", "accepted", "x" * 4_000, deciding.DAY),)
    monkeypatch.setattr(deciding, "WORDS", words)
    draw = lambda key, job: stored(key, renderer().draw(job).pdf)  # noqa: E731
    record = signed(monkeypatch, decided_by_several(), draw, sign=signed_as_it_stands)
    with opened_bytes(bytes(RecordFile.objects.get(record=record, variant="pdf").content)) as pdf:
        told = unbroken("".join(pages_of(pdf)))
    assert "x" * 100 in told
    assert "\ufffd" not in told
    assert told.count("x") < 3_400
    assert "shortenedfrom4,000characters" in told
    assert record.reference.replace("-", "") in told
