"""One statement as a page shows it: what is chosen, what is saved, and what needs another look."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from advisor.assessments.answers import BadAnswerError, Draft, Prompt, StoredAnswer
from advisor.checklist.scale_help import ScaleHelp, scale_help

EVIDENCE = (("opinion", "An opinion"), ("link", "A link"), ("measurement", "A measurement"))
PARAMETERS = (
    *("answer", "reason", "note", "evidence", "link", "expires"),
    *("base", "request", "tried", "conflict", "pick"),
)


@dataclass(frozen=True, slots=True)
class Question:
    prompt: Prompt
    address: str
    """Where it is saved."""
    stored_answer: StoredAnswer | None
    """What is saved."""
    mine: Draft | None = None
    """What was sent and not saved: because it was stale (`error` is None) or is no answer (`error` says why)."""
    error: BadAnswerError | None = None

    @property
    def key(self) -> str:
        return self.prompt.key

    @property
    def anchor(self) -> str:
        """The key as an id of the page: no dots, so that it can stand in a selector."""
        return "q-" + self.key.replace(".", "--")

    @property
    def draft(self) -> Draft:
        """What the controls show."""
        return self.mine or (self.stored_answer.draft if self.stored_answer else Draft("none"))

    @property
    def stale(self) -> bool:
        return self.mine is not None and self.error is None

    @property
    def base(self) -> int:
        return self.stored_answer.seq if self.stored_answer else 0

    @property
    def saved_at(self) -> datetime | None:
        return self.stored_answer.made_at if self.stored_answer else None

    @property
    def levels(self) -> list[tuple[str, str]]:
        """Value and words; the lowest first."""
        return [(str(value), words) for value, words in enumerate(self.prompt.levels)]

    @property
    def means(self) -> ScaleHelp:
        """What the ends of the scale mean, and what else is said of the statement."""
        return scale_help(self.prompt.help)

    @property
    def kinds(self) -> tuple[tuple[str, str], ...]:
        """The kinds of evidence, to choose from."""
        return EVIDENCE

    @property
    def folded(self) -> bool:
        """Nothing is noted yet, and nothing in the fold is wrong."""
        wrong = self.error is not None and self.error.field in ("note", "evidence")
        return not (self.draft.note or self.draft.evidence or wrong)

    @property
    def mine_in_words(self) -> str:
        return in_words(self.prompt, self.mine)

    @property
    def stored_answer_in_words(self) -> str:
        return in_words(self.prompt, self.stored_answer.draft if self.stored_answer else None)

    @property
    def parameters(self) -> str:
        """The fields that a save of this statement alone sends."""
        return ",".join(["csrfmiddlewaretoken", "assessment", *(f"{name}-{self.key}" for name in PARAMETERS)])

    @property
    def request_id(self) -> str:
        """A new one for each form: sent twice, it is still one save."""
        return uuid4().hex


def in_words(prompt: Prompt, draft: Draft | None) -> str:
    """A draft as people read it.

    >>> in_words(Prompt("a", "A.", "", "product", ("no", "a bit", "half", "mostly", "yes"), True), Draft("3"))
    'mostly'
    """
    if draft is None or draft.value == "none":
        return "not answered"
    if draft.value == "unsure":
        return "not sure"
    if draft.value == "na":
        return f"does not apply: {draft.reason}"
    return prompt.levels[int(draft.value)]
