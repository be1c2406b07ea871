"""Being told by mail: who is, of what, how often, and how it ends."""

import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext, override_script_prefix
from django.utils import timezone

from advisor import serve
from advisor.accounts import delivery
from advisor.accounts.delivery import deliver
from advisor.accounts.models import User
from advisor.accounts.my_data import data_of, delete_data
from advisor.accounts.notices import end_token
from advisor.assessments.access import open_assessment
from advisor.assessments.actions.arrange import remove_assessment
from advisor.assessments.actions.retention import delete_assessment
from advisor.assessments.actions.reveal import submit_all
from advisor.assessments.actions.settle import add_comment
from advisor.assessments.audit import audit
from advisor.assessments.models import Assessment, Decider, Respondent, Round, Service, Subscription
from advisor.decisions.models import Decision
from advisor.decisions.occasions import KINDS
from advisor.sharing.members import shut_out
from advisor.sharing.models import Visitor
from advisor.sharing.persons import person_of, take_over
from tests.pages.making import VIC, joined, let_in, platform, said
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
BENS = "ben@example.org"


@pytest.fixture(autouse=True)
def mail_is_set_up(mailed: None) -> None:
    """Every test has a mail server, whose mails lie in `mail.outbox`."""


@dataclass
class Clock:
    """The time, which goes on as far as a test says."""

    real: Callable[[], datetime]
    passed: timedelta = timedelta(0)

    def __call__(self) -> datetime:
        return self.real() + self.passed


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock(timezone.now)
    monkeypatch.setattr(timezone, "now", made)
    return made


def passes(**time: float) -> None:
    timezone.now.passed += timedelta(**time)


def run(**later: float) -> int:
    """How many mails a run sends that begins so much later; at least as long as changes are looked at twice."""
    passes(**(later or {"minutes": 2}))
    return deliver(now=timezone.now())


@pytest.fixture
def acme() -> Assessment:
    """Ada's platform, in which Ben answers, signed in with a confirmed address."""
    made = platform(title="Acme AI")
    joined(made, BEN, "Ben")
    with_account(BENS)
    passes(minutes=2)
    return made


def with_account(email: str, *, confirmed: bool = True) -> Visitor:
    """Ben's browser is signed in to a new account."""
    user = User.objects.create(email=email, password="!")
    EmailAddress.objects.create(user=user, email=email, verified=confirmed, primary=True)
    person = person_of(user_id=user.pk)
    guest = Visitor.objects.filter(key_hash=BEN.key_hash).first()
    if guest is not None:
        take_over(person=person, guest=guest)
    Visitor.objects.create(key_hash=BEN.key_hash, person=person)
    return person


def asks(assessment: Assessment, *wants: str) -> Any:
    """Ben asks to be told of these, or of everything."""
    return Browser(BEN).post(f"/a/{assessment.public_id}/mail/", {"wants": list(wants or KINDS)})


def new_service(assessment: Assessment, name: str = "Billing") -> Service:
    """Ada adds a service that everybody is asked about."""
    Browser(ADA).post(f"/a/{assessment.public_id}/add/services/", {"services": name})
    return Service.objects.get(name=name)


def named(assessment: Assessment) -> Decider:
    """Ben is named as a decider."""
    ben = Respondent.objects.get(assessment=assessment, name="Ben")
    Decision.objects.create(assessment=assessment, content={"deciders": ["Ben"]}, revision=1)
    act(assessment)
    return Decider.objects.create(assessment=assessment, name="Ben", respondent=ben)


def act(assessment: Assessment) -> None:
    """Somebody did something."""
    audit(scope_id=assessment.scope_id, visitor=None, action="decision changed", detail={})


def done(assessment: Assessment, key: Any) -> None:
    submit_all(opened=open_assessment(key, assessment.public_id, "respond"))


