"""Pairs of people who act at the same moment, as a program of its own, on the database of DATABASE_URL.

In: how often each pair acts. Out: one line of JSON: for each pair what its people were told, how often, and what was
wrong afterwards. Each person is a thread with a connection of its own; both are let go by one barrier.
"""

# ruff: noqa: E402  Django is set up before its models are imported

import advisor.sqlite  # isort: skip  # noqa: F401  swaps in a safe SQLite before Django loads one

import json
import os
import random
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

import django

django.setup()

from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from advisor.accounts.models import User
from advisor.assessments.access import open_assessment
from advisor.assessments.actions.answer import begin_answering, record_answer
from advisor.assessments.actions.arrange import put_back, put_back_assessment, remove, remove_assessment, sweep_removed
from advisor.assessments.actions.create import NewService, add_services
from advisor.assessments.actions.retention import start_over
from advisor.assessments.actions.reveal import close_round, submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.checklists import newest
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    AuditEvent,
    CurrentAnswer,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    Submission,
)
from advisor.checklist.errors import AdvisorError
from advisor.decisions import services
from advisor.decisions.actions import propose_decision, save_decision, take_position
from advisor.decisions.draft_content import CHOICE, mark
from advisor.decisions.models import Decision, Erasure, Position, Record, RecordEvent
from advisor.decisions.reminders import remind
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.selectors import replaced_by
from advisor.decisions.services import deprecate_record, erase_record
from advisor.pages.decide import sign_off
from advisor.quotas.clients import Client
from advisor.quotas.counts import spend
from advisor.quotas.limits import DAILY
from advisor.quotas.models import Count
from advisor.record.verify.reading import read_record
from advisor.sharing.access import VisitorKey, in_force
from advisor.sharing.links import lets_in, make_link, make_private_link, open_link, revoke_link
from advisor.sharing.models import Grant, Membership, ShareLink
from advisor.sharing.persons import person_of
from advisor.sharing.workspaces import change_role, make_workspace, remove_member
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import joined, platform, said
from tests.patience import PATIENCE
from tests.people import begun, key_of

LATE = -4.0, 0.0
"""The powers of ten between which the seconds lie by which one of both may be late, drawn anew each time: what takes
longest is met at its beginning, and at its end."""
STATEMENT = "latency-first"
Act = Callable[[], object]


@dataclass
class Meeting:
    """What two people do at once, and what must be true of it afterwards."""

    acts: tuple[Act, ...]
    check: Callable[[list[str]], bool]
    """Whether all is well, from what each was told."""


def people(*names: str) -> list[VisitorKey]:
    return [key_of(f"{name}{uuid4().hex[:12]}x") for name in names]


def service_of(made: Assessment) -> Service:
    return Service.objects.filter(assessment=made).order_by("id")[0]


def done(made: Assessment, key: VisitorKey, name: str) -> None:
    """Somebody has answered the first service and is done with it."""
    said(service_of(made), name=name)
    CurrentAnswer.objects.filter(respondent__name=name, service=service_of(made), statement=STATEMENT).delete()
    save(made, key, "3")
    submit_service(target=answer_target(key, made.public_id, "service", service_of(made).slug), visitor=key)


def save(made: Assessment, key: VisitorKey, level: str = "1") -> None:
    target = answer_target(key, made.public_id, "service", service_of(made).slug)
    target = begin_answering(target=target, visitor=key)
    of = {"respondent_id": target.respondent_id, "service_id": target.service_id, "statement": STATEMENT}
    record_answer(
        respondent_id=target.respondent_id,
        subject=Subject("service", target.service_id, STATEMENT),
        draft=Draft(level),
        base=AnswerEvent.objects.filter(**of).count(),
        request_id=uuid4().hex,
        submitted=target.submitted,
    )


def round_of_three() -> tuple[Assessment, VisitorKey, VisitorKey]:
    """Ada's platform, Ben who may edit it, and Cleo who is asked and not done."""
    ada, ben, cleo = people("ada", "ben", "cleo")
    made = platform("One", key=ada)
    joined(made, ben, "Ben", "edit")
    joined(made, cleo, "Cleo")
    done(made, ada, "Ada")
    done(made, ben, "Ben")
    return made, ada, ben


