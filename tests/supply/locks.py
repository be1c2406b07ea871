"""The lock files, read: what is locked, where, with which hashes and for whose sake.

In: `requirements*.txt` as `./run lock` writes them. Out: one `Locked` a line with a version. It asks no network.
"""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APP, POSTGRESQL, DEV = "requirements.txt", "requirements-postgresql.txt", "requirements-dev.txt"
FILES = (APP, POSTGRESQL, DEV)
PINNED = re.compile(r"(?P<name>[a-z0-9-]+)==(?P<version>[^ ;\\]+)(?: ; (?P<marker>[^\\]+?))?(?: \\)?")


@dataclass(frozen=True)
class Locked:
    name: str
    version: str
    marker: str
    """Where it is installed at all, such as `sys_platform == 'win32'`; empty for everywhere."""
    hashes: tuple[str, ...]
    """SHA-256 of every file that may be installed."""
    needed_by: tuple[str, ...]
    """Names of what asks for it; empty for what pyproject.toml asks for itself."""


def normal(name: str) -> str:
    """A package's name as the lock files write it.

    >>> normal("Django_Allauth")
    'django-allauth'
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def parsed(text: str) -> list[Locked]:
    """What a lock file pins, in its order.

    >>> one, two = parsed('''
    ... asgiref==3.9 \\\\
    ...     --hash=sha256:aa \\\\
    ...     --hash=sha256:bb
    ...     # via
    ...     #   django
    ...     #   architecture-decision-advisor (pyproject.toml)
    ... tzdata==2026.6 ; sys_platform == 'win32' \\\\
    ...     --hash=sha256:cc
    ...     # via django
    ... ''')
    >>> one
    Locked(name='asgiref', version='3.9', marker='', hashes=('aa', 'bb'), needed_by=('django',))
    >>> two.marker, two.needed_by
    ("sys_platform == 'win32'", ('django',))
    """
    found = []
    for block in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]:
        first = PINNED.fullmatch(block.splitlines()[0])
        if first is None:
            raise ValueError(f"not a line that `./run lock` writes: {block.splitlines()[0]}")
        comments = re.findall(r"^ +# +(?:via )?(\S+)(?: \(.*)?$", block, re.MULTILINE)
        found.append(
            Locked(
                name=first["name"],
                version=first["version"],
                marker=first["marker"] or "",
                hashes=tuple(re.findall(r"--hash=sha256:([0-9a-f]+)", block)),
                needed_by=tuple(name for name in comments if name not in ("via", "architecture-decision-advisor")),
            )
        )
    return found


def locked(file: str) -> list[Locked]:
    """What this lock file of the project pins."""
    return parsed((ROOT / file).read_text(encoding="utf-8"))