def test_form_has_everything_ticked_once_asked_for_and_says_where_mails_go(acme):
    page = text_of(Browser(BEN).get(f"/a/{acme.public_id}/mail/"))
    assert page.count("checked") == len(KINDS) == 6
    assert BENS in page
    assert asks(acme, "asked", "no such thing").status_code == 302
    assert Subscription.objects.get().wants == ["asked"]
    assert text_of(Browser(BEN).get(f"/a/{acme.public_id}/mail/")).count("checked") == 1
    Browser(BEN).post(f"/a/{acme.public_id}/mail/", {})
    assert not Subscription.objects.exists()


def test_what_waits_is_told_in_a_sentence_with_its_link_and_a_way_to_end_it(acme):
    asks(acme)
    assert run() == 0  # what was there is known
    new_service(acme)
    assert run() == 1
    told = mail.outbox[0]
    assert (told.to, told.subject) == ([BENS], "Acme AI: 3 services wait for your answers")
    lines = told.body.splitlines()
    assert lines[0] == "Acme AI: 3 services wait for your answers."
    assert lines[2] == f"http://testserver/a/{acme.public_id}/services/token-stream/"
    end = re.search(r"http://testserver/unsubscribe/\S+", told.body)
    assert end is not None
    assert told.extra_headers["List-Unsubscribe"] == f"<{end[0]}>"
    assert told.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "Ada" not in told.body
    assert "text/plain" in told.message()["Content-Type"]
    assert run(days=2) == 0  # nobody is told the same twice


def test_app_sends_them_by_a_command_every_five_minutes_where_mail_is_set_up(acme, capsys):
    assert "notify" not in serve.commands(mail=False)
    assert serve.commands(mail=True)["notify"] == 300
    asks(acme)
    new_service(acme)
    call_command("notify")
    assert (len(mail.outbox), capsys.readouterr().out) == (1, "Sent: 1 mails.\n")


def test_mail_from_a_server_below_a_path_leads_below_it(acme):
    with override_settings(FORCE_SCRIPT_NAME="/advisor"), override_script_prefix("/advisor/"):
        asks(acme)
        new_service(acme)
        assert run() == 1
    addresses = re.findall(r"http://\S+", mail.outbox[0].body)
    assert {address.split("/")[4] for address in addresses} == {"a", "unsubscribe"}
    assert [one for one in addresses if not one.startswith("http://testserver/advisor/")] == []
    assert "<http://testserver/advisor/unsubscribe/" in mail.outbox[0].extra_headers["List-Unsubscribe"]


def test_ones_own_acts_are_not_told(acme):
    asks(acme)
    passes(minutes=2)
    audit(scope_id=acme.scope_id, visitor=Visitor.objects.get(user__email=BENS), action="services added", detail={})
    Service.objects.create(assessment=acme, team=acme.services.first().team, name="Own", slug="own", position=9)
    assert run() == 0


def test_several_things_within_a_day_are_one_mail_of_the_most_pressing_that_is_left(acme):
    asks(acme)
    new_service(acme)
    assert run() == 1
    new_service(acme, "Search")
    named(acme)
    assert run(hours=23) == 0
    done(acme, BEN)  # so nothing is left to answer
    assert run(hours=1) == 1
    assert mail.outbox[1].subject == "Acme AI: you are named as a decider"
    Decision.objects.update(revision=2, proposed_revision=2)
    act(acme)
    assert run(hours=23) == 0  # counted from the last mail
    assert run(hours=1) == 1
    assert mail.outbox[2].subject == "Acme AI: a decision needs your answer"
    assert f"/a/{acme.public_id}/decide/" in mail.outbox[2].body


def test_proposal_is_told_to_who_does_not_decide_too_and_review_once_it_is_due(acme):
    asks(acme)
    Decision.objects.create(assessment=acme, content={"review": "2026-01-01"}, revision=1, proposed_revision=1)
    act(acme)
    assert run() == 1
    assert mail.outbox[0].subject == "Acme AI: a decision is proposed"
    Decision.objects.update(signed_revision=1)
    assert run(days=2) == 1  # that a day has come is nobody's act
    assert mail.outbox[1].subject == "Acme AI: the decision is due for review"
    assert run(days=4) == 0