def two_reveal() -> Meeting:
    made, ada, ben = round_of_three()
    service = service_of(made)

    def close(key: VisitorKey) -> bool:
        return close_round(assessment=made, visitor=key, subject=service, number=1)

    def check(told: list[str]) -> bool:
        rounds = Round.objects.filter(service=service, revealed_at__isnull=False).count()
        audited = AuditEvent.objects.filter(scope_id=made.scope_id, action="round revealed", detail__service="one")
        return sorted(told) == ["False", "True"] and rounds == audited.count() == 1

    return Meeting((lambda: close(ada), lambda: close(ben)), check)


def answer_meets_reveal() -> Meeting:
    """What is revealed is what was said by whoever was done, and a save is never lost."""
    made, ada, ben = round_of_three()
    service, who = service_of(made), Respondent.objects.get(assessment=made, name="Ben")

    def check(told: list[str]) -> bool:
        row = Round.objects.get(service=service, number=1)
        shown = set(row.respondents.values_list("name", flat=True))
        kept = list(RoundAnswer.objects.filter(round=row, respondent=who, statement=STATEMENT).values_list("value"))
        now = CurrentAnswer.objects.get(respondent=who, statement=STATEMENT).value
        stays = Submission.objects.filter(service=service, respondent=who).exists()
        both = (shown, kept) in ((({"Ada", "Ben"}), [("3",)]), ({"Ada"}, []))
        return told == ["None", "True"] and now == "1" and not stays and both

    def close() -> bool:
        return close_round(assessment=made, visitor=ada, subject=service, number=1)

    return Meeting((lambda: save(made, ben), close), check)


def decided() -> tuple[Assessment, VisitorKey, VisitorKey]:
    """Ada's platform with a decision that is proposed to Ben, who is its decider and owns it, too."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    who = joined(made, ben, "Ben", "own")
    done(made, ada, "Ada")
    done(made, ben, "Ben")
    fields = {
        f"{CHOICE}one": {"choice": "split", "because": "Both."},
        "deciders": ["Ben"],
        "persons": {"Ben": who.id},
        "review": "2027-05-01",
    }
    save_decision(assessment=made, visitor=ada, was={}, fields=fields)
    propose_decision(opened=open_assessment(ada, made.public_id, "own"), revision=revision(made))
    return made, ada, ben


def revision(made: Assessment) -> int:
    return Decision.objects.get(assessment=made).revision


def word(made: Assessment, ben: VisitorKey, at: int, what: str = "accepted") -> None:
    opened = open_assessment(ben, made.public_id, "own")
    take_position(opened=opened, revision=at, who="Ben", what=what, words="My word.")  # type: ignore[arg-type]


def accept_meets_edit() -> Meeting:
    """Nobody has accepted what they did not see."""
    made, ada, ben = decided()
    at = revision(made)

    def edit() -> bool:
        was = {"review": mark("2027-05-01")}
        return save_decision(assessment=made, visitor=ada, was=was, fields={"review": "2027-06-01"})

    def check(told: list[str]) -> bool:
        words = list(Position.objects.filter(decision__assessment=made).values_list("revision", flat=True))
        accepted = {"None": [at], "told: StaleDecisionError": []}.get(told[0])
        return told[1] == "True" and words == accepted and revision(made) == at + 1

    return Meeting((lambda: word(made, ben, at), edit), check)


def sign(made: Assessment, key: VisitorKey, at: int, *, why: str = "", form: str = "") -> str:
    opened = open_assessment(key, made.public_id, "own")
    web = sign_off.WebAddresses(f"https://advisor.example/r/{sign_off.ANY}/", "https://advisor.example/keys/")
    return sign_off._record(opened, at, form or uuid4().hex, web, why, "key")


def two_sign() -> Meeting:
    made, ada, ben = decided()
    at = revision(made)

    def check(told: list[str]) -> bool:
        records = list(Record.objects.filter(origin_id=made.scope_id).values_list("public_id", flat=True))
        one = [answer for answer in told if answer != "told: NotSignedError"]
        signed = RecordEvent.objects.filter(record__origin_id=made.scope_id, kind="signed")
        return len(records) == signed.count() == 1 and set(one) == set(records)

    return Meeting((lambda: sign(made, ada, at), lambda: sign(made, ben, at)), check)


def sign_meets_word(what: str, why: str = "") -> Meeting:
    """A decider's word is in the record, or its decider is told that it is not."""
    made, ada, ben = decided()
    at = revision(made)

    def check(told: list[str]) -> bool:
        record = Record.objects.filter(origin_id=made.scope_id).first()
        frozen = [] if record is None else [one["what"] for one in json.loads(record.content).get("said", [])]
        spoken = Position.objects.filter(decision__assessment=made).count()
        if told[0] == "told: NotSignedError":
            return record is None and told[1] == "None" and spoken == 1
        in_it = ([what] if told[1] == "None" else []) + (["rejected"] if why else [])
        return record is not None and frozen == in_it and spoken == (told[1] == "None")

    return Meeting((lambda: sign(made, ada, at, why=why), lambda: word(made, ben, at, what)), check)


