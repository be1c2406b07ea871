"""The fields by which people of the assessment are chosen as deciders.

HTTP text in, names with whose they are out. Must not know: requests, rows of the database.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from advisor.assessments.deciders import Choosable
from advisor.checklist.text import tidied

PERSON = "decides-"


@dataclass(frozen=True, slots=True)
class DeciderChoice:
    """Somebody who can be named as a decider."""

    person: Choosable
    chosen: bool

    @property
    def field(self) -> str:
        return f"{PERSON}{self.person.id}"


def person_lines(people: Sequence[Choosable], persons: Mapping[str, int]) -> list[DeciderChoice]:
    """Those who can be chosen, and whoever was chosen though they can no longer come in."""
    there = {one.id for one in people}
    gone = [Choosable(id_, name, "") for name, id_ in persons.items() if id_ not in there]
    return [DeciderChoice(one, one.id in persons.values()) for one in [*people, *gone]]


def chosen_persons(post: Mapping[str, str]) -> dict[str, int]:
    """Who was chosen, by the name under which they were shown: it may be another one by now."""
    ids = {key.removeprefix(PERSON): tidied(name) for key, name in post.items() if key.startswith(PERSON)}
    return {name: int(id_) for id_, name in ids.items() if name and id_.isascii() and id_.isdecimal() and len(id_) < 19}
