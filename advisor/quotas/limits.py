"""How much of what one browser, one network or the whole server may do. This list is all there is to a limit: the
settings, `doctor`, the page for whoever runs a server, the counting and the words of a refusal are made of it.

In: nothing. Out: the limits. Must not know: Django, who asks, what has been done so far.
"""

from dataclasses import dataclass
from typing import Literal

from advisor.environment import env_amount

Per = Literal["browser", "address", "person", "server"]
MB, GB = 1024**2, 1024**3
SECONDS = {"minute": 60, "day": 24 * 3600}


@dataclass(frozen=True, slots=True)
class Quota:
    """So much of something, per browser, address or server; with a time, so much in it."""

    what: str
    per: Per
    most: int
    time: Literal["minute", "day", ""]
    setting: str
    words: str
    """What is allowed, as it stands in a refusal; `{}` is the amount. Without a time: the whole refusal."""
    in_bytes: bool = False

    def amount(self, most: int | None) -> str:
        """As it is written in the settings.

        >>> DAILY[0].amount(1000), FREE_DISK.amount(200 * MB), FREE_DISK.amount(None)
        ('1000', '200 MB', 'none')
        """
        if most is None:
            return "none"
        return size(most) if self.in_bytes else str(most)

    @property
    def span(self) -> str:
        """What it is counted for.

        >>> DAILY[0].span, FREE_DISK.span
        ('a browser and day', 'the server')
        """
        whom = {"browser": "a browser", "address": "an address", "person": "a person", "server": "the server"}[self.per]
        return f"{whom} and {self.time}" if self.time else whom


def size(number: int) -> str:
    """
    >>> size(20 * GB), size(500 * MB), size(1536 * MB)
    ('20 GB', '500 MB', '1536 MB')
    """
    return f"{number // GB} GB" if number % GB == 0 else f"{number // MB} MB"


DAILY = (
    Quota("assessments", "browser", 50, "day", "ADVISOR_ASSESSMENTS_PER_BROWSER", "start {} assessments"),
    Quota("assessments", "address", 1000, "day", "ADVISOR_ASSESSMENTS_PER_ADDRESS", "start {} assessments"),
    Quota("services", "browser", 2000, "day", "ADVISOR_SERVICES_PER_BROWSER", "add {} services"),
    Quota("services", "address", 20_000, "day", "ADVISOR_SERVICES_PER_ADDRESS", "add {} services"),
    Quota("imports", "browser", 100, "day", "ADVISOR_IMPORTS_PER_BROWSER", "import {} tables"),
    Quota("imports", "address", 2000, "day", "ADVISOR_IMPORTS_PER_ADDRESS", "import {} tables"),
    Quota("uploads", "browser", 100, "day", "ADVISOR_UPLOADS_PER_BROWSER", "send {} records or results"),
    Quota("uploads", "address", 2000, "day", "ADVISOR_UPLOADS_PER_ADDRESS", "send {} records or results"),
    Quota("renders", "browser", 300, "day", "ADVISOR_RENDERS_PER_BROWSER", "make or verify {} documents"),
    Quota("renders", "address", 6000, "day", "ADVISOR_RENDERS_PER_ADDRESS", "make or verify {} documents"),
    Quota("links", "browser", 200, "day", "ADVISOR_LINKS_PER_BROWSER", "make {} links and invitations"),
    Quota("links", "address", 4000, "day", "ADVISOR_LINKS_PER_ADDRESS", "make {} links and invitations"),
    Quota("recipients", "browser", 50, "day", "ADVISOR_RECIPIENTS_PER_BROWSER", "have mail sent to {} addresses"),
    Quota("recipients", "address", 1000, "day", "ADVISOR_RECIPIENTS_PER_ADDRESS", "have mail sent to {} addresses"),
    Quota("mails", "person", 20, "day", "ADVISOR_MAILS_PER_PERSON", "be sent {} mails"),
)
"""Counted in the database, for all processes and machines together."""
RATES = (
    Quota("saves", "browser", 600, "minute", "ADVISOR_SAVES_PER_BROWSER", "save {} times"),
    Quota("saves", "address", 6000, "minute", "ADVISOR_SAVES_PER_ADDRESS", "save {} times"),
    Quota("bytes", "browser", 100 * MB, "day", "ADVISOR_BYTES_PER_BROWSER", "send {}", True),
    Quota("bytes", "address", 2 * GB, "day", "ADVISOR_BYTES_PER_ADDRESS", "send {}", True),
)
"""Counted by each process for itself: what a save costs must not grow."""
READ_ON = "Nothing is lost, and you can go on reading."
TELL = "Tell whoever runs this server."
STORAGE = Quota(
    "storage",
    "browser",
    500 * MB,
    "",
    "ADVISOR_STORAGE_PER_BROWSER",
    f"This browser has used up its {{}} on this server. {READ_ON} Remove assessments you no longer need; tomorrow "
    "there will be room again.",
    in_bytes=True,
)
DATABASE = Quota(
    "database",
    "server",
    20 * GB,
    "",
    "ADVISOR_DATABASE_SIZE",
    f"This server already stores {{}}, the most it may. {READ_ON} {TELL}",
    in_bytes=True,
)
FREE_DISK = Quota(
    "free disk",
    "server",
    200 * MB,
    "",
    "ADVISOR_FREE_DISK",
    f"Less than {{}} of this server's disk is free, so nothing new is saved. {READ_ON} {TELL}",
    in_bytes=True,
)
UPLOADS_WAITING = Quota(
    "uploads waiting",
    "server",
    200 * MB,
    "",
    "ADVISOR_UPLOADS_WAITING",
    "This server is already examining {} of files, the most it takes at once. Upload yours again in a minute.",
    in_bytes=True,
)
LIMITS = (*DAILY, *RATES, STORAGE, DATABASE, FREE_DISK, UPLOADS_WAITING)


def in_force() -> dict[str, int | None]:
    """Each limit as the environment has it, by its setting; None is no limit."""
    return {one.setting: env_amount(one.setting, one.most, in_bytes=one.in_bytes) for one in LIMITS}
