"""Results files made by hand: what a kit would have written, with figures of one's own.

In: p99 by variant. Out: the value of a results file, its digest right. Must not know: any test.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from advisor.checklist.measurement import content_digest
from advisor.kit.archive import kit_digest

ROOT = Path(__file__).resolve().parent.parent.parent / "checklists" / "nodejs-express" / "kit"
KIT = "streaming-inference-endpoint"
FULL = ["auth", "logging", "json", "downstream"]
CLOSE = {"raw": 9.0, "raw-again": 9.1, "express": 9.5, "fastify": 9.2}
"""Twins that are as good as equal."""
SLOWED = {**CLOSE, "express": 21.0}
"""The framework's twin was slowed on purpose."""


def figures(p99: float, runs: int = 5, **changed: Any) -> dict[str, Any]:
    """One variant: every run a little slower than the one before."""
    each = [round(p99 + 0.01 * run, 3) for run in range(runs)]
    one = {
        "sent": 600,
        "answered": 600,
        "failed": 0,
        "late_ms": 0.2,
        "p50_ms": round(p99 * 0.6, 3),
        "p95_ms": round(p99 * 0.9, 3),
        "cpu_ms": 0.4,
        "memory_mb": 70,
        "loop_ms": 0.5,
        "per_second": 2000,
    }
    columns = {name: [value] * runs for name, value in one.items()}
    return columns | {"p99_ms": each, "uncorrected_p99_ms": each} | changed


def results(
    p99: Mapping[str, float] = CLOSE, *, service: str = "Token stream", toy_only: bool = False, **changed: Any
) -> dict[str, Any]:
    """What a kit writes; `changed` replaces whole parts, and the digest is of the outcome."""
    variants = {name: figures(value) for name, value in p99.items()}
    work = [
        {"id": "realistic", "includes": FULL, "routes": 4, "variants": variants},
        {"id": "toy", "includes": [], "routes": 1, "variants": variants},
    ]
    content = {
        "format": "advisor-results/1",
        "kit": {"id": KIT, "digest": kit_digest(ROOT, KIT), "service": service},
        "on": "2026-11-30",
        "profile": "full",
        "framework": "express",
        "measures": "time to the first token",
        "rate": 100,
        "seconds": 6,
        "machine": {"cpu": "A processor", "cores": 2, "memory_gb": 24, "system": "Linux", "load": 0.1},
        "versions": {"node": "24.9.0", "express": "5.3.0", "fastify": "5.12.8"},
        "work": work[1:] if toy_only else work,
    } | changed
    return {"digest": content_digest(content)} | content


def written(value: Mapping[str, Any]) -> bytes:
    return json.dumps(value).encode()