def test_reveal_and_comment_of_others_are_told_and_ones_own_are_not(acme):
    service = Service.objects.get(slug="token-stream")
    Respondent.objects.filter(name="Ben").update(only_assigned=True)
    asks(acme)
    row = Round.objects.create(service=service, number=1, revealed_at=timezone.now())
    act(acme)
    assert run() == 1
    assert mail.outbox[0].subject == "Acme AI: answers are revealed"
    key = {"round_id": row.id, "statement": "narrow-purpose", "text": "Ask Ben: 3 or 4?"}
    add_comment(**key, respondent=Respondent.objects.get(name="Ben"), visitor=BEN, request_id="one")
    assert run(days=2) == 0
    add_comment(**key, respondent=Respondent.objects.get(name="Ada"), visitor=ADA, request_id="two")
    assert run(days=2) == 1
    assert mail.outbox[1].subject == "Acme AI: there are new comments"
    assert "3 or 4" not in mail.outbox[1].body
    assert f"/a/{acme.public_id}/compare/services/token-stream/" in mail.outbox[1].body


def test_kind_that_was_not_asked_for_is_not_told(acme):
    asks(acme, "review")
    new_service(acme)
    named(acme)
    assert run() == 0


@pytest.mark.parametrize("how", ["shut out", "switched off", "removed", "not confirmed", "left", "no mail"])
def test_nobody_is_told_who_may_not_be(acme, settings, how):
    asks(acme)
    new_service(acme)
    person = Visitor.objects.get(user__email=BENS)
    if how == "shut out":
        assert shut_out(scope_id=acme.scope_id, visitor_id=person.id)
    elif how == "switched off":
        User.objects.filter(email=BENS).update(is_active=False)
    elif how == "removed":
        remove_assessment(assessment=acme, visitor=ADA)
    elif how == "not confirmed":
        EmailAddress.objects.update(verified=False)
    elif how == "left":
        delete_data(BEN)
        assert not Subscription.objects.exists()
    else:
        settings.MAIL = False
    assert run() == 0
    assert mail.outbox == []


def test_my_data_holds_what_somebody_is_told_of(acme):
    asks(acme, "asked")
    found = data_of(BEN, today=timezone.localdate())
    assert found is not None
    assert found["by_me"]["Subscription"][0]["wants"] == ["asked"]
    delete_assessment(acme)
    assert not Subscription.objects.exists()


def test_who_has_no_account_or_no_confirmed_address_reads_why_and_asks_for_nothing(acme, settings):
    ada, address = Browser(ADA), f"/a/{acme.public_id}/mail/"
    assert "people with an account and a confirmed address" in text_of(ada.get(address))
    assert ada.post(address, {"wants": list(KINDS)}).status_code == 422
    EmailAddress.objects.update(verified=False)
    assert "address isn&#x27;t confirmed" in text_of(Browser(BEN).get(address)).replace("isn't", "isn&#x27;t")
    assert asks(acme).status_code == 422
    settings.MAIL = False
    assert "This server sends no mail" in text_of(ada.get(address))
    assert not Subscription.objects.exists()


def test_owner_has_a_text_for_the_chat_and_nobody_else(acme):
    service = Service.objects.get(slug="token-stream")
    said(service)
    hub = f"/a/{acme.public_id}/"
    page = text_of(Browser(ADA).get(hub))
    assert f"Acme AI waits for the answers of Ben: http://testserver{hub}</textarea>" in page
    assert "waits for the answers of" not in text_of(Browser(BEN).get(hub))
    assert "waits for the answers of" not in text_of(let_in(acme, VIC).get(hub))


