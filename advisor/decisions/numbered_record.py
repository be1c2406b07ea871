"""A record as it would be frozen, drawn to see whether it can be.

In: a numbered `DecisionRecord`. Out: what its PDF is known by; in plain words what to do where it cannot be drawn. Must
not know: locks, how a record is frozen.
"""

import hashlib
from dataclasses import dataclass

from advisor.checklist.text import excerpt
from advisor.publish.protocol import Job
from advisor.publish.renderer import RenderFailed, reason_of
from advisor.publish.shortening import typed
from advisor.record.model.record import DecisionRecord
from advisor.record.numbers import plural

LONG = 500
"""Characters from which on a text is worth naming."""
MOST_NAMED = 3


@dataclass(frozen=True)
class NumberedRecord:
    """A record with its number and address, and the document that is drawn and then frozen with it."""

    record: DecisionRecord
    public_id: str
    number: int
    document: Job

    @property
    def key(self) -> str:
        return key_of(self.public_id, self.record.digest, "pdf")


def key_of(public_id: str, digest: str, variant: str) -> str:
    """What a drawing of a record is known by."""
    return hashlib.sha256(f"record|{public_id}|{digest}|{variant}".encode()).hexdigest()


def undrawable(record: DecisionRecord, error: RenderFailed) -> str:
    """Why a record was not frozen, which texts are the longest in it, and what to do."""
    long = sorted((one for one in typed(record) if len(one.text) >= LONG), key=lambda one: -len(one.text))
    named = "; ".join(f"{excerpt(one.place, 80)}: {len(one.text):,} characters" for one in long[:MOST_NAMED])
    way = (
        f"The longest texts are {named}. Shorten them, then sign it off again."
        if named
        else (
            f"Sign it off again; if that fails, too, {plural(len(record.services), 'service')} may be more than one "
            "document can hold."
        )
    )
    return f"Nothing was signed off, because the PDF could not be drawn: {reason_of(str(error))}. {way}"
