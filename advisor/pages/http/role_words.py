"""What each role may do, in the words of the pages.

In: a role. Out: words. Must not know: who has it; access is decided in `sharing`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from advisor.sharing.roles import Role


@dataclass(frozen=True, slots=True)
class RoleWords:
    verb: str
    """As in "may read"."""
    does: str
    """What somebody with it can do and see, as a sentence without its subject."""
    link: str
    """What a link that gives it is called if nobody named it."""


ROLE_WORDS: Mapping[Role, RoleWords] = {
    "view": RoleWords(
        "read",
        "Reads the assessment, its results and its files. Changes nothing and is not asked for a name.",
        "View link",
    ),
    "respond": RoleWords(
        "answer",
        "Answers for services under a name of their choice, and sees nobody's answers before they are revealed.",
        "Link to answer",
    ),
    "edit": RoleWords(
        "edit", "Answers, changes services and teams, says who is asked, and reveals and settles.", "Link to edit"
    ),
    "own": RoleWords(
        "own",
        "Does everything, including sharing and removing. Meant for another person; your own private link is below.",
        "Link to own",
    ),
}
