"""People who save without a pause while something happens to the server, and what of it is stored afterwards.

In: a server's address and how to read what is stored. Out: how many saves were acknowledged, and those that were lost.
Must not know: what happens to the server.
"""

import http.client
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import uuid4

from tests.assessments.racers import Save, Tab
from tests.patience import PATIENCE
from tests.people import key_of

Stored = Callable[[], list[list[int]]]
"""The numbers of the stored answers, for each browser that has any, in the order they were stored."""


class Writer(threading.Thread):
    """Saves one answer again and again, each time after the last reply, until it is told to stop or is not answered."""

    def __init__(self, tab: Tab, base: int) -> None:
        super().__init__(daemon=True)
        self.tab, self.base, self.stopped = tab, base, threading.Event()
        self.statuses: list[int] = []

    def run(self) -> None:
        with suppress(OSError, http.client.HTTPException):
            while not self.stopped.is_set():
                save = Save(self.base, str(self.base % 5), f"number {self.base + 1}", uuid4().hex)
                reply = self.tab.save(save)
                self.statuses.append(reply.status)
                if reply.status != 200:
                    return
                self.base += 1


@dataclass
class People:
    """Some people with a browser each, who go on where they were whenever the server is there again."""

    stored: Stored
    names: tuple[str, ...] = ("one", "two", "three", "four")
    saved: dict[str, int] = field(default_factory=dict)
    acknowledged: int = 0
    refused: set[int] = field(default_factory=set)
    """Statuses other than 200."""

    def while_they_save(self, address: str, happens: Callable[[], None], seconds: float) -> None:
        """All save; after a while it happens, and whoever is still answered is told to stop."""
        writers = {name: Writer(Tab(0, address, key_of(name).secret), self.saved.get(name, 0)) for name in self.names}
        for writer in writers.values():
            writer.start()
        time.sleep(seconds)
        happens()
        for writer in writers.values():
            writer.stopped.set()
        for name, writer in writers.items():
            writer.join(PATIENCE)
            writer.tab.connection.close()
            self.acknowledged += writer.base - self.saved.get(name, 0)
            self.saved[name] = writer.base
            self.refused |= set(writer.statuses) - {200}

    def lost(self) -> list[str]:
        """What is wrong with what is stored; those whose reply was cut off count from now on if they were stored."""
        found, rows = [], dict(zip(self.names, self.stored(), strict=True))
        for name, numbers in rows.items():
            if numbers != list(range(1, len(numbers) + 1)):
                found.append(f"{name}: {len(numbers)} stored, not one after the other")
            if not self.saved[name] <= len(numbers) <= self.saved[name] + 1:
                found.append(f"{name}: {self.saved[name]} acknowledged, {len(numbers)} stored")
            self.saved[name] = len(numbers)
        return found
