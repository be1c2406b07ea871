"""Caches that are bounded by the bytes they hold, not by how many values: a checklist or a team's weights set how large
one value is, so that a count of them bounds nothing.

In: a pure function and a limit. Out: the same function, remembering. Must not know: what it remembers.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar

MEGABYTE = 2**20
P = ParamSpec("P")
R = TypeVar("R")


_CLEAR: list[Callable[[], None]] = []


def forget() -> None:
    """Empties every cache made here, so that a measurement does not find its own traces."""
    for clear in _CLEAR:
        clear()


def cached_by_bytes(limit: int, size: Callable[[Any], int]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Remembers results until together they are larger than `limit`; the longest unused go first. Arguments can be
    hashed. A single result larger than the limit is not remembered.

    >>> @cached_by_bytes(5, len)
    ... def text(times):
    ...     print("made")
    ...     return "x" * times
    >>> text(3), text(3)
    made
    ('xxx', 'xxx')
    >>> text(4), text(3)
    made
    made
    ('xxxx', 'xxx')
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        results: OrderedDict[Hashable, R] = OrderedDict()
        held = 0
        lock = Lock()

        def clear() -> None:
            nonlocal held
            with lock:
                results.clear()
                held = 0

        _CLEAR.append(clear)

        @wraps(function)
        def remembered(*args: P.args, **kwargs: P.kwargs) -> R:
            nonlocal held
            key = (args, *kwargs.items())
            with lock:
                if key in results:
                    results.move_to_end(key)
                    return results[key]
            result = function(*args, **kwargs)
            taken = size(result)
            with lock:
                if taken <= limit and key not in results:  # another thread may have been faster
                    results[key] = result
                    held += taken
                    while held > limit:
                        held -= size(results.popitem(last=False)[1])
            return result

        return remembered

    return decorate
