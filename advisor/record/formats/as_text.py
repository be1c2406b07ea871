"""The record as a terminal shows it: a short, aligned summary, and the arithmetic of one service.

In: a `DecisionRecord`. Out: plain text without colours, no line longer than it has to be. Must not know: where it is
printed.
"""

import textwrap
import unicodedata

from advisor.record.model.entries import CheckLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import lowered, some
from advisor.record.numbers import day_in_words, percent, signed

WIDTH = 100
INDENT = "  "


def summary(record: DecisionRecord) -> str:
    """The verdicts as a table, then what matters about each service, then the scorecards and the platform."""
    lines = [f"{record.answers.platform} · {record.checklist.title} {record.checklist.version} · {record.as_of}", ""]
    lines += table(
        [["Service", "Verdict", "Strength", record.raw_name, record.framework_name, "Lean"]]
        + [_row(service) for service in record.services]
    )
    for service in record.services:
        lines += ["", service.name, *_notes(service)]
    for team in _teams(record):
        lines += ["", *team]
    lines += ["", *_platform(record), *_decision(record)]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def arithmetic(record: DecisionRecord, name: str) -> str:
    """Every step from one service's answers to its verdict.

    KeyError if there is no such service."""
    for service in record.services:
        if service.name == name:
            rows = [["Statement", "Answer", "Level", "Weight"]]
            for line in service.answers:
                level = service.recommendation.statements[line.key].level
                rows.append(
                    [
                        line.key,
                        line.answer,
                        "–" if level is None else str(level),
                        str(line.weight) if line.counts else "–",
                    ]
                )
            lines = [name, "", *table(rows), "", *service.explanation, *_framework(service)]
            return "\n".join(line.rstrip() for line in lines) + "\n"
    raise KeyError(name)


def _framework(service: ServiceRecord) -> list[str]:
    """Which framework, with the arithmetic; nothing where nothing is wanted of one."""
    line = service.framework
    if line is None:
        return []
    rows = [[f"{INDENT}{want.text}", want.matters, f"adds {want.adds}"] for want in line.wants]
    lines = ["", "Which framework", *line.eliminated, *line.arithmetic, line.sentence, *(table(rows) if rows else [])]
    return [*lines, *line.changes, *([line.question] if line.question else [])]


def table(rows: list[list[str]]) -> list[str]:
    """Rows as aligned text; wide characters count as two columns.

    >>> table([["a", "b"], ["中", "c"]])
    ['a   b', '中  c']
    """
    widths = [max(_width(row[column]) for row in rows) for column in range(len(rows[0]))]
    return [
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _row(service: ServiceRecord) -> list[str]:
    result = service.recommendation
    raw, framework, lean = (
        (None, None, None) if result.outside else (result.support["raw"], result.support["framework"], result.lean)
    )
    return [
        service.name,
        service.verdict,
        result.strength or "–",
        "–" if raw is None else percent(raw),
        "–" if framework is None else percent(framework),
        "–" if lean is None else signed(lean),
    ]


def _wrapped(text: str, indent: str = INDENT) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent + INDENT)


def _notes(service: ServiceRecord) -> list[str]:
    lines = [f"Raw is ruled out: {lowered(gate.title)}." for gate in service.gates]
    lines += service.flags
    if len(service.possible) > 1:
        lines.append("Still possible: " + ", ".join(f"{line.verdict} {line.printed}" for line in service.possible))
    if service.questions:
        question = service.questions[0]
        lines.append(f"Ask next ({question.ask}): {question.statement}")
    lines += [service.flips_sentence] if service.flips_sentence else []
    lines += [flip.brief for flip in service.flips[:1]]
    if service.framework:
        lines.append(service.framework.sentence or service.framework.eliminated[0])
    lines += [service.rests_on] if service.rests_on else []
    lines += [_check(check) for check in service.checks]
    lines += service.dissent
    return [line for text in lines for line in _wrapped(text)]


def _check(check: CheckLine) -> str:
    """What was found and what to do; of what the team has answered, its answer."""
    if check.because:
        return f"Known: {check.text} Because: {check.because}" + (f" ({check.who})" if check.who else "")
    return " ".join(part for part in ("Check:", check.text, check.detail, check.action) if part)


def _teams(record: DecisionRecord) -> list[list[str]]:
    """Each owning team's scorecard, every level with what is written for it."""
    teams = []
    seen: set[str] = set()
    for service in record.services:
        if service.team in seen:
            continue
        seen.add(service.team)
        lines = [f"Scorecard of {service.team} (4 carries raw best)"]
        for answer in service.answers:
            if answer.key.startswith("scorecard."):
                level = service.recommendation.statements[answer.key].level
                lines += _wrapped(f"{'–' if level is None else level}  {answer.statement} {answer.answer}")
        teams.append(lines)
    return teams


def _platform(record: DecisionRecord) -> list[str]:
    platform = record.platform
    several = len(record.services) > 1
    lines = _wrapped(f"Platform: {platform.verdict}. {platform.sentence}", "") if several else []
    if several and platform.capacity_sentence:
        lines += _wrapped(platform.capacity_sentence)
    for line in platform.capacity:
        lines += _wrapped(line.sentence)
    has_raw = any(service.recommendation.verdict in ("raw", "split") for service in record.services)
    if platform.capacity_unstated and (several or has_raw):
        lines += _wrapped(platform.capacity_unstated)
    for conversion in platform.conversions:
        lines += _wrapped(f"Convert first: {conversion.sentence}")
    for check in platform.checks:
        lines += _wrapped(f"{_check(check)} ({some(check.services, 12)})")
    for version in platform.versions:
        if version.urgent:
            lines += _wrapped(version.sentence)
    if several:
        lines += ["", "Next"]
        for number, step in enumerate(platform.steps, start=1):
            about = f": {some(step.services)}" if len(step.services) > 1 else ""
            taken = f" ({step.owner}, by {day_in_words(step.by)})" if step.owner and step.by else ""
            lines += _wrapped(f"{number}. {step.title}{about}{taken}")
    return lines


def _decision(record: DecisionRecord) -> list[str]:
    """What was decided, by whom, and when it is looked at again."""
    made = record.decision
    if made is None:
        return []
    lines = ["", f"Decision: {record.status_name if made.deciders else 'not made yet'}"]
    if made.deciders:
        lines += _wrapped(f"Deciders: {', '.join(made.deciders)}")
    for chosen in made.choices:
        because = f" Because: {chosen.because}" if chosen.because else ""
        lines += _wrapped(f"{chosen.service}: {chosen.sentence}{because}")
    for action in made.actions:
        lines += _wrapped(f"To do by {day_in_words(action.by)}: {action.what} ({action.owner})")
    for risk in made.risks:
        lines += _wrapped(f"Risk: {risk.risk} ({risk.owner})")
    if made.review:
        lines += _wrapped(f"Review on {day_in_words(made.review)}")
    for wire in made.tripwires:
        today = f" ({wire.today})" if wire.today else ""
        lines += _wrapped(f"Review early if {wire.service} has {wire.condition}{today}")
    return lines
