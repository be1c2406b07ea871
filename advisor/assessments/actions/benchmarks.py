"""Benchmarks of a service: written down by hand, or measured by a kit; added and taken away one at a time.

In: an opened assessment, a service of it, a result. Out: whether anything changed, audited. Must not know: HTTP. Two
who add at once both keep theirs; the same result is kept once.
"""

from typing import Any

from django.db import transaction

from advisor.assessments.access import Opened
from advisor.assessments.actions.update import update_row
from advisor.assessments.lock import lock
from advisor.assessments.models import Service
from advisor.checklist.errors import AdvisorError
from advisor.checklist.measurement import Measurement
from advisor.checklist.service import MOST_MEASUREMENTS, Benchmark

MOST_BENCHMARKS = 50


class TooManyBenchmarksError(AdvisorError):
    """A service keeps no more."""


def stored_form(benchmark: Benchmark) -> dict[str, Any]:
    """What is stored of a result: as an answers file holds it."""
    return benchmark.model_dump(mode="json", exclude_defaults=True)


@transaction.atomic
def add_benchmark(*, opened: Opened, service: Service, benchmark: Benchmark) -> bool:
    """Adds a result at the end. False: it is there already. TooManyBenchmarksError."""
    there = _held(opened, service)
    if stored_form(benchmark) in there.benchmarks:
        return False
    if len(there.benchmarks) >= MOST_BENCHMARKS:
        raise TooManyBenchmarksError(f"A service keeps at most {MOST_BENCHMARKS} results. Remove one first.")
    return _change(opened, there, benchmarks=[*there.benchmarks, stored_form(benchmark)])


@transaction.atomic
def remove_benchmark(*, opened: Opened, service: Service, benchmark: Benchmark) -> bool:
    """Takes a result away. False: it is not there."""
    there = _held(opened, service)
    return _change(opened, there, benchmarks=[one for one in there.benchmarks if one != stored_form(benchmark)])


@transaction.atomic
def add_measurement(*, opened: Opened, service: Service, measurement: Measurement) -> bool:
    """Adds what a kit measured at the end. False: it is there already. TooManyBenchmarksError."""
    there = _held(opened, service)
    if any(one["digest"] == measurement.digest for one in there.measurements):
        return False
    if len(there.measurements) >= MOST_MEASUREMENTS:
        raise TooManyBenchmarksError(f"A service keeps at most {MOST_MEASUREMENTS} results files. Remove one first.")
    return _change(opened, there, measurements=[*there.measurements, measurement.model_dump(mode="json")])


@transaction.atomic
def remove_measurement(*, opened: Opened, service: Service, digest: str) -> bool:
    """Takes what a kit measured away. False: it is not there."""
    there = _held(opened, service)
    return _change(opened, there, measurements=[one for one in there.measurements if one["digest"] != digest])


def _held(opened: Opened, service: Service) -> Service:
    lock(opened.assessment)
    return Service.objects.get(id=service.id)


def _change(opened: Opened, service: Service, **fields: list[dict[str, Any]]) -> bool:
    return update_row(service, opened.assessment.scope_id, opened.visitor, service.revision, fields)
