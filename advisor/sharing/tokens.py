"""Tokens of links: made so that they survive being pasted, and read out of what was pasted.

In: nothing, or the end of an address. Out: a token, or what is stored of one. Must not know: what it opens.
"""

import hashlib
import re
import secrets

TOKEN = re.compile(r"[A-Za-z0-9_-]{32}")  # 192 bits
_PASTED = re.compile(r"([A-Za-z0-9_-]{32})[^A-Za-z0-9]*")


def new_token() -> str:
    """A token that ends in a letter or a digit: Markdown and mail leave `_` and `-` out of a link that ends in them.

    >>> all(new_token()[-1].isalnum() for _ in range(500)), bool(TOKEN.fullmatch(new_token()))
    (True, True)
    """
    while True:
        token = secrets.token_urlsafe(24)
        if token[-1].isalnum():
            return token


def token_hash(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def token_in(pasted: str) -> str:
    """The token at the beginning of what stands in an address, without what a sentence or a program put behind it.

    >>> token = "a" * 32
    >>> [token_in(f"{token}{end}") == token for end in ("", "/", ".", ")", " ", ").", "**", "_", "»")]
    [True, True, True, True, True, True, True, True, True]
    >>> token_in(f"{token}b"), token_in("a" * 31)
    ('', '')
    """
    match = _PASTED.fullmatch(pasted)
    return match[1] if match else ""
