"""The errors of this product, all below one base class, and what a problem in a file looks like.

In: what was found, where, and what to write instead. Out: exceptions that carry every problem of a file at once. Must
not know: HTTP, Django, who will read the message.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class AdvisorError(Exception):
    """Base of every error that this product raises on purpose; its text is fit for users."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: lines and columns count from 1, as editors do.

    >>> print(Problem("answers.yaml", 7, 5, "unknown key `weigths`", "did you mean `weights`?"))
    answers.yaml:7:5: unknown key `weigths`: did you mean `weights`?
    """

    file: str
    line: int
    column: int
    message: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}: {self.message}: {self.remedy}"


MOST_PROBLEMS = 200
"""More than this many are counted, not listed: nobody reads them, and a hostile file could make thousands."""


class FileError(AdvisorError):
    """A file that cannot be used, with every problem found in it, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = listed(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


class ChecklistError(FileError):
    """A checklist, or one of its files, is wrong."""


class AnswersError(FileError):
    """An answers file is wrong."""


def listed(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Problems without repeats, sorted by file and place, at most `MOST_PROBLEMS` and a last one that counts the rest.

    >>> first, second = Problem("a.yaml", 1, 1, "x", "y"), Problem("a.yaml", 2, 1, "x", "y")
    >>> listed([second, first, second]) == (first, second)
    True
    """
    in_order = sorted(set(problems))
    if len(in_order) <= MOST_PROBLEMS:
        return tuple(in_order)
    last = in_order[MOST_PROBLEMS]
    more = Problem(
        last.file,
        last.line,
        last.column,
        f"{len(in_order) - MOST_PROBLEMS} more problems from here on",
        "fix those above first, then check again",
    )
    return (*in_order[:MOST_PROBLEMS], more)
