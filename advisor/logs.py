"""Log lines that hold no token and say no more than is needed: a share link must not be read from a log.

In: a log record. Out: its line, with the token of every `/s/…`, `/i/…`, `/unsubscribe/…` and
`/accounts/link/…` address left out, and that of a file. Must not know: requests.
"""

import logging
import re
import time

_TOKEN = re.compile(r"(/s/|/i/|/files/|/restore/|/accounts/link/|/unsubscribe/)[^\s\"'<>?#/]+")


def without_tokens(line: str) -> str:
    """A line without the tokens of links.

    >>> without_tokens("Not Found: /s/5mG_9-x from /a/1/")
    'Not Found: /s/… from /a/1/'
    """
    return _TOKEN.sub(r"\1…", line)


class WithoutTokens(logging.Formatter):
    """Formats as usual, traceback included, and then leaves the tokens out. Times are UTC wherever the server is."""

    converter = staticmethod(time.gmtime)

    def format(self, record: logging.LogRecord) -> str:
        return without_tokens(super().format(record))


class OneLine(logging.Filter):
    """A request that Django refuses by itself, such as one under a foreign name, is one line, not a traceback: anyone
    could fill the log with those."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith("django.security."):
            record.exc_info = None
        return True
