"""Where respondents stayed apart, in the Markdown: what is disputed, and the minority in its own words.

In: a `DecisionRecord`. Out: lines. Must not know: Django, files.
"""

from advisor.record.escaping import escaped
from advisor.record.figures import signed
from advisor.record.lines import AnswerLine
from advisor.record.record import DecisionRecord


def disagreement(record: DecisionRecord) -> list[str]:
    """The section; nothing where nobody disagrees."""
    told: list[str] = []
    for service in record.disagreeing:
        told += ["", f"### Where views on {escaped(service.name)} differ", ""]
        told += [f"* {_disputed(line)}" for line in service.disputed]
        for person in service.minority:
            told.append(f"* **{escaped(person.sentence)}**")
            told += [f"  * {escaped(said)} ({escaped(answer)}): {escaped(note)}" for said, answer, note in person.notes]
    return ["## Disagreement", *told] if told else []


def _disputed(line: AnswerLine) -> str:
    said = "; ".join(f"{escaped(given.respondent)}: {escaped(given.answer)}" for given in line.given)
    agreement = "" if line.agreement is None else f" Agreement {signed(line.agreement)}."
    now = (
        f"Settled as {escaped(line.answer)}: {escaped(line.reason)}" if line.reason else f"It counts as {line.answer}."
    )
    return f"{escaped(line.statement)} {said}.{agreement} {now}"
