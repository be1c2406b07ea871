"""The form a decision is changed with: HTTP text in, sections of plain values out (`decisions/draft_content.py`).

Must not know: requests, rows of the database. What is wrong stays at its field, with what was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from advisor.assessments.deciders import Choosable
from advisor.checklist.service import ServiceEntry
from advisor.checklist.text import tidied
from advisor.decisions.draft_content import CHOICE, DECIDERS, PERSONS, Content, mark
from advisor.pages.decide.persons import DeciderChoice, chosen_persons, person_lines
from advisor.pages.http.lines import LONGEST_REASON, Lines, entries, typed_lines
from advisor.pages.http.rows import Cell, Options, RowField, RowsForm, day, shown_rows, typed_rows
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import Vocabulary

CONDITIONS: Options = (
    ("routes", "More routes than"),
    ("contributors", "More contributors than"),
    ("p99", "A p99 latency, in ms, above"),
    ("end-of-life", "A version past its end of life"),
)
PEOPLE = {
    "deciders": (
        "Who else decides?",
        "One name per line, for people who don't answer here. After saving, you can make a link for each.",
    ),
    "consulted": ("Who was consulted?", "One name per line: people whose advice was heard."),
    "informed": ("Who will be told?", "One name per line."),
}
EFFECTS = {
    "good": ("What gets better?", "One consequence per line."),
    "bad": ("What gets worse, or has to be paid for?", "One per line. A decision without any is a wish."),
}


@dataclass(frozen=True, slots=True)
class ServiceChoice:
    """One service with its verdict, and what is chosen for it."""

    slug: str
    service: ServiceRecord
    choice: str
    because: str
    error: str = ""

    @property
    def differs(self) -> bool:
        return bool(self.choice) and self.choice != self.service.recommendation.verdict


@dataclass
class DecideForm:
    """The whole form as its page shows it."""

    options: Options
    choices: list[ServiceChoice]
    deciders: list[DeciderChoice]
    people: list[Lines]
    effects: list[Lines]
    risks: RowsForm
    actions: RowsForm
    review: Cell
    tripwires: RowsForm
    marks: dict[str, str]
    """By section, what tells whether it is still as it was shown."""
    sections: Content = field(default_factory=dict)
    """The new values, where nothing is wrong."""

    @property
    def problems(self) -> list[Mapping[str, str]]:
        """Everything that is wrong, in the order of the page, with where it is."""
        problems = [(f"because-{line.slug}", line.error) for line in self.choices]
        problems += [(line.name, line.error) for line in [*self.people, *self.effects]]
        cells = [*self.risks.problems, *self.actions.problems, self.review, *self.tripwires.problems]
        problems += [(cell.id, cell.error) for cell in cells]
        return [{"anchor": anchor, "text": text} for anchor, text in problems if text]

    def refuse_deciders(self, why: str) -> None:
        """Says at the deciders what is wrong with one of them."""
        self.people = [replace(one, error=why) if one.name == DECIDERS else one for one in self.people]

    @property
    def touched(self) -> Content:
        """The sections that whoever typed changed: the others are not theirs to overwrite."""
        return {name: value for name, value in self.sections.items() if mark(value) != self.marks.get(name, mark(None))}


def _columns(record: DecisionRecord, slugs: Mapping[str, str]) -> dict[str, list[RowField]]:
    services = [(slugs[service.name], service.name) for service in record.services if service.name in slugs]
    named = Vocabulary(record.checklist)
    parts = sorted({(part, named.part(part)) for service in record.services for part in service.service.versions})
    version = [RowField("part", "Of which version", "choice", parts)] if len(parts) > 1 else []
    return {
        "risks": [
            RowField("risk", "What could go wrong?", "text"),
            RowField("owner", "Who watches it?", "line"),
        ],
        "actions": [
            RowField("what", "What will be done?", "text"),
            RowField("owner", "Who does it?", "line"),
            RowField("by", "By when?", "date"),
        ],
        "tripwires": [
            RowField("service", "Service", "choice", services),
            RowField("when", "Review if", "choice", CONDITIONS),
            *version,
            RowField("above", "The limit", "number"),
            RowField("now", "Where it is today", "number"),
        ],
    }


def _options(record: DecisionRecord) -> Options:
    return [("raw", record.raw_name), ("framework", record.framework_name), ("split", "A split")]


def form_of(
    record: DecisionRecord, slugs: Mapping[str, str], content: Content, people: Sequence[Choosable]
) -> DecideForm:
    """The form as the decision is kept. `slugs` by the names of services; `people` can be named as deciders."""
    persons = content.get(PERSONS, {})
    lines = {name: content.get(name, []) for name in PEOPLE}
    lines[DECIDERS] = [name for name in lines[DECIDERS] if name not in persons]
    columns = _columns(record, slugs)
    choices = {slug: content.get(CHOICE + slug, {}) for slug in slugs.values()}
    return DecideForm(
        options=_options(record),
        choices=[
            ServiceChoice(slug, one, choices[slug].get("choice", ""), choices[slug].get("because", ""))
            for one in record.services
            if (slug := slugs.get(one.name))
        ],
        deciders=person_lines(people, persons),
        people=[Lines(name, *words, "\n".join(lines[name])) for name, words in PEOPLE.items()],
        effects=[Lines(name, *words, "\n".join(content.get(name, []))) for name, words in EFFECTS.items()],
        risks=shown_rows("risks", columns["risks"], content.get("risks", [])),
        actions=shown_rows("actions", columns["actions"], content.get("actions", [])),
        review=Cell("review", REVIEW, content.get("review", "")),
        tripwires=shown_rows("tripwires", columns["tripwires"], content.get("tripwires", [])),
        marks={name: mark(value) for name, value in content.items()},
    )


REVIEW = RowField("review", "When will you review it?", "date")


def form_from_post(
    record: DecisionRecord,
    slugs: Mapping[str, str],
    post: Mapping[str, str],
    people: Sequence[Choosable],
    *,
    more: str = "",
) -> DecideForm:
    """The form as it was typed, with what is wrong; `more` names the list that gets another row."""
    persons = chosen_persons(post)
    columns = _columns(record, slugs)
    services = {slugs[one.name]: one.service for one in record.services if one.name in slugs}

    watched: set[tuple[str, ...]] = set()

    def rows(name: str) -> RowsForm:
        check = (lambda row: _watched(row, services, record, watched)) if name == "tripwires" else (lambda row: {})
        return typed_rows(name, columns[name], post, check, more=more == name)

    review = tidied(post.get("review", "")).strip()
    wrong = "" if not review or day(review) else "Write a day such as 2027-05-01."
    form = DecideForm(
        options=_options(record),
        choices=[_choice(slug, one, post) for one in record.services if (slug := slugs.get(one.name))],
        deciders=person_lines(people, persons),
        people=[typed_lines(name, *words, post, names=True) for name, words in PEOPLE.items()],
        effects=[typed_lines(name, *words, post) for name, words in EFFECTS.items()],
        risks=rows("risks"),
        actions=rows("actions"),
        review=Cell("review", REVIEW, review, wrong),
        tripwires=rows("tripwires"),
        marks={name.removeprefix("was-"): value for name, value in post.items() if name.startswith("was-")},
    )
    form.sections = _sections(form)
    form.sections |= {DECIDERS: [*persons, *form.sections[DECIDERS]], PERSONS: persons}
    return form


def as_recommended(form: DecideForm) -> DecideForm:
    """The form with what the answers say for every service about which nothing is chosen yet."""
    known = dict(form.options)
    form.choices = [
        replace(line, choice=line.service.recommendation.verdict)
        if not line.choice and line.service.recommendation.verdict in known
        else line
        for line in form.choices
    ]
    return form


def _choice(slug: str, record: ServiceRecord, post: Mapping[str, str]) -> ServiceChoice:
    """What is chosen for a service, half of it or none: what a proposal lacks is told when it is proposed."""
    given = post.get(f"choice-{slug}", "")
    choice = given if given in ("raw", "framework", "split") else ""
    because = tidied(post.get(f"because-{slug}", "")).strip()
    error = ""
    if len(because) > LONGEST_REASON:
        error = f"Shorten the reason for {record.name} to {LONGEST_REASON:,} characters."
    return ServiceChoice(slug, record, choice, because, error)


def _watched(
    row: dict[str, Any], services: Mapping[str, ServiceEntry], record: DecisionRecord, watched: set[tuple[str, ...]]
) -> dict[str, str]:
    """What is wrong with a tripwire as a whole, or beside those already `watched`; of half a one nothing. A p99 without
    a limit takes the service's latency budget."""
    if not row.get("service") or not row.get("when"):
        return {}
    service, when = services[row["service"]], row["when"]
    part = row.pop("part", "") if when != "end-of-life" else row.get("part", "")
    key = (row["service"], when, part if when == "end-of-life" else "")
    if key in watched:
        return {"when": f"Another tripwire already watches this for {service.name}. Keep one of the two."}
    watched.add(key)
    if when == "end-of-life" and part and part not in service.versions:
        named = Vocabulary(record.checklist)
        return {"part": f"{service.name} states no version of {named.part(part)}. Add it first, or choose another."}
    if when == "end-of-life":
        row.pop("above", None)
        row.pop("now", None)
        named = Vocabulary(record.checklist)
        if not service.versions:
            return {"when": f"{service.name} states no version of {named.framework} or its runtime. Add it first."}
    elif "above" not in row and when == "p99" and service.latency_budget_ms is not None:
        budget = service.latency_budget_ms
        row["above"] = int(budget) if budget.is_integer() else budget
    return {}


