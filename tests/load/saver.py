"""A process that saves answers when it is told to, on a database of its own: `python -m tests.load.saver`.

In: a number a line. Out: a line with the seconds that so many saves took.
"""

import os
import subprocess
import sys
import time
from types import TracebackType

from tests.browser.app import ROOT
from tests.postgres import DATABASE


class Saver:
    """Such a process, for as long as the block runs; on SQLite, or on the PostgreSQL of this address."""

    def __init__(self, database: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.load.saver"],
            cwd=ROOT,
            env={**os.environ, DATABASE: database},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def __enter__(self) -> "Saver":
        self.seconds(60)  # what is paid once is not what is measured
        return self

    def seconds(self, saves: int) -> float:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(saves, file=self.process.stdin, flush=True)
        return float(self.process.stdout.readline())

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.process.communicate()


def main() -> None:
    from tests.load.bench import prepare

    prepare()
    from tests.load.requests import Platform

    save = Platform(1).save("save")
    for line in sys.stdin:
        started = time.monotonic()
        for _ in range(int(line)):
            save.run()
        print(time.monotonic() - started, flush=True)


if __name__ == "__main__":
    main()
