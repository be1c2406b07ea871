"""Two people who act at the same moment: what they do, and what each is told. For programs of their own.

In: what the two do. Out: what each was told. Each is a thread with a connection of its own; both are let go by one
barrier. Importing this sets up Django, so it comes before any model.
"""

# ruff: noqa: E402  Django is set up before its models are imported

import advisor.sqlite  # isort: skip  # noqa: F401  swaps in a safe SQLite before Django loads one

import os
import random
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

import django

django.setup()

from django.db import connection

from advisor.assessments.actions.answer import begin_answering, record_answer
from advisor.assessments.actions.reveal import submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.models import AnswerEvent, Assessment, CurrentAnswer, Service
from advisor.checklist.errors import AdvisorError
from advisor.sharing.access import VisitorKey
from tests.pages.making import said
from tests.patience import PATIENCE
from tests.people import key_of

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