def sign_meets_edit() -> Meeting:
    """What is frozen is what was proposed; a change is in the next one."""
    made, ada, ben = decided()
    at = revision(made)

    def edit() -> bool:
        was = {"review": mark("2027-05-01")}
        return save_decision(assessment=made, visitor=ben, was=was, fields={"review": "2027-06-01"})

    def check(told: list[str]) -> bool:
        record = Record.objects.filter(origin_id=made.scope_id).first()
        if told[0] == "told: NotSignedError":
            return record is None and told[1] == "True"
        return told[1] == "True" and record is not None and '"2027-05-01"' in record.content

    return Meeting((lambda: sign(made, ada, at), edit), check)


def sign_meets_answer() -> Meeting:
    """A record holds what is shown beside it."""
    made, ada, ben = decided()
    at = revision(made)

    def check(told: list[str]) -> bool:
        record = Record.objects.filter(origin_id=made.scope_id).first()
        if told[0].startswith("told"):
            return record is None and told[1] == "None"
        shown = RoundAnswer.objects.filter(round__service__assessment=made, statement=STATEMENT)
        return record is not None and told[1] == "None" and set(shown.values_list("value", flat=True)) == {"3"}

    return Meeting((lambda: sign(made, ada, at), lambda: save(made, ben)), check)


def signed() -> tuple[Assessment, VisitorKey, Record]:
    (ada,) = people("ada")
    made = answered(key=ada, title=uuid4().hex)
    return made, ada, signed_off(made, key=ada)


def erase(record: Record, key: VisitorKey) -> None:
    erase_record(record=copy(record), visitor=key, who="Ada", why="A name was in it.")


def sign_meets_erasure() -> Meeting:
    """The next one is frozen, and the last one is gone."""
    made, ada, record = signed()
    CurrentAnswer.objects.filter(respondent__assessment=made, statement=STATEMENT).update(value="0")

    def check(told: list[str]) -> bool:
        numbers = list(Record.objects.filter(origin_id=made.scope_id).values_list("number", flat=True))
        return told == ["signed", "None"] and numbers == [2] and Erasure.objects.filter(digest=record.digest).exists()

    def again() -> str:
        signed_off(made, key=ada, request_id="second")
        return "signed"

    return Meeting((again, lambda: erase(record, ada)), check)


def two_erase() -> Meeting:
    _, ada, record = signed()

    def check(told: list[str]) -> bool:
        erasures = Erasure.objects.filter(public_id=record.public_id).count()
        return told == ["None", "None"] and erasures == 1 and not Record.objects.filter(id=record.id).exists()

    return Meeting((lambda: erase(record, ada), lambda: erase(record, ada)), check)


def erasure_meets_deprecation() -> Meeting:
    _, ada, record = signed()

    def check(told: list[str]) -> bool:
        return told == ["None", "None"] and not Record.objects.filter(id=record.id).exists()

    def deprecate() -> None:
        deprecate_record(record=copy(record), visitor=ada, who="Ada", why="Sold.")

    return Meeting((lambda: erase(record, ada), deprecate), check)


def erasure_meets_answer() -> Meeting:
    made, ada, record = signed()
    CurrentAnswer.objects.filter(respondent__assessment=made, statement=STATEMENT).delete()

    def check(told: list[str]) -> bool:
        now = CurrentAnswer.objects.filter(respondent__assessment=made, service=service_of(made), statement=STATEMENT)
        return told == ["None", "None"] and now.get().value == "1"

    return Meeting((lambda: erase(record, ada), lambda: save(made, ada)), check)


