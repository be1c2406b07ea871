"""Checks of a result with the form that answers each, "we know, because …".

In: lines of a record, the results they stand in. Out: rows that a template shows. Must not know: requests, who may
answer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from advisor.assessments.answered_checks import key_of, mark_of
from advisor.decisions.record_source import RecordSource
from advisor.record.model.entries import CheckLine


@dataclass(frozen=True, slots=True)
class RefusedCheckAnswer:
    """An answer that could not be kept, as it was typed: what is wrong, and what somebody else said who was faster."""

    key: str
    message: str
    text: str
    theirs: str | None = None
    """Empty where theirs was taken back; None where nobody was faster."""
    was: str = ""
    """The mark that the form began with."""


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check, and where it is answered."""

    line: CheckLine
    page: str
    """Where all answers to it are; empty where there is none."""
    save: str
    """Takes the form; empty for whoever may not answer."""
    of: tuple[str, ...] = ()
    """The services an answer is given for: those of the answer that stands, else those it was found on."""
    failed: RefusedCheckAnswer | None = None
    assessment: str = ""
    """The id of the assessment, in the name of the form's draft."""
    waiting: tuple[str, ...] = ()
    """The services about which, or about whose team, people still answer alone."""

    @property
    def key(self) -> str:
        return key_of(self.line.check, self.of)

    @property
    def was(self) -> str:
        """The mark of what is said now; of a form that was wrong, what it had."""
        if self.failed and self.failed.theirs is None:
            return self.failed.was
        return mark_of(self.line.because)

    @property
    def text(self) -> str:
        return self.failed.text if self.failed else self.line.because


def check_rows(
    site: RecordSource, lines: Iterable[CheckLine], failed: RefusedCheckAnswer | None = None
) -> list[CheckRow]:
    """The lines in their order, each with its form."""
    slugs = {one.name: one.slug for one in site.services}
    return [_row(site, line, slugs_of(slugs, line.answered_for or line.services), failed) for line in lines]


def slugs_of(slugs: dict[str, str], names: Sequence[str]) -> tuple[str, ...]:
    return tuple(slugs[name] for name in names if name in slugs)


def _row(site: RecordSource, line: CheckLine, of: tuple[str, ...], failed: RefusedCheckAnswer | None) -> CheckRow:
    page, save = site.check(line.check)
    mine = failed if failed is not None and failed.key == key_of(line.check, of) else None
    return CheckRow(line, page, save, of, mine, site.public_id)
