"""The one way in which a mail of this product leaves; those that sign somebody in are allauth's.

In: words, an address. Out: a mail that the mail server took, or why not. Must not know: why it is sent.
"""

from collections.abc import Mapping
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused

from django.core.mail import EmailMessage

from advisor.checklist.errors import AdvisorError

LONGEST_SUBJECT = 120


class MailDownError(AdvisorError):
    """The mail server did not take it now: it can be sent again."""


class MailRefusedError(AdvisorError):
    """The mail server takes no such mail for this address."""


def subject_of(words: str) -> str:
    """What somebody called something, as part of a header: one line of no more than fits.

    >>> subject_of("Acme AI" + chr(10) + "Bcc: all@example.org"), len(subject_of("x" * 500))
    ('Acme AI Bcc: all@example.org', 120)
    """
    line = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def send(*, subject: str, body: str, to: str, headers: Mapping[str, str] | None = None) -> None:
    """Sends one mail in plain text to one address. MailRefusedError, MailDownError."""
    mail = EmailMessage(subject_of(subject), body, to=[to], headers=dict(headers or {}))
    try:
        mail.send()
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        raise (MailRefusedError if min(codes, default=0) >= 500 else MailDownError)(type(error).__name__) from error
    except SMTPDataError as error:
        raise (MailRefusedError if error.smtp_code >= 500 else MailDownError)(type(error).__name__) from error
    except (OSError, SMTPException) as error:
        raise MailDownError(type(error).__name__) from error