def _sections(form: DecideForm) -> Content:
    """The values by section; an emptied one is there as nothing."""
    sections: Content = {}
    for line in form.choices:
        halves = {"choice": line.choice, "because": line.because}
        sections[CHOICE + line.slug] = {name: value for name, value in halves.items() if value} or None
    for lines in [*form.people, *form.effects]:
        sections[lines.name] = entries(lines.value)
    for rows in (form.risks, form.actions, form.tripwires):
        sections[rows.name] = rows.values
    sections["review"] = form.review.value
    return sections


def differing(form: DecideForm, current: Content, sections: Sequence[str]) -> list[dict[str, str]]:
    """Both values of each section that was changed elsewhere, in words."""
    names = {CHOICE + line.slug: f"The choice for {line.service.name}" for line in form.choices}
    names |= {line.name: line.label for line in [*form.people, *form.effects]}
    names |= {DECIDERS: "Who decides?", PERSONS: "Who of them answers here"}
    names |= {"risks": "Risks", "actions": "Actions", "tripwires": "Tripwires", "review": REVIEW.label}
    return [
        {"label": names.get(one, one), "mine": _text_of(form.sections.get(one)), "theirs": _text_of(current.get(one))}
        for one in sections
    ]


def _text_of(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(str(inner) for inner in value.values()) or "nothing"
    if isinstance(value, list):
        return "; ".join(_text_of(inner) for inner in value) or "nothing"
    return str(value) if value else "nothing"
