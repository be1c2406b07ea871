"""The lines that tell what is known of the world: facts, versions, choices between versions.

In: nothing. Out: frozen dataclasses. Must not know: HTML, files, Django, the clock.
"""

from dataclasses import dataclass
from typing import Literal

from advisor.checklist.facts import Fact


@dataclass(frozen=True, slots=True)
class FactLine:
    fact: Fact
    status: str
    stale: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version that services state, and what is known of it; the first sentence is the banner."""

    part: str
    version: str
    tone: Literal["ended", "ending", "stale", "known", "unknown"]
    sentence: str
    services: tuple[str, ...]
    facts: tuple[FactLine, ...]

    @property
    def name(self) -> str:
        return f"{self.part} {self.version}"

    @property
    def urgent(self) -> bool:
        """Worth a banner above everything else."""
        return self.tone in ("ended", "ending", "stale")


@dataclass(frozen=True, slots=True)
class ChoiceLine:
    """What is known of the choice between two major versions of which services state one."""

    part: str
    versions: tuple[str, ...]
    facts: tuple[FactLine, ...]
