"""Words that no password may hold: the product's name and the names of this server, which are guessed first.

In: a password. Out: nothing, or why it is refused. Must not know: accounts.
"""

import ipaddress
import re

from django.conf import settings
from django.core.exceptions import ValidationError

PRODUCT = ("architecture", "decision", "advisor")
SHORTEST = 4
"""Shorter words are parts of too many others."""
_LETTERS = str.maketrans("013457@$!", "oieastasi")


def words() -> set[str]:
    """The product's words and those of the addresses of this server and of its mail, without the last part (`.org`)."""
    names = {host.strip(".*") for host in settings.ALLOWED_HOSTS if not _is_address(host)}
    names.add(settings.DEFAULT_FROM_EMAIL.rpartition("@")[2])
    parts = {part for name in names for part in re.split(r"[.-]", name.lower().rpartition(".")[0] or name.lower())}
    return {part for part in parts if len(part) >= SHORTEST} | set(PRODUCT)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


class PasswordWordsValidator:
    """Django's form of a rule for passwords."""

    def validate(self, password: str, user: object = None) -> None:
        plain = password.lower()
        parts = sorted(word for word in words() if word in plain or word in plain.translate(_LETTERS))
        if parts:
            raise ValidationError(
                f"Your password contains “{parts[0]}”, a name of this server, which attackers guess first. "
                "Choose one without it.",
                code="password_words",
            )

    def get_help_text(self) -> str:
        return "Your password can't contain the name of this product or of this server."
