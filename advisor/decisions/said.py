"""What a record holds of what people said of the decision before it was signed off."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from advisor.decisions.models import REPORTED


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody said of the decision before it was signed off."""

    who: str
    what: Literal["accepted", "dissent", "rejected"]
    words: str
    on: date
    by: str = ""
    """Who entered it; empty: they themselves."""
    reported: bool = False
    """It was entered for somebody outside, who did not say it here."""

    @property
    def kind(self) -> str:
        """What was said, or what was reported."""
        return REPORTED[self.what] if self.reported else self.what
