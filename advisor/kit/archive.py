"""The zip of a prototype kit, made for one service: the same order gives the same bytes.

In: the folder `kit` of a checklist, a `KitOrder`. Out: bytes, and the digest that binds results to the kit. Must not
know: who asks, where it is sent.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path

from advisor.checklist.model import Checklist
from advisor.kit.order import KitOrder
from advisor.kit.readme import readme

FILES = (".npmrc", "biome.json", "package.json", "package-lock.json")
PARTS = frozenset({*FILES, "core", "kits", "load", "samples", "tests", "twins"})
"""What a kit consists of. What is written for one service is no part of it, nor are installed packages or a log."""
DAY = (1980, 1, 1, 0, 0, 0)
"""The earliest time a zip can hold, for every file."""
LONGEST_WAIT_MS = 2_000
"""What is stated to be spent downstream can be more than a short benchmark has time for."""


def kit_digest(root: Path, kit: str) -> str:
    """The digest over every file of a kit but what is filled in for one service, as the kit itself computes it."""
    lines = [f"{hashlib.sha256(data).hexdigest()}  {path}\n" for path, data in _files(root, kit)]
    return f"sha256:{hashlib.sha256(''.join(lines).encode()).hexdigest()}"


def kit_zip(root: Path, checklist: Checklist, order: KitOrder) -> bytes:
    """The kit as a zip with one folder in it, stored and not packed: no version of zlib changes a byte."""
    folder = f"{order.kit}-kit"
    filled = {
        "README.md": readme(checklist, order).encode(),
        "kit.json": (json.dumps(_settings(order), indent=2, ensure_ascii=False) + "\n").encode(),
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for path, data in sorted([*_files(root, order.kit), *filled.items()], key=lambda one: one[0].encode()):
            entry = zipfile.ZipInfo(f"{folder}/{path}", DAY)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            archive.writestr(entry, data)
    return buffer.getvalue()


def _settings(order: KitOrder) -> dict[str, object]:
    context = {} if order.downstream_ms is None else {"upstreamMs": min(order.downstream_ms, LONGEST_WAIT_MS)}
    return {
        "format": "advisor-kit/1",
        "kit": order.kit,
        "service": order.service,
        "framework": order.framework,
        "latency_budget_ms": order.latency_budget_ms,
        "rate": order.rate,
        "context": context,
    }


def _files(root: Path, kit: str) -> list[tuple[str, bytes]]:
    """The files of a kit, without those of the others."""
    files = []
    for path in root.rglob("*"):
        parts = path.relative_to(root).parts
        if parts[0] not in PARTS or not path.is_file() or (parts[0] == "kits" and parts[1] != kit):
            continue
        files.append(("/".join(parts), path.read_bytes()))
    return sorted(files, key=lambda one: one[0].encode())
