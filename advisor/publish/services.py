"""Asking for a document, drawing it, keeping it: the state machine of a rendering.

queued → running → done or failed; failed → queued by "Try again"; running → running by another process once its lease
is over. Every step is one conditional UPDATE, so that of several processes exactly one takes it. Must not know: HTTP.
"""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from advisor.checklist.errors import AdvisorError
from advisor.publish import background
from advisor.publish.documents import document, renderer_version
from advisor.publish.job import Job, Reading, job_from_text, job_to_text
from advisor.publish.models import Rendering, State
from advisor.publish.pool import Renderer, RenderFailed
from advisor.quotas.clients import NOBODY, Client
from advisor.quotas.counts import spend
from advisor.record.record import DecisionRecord

LEASE = timedelta(seconds=120)
"""Longer than a start and a drawing may take; past it a running row is an orphan."""
KEPT = timedelta(days=7)
LARGE = 20
"""A record of more services is written out aside."""
INTERRUPTED = "Writing it out was interrupted. Go back and ask for it again."
PROGRESS_EVERY = timedelta(seconds=0.7)


def rendering_key(record: DecisionRecord, variant: str) -> str:
    """What a rendering is known by: the same for the same record, variant and renderer."""
    return hashlib.sha256(f"{record.digest}|{record.link}|{variant}|{renderer_version()}".encode()).hexdigest()


def request_rendering(*, record: DecisionRecord, variant: str = "pdf", client: Client = NOBODY) -> str:
    """The key of the rendering of this record; it is drawn in the background if it is not there yet.

    Asking twice is asking once. One that failed is queued again. Who may see the record is not asked here: the caller
    checks access, and the waiting page checks it again with the scope in its address (`links.waiting_path`). What is
    not there yet counts for the client who asks: LimitReachedError."""
    key = rendering_key(record, variant)
    queue_job(key=key, job=lambda: packed_job(document(record)), client=client, aside=len(record.services) > LARGE)
    return key


def queue_job(*, key: str, job: Callable[[], bytes], client: Client = NOBODY, aside: bool = False) -> None:
    """Has a document drawn under this key, if it is not there yet; `job` makes it, packed, where it is needed.

    `aside`: making it takes too long for a request, so a thread does."""
    now = timezone.now()
    if not Rendering.objects.filter(key=key).exclude(state=State.FAILED).exists():
        spend(client, renders=1)
    if aside:
        _queue_aside(key, job, now)
    elif not Rendering.objects.filter(key=key).update(used_at=now):
        Rendering.objects.bulk_create([Rendering(key=key, job=job(), used_at=now)], ignore_conflicts=True)
    else:
        retry_rendering(key=key)
    transaction.on_commit(background.wake)


def _queue_aside(key: str, job: Callable[[], bytes], now: datetime) -> None:
    """The row waits as one that is being drawn. If the process ends meanwhile, the row's lease does too."""
    rows = Rendering.objects.filter(key=key)
    begun = {"state": State.RUNNING, "progress": "Writing out the record", "leased_until": now + LEASE, "reason": ""}
    if not rows.update(used_at=now):
        Rendering.objects.bulk_create([Rendering(key=key, used_at=now, **begun)], ignore_conflicts=True)
    elif not rows.filter(state=State.FAILED, job=b"").update(**begun):
        retry_rendering(key=key)
        return

    def make() -> None:
        waiting = rows.filter(state=State.RUNNING, job=b"")
        if waiting.exists():
            waiting.update(job=job(), state=State.QUEUED, progress="", leased_until=None)
            background.wake()

    transaction.on_commit(lambda: background.aside(make))


def do_aside(*, key: str, work: Callable[[], bytes], words: str) -> None:
    """Does something that takes too long for a request on a thread; what `work` gives is kept under this key, as what
    is drawn is. Asked twice it is done once, and again after a failure; `words` tell what is being done."""
    rows, now = Rendering.objects.filter(key=key), timezone.now()
    begun = {"state": State.RUNNING, "progress": words, "leased_until": now + LEASE, "reason": ""}
    if rows.exists() and not rows.filter(state=State.FAILED).update(**begun, used_at=now):
        return
    Rendering.objects.bulk_create([Rendering(key=key, used_at=now, **begun)], ignore_conflicts=True)

    def run() -> None:
        try:
            content = work()
        except AdvisorError as error:
            rows.update(state=State.FAILED, reason=str(error)[:500], leased_until=None)
        else:
            rows.update(state=State.DONE, content=content, progress="", leased_until=None)

    transaction.on_commit(lambda: background.aside(run))


def packed_job(job: Job | Reading) -> bytes:
    """A job as it is stored until it is done."""
    return zlib.compress(job_to_text(job).encode(), 1)


def unpacked_job(data: bytes) -> Job | Reading:
    return job_from_text(zlib.decompress(data).decode())


def known(key: str) -> bool:
    """Whether anything was asked for under this key."""
    return Rendering.objects.filter(key=key).exists()


def drawn(key: str) -> bytes | None:
    """The bytes of a finished document; None while there are none."""
    content = Rendering.objects.filter(key=key, state=State.DONE).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def retry_rendering(*, key: str, client: Client = NOBODY) -> bool:
    """Queues a failed rendering again; whether it was one."""
    failed = Rendering.objects.filter(key=key, state=State.FAILED)
    if failed.exists():
        spend(client, renders=1)
    queued = failed.update(state=State.QUEUED, progress="", reason="", leased_until=None)
    if queued:
        transaction.on_commit(background.wake)
    return bool(queued)


@dataclass(frozen=True, slots=True)
class Claim:
    """A rendering that this process has taken, and the try it took."""

    key: str
    attempt: int
    job: Job | Reading


def claim_next(now: datetime | None = None) -> Claim | None:
    """Takes the oldest rendering that waits or whose process was lost; None if there is none."""
    now = now or timezone.now()
    free = Q(state=State.QUEUED) | Q(state=State.RUNNING, leased_until__lt=now)
    for key, attempt in Rendering.objects.filter(free).order_by("created_at").values_list("key", "attempt")[:10]:
        taken = Rendering.objects.filter(free, key=key, attempt=attempt).update(
            state=State.RUNNING, attempt=attempt + 1, leased_until=now + LEASE, progress="Waiting for the renderer"
        )
        job = bytes(Rendering.objects.only("job").get(key=key).job) if taken else b""
        if job:
            return Claim(key, attempt + 1, unpacked_job(job))
        if taken:
            Rendering.objects.filter(key=key).update(state=State.FAILED, reason=INTERRUPTED, leased_until=None)
    return None


def draw_claim(claim: Claim, renderer: Renderer) -> None:
    """Draws what was claimed and stores the bytes, or the reason why there are none."""
    mine = Rendering.objects.filter(key=claim.key, state=State.RUNNING, attempt=claim.attempt)
    told = timezone.now()

    def progress(words: str) -> None:
        nonlocal told
        if timezone.now() - told >= PROGRESS_EVERY:
            told = timezone.now()
            mine.update(progress=words)

    try:
        if isinstance(claim.job, Reading):
            content = renderer.examine(claim.job).encode()
        else:
            content = renderer.draw(claim.job, progress).pdf
    except RenderFailed as error:
        mine.update(state=State.FAILED, reason=str(error)[:500], progress="", leased_until=None)
        return
    mine.update(
        state=State.DONE, content=content, job=b"", progress="", reason="", leased_until=None, used_at=timezone.now()
    )


def sweep_renderings(*, now: datetime | None = None) -> int:
    """Deletes what nobody has asked for in seven days; how many."""
    old = Rendering.objects.filter(used_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]
