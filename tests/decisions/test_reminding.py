"""Reminders by mail: each once, only where mail is set up, and harmless when it is down."""

import re
import smtplib
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from advisor.assessments.models import Assessment, Service
from advisor.decisions import reminders
from advisor.decisions.models import Decision, SentReminder
from advisor.decisions.reminders import forget_reminders, move_reminders, remind
from tests.pages.making import VIC, let_in, platform
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
TODAY = date(2027, 5, 2)


@pytest.fixture(autouse=True)
def mail_is_set_up(settings) -> None:
    settings.MAIL = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def ada() -> Assessment:
    """Ada's platform, whose decision was signed off and is to be looked at on the first of May."""
    made = platform(title="Acme AI")
    Decision.objects.create(assessment=made, content={"review": "2027-05-01"}, revision=1, signed_revision=1)
    return made


def entered(assessment: Assessment, text: str = "ada@example.org\nben@example.org", *, was: str | None = None):
    """Ada enters addresses on the page of the decision."""
    browser, address = Browser(ADA), f"/a/{assessment.public_id}/decide/"
    shown = re.search(r'name="was" value="([^"]*)"', text_of(browser.get(address)))
    assert shown
    return browser.post(f"{address}reminders/", {"addresses": text, "was": was or shown.group(1)})


def test_everyone_entered_is_told_once_with_the_way_there_and_nobody_sees_the_others(ada):
    assert entered(ada)["Location"].endswith("#reminders")
    assert remind(as_of=date(2027, 5, 1)) == 0  # on that day itself it still holds
    assert remind(as_of=TODAY) == 2
    assert remind(as_of=TODAY + timedelta(days=30)) == 0
    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["ben@example.org"]]
    told = mail.outbox[0]
    assert told.subject == "Due for review: Acme AI"
    assert "The review date, 1 May 2027, has passed" in told.body
    assert f"http://testserver/a/{ada.public_id}/decide/" in told.body
    Decision.objects.update(content={"review": "2027-08-01"})
    assert remind(as_of=date(2027, 8, 2)) == 2  # the next date is another reminder


def test_change_of_the_addresses_leaves_the_decision_signed_off(ada):
    entered(ada)
    row = Decision.objects.get()
    assert (row.revision, row.signed_revision, row.reminders) == (1, 1, ["ada@example.org", "ben@example.org"])
    page = text_of(Browser(ADA).get(f"/a/{ada.public_id}/decide/"))
    assert "This decision is signed" in page
    assert "ben@example.org" in page
    assert "ben@example.org" not in text_of(let_in(ada, VIC).get(f"/a/{ada.public_id}/decide/"))


def test_what_is_no_address_is_told_and_what_another_saved_is_not_overwritten(ada):
    refused = entered(ada, "ada@example.org\nno address <b>")
    assert (refused.status_code, "“no address &lt;b&gt;” is not a mail address" in text_of(refused)) == (422, True)
    assert "no address &lt;b&gt;</textarea>" in text_of(refused)
    entered(ada)
    stale = entered(ada, "cleo@example.org", was="long ago")
    assert (stale.status_code, "ada@example.org, ben@example.org" in text_of(stale)) == (412, True)
    assert Decision.objects.get().reminders == ["ada@example.org", "ben@example.org"]


def test_mail_that_is_down_costs_nothing_and_is_tried_again(ada, settings, caplog):
    entered(ada)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    Decision.objects.update(content={"review": str(timezone.now().date() - timedelta(days=1))})
    call_command("sweep", verbosity=0)
    assert "Reminders could not be mailed" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    call_command("sweep", verbosity=0)
    assert len(mail.outbox) == 2


def test_without_mail_there_is_neither_form_nor_reminder(ada, settings):
    entered(ada)
    settings.MAIL = False
    assert remind(as_of=TODAY) == 0
    browser, address = Browser(ADA), f"/a/{ada.public_id}/decide/"
    assert "Who is reminded?" not in text_of(browser.get(address))
    assert browser.post(f"{address}reminders/", {"addresses": "x@example.org"}).status_code == 404


