"""The address of a waiting page: a signed token that says which rendering, for which scope, and where to go back to.

In: what the caller knows. Out: an address. A token is no permission: each view asks again whether the visitor may see
the scope. Must not know: rows.
"""

from dataclasses import dataclass

from django.core import signing
from django.http import Http404
from django.urls import reverse

SALT = "advisor.publish.files"
MAX_AGE = 7 * 24 * 3600


@dataclass(frozen=True, slots=True)
class Ticket:
    """What a waiting page knows. `others` are the ways out if the PDF fails: words and address."""

    scope_id: int | None
    """None: the file shows nothing of anyone's, and anyone may have it."""
    key: str
    name: str
    back: str
    others: tuple[tuple[str, str], ...] = ()
    person_id: int | None = None
    """Who asked for it, as a visitor's id: a file may hold what they alone may see. None: whoever may see the scope."""


def waiting_path(ticket: Ticket) -> str:
    """The address of the page that waits for this file and then hands it out."""
    others = [list(other) for other in ticket.others]
    token = signing.dumps(
        [ticket.scope_id, ticket.key, ticket.name, ticket.back, others, ticket.person_id], salt=SALT, compress=True
    )
    return reverse("file-waiting", kwargs={"token": token})


def ticket_of(token: str) -> Ticket:
    """What a token says; 404 for one that is forged or older than seven days."""
    try:
        scope_id, key, name, back, others, person_id = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except (signing.BadSignature, ValueError):  # of an earlier version, too
        raise Http404("This address is incomplete or too old. Ask for the file again on its own page.") from None
    return Ticket(scope_id, key, name, back, tuple((words, address) for words, address in others), person_id)
