"""The two forms by which an owner says that a record no longer holds, or erases it.

In: what was posted, or nothing yet. Out: fields as the page shows them, with what is wrong. Must not know: requests.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.checklist.text import tidied
from advisor.decisions.models import Record

LONGEST = {"who": 300, "words": 4000, "again": 20}


@dataclass(frozen=True, slots=True)
class Field:
    """One field, with what was typed and what is wrong with it."""

    id: str
    name: str
    label: str
    value: str
    error: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class RecordOwnerForm:
    """One of the two forms."""

    address: str
    """The name of the address it is sent to."""
    title: str
    explanation: str
    button: str
    fields: tuple[Field, ...]

    @property
    def problems(self) -> list[dict[str, str]]:
        return [{"anchor": field.id, "text": field.error} for field in self.fields if field.error]

    def value(self, name: str) -> str:
        return next(field.value for field in self.fields if field.name == name)


def deprecating(post: Mapping[str, str] | None = None) -> RecordOwnerForm:
    """Saying that the decision no longer holds."""
    return RecordOwnerForm(
        "record-deprecate",
        "It no longer holds",
        "The record stays as it is. Its page will say that the decision is no longer followed, who says so, "
        "and why. You can't undo this.",
        "Mark as no longer followed",
        (_field(post, "deprecate", "who", "Your name"), _field(post, "deprecate", "words", "Why doesn't it hold?")),
    )


def erasing(record: Record, post: Mapping[str, str] | None = None) -> RecordOwnerForm:
    """Taking the record's content away."""
    hint = f"Its number, {record.reference}: this prevents mistakes."
    again = _field(post, "erase", "again", "Type the number of the record", hint, exactly=record.reference)
    return RecordOwnerForm(
        "record-erase",
        "Erase it",
        "For content that must not be kept, such as a name. Deletes the record's content and files permanently, for "
        "everyone, but no downloads. Its page then says who erased it, when and why.",
        "Erase it permanently",
        (_field(post, "erase", "who", "Your name"), _field(post, "erase", "words", "Why must it go?"), again),
    )


def _field(
    post: Mapping[str, str] | None, action: str, name: str, label: str, hint: str = "", *, exactly: str = ""
) -> Field:
    value = tidied(post.get(name, "")).strip() if post is not None else ""
    value = value if name == "words" else " ".join(value.split())
    error = ""
    if post is not None:
        if exactly and value != exactly:
            error = f"Type {exactly}."
        elif not value:
            error = "Write your name." if name == "who" else "Say why, in a sentence."
        elif len(value) > LONGEST[name]:
            error = f"Shorten it to {LONGEST[name]:,} characters."
    return Field(f"{action}-{name}", name, label, value, error, hint)
