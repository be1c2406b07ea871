"""The end of the record in Markdown: every answer, what was written beside it, the facts, the digest.

In: a `DecisionRecord`. Out: lines of Markdown; what people typed is escaped. Must not know: Django, files.
"""

import re
from datetime import date

from advisor.record.build.evidence import evidence_text
from advisor.record.formats.markdown.escaping import escaped, escaped_lines
from advisor.record.model.entries import AnswerLine
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import day_in_words

_ADDRESS = re.compile(r"https://[A-Za-z0-9./?#=&%_~:+-]+")


def appendix(record: DecisionRecord) -> list[str]:
    lines = ["## More Information"]
    for service in record.services:
        lines += ["", f"### Answers for {escaped(service.name)}", ""]
        lines += ["| Statement | Answer | Weight |", "| --- | --- | --- |"]
        lines += [_answer_row(answer) for answer in service.answers]
        lines += _notes(service.answers, record.as_of)
    lines += _facts(record)
    lines += ["", "### Thresholds and weights", ""]
    lines += [f"* {escaped(setting.name)}: {setting.value}" for setting in (*record.thresholds, *record.weights)]
    lines += ["", f"Checklist {record.checklist.slug} {record.checklist.version}, `{record.checklist.digest}`."]
    lines += [f"Record as of {day_in_words(record.as_of)}, `{record.digest}`."]
    if record.signature:
        lines += [f"Signed with the key `{record.signature.key}` as `{record.signature.value}`."]
        lines += [f"To check this, use the JSON or the PDF; the public keys are at {record.signature.keys_at}."]
    return lines


def _facts(record: DecisionRecord) -> list[str]:
    """The facts that concern this record; nothing where none does."""
    if not record.facts:
        return []
    lines = ["", "### Facts", "", "About the versions and candidates named here. Facts never move a score.", ""]
    lines += ["| Claim | Value | Status | As of | Checked | Review after | Source |", "| --- " * 7 + "|"]
    for fact in record.facts:
        status = fact.status + (", due for review" if fact.stale else "")
        dates = [str(day) for day in (fact.fact.as_of, fact.fact.checked_on, fact.fact.review_after)]
        cells = [escaped(fact.fact.claim), escaped(fact.fact.value), status, *dates]
        lines.append(f"| {' | '.join(cells)} | {_source(fact.fact.source)} |")
    return lines


def _source(source: str) -> str:
    """Where a fact of the checklist comes from: an address becomes a link, anything else is text."""
    return f"<{source}>" if _ADDRESS.fullmatch(source) else escaped(source)


def _answer_row(answer: AnswerLine) -> str:
    answer_text = escaped(answer.answer) + (f": {escaped(answer.reason)}" if answer.reason else "")
    return f"| {escaped(answer.statement)} | {answer_text} | {answer.weight if answer.counts else '–'} |"


def _notes(answers: tuple[AnswerLine, ...], as_of: date) -> list[str]:
    lines = []
    for answer in answers:
        for given in answer.responses:
            if given.respondent:
                lines += ["", f"{escaped(given.respondent)}, on {escaped(answer.key)}: {escaped(given.answer)}"]
            if given.note:
                lines += ["", f"Note on {escaped(answer.key)}:", "", *escaped_lines(given.note)]
            if given.evidence:
                lines += ["", f"Evidence: {escaped(evidence_text(given.evidence, as_of))}"]
    return lines
