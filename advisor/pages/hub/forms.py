"""The forms about an assessment, its services and its teams: HTTP text in, checked values out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from advisor.assessments.actions.create import MOST_SERVICES, MOST_TEAMS, NewService
from advisor.assessments.actions.import_services import MOST_BYTES, Table, Wrong, decoded, names_in, read_table
from advisor.assessments.models import OwningTeam, Service
from advisor.assessments.tables.grid import GridError
from advisor.checklist.answers import SERVICE_FIELDS, SERVICE_SETTINGS
from advisor.checklist.model import Checklist
from advisor.checklist.service_field import LONGEST_LINE
from advisor.checklist.settings import Setting
from advisor.checklist.text import folded
from advisor.pages.http.fields import (
    LineField,
    RawOwners,
    choice_words,
    service_fields,
    service_values,
    setting_fields,
    text,
    with_versions,
)
from advisor.sharing.models import Workspace

TITLE = "Write a name for the platform, such as “Acme AI”."
MOST_TOLD = 5
"""Problems of a table that one field lists."""
YOUR_NAME = "Write your name, as others should see it beside your answers."


class Names(forms.CharField):
    """Names, one per line. Each once, none too long, not too many."""

    def __init__(self, label: str, help_text: str, *, most: int, what: str, rows: int) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "spellcheck": "false"})
        super().__init__(label=label, help_text=help_text, required=False, widget=widget)
        self.most, self.what = most, what

    def clean(self, value: Any) -> list[str]:
        try:
            found = names_in(str(value or ""))
        except GridError as fault:
            raise forms.ValidationError(str(fault)) from None
        if len(found) > self.most:
            raise forms.ValidationError(f"These are {len(found)} {self.what}. Write at most {self.most}.")
        seen: set[str] = set()
        for name in found:
            if len(name) > LONGEST_LINE:
                raise forms.ValidationError(f"“{name[:40]}…” is too long: shorten it to {LONGEST_LINE} characters.")
            if folded(name) in seen:
                raise forms.ValidationError(f"“{name}” is there twice. Give one of the two another name.")
            seen.add(folded(name))
        return found


class ServicesField(Names):
    """Names of services, one per line, or a table of services as it is imported."""

    checklist: Checklist

    def clean(self, value: Any) -> list[NewService]:  # type: ignore[override]
        text = str(value or "")
        if len(text.strip().splitlines()) > 1:
            table = read_table(text, self.checklist, present=())
            if table.layout and len(table.layout.columns) > 1:
                return services_in(table)
        return [NewService(name) for name in super().clean(value)]


def services_in(table: Table) -> list[NewService]:
    """The services of a table. ValidationError names its problems, each at its place."""
    told = [
        f"Row {one.row}{f', column “{one.column}”' if one.column else ''}: {one.message}; {one.instead}."
        for one in table.problems[:MOST_TOLD]
    ]
    if told:
        raise forms.ValidationError(" ".join(told))
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
        kinds = self.fields["kinds"]
        assert isinstance(kinds, forms.MultipleChoiceField)
        kinds.choices = [(kind.id, kind.name) for kind in checklist.service_types]
        kinds.error_messages["invalid_choice"] = "Tick only kinds that are listed."
        self.fields |= setting_fields(checklist)

    @property
    def settings(self) -> list[tuple[Setting, BoundField]]:
        """What is asked of all of them at once, with the words of each choice."""
        return [(setting, self[setting.key]) for setting in self.checklist.settings]

    @property
    def settings_said(self) -> bool:
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
        common = {setting.key: said for setting in self.checklist.settings if (said := self.cleaned_data[setting.key])}
        named = [
            replace(one, kind=one.kind or kinds.get(folded(one.name), ""), details={**common, **one.details})
            for one in given
        ]
        return named + [
            NewService(kind.name, kind.id, details=common)
            for kind in self.checklist.service_types
            if kind.id in chosen and folded(kind.name) not in written
        ]


class NewForm(ServicesForm):
    title = LineField("What is the platform called?", needed=TITLE)
    your_name = LineField("Your name", needed=YOUR_NAME, help_text="It stands beside your answers.")
    teams = Names(
        "Owning teams, one per line",
        "Who runs these services. Leave it empty for one team; more can be added later.",
        most=MOST_TEAMS,
        what="teams",
        rows=2,
    )

    file = forms.FileField(
        label="Or choose a file",
        help_text="CSV, Markdown, YAML or JSON, as UTF-8. It is read where nothing is written above.",
        required=False,
        allow_empty_file=True,
    )
    earlier = forms.ChoiceField(
        label="Begin with the services of an earlier assessment",
        help_text="Their names, kinds, teams and settings; nobody's answers.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the assessments listed."},
    )
    workspace = forms.ChoiceField(
        label="For a workspace?",
        help_text="Each of its members gets in without a link.",
        required=False,
        error_messages={"invalid_choice": "Choose one of the workspaces listed."},
    )

    field_order = ("title", "your_name", "workspace", "services", "file", "earlier", "kinds", "teams")

    def __init__(
        self,
        checklist: Checklist,
        workspaces: Sequence[Workspace],
        earlier: Sequence[tuple[str, str]],
        *args: Any,
        **kwargs: Any,
    ) -> None:
        super().__init__(checklist, *args, **kwargs)
        listed = self.fields["earlier"]
        assert isinstance(listed, forms.ChoiceField)
        listed.choices = [("", "No"), *earlier]
        if not earlier:
            del self.fields["earlier"]
        if not workspaces:
            del self.fields["workspace"]
            return
        self.workspaces = {one.public_id: one for one in workspaces}
        chosen = self.fields["workspace"]
        assert isinstance(chosen, forms.ChoiceField)
        chosen.choices = [("", "No, mine alone"), *((id_, one.name) for id_, one in self.workspaces.items())]

    def clean(self) -> dict[str, Any]:
        """A file is read where nothing is written."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        file = given.get("file")
        if file and not self["services"].value():
            text = decoded(file.read(MOST_BYTES + 1))
            table = Table(problems=[text]) if isinstance(text, Wrong) else read_table(text, self.checklist, present=())
            try:
                given["services"] = services_in(table)
            except forms.ValidationError as error:
                self.add_error("file", error)
        return given

    def with_earlier(self, copied: Sequence[NewService]) -> list[NewService]:
        """What is asked for, and what an earlier assessment has besides."""
        asked = self.new_services()
        there = {folded(one.name) for one in asked}
        return [*asked, *(one for one in copied if folded(one.name) not in there)]

    @property
    def for_workspace(self) -> Workspace | None:
        """The workspace that was chosen, of those that were offered."""
        given = self.cleaned_data.get("workspace")
        return self.workspaces[given] if given else None


