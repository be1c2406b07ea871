"""Taking what is queued and drawing it: the half of the state machine that drawing threads run.

In: a renderer. Out: rows that move from queued to running, and to done or failed. Every step is one conditional UPDATE,
so that of several processes exactly one takes it. Must not know: HTTP, who asked.
"""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, Manager, OuterRef, Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from advisor.publish import spool
from advisor.publish.models import Rendering, State
from advisor.publish.protocol import Job, Reading, unpacked_job
from advisor.publish.renderer import Renderer, RenderFailed

LEASE = timedelta(seconds=120)
"""Whoever works at something says so more often; past it a running row is an orphan."""
LONG_JOB = 100_000
"""A job of so many bytes takes minutes, so that one is drawn at a time and the others' documents beside it."""
PAGE = 1_000
"""About so many bytes of a long job are a page."""
INTERRUPTED = "Writing it out was interrupted. Go back and ask for it again."
PROGRESS_EVERY = timedelta(seconds=0.7)


@dataclass(frozen=True, slots=True)
class Claim:
    """A rendering that this process has taken, and the try it took."""

    key: str
    attempt: int
    job: Job | Reading
    upload: str = ""


def is_lost(leased_until: datetime, now: datetime) -> bool:
    """Whether a lease is over, or ends later than any that was given by this clock: it was set back since."""
    return not now <= leased_until <= now + 2 * LEASE


def sized(rows: "QuerySet[Rendering] | Manager[Rendering]") -> "QuerySet[Any]":
    """Rows with the size of their job."""
    return rows.annotate(size=Length("job"))


def pages_expected(size: int) -> int:
    """About how many pages a long job will have, from its size; 0: it is not long.

    >>> pages_expected(40_000), pages_expected(303_400)
    (0, 300)
    """
    return round(size // PAGE, -2) if size >= LONG_JOB else 0


def claim_next(now: datetime | None = None) -> Claim | None:
    """Takes the rendering whose turn it is, of those that wait or whose process was lost; None if there is none.

    First come those for whom nothing is drawn at present, and of them whoever waits longest. What was uploaded to
    another machine is left to that one."""
    now = now or timezone.now()
    here = spool.names()
    in_force = (now, now + 2 * LEASE)
    lost = Q(state=State.RUNNING, leased_until__isnull=False) & ~Q(leased_until__range=in_force)  # see `is_lost`
    free = Q(state=State.QUEUED) | lost
    free &= Q(upload="") | Q(upload__in=here)
    drawn_now = Rendering.objects.filter(state=State.RUNNING, leased_until__range=in_force).exclude(job=b"")
    if sized(drawn_now).filter(size__gte=LONG_JOB).exists():
        free &= Q(size__lt=LONG_JOB)
    served = Exists(drawn_now.exclude(asked_by="").filter(asked_by=OuterRef("asked_by")))
    turns = sized(Rendering.objects).filter(free).order_by(served, "queued_at")
    for key, attempt, upload in turns.values_list("key", "attempt", "upload")[:10]:
        taken = (
            sized(Rendering.objects)
            .filter(free, key=key, attempt=attempt)
            .update(
                state=State.RUNNING, attempt=attempt + 1, leased_until=now + LEASE, progress="Waiting for the renderer"
            )
        )
        job = bytes(Rendering.objects.only("job").get(key=key).job) if taken else b""
        if job:
            return Claim(key, attempt + 1, unpacked_job(job), upload)
        if taken:
            Rendering.objects.filter(key=key).update(state=State.FAILED, reason=INTERRUPTED, leased_until=None)
    return None


def draw_claim(claim: Claim, renderer: Renderer) -> None:
    """Draws what was claimed and stores the bytes, or the reason why there are none."""
    mine = Rendering.objects.filter(key=claim.key, state=State.RUNNING, attempt=claim.attempt)
    written_at = time.monotonic()

    def progress(words: str) -> None:
        nonlocal written_at
        if time.monotonic() - written_at >= PROGRESS_EVERY.total_seconds():
            written_at = time.monotonic()
            mine.update(leased_until=timezone.now() + LEASE, **({"progress": words} if words else {}))

    try:
        if isinstance(claim.job, Reading):
            content = renderer.examine(claim.job).encode()
        else:
            content = renderer.draw(claim.job, progress).pdf
    except RenderFailed as error:
        mine.update(state=State.FAILED, reason=str(error)[:500], progress="", leased_until=None)
        return
    finally:
        spool.discard(claim.upload)
    mine.update(
        state=State.DONE, content=content, job=b"", progress="", reason="", leased_until=None, used_at=timezone.now()
    )
