"""Form fields that several forms share: one line of text, milliseconds, kinds of service, versions, raw owners.

HTTP text in, checked values out; what is wrong is said in one plain sentence. Must not know: requests, rows.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core.validators import BaseValidator

from advisor.checklist.decimals import asks_which, readings, whole_readings, written
from advisor.checklist.model import Checklist, ServiceType
from advisor.checklist.service import SERVICE_FIELDS
from advisor.checklist.service_field import LONGEST_LINE, LONGEST_NOTE, MOST_MS, ServiceField
from advisor.checklist.settings import Option, Setting
from advisor.checklist.text import tidied
from advisor.record.model.vocabulary import HINTS

VERSION = "version-"
WAS = "was-"


class LineField(forms.CharField):
    """One line of text: odd characters and breaks are made into spaces, as an answers file wants it.

    `empty` stands for a line left empty; `needed` says what to write where it must not be."""

    def __init__(self, label: str, *, empty: str = "", needed: str = "", help_text: str = "") -> None:
        super().__init__(
            label=label, help_text=help_text, required=bool(needed), empty_value="", max_length=LONGEST_LINE
        )
        self.empty = empty
        self.error_messages |= {"max_length": f"Shorten it to {LONGEST_LINE} characters.", "required": needed}

    def to_python(self, value: Any) -> str:
        line = " ".join(tidied(str(value or "")).split())
        return line if any(map(str.isprintable, line)) else self.empty  # of invisible characters alone: nothing


class Paragraph(forms.CharField):
    """Text of several lines."""

    def __init__(self, label: str, help_text: str) -> None:
        widget = forms.Textarea(attrs={"rows": 3})
        super().__init__(label=label, help_text=help_text, required=False, empty_value="", widget=widget)

    def to_python(self, value: Any) -> str:
        return tidied(str(value or "")).strip()

    def validate(self, value: Any) -> None:
        if len(value) > LONGEST_NOTE:
            raise forms.ValidationError(f"Shorten it to {LONGEST_NOTE:,} characters, or link to the rest.")


def word_limits(field: forms.Field, message: str) -> None:
    """One plain sentence for every way in which a number can be wrong."""
    field.error_messages["invalid"] = message
    for validator in field.validators:
        if isinstance(validator, BaseValidator):
            validator.message = message


def one_reading(text: Any, numbers: tuple[Any, ...], invalid: object) -> Any:
    """The number that was meant; ValidationError: it is none, or can be read in two ways."""
    if not numbers:
        raise forms.ValidationError(str(invalid))
    if len(numbers) > 1:
        raise forms.ValidationError(f"{asks_which(str(text))}. Write the one you mean.")
    return numbers[0]


def number_input() -> forms.TextInput:
    """A line of text: a browser's own number field drops a comma, and a mouse wheel over it changes the number."""
    return forms.TextInput(attrs={"inputmode": "decimal"})


class MillisecondsField(forms.FloatField):
    def __init__(self, label: str, help_text: str, *, least: float) -> None:
        super().__init__(
            label=label,
            help_text=help_text,
            required=False,
            min_value=least,
            max_value=MOST_MS,
            widget=number_input(),
        )
        word_limits(self, "Write a number of milliseconds, such as 15 or 2.5, or leave it empty.")

    def to_python(self, value: Any) -> Any:
        text = str("" if value is None else value).strip()
        return one_reading(text, readings(text), self.error_messages["invalid"]) if text else None


class WholeNumberField(forms.IntegerField):
    def __init__(self, label: str, words: str, *, least: int, most: int, **more: Any) -> None:
        super().__init__(label=label, min_value=least, max_value=most, widget=number_input(), **more)
        word_limits(self, words)

    def to_python(self, value: Any) -> Any:
        text = str("" if value is None else value).strip()
        return one_reading(text, whole_readings(text), self.error_messages["invalid"]) if text else None


class RawOwners(WholeNumberField):
    def __init__(self, label: str) -> None:
        words = "Write a whole number from 0 to 999, or leave it empty."
        super().__init__(label, words, least=0, most=999, required=False)


