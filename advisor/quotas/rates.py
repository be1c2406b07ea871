"""How often and how much somebody may send: counted in memory, by each process for itself.

In: who asks, how much is sent. Out: nothing, or LimitReachedError. Must not know: rows, views. A save takes a
millisecond, and counting it a hundredth of that.
"""

import time
from collections import OrderedDict
from collections.abc import Callable

from advisor.quotas.clients import Client
from advisor.quotas.limits import RATES, SECONDS, Quota
from advisor.quotas.refusals import LimitReachedError, most

REMEMBERED = 20_000
"""Browsers and networks a limit knows of; the one that was silent for longest is forgotten first."""

SLACK = 1e-6
"""Seconds that sums of fractions may be off."""


class Meter:
    """One limit: `full_at` says when somebody has all of it again. Whoever would have to wait for longer than the
    limit's time has reached it (the generic cell rate algorithm of ATM, which needs one number a client)."""

    def __init__(self, limit: Quota, clock: Callable[[], float] = time.monotonic) -> None:
        self.limit, self.clock = limit, clock
        self.full_at: OrderedDict[str, float] = OrderedDict()

    def take(self, who: str, amount: int) -> None:
        allowed = most(self.limit)
        if allowed is None or not who:
            return
        now, seconds = self.clock(), SECONDS[self.limit.time]
        full_at = max(self.full_at.get(who, now), now) + min(amount, allowed) * seconds / allowed
        if full_at - now > seconds + SLACK:
            raise LimitReachedError(self.limit, full_at - now - seconds)
        self.full_at[who] = full_at
        self.full_at.move_to_end(who)
        if len(self.full_at) > REMEMBERED:
            self.full_at.popitem(last=False)


METERS = tuple(Meter(limit) for limit in RATES)


def take(client: Client, length: int) -> None:
    """Counts one request that may change something, with so many bytes. Raises LimitReachedError."""
    for meter in METERS:
        meter.take(client.name(meter.limit.per), 1 if meter.limit.what == "saves" else length)


def forget() -> None:
    """Nobody has sent anything yet."""
    for meter in METERS:
        meter.full_at.clear()
