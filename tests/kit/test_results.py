"""What is taken for a kit's results, and what each other file is told."""

import json
from datetime import date
from typing import Any

import pytest

from advisor.checklist.measurement import Measurement
from advisor.kit.archive import kit_digest
from advisor.kit.results import ResultsError, read_results
from tests.kit.results import KIT, ROOT, figures, results, written

TODAY = date(2026, 12, 1)


def read(data: bytes, service: str = "Token stream") -> Measurement:
    return read_results(data, digests={KIT: kit_digest(ROOT, KIT)}, service=service, today=TODAY)


def test_results_as_the_kit_wrote_them_are_read() -> None:
    measurement = read(written(results()))
    assert measurement.kit.id == KIT
    assert measurement.work[0].variants["raw"].runs == 5


def test_results_formatted_anew_are_read() -> None:
    read(json.dumps(results(), indent=3, sort_keys=True).encode())


def edited() -> dict[str, Any]:
    value = results()
    value["work"][0]["variants"]["raw"]["p99_ms"][0] = 5.9
    return value


def realistic(**variants: Any) -> dict[str, Any]:
    value = results()
    work = [{**value["work"][0], "variants": {**value["work"][0]["variants"], **variants}}, value["work"][1]]
    return results(work=work)


def without(variant: str) -> dict[str, Any]:
    value = results()
    del value["work"][0]["variants"][variant]
    return results(work=value["work"])


WRONG = {
    "larger than 256 KB": written({**results(), "padding": "x" * 300_000}),
    "not text in UTF-8": b"\xff\xfe\x00",
    "The file is empty": b" \n",
    "nested deeper than 8 levels": b"[" * 100_000 + b"]" * 100_000,
    "holds NaN": written({**results(), "rate": float("nan")}),
    "holds Infinity": written({**results(), "rate": float("inf")}),
    "this is not a number": written(results()).replace(b'"seconds": 6', b'"seconds": 1e999'),
    "not valid JSON (line 1, column 2)": b"{'format': 1}",
    "not a kit's results file": b'{"format": "advisor-record/1"}',
    "a key twice": written(results()).replace(b'"rate": 100', b'"rate": 100, "rate": 100'),
    "changed after the kit wrote it: its digest": written(edited()),
    "incomplete or damaged at machine": written(results(machine={})),
    "the kit “other”": written(results(kit={**results()["kit"], "id": "other"})),
    "another version of this kit": written(results(kit={**results()["kit"], "digest": "sha256:" + "0" * 64})),
    "of the service “Billing”": written(results(service="Billing")),
    "raw-again was not measured": written(without("raw-again")),
    "3 runs of raw": written(realistic(raw=figures(9, runs=3))),
    "differ in their number of runs": written(realistic(fastify=figures(9, runs=6))),
    "in the future": written(results(on="2027-05-01")),
    "which Node.js": written(results(versions={"express": "5.3.0"})),
    "percentiles are not in order": written(realistic(raw=figures(9, p50_ms=[99.0] * 5))),
    "more was answered than was sent": written(realistic(raw=figures(9, answered=[601] * 5))),
    "took no memory": written(realistic(raw=figures(9, memory_mb=[0] * 5))),
    "Run 2 of express (realistic) was saturated: 310 of 600": written(
        realistic(express=figures(9, answered=[600, 310, 600, 600, 600]))
    ),
}


@pytest.mark.parametrize("said", WRONG)
def test_results_that_cannot_count_are_refused_with_the_reason(said: str) -> None:
    with pytest.raises(ResultsError) as error:
        read(WRONG[said])
    assert said in str(error.value)


def test_results_of_a_toy_alone_are_taken_for_what_they_are() -> None:
    assert read(written(results(toy_only=True))).of("realistic") is None
