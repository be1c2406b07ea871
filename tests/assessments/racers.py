"""Races for one answer over HTTP: each save by a racer of its own, all let go by one barrier.

In: racers, each on one of two sides (a server, or a process beside it), and how many races. Out: what came of each
race, and whether the winner's save ran at the same time as one of the other side. Must not know: which database it is.
"""

import http.client
import itertools
import json
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.browser.app import ROOT
from tests.patience import PATIENCE

STATEMENT = "latency-first"
LATEST = 0.0005
"""Seconds by which a racer may start late, drawn anew for each: so that each side wins some."""


@dataclass(frozen=True)
class Save:
    """One save of the statement, by one racer."""

    base: int
    level: str
    note: str
    request: str


@dataclass(frozen=True)
class Reply:
    side: int
    status: int
    began: float
    ended: float
    said: str
    """What the answer says, with both notes where it was stale."""


class Racer(Protocol):
    side: int

    def save(self, save: Save) -> Reply: ...


class Tab:
    """One tab of a browser, on a connection of its own that is kept."""

    def __init__(self, side: int, address: str, key: str) -> None:
        self.side = side
        self.connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE)
        self.connection.request("GET", "/quick/", headers={"Cookie": f"advisor={key}"})
        page = self.connection.getresponse()
        text = page.read().decode()
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', text)
        cookie = re.search(r"csrftoken=(\w+)", " ".join(page.headers.get_all("Set-Cookie", [])))
        assert found is not None
        assert cookie is not None
        self.token = found[1]
        self.headers = {
            "Cookie": f"advisor={key}; csrftoken={cookie[1]}",
            "HX-Request": "true",
            "Content-Type": "application/x-www-form-urlencoded",
        }

    def save(self, save: Save) -> Reply:
        fields = {"answer": save.level, "base": save.base, "note": save.note, "request": save.request}
        body = {f"{name}-{STATEMENT}": value for name, value in fields.items()} | {"csrfmiddlewaretoken": self.token}
        self.connection.close()  # a server ends one that asks nothing for seconds, and a busy machine takes them
        self.connection.connect()
        began = time.monotonic()
        self.connection.request("POST", f"/quick/answers/{STATEMENT}/", urlencode(body), self.headers)
        answer = self.connection.getresponse()
        said = answer.read().decode()
        return Reply(self.side, answer.status, began, time.monotonic(), said)


class Second:
    """A process that saves through the service itself."""

    def __init__(self, side: int, environment: Mapping[str, str], name: str) -> None:
        self.side = side
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.assessments.second"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdin is not None
        print(name, file=self.process.stdin, flush=True)

    def save(self, save: Save) -> Reply:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        print(json.dumps({"statement": STATEMENT, **vars(save)}), file=self.process.stdin, flush=True)
        return Reply(side=self.side, **json.loads(self.process.stdout.readline()))

    def end(self) -> int:
        self.process.communicate()
        return self.process.wait()


def at_once(racers: Sequence[Racer], saves: Sequence[Save], late: Sequence[float]) -> list[Reply]:
    """Every racer's save, let go at the same moment; the replies in the racers' order."""
    start, found = threading.Barrier(len(racers), timeout=PATIENCE), dict[int, Reply]()

    def run(number: int) -> None:
        start.wait()
        time.sleep(late[number])
        found[number] = racers[number].save(saves[number])

    threads = [threading.Thread(target=run, args=(number,)) for number in range(len(racers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [found[number] for number in range(len(racers))]


@dataclass
class Outcome:
    """What came of all races."""

    races: int = 0
    overlapped: int = 0
    by_side: tuple[int, ...] = (0, 0)
    """How many each side won."""
    faults: tuple[str, ...] = ()


def race(racers: Sequence[Racer], races: int, *, after: int = 0, overlapping: int = 0) -> Outcome:
    """Runs the races one after the other, each for the next number of the same answer, the first for `after` + 1: so
    many, and more until so many have overlapped, which on a busy machine takes some luck."""
    chance, wins, faults, overlapped = random.Random(1), [0, 0], list[str](), 0
    end = time.monotonic() + PATIENCE
    for base in itertools.count(after):
        if base >= after + races and (overlapped >= overlapping or faults or time.monotonic() > end):
            return Outcome(base - after, overlapped, tuple(wins), tuple(faults))
        saves = [
            Save(base, str(number % 5), f"said by {number} in race {base}.", uuid4().hex)
            for number in range(len(racers))
        ]
        replies = at_once(racers, saves, [chance.uniform(0, LATEST) for _ in racers])
        won = [number for number, reply in enumerate(replies) if reply.status == 200]
        if len(won) != 1 or any(reply.status not in (200, 412) for reply in replies):
            faults.append(f"race {base}: answered {[reply.status for reply in replies]}")
            continue
        winner = replies[won[0]]
        wins[winner.side] += 1
        for save, reply in zip(saves, replies, strict=True):
            if reply is not winner and not (save.note in reply.said and saves[won[0]].note in reply.said):
                faults.append(f"race {base}: a loser is not told both values")
        others = [reply for reply in replies if reply.side != winner.side]
        overlapped += any(one.began < winner.ended and winner.began < one.ended for one in others)
    raise AssertionError("the races never end")


def same_request(racers: Sequence[Racer], base: int) -> list[int]:
    """One and the same request, sent by all at once; the statuses."""
    save = Save(base, "4", "sent by all of them.", uuid4().hex)
    return [reply.status for reply in at_once(racers, [save] * len(racers), [0.0] * len(racers))]