class TitleForm(forms.Form):
    title = LineField("What is the platform called?", needed=TITLE)


class KeepForm(TitleForm):
    """What is needed to make the service one has tried into an assessment of a platform."""

    your_name = LineField("Your name", needed=YOUR_NAME, help_text="It stands beside your answers.")


class ServiceForm(forms.Form):
    """Everything a service says of itself. Its team is one of those there are."""

    name = LineField(SERVICE_FIELDS["name"].label, needed="Write a name for the service.")
    team = forms.ChoiceField(label=SERVICE_FIELDS["team"].label)

    def __init__(self, checklist: Checklist, teams: list[OwningTeam], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checklist = checklist
        self.teams = {team.slug: team for team in teams}
        team = self.fields["team"]
        assert isinstance(team, forms.ChoiceField)
        team.choices = [(team.slug, team.name) for team in teams]
        team.error_messages["invalid_choice"] = "Choose one of the teams listed."
        self.fields |= service_fields(checklist)
        self.order_fields(["name", "kind", *SERVICE_SETTINGS])

    def values(self) -> dict[str, Any]:
        """New values for the service's row."""
        given = with_versions(self.cleaned_data)
        return given | {"team_id": self.teams[given.pop("team")].id}

    def said(self, name: str, value: object) -> str:
        """A column's value in words."""
        if isinstance(value, dict):
            return ", ".join(f"{key} {version}" for key, version in value.items()) or "nothing"
        if name == "team_id":
            return next((team.name for team in self.teams.values() if team.id == value), "another team")
        return choice_words(self.fields.get(name), value)

    @staticmethod
    def shown(service: Service) -> dict[str, Any]:
        """What the fields say of a service as it is saved."""
        return service_values(service) | {"name": service.name, "team": service.team.slug}


class TeamForm(forms.Form):
    name = LineField("What is the team called?", needed="Write a name for the team.")

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["raw_owners"] = RawOwners(checklist.scorecard.raw_owners)

    def values(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "raw_owners": self.cleaned_data["raw_owners"]}

    def said(self, name: str, value: object) -> str:
        return text(value)

    @staticmethod
    def shown(team: OwningTeam) -> dict[str, Any]:
        return {"name": team.name, "raw_owners": team.raw_owners}
