"""What a misspelt word was probably meant to be.

In: a word and those that are known. Out: the remedy of a problem. Must not know: files, models.
"""

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from advisor.checklist.text import excerpt

LONGEST_WORD = 80
MOST_KNOWN = 100
MOST_SEARCHES = 50
"""Looking for the nearest word is slow, and a hostile file can hold thousands of words: beyond these, none is named."""


def suggestion(given: str, known: Iterable[str]) -> str:
    """The remedy for a misspelt word: the nearest known one, else the known ones where they are few.

    >>> suggestion("weigths", ["weights", "teams"])
    'did you mean `weights`?'
    >>> suggestion("xyz", ["raw", "framework"])
    'write `raw` or `framework`'
    """
    names = list(dict.fromkeys(known))
    by_fold = {name.casefold(): name for name in reversed(names)}
    searchable = len(given) <= LONGEST_WORD and len(names) <= MOST_KNOWN
    near = get_close_matches(given.strip().casefold(), by_fold, n=1, cutoff=0.6) if searchable else []
    return f"did you mean `{excerpt(by_fold[near[0]])}`?" if near else _listed(names)


def _listed(names: Sequence[str]) -> str:
    if not names:
        return "delete it"
    if len(names) > 12:
        return f"write one of the {len(names)} known ones, such as `{excerpt(names[0])}`"
    return f"write {one_of(names)}"


def one_of(names: Sequence[str]) -> str:
    """The words in the form of a sentence.

    >>> one_of(["a", "b", "c"])
    '`a`, `b` or `c`'
    """
    quoted = [f"`{excerpt(name)}`" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} or {quoted[-1]}"


class Known:
    """The words known in one place of a file, and the remedy for others.

    >>> known = Known(["raw", "framework"])
    >>> "raw" in known, known.remedy("framwork")
    (True, 'did you mean `framework`?')
    """

    def __init__(self, names: Iterable[str]) -> None:
        self.names = dict.fromkeys(names)
        self._searches_left = MOST_SEARCHES

    def __contains__(self, name: object) -> bool:
        return name in self.names

    def remedy(self, given: str) -> str:
        if self._searches_left == 0:
            return _listed(list(self.names))
        self._searches_left -= 1
        return suggestion(given, self.names)
