"""What somebody reads who has reached a limit: which it is, when it goes on, and that nothing is lost.

In: a limit, when it ends. Out: an error with a sentence. Must not know: requests, pages.
"""

from django.conf import settings

from advisor.checklist.errors import AdvisorError
from advisor.quotas.limits import Quota, size

MINUTE, HOUR = 60, 3600


def most(limit: Quota) -> int | None:
    """As much as this server allows; None: as much as anybody likes."""
    number: int | None = settings.LIMITS[limit.setting]
    return number


class LimitReachedError(AdvisorError):
    """More than the server allows for now. `seconds`: when to try again."""

    def __init__(self, limit: Quota, seconds: float) -> None:
        allowed = most(limit) or 0
        words = limit.words.format(size(allowed) if limit.in_bytes else f"{allowed:,}")
        if limit.per == "browser":
            sentence = f"On this server one browser can {words} a {limit.time}, and yours has."
        else:
            sentence = (
                f"On this server all browsers of one network together can {words} a {limit.time}, and yours have."
            )
        super().__init__(
            f"{sentence} Everything you saved is safe, and you can go on reading. Try again {after(seconds)}."
        )
        self.limit = limit
        self.seconds = max(1, round(seconds + 0.5))


class NoRoomError(AdvisorError):
    """There is no room for more, whoever asks, until something is taken away."""

    def __init__(self, limit: Quota) -> None:
        super().__init__(limit.words.format(size(most(limit) or 0)))
        self.limit = limit
        self.seconds = MINUTE
        """A save tries again by itself, so that it is stored soon after there is room."""


def after(seconds: float) -> str:
    """
    >>> after(3), after(80), after(5 * 3600), after(40)
    ('in a few seconds', 'in 2 minutes', 'in 5 hours', 'in a minute')
    """
    if seconds <= 10:
        return "in a few seconds"
    if seconds <= MINUTE:
        return "in a minute"
    unit, word = (MINUTE, "minute") if seconds <= HOUR else (HOUR, "hour")
    count = -int(-seconds // unit)
    return f"in {count} {word}s" if count > 1 else f"in an {word}" if word == "hour" else f"in a {word}"
