"""Reminders by mail that a decision wants to be looked at again: its review date, or a tripwire, has passed.

In: a date, rows. Out: mails, each once, where mail is set up. Must not know: HTTP. Mail that is down harms nothing: it
is told in the log, and tried again the next day.
"""

import hashlib
import logging
from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment
from advisor.decisions.actions import StaleDecisionError
from advisor.decisions.draft_content import mark
from advisor.decisions.models import Decision
from advisor.decisions.proposals import Due, due_of, signed_decisions
from advisor.mail import MailDownError, MailRefusedError, send
from advisor.quotas.clients import Client
from advisor.quotas.counts import spend
from advisor.quotas.refusals import LimitReachedError
from advisor.security import mail_code
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known

MOST = 5
"""So many addresses one decision reminds."""
BODY = """{title} is due for review:

{sentences}

The decision: {address}

You get this because somebody entered your address on that page, where it can be removed."""

log = logging.getLogger(__name__)


@transaction.atomic
def set_reminders(
    *, assessment: Assessment, visitor: VisitorKey, was: str, reminders: Sequence[str], address: str
) -> None:
    """Changes who is reminded, from the list whose mark is `was`; `address` is where the decision is looked at.

    StaleDecisionError where somebody else changed the list."""
    lock(assessment)
    row, _ = Decision.objects.get_or_create(assessment=assessment)
    if list(reminders) == row.reminders:
        return
    if mark(row.reminders) != was:
        raise StaleDecisionError(["reminders"], {"reminders": row.reminders})
    Decision.objects.filter(id=row.id).update(reminders=list(reminders), address=address)
    detail = {"addresses": len(reminders)}  # who they are is nobody's history
    audit(scope_id=assessment.scope_id, visitor=known(visitor), action="reminders changed", detail=detail)


def remind(*, as_of: date) -> int:
    """Sends what is due and was not sent before; how many mails. Two sweeps at once send each once."""
    if not settings.MAIL:
        return 0
    rows = {row.assessment.public_id: row for row in signed_decisions() if row.reminders}
    sent = 0
    for due in due_of(list(rows.values()), as_of):
        row = rows[due.public_id]
        digest = hashlib.sha256("\n".join(due.sentences).encode()).hexdigest()
        if row.reminded == digest or not _claimed(row, digest):
            continue
        try:
            sent += _send(row, due)
        except MailDownError as error:
            Decision.objects.filter(id=row.id, reminded=digest).update(reminded=row.reminded)
            log.warning("Reminders could not be mailed and are tried again later (%s)", error)
            break
    return sent


def _claimed(row: Decision, digest: str) -> bool:
    """Whether it is this sweep that sends it."""
    return bool(Decision.objects.filter(id=row.id, reminded=row.reminded).update(reminded=digest))


def _send(row: Decision, due: Due) -> int:
    """One mail to each address, so that none of them sees the others; how many. One that no mail server takes, or that
    was sent as many today as a mailbox gets, is left out."""
    sentences = "\n".join(f"- {sentence}" for sentence in due.sentences)
    body = BODY.format(title=due.title, sentences=sentences, address=row.address)
    sent = 0
    for one in row.reminders[:MOST]:
        try:
            spend(Client(mail_code(one), ""), mails=1)
            send(subject=f"Due for review: {due.title}", body=body, to=one)
            sent += 1
        except MailRefusedError as error:
            log.warning("A reminder was refused by the mail server (%s)", error)
        except LimitReachedError:
            log.warning("A reminder was left out: its mailbox was sent as many mails today as it gets")
    return sent
