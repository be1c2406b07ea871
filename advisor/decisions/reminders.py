"""Reminders by mail that a decision wants to be looked at again: its review date, or a tripwire, has passed.

In: a date, rows. Out: mails, where mail is set up: each address is told each thing that is due once. Must not know:
HTTP. What the mail server did not take is told in the log, and tried again the next day.
"""

import hashlib
import logging
from collections.abc import Iterator, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from advisor.assessments.audit import audit
from advisor.assessments.lock import lock
from advisor.assessments.models import Assessment
from advisor.decisions.actions import StaleDecisionError
from advisor.decisions.draft_content import mark
from advisor.decisions.models import Decision, SentReminder
from advisor.decisions.proposals import Due, due_of, signed_decisions
from advisor.mail import MailboxBusyError, MailDownError, MailRefusedError, MailUnsureError, send
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
        try:
            for _ in _mails(rows[due.public_id], due):
                sent += 1
        except MailDownError as error:
            log.warning("Reminders could not be mailed and are tried again later (%s)", error)
            break
    return sent


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _mails(row: Decision, due: Due) -> Iterator[None]:
    """One mail to each address, so that none of them sees the others, with what it was not told before. What the mail
    server did not take is tried again by the next sweep; what a process was sending when it was killed is not."""
    lines = dict(zip(map(_hash, due.keys), due.sentences, strict=True))
    said_before = row.reminded == _hash("\n".join(due.sentences))
    for one in row.reminders[:MOST]:
        fresh = _claim(row, mail_code(one), list(lines))
        if not fresh or said_before:
            continue
        sentences = "\n".join(f"- {lines[key]}" for key in fresh)
        body = BODY.format(title=due.title, sentences=sentences, address=row.address)
        mine = SentReminder.objects.filter(decision=row, who=mail_code(one), due__in=fresh)
        try:
            spend(Client(mail_code(one), ""), mails=1)
            send(subject=f"Due for review: {due.title}", body=body, to=one)
            yield
        except MailUnsureError as error:
            log.warning("A reminder may have been sent, and is not sent again (%s)", error)
        except (MailRefusedError, MailboxBusyError) as error:
            mine.delete()
            log.warning("A reminder was refused by the mail server (%s)", error)
        except LimitReachedError:
            mine.delete()
            log.warning("A reminder was left out: its mailbox was sent as many mails today as it gets")
        except MailDownError:
            mine.delete()
            raise
    if row.reminded:  # whoever is entered from now on was told nothing
        Decision.objects.filter(id=row.id).update(reminded="")


@transaction.atomic
def _claim(row: Decision, who: str, keys: Sequence[str]) -> list[str]:
    """Those of these things that are this sweep's to tell; a sweep at the same moment waits here."""
    if not Decision.objects.select_for_update().filter(id=row.id).exists():
        return []  # gone meanwhile
    sent = set(SentReminder.objects.filter(decision=row, who=who).values_list("due", flat=True))
    fresh = [key for key in keys if key not in sent]
    SentReminder.objects.bulk_create(SentReminder(decision=row, who=who, due=key) for key in fresh)
    return fresh


def move_reminders(row: Decision, *, before: str, now: str) -> None:
    """Another address is reminded instead, which is told nothing that the one before was told."""
    addresses = [now if one.lower() == before.lower() else one for one in row.reminders]
    if addresses == row.reminders:
        return
    Decision.objects.filter(id=row.id).update(reminders=addresses)
    sent = SentReminder.objects.filter(decision=row, who=mail_code(before)).values_list("due", flat=True)
    SentReminder.objects.bulk_create(
        (SentReminder(decision=row, who=mail_code(now), due=key) for key in sent), ignore_conflicts=True
    )


def forget_reminders(row: Decision, address: str) -> None:
    """Nobody is reminded at this address, and nothing says that anybody was."""
    others = [one for one in row.reminders if one.lower() != address.lower()]
    Decision.objects.filter(id=row.id).update(reminders=others)
    SentReminder.objects.filter(decision=row, who=mail_code(address)).delete()