def restored_meets_original() -> Meeting:
    """Both go on with one series, and each counts what the other froze."""
    made, ada, record = signed()
    kept = read_record(record.content)
    again, _ = restore_assessment(
        visitor=ada, checklist=newest(), answers=kept.answers, your_name="Ada", token=uuid4().hex, continues=record
    )
    CurrentAnswer.objects.filter(respondent__assessment=made, statement=STATEMENT).update(value="0")
    CurrentAnswer.objects.filter(respondent__assessment=again, statement=STATEMENT).update(value="2")

    def check(told: list[str]) -> bool:
        rows = Record.objects.filter(series_id=record.series_id).order_by("number")
        return sorted(told) == ["2", "3"] and [row.number for row in rows] == [1, 2, 3] and bool(replaced_by(made))

    return Meeting(
        (
            lambda: signed_off(made, key=ada, request_id=uuid4().hex).number,
            lambda: signed_off(again, key=ada, request_id=uuid4().hex).number,
        ),
        check,
    )


def putting_back_meets_another() -> Meeting:
    """A service that is put back, while another gets its name."""
    (ada,) = people("ada")
    made = platform("One", "Two", key=ada)
    removed = service_of(made)
    remove(assessment=made, visitor=ada, row=removed)
    removed = Service.everything.get(id=removed.id)

    def add() -> None:
        add_services(assessment=made, visitor=ada, services=[NewService("One")])

    def check(told: list[str]) -> bool:
        names = sorted(Service.objects.filter(assessment=made).values_list("name", flat=True))
        if told[1].startswith("told"):
            return names == ["One", "Two"]
        return told[0] == "True" and len(names) == len(set(names)) == 3

    return Meeting((lambda: put_back(assessment=made, visitor=ada, row=removed), add), check)


def two_put_back() -> Meeting:
    (ada,) = people("ada")
    made = platform("One", "Two", key=ada)
    remove(assessment=made, visitor=ada, row=service_of(made))
    removed = Service.everything.get(assessment=made, name="One")

    def back() -> bool:
        return put_back(assessment=made, visitor=ada, row=Service.everything.get(id=removed.id))

    def check(told: list[str]) -> bool:
        names = sorted(Service.objects.filter(assessment=made).values_list("name", flat=True))
        audited = AuditEvent.objects.filter(scope_id=made.scope_id, action="service put back").count()
        return sorted(told) == ["False", "True"] and names == ["One", "Two"] and audited == 1

    return Meeting((back, back), check)


def putting_back_meets_sweep() -> Meeting:
    """What its owner has back is not swept away."""
    (ada,) = people("ada")
    made = platform("One", key=ada)
    remove_assessment(assessment=made, visitor=ada)
    later = timezone.now() + timedelta(days=8)

    def check(told: list[str]) -> bool:
        there = Assessment.objects.filter(id=made.id).exists()
        return there == (told[0] == "back")

    def back() -> str:
        return "back" if put_back_assessment(visitor=ada, public_id=made.public_id) else "gone"

    return Meeting((back, lambda: sweep_removed(now=later)), check)


def two_without_a_name() -> Meeting:
    """Whoever answers without a name gets one that nobody has."""
    ada, ben, cleo = people("ada", "ben", "cleo")
    made = platform("One", key=ada)
    let_in_by(made, ben, cleo)

    def check(told: list[str]) -> bool:
        names = list(Respondent.objects.filter(assessment=made).values_list("name", flat=True))
        return told == ["None", "None"] and len(names) == len(set(names)) == 3

    return Meeting((lambda: save(made, ben), lambda: save(made, cleo)), check)


def let_in_by(made: Assessment, *keys: VisitorKey) -> tuple[ShareLink, str]:
    link, token = make_link(scope_id=made.scope_id, role="respond", label="All", expires_at=None, made_by=None)
    for key in keys:
        assert open_link(token=token, visitor=key)
    return link, token


