"""Pairs of people who meet over a decision or a signed-off record: they accept, edit, sign, erase, restore, remind."""

from tests.assessments.meeting import STATEMENT, Meeting, done, people, save, service_of  # isort: skip  first: it sets up Django

import json
from collections import Counter
from collections.abc import Callable
from copy import copy
from datetime import date
from uuid import uuid4

from django.conf import settings
from django.core import mail

from advisor.assessments.access import open_assessment
from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, CurrentAnswer, RoundAnswer
from advisor.decisions.actions import propose_decision, save_decision, take_position
from advisor.decisions.draft_content import CHOICE, mark
from advisor.decisions.models import Decision, Erasure, Position, Record, RecordEvent
from advisor.decisions.reminders import remind
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.selectors import replaced_by
from advisor.decisions.services import deprecate_record, erase_record
from advisor.pages.decide import sign_off
from advisor.record.verify.reading import read_record
from advisor.sharing.access import VisitorKey
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import joined, platform


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


DECISION_PAIRS: dict[str, Callable[[], Meeting]] = {
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
    "two remind": two_remind,
}
