"""Codes that are mailed: the mail has the code, the session what it hashes to, keyed with the server's secret key.

In: a code, fresh or as somebody wrote it. Out: what the session holds, or whether it fits that. Must not know: forms,
mail. Who reads the database cannot sign in with what is there.
"""

from allauth.core.internal.cryptokit import compare_digest_safely, normalize_user_code
from django.utils.crypto import salted_hmac


class MailedCode(str):
    """What a code hashes to, as allauth puts it into the session; `plain` is for the mail, and is stored nowhere."""

    plain: str

    @classmethod
    def of(cls, plain: str) -> "MailedCode":
        code = cls(_digest(plain))
        code.plain = plain
        return code


def _digest(code: str) -> str:
    return salted_hmac(__name__, normalize_user_code(code), algorithm="sha256").hexdigest()


def fits(code: str, digest: str) -> bool:
    """Whether it is the code that was mailed."""
    return bool(digest) and compare_digest_safely(_digest(code), digest)
