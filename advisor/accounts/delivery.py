"""Sends what people asked to be told by mail: one mail a day for each of them and assessment, at most.

In: a moment, rows. Out: mails. Must not know: HTTP, who did what. A mail says what is so when it is sent: what was done
meanwhile is not in it. Several processes send each mail once: who claims a row first has it, until its lease ends.
"""

import logging
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from advisor.accounts.addresses import confirmed_address
from advisor.accounts.notices import OVERLAP, end_token
from advisor.assessments.access import open_assessment
from advisor.assessments.models import AuditEvent, Comment, Subscription
from advisor.decisions.occasions import Occasion, marks_of, occasions_of
from advisor.mail import MailDownError, MailRefusedError, MailUnsureError, send
from advisor.quotas.clients import Client
from advisor.quotas.counts import spend
from advisor.quotas.refusals import LimitReachedError
from advisor.sharing.access import AccessDenied, VisitorKey

PAUSE = timedelta(days=1)
"""Between two mails to one person about one assessment."""
LEASE = timedelta(minutes=10)
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(hours=6)
"""How long a mail waits that the mail server did not take: twice as long each time."""
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST = 500
"""So many rows are looked at in one run."""
LONGEST_TITLE = 60
BODY = """{sentence}

{page}

You asked for this mail. To stop mail about this assessment:
{end}
"""

log = logging.getLogger(__name__)


def deliver(*, now: datetime) -> int:
    """Sends what is to be told at this moment; how many mails. Where mail is down the rest waits for the next run."""
    if not settings.MAIL:
        return 0
    sent = 0
    for row in _to_look_at(now):
        try:
            sent += _deliver(row, now)
        except MailDownError as error:
            log.warning("Mail could not be sent and is tried again later (%s)", error)
            break
        except Exception:  # one row that cannot be worked out keeps nobody else waiting
            log.exception("The news of one assessment could not be computed")
    return sent


def _to_look_at(now: datetime) -> list[Subscription]:
    """Rows of assessments in which somebody else did something since they were looked at, or a day may have come."""
    since = {"made_at__gt": OuterRef("looked_at")}
    acts = AuditEvent.objects.filter(scope_id=OuterRef("assessment__scope_id"), **since)
    here = Q(round__service__assessment_id=OuterRef("assessment_id"))
    here |= Q(round__team__assessment_id=OuterRef("assessment_id"))
    comments = Comment.objects.filter(here, **since)
    by_others = Q(Exists(acts.exclude(visitor_id=OuterRef("visitor_id"))))
    by_others |= Q(Exists(comments.exclude(visitor_id=OuterRef("visitor_id"))))
    today = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    signed = Q(assessment__decision__signed_revision__isnull=False, looked_at__lt=today)
    ready = Q(next_at=None) | Q(next_at__lte=now)
    ahead = Q(looked_at__gt=now) | Q(next_at__gt=now + PAUSE)
    rows = _free(now).filter((by_others | signed) & ready | ahead)
    rows = rows.filter(assessment__scope__closed_at=None, visitor__user__is_active=True)
    return list(rows.select_related("assessment", "visitor__user").order_by("looked_at", "id")[:MOST])


def _free(now: datetime) -> "QuerySet[Subscription]":
    """Rows that no process has claimed."""
    over = Q(leased_until__lt=now) | Q(leased_until__gt=now + 2 * LEASE)
    return Subscription.objects.filter(Q(leased_until=None) | over)


def _deliver(row: Subscription, now: datetime) -> bool:
    """Sends what is new to one person, if anything is; whether it was. MailDownError."""
    if row.looked_at > now or (row.next_at and row.next_at > now + PAUSE):
        _put_back(row, now)
        return False
    user = row.visitor.user
    to = confirmed_address(user) if user is not None else ""
    occasions = _occasions(row, now) if to else []
    fresh = [one for one in occasions if one.kind in row.wants and one.is_new(row.marks)]
    if not fresh:
        Subscription.objects.filter(id=row.id, looked_at=row.looked_at).update(looked_at=now - OVERLAP)
        return False
    until = now + LEASE
    mine = _free(now).filter(id=row.id, sent_at=row.sent_at, next_at=row.next_at)
    if not mine.update(leased_until=until):
        return False  # another process has it
    held = Subscription.objects.filter(id=row.id, leased_until=until)
    before = {name: getattr(row, name) for name in ("sent_at", "refused_at", "tries", "looked_at", "marks")}
    try:
        spend(Client(row.visitor.key_hash, ""), mails=1)
        held.update(  # before it is sent: a process that is lost from now on sends nothing twice
            sent_at=now,
            next_at=now + PAUSE,
            refused_at=None,
            tries=0,
            looked_at=now - OVERLAP,
            marks={**row.marks, **marks_of(occasions)},
        )
        _send(row, fresh[0], to)
    except LimitReachedError as error:
        held.update(leased_until=None, next_at=now + timedelta(seconds=error.seconds))
        return False
    except MailRefusedError as error:
        log.warning("The mail server refused a mail (%s)", error)
        held.update(**before | {"leased_until": None, "next_at": now + PAUSE, "refused_at": now})
        return False
    except MailDownError:
        wait = min(FIRST_WAIT * 2 ** min(row.tries, 10), LONGEST_WAIT)
        tries = min(row.tries, 1000) + 1
        held.update(**before | {"leased_until": None, "next_at": now + wait, "tries": tries})
        raise
    except MailUnsureError as error:
        log.warning("A mail may have been sent, and is not sent again (%s)", error)
    held.update(leased_until=None)
    return True


def _put_back(row: Subscription, now: datetime) -> None:
    """The clock was put back since this row was written: all is looked at again, within a day. What was told is not
    told again, for the marks know it."""
    next_at = min(row.next_at, now + PAUSE) if row.next_at else None
    looked_at = LONG_AGO if row.looked_at > now else row.looked_at
    Subscription.objects.filter(id=row.id, sent_at=row.sent_at).update(next_at=next_at, looked_at=looked_at)


def _occasions(row: Subscription, now: datetime) -> list[Occasion]:
    """What there is to tell them; nothing for whoever may not open it any more."""
    person = VisitorKey(row.visitor.key_hash, "")  # as whom they are in each of their browsers
    try:
        opened = open_assessment(person, row.assessment.public_id, "view")
    except AccessDenied:
        return []
    return occasions_of(opened, timezone.localdate(now))


def _send(row: Subscription, one: Occasion, to: str) -> None:
    title = row.assessment.title
    title = title if len(title) <= LONGEST_TITLE else title[: LONGEST_TITLE - 1] + "…"
    sentence = f"{' '.join(title.split())}: {one.words}"
    place = urlsplit(row.address)
    end = urlunsplit((place.scheme, place.netloc, reverse("unsubscribe", args=[end_token(row)]), "", ""))
    headers = {"List-Unsubscribe": f"<{end}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    body = BODY.format(sentence=sentence, page=f"{row.address}{one.page}", end=end)
    send(subject=sentence.rstrip("."), body=body, to=to, headers=headers)
