"""Contradictions and common mistakes, in words.

In: findings of the engine. Out: what was found, why it matters and what to do. Must not know: how a check is made.
"""

from advisor.engine.recommendation import Finding
from advisor.record.record import CheckLine
from advisor.record.words import Vocabulary, listed, quoted

MISTAKES: dict[str, tuple[str, str, str]] = {
    "E1": (
        "{raw} almost everywhere, although some of it looks like product work.",
        "What is right for one edge is often copied to services that need sign-in, validation and many hands.",
        "Look again at the services whose framework side holds.",
    ),
    "E2": (
        "{framework} is intended for a small, fast service that uses little of it.",
        "On a tiny hot path the framework's layers are most of what it does.",
        "Benchmark it within its latency budget before deciding.",
    ),
    "E3": (
        "The benchmark leaves out sign-in, logging, JSON bodies or the downstream call, or has one toy route.",
        "Such figures say little about the real service, and cannot reopen a gate.",
        "Measure again with all four in place.",
    ),
    "E4": (
        "{raw} is chosen or intended, and its upkeep is not covered.",
        "Code without a framework's conventions costs most when new people join or many hands change it.",
        "Name an owner and a backup, and answer the scorecard.",
    ),
    "E5": (
        "Speed matters here, but it is not said where the time goes.",
        "Where most of the time is spent downstream, or no latency budget is written down, the framework is rarely "
        "what slows a request.",
        "Write the budget down and measure the time spent downstream before choosing {raw}.",
    ),
}


def check_lines(words: Vocabulary, findings: tuple[Finding, ...]) -> tuple[CheckLine, ...]:
    """Each finding with its words, in the engine's order."""
    return tuple(_line(words, finding) for finding in findings)


def _line(words: Vocabulary, finding: Finding) -> CheckLine:
    contradiction = words.contradictions.get(finding.check)
    if contradiction:
        return CheckLine(finding.check, contradiction.text, contradiction.why, contradiction.action, finding.services)
    if finding.check in MISTAKES:
        text, why, action = (part.format(raw=words.raw, framework=words.framework) for part in MISTAKES[finding.check])
        return CheckLine(finding.check, text, why, action, finding.services)
    about = listed([quoted(words.text(key)) for key in finding.statements])
    text = f"Check {finding.check.replace('-', ' ')}" + (f": {about}" if about else "")
    return CheckLine(finding.check, f"{text}.", "", "", finding.services)
