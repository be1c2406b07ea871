"""What the tests of accounts share."""

from typing import Any

import pytest

MAILED = {
    "MAIL": True,
    "EMAIL_BACKEND": "django.core.mail.backends.locmem.EmailBackend",
    "ACCOUNT_SIGNUP_FIELDS": ["email*"],
    "ACCOUNT_LOGIN_BY_CODE_ENABLED": True,
    "ACCOUNT_EMAIL_VERIFICATION": "mandatory",
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED": True,
    "MFA_ALLOW_UNVERIFIED_EMAIL": False,
}
"""The settings that `ADVISOR_MAIL` makes."""


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """What makes guessing slow would make these tests slow."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def mailed(settings: Any) -> None:
    for name, value in MAILED.items():
        setattr(settings, name, value)
