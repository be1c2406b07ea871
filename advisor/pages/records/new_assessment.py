"""Making an assessment of a record's answers: at once, or where it is large on a thread while a page waits for it.

In: what makes it, the form that asked. Out: a response that leads to its hub. Must not know: where the answers come
from.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.create import form_key
from advisor.assessments.models import Assessment
from advisor.pages.http.flash_link import to_hub
from advisor.publish.links import Ticket
from advisor.publish.queue import LARGE, do_aside
from advisor.publish.views import WaitingWords, ready, waiting_page
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.rates import take
from advisor.sharing.access import VisitorKey

RESTORING = WaitingWords(
    "Restoring the assessment", "Saving its services and answers …", "The assessment could not be restored"
)


def _key(visitor: VisitorKey, form: str) -> str:
    """What the making of an assessment by this form is known by."""
    return f"made-{form_key(visitor, form)[:48]}"


def made_from(
    request: HttpRequest,
    visitor: VisitorKey,
    make: Callable[[], tuple[Assessment, bool]],
    *,
    form: str,
    services: int,
    size: int,
    here: str,
) -> HttpResponseBase:
    """On to the hub of what `make` makes, or to the page at `here` that waits for it. `size` is that of the answers,
    which this request does not carry and stores all the same."""
    client = client_of(request)
    take(client, size)
    spend(client, assessments=1, services=services)
    if services > LARGE:
        do_aside(key=_key(visitor, form), work=lambda: make()[0].public_id.encode(), words="Restoring")
        return redirect(f"{here}?made={form}")
    made, fresh = make()
    return to_hub(made, visitor, fresh=fresh)


def on_to_made(request: HttpRequest, visitor: VisitorKey, *, back: str) -> HttpResponseBase:
    """On to what the form in the address made, once it is; until then the page that waits."""
    key = _key(visitor, request.GET.get("made", ""))
    made = ready(request, key)
    if made is None:
        return waiting_page(request, Ticket(scope_id=None, key=key, name="", back=back), work=RESTORING)
    return to_hub(open_assessment(visitor, made.decode(), "own").assessment, visitor, fresh=False)
