"""Render processes, seen from the process that uses them.

In: a `Job` or a `Reading`. Out: a PDF or a report, or `RenderFailed` with a reason for users. A process that is killed,
stuck or out of memory takes nothing along: it is ended and the next job gets a new one. Must not know: rows, records.
"""

import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from advisor.checklist.errors import AdvisorError
from advisor.publish.protocol import Job, Reading, packed, packed_job, take_frame, unpacked, write_frame

ROOT = Path(__file__).resolve().parents[2]
FONTS = Path(__file__).with_name("fonts.conf")
BEAT_SECONDS = 20.0
"""So often it is said that the drawing goes on, also where nothing new is to be said."""
DRAWING = "The PDF could not be drawn: {reason}. Try again, or use the Markdown or JSON."
READING = "The file could not be examined: {reason}. Try the JSON of the record instead of its PDF."
ENVIRONMENT = ("PATH", "LANG", "LC_ALL", "TMPDIR", "LD_LIBRARY_PATH", "SYSTEMROOT", "ADVISOR_FONTS")
"""The environment a render process keeps: nothing secret, and of ours where fonts are."""


class RenderFailed(AdvisorError):  # noqa: N818  the name says what happened
    """A document could not be drawn; the text says why and what else there is."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A PDF, and what the renderer complained about (nothing, if all is well)."""

    pdf: bytes
    complaints: tuple[str, ...]


def nothing(words: str) -> None:
    """Progress that nobody follows."""


class Renderer:
    """One render process, started with its first job and again after it was lost. For one thread at a time."""

    def __init__(self) -> None:
        self.wall_seconds: float = settings.RENDER_SECONDS
        self.process: subprocess.Popen[bytes] | None = None
        self.received = bytearray()
        self.words = DRAWING

    def draw(self, job: Job, progress: Callable[[str], None] = nothing) -> Drawn:
        """The PDF of a job. Raises RenderFailed, for each part within the wall time and a start. `progress` is told
        the step, and "" where it only goes on."""
        self.words, pdf = DRAWING, bytearray()
        frame = self._ask(job, progress, pdf)
        return Drawn(bytes(pdf), tuple(frame["complaints"]))

    def examine(self, reading: Reading) -> str:
        """What is found in uploaded files, as JSON (`examining.py`). Raises RenderFailed as `draw` does."""
        self.words = READING
        return str(self._ask(reading, nothing, bytearray())["report"])

    def _ask(self, job: Job | Reading, progress: Callable[[str], None], pdf: bytearray) -> dict[str, Any]:
        """The last frame of the answer; pieces of a PDF are put together on the way."""
        if self.process is None or self.process.poll() is not None:
            self._start(progress)
        process = self.process
        assert process is not None and process.stdin is not None  # noqa: PT018  one state
        try:
            write_frame(process.stdin, {"job": packed(packed_job(job))})
        except OSError:
            raise self._lost() from None
        deadline = time.monotonic() + self.wall_seconds
        while True:
            frame = self._frame(deadline, progress)
            if "progress" in frame:
                progress(frame["progress"])
            elif "piece" in frame:
                pdf += unpacked(frame["piece"])
                deadline = time.monotonic() + self.wall_seconds
            elif "failed" in frame:
                raise self._failed(frame["failed"])
            else:
                return frame

    def close(self) -> None:
        """Ends the process, if there is one."""
        process, self.process, self.received = self.process, None, bytearray()
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream is not None:
                    with suppress(OSError):  # what it had not read yet cannot be flushed any more
                        stream.close()

    def _start(self, progress: Callable[[str], None]) -> None:
        self.close()
        environment = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ}
        environment |= {"FONTCONFIG_FILE": str(FONTS), "HOME": tempfile.gettempdir(), "PYTHONPATH": str(ROOT)}
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "advisor.publish.render_process"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                env=environment,
                start_new_session=True,  # Ctrl-C is for the server; this process ends when its pipe closes
            )
        except OSError as error:
            raise self._failed(f"no process could be started ({error.strerror})") from None
        frame = self._frame(time.monotonic() + self.wall_seconds, progress)
        if "ready" not in frame:
            self.close()
            raise self._failed(frame.get("failed", "its process did not start"))

    def _frame(self, deadline: float, progress: Callable[[str], None] = nothing) -> dict[str, Any]:
        """The next frame; RenderFailed when the process is gone or the time is up."""
        process = self.process
        assert process is not None and process.stdout is not None  # noqa: PT018  one state
        while (frame := take_frame(self.received)) is None:
            left = deadline - time.monotonic()
            if left <= 0:
                self.close()
                raise self._failed(f"it took more than {self.wall_seconds:g} seconds")
            if not select.select([process.stdout], [], [], min(left, BEAT_SECONDS))[0]:
                progress("")
                continue
            data = os.read(process.stdout.fileno(), 1 << 20)
            if not data:
                raise self._lost()
            self.received += data
        return frame

    def _failed(self, reason: str) -> RenderFailed:
        return failed(reason, self.words)

    def _lost(self) -> RenderFailed:
        """Why a process is gone, and the end of what is left of it."""
        process = self.process
        assert process is not None
        process.kill()
        process.wait()
        self.close()
        return self._failed("its process was ended")


def reason_of(failure: str, words: str = DRAWING) -> str:
    """The bare reason in the text of a failure.

    >>> reason_of(str(failed("it took too long")))
    'it took too long'
    """
    before, after = words.split("{reason}")
    return failure.removeprefix(before).removesuffix(after)


def failed(reason: str, words: str = DRAWING) -> RenderFailed:
    """The error for a reason, with the ways out."""
    return RenderFailed(words.format(reason=reason))


def examine_once(reading: Reading) -> str:
    """One report from a process of its own. Raises RenderFailed."""
    renderer = Renderer()
    try:
        return renderer.examine(reading)
    finally:
        renderer.close()


def render_once(job: Job) -> bytes:
    """One PDF from a process of its own. Raises RenderFailed."""
    renderer = Renderer()
    try:
        return renderer.draw(job).pdf
    finally:
        renderer.close()
