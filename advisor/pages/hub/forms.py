"""The forms about an assessment, its services and its teams: HTTP text in, checked values out."""

from typing import Any

from django import forms

from advisor.assessments.models import OwningTeam, Service
from advisor.checklist.model import Checklist
from advisor.checklist.service import SERVICE_FIELDS, SERVICE_SETTINGS
from advisor.pages.http.fields import (
    LineField,
    RawOwners,
    choice_words,
    service_fields,
    service_values,
    text,
    with_versions,
)


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

    def words(self, name: str, value: object) -> str:
        """A column's value in words."""
        if isinstance(value, dict):
            return ", ".join(f"{key} {version}" for key, version in value.items()) or "nothing"
        if name == "team_id":
            return next((team.name for team in self.teams.values() if team.id == value), "another team")
        return choice_words(self.fields.get(name), value)

    @staticmethod
    def values_of(service: Service) -> dict[str, Any]:
        """What the fields say of a service as it is saved."""
        return service_values(service) | {"name": service.name, "team": service.team.slug}


class TeamForm(forms.Form):
    name = LineField("What is the team called?", needed="Write a name for the team.")

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["raw_owners"] = RawOwners(checklist.scorecard.raw_owners)

    def values(self) -> dict[str, Any]:
        return {"name": self.cleaned_data["name"], "raw_owners": self.cleaned_data["raw_owners"]}

    def words(self, name: str, value: object) -> str:
        return text(value)

    @staticmethod
    def values_of(team: OwningTeam) -> dict[str, Any]:
        return {"name": team.name, "raw_owners": team.raw_owners}