def opening_meets_revoking() -> Meeting:
    """Nobody is in by a link that was revoked."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, token = let_in_by(made)

    def revoke() -> bool:
        return revoke_link(scope_id=made.scope_id, link_id=link.id) is not None

    def check(told: list[str]) -> bool:
        left = Grant.objects.filter(in_force(), link=link).count()
        return told[0] in ("None", str(made.scope_id)) and told[1] == "True" and left == 0

    return Meeting((lambda: open_link(token=token, visitor=ben), revoke), check)


def way_back_meets_revoking() -> Meeting:
    """Whose link is revoked has no way back either."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)

    def private() -> str:
        make_private_link(scope_id=made.scope_id, visitor=ben)
        return "made"

    def check(told: list[str]) -> bool:
        still = ShareLink.objects.filter(lets_in(timezone.now()), scope_id=made.scope_id)
        return told[0] in ("made", "told: AccessDenied") and not still.exists()

    return Meeting((private, lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id))), check)


def coming_back_meets_revoking() -> Meeting:
    """Nor is anybody in by the way back of somebody who is shut out."""
    ada, ben, phone = people("ada", "ben", "phone")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)
    _, token = make_private_link(scope_id=made.scope_id, visitor=ben)

    def check(told: list[str]) -> bool:
        held = Grant.objects.filter(in_force(), scope_id=made.scope_id, link__isnull=False)
        return told[1] == "True" and not held.exists()

    return Meeting(
        (
            lambda: open_link(token=token, visitor=phone),
            lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id)),
        ),
        check,
    )


def saving_meets_revoking() -> Meeting:
    """A save is stored or refused."""
    ada, ben = people("ada", "ben")
    made = platform("One", key=ada)
    link, _ = let_in_by(made, ben)

    def check(told: list[str]) -> bool:
        stored = CurrentAnswer.objects.filter(respondent__assessment=made).count()
        return told[1] == "True" and stored == {"None": 1, "told: AccessDenied": 0}.get(told[0])

    return Meeting((lambda: save(made, ben), lambda: bool(revoke_link(scope_id=made.scope_id, link_id=link.id))), check)


def saving_meets_starting_over() -> Meeting:
    """A save in one tab, while another tab starts over."""
    (ada,) = people("ada")
    target = begun(ada)

    def answer() -> None:
        record_answer(
            respondent_id=target.respondent_id,
            subject=Subject("service", target.service_id, STATEMENT),
            draft=Draft("3"),
            base=0,
            request_id=uuid4().hex,
        )

    def check(told: list[str]) -> bool:
        gone = not Assessment.objects.filter(id=target.assessment_id).exists()
        return gone and told[0] in ("None", "told: GoneError") and told[1] == "True"

    return Meeting((answer, lambda: start_over(visitor=ada, public_id=target.public_id)), check)


def two_owners_leave() -> Meeting:
    """A workspace keeps an owner."""
    ada, ben = (person_of(user_id=User.objects.create(email=f"{uuid4().hex}@example.org").id) for _ in range(2))
    made = make_workspace(person=ada, name="Acme")
    first = Membership.objects.get(workspace=made)
    second = Membership.objects.create(workspace=made, visitor=ben, role="owner")

    def check(told: list[str]) -> bool:
        owners = Membership.objects.filter(workspace=made, role="owner").count()
        return sorted(told) == ["None", "told: LastOwnerError"] and owners == 1

    return Meeting(
        (
            lambda: remove_member(workspace=made, membership_id=first.id),
            lambda: change_role(workspace=made, membership_id=second.id, role="member"),
        ),
        check,
    )


def two_count() -> Meeting:
    """Of two who take the last one, one has it, whichever process it asks."""
    who = uuid4().hex
    limit = next(one for one in DAILY if one.what == "links" and one.per == "browser")
    most = settings.LIMITS[limit.setting]
    Count.objects.create(what="links", who=who, day=timezone.now().date(), amount=most - 1)

    def check(told: list[str]) -> bool:
        return sorted(told) == ["None", "told: LimitReachedError"] and Count.objects.get(who=who).amount == most

    return Meeting((lambda: spend(Client(who, ""), links=1), lambda: spend(Client(who, ""), links=1)), check)