def test_mailbox_gets_no_more_reminders_a_day_than_the_limit_says(ada, settings, caplog):
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_MAILS_PER_PERSON": 1}
    other = platform(title="Another")
    Decision.objects.create(assessment=other, content={"review": "2027-05-01"}, revision=1, signed_revision=1)
    entered(ada, "victim@example.org\nada@example.org")
    entered(other, "Victim@example.org")
    assert remind(as_of=TODAY) == 2
    assert sorted(one.to[0] for one in mail.outbox) == ["ada@example.org", "victim@example.org"]
    assert "as many mails today as it gets" in caplog.text


TRIPWIRE = {"service": "relay", "when": "routes", "above": 10, "now": 12}


def test_line_that_drops_out_or_joins_tells_nobody_again_what_stays_due(ada):
    entered(ada)
    tripwire = {**TRIPWIRE, "service": Service.objects.filter(assessment=ada).first().slug}
    both = {"review": "2027-05-01", "tripwires": [tripwire]}
    Decision.objects.update(content=both)
    assert remind(as_of=TODAY) == 2
    assert "12, above 10" in mail.outbox[0].body
    Decision.objects.update(content={"review": "2027-05-01"})
    assert remind(as_of=TODAY) == 0
    Decision.objects.update(content={"tripwires": [tripwire]})
    assert remind(as_of=TODAY) == 0
    Decision.objects.update(content={**both, "review": "2027-05-02"})
    assert remind(as_of=TODAY + timedelta(days=1)) == 2
    assert "The review date, 2 May 2027" in mail.outbox[2].body
    assert "above 10" not in mail.outbox[2].body


def test_service_that_gets_another_name_reminds_nobody_again(ada):
    entered(ada)
    service = Service.objects.filter(assessment=ada).first()
    Decision.objects.update(content={"tripwires": [{**TRIPWIRE, "service": service.slug}]})
    assert remind(as_of=TODAY) == 2
    Service.objects.filter(id=service.id).update(name="Gateway")
    assert remind(as_of=TODAY) == 0


class Failing(EmailBackend):
    """A mail server that fails at the address `at` with the error `wrong`."""

    at = "ben@example.org"
    wrong: Exception

    def send_messages(self, messages: Any) -> int:
        if messages[0].to == [self.at]:
            raise self.wrong
        return int(super().send_messages(messages))


NOT_TAKEN = {
    "down": ConnectionRefusedError(),
    "busy": smtplib.SMTPDataError(451, b"later"),
    "closing": smtplib.SMTPRecipientsRefused({Failing.at: (421, b"closing")}),
}


@pytest.mark.parametrize("wrong", NOT_TAKEN.values(), ids=NOT_TAKEN)
def test_mail_that_fails_at_the_second_of_three_is_sent_to_the_two_others_alone_by_the_next_run(ada, settings, wrong):
    entered(ada, "ada@example.org\nben@example.org\ncleo@example.org")
    settings.EMAIL_BACKEND, Failing.wrong = f"{__name__}.Failing", wrong
    assert remind(as_of=TODAY) == 1
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind(as_of=TODAY) == 2
    assert [one.to[0][:3] for one in mail.outbox] == ["ada", "ben", "cle"]


def test_address_that_is_refused_keeps_nobody_waiting_and_is_tried_by_the_next_run(ada, settings, caplog):
    entered(ada, "ada@example.org\nben@example.org\ncleo@example.org")
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.wrong = smtplib.SMTPRecipientsRefused({Failing.at: (550, b"no such user")})
    assert [remind(as_of=TODAY), remind(as_of=TODAY)] == [2, 0]
    assert caplog.text.count("refused by the mail server") == 2


def test_mailbox_that_is_full_keeps_nobody_waiting_and_is_tried_by_the_next_run(ada, settings):
    entered(ada, "ada@example.org\nben@example.org\ncleo@example.org")
    settings.EMAIL_BACKEND = f"{__name__}.Failing"
    Failing.wrong = smtplib.SMTPRecipientsRefused({Failing.at: (452, b"full")})
    assert [remind(as_of=TODAY), remind(as_of=TODAY)] == [2, 0]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert remind(as_of=TODAY) == 1
    assert mail.outbox[-1].to == ["ben@example.org"]


