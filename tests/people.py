"""The three people of the web tests: Ada owns something, Ben is let in, Cleo is a stranger."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.test import Client

from advisor.assessments.actions.answer import begin_quick
from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.checklists import newest
from advisor.sharing.access import COOKIE, AccessDenied, VisitorKey, check_role, marked
from advisor.sharing.roles import Role


def key_of(name: str) -> VisitorKey:
    """The key that the browser of this person has."""
    return marked((name * 32)[:32])


ADA, BEN, CLEO = key_of("ada"), key_of("ben"), key_of("cleo")


def begun(key: VisitorKey = ADA) -> AnswerTarget:
    """A one-service assessment of this person's, without an answer."""
    return begin_quick(visitor=key, checklist=newest())


def can_role(visitor: VisitorKey | None, scope_id: int, role: Role) -> bool:
    """`check_role` as a yes or no."""
    try:
        check_role(visitor, scope_id, role)
    except AccessDenied:
        return False
    return True


@dataclass
class Browser:
    """A person's browser; `htmx` asks as htmx does."""

    key: VisitorKey
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        self.client.cookies[COOKIE] = self.key.secret

    def get(self, address: str, *, htmx: bool = False) -> Any:
        return self.client.get(address, headers={"HX-Request": "true"} if htmx else {})

    def post(self, address: str, data: dict[str, Any], *, htmx: bool = False) -> Any:
        return self.client.post(address, data, headers={"HX-Request": "true"} if htmx else {})


def text_of(response: HttpResponse) -> str:
    return response.content.decode()


def has_word(text: str, word: str) -> bool:
    """Whether the word stands in it by itself; ids and form tokens are drawn by chance and can hold any short word.

    >>> has_word("by Ben.", "Ben"), has_word('value="9TBen5np"', "Ben")
    (True, False)
    """
    return bool(re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text))
