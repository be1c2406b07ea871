"""The one way in which a mail of this product leaves; those that sign somebody in are allauth's.

In: words, an address. Out: a mail that the mail server took, or why not. Must not know: why it is sent.
"""

from collections.abc import Mapping
from contextlib import suppress
from smtplib import SMTPDataError, SMTPException, SMTPRecipientsRefused, SMTPServerDisconnected

from django.core.mail import EmailMessage, get_connection

from advisor.checklist.errors import AdvisorError

LONGEST_SUBJECT = 120


class MailError(AdvisorError):
    """It is not known to be sent."""


class MailDownError(MailError):
    """The mail server did not take it now: it can be sent again."""


class MailboxBusyError(MailDownError):
    """It did not take it now for this address alone."""


class MailRefusedError(MailError):
    """The mail server takes no such mail for this address."""


class MailUnsureError(MailError):
    """The connection broke before the mail server said whether it took it: sent again, it might arrive twice."""


def subject_of(words: str) -> str:
    """What somebody called something, as part of a header: one line of no more than fits.

    >>> subject_of("Acme AI" + chr(10) + "Bcc: all@example.org"), len(subject_of("x" * 500))
    ('Acme AI Bcc: all@example.org', 120)
    """
    line = " ".join("".join(one if one.isprintable() else " " for one in words).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def send(*, subject: str, body: str, to: str, headers: Mapping[str, str] | None = None) -> None:
    """Sends one mail in plain text to one address.

    MailRefusedError, MailboxBusyError, MailDownError, MailUnsureError."""
    connection = get_connection()
    mail = EmailMessage(subject_of(subject), body, to=[to], headers=dict(headers or {}), connection=connection)
    try:
        connection.open()
    except (OSError, SMTPException) as error:
        raise MailDownError(type(error).__name__) from error
    try:
        mail.send()
    except SMTPServerDisconnected as error:
        raise MailUnsureError(type(error).__name__) from error
    except SMTPRecipientsRefused as error:
        codes = [code for code, _ in error.recipients.values()]
        made = MailRefusedError if min(codes, default=0) >= 500 else MailDownError if 421 in codes else MailboxBusyError
        raise made(type(error).__name__) from error
    except SMTPDataError as error:
        raise (MailRefusedError if error.smtp_code >= 500 else MailDownError)(type(error).__name__) from error
    except (OSError, SMTPException) as error:
        raise MailDownError(type(error).__name__) from error
    finally:
        with suppress(OSError, SMTPException):  # a mail that was taken is not sent again because of a slow goodbye
            connection.close()
