"""The record as Markdown in the form of MADR 4 (https://adr.github.io/madr/), with front matter.

In: a `DecisionRecord`. Out: one text. What people typed is escaped: it neither breaks the structure nor becomes a
link, a picture or HTML. Must not know: Django, files. Status and date stand twice, the title right below the front
matter and an empty line at the end of that: each is what one tool needs (`docs/decisions/0032-other-tools.md`).
"""

import json
import re
from collections.abc import Iterable

from advisor.record.build.alternatives import alternatives
from advisor.record.formats.markdown.appendix import appendix
from advisor.record.formats.markdown.decision import confirmation, consequences, outcome, risks
from advisor.record.formats.markdown.disagreement import disagreement
from advisor.record.formats.markdown.escaping import escaped, escaped_lines
from advisor.record.formats.markdown.framework import framework
from advisor.record.formats.markdown.plan import hiring, todo
from advisor.record.model.entries import BenchmarkLine, CheckLine, DriverLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import listed, lowered, quoted
from advisor.record.numbers import signed
from advisor.record.sanitize import line

MOST = 4
"""The highest level."""


def markdown(record: DecisionRecord) -> str:
    """The whole record. It ends in one newline; the same record gives the same text."""
    parts = [
        [*_front_matter(record), f"# {_title(record)}", "", *_head(record)],
        _context(record),
        _drivers(record),
        _options(record),
        _outcome(record),
        _pros_and_cons(record),
        disagreement(record),
        appendix(record),
    ]
    text = "\n\n".join("\n".join(part) for part in parts if part)
    return re.sub(r"\n{3,}", "\n\n", text).rstrip("\n") + "\n"


def _title(record: DecisionRecord) -> str:
    return f"{escaped(record.raw_name)} or {escaped(record.framework_name)} for {escaped(record.title)}"


def _status(record: DecisionRecord) -> str:
    return "proposed" if record.status == "draft" else record.status


def _quoted(text: str) -> str:
    """A text as a double-quoted YAML scalar."""
    return json.dumps(line(text), ensure_ascii=False)


def _front_matter(record: DecisionRecord) -> list[str]:
    return [
        "---",
        f"status: {_status(record)}",
        f"date: {record.as_of}",
        f"decision-makers: {_names(record.decision.deciders if record.decision else ())}",
        f"consulted: {_names(_consulted(record))}",
        f"informed: {_names(record.decision.informed if record.decision else ())}",
        f"reference: {_quoted(record.reference)}",
        f"checklist: {_quoted(f'{record.checklist.slug} {record.checklist.version}')}",
        f"digest: {_quoted(record.digest)}",
        "",
        "---",
    ]


def _head(record: DecisionRecord) -> list[str]:
    """What the front matter says, as a list, for tools that read no front matter."""
    made = record.decision
    people = {
        "Deciders": made.deciders if made else (),
        "Consulted": _consulted(record),
        "Informed": made.informed if made else (),
    }
    named = [f"* {role}: {escaped(', '.join(names))}" for role, names in people.items() if names]
    accepted = [f"* Accepted: {escaped(record.assent)}"] if record.assent else []
    before = [f"* Supersedes: {record.supersedes}"] if record.supersedes else []
    return [f"* Status: {_status(record)}", *before, f"* Date: {record.as_of}", *accepted, *named]


def _names(names: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(name) for name in names)}]"


def _consulted(record: DecisionRecord) -> list[str]:
    """Who was asked: those named in the decision, and everyone who answered without deciding."""
    made = record.decision
    named = [*(made.consulted if made else ()), *(person.name for person in record.answers.respondents)]
    return [name for name in dict.fromkeys(named) if made is None or name not in made.deciders]


def _context(record: DecisionRecord) -> list[str]:
    lines = ["## Context and Problem Statement", "", escaped(record.checklist.question), ""]
    for service in record.services:
        lines.append(f"* {escaped(service.headline)}")
        if service.service.description:
            lines += ["", *escaped_lines(service.service.description), ""]
    return lines


