"""The form in which a plan gets its people and days: HTTP text in, sections of plain values out (`plan_sections.py`).

Must not know: requests, rows of the database. What is wrong stays at its field, with what was typed.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from advisor.checklist.decision_checks import same_name
from advisor.checklist.text import tidied
from advisor.decisions.draft_content import Content, mark
from advisor.decisions.plan_sections import CONCERN, OWNER, step_section
from advisor.decisions.unfinished import STEP
from advisor.pages.http.lines import LONGEST_REASON, Lines, entries, typed_lines
from advisor.pages.http.rows import Cell, RowField, read_row
from advisor.record.model.record import DecisionRecord

STEP_COLUMNS = (
    RowField("owner", "Who does it?", "line"),
    RowField("by", "By when?", "date"),
)
OWNER_COLUMNS = (
    RowField("owner", "Owner", "line"),
    RowField("backup", "Backup", "line"),
    RowField("scope", "What it will not do", "text"),
)
CONCERN_COLUMNS = (RowField("owner", "Owner", "line"),)
BY_COLUMNS = (RowField("by", "By when must all of this be in place?", "date"),)
ROTA_COLUMNS = (RowField("rota", "Who reviews when?", "text"),)
MAINTAINERS = "Who maintains the shared API layer?", "One name per line; one or two are enough."


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """One thing to be owned, as the page shows it: a section of the plan."""

    section: str
    title: str
    text: str
    cells: tuple[Cell, ...]
    value: Any = None
    """What is typed, where nothing is wrong; None where nothing is."""

    @property
    def anchor(self) -> str:
        return self.section.replace(".", "--")


@dataclass
class PlanForm:
    """The whole form as its page shows it."""

    steps: list[PlanEntry]
    past: list[PlanEntry]
    """Steps that somebody took over and that are no longer due."""
    owners: list[PlanEntry]
    concerns: list[PlanEntry]
    maintainers: Lines
    rota: PlanEntry
    by: PlanEntry
    marks: dict[str, str] = field(default_factory=dict)
    """By section, what tells whether it is still as it was shown."""

    @property
    def all(self) -> list[PlanEntry]:
        return [*self.steps, *self.past, *self.owners, *self.concerns, self.rota, self.by]

    @property
    def problems(self) -> list[Mapping[str, str]]:
        """Everything that is wrong, with where it is."""
        problems = [(cell.id, cell.error) for entry in self.all for cell in entry.cells]
        problems.append((self.maintainers.name, self.maintainers.error))
        return [{"anchor": anchor, "text": text} for anchor, text in problems if text]

    @property
    def sections(self) -> Content:
        values = {entry.section: entry.value for entry in self.all}
        return {**values, "maintainers": entries(self.maintainers.value)}

    @property
    def touched(self) -> Content:
        """What whoever typed changed: the rest is not theirs to overwrite."""
        return {name: value for name, value in self.sections.items() if mark(value) != self.marks.get(name, mark(None))}


Post = Mapping[str, str] | None
"""What was typed; None where the form is shown as the plan is kept."""


def plan_form(record: DecisionRecord, slugs: Mapping[str, str], content: Content, post: Post = None) -> PlanForm:
    """The form as the plan is kept, or as it was typed. `slugs` by the names of services."""
    platform, hiring = record.platform, record.hiring
    steps = {
        step_section(step.key, slugs.get(step.about, "")): (step.title, step.text)
        for step in platform.steps
        if not step.about or step.about in slugs
    }
    gone = {name: (given["what"], "") for name, given in content.items() if name.startswith(STEP) and name not in steps}
    owners = {
        OWNER + slugs[line.service]: (line.service, f"{line.built}, {line.team}")
        for line in hiring.owners
        if line.service in slugs
    }
    concerns = {CONCERN + line.key: (line.title, line.text) for line in hiring.concerns}
    reading = _Reading(content, post)
    maintainers = "\n".join(content.get("maintainers", []))
    names = Lines("maintainers", *MAINTAINERS, maintainers)
    return PlanForm(
        steps=list(reading.entries(steps, STEP_COLUMNS)),
        past=list(reading.entries(gone, STEP_COLUMNS)),
        owners=list(reading.entries(owners, OWNER_COLUMNS)),
        concerns=list(reading.entries(concerns, CONCERN_COLUMNS)),
        maintainers=names if post is None else typed_lines("maintainers", *MAINTAINERS, post, names=True),
        rota=next(reading.entries({"rota": ("Reviews", "")}, ROTA_COLUMNS)),
        by=next(reading.entries({"staffed-by": ("A date", "")}, BY_COLUMNS)),
        marks=reading.marks,
    )


class _Reading:
    """Each section from where it stands: from what was typed, else from what is kept."""

    def __init__(self, content: Content, post: Post) -> None:
        self.content, self.post = content, post
        if post is None:
            self.marks = {name: mark(value) for name, value in content.items()}
        else:
            self.marks = {name.removeprefix("was-"): value for name, value in post.items() if name.startswith("was-")}

    def entries(self, named: Mapping[str, tuple[str, str]], columns: Sequence[RowField]) -> Iterator[PlanEntry]:
        for section, (title, text) in named.items():
            yield (
                self._from_content(section, title, text, columns)
                if self.post is None
                else self._from_post(self.post, section, title, text, columns)
            )

    def _from_content(self, section: str, title: str, text: str, columns: Sequence[RowField]) -> PlanEntry:
        content = self.content.get(section) or {}
        row = content if isinstance(content, dict) else {columns[0].name: content}
        cells = (Cell(_id(section, one), one, row.get(one.name, "")) for one in columns)
        return PlanEntry(section, title, text, tuple(cells), content or None)

    def _from_post(
        self, post: Mapping[str, str], section: str, title: str, text: str, columns: Sequence[RowField]
    ) -> PlanEntry:
        texts = {one.name: tidied(post.get(_id(section, one), "")).strip() for one in columns}
        row, wrong = read_row(columns, texts)
        if not wrong and section.startswith(OWNER) and same_name(row.get("owner", ""), row.get("backup", "-")):
            wrong = {"backup": "This is the owner. Name somebody else, or leave it empty."}
        cells = tuple(Cell(_id(section, one), one, texts[one.name], wrong.get(one.name, "")) for one in columns)
        if row and section.startswith(STEP):
            row = {"what": title, **row}
        value = row if len(columns) > 1 else next(iter(row.values()), None)
        return PlanEntry(section, title, text, cells, value or None)


def _id(section: str, column: RowField) -> str:
    return f"{section.replace('.', '--')}-{column.name}"


def differing(form: PlanForm, current: Content, sections: Sequence[str]) -> list[dict[str, str]]:
    """Both values of each section that was changed elsewhere, in words."""
    titles = {entry.section: entry.title for entry in form.all} | {"maintainers": form.maintainers.label}
    return [
        {"label": titles.get(one, one), "mine": _text_of(form.sections.get(one)), "theirs": _text_of(current.get(one))}
        for one in sections
    ]


def _text_of(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(inner) for key, inner in value.items() if key != "what") or "nothing"
    if isinstance(value, list):
        return ", ".join(str(inner) for inner in value) or "nothing"
    return str(value)[:LONGEST_REASON] if value else "nothing"
