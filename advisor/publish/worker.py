"""A render process: reads jobs from standard input, answers with progress and the PDF on standard output.

In: frames {"job": text}. Out: frames {"progress": words}, then {"pdf": base64}, {"report": text} or {"failed": words}.
It has no database, no secrets in its environment, 1 GB of address space and 20 seconds of processor time a job; it ends
with its parent. Files that people upload are opened here and nowhere else: they are trusted as little as what is drawn.
Run by `pool.py` as `python -m advisor.publish.worker`.
"""

import advisor.sqlite  # noqa: F401  first in every process, see there

# isort: split
import gc
import logging
import os
import resource
import sys
import warnings
from typing import IO

from advisor.publish.job import Job, Reading, job_from_text, packed, read_frame, write_frame

ADDRESS_SPACE = 1024**3
CPU_SECONDS = 20
MISSING = (
    "this machine lacks Pango, the library that sets type. Whoever runs the site can install it: "
    "sudo apt-get install -y --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
)
MOST_OUTPUT = 20 * 1024**2


def limit_memory() -> None:
    """At most 1 GB of address space, and no core dumps (they would hold what people wrote)."""
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_cpu() -> None:
    """Twenty more seconds of processor time from now on; past them the kernel ends this process."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    limit = int(used.ru_utime + used.ru_stime) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (limit, resource.RLIM_INFINITY))


class Steps(logging.Handler):
    """Tells the parent which step the drawing has reached, in words for the waiting page."""

    WORDS = (("Step 1", "Reading the record"), ("Step 3", "Setting the type"), ("Step 6", "Writing the file"))

    def __init__(self, out: IO[bytes]) -> None:
        super().__init__()
        self.out = out

    def emit(self, record: logging.LogRecord) -> None:
        message = record.getMessage()
        for step, words in self.WORDS:
            if message.startswith(step):
                write_frame(self.out, {"progress": words})
        if "layout - Page" in message:
            write_frame(self.out, {"progress": f"Laying out page {message.rsplit(' ', 1)[-1]}"})


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
    complaints = Complaints()
    quiet("weasyprint", complaints)
    quiet("weasyprint.progress", Steps(out), logging.INFO)
    quiet("fontTools", logging.NullHandler(), logging.ERROR)
    gc.disable()
    write_frame(out, {"ready": True})
    while (frame := read_frame(jobs)) is not None:
        allow_cpu()
        complaints.lines.clear()
        try:
            job = job_from_text(frame["job"])
            answer = examined(job) if isinstance(job, Reading) else drawn(job, complaints)
        except MemoryError:
            write_frame(out, {"failed": "it needs more memory than a document may take"})
            return  # what is left of this process is not to be trusted
        write_frame(out, answer)
        gc.collect()  # while the parent stores the bytes


def drawn(job: Job, complaints: Complaints) -> dict[str, object]:
    """The frame with the PDF of a job, or with the reason why there is none."""
    try:
        from advisor.publish.drawing import Forbidden, drawing
    except OSError:  # cffi could not load a library
        return {"failed": MISSING}
    try:
        pdf = drawing().draw(job)
    except Forbidden as error:
        return {"failed": str(error)}
    if len(pdf) > MOST_OUTPUT:
        return {"failed": "the file would be larger than 20 MB"}
    return {"pdf": packed(pdf), "complaints": complaints.lines}


def examined(reading: Reading) -> dict[str, object]:
    """The frame with what was found in uploaded files."""
    from advisor.publish.examining import examine  # needs no Pango, and its own libraries

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
