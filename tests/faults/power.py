"""A folder whose power can be cut: what was synced stays, of everything else as much as chance will have it.

In: a folder, and programs started with `environment()`. Out: after `cut`, the folder as it could be found when the
power is back. Must not know: databases. What the model takes in and leaves out stands in `fsync_model.c`.
"""

import contextlib
import os
import random
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.patience import PATIENCE

SOURCE = Path(__file__).with_name("fsync_model.c")
SECTOR = 512
"""Bytes that a disk writes whole or not at all."""


def compiler() -> str | None:
    return shutil.which("cc")


def build(folder: Path) -> Path:
    """The model as a library; needs a C compiler."""
    library = folder / "fsync_model.so"
    subprocess.run(
        [compiler() or "cc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o", library, SOURCE, "-ldl"], check=True
    )
    library.chmod(0o755)
    return library


@dataclass(frozen=True)
class Disk:
    """The folder that programs write in, and beside it a copy with what a power cut leaves for sure."""

    live: Path
    library: Path
    lies: bool = False
    """A disk that says it has written and has not: what it loses has to be found."""

    @property
    def durable(self) -> Path:
        return self.live.with_name(f"{self.live.name}.durable")

    def environment(self) -> dict[str, str]:
        """For the programs that write in the folder. All that is there now is on the disk."""
        self.settle()
        found = {
            "LD_PRELOAD": str(self.library),
            "FSYNC_MODEL_LIVE": str(self.live),
            "FSYNC_MODEL_DURABLE": str(self.durable),
        }
        return {**found, "FSYNC_MODEL_LIES": "1"} if self.lies else found

    def settle(self) -> None:
        """Everything reaches the disk, which is made where there is none yet."""
        self.live.mkdir(exist_ok=True)
        shutil.rmtree(self.durable, ignore_errors=True)
        subprocess.run(["cp", "--archive", self.live, self.durable], check=True)

    def cut(self, chance: random.Random) -> int:
        """Leaves what the disk holds after a power cut; how many files had something that was not synced.

        Every program that wrote in the folder has ended. Of what was not synced nothing, everything, a beginning, or
        some sectors have reached the disk."""
        unsynced = 0
        for path in sorted(path for path in self.live.rglob("*") if path.is_file() and not path.is_symlink()):
            synced = self.durable / path.relative_to(self.live)
            old, new = synced.read_bytes() if synced.exists() else b"", path.read_bytes()
            if old == new and synced.exists():
                continue
            unsynced += 1
            if not synced.exists() and chance.random() < 0.5:
                path.unlink()
            else:
                _overwrite(path, mixed(old, new, chance))
        return unsynced


def _overwrite(path: Path, data: bytes) -> None:
    with path.open("r+b") as file:  # its owner and its rights stay
        file.write(data)
        file.truncate()


def mixed(old: bytes, new: bytes, chance: random.Random) -> bytes:
    """What a file holds whose old content was synced, and whose new one was not.

    >>> old, new = bytes(1024), b"x" * 2048
    >>> drawn = [mixed(old, new, random.Random(seed)) for seed in range(50)]
    >>> old in drawn, new in drawn, all(1024 <= len(one) <= 2048 for one in drawn), len(set(drawn)) > 10
    (True, True, True, True)
    """
    way = chance.choice(("nothing", "everything", "beginning", "sectors"))
    if way == "nothing":
        return old
    if way == "everything":
        return new
    shorter, longer = sorted((len(old), len(new)))  # a file never ends before what both agree on
    size = chance.choice((len(old), len(new), max(shorter, SECTOR * chance.randint(0, longer // SECTOR))))
    before, after = old.ljust(size, b"\0")[:size], new.ljust(size, b"\0")[:size]
    if way == "beginning":
        end = SECTOR * chance.randint(0, size // SECTOR)
        return after[:end] + before[end:]
    return b"".join((after if chance.random() < 0.5 else before)[at : at + SECTOR] for at in range(0, size, SECTOR))


def end_at_once(process: "subprocess.Popen[str] | subprocess.Popen[bytes]") -> None:
    """Kills a process with all it started, none of which gets to write on; only those, and each by its id."""
    there = _with_children(process.pid)
    for pid in there:
        _signal(pid, signal.SIGSTOP)
    for pid in _with_children(process.pid) | there:
        _signal(pid, signal.SIGKILL)
    process.wait(PATIENCE)


def _with_children(pid: int) -> set[int]:
    found = {pid}
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found |= _with_children(int(child))
    return found


def _signal(pid: int, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, what)