def test_end_is_one_button_without_signing_in_and_has_no_other_power(acme):
    asks(acme)
    row = Subscription.objects.get()
    address, client = f"/unsubscribe/{end_token(row)}/", Client(enforce_csrf_checks=True)
    looked = client.get(address)
    assert (looked.status_code, Subscription.objects.count()) == (200, 1)
    assert "Acme AI" not in text_of(looked)
    assert client.get(f"/a/{acme.public_id}/").status_code == 404
    assert client.post(f"{address[:-2]}x/").status_code == 404
    assert client.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()
    assert client.post(address).status_code == 200  # ended twice it is ended once
    asks(acme)
    client.post(address)
    assert Subscription.objects.count() == 1  # an old mail does not end what was asked for since


def test_name_of_an_assessment_puts_no_header_into_a_mail_and_a_long_one_is_cut(acme):
    asks(acme)
    Assessment.objects.update(title="Acme\r\nBcc: all@example.org " + "x" * 250)
    new_service(acme)
    assert run() == 1
    told = mail.outbox[0]
    assert told.subject.startswith("Acme Bcc: all@example.org")
    assert len(told.subject) <= 120
    assert "\n" not in told.subject
    assert told.recipients() == [BENS]


class Down(EmailBackend):
    """A mail server that gives the error `wrong`."""

    wrong: Exception = ConnectionRefusedError()

    def send_messages(self, messages):
        raise self.wrong


@pytest.fixture
def down(settings: Any) -> type[Down]:
    settings.EMAIL_BACKEND = f"{__name__}.Down"
    return Down


