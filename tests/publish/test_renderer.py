"""Render processes: limits, refusals, and what happens when one is killed."""

import os
import re
import resource
import signal
import socket
import threading
from pathlib import Path

import pytest
from django.conf import settings

from advisor.publish.renderer import ROOT, RenderFailed, render_once
from tests.patience import PATIENCE
from tests.publish.reading import opened_bytes, pages_of, unbroken
from tests.publish.samples import job_of, renderer

pytestmark = pytest.mark.pango


@pytest.fixture
def shared():
    """The renderer of all tests, which starts its process again where it was lost; with a process."""
    found = renderer()
    found.draw(job_of("<p>warm</p>"))
    yield found
    found.wall_seconds = settings.RENDER_SECONDS


def test_renderer_draws_a_job():
    drawn = renderer().draw(job_of("<h1>Hello</h1>"))
    assert drawn.pdf.startswith(b"%PDF-1.7")
    assert drawn.complaints == ()


def test_renderer_tells_its_steps():
    told = []
    renderer().draw(job_of("<h1>Hello</h1>"), told.append)
    assert told == ["Reading the record", "Setting the type", "Laying out page 1", "Writing the file"]


FORBIDDEN = [
    '<img src="file:///etc/passwd" alt="x">',
    '<img src="data:image/svg+xml,<svg/>" alt="x">',
    '<img src="asset:other.woff2" alt="x">',
    '<link rel="stylesheet" href="file:///etc/passwd">',
    "<style>@import url('file:///etc/hostname');</style>",
    "<style>@font-face{font-family:x;src:url(file:///etc/passwd)}</style>",
    "<style>p{background:url(file:///etc/passwd)}</style><p>x</p>",
    '<object data="file:///etc/passwd"></object>',
    '<embed src="file:///etc/passwd">',
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="file:///etc/passwd" width="5"/></svg>',
    '<a rel="attachment" href="file:///etc/passwd">x</a>',
    '<link rel="attachment" href="file:///etc/passwd">',
    '<ul style="list-style-image:url(file:///etc/passwd)"><li>x</li></ul>',
]


@pytest.mark.parametrize("html", FORBIDDEN)
def test_renderer_refuses_whatever_asks_for_another_file(html):
    with pytest.raises(RenderFailed, match="asks for something that is not part of it"):
        renderer().draw(job_of(html))


def test_renderer_never_connects_anywhere():
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        port = server.getsockname()[1]
        for html in (
            f'<img src="http://127.0.0.1:{port}/x" alt="x">',
            f"<style>@import url(//127.0.0.1:{port}/);</style>",
        ):
            with pytest.raises(RenderFailed):
                renderer().draw(job_of(html))
        with pytest.raises(TimeoutError):
            server.accept()


def test_renderer_is_usable_after_a_refusal():
    with pytest.raises(RenderFailed):
        renderer().draw(job_of(FORBIDDEN[0]))
    assert renderer().draw(job_of("<p>again</p>")).pdf


LONG = "<p>" + "word " * 60_000 + "</p>"


def test_renderer_killed_in_mid_page_fails_with_a_reason_and_the_next_job_is_drawn(shared):
    def kill(words):
        if words.startswith("Laying out"):
            os.kill(shared.process.pid, signal.SIGKILL)

    with pytest.raises(RenderFailed, match=r"its process was ended.*Try again"):
        shared.draw(job_of(LONG), kill)
    assert shared.process is None
    assert shared.draw(job_of("<p>again</p>")).pdf


def test_renderer_killed_while_idle_is_replaced_without_a_failure(shared):
    first = shared.process
    first.kill()
    first.wait()
    assert shared.draw(job_of("<p>second</p>")).pdf
    assert shared.process.pid != first.pid


def test_renderer_that_takes_longer_than_the_wall_time_is_ended(shared):
    shared.wall_seconds = 0
    process = shared.process
    with pytest.raises(RenderFailed, match=r"more than 0 seconds"):
        shared.draw(job_of(LONG))
    assert process.poll() is not None


def limit_of(process, name):
    """The soft limit of a process, as /proc tells it."""
    lines = Path(f"/proc/{process.pid}/limits").read_text().splitlines()
    return next(line.removeprefix(name).split()[0] for line in lines if line.startswith(name))


def test_renderer_has_limits_on_memory_processor_time_and_core_files(shared):
    assert limit_of(shared.process, "Max address space") == "1073741824"
    assert limit_of(shared.process, "Max core file size") == "0"
    used = Path(f"/proc/{shared.process.pid}/stat").read_text().rpartition(") ")[2].split()[11:13]
    seconds = sum(map(int, used)) // os.sysconf("SC_CLK_TCK")
    assert seconds + 30 <= int(limit_of(shared.process, "Max cpu time")) <= seconds + 41


