"""The threads of a web process that draw what is queued: at most two, started when first needed.

In: a wake-up. Out: rows that move from queued to done or failed. Each thread has a render process and a database
connection of its own, so that no request ever waits for a document. Must not know: HTTP.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection
from django.urls import set_script_prefix

from advisor.publish.claims import claim_next, draw_claim
from advisor.publish.renderer import Renderer

THREADS = 2
IDLE_SECONDS = 120.0
"""After so long without work a thread ends, and its render process with it."""

ROOM = threading.BoundedSemaphore(2)
"""So much is prepared aside at a time: it takes the processor from requests."""
BEAT_SECONDS = 20.0
mine = threading.local()
"""Whether this thread has taken its place in the room."""

log = logging.getLogger(__name__)


def find_prefix() -> None:
    """Addresses made in this thread begin as those made for a request do."""
    set_script_prefix(settings.FORCE_SCRIPT_NAME or "/")


class Crew:
    """The drawing threads of this process."""

    def __init__(self) -> None:
        self.work = threading.Condition()
        self.calls = 0
        self.idle = 0
        self.threads: set[threading.Thread] = set()

    def wake(self) -> None:
        """There may be something to draw: a thread that waits takes it, or a new one if there is room."""
        with self.work:
            self.calls += 1
            if self.calls > self.idle and len(self.threads) < THREADS:
                thread = threading.Thread(target=self.run, name="drawing", daemon=True)
                self.threads.add(thread)
                thread.start()
            self.work.notify()

    def run(self) -> None:
        find_prefix()
        renderer = Renderer()
        try:
            while self.called():
                self.draw_all(renderer)
        finally:
            renderer.close()
            connection.close()
            with self.work:
                self.threads.discard(threading.current_thread())

    def called(self) -> bool:
        """Waits for a call; False after too long without one."""
        with self.work:
            self.idle += 1
            try:
                if not self.work.wait_for(lambda: self.calls > 0, IDLE_SECONDS):
                    self.threads.discard(threading.current_thread())
                    return False
                self.calls -= 1
                return True
            finally:
                self.idle -= 1

    def draw_all(self, renderer: Renderer) -> None:
        """Draws until nothing is queued. A database that fails costs this round, not the thread."""
        try:
            close_old_connections()
            while (claim := claim_next()) is not None:
                draw_claim(claim, renderer)
        except DatabaseError:
            log.exception("Drawing has to wait: the database did not answer")
            connection.close()


def aside(work: Callable[[], None], beat: Callable[[], None]) -> None:
    """Does something on a thread of its own, with a database connection of its own; `beat` is called meanwhile, on
    another one, so that what takes long is not taken for lost."""
    done = threading.Event()

    def run() -> None:
        try:
            find_prefix()
            with ROOM:
                mine.room = True
                work()
        except DatabaseError:
            log.exception("A document could not be prepared: the database did not answer")
        finally:
            done.set()
            connection.close()

    def beats() -> None:
        while not done.wait(BEAT_SECONDS):
            try:
                beat()
            except DatabaseError:
                log.exception("The start of a document's preparation could not be noted: the database did not answer")
            finally:
                connection.close()

    for name, target in (("preparing", run), ("beating", beats)):
        threading.Thread(target=target, name=name, daemon=True).start()


@contextmanager
def apart() -> Iterator[None]:
    """For what only waits: it takes no processor, so others' work is done meanwhile."""
    held = getattr(mine, "room", False)
    if held:
        ROOM.release()
    try:
        yield
    finally:
        if held:
            ROOM.acquire()


crew = Crew()


def wake() -> None:
    """There may be something to draw."""
    crew.wake()
