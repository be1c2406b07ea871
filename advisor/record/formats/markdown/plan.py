"""What to do next and whom the platform needs, as Markdown.

In: a `DecisionRecord`. Out: lines of Markdown; what people typed is escaped. Must not know: Django, files.
"""

from datetime import date

from advisor.record.formats.markdown.escaping import escaped
from advisor.record.model.record import DecisionRecord
from advisor.record.model.staffing import HiringPlan
from advisor.record.model.vocabulary import listed, lowered
from advisor.record.numbers import day_in_words


def todo(record: DecisionRecord) -> list[str]:
    """The next steps in order, each with its owner, then what was agreed besides."""
    lines = ["", "### What to do next", ""]
    for number, step in enumerate(record.platform.steps, start=1):
        lines.append(f"{number}. **{escaped(step.title)}.**{_taken(step.owner, step.by)} {escaped(step.paragraph)}")
    for number, action in enumerate(record.platform.further, start=len(record.platform.steps) + 1):
        lines.append(f"{number}. **{escaped(action.what.rstrip('.'))}.**{_taken(action.owner, action.by)}")
    return lines


def _taken(owner: str, by: date | None) -> str:
    return f" {escaped(owner)}, by {day_in_words(by)}." if owner and by else ""


def hiring(record: DecisionRecord) -> list[str]:
    """Owners and what they lack, conventions, interviews, concerns by owner, what the scorecards ask for."""
    plan = record.hiring
    # a record of one service of many does not know whom the platform's plan names
    if not plan.items or not (len(record.services) > 1 or plan.named):
        return []
    lines = ["", "### Who to hire", "", *(f"* {escaped(sentence)}" for sentence in plan.summary)]
    if plan.owners:
        lines += ["", "| Service | Built on | Owner | Backup | Limit of scope |", "| --- " * 5 + "|"]
        lines += [
            _row(line.service, line.built, line.owner or "nobody yet", line.backup or "nobody yet", line.scope or "–")
            for line in plan.owners
        ]
    lines += ["", *(f"* {escaped(gap.sentence)}" for gap in plan.gaps)] if plan.gaps else []
    lines += [f"* **{escaped(one.title)}.** {escaped(' '.join(one.why))} {escaped(one.text)}" for one in plan.remedies]
    lines += [*_conventions(plan), "", "| Concern | Owner |", "| --- | --- |"]
    return lines + [_row(line.title, line.owner or "nobody yet: a risk") for line in plan.concerns]


def _conventions(plan: HiringPlan) -> list[str]:
    lines = [f"* Maintainers of the shared layer: {escaped(listed(list(plan.maintainers)) or 'nobody yet')}."]
    if plan.rota:
        lines.append(f"* Reviews: {escaped(plan.rota)}")
    if plan.conventions:
        names = listed([lowered(one.title) for one in plan.conventions])
        lines.append(f"* Conventions to write down: {escaped(names)}.")
    if plan.areas:
        lines.append(f"* Interviews, each area from 0 to 4: {escaped(listed([lowered(a.title) for a in plan.areas]))}.")
    return lines


def _row(*cells: str) -> str:
    return f"| {' | '.join(escaped(cell) for cell in cells)} |"
