"""What is asked beside the statements: the service's details, and how many people could own raw code.

HTTP text in, checked values out; errors and what was typed stay at their fields. Saved under the same rule as an
answer: a change made elsewhere in the meantime is shown, never overwritten in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.forms.boundfield import BoundField

from advisor.assessments.actions.answer import SERVICE_NAME, TEAM_NAME
from advisor.assessments.actions.update import update_service, update_team
from advisor.assessments.answers import StaleDetailsError
from advisor.assessments.models import OwningTeam, Service
from advisor.assessments.questionnaire.context import Questionnaire, ServiceQuestionnaire
from advisor.checklist.model import Checklist, ServiceType
from advisor.checklist.service import SERVICE_FIELDS, SERVICE_SETTINGS
from advisor.checklist.settings import Option
from advisor.pages.http.fields import (
    VERSION,
    WAS,
    LineField,
    RawOwners,
    choice_words,
    chosen_options,
    service_fields,
    service_values,
    text,
    with_versions,
)
from advisor.pages.questionnaire.save import number
from advisor.record.model.vocabulary import HINTS
from advisor.sharing.access import VisitorKey


class DetailsForm(forms.Form):
    name = LineField(SERVICE_FIELDS["name"].label, empty=SERVICE_NAME)
    team = LineField(SERVICE_FIELDS["team"].label, empty=TEAM_NAME)

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields |= service_fields(checklist, beside_answers=True)
        self.order_fields(["name", "kind"])

    @property
    def setting_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name in SERVICE_SETTINGS]

    @property
    def version_fields(self) -> list[BoundField]:
        return [self[name] for name in self.fields if name.startswith(VERSION)]

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """New values for the service and for its team."""
        service = with_versions(self.cleaned_data)
        team = {"name": service.pop("team")}
        return service, team


class OwnersForm(forms.Form):
    raw_owners = forms.Field()

    def __init__(self, checklist: Checklist, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["raw_owners"] = RawOwners(checklist.scorecard.raw_owners)

    def changes(self) -> tuple[dict[str, Any], dict[str, Any]]:
        return {}, {"raw_owners": self.cleaned_data["raw_owners"]}


FORMS: dict[str, type[DetailsForm] | type[OwnersForm]] = {"details": DetailsForm, "owners": OwnersForm}


@dataclass(frozen=True, slots=True)
class Changed:
    """One field that was changed elsewhere: both values."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Details:
    """A block of fields as a page shows it."""

    block: str
    address: str
    form: DetailsForm | OwnersForm
    base_service: int
    base_team: int
    kind: ServiceType | None = None
    options: Sequence[Option] = ()
    """What the settings say of the service."""
    saved: bool = False
    changed: list[Changed] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.changed and not (self.form.is_bound and self.form.errors)

    @property
    def hint(self) -> str:
        return HINTS[self.kind.hint] if self.kind else ""

    @property
    def parameters(self) -> str:
        names = ["csrfmiddlewaretoken", "assessment", "base-service", "base-team"]
        were = [WAS + name for name in self.form.fields]
        return ",".join([*names, f"conflict-{self.block}", f"pick-{self.block}", *self.form.fields, *were])

    @property
    def were(self) -> list[tuple[str, str]]:
        """What each field said when it was shown, to tell what was touched since."""
        return [(WAS + name, text(self.form.initial.get(name))) for name in self.form.fields]


def initial(service: Service) -> dict[str, Any]:
    team = service.team
    return service_values(service) | {
        "name": "" if service.name == SERVICE_NAME else service.name,
        "team": "" if team.name == TEAM_NAME else team.name,
        "raw_owners": team.raw_owners,
    }


def rows_of(questionnaire: Questionnaire) -> tuple[Service | None, OwningTeam]:
    """The rows that the fields of a block belong to."""
    return (questionnaire.service if isinstance(questionnaire, ServiceQuestionnaire) else None), questionnaire.team


def _initial(service: Service | None, team: OwningTeam) -> dict[str, Any]:
    return initial(service) if service else {"raw_owners": team.raw_owners}