class Kind(forms.ChoiceField):
    """One of the checklist's kinds of service, in groups by where such a service usually belongs."""

    def __init__(self, checklist: Checklist) -> None:
        groups = [(words, [(kind.id, kind.name) for kind in kinds]) for words, kinds in kinds_by_hint(checklist)]
        super().__init__(label="What kind of service is it?", required=False, choices=[("", "Not said"), *groups])
        self.error_messages["invalid_choice"] = "Choose one of the kinds listed, or “Not said”."


def kinds_by_hint(checklist: Checklist) -> list[tuple[str, list[ServiceType]]]:
    """The kinds of service in groups, each with its words."""
    groups = [(words, [kind for kind in checklist.service_types if kind.hint == hint]) for hint, words in HINTS.items()]
    return [(words, kinds) for words, kinds in groups if kinds]


class SettingField(forms.ChoiceField):
    """One of the facts about a service that say whether the question arises at all."""

    def __init__(self, setting: Setting) -> None:
        options = [(option.id, option.text) for option in setting.options]
        super().__init__(label=setting.text, required=False, choices=[("", "Not said"), *options])
        self.error_messages["invalid_choice"] = "Choose one of those listed, or “Not said”."


def setting_fields(checklist: Checklist) -> dict[str, SettingField]:
    """A field for each setting of the checklist, under the name of its column."""
    return {setting.key: SettingField(setting) for setting in checklist.settings}


def chosen_options(checklist: Checklist, service: object) -> list[Option]:
    """What a service's settings say of it; nothing for those not said."""
    options = (setting.option(getattr(service, setting.key)) for setting in checklist.settings)
    return [option for option in options if option]


class ServiceChoiceField(forms.ChoiceField):
    """One of the few values that a field of a service has."""

    def __init__(self, declared: ServiceField) -> None:
        super().__init__(
            label=declared.label,
            help_text=declared.hint,
            required=False,
            choices=[("", "Not said"), *declared.options],
            error_messages={"invalid_choice": "Choose one of those listed, or “Not said”."},
        )


def service_fields(checklist: Checklist, *, beside_answers: bool = False) -> dict[str, forms.Field]:
    """A field for all that a service declares, but its name and its team, which each form asks in its own way; with
    `beside_answers` only what the questionnaire asks for."""
    asked = [(name, one) for name, one in SERVICE_FIELDS.items() if one.beside_answers or not beside_answers]
    fields = {name: _FORMS[one.form](one, checklist) for name, one in asked if one.form in _FORMS}
    return fields | setting_fields(checklist) | version_fields(checklist)


_FORMS: dict[str, Callable[[ServiceField, Checklist], forms.Field]] = {
    "kind": lambda one, checklist: Kind(checklist),
    "text": lambda one, checklist: Paragraph(one.label, one.hint),
    "choice": lambda one, checklist: ServiceChoiceField(one),
    "milliseconds": lambda one, checklist: MillisecondsField(one.label, one.hint, least=one.least),
}


def service_values(service: Any) -> dict[str, Any]:
    """What those fields say of a service as it is saved."""
    values = {
        name: getattr(service, name)
        for name, one in SERVICE_FIELDS.items()
        if one.form in _FORMS or one.form == "setting"
    }
    versions = {VERSION + key: version for key, version in service.versions.items()}
    return {name: text(value) for name, value in values.items()} | versions


def with_versions(given: Mapping[str, Any]) -> dict[str, Any]:
    """Checked values as columns of a service: the versions in one of them."""
    versions = {
        name.removeprefix(VERSION): version for name, version in given.items() if name.startswith(VERSION) and version
    }
    return {name: version for name, version in given.items() if not name.startswith(VERSION)} | {"versions": versions}


def choice_words(field: forms.Field | None, value: object) -> str:
    """A value as people read it: the words of a choice, a number as people write it."""
    for option, words in getattr(field, "choices", ()):
        for key, word in words if isinstance(words, list) else [(option, words)]:
            if value and key == value:
                return str(word)
    return text(value)


def version_fields(checklist: Checklist) -> dict[str, LineField]:
    """A field for each version that the checklist has dated facts on."""
    return {VERSION + key: LineField(f"{key.capitalize()} version") for key in checklist.version_keys()}


def text(value: object) -> str:
    """A value as its field shows it: a number as it is read back, nothing for None."""
    if isinstance(value, float):
        return written(value)
    return "" if value is None else str(value)
