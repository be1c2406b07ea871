"""A crowd that follows one link at once, as a program of its own, on the database of DATABASE_URL.

Half of the threads are one person's tabs, the others a person each; all call themselves Ben. In: how many assessments
to join, one after the other. Out: one line of JSON: what failed, and what came of each assessment.
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
from advisor.assessments.models import Assessment, Respondent
from advisor.sharing.links import make_link, open_link
from advisor.sharing.models import Grant
from tests.pages.making import platform
from tests.patience import PATIENCE
from tests.people import key_of

THREADS = 8


def comer(number: int, doors: list[tuple[Assessment, str]], start: threading.Barrier, failed: list[str]) -> None:
    tab = number % 2 == 0
    try:
        for made, token in doors:
            key = key_of(f"tab{made.id}x" if tab else f"n{number}a{made.id}x")
            start.wait()
            try:
                assert open_link(token=token, visitor=key) == made.scope_id
                join(opened=open_assessment(key, made.public_id, "respond"), name="Ben")
            except DatabaseError as error:
                failed.append(str(error))
    finally:
        connection.close()


def main(count: int) -> None:
    call_command("migrate", verbosity=0)
    doors = []
    for _ in range(count):
        made = platform("One", title=uuid4().hex)
        link = make_link(scope_id=made.scope_id, role="respond", label="All", expires_at=None, made_by=None)
        doors.append((made, link[1]))
    start, failed = threading.Barrier(THREADS, timeout=PATIENCE), list[str]()
    threads = [threading.Thread(target=comer, args=(number, doors, start, failed)) for number in range(THREADS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    came = [
        {
            "names": sorted(Respondent.objects.filter(assessment=made).values_list("name", flat=True)),
            "grants": Grant.objects.filter(scope_id=made.scope_id, link__isnull=False).count(),
        }
        for made, _ in doors
    ]
    print(json.dumps({"failed": failed, "came": came}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
