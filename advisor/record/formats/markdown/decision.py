"""The decision's part of the Markdown: outcome, consequences, what confirms it, risks.

In: a `DecisionRecord`. Out: lines of Markdown; none where nobody has begun to decide. Must not know: Django, files.
"""

from advisor.record.formats.markdown.escaping import escaped, escaped_lines
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import day_in_words


def outcome(record: DecisionRecord) -> list[str]:
    """The decision in a sentence, the choice for each service with its reason, and what the deciders said."""
    made = record.decision
    if made is None or not made.statement:
        return []
    lines = [escaped(made.statement), ""]
    for chosen in made.choices:
        lines.append(f'* Chosen option for {escaped(chosen.service)}: "{escaped(chosen.choice)}".')
        lines[-1] += f" {escaped(chosen.sentence)}"
        if chosen.because:
            lines[-1] += f" Because: {escaped(chosen.because)}"
    lines.append("")
    for word in record.position_lines:
        source = f" ({escaped(word.source)})" if word.source else ""
        lines.append(f"{escaped(word.who)}, {word.on}: {escaped(word.what)}{source}")
        lines += ["", *escaped_lines(word.words), ""] if word.words else [""]
    for name in record.silent if record.status == "accepted" else ():
        lines += [f"{escaped(name)}: silent", ""]
    if record.came_with_a_file:
        lines += [escaped(record.came_with_a_file), ""]
    return [*lines, "### What was recommended", ""]


def consequences(record: DecisionRecord) -> list[str]:
    """What gets better and worse, in the deciders' words."""
    made = record.decision
    if made is None:
        return []
    good = [f"* Good, because: {escaped(text)}" for text in made.good]
    return good + [f"* Bad, because: {escaped(text)}" for text in made.bad]


def confirmation(record: DecisionRecord) -> list[str]:
    """What was agreed to be done, when the decision is looked at again, and what brings that forward."""
    made = record.decision
    if made is None:
        return []
    # of a platform they stand among the next steps
    actions = () if len(record.services) > 1 else made.actions
    lines = [f"* {escaped(a.what)} ({escaped(a.owner)}, by {day_in_words(a.by)})" for a in actions]
    if made.review:
        lines.append(f"* Review on {day_in_words(made.review)}.")
    for wire in made.tripwires:
        today = f" ({escaped(wire.today)})" if wire.today else ""
        lines.append(f"* Review earlier if {escaped(wire.service)} has {escaped(wire.condition)}{today}.")
    return lines


def risks(record: DecisionRecord) -> list[str]:
    """What could go wrong, and who watches it."""
    if record.decision is None or not record.decision.risks:
        return []
    lines = [f"* {escaped(one.risk)} (owner: {escaped(one.owner)})" for one in record.decision.risks]
    return ["", "### Risks", "", *lines]
