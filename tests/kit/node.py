"""Node.js for the tests of the prototype kits, and their packages: installed once, beside no file of the project.

In: this machine. Out: the path of a Node.js that the kits run on, a kit's folder with its packages. Must not know: any
test. Debian 12 has an older Node.js than the kits need; npm brings a newer one then.
"""

import fcntl
import hashlib
import os
import re
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

from advisor.checklist.model import Checklist
from advisor.kit.archive import kit_zip
from advisor.kit.order import KitOrder
from tests.kit.results import ROOT
from tests.patience import PATIENCE

OLDEST = 20
NEWER = "node@24"
CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "architecture-decision-advisor"
FROM_NPM = ("package.json", "package-lock.json", ".npmrc")


def here() -> bool:
    """Whether there is an npm: it brings everything else."""
    return shutil.which("npm") is not None


@lru_cache(maxsize=1)
def node() -> str:
    """The path of a Node.js that is new enough."""
    there = shutil.which("node") or shutil.which("nodejs")
    if there:
        said = subprocess.run([there, "--version"], capture_output=True, text=True, check=True).stdout
        if int(re.findall(r"\d+", said)[0]) >= OLDEST:
            return there
    folder = _installed(NEWER.replace("@", "-"), {"package.json": b"{}"}, ["install", "--no-save", NEWER])
    return str(folder / "node_modules" / "node" / "bin" / "node")


@lru_cache(maxsize=1)
def packages() -> Path:
    """The kits' packages and their linter, as the lock file says."""
    files = {name: (ROOT / name).read_bytes() for name in FROM_NPM}
    digest = hashlib.sha256(b"".join(files.values())).hexdigest()[:16]
    return _installed(f"kit-{digest}", files, ["ci", "--include=dev"]) / "node_modules"


def unpacked(checklist: Checklist, order: KitOrder, folder: Path) -> Path:
    """The kit as somebody has it after `npm ci`."""
    packed = folder / "kit.zip"
    packed.write_bytes(kit_zip(ROOT, checklist, order))
    shutil.unpack_archive(packed, folder)
    kit = folder / f"{order.kit}-kit"
    (kit / "node_modules").symlink_to(packages())
    return kit


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A program of a kit, with the environment of a stranger."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder)}
    return subprocess.run(
        [node(), *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def _installed(name: str, files: dict[str, bytes], arguments: list[str]) -> Path:
    """A folder in the cache into which npm installed: by the first who asks, while the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = CACHE / name
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if (folder / "done").exists():
            return folder
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for file, data in files.items():
            (folder / file).write_bytes(data)
        subprocess.run(["npm", *arguments], cwd=folder, check=True, stdout=subprocess.DEVNULL, timeout=PATIENCE)
        (folder / "done").touch()
    return folder
