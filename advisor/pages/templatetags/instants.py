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
