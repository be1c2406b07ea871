"""What takes longer than a request may: it is worked out aside, and found by whoever asks again.

In: a key of everything the work is made from, and its steps, a generator. Out: what it gives, or how far it is. Must
not know: what is worked out, requests, rows. Steps read no database: they run on a thread that has none.

One thread does all of it, a step of one work after a step of another, so that a large file does not keep a small one
waiting. A request waits for what it asks first for `WAIT_MS`, whatever that is; then it says how far it is. An ordinary
page is there in a few milliseconds.
"""

from collections import OrderedDict
from collections.abc import Callable, Generator, Hashable
from dataclasses import dataclass
from threading import Event, Lock, Thread
from time import perf_counter
from typing import Any, Generic, TypeVar

from django.conf import settings

from advisor.assessments.lru import LruCache
from advisor.checklist.errors import AdvisorError
from advisor.engine.cache import MEGABYTE

MOST_WORKS = 64
"""So many are under way at a time. Past it the one that nobody has asked for longest is given up; asked again, it
begins anew with all that is known by then."""

ASK_EVERY = 1.0
"""Seconds after which whoever waits to the end asks again, so that the work is not given up."""

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Progress:
    """So many parts of so many, and what is known so far, where that is of use by itself."""

    done: int
    total: int
    partial: Any = None


Steps = Generator[Progress, None, tuple[Made, int]]
"""Gives what was made, and about how many bytes it takes."""


class UnfinishedError(AdvisorError):
    """It is still being worked out: ask again."""

    def __init__(self, progress: Progress) -> None:
        self.done, self.total, self.partial = progress.done, progress.total, progress.partial
        super().__init__(f"{self.done} of {self.total} services done.")


@dataclass(frozen=True, slots=True)
class WorkOutcome(Generic[Made]):
    """What came of a work: a value, or the error that ended it."""

    value: Made | None
    error: Exception | None = None


class Task:
    """One work under way."""

    def __init__(self, steps: Steps[Any]) -> None:
        self.steps = steps
        self.progress = Progress(0, 1)
        self.outcome: WorkOutcome[Any] | None = None
        self.size = 0
        self.ended = Event()
        self.asked = 0

    def step(self) -> None:
        """Does the next step. Whatever goes wrong is for whoever asks."""
        try:
            self.progress = next(self.steps)
        except StopIteration as end:
            made, self.size = end.value
            self.outcome = WorkOutcome(made)
        except Exception as error:  # noqa: BLE001  raised again where it is asked for
            self.outcome = WorkOutcome(None, error)


class Turns:
    """Works that take turns on one thread, which is there while there are any."""

    def __init__(self, most_bytes: int) -> None:
        self.outcomes: LruCache[WorkOutcome[Any]] = LruCache(most_bytes)
        self.works: OrderedDict[Hashable, Task] = OrderedDict()
        self.lock = Lock()
        self.busy = False
        self.questions = 0

    def result(self, key: Hashable, begin: Callable[[], Steps[Made]], until: float | None = None) -> Made:
        """What this work gives, where it is known by then. UnfinishedError: ask again. Whoever asks for what is under
        way already does not wait, since it has had its time, but where there is no end to waiting."""
        outcome = self.outcomes.get(key)
        if outcome is None:
            work, fresh = self._work(key, begin)
            if until == float("inf"):
                while not work.ended.wait(ASK_EVERY):
                    work, _ = self._work(key, begin)
            elif fresh:
                work.ended.wait(max((deadline() if until is None else until) - perf_counter(), 0))
            outcome = work.outcome
            if outcome is None:
                raise UnfinishedError(work.progress)
        if outcome.error is not None:
            self.outcomes.drop(key)
            raise outcome.error
        return outcome.value  # type: ignore[return-value]  # there is a value where there is no error

    def _work(self, key: Hashable, begin: Callable[[], Steps[Any]]) -> tuple[Task, bool]:
        """The work of this key, and whether it begins now. What begins is next: it may be small."""
        with self.lock:
            self.questions += 1
            work, fresh = self.works.get(key), False
            if work is None:
                work, fresh = Task(begin()), True
                self.works[key] = work
                self.works.move_to_end(key, last=False)
            work.asked = self.questions
            if len(self.works) > MOST_WORKS:
                self.works.pop(min(self.works, key=lambda one: self.works[one].asked))
            if not self.busy:
                self.busy = True
                self.start()
            return work, fresh

    def start(self) -> None:
        """Begins to work on a thread."""
        Thread(target=self.run, name="working", daemon=True).start()

    def run(self) -> None:
        while self.turn():
            pass

    def turn(self) -> bool:
        """Does one step of the work whose turn it is; False where there is none left."""
        with self.lock:
            if not self.works:
                self.busy = False
                return False
            key, work = next(iter(self.works.items()))
            self.works.move_to_end(key)
        work.step()
        if work.outcome is not None:
            self.outcomes.put(key, work.outcome, work.size)
            with self.lock:
                if self.works.get(key) is work:
                    del self.works[key]
            work.ended.set()
        return True


turns = Turns(48 * MEGABYTE)


def deadline() -> float:
    """Until when a request that begins to wait now waits."""
    return perf_counter() + settings.WAIT_MS / 1000


def one_step(make: Callable[[], Made], size: int) -> Steps[Made]:
    """A work that cannot be divided."""
    yield Progress(0, 1)
    return make(), size