def test_renderer_that_uses_up_its_processor_time_fails_with_that_reason(shared):
    def exceed(words):
        if words.startswith("Laying out"):
            os.kill(shared.process.pid, signal.SIGXCPU)  # what the kernel sends past the limit

    process = shared.process
    with pytest.raises(RenderFailed, match="more processor time than a part may take"):
        shared.draw(job_of(LONG), exceed)
    assert shared.draw(job_of("<p>again</p>")).pdf
    assert shared.process is process


SECTIONS = "".join(
    f"<section><h1>Section {number}</h1><p data-long='{'x' * 45_000}'>word</p></section>" for number in range(8)
)
"""Long to read and short to draw: how long a document is, is told by its HTML."""


def test_long_document_is_drawn_in_parts_and_says_so(shared):
    told = []
    made = shared.draw(job_of(SECTIONS), told.append)
    parts = [words.split(",")[0] for words in told if words.startswith("Part ")]
    assert sorted(set(parts)) == [f"Part {number} of {len(set(parts))}" for number in range(1, len(set(parts)) + 1)]
    assert len(set(parts)) > 1
    with opened_bytes(made.pdf) as pdf:
        assert f"Part {len(set(parts))} of {len(set(parts))}, laying out page {len(pdf.pages)}" in told
        text = unbroken("".join(pages_of(pdf)))
    assert [f"Section{number}" in text for number in range(8)] == [True] * 8
    assert made.complaints == ()
    assert "Numbering the pages" in told


def test_wall_time_is_that_of_one_part(shared, monkeypatch):
    deadlines = []
    frame = shared._frame
    monkeypatch.setattr(shared, "_frame", lambda deadline, *rest: deadlines.append(deadline) or frame(deadline, *rest))
    shared.draw(job_of(SECTIONS))
    assert len(set(deadlines)) > 3


def test_renderer_says_that_it_goes_on_where_there_is_nothing_new(shared, monkeypatch):
    monkeypatch.setattr("advisor.publish.renderer.BEAT_SECONDS", 0.0001)
    told = []
    shared.draw(job_of("<p>" + "word " * 3_000), told.append)
    assert "" in told


def test_renderer_without_enough_memory_fails_with_a_reason(own):
    own.draw(job_of("<p>warm</p>"))
    used = int(re.search(r"VmSize:\s+(\d+)", Path(f"/proc/{own.process.pid}/status").read_text())[1]) * 1024
    _, most = resource.prlimit(own.process.pid, resource.RLIMIT_AS)
    resource.prlimit(own.process.pid, resource.RLIMIT_AS, (used + 16 * 1024**2, most))  # sooner than 1 GB is full
    huge = "<p>" + "x" * 4_000_000
    with pytest.raises(RenderFailed, match="could not be drawn"):
        own.draw(job_of(huge))
    assert own.draw(job_of("<p>again</p>")).pdf


def test_renderer_gets_no_secrets_and_no_system_fonts(own, monkeypatch):
    monkeypatch.setenv("ADVISOR_SECRET_KEY", "not for a renderer, whatever it draws")
    monkeypatch.setenv("DATABASE_URL", "sqlite://")
    own.draw(job_of("<p>x</p>"))
    environment = Path(f"/proc/{own.process.pid}/environ").read_text()
    assert re.findall(r"ADVISOR_\w+", environment) == ["ADVISOR_FONTS"]
    assert "DATABASE_URL" not in environment
    assert "fonts.conf" in environment


def test_renderer_ends_when_its_parent_closes_the_pipe(own):
    own.draw(job_of("<p>x</p>"))
    own.process.stdin.close()
    assert own.process.wait(PATIENCE) == 0


def test_renderer_whose_program_cannot_start_says_so(own, monkeypatch):
    monkeypatch.setattr("advisor.publish.renderer.sys.executable", "/no/such/python")
    with pytest.raises(RenderFailed, match="no process could be started"):
        own.draw(job_of("<p>x</p>"))


def test_renderer_on_a_machine_without_pango_says_what_to_install(own, monkeypatch, tmp_path):
    # a WeasyPrint that fails as the real one does when cffi finds no library
    broken = tmp_path / "weasyprint"
    broken.mkdir()
    (broken / "__init__.py").write_text("raise OSError(\"cannot load library 'libpango-1.0-0'\")")
    (tmp_path / "advisor").symlink_to(ROOT / "advisor")
    (tmp_path / "static").symlink_to(ROOT / "static")
    monkeypatch.setattr("advisor.publish.renderer.ROOT", tmp_path)
    with pytest.raises(RenderFailed, match=r"lacks Pango.*apt-get install"):
        own.draw(job_of("<p>x</p>"))


def test_two_renderers_draw_at_the_same_time():
    made = []
    threads = [threading.Thread(target=lambda: made.append(render_once(job_of("<p>x</p>")))) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made[0] == made[1]
