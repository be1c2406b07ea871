"""What the page of one service's result shows besides its record.

In: a record, the results it is one of. Out: a template's values. Must not know: requests; every figure is the record's.
"""

from typing import Any

from advisor.assessments.worked_example import bar
from advisor.decisions.check_rows import check_rows
from advisor.decisions.panel import carry, early_words, gate_alone, gauge, next_question
from advisor.decisions.record_source import RecordSource
from advisor.pages.result.what_if import WhatIfQuestion, what_if
from advisor.publish.documents import lacking_characters, takes_minutes
from advisor.record.model.record import DecisionRecord
from advisor.record.model.vocabulary import Vocabulary


def asks_which(record: DecisionRecord) -> bool:
    """Whether the first service's verdict leaves open which framework: asked then, and never before."""
    verdict = record.services[0].recommendation.verdict
    return record.checklist.frameworks is not None and verdict in ("framework", "split")


def service_page(site: RecordSource, slug: str, record: DecisionRecord) -> dict[str, Any]:
    """The values of `results/service.html`, for the first service of the record."""
    service, words = record.services[0], Vocabulary(record.checklist)
    result, steps = service.recommendation, site.steps(slug)
    before, after = site.neighbours(slug)
    asked = WhatIfQuestion(record.checklist, record.answers, service.name, record.as_of)
    return {
        "record": record,
        "service": service,
        "result": result,
        "trail": site.trail,
        "here": service.name if site.platform else "Result",
        "files": site.files(slug),
        "ways_out": site.ways_out(slug),
        "keep": site.keep,
        "before": before,
        "after": after,
        "what_if": what_if(asked, site.at("service-what-if", slug), {}, result),
        "gauge": gauge(words, result),
        "bars": [bar(line) for line in service.supports],
        "next": next_question(words, result, steps),
        "early": early_words(words, result),
        "carry": carry(words, result) if steps else "",
        "carry_address": steps[-1].address if steps else "",
        "gate_alone": gate_alone(result),
        "lacking": lacking_characters(record),
        "slow": takes_minutes(record),
        "guidance": [g for g in record.checklist.guidance if g.where in (result.verdict, "result")],
        "urgent": [line for line in service.versions if line.urgent],
        "contradiction": next((line for line in service.checks if not line.because), None),
        "plan": site.at("plan") if site.platform else "",
        "check_rows": check_rows(site, service.checks),
        "go": slug,
        "measure": site.measure(slug),
        "kit": site.kit(slug),
        "wants": site.wants(slug) if asks_which(record) else "",
    }
