"""Asking to be told by mail about an assessment, and ending that.

In: an assessment that was opened, what somebody wants to be told of. Out: rows, and the token that ends it. Must not
know: HTTP, how mail is sent.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.utils import timezone

from advisor.accounts.addresses import confirmed_address
from advisor.assessments.access import Opened
from advisor.assessments.models import Subscription
from advisor.decisions.occasions import KINDS, marks_of, occasions_of
from advisor.sharing.access import VisitorKey
from advisor.sharing.services import known

OVERLAP = timedelta(minutes=1)
"""A change can be dated before the moment at which others see it."""


def _signer() -> Signer:
    return Signer(salt="advisor.accounts.notices", algorithm="sha256")


def end_token(subscription: Subscription) -> str:
    """What ends this subscription, and can do nothing else."""
    return _signer().sign(str(subscription.pk))


def named_by(token: str) -> int | None:
    """The id of the subscription that a token ends, whether it is still there or not; None: it is no token of ours."""
    try:
        return int(_signer().unsign(token))
    except (BadSignature, ValueError):
        return None


def end_subscription(*, id_: int) -> None:
    """Nothing more is sent. Ended twice it is ended once."""
    Subscription.objects.filter(id=id_).delete()


def mail_address(visitor: VisitorKey) -> str:
    """Where this browser's person can be told; empty for whoever has no account, or has not confirmed its address."""
    who = known(visitor)
    return confirmed_address(who.user) if who is not None and who.user is not None else ""


def subscription_of(opened: Opened) -> Subscription | None:
    """What this browser's person asked to be told here."""
    who = known(opened.visitor)
    if who is None:
        return None
    return Subscription.objects.filter(assessment_id=opened.assessment.id, visitor=who).first()


@transaction.atomic
def subscribe(*, opened: Opened, wants: Sequence[str], address: str) -> bool:
    """Tells this browser's person of these kinds from now on, and of nothing where there are none; what is there
    already is known to them. False: they have no account with a confirmed address.

    `address` is where the assessment is, as they see it."""
    who, chosen = known(opened.visitor), [kind for kind in KINDS if kind in wants]
    rows = Subscription.objects.filter(assessment_id=opened.assessment.id)
    if who is None or who.user is None or not confirmed_address(who.user):
        return False
    if not chosen:
        rows.filter(visitor=who).delete()
        return True
    now = timezone.now()
    marks = marks_of(occasions_of(opened, timezone.localdate(now)))
    values = {"wants": chosen, "address": address, "marks": marks, "looked_at": now - OVERLAP}
    rows.update_or_create(assessment_id=opened.assessment.id, visitor=who, defaults=values)
    return True


def sent_to(assessment_id: int) -> Mapping[int, tuple[datetime | None, bool]]:
    """By visitor: when they were last told, and whether the mail server refused the last mail; nothing where no mail is
    sent. For owners; no address is in it."""
    if not settings.MAIL:
        return {}
    rows = Subscription.objects.filter(assessment_id=assessment_id)
    return {row.visitor_id: (row.sent_at, row.refused_at is not None) for row in rows}
