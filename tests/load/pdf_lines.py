"""What a PDF costs beside the same content as it is commonly built, beside a bare call, and the second time.

In: a record of one answered service. Out: lines. Ratios are of CPU time, but where two processes work: those are of
wall time, and say so.
"""

import gc
import re
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date
from functools import cache
from io import BytesIO
from unittest.mock import patch

import pikepdf
import weasyprint
from django.db import transaction
from django.utils import timezone

from advisor.checklist.library import load_checklist
from advisor.checklist.model import Checklist
from advisor.engine.recommend import recommend
from advisor.publish import worker_threads
from advisor.publish.documents import document
from advisor.publish.drawing import Drawing
from advisor.publish.models import Rendering, State
from advisor.publish.protocol import Job
from advisor.publish.queue import rendering_key, request_rendering
from advisor.publish.renderer import Renderer
from advisor.record.build.record import build_record
from advisor.record.model.record import DecisionRecord
from tests.load.engine_lines import CHECKLIST, one_service, profiles
from tests.load.measuring import Line, Work, cpu_seconds, interleaved, ratio_of
from tests.load.reference.usual import usual_html, usual_pdf

AS_OF = date(2026, 11, 23)
SERVICE = re.compile(r'<section class="service">.*?</section>', re.DOTALL)


def reference_record() -> DecisionRecord:
    """The record of the first reference profile, from its answers on."""
    checklist = shipped()
    answers = one_service(checklist, profiles()[0])
    return build_record(checklist, answers, recommend(checklist, answers), as_of=AS_OF)


@cache
def shipped() -> Checklist:
    """The checklist, which the app too reads once."""
    return load_checklist(CHECKLIST)


