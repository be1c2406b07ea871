"""The form that says who is reminded by mail when a decision is due; nothing where no mail is set up.

In: what is kept, or what was typed. Out: the field as its page shows it. Must not know: requests, rows.
"""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from advisor.checklist.text import tidied
from advisor.decisions.draft_content import mark
from advisor.decisions.reminders import MOST


@dataclass(frozen=True, slots=True)
class RemindersForm:
    """Addresses, one a line."""

    text: str
    was: str
    """What tells whether the list is still as it was shown."""
    addresses: tuple[str, ...] = ()
    problem: str = ""
    theirs: str = ""
    """What somebody else saved meanwhile."""


def kept_reminders(addresses: list[str]) -> RemindersForm | None:
    """The form as the list is kept."""
    return RemindersForm("\n".join(addresses), mark(addresses)) if settings.MAIL else None


def typed_reminders(text: str, was: str) -> RemindersForm:
    """The form as it was typed, with what is wrong."""
    addresses = tuple(dict.fromkeys(line.strip() for line in tidied(text).splitlines() if line.strip()))
    problem = ""
    if len(addresses) > MOST:
        problem = f"These are {len(addresses)} addresses. Write at most {MOST}."
    for one in addresses:
        try:
            validate_email(one)
        except ValidationError:
            problem = problem or f"“{one[:60]}” is not a mail address."
    return RemindersForm(tidied(text), was, addresses, problem)
