"""Findings across answers, such as contradictions, in words.

In: findings of the engine. Out: what was found, why it matters and what to do. Must not know: how a check is made.
"""

from advisor.engine.recommendation import Finding
from advisor.record.record import CheckLine
from advisor.record.words import Vocabulary, listed, quoted


def check_lines(words: Vocabulary, findings: tuple[Finding, ...]) -> tuple[CheckLine, ...]:
    """Each finding with its words, in the engine's order: those of the checklist for a contradiction, else the name of
    the check and the statements it is about."""
    return tuple(_line(words, finding) for finding in findings)


def _line(words: Vocabulary, finding: Finding) -> CheckLine:
    told = words.contradictions.get(finding.check)
    if told:
        return CheckLine(finding.check, told.text, told.why, told.action, finding.services)
    about = listed([quoted(words.text(key)) for key in finding.statements])
    name = finding.check.replace("-", " ")
    return CheckLine(finding.check, f"Look again: {name}{f', {about}' if about else ''}.", "", "", finding.services)