def pages(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def bare(drawing: Drawing, job: Job) -> bytes:
    """The renderer alone, as its manual calls it, with the same fonts and style sheet kept in the same way."""
    html = weasyprint.HTML(string=job.html, url_fetcher=drawing.fetcher)
    made = html.write_pdf(stylesheets=[drawing.style], font_config=drawing.fonts, pdf_variant="pdf/ua-1")
    return bytes(made)


def render_lines(rounds: int) -> list[Line]:
    """Ours, from the record to the bytes, beside a usual build and beside the renderer alone."""
    record, drawing = reference_record(), Drawing()
    job = document(record)
    usual = usual_html(job.html)
    found = interleaved(
        Work("bare", lambda: bare(drawing, job)),
        [Work("ours", lambda: drawing.draw(document(record))), Work("usual", lambda: usual_pdf(usual))],
        rounds,
    )
    to_usual = [ours / common for ours, common in zip(found["ours"], found["usual"], strict=True)]
    count = pages(drawing.draw(job))
    return [
        Line(f"PDF, tagged, warm, {count} pages ÷ a usual build", 0.36, ratio_of(to_usual)),
        Line("PDF ÷ bare write_pdf of the same HTML", 1.05, ratio_of(found["ours"])),
    ]


def second_download_line(rounds: int) -> Line:
    """From the answers to the stored bytes, once they have been drawn, beside drawing them."""
    record, drawing = reference_record(), Drawing()
    pdf = drawing.draw(document(record))
    row = Rendering(key=rendering_key(record, "pdf"), state=State.DONE, content=pdf, used_at=timezone.now())
    row.save(force_insert=True)

    def again() -> bytes:
        key = request_rendering(record=reference_record())
        return bytes(Rendering.objects.only("content").get(key=key).content)

    with patch.object(worker_threads, "wake"):  # nothing is queued
        assert again() == pdf
        render = Work("render", lambda: drawing.draw(document(record)))
        found = interleaved(render, [Work("again", again, times=5)], rounds)
    with transaction.atomic():
        row.delete()
    return Line("second download ÷ render, same bytes", 0.01, ratio_of(found["again"]))


def longer(job: Job, wanted: int, drawing: Drawing) -> tuple[Job, int]:
    """The same document with its service pages repeated until it has about so many pages, and how many it has."""
    section = SERVICE.search(job.html)
    assert section is not None
    once = pages(drawing.draw(job))
    each = pages(drawing.draw(replace(job, html=job.html.replace(section[0], section[0] * 2)))) - once
    times = 1 + max(0, round((wanted - once) / each))
    long = replace(job, html=job.html.replace(section[0], section[0] * times))
    return long, once + each * (times - 1)


def length_line(most: int) -> Line:
    """CPU time a page of a long document beside that of a short one, drawn before and after it."""
    drawing = Drawing()
    job = document(reference_record())
    (short, few), (long, many) = longer(job, 12, drawing), longer(job, most, drawing)

    def draw(job: Job) -> None:
        """As a render process does, which collects after each document, and within one after each part."""
        drawing.draw(job)
        gc.collect()

    brief = Work("short", lambda: draw(short), times=3)
    before = cpu_seconds(brief)
    taken = cpu_seconds(Work("long", lambda: draw(long)))
    a_page = [(taken / many) / ((before + cpu_seconds(brief)) / 2 / few)]
    return Line(f"CPU time a page at {many} pages ÷ at {few}", 1.1, ratio_of(a_page))


def worker_lines(rounds: int, documents: int) -> list[Line]:
    """Two render processes beside one, in wall time, and how a page fares meanwhile."""
    job = document(reference_record())
    pair = (Renderer(), Renderer())
    throughput, loops = [], []
    try:
        for renderer in pair:
            renderer.draw(job)
        for _ in range(rounds):
            alone = wall_seconds(lambda: draw_many(pair[:1], job, documents))
            throughput.append(alone / wall_seconds(lambda: draw_many(pair, job, documents)))
            loops.append(2 * wall_seconds(lambda: loop(1)) / wall_seconds(lambda: loop(2)))
    finally:
        for renderer in pair:
            renderer.close()
    what, note = (
        "two render processes ÷ one, documents a second (wall time)",
        f"busy loops: {ratio_of(loops).median:.2f}",
    )
    return [Line(what, 1.85, ratio_of(throughput), at_least=True, note=note)]


def loop(processes: int) -> None:
    """So many processes at once that only compute: what the cores of this machine allow at best."""
    started = [subprocess.Popen([sys.executable, "-c", "sum(range(10**8))"]) for _ in range(processes)]
    for process in started:
        process.wait()


def draw_many(renderers: tuple[Renderer, ...], job: Job, documents: int) -> None:
    """Draws so many documents, shared out among the processes."""
    todo = list(range(documents))

    def work(renderer: Renderer) -> None:
        while todo:
            with suppress(IndexError):  # the other thread took the last one
                todo.pop()
                renderer.draw(job)

    threads = [threading.Thread(target=work, args=(renderer,)) for renderer in renderers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def wall_seconds(run: Callable[[], object]) -> float:
    started = time.monotonic()
    run()
    return time.monotonic() - started


def page_line(page: Work, rounds: int) -> Line:
    """The slowest hundredth of an empty page's wall times while two documents are drawn, beside an idle machine."""
    job = document(reference_record())
    pair = (Renderer(), Renderer())
    values = []
    try:
        for renderer in pair:
            renderer.draw(job)
        for _ in range(rounds):
            idle = slowest_hundredth(page, lambda: False)
            drawing = threading.Thread(target=draw_many, args=(pair, job, 4))
            drawing.start()
            busy = slowest_hundredth(page, drawing.is_alive)
            drawing.join()
            values.append(busy / idle)
    finally:
        for renderer in pair:
            renderer.close()
    return Line("page p99 while two documents are drawn ÷ idle (wall time)", 1.5, ratio_of(values))


def slowest_hundredth(page: Work, going_on: Callable[[], bool]) -> float:
    """The 99th percentile of at least 300 requests, one every two milliseconds, and for as long as it goes on."""
    taken: list[float] = []
    while len(taken) < 300 or going_on():
        taken.append(wall_seconds(page.run))
        time.sleep(0.002)
    return statistics.quantiles(taken, n=100)[98]
