"""A render process: reads jobs from standard input, answers with progress and the PDF on standard output.

In: frames {"job": base64}. Out: frames {"progress": words} and {"piece": base64} while a PDF grows, then {"drawn":
true}, {"report": text} or {"failed": words}. It has no database, no secrets in its environment, 1 GB of address space
and 40 seconds of processor time a part of a document; it ends with its parent. Files that people upload are opened here
and nowhere else: they are trusted as little as what is drawn. Run by `renderer.py` as
`python -m advisor.publish.render_process`.
"""

import advisor.sqlite  # noqa: F401  first in every process, see there

# isort: split
import gc
import logging
import os
import resource
import signal
import sys
import warnings
from pathlib import Path
from typing import IO

from advisor.publish.protocol import Job, OutOfTime, Reading, packed, read_frame, unpacked, unpacked_job, write_frame

ADDRESS_SPACE = 1024**3
CPU_SECONDS = 40
"""For one part, which takes two on a quiet machine. A busy one lends its processors in slices, and each second of them
then does less: a part that is not hostile takes eight."""
A_PART = 8 * 1024**2
"""So many bytes of files that are examined have as much time as a part of a document."""
MISSING = (
    "this machine lacks Pango, a library that PDFs need. Whoever runs this server can install it: "
    "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
MOST_OUTPUT = 200 * 1024**2
"""Some fifteen thousand pages."""
TOO_LARGE = (
    "it would be larger than 200 MB. Divide the platform into several assessments: services that are decided together"
)


def limit_memory() -> None:
    """At most 1 GB of address space, and no core dumps (they would hold what people wrote)."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu(seconds: int = CPU_SECONDS) -> None:
    """So much more processor time from now on; past it what is being done is broken off (`OutOfTime`)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


def break_off(number: int, frame: object) -> None:
    """What the kernel's signal does; it sends another one each second that goes on."""
    raise OutOfTime


class Steps(logging.Handler):
    """Tells the parent which step the drawing has reached, in words for the waiting page."""

    WORDS = (("Step 1", "Reading the record"), ("Step 3", "Setting the type"), ("Step 6", "Writing the file"))

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self.out = out
        self.part, self.pages = "", 0

    def begin(self, part: str, pages: int) -> None:
        """A part begins, which of how many in words ("" if it is all), after so many pages. It gets its own time."""
        self.part, self.pages = part, pages
        allow_cpu()
        if part:
            self.say(part)

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        for step, words in self.WORDS:
            if message.startswith(step) and not self.part:
                self.say(words)
        if "layout - Page" in message:
            number = self.pages + int(message.rsplit(" ", 1)[-1])
            self.say(f"{self.part}, laying out page {number}" if self.part else f"Laying out page {number}")

    def say(self, words: str) -> None:
        write_frame(self.out, {"progress": words})


class Complaints(logging.Handler):
    """Keeps what the renderer warns about: in a finished document, nothing."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


def serve(jobs: IO[bytes], out: IO[bytes]) -> None:
    """Answers each job until the parent closes the pipe."""
    warnings.simplefilter("ignore")  # the font library misses system fonts; we want none
    complaints, steps = Complaints(), Steps(out)
    quiet("weasyprint", complaints)
    quiet("weasyprint.progress", steps, logging.INFO)
    quiet("fontTools", logging.NullHandler(), logging.ERROR)
    gc.disable()
    signal.signal(signal.SIGXCPU, break_off)
    write_frame(out, {"ready": True})
    while (frame := read_frame(jobs)) is not None:
        allow_cpu()
        complaints.lines.clear()
        try:
            job = unpacked_job(unpacked(frame.pop("job")))
            answer = examined(job) if isinstance(job, Reading) else drawn(job, complaints, steps)
        except MemoryError:
            write_frame(out, {"failed": "it needs more memory than a document may use"})
            return  # what is left of this process is not to be trusted
        except OutOfTime:
            write_frame(out, {"failed": "it takes more processor time than it may"})
            return
        write_frame(out, answer)
        del job
        gc.collect()  # while the parent stores the bytes


def drawn(job: Job, complaints: Complaints, steps: Steps) -> dict[str, object]:
    """The last frame of a PDF, whose bytes went before it; or the frame with the reason why there is none."""
    try:
        from advisor.publish.drawing import Forbidden, Undrawable, drawing
    except OSError:  # cffi could not load a library
        return {"failed": MISSING}
    size = 0
    try:
        for piece in drawing(job.fonts).pieces(job, steps.begin):
            size += len(piece)
            if size > MOST_OUTPUT:
                return {"failed": TOO_LARGE}
            write_frame(steps.out, {"piece": packed(piece)})
    except (Forbidden, Undrawable) as error:
        return {"failed": str(error)}
    return {"drawn": True, "complaints": complaints.lines}


def examined(reading: Reading) -> dict[str, object]:
    """The frame with what was found in uploaded files."""
    from advisor.publish.examining import examine  # needs no Pango, and its own libraries

    size = sum(Path(upload.path).stat().st_size for upload in reading.uploads)
    allow_cpu(CPU_SECONDS * (1 + size // A_PART))
    return {"report": examine(reading)}


def quiet(name: str, handler: logging.Handler, level: int = logging.WARNING) -> None:
    """Sends a logger's lines to one handler, and nowhere else."""
    logger = logging.getLogger(name)
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(level)


def main() -> None:
    limit_memory()
    jobs, out = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints must not end up between the frames
    serve(jobs, out)


if __name__ == "__main__":
    main()
