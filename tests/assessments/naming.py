"""A name that one owner gives to a decider outside while others take it, as a program of its own, on the database of
DATABASE_URL.

Half of the threads join under the name, the others take it in the place of their own. In: how many assessments, one
after the other. Out: one line of JSON: what failed, in how many the owner came first, and in how many the name
is both a decider's and somebody else's.
"""

# ruff: noqa: E402  Django is set up before its models are imported

import advisor.sqlite  # isort: skip  # noqa: F401  swaps in a safe SQLite before Django loads one

import json
import os
import sys
import threading
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import DatabaseError, connection

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.join import join
from advisor.assessments.deciders import DecidersError
from advisor.assessments.models import Assessment, Decider, Respondent
from advisor.decisions.actions import save_decision
from advisor.sharing.links import make_link, open_link
from tests.pages.making import platform
from tests.patience import PATIENCE
from tests.people import ADA, key_of

TAKERS = 4


def taker(number: int, doors: list[tuple[Assessment, str]], start: threading.Barrier, failed: list[str]) -> None:
    """Joins as Sam, or is called something else first and becomes Sam."""
    try:
        for made, token in doors:
            key = key_of(f"n{number}a{made.id}x")
            assert open_link(token=token, visitor=key) == made.scope_id
            opened = open_assessment(key, made.public_id, "respond")
            if number % 2:
                join(opened=opened, name=f"Somebody {number}")
            start.wait()
            try:
                join(opened=opened, name="S\u0430m")
            except DecidersError:
                pass
            except DatabaseError as error:
                failed.append(str(error))
            start.wait()
    finally:
        connection.close()


def owner(doors: list[tuple[Assessment, str]], start: threading.Barrier, failed: list[str]) -> None:
    try:
        for made, _ in doors:
            start.wait()
            try:
                save_decision(assessment=made, visitor=ADA, was={}, fields={"deciders": ["Sam"]})
            except DecidersError:
                pass
            except DatabaseError as error:
                failed.append(str(error))
            start.wait()
    finally:
        connection.close()


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    doors = []
    for _ in range(count):
        made = platform("One", title=uuid4().hex)
        link = make_link(scope_id=made.scope_id, role="respond", label="All", expires_at=None, made_by=None)
        doors.append((made, link[1]))
    start, failed = threading.Barrier(TAKERS + 1, timeout=PATIENCE), list[str]()
    threads = [threading.Thread(target=taker, args=(number, doors, start, failed)) for number in range(TAKERS)]
    threads.append(threading.Thread(target=owner, args=(doors, start, failed)))
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    named = set(Decider.objects.filter(name="Sam").values_list("assessment_id", flat=True))
    taken = set(Respondent.objects.filter(name="S\u0430m").values_list("assessment_id", flat=True))
    print(json.dumps({"failed": failed, "named": len(named), "taken": len(taken), "both": len(named & taken)}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
