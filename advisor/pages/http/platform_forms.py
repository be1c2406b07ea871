"""What the forms that make a platform and add to it share: its name, its services, names one per line.

HTTP text in, checked values out. Must not know: requests, rows.
"""

from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from advisor.assessments.actions.create import MOST_SERVICES, NewService
from advisor.assessments.actions.import_services import Table, names_in, read_table
from advisor.assessments.tables.columns import Layout
from advisor.assessments.tables.grid import GridError
from advisor.checklist.model import Checklist
from advisor.checklist.service_field import LONGEST_LINE
from advisor.checklist.settings import Setting
from advisor.checklist.text import folded
from advisor.pages.http.fields import LineField, setting_fields
from advisor.pages.http.table_preview import ColumnChoice, column_choice, preview_context

TITLE = "Write a name for the platform, such as “Acme AI”."
MOST_TOLD = 10
"""Problems of a table that one field lists."""


class TitleForm(forms.Form):
    title = LineField("What is the platform called?", needed=TITLE)


class NamesField(forms.CharField):
    """Names, one per line. Each once, none too long, not too many."""

    def __init__(self, label: str, help_text: str, *, most: int, what: str, rows: int) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)
        self.most, self.what = most, what

    def clean(self, value: Any) -> list[str]:
        try:
            names = names_in(str(value or ""))
        except GridError as fault:
            raise forms.ValidationError(str(fault)) from None
        if len(names) > self.most:
            raise forms.ValidationError(f"These are {len(names)} {self.what}. Write at most {self.most}.")
        seen: set[str] = set()
        for name in names:
            if len(name) > LONGEST_LINE:
                raise forms.ValidationError(f"“{name[:40]}…” is too long: shorten it to {LONGEST_LINE} characters.")
            if folded(name) in seen:
                raise forms.ValidationError(f"“{name}” appears twice. Rename one of them.")
            seen.add(folded(name))
        return names


class ServicesField(NamesField):
    """Names of services, one per line, or a table of services as it is imported."""

    checklist: Checklist
    choice = ColumnChoice()
    """What was said of the table's columns."""
    table: Table | None = None
    """What was read, where it is a table rather than names."""

    def clean(self, value: Any) -> list[NewService]:  # type: ignore[override]
        text = str(value or "")
        if len(text.strip().splitlines()) > 1 or text.lstrip()[:1] in ("[", "{"):
            headings = {"first": self.choice.first, "chosen": self.choice.columns}
            table = read_table(text, self.checklist, present=(), **headings)  # type: ignore[arg-type]
            if table.layout and _is_table(table, table.layout):
                self.table = table
                return services_in(table)
        return [NewService(name) for name in super().clean(value)]


def _is_table(table: Table, layout: Layout) -> bool:
    """Whether a text has to be looked over: it has columns, or lines that are left out or look like headings."""
    return len(layout.columns) > 1 or bool((layout.odd or layout.omissions) and not table.problems)


def services_in(table: Table) -> list[NewService]:
    """The services of a table. ValidationError names its problems, each at its place."""
    more = len(table.problems) + table.more - MOST_TOLD
    problems = [one.text for one in table.problems[:MOST_TOLD]]
    if problems:
        raise forms.ValidationError([*problems, f"And {more} more."] if more > 0 else problems)
    return table.services


class ServicesForm(forms.Form):
    """Services to add: written, one per line, in a table, or ticked from the checklist's kinds."""

    services = ServicesField(
        "Services, one per line",
        "Such as “Inference edge” or “billing-api”. Or paste a table whose first row names its columns: "
        "name, team, kind, and more. You can add more later.",
        most=MOST_SERVICES,
        what="services",
        rows=6,
    )
    kinds = forms.MultipleChoiceField(label="Or tick what you have", required=False)

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        written = self.fields["services"]
        assert isinstance(written, ServicesField)
        written.checklist = checklist
        written.choice = column_choice(self.data, self.text)
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = [(kind.id, kind.name) for kind in checklist.service_types]
        kinds.error_messages["invalid_choice"] = "Tick only kinds that are listed."
        self.fields |= setting_fields(checklist)

    @property
    def text(self) -> str:
        """What was written for the services."""
        return str(self.data.get("services", ""))

    @property
    def preview(self) -> dict[str, Any] | None:
        """What its table was taken for; None: only names were written, or what they are has not been looked at."""
        written = self.fields["services"]
        assert isinstance(written, ServicesField)
        return preview_context(written.table, self.text) if written.table else None

    @property
    def looked_over(self) -> bool:
        """Whether services can be made of it: a table is shown first, as it was read."""
        written = self.fields["services"]
        assert isinstance(written, ServicesField)
        return written.table is None or (written.choice.seen and "again" not in self.data)

    @property
    def settings(self) -> list[tuple[Setting, BoundField]]:
        """What is asked of all of them at once, with the words of each choice."""
        return [(setting, self[setting.key]) for setting in self.checklist.settings]

    @property
    def has_settings(self) -> bool:
        return any(field.value() or field.errors for _, field in self.settings)

    @property
    def ticked(self) -> list[str]:
        """The kinds that show as ticked."""
        return list(self["kinds"].value() or [])

    def new_services(self) -> list[NewService]:
        """What was written, then what was ticked; a line that names a kind is a service of that kind."""
        given: list[NewService] = self.cleaned_data["services"]
        kinds = {folded(kind.name): kind.id for kind in self.checklist.service_types}
        written = {folded(one.name) for one in given}
        chosen = set(self.cleaned_data["kinds"])
        common = {
            setting.key: option for setting in self.checklist.settings if (option := self.cleaned_data[setting.key])
        }
        named = [
            replace(one, kind=one.kind or kinds.get(folded(one.name), ""), details={**common, **one.details})
            for one in given
        ]
        return named + [
            NewService(kind.name, kind.id, details=common)
            for kind in self.checklist.service_types
            if kind.id in chosen and folded(kind.name) not in written
        ]
