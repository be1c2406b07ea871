"""Reminders by mail: each once, only where mail is set up, and harmless when it is down."""

import re
from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from advisor.assessments.models import Assessment
from advisor.decisions.models import Decision
from advisor.decisions.reminders import remind
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
