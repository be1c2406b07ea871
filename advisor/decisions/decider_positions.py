"""What a record holds of what people said of the decision before it was signed off."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from advisor.decisions.models import REPORTED


@dataclass(frozen=True, slots=True)
class DeciderPosition:
    """What somebody said of the decision before it was signed off."""

    who: str
    what: Literal["accepted", "dissent", "rejected"]
    words: str
    on: date
    by: str = ""
    """Who entered it; empty: they themselves."""
    reported: bool = False
    """It was entered for somebody outside, who did not say it here."""

    said_on: date | None = None
    place: str = ""
    """When and where they said it then."""

    @property
    def value(self) -> dict[str, Any]:
        """As the record's JSON holds it."""
        value = {"who": self.who, "what": self.kind, "words": self.words, "on": self.on.isoformat()}
        source = {"said_on": self.said_on.isoformat(), "place": self.place} if self.said_on else {}
        return {**value, "by": self.by or self.who, **source}

    @property
    def kind(self) -> str:
        """What was said, or what was reported."""
        return REPORTED[self.what] if self.reported else self.what
