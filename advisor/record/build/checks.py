"""Findings across answers, such as contradictions, in words.

In: findings of the engine. Out: what was found, why it matters and what to do. Must not know: how a check is made.
"""

from collections.abc import Iterable
from dataclasses import replace

from advisor.engine.recommendation import Finding
from advisor.record.model.entries import CheckLine
from advisor.record.model.vocabulary import Vocabulary, listed, quoted

LACKING = {"auth": "sign-in", "logging": "logging", "json": "JSON bodies", "downstream": "a downstream call"}


def check_lines(words: Vocabulary, findings: tuple[Finding, ...]) -> tuple[CheckLine, ...]:
    """Each finding with the words that the checklist has for it, in the engine's order; those that the team has
    answered come last."""
    lines = [_line(words, finding) for finding in findings]
    return tuple(sorted(lines, key=lambda line: bool(line.because)))


def gathered(lines: Iterable[CheckLine]) -> tuple[CheckLine, ...]:
    """The same check of several services as one line with all of them; those with another answer apart."""
    by_finding: dict[tuple[str, str, str], list[CheckLine]] = {}
    for line in lines:
        by_finding.setdefault((line.check, line.because, line.who), []).append(line)
    together = [
        replace(
            same[0],
            services=tuple(dict.fromkeys(name for line in same for name in line.services)),
            detail=" ".join(dict.fromkeys(line.detail for line in same if line.detail)),
        )
        for same in by_finding.values()
    ]
    return tuple(sorted(together, key=lambda line: bool(line.because)))


def _line(words: Vocabulary, finding: Finding) -> CheckLine:
    check = words.checks.get(finding.check)
    if check:
        detail = _detail(words, finding)
        passages = tuple(check.source) if finding.check != "usual-side" else _passages_of_kind(words, finding)
        line = CheckLine(finding.check, check.text, check.why, check.action, finding.services, detail, passages)
        return _answered(line, finding)
    about = listed([quoted(words.text(key)) for key in finding.statements])
    name = finding.check.replace("-", " ")
    text = f"Look again: {name}{f', {about}' if about else ''}."
    return _answered(CheckLine(finding.check, text, "", "", finding.services), finding)


def _answered(line: CheckLine, finding: Finding) -> CheckLine:
    """The line with the team's answer, where there is one."""
    if not finding.because:
        return line
    return replace(line, because=finding.because, by=finding.by, on=finding.on, answered_for=finding.answered_for)


def _detail(words: Vocabulary, finding: Finding) -> str:
    about = finding.about
    match finding.check:
        case "synthetic-benchmark":
            return f"No result includes {listed([LACKING.get(part, part) for part in about], 'or')}." if about else ""
        case "other-version":
            return f"Taken on {listed(_versions(words, about))}."
        case "version-ended" | "security-release":
            return f"Stated: {listed(_versions(words, about))}."
        case "maintenance-ignored":
            if about:
                return "Nothing on the team's scorecard is answered yet."
            return f"The answers behind it: {listed([quoted(words.text(key)) for key in finding.statements])}."
        case "usual-side":
            usual, kind = about
            return f"Usually on {words.verdict(usual)}: {words.kind(kind)}."
        case "one-choice-everywhere":
            return f"Planned for all of them: {words.verdict(about[0])}."
        case "capability-differs" | "over-capacity" | "no-backup":
            return f"The team: {about[0]}."
    return ""


def _passages_of_kind(words: Vocabulary, finding: Finding) -> tuple[str, ...]:
    """Where the article says on which side such a service usually stands."""
    kinds = words.checklist.service_types
    return next((tuple(kind.source) for kind in kinds if kind.id == finding.about[-1]), ())


def _versions(words: Vocabulary, about: tuple[str, ...]) -> list[str]:
    """Versions such as "node 20" by the names of what they are versions of."""
    return [f"{words.part(part)} {version}" for part, _, version in (one.partition(" ") for one in about)]
