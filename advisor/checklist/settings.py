"""What a setting is: a fact about a service, one choice of several, never scored (model §1).

In: plain Python values from the reader. Out: frozen models. Must not know: how a verdict is made.
"""

from typing import Annotated, Literal

from pydantic import Field

from advisor.checklist.values import Line, Slug, Strict, Text

SettingName = Literal["runs-as", "protocol"]


class Option(Strict):
    """One choice. Where it is `outside`, the question does not arise, and `instead` says what to do."""

    id: Slug
    text: Line
    guidance: Text
    """What it means for the choice."""
    outside: bool = False
    """Whether the question does not arise then."""
    because: Line | None = None
    """Why it is outside, as a sentence about the service."""
    instead: Text | None = None
    """What to do where it is outside."""


class Setting(Strict):
    """A service answers it under its id, with an underscore for the hyphen: `runs_as`."""

    id: SettingName
    text: Line
    options: Annotated[list[Option], Field(min_length=2, max_length=20)]
    """The choices, in order."""

    @property
    def key(self) -> str:
        return self.id.replace("-", "_")

    def option(self, option_id: str | None) -> Option | None:
        return next((option for option in self.options if option.id == option_id), None)


class Settings(Strict):
    """Facts about a service that say whether the question arises."""

    format: Literal["advisor-settings/1"]
    settings: Annotated[list[Setting], Field(min_length=1)]
    """What is asked where a service is described."""
