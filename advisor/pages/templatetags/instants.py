"""Moments as HTML writes them."""

from datetime import datetime

from django import template

register = template.Library()


@register.filter
def instant(moment: datetime) -> str:
    """A moment for `datetime` attributes, to the second: HTML takes three digits after it at most.

    >>> from datetime import UTC
    >>> instant(datetime(2026, 11, 23, 9, 5, 6, 123456, tzinfo=UTC))
    '2026-11-23T09:05:06+00:00'
    """
    return moment.isoformat(timespec="seconds")


@register.filter(expects_localtime=True)
def clock(moment: datetime) -> str:
    """The time of day with the name of its zone, also in the hour that there is twice: Django's own leaves it out then.

    >>> from zoneinfo import ZoneInfo
    >>> clock(datetime(2027, 10, 31, 2, 30, fold=1, tzinfo=ZoneInfo("Europe/Berlin")))
    '02:30 CET'
    """
    return f"{moment:%H:%M %Z}"
