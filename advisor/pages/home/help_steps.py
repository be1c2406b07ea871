"""The steps from a first link to a signed record, as the help page tells them: words and a picture each.

In: nothing. Out: the steps. Must not know: requests. The pictures are made by
`tests/browser/pictures_help.py`, from the app as it is served.
"""

from dataclasses import dataclass

WIDTH = 640
"""Of every picture, in pixels."""


@dataclass(frozen=True, slots=True)
class HelpStep:
    name: str
    title: str
    text: str
    alternative_text: str
    """What its picture shows, for those who cannot see it."""
    height: int

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def light(self) -> str:
        return f"pictures/{self.name}.webp"

    @property
    def dark(self) -> str:
        return f"pictures/{self.name}-dark.webp"


STEPS = (
    HelpStep(
        "invite",
        "Invite",
        "Under Share, say who the link is for and what they may do: read, answer, edit or own. Create one link per "
        "person; it is shown once. They need no account, only a name.",
        "A new link: who it is for, and what it allows.",
        420,
    ),
    HelpStep(
        "answer",
        "Answer",
        "Everyone answers alone. Say how true each statement is; “Not sure” is an answer too. Until the reveal nobody "
        "sees what others said. When you have answered everything, say that you're done.",
        "A statement with its five levels, and what true and not true mean.",
        298,
    ),
    HelpStep(
        "reveal",
        "Reveal",
        "When everyone is done, the answers are revealed together. With two people done, whoever edits can choose "
        "Reveal now under Compare; people who aren't done have no answers in that round.",
        "Services with their rounds, revealed or still open.",
        342,
    ),
    HelpStep(
        "compare",
        "Compare",
        "Compare shows who said what, with the differences that change the verdict first. Talk about those. Post a "
        "comment, change your answer in a second round, or settle it.",
        "A statement on which three people differ, with each answer.",
        420,
    ),
    HelpStep(
        "settle",
        "Settle",
        "If you still differ, whoever edits chooses the level that counts and says why. The record shows that level, "
        "the reason and everyone's own answers.",
        "The form that settles a level, with its reason.",
        354,
    ),
    HelpStep(
        "decide",
        "Decide",
        "Under Decide, choose what each service is built on, and say why where you differ from the verdict. Name the "
        "deciders and a review date, then propose it. Each decider accepts, or says why not; a change asks them again.",
        "A service with its verdict, the choice made and the reason.",
        356,
    ),
    HelpStep(
        "sign",
        "Sign",
        "Check and sign shows what will be frozen: each choice, and who accepts, doesn't, or was silent. An owner "
        "signs. Nobody can change the record afterwards; a later decision replaces it.",
        "The page before the signature: one decider accepts, one does not, with their words.",
        265,
    ),
)
