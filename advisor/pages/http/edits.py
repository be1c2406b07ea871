"""A form of shared fields as its page shows it: what it was shown with, and what was changed elsewhere meanwhile.

In: a form. Out: values for a template. Must not know: rows, what is edited.
"""

from dataclasses import dataclass, field

from django import forms

from advisor.pages.http.fields import WAS, text


@dataclass(frozen=True, slots=True)
class Differs:
    """One field that was changed elsewhere: both values."""

    label: str
    mine: str
    theirs: str


@dataclass(frozen=True, slots=True)
class Edited:
    """A form as its page shows it."""

    form: forms.Form
    base: int
    """The revision that a save begins from."""
    changed: list[Differs] = field(default_factory=list)

    @property
    def were(self) -> list[tuple[str, str]]:
        """What each field said when the page was first shown, to tell what was touched since."""
        given = self.form.data
        return [(WAS + name, given.get(WAS + name, text(self.form.initial.get(name)))) for name in self.form.fields]