def two_count_first() -> Meeting:
    who = uuid4().hex

    def check(told: list[str]) -> bool:
        return told == ["None", "None"] and Count.objects.get(who=who).amount == 2

    return Meeting((lambda: spend(Client(who, ""), links=1), lambda: spend(Client(who, ""), links=1)), check)


def two_remind() -> Meeting:
    """Each is told once, whichever sweep it is."""
    made, _, _ = decided()
    to = {f"{uuid4().hex}@example.org" for _ in range(3)}
    Decision.objects.filter(assessment=made).update(signed_revision=0, reminders=sorted(to))
    settings.MAIL, settings.EMAIL_BACKEND = True, "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = getattr(mail, "outbox", [])

    def check(told: list[str]) -> bool:
        Decision.objects.filter(assessment=made).update(reminders=[])
        return sum(map(int, told)) == 3 and Counter(one.to[0] for one in mail.outbox if one.to[0] in to) == Counter(to)

    return Meeting((lambda: remind(as_of=date(2027, 5, 2)), lambda: remind(as_of=date(2027, 5, 2))), check)


PAIRS: dict[str, Callable[[], Meeting]] = {
    "two owners reveal": two_reveal,
    "answer, reveal": answer_meets_reveal,
    "accept, edit": accept_meets_edit,
    "two sign": two_sign,
    "sign, accept": lambda: sign_meets_word("accepted"),
    "sign, dissent": lambda: sign_meets_word("dissent"),
    "turn down, accept": lambda: sign_meets_word("accepted", "Too early."),
    "sign, edit": sign_meets_edit,
    "sign, answer": sign_meets_answer,
    "sign, erase": sign_meets_erasure,
    "two erase": two_erase,
    "erase, deprecate": erasure_meets_deprecation,
    "erase, answer": erasure_meets_answer,
    "sign the restored, sign the original": restored_meets_original,
    "put back, add": putting_back_meets_another,
    "two put back": two_put_back,
    "put back, sweep": putting_back_meets_sweep,
    "two without a name": two_without_a_name,
    "open a link, revoke it": opening_meets_revoking,
    "make a way back, revoke": way_back_meets_revoking,
    "come back, revoke": coming_back_meets_revoking,
    "save, revoke": saving_meets_revoking,
    "save, start over": saving_meets_starting_over,
    "two owners leave": two_owners_leave,
    "two remind": two_remind,
    "two take the last": two_count,
    "two are the first": two_count_first,
}


def told(act: Act) -> str:
    try:
        return str(act())
    except AdvisorError as error:
        return f"told: {type(error).__name__}"
    except Exception as error:  # noqa: BLE001  whatever it is, nobody may be answered so
        return f"failed: {type(error).__name__}: {error}"


def meet(meeting: Meeting, chance: random.Random) -> list[str]:
    """What each was told."""
    start, answers = threading.Barrier(len(meeting.acts), timeout=PATIENCE), dict[int, str]()
    late = [0.0, 10 ** chance.uniform(*LATE)]
    chance.shuffle(late)

    def run(number: int) -> None:
        connection.ensure_connection()
        start.wait()
        time.sleep(late[number])
        answers[number] = told(meeting.acts[number])
        connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(meeting.acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [answers[number] for number in range(len(meeting.acts))]


def outcomes(pair: Callable[[], Meeting], times: int, chance: random.Random) -> Iterator[tuple[str, bool]]:
    for _ in range(times):
        meeting = pair()
        answers = meet(meeting, chance)
        failed = any(answer.startswith("failed") for answer in answers)
        yield " | ".join(answers), not failed and meeting.check(answers)


def main(times: int, *only: str) -> None:
    call_command("migrate", verbosity=0)
    newest()
    # drawing takes seconds, and meets nobody
    sign_off.draw_and_wait = lambda **given: None  # type: ignore[assignment]
    services.request_file = lambda **given: None
    found: dict[str, dict[str, dict[str, int]]] = {}
    for name, pair in PAIRS.items():
        if only and name not in only:
            continue
        well: Counter[str] = Counter()
        wrong: Counter[str] = Counter()
        for answers, is_well in outcomes(pair, times, random.Random(name)):
            (well if is_well else wrong)[answers] += 1
        found[name] = {"well": well, "wrong": wrong}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), *sys.argv[2:])
