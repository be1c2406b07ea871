"""Where respondents stayed apart, in the Markdown: what is disputed, and the minority in its own words.

In: a `DecisionRecord`. Out: lines. Must not know: Django, files.
"""

from advisor.record.formats.markdown.escaping import escaped
from advisor.record.model.disagreement import DisputedLine
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import signed


def disagreement(record: DecisionRecord) -> list[str]:
    """The section; nothing where nobody disagrees."""
    lines: list[str] = []
    for service in record.disagreement:
        lines += ["", f"### Where views on {escaped(service.name)} differ", ""]
        lines += [f"* {_disputed(line)}" for line in service.disputed]
        for person in service.minority:
            lines.append(f"* **{escaped(person.sentence)}**")
            lines += [
                f"  * {escaped(statement)} ({escaped(answer)}): {escaped(note)}"
                for statement, answer, note in person.notes
            ]
    return ["## Disagreement", *lines] if lines else []


def _disputed(line: DisputedLine) -> str:
    """The statement, who said what in which words, what it counts as, and what it would change."""
    answer = line.answer
    statement = "; ".join(
        f"{escaped(given.respondent)}: {escaped(given.answer)}" + (f" (“{escaped(given.note)}”)" if given.note else "")
        for given in answer.responses
    )
    agreement = "" if answer.agreement is None else f" Agreement {signed(answer.agreement)}."
    now = (
        f"Settled as {escaped(answer.answer)}: {escaped(answer.reason)}"
        if line.settled
        else f"It counts as {answer.answer}."
    )
    effect = f" {escaped(line.effect)}" if line.effect else ""
    return f"{escaped(answer.statement)} {statement}.{agreement} {now}{effect}"