def details_of(questionnaire: Questionnaire, block: str) -> Details:
    """A block as it is saved."""
    return _details(questionnaire, block, *rows_of(questionnaire))


def _details(
    questionnaire: Questionnaire, block: str, service: Service | None, team: OwningTeam, *, saved: bool = False
) -> Details:
    kinds = questionnaire.checklist.service_types
    return Details(
        block,
        questionnaire.routes.block(block),
        FORMS[block](questionnaire.checklist, initial=_initial(service, team)),
        service.revision if service else 1,
        team.revision,
        next((kind for kind in kinds if service and kind.id == service.kind), None),
        chosen_options(questionnaire.checklist, service) if service else (),
        saved,
    )


def save(questionnaire: Questionnaire, block: str, visitor: VisitorKey, post: Mapping[str, str]) -> Details:
    """Saves a block, or gives it back with what is wrong or was changed elsewhere."""
    service, team = rows_of(questionnaire)
    form = FORMS[block](questionnaire.checklist, post, initial=_initial(service, team))
    base_service = number(post.get("base-service", "")) or 1
    base_team = number(post.get("base-team", "")) or 1
    pick = post.get(f"pick-{block}", "")
    if pick == "theirs":
        return details_of(questionnaire, block)
    if not form.is_valid():
        return Details(block, questionnaire.routes.block(block), form, base_service, base_team)
    of_service, of_team = _touched(form, post)
    if f"conflict-{block}" in post and pick != "mine":
        return _stale(questionnaire, block, form, service, team)
    assert questionnaire.target is not None
    try:
        if of_service:
            update_service(target=questionnaire.target, visitor=visitor, base=base_service, fields=of_service)
        if of_team:
            update_team(target=questionnaire.target, visitor=visitor, base=base_team, fields=of_team)
    except StaleDetailsError:
        return _stale(questionnaire, block, form, *_fresh(service, team))
    return _details(questionnaire, block, *_fresh(service, team), saved=True)


def _fresh(service: Service | None, team: OwningTeam) -> tuple[Service | None, OwningTeam]:
    if service is None:
        return None, OwningTeam.objects.get(id=team.id)
    now = Service.objects.select_related("team").get(id=service.id)
    return now, now.team


def says_something(block: str, post: Mapping[str, str]) -> bool:
    """Whether any field of a block is filled in."""
    names = {*FORMS[block].base_fields, *(SERVICE_FIELDS if block == "details" else ())}
    return any(text.strip() for name, text in post.items() if name in names or name.startswith(VERSION))


def _touched(form: DetailsForm | OwnersForm, post: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """The changes without what the page's reader left alone: that is not theirs to overwrite."""
    same = {name for name in form.fields if WAS + name in post and post[WAS + name] == post.get(name, "")}
    of_service, of_team = form.changes()
    versions = {name for name in form.fields if name.startswith(VERSION)}
    if versions and versions <= same:
        of_service.pop("versions", None)
    return (
        {name: value for name, value in of_service.items() if name not in same},
        {name: value for name, value in of_team.items() if ("team" if name == "name" else name) not in same},
    )


def _stale(
    questionnaire: Questionnaire, block: str, form: DetailsForm | OwnersForm, service: Service | None, team: OwningTeam
) -> Details:
    of_service, of_team = form.changes()
    pairs: list[tuple[Service | OwningTeam | None, dict[str, Any]]] = [(service, of_service), (team, of_team)]
    changed = [
        Changed(_label(form, row, name), _text_of(form, name, value), _text_of(form, name, getattr(row, name)))
        for row, fields in pairs
        for name, value in fields.items()
        if row is not None and getattr(row, name) != value
    ]
    revision = service.revision if service else 1
    return Details(block, questionnaire.routes.block(block), form, revision, team.revision, changed=changed)


def _label(form: DetailsForm | OwnersForm, row: Service | OwningTeam, name: str) -> str:
    field = form.fields.get("team" if isinstance(row, OwningTeam) and name == "name" else name)
    return str(field.label) if field else "Versions"


def _text_of(form: DetailsForm | OwnersForm, name: str, value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {version}" for key, version in value.items()) or "nothing"
    return choice_words(form.fields.get(name), value) or "nothing"
