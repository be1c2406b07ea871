"""Races for one answer, as a program of its own: threads with their own connections on the database of DATABASE_URL.

In: how many races to run, one after the other. Out: one line of JSON, how many won, were told, failed, and how many
assessments the first saves began.
"""

# ruff: noqa: E402  Django is set up before its models are imported

import advisor.sqlite  # isort: skip  # noqa: F401  swaps in a safe SQLite before Django loads one

import json
import os
import sys
import threading
from collections import Counter
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import DatabaseError, connection

from advisor.assessments.actions.answer import begin_quick, record_answer
from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import Draft, StaleAnswerError, Subject
from advisor.assessments.checklists import newest
from advisor.assessments.models import AnswerEvent, Assessment, CurrentAnswer
from tests.patience import PATIENCE
from tests.people import key_of

THREADS = 8
SOMEONE = key_of(uuid4().hex)


def racer(number: int, races: int, start: threading.Barrier, told: Counter[str], places: list[AnswerTarget]) -> None:
    try:
        start.wait()
        target = begin_quick(visitor=SOMEONE, checklist=newest())
        places.append(target)
        for base in range(races):
            start.wait()
            try:
                record_answer(
                    respondent_id=target.respondent_id,
                    subject=Subject("service", target.service_id, "latency-first"),
                    draft=Draft(str(number % 5), note=f"thread {number}"),
                    base=base,
                    request_id=uuid4().hex,
                )
                told["won"] += 1
            except StaleAnswerError as stale:
                told["told both values" if stale.current else "told one value"] += 1
            except DatabaseError as error:
                told[f"failed: {error}"] += 1
    finally:
        connection.close()


def main(races: int) -> None:
    call_command("migrate", verbosity=0)
    newest()
    told: Counter[str] = Counter()
    places: list[AnswerTarget] = []
    start = threading.Barrier(THREADS, timeout=PATIENCE)
    threads = [threading.Thread(target=racer, args=(number, races, start, told, places)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print(
        json.dumps(
            {
                "told": told,
                "places": len(set(places)),
                "assessments": Assessment.objects.filter(quick_visitor__key_hash=SOMEONE.key_hash).count(),
                "events": AnswerEvent.objects.filter(respondent_id=places[0].respondent_id).count(),
                "current": [a.seq for a in CurrentAnswer.objects.filter(respondent_id=places[0].respondent_id)],
            }
        )
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