def _drivers(record: DecisionRecord) -> list[str]:
    """What counts for each service that the question arises for, and the case against."""
    lines = ["## Decision Drivers"]
    for service in record.services:
        about = escaped(service.name)
        lines += ["", f"### What counts for {about}", ""]
        if service.recommendation.outside:
            lines.append("* The choice does not arise, so no answer counts.")
            continue
        lines += [f"* {_driver(driver)}, for a split" for driver in service.split_drivers]
        lines += [f"* {_driver(driver)}, for {escaped(service.side_for)}" for driver in service.drivers_for]
        if not service.drivers_for and not service.split_drivers:
            lines.append("* nothing answered yet" if not service.drivers_against else "* nothing that was answered")
        lines += ["", f"### {service.against_title}, for {escaped(service.side_against)}", ""]
        lines += [f"* {_driver(driver)}" for driver in service.drivers_against] or ["* nothing that was answered"]
        if service.recommendation.verdict == "split":
            lines += ["", "### The case against a split", "", f"* It costs {listed(list(service.bad))}."]
            weak = [driver for driver in service.split_drivers if driver.level != MOST]
            lines += [f"* Not wholly true: {escaped(quoted(driver.statement))} ({driver.answer})" for driver in weak]
        lines += [f"* {escaped(sentence)}" for sentence in service.dissent]
    return lines


def _driver(driver: DriverLine) -> str:
    return f"{escaped(quoted(driver.statement))}: {driver.answer} (adds {driver.adds})"


def _options(record: DecisionRecord) -> list[str]:
    return ["## Considered Options", "", *(f"* {escaped(option.name)}" for _, option in record.checklist.options)]


def _outcome(record: DecisionRecord) -> list[str]:
    lines = ["## Decision Outcome", ""]
    lines += outcome(record)
    if len(record.services) > 1:
        lines += _platform(record)
    for service in record.services:
        lines += _service_outcome(record, service)
    costs = [line for service in record.services for line in _consequences(record, service)]
    lines += ["### Consequences", "", *(consequences(record) or costs), "", "### Confirmation", ""]
    confirmed = []
    for service in record.services:
        about = _about(record, service)
        confirmed += [f"* {about}{escaped(action.title)}. {escaped(action.text)}" for action in service.actions]
    confirmed += confirmation(record)
    lines += confirmed or ["* Answer again once an answer no longer holds."]
    return [*lines, *risks(record), *hiring(record)]


def _platform(record: DecisionRecord) -> list[str]:
    """The platform's verdict, why, the services as a table, what the teams can carry, and what to do first."""
    platform = record.platform
    lines = [f"Platform: {platform.verdict}. {escaped(platform.advice)} {platform.sentence}", ""]
    lines += [f"* {escaped(reason)}" for reason in platform.reasons]
    lines += [f"* {platform.rests_on}"] if platform.rests_on else []
    lines += ["", "| Service | Team | Verdict | Strength | Lean | Next question |", "| --- " * 6 + "|"]
    lines += [_service_row(service) for service in record.services]
    lines += ["", "### What the teams can carry", ""]
    if platform.capacity_sentence:
        lines += [f"**{escaped(platform.capacity_sentence)}**", ""]
    lines += [f"* {escaped(line.sentence)}" for line in platform.capacity]
    lines += [f"* Convert first: {escaped(line.sentence)}" for line in platform.conversions]
    if platform.capacity_unstated:
        lines.append(f"* {escaped(platform.capacity_unstated)}")
    if platform.checks:
        lines += ["", "### What stands out across services", ""]
        lines += [f"* {_check(check, listed(list(check.services)))}" for check in platform.checks]
    lines += todo(record)
    if platform.versions:
        lines += ["", "### Versions", ""]
        lines += [f"* {escaped(line.sentence)}" for line in platform.versions]
    return [*lines, "", "### Service by service", ""]


