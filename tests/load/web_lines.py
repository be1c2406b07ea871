"""What a save and a page cost in empty views, how many reads a page takes, and how saves fare when many come at once.

In: a database that is migrated. Out: lines. Ratios are of CPU time, but where processes wait for each other or for the
disk: those are of wall time, and say so.
"""

import statistics
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections

from advisor.assessments.models import AnswerEvent
from tests.browser.app import running_app
from tests.load.driving import drive
from tests.load.measuring import Line, Work, in_turns, interleaved, ratio_of
from tests.load.requests import Platform, writers
from tests.load.saver import Saver
from tests.load.unit import our_empty_view
from tests.postgres import running

WRITERS = 16
ROWS, MOST = 60, 200
PAGES = {
    "hub": "",
    "platform result": "result/",
    "a service's result": "services/service-0/result/",
    "statements": "services/service-0/all/",
    "check your answers": "services/service-0/check/",
    "scorecard": "teams/team-0/",
    "share": "share/",
}


def cost_lines(unit: Work, rounds: int) -> list[Line]:
    """One save, and the platform's result with 60 rows, beside the empty view.

    Goals in these units are 1.33 times those in empty views of our own, as these were when the unit was that."""
    platform = Platform(ROWS)
    page = platform.page("page", "result/", times=20)
    ours = our_empty_view()
    found = interleaved(unit, [ours, platform.save("save", times=40), page], rounds)
    saves = ratio_of(in_turns(unit, platform.save("save"), rounds))
    note = f"{ratio_of(found['save']).median:.3g} of an empty view that nobody interrupts"
    return [
        Line("our empty view ÷ that of a new Django project", 1, ratio_of(found[ours.name])),
        Line("one save, access check included ÷ empty view, in turns", 6.6, saves, note=note),
        Line(f"platform result with {ROWS} services, known ÷ empty view", 24, ratio_of(found["page"])),
    ]


def reads_line() -> Line:
    """For each page the reads with 200 services beside those with one; the worst of them."""
    few, many = reads(Platform(1)), reads(Platform(MOST))
    ratios = {name: many[name] / few[name] for name in PAGES}
    worst = max(ratios, key=lambda name: ratios[name])
    note = f"{len(PAGES)} pages, most reads: {max(many.values())}"
    if ratios[worst] > 1:
        note = f"{worst}: {few[worst]} and {many[worst]}"
    return Line(f"reads of a page with {MOST} services ÷ with one", 1, ratio_of([ratios[worst]]), note=note)


def reads(platform: Platform) -> dict[str, int]:
    """How many statements each page sends to the database when it is opened again."""
    found = {}
    for name, more in PAGES.items():
        page = platform.page(name, more)
        sent: list[str] = []

        def count(execute: Any, sql: str, *rest: Any, sent: list[str] = sent) -> Any:
            sent.append(sql)
            return execute(sql, *rest)

        with connection.execute_wrapper(count):
            page.run()
        found[name] = len(sent)
    return found


def crowd_lines(rounds: int, saves: int) -> list[Line]:
    """Sixteen writers at once on the app as it is served: how evenly they are answered, and whether all is kept."""
    platform = Platform(1)
    events = AnswerEvent.objects.filter(service__assessment=platform.made)
    before, ratios = events.count(), []
    connections.close_all()
    with running_app(Path(settings.DATA_DIR)) as address:
        for turn in range(rounds + 1):
            seconds, _ = drive(address, writers(platform, WRITERS, turn, saves))
            hundredths = statistics.quantiles(seconds, n=100)
            if turn:  # the first round pays what is paid once
                ratios.append(hundredths[98] / hundredths[49])
    acknowledged = (rounds + 1) * saves * WRITERS
    lost = acknowledged - (events.count() - before)
    return [
        Line(f"p99 ÷ p50 of a save, {WRITERS} writers at once (wall time)", 2.5, ratio_of(ratios)),
        Line(f"acknowledged saves lost or doubled, of {acknowledged}", 0, ratio_of([abs(lost)])),
    ]


def database_line(rounds: int) -> Line:
    """The same saves in two processes, on PostgreSQL and on SQLite, both of which wait for the disk."""
    with ExitStack() as stack:
        address = stack.enter_context(running(durable=True))
        sqlite = stack.enter_context(Saver(""))
        postgresql = stack.enter_context(Saver(address))
        ratios = []
        for _ in range(rounds):
            before = sqlite.seconds(60)
            taken = postgresql.seconds(60)
            ratios.append(taken / ((before + sqlite.seconds(60)) / 2))
    return Line("a save on PostgreSQL ÷ on SQLite (wall time)", 2, ratio_of(ratios))
