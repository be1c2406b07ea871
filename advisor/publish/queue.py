"""Asking for a document, waiting for it, keeping it: the state machine of a rendering.

queued → running → done or failed; failed → queued by "Try again"; running → running by another process once its lease
is over. Every step is one conditional UPDATE, so that of several processes exactly one takes it; the steps of whoever
draws are in `claims.py`. Must not know: HTTP.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import accumulate
from typing import Any

from django.db import DatabaseError, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Length
from django.utils import timezone

from advisor.checklist.errors import AdvisorError
from advisor.disk import refuses_writes
from advisor.publish import spool, worker_threads
from advisor.publish.claims import INTERRUPTED, LEASE
from advisor.publish.documents import document, renderer_version
from advisor.publish.models import Rendering, State
from advisor.publish.pdfs import WHOLE, PdfFormat
from advisor.publish.protocol import Job, packed_job
from advisor.publish.renderer import RenderFailed
from advisor.quotas.clients import NOBODY, Client
from advisor.quotas.counts import spend
from advisor.quotas.limits import MB
from advisor.record.model.record import DecisionRecord

RETENTION = timedelta(days=7)
NOTED_EVERY = timedelta(hours=1)
"""That a document is used is written down so often: a second download then only reads."""
MOST_DRAWN = 100 * MB
"""So much of what one client asked for is kept; what is older is drawn again when it is asked for."""
LARGE = 20
"""A record of more services is written out aside."""
WRITING_OUT = "Writing out the record"
GIVEN_UP = "You asked for something else before this one started, so that came first. Ask for this one again."
UPLOAD_GONE = "The file was lost before it could be examined. Please upload it again."
WAITS = Q(state=State.QUEUED) | Q(state=State.RUNNING, job=b"")
"""Nobody draws it yet: it is queued, or its job is being made."""
LOOK_EVERY = 0.3
"""Seconds between two looks at what somebody waits for on a thread."""


def rendering_key(record: DecisionRecord, variant: str) -> str:
    """What a rendering is known by: the same for the same record, variant and renderer."""
    return hashlib.sha256(f"{record.digest}|{record.link}|{variant}|{renderer_version()}".encode()).hexdigest()


def request_rendering(*, record: DecisionRecord, form: PdfFormat = WHOLE, client: Client = NOBODY) -> str:
    """The key of the rendering of this record; it is drawn in the background if it is not there yet.

    Asking twice is asking once. One that failed is queued again. Who may see the record is not asked here: the caller
    checks access, and the waiting page checks it again with the scope in its address (`links.waiting_path`). What is
    not there yet counts for the client who asks: LimitReachedError."""
    key = rendering_key(record, form.name)

    def job() -> bytes:
        return packed_job(form.document(document(record)))

    queue_job(key=key, job=job, client=client, aside=len(record.services) > LARGE)
    return key


def queue_job(
    *, key: str, job: Callable[[], bytes], client: Client = NOBODY, upload: str = "", aside: bool = False
) -> None:
    """Has a document drawn under this key, if it is not there yet; `job` makes it, packed, where it is needed.

    `upload`: it examines what was sent under this name. `aside`: making the job takes too long for a request, so a
    thread does. Of what one client asked for, one waits at a time: what waited before is given up for it."""
    now = timezone.now()
    rows = Rendering.objects.filter(key=key)
    if _is_there(rows.exclude(state=State.FAILED), client, now):
        pass  # asking twice is asking once
    elif rows.exclude(job=b"").exists():
        retry_rendering(key=key, client=client)
    else:
        begun = {"state": State.RUNNING, "progress": WRITING_OUT, "leased_until": now + LEASE} if aside else {}
        fields = {"upload": upload, "used_at": now, **_queued(client, now), "job": b"" if aside else job(), **begun}
        with transaction.atomic():
            _take_place(client, upload)
            if not rows.update(**fields):
                Rendering.objects.bulk_create([Rendering(key=key, **fields)], ignore_conflicts=True)
            if aside:
                _prepare(rows, job)
    transaction.on_commit(worker_threads.wake)


def _is_there(rows: "QuerySet[Rendering]", client: Client, now: datetime) -> bool:
    """Whether these rows hold the document, drawn or waited for; that it is used is noted now and then, and at once
    who waits.

    One that is drawn is handed out also where the disk takes no note of it."""
    there = rows.values_list("state", "used_at").first()
    if there is None:
        return False
    state, used_at = there
    try:
        if used_at < now - NOTED_EVERY and not rows.update(used_at=now):
            return False  # swept meanwhile
        if state != State.DONE:
            rows.filter(WAITS).exclude(asked_by=client.who).update(asked_by="")  # several wait for it
    except DatabaseError as error:
        if state != State.DONE or not refuses_writes(error):
            raise
    return True


def _queued(client: Client, now: datetime) -> dict[str, Any]:
    """What a rendering is that waits from now on."""
    waits = {"state": State.QUEUED, "progress": "", "reason": "", "leased_until": None}
    return {"asked_by": client.who, "queued_at": now, **waits}


def _take_place(client: Client, upload: str) -> None:
    """Counts one more, and ends what waits for this client alone: a drawing for a drawing, an upload for an upload.

    Of two requests of one client at once the second waits here for the first: both count in one row."""
    if not upload:
        spend(client, renders=1)
    if not client.who:
        return
    _drop_oldest(client)
    waiting = Rendering.objects.filter(WAITS, asked_by=client.who)
    waiting = waiting.exclude(upload="") if upload else waiting.filter(upload="")
    for name in waiting.exclude(upload="").values_list("upload", flat=True):
        spool.discard(name)
    waiting.update(state=State.FAILED, reason=GIVEN_UP, progress="", leased_until=None)


def _drop_oldest(client: Client) -> None:
    """Deletes the documents of this client that were not used for longest, past as much as one may have drawn."""
    drawn = Rendering.objects.filter(state=State.DONE, asked_by=client.who).annotate(length=Length("content"))
    sizes = list(drawn.order_by("-used_at", "key").values_list("key", "length"))
    totals = accumulate(size for _, size in sizes)
    old = [key for (key, _), total in zip(sizes, totals, strict=True) if total > MOST_DRAWN]
    if old:
        Rendering.objects.filter(key__in=old, state=State.DONE).delete()


def _prepare(rows: "QuerySet[Rendering]", job: Callable[[], bytes]) -> None:
    """Makes the job on a thread; meanwhile the row waits as one that is being drawn. If the process ends, the row's
    lease does too."""

    def make() -> None:
        waiting = rows.filter(state=State.RUNNING, job=b"")
        if waiting.exists():
            waiting.update(job=job(), state=State.QUEUED, progress="", leased_until=None)
            worker_threads.wake()

    transaction.on_commit(lambda: worker_threads.aside(make, lambda: _renew(rows)))


def _renew(rows: "QuerySet[Rendering]") -> None:
    """Says that a thread of this process still works at it."""
    rows.filter(state=State.RUNNING).update(leased_until=timezone.now() + LEASE)


def do_aside(*, key: str, work: Callable[[], bytes], words: str) -> None:
    """Does something that takes too long for a request on a thread; what `work` gives is kept under this key, as what
    is drawn is. Asked twice it is done once, and again after a failure; `words` tell what is being done."""
    rows, now = Rendering.objects.filter(key=key), timezone.now()
    begun = {"state": State.RUNNING, "progress": words, "leased_until": now + LEASE, "reason": ""}
    if rows.exclude(state=State.FAILED).exists():
        return  # asked without a write: what is done is there on a full disk too
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

    transaction.on_commit(lambda: worker_threads.aside(run, lambda: _renew(rows)))


def go_on(*, key: str, words: str) -> None:
    """Says that what is done aside goes on, and how far it is."""
    going = Rendering.objects.filter(key=key, state=State.RUNNING)
    going.update(progress=words[:80], leased_until=timezone.now() + LEASE)


def draw_and_wait(*, key: str, job: Job, progress: Callable[[str], None]) -> None:
    """Has a document drawn, in its turn, and waits for it on a thread; RenderFailed. Then it is found under the key."""
    queue_job(key=key, job=lambda: packed_job(job))
    last_words: str | None = None
    with worker_threads.apart():
        while True:
            row = Rendering.objects.filter(key=key).values_list("state", "reason", "progress").first()
            state, reason, words = row or (State.FAILED, INTERRUPTED, "")
            if state == State.DONE:
                return
            if state == State.FAILED:
                raise RenderFailed(reason)
            if words != last_words:
                progress(words)
                last_words = words
            time.sleep(LOOK_EVERY)


def known(key: str) -> bool:
    """Whether anything was asked for under this key."""
    return Rendering.objects.filter(key=key).exists()


def drawn(key: str) -> bytes | None:
    """The bytes of a finished document; None while there are none."""
    content = Rendering.objects.filter(key=key, state=State.DONE).values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def retry_rendering(*, key: str, client: Client = NOBODY) -> bool:
    """Queues a failed rendering again, behind all who wait; whether it was one."""
    failed = Rendering.objects.filter(key=key, state=State.FAILED)
    if not failed.exists():
        return False
    with transaction.atomic():
        _take_place(client, "")
        queued = failed.update(**_queued(client, timezone.now()))
    if queued:
        transaction.on_commit(worker_threads.wake)
    return bool(queued)


def sweep_renderings(*, now: datetime | None = None) -> int:
    """Deletes what nobody has asked for in seven days; how many. Ends the wait for uploads whose machine is gone."""
    now = now or timezone.now()
    spool.sweep_spool()
    gone = Rendering.objects.exclude(upload="").filter(queued_at__lt=now - timedelta(seconds=spool.SECONDS))
    gone.filter(state__in=(State.QUEUED, State.RUNNING)).update(state=State.FAILED, reason=UPLOAD_GONE, progress="")
    return Rendering.objects.filter(used_at__lt=now - RETENTION).delete()[0]