def _service_row(service: ServiceRecord) -> str:
    lean, question = service.recommendation.lean, service.questions[0] if service.questions else None
    ask = f"{question.ask}: {escaped(question.statement)}" if question else "–"
    cells = [escaped(service.name), escaped(service.team), service.verdict, service.strength]
    return f"| {' | '.join([*cells, '–' if lean is None else signed(lean), ask])} |"


def _about(record: DecisionRecord, service: ServiceRecord) -> str:
    """The service's name before a line, where there are several."""
    return f"{escaped(service.name)}: " if len(record.services) > 1 else ""


def _service_outcome(record: DecisionRecord, service: ServiceRecord) -> list[str]:
    option = "Recommended" if record.decision and record.decision.statement else "Chosen"
    lines = [f'{option} option for {escaped(service.name)}: "{service.verdict}". {escaped(service.advice)}', ""]
    for gate in service.gates:
        lines += [f"* **Raw is ruled out: {escaped(lowered(gate.title))}.** {escaped(gate.text)}"]
    lines += [f"* {escaped(reason)}" for reason in service.reasons]
    lines += [f"* {escaped(flag)}" for flag in service.flags if flag not in service.reasons]
    trust = service.strength_sentence
    if "weighting" not in trust:
        trust = " ".join(part for part in (trust, service.robustness_sentence) if part)
    lines += [f"* {sentence}" for sentence in (trust, service.flips_sentence) if sentence]
    lines += [f"  * {escaped(flip.sentence)}" for flip in service.flips]
    if len(service.possible) > 1:
        lines.append(f"* Still possible: {listed([f'{p.verdict} {p.printed}' for p in service.possible])}.")
    lines += [f"* {service.rests_on}"] if service.rests_on else []
    lines += [f"* Measured, {_measured(line)}" for line in service.benchmarks]
    lines += [f"* {escaped(line.paragraph)}" for line in service.measurements]
    lines += [f"* {_check(check)}" for check in service.checks]
    lines += framework(service.framework) if service.framework else []
    return [*lines, ""]


def _measured(line: BenchmarkLine) -> str:
    return escaped(line.sentence + (f", {line.url}" if line.url else ""))


def _check(check: CheckLine, services: str = "") -> str:
    """What was found, on which services where that is not plain, why it matters, what to do, and the team's answer."""
    about = f" {escaped(services)}." if services else ""
    words = " ".join(part for part in (check.detail, check.why, check.action) if part)
    known = f" Known, because: {escaped(check.because)}" if check.because else ""
    known += f" ({escaped(check.who)})" if known and check.who else ""
    return f"**Check: {escaped(check.text)}**{about} {escaped(words)}{known}"


def _consequences(record: DecisionRecord, service: ServiceRecord) -> list[str]:
    """What gets better and worse with the verdict on a service, by its own answers."""
    about = _about(record, service)
    if service.recommendation.verdict in ("neither", "undecided"):
        why = "the choice does not arise" if service.recommendation.outside else "nothing is chosen yet"
        return [f"* {about}None: {why}."]
    lines = [f"* Good, because: {about}{escaped(text)}" for text in service.good]
    return lines + [f"* Bad, because: {about}{escaped(text)}" for text in service.bad or ("little is given up",)]


def _pros_and_cons(record: DecisionRecord) -> list[str]:
    inside = [service for service in record.services if not service.recommendation.outside]
    if not inside:
        return []
    lines = ["## Pros and Cons of the Options"]
    for (key, _), alternative in zip(record.checklist.options, alternatives(record), strict=True):
        lines += ["", f"### {escaped(alternative.name)}", "", escaped(alternative.summary), ""]
        lines += [f"* Good, because: {escaped(good)}" for good in alternative.good]
        lines += [f"* Bad, because: {escaped(cost)}" for cost in alternative.bad]
        for service in inside:
            for line_ in service.supports:
                if line_.key == key:
                    support = line_.arithmetic if line_.support is None else f"its support is {line_.arithmetic}"
                    lines.append(f"* Neutral, because: {_about(record, service)}{support}")
    return lines