def test_mail_that_may_have_been_taken_is_not_sent_again(ada, settings, caplog):
    entered(ada)
    settings.EMAIL_BACKEND, Failing.wrong = f"{__name__}.Failing", smtplib.SMTPServerDisconnected()
    assert [remind(as_of=TODAY), remind(as_of=TODAY)] == [1, 0]
    assert "may have been sent" in caplog.text


def test_server_that_is_lost_while_it_sends_sends_nothing_twice(ada, monkeypatch):
    entered(ada)
    with monkeypatch.context() as server:
        server.setattr(EmailBackend, "send_messages", _lost)
        with pytest.raises(KeyboardInterrupt):
            remind(as_of=TODAY)
    assert remind(as_of=TODAY) == 1
    assert [one.to for one in mail.outbox] == [["ada@example.org"], ["ben@example.org"]]


def _lost(backend: EmailBackend, messages: Any) -> None:
    mail.outbox += messages
    raise KeyboardInterrupt


def test_address_that_replaces_another_is_told_nothing_again_and_one_taken_out_leaves_nothing(ada):
    entered(ada)
    assert remind(as_of=TODAY) == 2
    move_reminders(Decision.objects.get(), before="Ben@example.org", now="new@example.org")
    assert Decision.objects.get().reminders == ["ada@example.org", "new@example.org"]
    assert remind(as_of=TODAY) == 0
    for address in ("ada@example.org", "ben@example.org", "NEW@example.org"):
        forget_reminders(Decision.objects.get(), address)
    assert (Decision.objects.get().reminders, SentReminder.objects.count()) == ([], 0)


def test_address_that_is_entered_later_is_told_what_is_due_and_the_others_are_not(ada):
    entered(ada)
    assert remind(as_of=TODAY) == 2
    entered(ada, "ada@example.org\nben@example.org\nADA@example.org\ncleo@example.org")
    assert remind(as_of=TODAY) == 1
    assert mail.outbox[-1].to == ["cleo@example.org"]


def test_what_a_version_before_this_table_told_is_not_told_again(ada):
    entered(ada)
    said = "The review date, 1 May 2027, has passed: go through the answers again and set a new date."
    Decision.objects.update(reminded=reminders._hash(said))
    assert remind(as_of=TODAY) == 0
    assert SentReminder.objects.count() == 2
    entered(ada, "ada@example.org\nben@example.org\ncleo@example.org")
    assert remind(as_of=TODAY) == 1
    assert mail.outbox[-1].to == ["cleo@example.org"]
    Decision.objects.update(content={"review": "2027-05-02"})
    assert remind(as_of=TODAY + timedelta(days=1)) == 3


NOON = datetime(2027, 5, 2, 12, tzinfo=UTC)
OFF = {"a day back": (0, -1, 0, 1), "a day forward": (-1, 0, -1, 0), "a year forward": (-5, 365, -5, 0)}
"""On which day each sweep believes to be, counted from the first on which the decision is due."""


@pytest.mark.parametrize("days", OFF.values(), ids=OFF)
def test_clock_that_is_off_tells_everyone_once(ada, monkeypatch, days):
    entered(ada)
    for day in days:
        monkeypatch.setattr(timezone, "now", lambda at=NOON + timedelta(days=day): at)
        remind(as_of=timezone.localdate())
    assert len(mail.outbox) == 2


SUMMER_TIME = [
    ("Europe/Berlin", date(2027, 3, 28)),
    ("Europe/Berlin", date(2027, 10, 31)),
    ("America/Havana", date(2027, 3, 14)),
]
"""A zone and a day that has 23 or 25 hours there; in Havana it has no midnight."""


@pytest.mark.parametrize(("zone", "day"), SUMMER_TIME)
def test_day_on_which_summer_time_begins_or_ends_tells_everyone_once_and_not_before_it(
    ada, settings, monkeypatch, zone, day
):
    settings.TIME_ZONE = zone
    entered(ada)
    Decision.objects.update(content={"review": str(day - timedelta(days=1))})
    began = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(days=1)
    sent = []
    for hour in range(72):
        monkeypatch.setattr(timezone, "now", lambda at=began + timedelta(hours=hour): at)
        told = remind(as_of=timezone.localdate())
        sent += [timezone.localdate()] * told
    assert sent == [day, day]
