"""Where respondents stayed apart, in the Markdown: what is disputed, and the minority in its own words.

In: a `DecisionRecord`. Out: lines. Must not know: Django, files.
"""

from advisor.record.formats.markdown.escaping import escaped
from advisor.record.model.disagreement import DisputedLine
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import signed


def disagreement(record: DecisionRecord) -> list[str]:
    """The section; nothing where nobody disagrees."""
    told: list[str] = []
    for service in record.disagreement:
        told += ["", f"### Where views on {escaped(service.name)} differ", ""]
        told += [f"* {_disputed(line)}" for line in service.disputed]
        for person in service.minority:
            told.append(f"* **{escaped(person.sentence)}**")
            told += [f"  * {escaped(said)} ({escaped(answer)}): {escaped(note)}" for said, answer, note in person.notes]
    return ["## Disagreement", *told] if told else []


def _disputed(line: DisputedLine) -> str:
    """The statement, who said what in which words, what it counts as, and what it would change."""
    answer = line.answer
    said = "; ".join(
        f"{escaped(given.respondent)}: {escaped(given.answer)}" + (f" (“{escaped(given.note)}”)" if given.note else "")
        for given in answer.given
    )
    agreement = "" if answer.agreement is None else f" Agreement {signed(answer.agreement)}."
    now = (
        f"Settled as {escaped(answer.answer)}: {escaped(answer.reason)}"
        if line.settled
        else f"It counts as {answer.answer}."
    )
    effect = f" {escaped(line.effect)}" if line.effect else ""
    return f"{escaped(answer.statement)} {said}.{agreement} {now}{effect}"
