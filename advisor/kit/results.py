"""A results file of a prototype kit, read back: as the kit wrote it, or a message that says what is wrong.

In: bytes from anybody, the kits this program makes, the service they are given to. Out: a `Measurement`, or
`ResultsError`. Must not know: what the figures mean, where they are stored.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, NoReturn

from pydantic import ValidationError

from advisor.checklist.errors import AdvisorError
from advisor.checklist.measurement import Figures, Measurement
from advisor.engine.judgement import LEAST_RUNS, saturated

MOST_BYTES = 256 * 1024
DEEPEST = 8
LEAST_MS = 0.001
KIT_ANEW = "Download the kit again, run it, and upload what it writes."


class ResultsError(AdvisorError):
    """What was sent cannot count as results; the text says why, and what to do."""


def read_results(data: bytes, *, digests: Mapping[str, str], service: str, today: date) -> Measurement:
    """The measurement in a results file. `digests`: of each kit that this program makes, by its id.

    >>> read_results(b"[1, NaN]", digests={}, service="infer", today=date(2026, 11, 30))
    Traceback (most recent call last):
    advisor.kit.results.ResultsError: The file holds NaN, which is not a number. Download the kit again, run it, ...
    """
    measurement = _model(_value(data))
    _of_this_kit(measurement, digests, service)
    _complete(measurement)
    _plausible(measurement, today)
    full = saturated(measurement)
    if full:
        work, variant, run = full
        figures = next(one for one in measurement.work if one.id == work).variants[variant]
        _refuse(
            f"Run {run} of {variant} ({work}) was saturated: {figures.answered[run - 1]} of {figures.sent[run - 1]} "
            f"requests were answered in time and {figures.failed[run - 1]} failed, at {measurement.rate} a second. "
            "Latencies of a full queue say nothing about the program. Run it again with a lower --rate."
        )
    return measurement


def _refuse(text: str) -> NoReturn:
    raise ResultsError(text)


def _value(data: bytes) -> Any:
    if len(data) > MOST_BYTES:
        _refuse(f"The file is larger than {MOST_BYTES // 1024} KB. Results of a kit are smaller: upload results.json.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        _refuse("The file is not text in UTF-8. Upload the results.json that the kit wrote.")
    if not text.strip():
        _refuse("The file is empty. Upload the results.json that the kit wrote.")
    if _depth(text) > DEEPEST:
        _refuse(f"The file is nested deeper than {DEEPEST} levels, which no kit writes. {KIT_ANEW}")
    try:
        return json.loads(text, parse_constant=_no_figure, object_pairs_hook=_object)
    except ResultsError:
        raise
    except (ValueError, RecursionError) as error:
        place = f" (line {error.lineno}, column {error.colno})" if isinstance(error, json.JSONDecodeError) else ""
        _refuse(f"The file is not valid JSON{place}. Upload the results.json that the kit wrote.")


def _depth(text: str) -> int:
    """How deep brackets are nested, those inside of texts left out; never recursive."""
    deepest = depth = 0
    inside = escaped = False
    for sign in text:
        if inside:
            inside, escaped = escaped or sign != '"', sign == "\\" and not escaped
        elif sign == '"':
            inside = True
        elif sign in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif sign in "]}":
            depth -= 1
    return deepest


def _no_figure(name: str) -> NoReturn:
    _refuse(f"The file holds {name}, which is not a number. {KIT_ANEW}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) < len(pairs):
        _refuse(f"The file holds a key twice, so it was changed after the kit wrote it. {KIT_ANEW}")
    return value


def _model(value: Any) -> Measurement:
    if not isinstance(value, dict) or value.get("format") != "advisor-results/1":
        _refuse("This is not a kit's results file: its format is not advisor-results/1. Upload results.json.")
    try:
        return Measurement.model_validate(value)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "results_edited":
            _refuse(f"The file was changed after the kit wrote it: its digest does not fit. {KIT_ANEW}")
        place = ".".join(str(part) for part in first["loc"][:6])[:120]
        where = f" at {place}" if place else ""
        _refuse(f"The results are incomplete or damaged{where}: {_plainly(first)}. {KIT_ANEW}")


def _plainly(error: Any) -> str:
    words = {
        "missing": "something is missing",
        "extra_forbidden": "no kit writes this",
        "finite_number": "this is not a number",
    }
    return words.get(error["type"], str(error["msg"])[:120])


def _of_this_kit(measurement: Measurement, digests: Mapping[str, str], service: str) -> None:
    kit = measurement.kit
    if kit.id not in digests:
        _refuse(f"These results are from the kit “{kit.id}”, which this program does not make. {KIT_ANEW}")
    if kit.digest != digests[kit.id]:
        _refuse(
            "These are results of another version of this kit, or of one whose files were changed, so their figures "
            f"cannot be compared. {KIT_ANEW}"
        )
    if kit.service != service:
        _refuse(
            f"These results are of the service “{kit.service}”, and this is “{service}”. Upload them there, or "
            "download this service's kit."
        )


def _complete(measurement: Measurement) -> None:
    """Everything that a verdict is read from is there; the toy route alone is taken for what it is."""
    for work in measurement.work:
        for name in ("raw", "raw-again", measurement.framework):
            if name not in work.variants:
                _refuse(f"The results are incomplete: {name} was not measured ({work.id}). Run all variants.")
            if work.variants[name].runs < LEAST_RUNS:
                _refuse(
                    f"The results are incomplete: {work.variants[name].runs} runs of {name} ({work.id}), where "
                    f"{LEAST_RUNS} are needed. Run it again without --runs."
                )
        if len({figures.runs for figures in work.variants.values()}) > 1:
            _refuse(f"The results are damaged: variants differ in their number of runs ({work.id}). {KIT_ANEW}")


def _plausible(measurement: Measurement, today: date) -> None:
    if (measurement.on - today).days > 1:
        dated = measurement.on.isoformat()
        _refuse(f"The results are dated {dated}, which is in the future. Set the machine's clock, then run it again.")
    if not measurement.versions.get("node"):
        _refuse(f"The results do not say which Node.js was measured. {KIT_ANEW}")
    for work in measurement.work:
        for name, figures in work.variants.items():
            wrong = next(_implausible(figures), "")
            if wrong:
                _refuse(f"The results of {name} ({work.id}) are not plausible: {wrong}. {KIT_ANEW}")


def _implausible(figures: Figures) -> Iterator[str]:
    for run in range(figures.runs):
        where = f"in run {run + 1} "
        if not figures.sent[run]:
            yield where + "nothing was sent"
        if figures.answered[run] + figures.failed[run] > figures.sent[run]:
            yield where + "more was answered than was sent"
        if not LEAST_MS <= figures.p50_ms[run] <= figures.p95_ms[run] <= figures.p99_ms[run]:
            yield where + "the percentiles are not in order"
        if figures.uncorrected_p99_ms[run] > figures.p99_ms[run]:
            yield where + "latency from sending is above latency from when it was due"
        if figures.memory_mb[run] < 1:
            yield where + "the program took no memory"
