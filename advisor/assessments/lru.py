"""What was worked out, kept by all that it was made from.

In: keys that hold everything a value depends on. Out: the value, where it is known. Must not know: what it is.
Nothing is kept by time, and what one person may see reaches no other: whoever asks with another key finds nothing.
"""

from collections import OrderedDict
from collections.abc import Hashable
from threading import Lock
from typing import Generic, TypeVar

Made = TypeVar("Made")


class LruCache(Generic[Made]):
    """The least recently asked for goes first."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.kept: OrderedDict[Hashable, Made] = OrderedDict()
        self.lock = Lock()

    def get(self, key: Hashable) -> Made | None:
        with self.lock:
            found = self.kept.get(key)
            if found is not None:
                self.kept.move_to_end(key)
            return found

    def put(self, key: Hashable, made: Made) -> None:
        with self.lock:
            self.kept[key] = made
            while len(self.kept) > self.most:
                self.kept.popitem(last=False)


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
