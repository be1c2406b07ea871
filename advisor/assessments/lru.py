"""What was worked out, kept by all that it was made from.

In: keys that hold everything a value depends on. Out: the value, where it is known. Must not know: what it is.
Nothing is kept by time, and what one person may see reaches no other: whoever asks with another key finds nothing.
What is kept is bounded by bytes: what people write sets how large one value is, so that a count of them bounds nothing.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class LruCache(Generic[Made]):
    """The least recently asked for goes first."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.bytes = 0
        self.kept: OrderedDict[Hashable, tuple[Made, int]] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable) -> Made | None:
        with self.lock:
            entry = self.kept.get(key)
            if entry is None:
                return None
            self.kept.move_to_end(key)
            return entry[0]

    def put(self, key: Hashable, made: Made, size: int) -> None:
        """Keeps it, whose size is about so many bytes. The newest is kept however large it is: it was asked for."""
        with self.lock:
            self._drop(key)
            self.kept[key] = made, size
            self.bytes += size
            while self.bytes > self.most_bytes and len(self.kept) > 1:
                self._drop(next(iter(self.kept)))

    def drop(self, key: Hashable) -> None:
        """Forgets one value, if it is known."""
        with self.lock:
            self._drop(key)

    def clear(self) -> None:
        with self.lock:
            self.kept.clear()
            self.bytes = 0

    def _drop(self, key: Hashable) -> None:
        entry = self.kept.pop(key, None)
        if entry is not None:
            self.bytes -= entry[1]


class ContentKey(Generic[Made]):
    """A big value as part of a key: equal only to itself, which is told without looking into it.

    For values that are kept themselves and that nobody changes; the key keeps it alive, so that no other takes its
    place in memory."""

    __slots__ = ("value",)

    def __init__(self, value: Made) -> None:
        self.value = value

    def __hash__(self) -> int:
        return id(self.value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ContentKey) and self.value is other.value