def test_mail_that_is_down_is_tried_again_later_and_later_and_loses_nothing(acme, down, settings, caplog):
    asks(acme)
    new_service(acme)
    waits = []
    for _ in range(12):
        passes(**({"seconds": waits[-1].total_seconds()} if waits else {}))
        at = timezone.now()
        assert deliver(now=at) == 0
        waits.append(Subscription.objects.get().next_at - at)
    assert waits[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert max(waits) == waits[-1] == timedelta(hours=6)
    assert "Mail could not be sent" in caplog.text
    assert BENS not in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(hours=6) == 1


def test_owner_sees_that_somebody_was_told_or_could_not_be_and_never_the_address(acme, down, settings):
    asks(acme)
    new_service(acme)
    people = f"/a/{acme.public_id}/people/"
    down.wrong = smtplib.SMTPRecipientsRefused({BENS: (550, b"no such user")})
    assert run() == 0
    page = text_of(Browser(ADA).get(people))
    assert "mail could not be delivered" in page
    assert BENS not in page
    assert run(hours=1) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(days=1) == 1
    at = timezone.localtime(Subscription.objects.get().sent_at)
    page = text_of(Browser(ADA).get(people))
    assert f"notified on {at.day} {at:%B %Y, %H:%M}" in page
    assert BENS not in page
    joined(acme, CLEO, "Cleo", "edit")
    assert "notified on" not in text_of(Browser(CLEO).get(people))


def test_owner_sees_that_a_reader_without_a_name_is_told_by_the_link_they_came_by(acme):
    let_in(acme, VIC, "view", label="Board, December")
    reader = Visitor.objects.get(key_hash=VIC.key_hash)
    row = Subscription.objects.create(assessment=acme, visitor=reader, address="x", looked_at=timezone.now())
    people = f"/a/{acme.public_id}/people/"

    def told(key) -> str:
        return " ".join(text_of(Browser(key).get(people)).split())

    assert '<bdi>Board, December</bdi> <span class="tasks__more">asked to be told by mail</span>' in told(ADA)
    Subscription.objects.filter(id=row.id).update(sent_at=timezone.now())
    assert '<bdi>Board, December</bdi> <span class="tasks__more">notified on ' in told(ADA)
    joined(acme, CLEO, "Cleo", "edit")
    assert "Board, December" not in told(CLEO)


def looked() -> list[Subscription]:
    return delivery._to_look_at(timezone.now())


def test_process_that_comes_while_another_sends_sends_nothing(acme, monkeypatch):
    asks(acme)
    new_service(acme)
    one, other = looked(), looked()
    sent = []

    def send(*given: Any) -> None:
        sent.append(delivery._deliver(other[0], timezone.now()) if not sent else True)

    monkeypatch.setattr(delivery, "_send", send)
    assert delivery._deliver(one[0], timezone.now())
    assert sent == [False]


def test_mail_of_a_process_that_was_lost_is_sent_when_its_lease_is_over(acme):
    asks(acme)
    new_service(acme)
    Subscription.objects.update(leased_until=timezone.now() + delivery.LEASE)
    assert run() == 0
    assert run(minutes=9) == 1


def test_mail_of_a_process_that_was_lost_after_it_was_sent_is_not_sent_again(acme, monkeypatch):
    asks(acme)
    new_service(acme)

    def lost(backend: EmailBackend, messages: Any) -> None:
        mail.outbox += messages
        raise KeyboardInterrupt

    with monkeypatch.context() as server:
        server.setattr(EmailBackend, "send_messages", lost)
        with pytest.raises(KeyboardInterrupt):
            run()
    assert [run(days=2), len(mail.outbox)] == [0, 1]


def test_mail_that_may_have_been_taken_is_not_sent_again(acme, down, settings, caplog):
    asks(acme)
    new_service(acme)
    down.wrong = smtplib.SMTPServerDisconnected()
    assert run() == 1
    assert "may have been sent" in caplog.text
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert run(days=2) == 0


def test_mail_server_that_says_no_goodbye_has_taken_the_mail(acme, monkeypatch):
    asks(acme)
    new_service(acme)

    def fails(backend: EmailBackend) -> None:
        raise TimeoutError

    monkeypatch.setattr(EmailBackend, "close", fails)
    assert run() == 1
    assert [run(days=2), len(mail.outbox)] == [0, 1]


@pytest.mark.parametrize("days", [1, 365])
def test_clock_that_was_ahead_for_a_while_delays_no_mail_by_more_than_a_day_and_doubles_none(acme, days):
    asks(acme)
    new_service(acme)
    assert run(days=days) == 1
    passes(days=-days)
    done(acme, BEN)
    assert run() == 0
    named(acme)
    assert [run(), run(), run(days=1), run(days=1)].count(1) == 1
    assert mail.outbox[1].subject == "Acme AI: you are named as a decider"


def test_lease_from_a_clock_that_was_ahead_is_over_once_it_is_put_back(acme):
    asks(acme)
    new_service(acme)
    Subscription.objects.update(leased_until=timezone.now() + timedelta(days=1))
    assert run() == 1


def test_row_that_another_process_sent_meanwhile_is_left_alone(acme):
    asks(acme)
    new_service(acme)
    one, other = looked(), looked()
    assert [delivery._deliver(row[0], timezone.now()) for row in (one, other)] == [True, False]
    assert len(mail.outbox) == 1


def test_one_that_cannot_be_worked_out_keeps_nobody_waiting(acme, monkeypatch):
    asks(acme)
    new_service(acme)
    rows = looked()
    monkeypatch.setattr(delivery, "_to_look_at", lambda at: [Subscription(), *rows])
    assert run() == 1


def test_person_gets_so_many_mails_a_day_and_the_rest_the_next_day(acme, settings):
    asks(acme)
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_MAILS_PER_PERSON": 0}
    new_service(acme)
    assert run() == 0
    assert Subscription.objects.get().next_at > timezone.now()
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_MAILS_PER_PERSON": 1}
    assert run(days=1) == 1


def test_run_in_which_nothing_happened_costs_one_read(acme):
    asks(acme)
    assert run() == 0
    with CaptureQueriesContext(connection) as reads:
        run()
    assert len(reads) == 1
