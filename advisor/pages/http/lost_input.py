"""What somebody typed into a form that was refused, so that nothing is lost: each field, to send again or to copy.

In: a request. Out: its fields, in words. Must not know: why it was refused. Only for requests whose
form token was checked or that a page of this very site sent, so that no other site can have a page of ours say
something. Passwords and codes are never shown, and a form that has one is not offered to be sent again.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException

from advisor.pages.http.field_words import FieldWords, Options, Sources, field_words
from advisor.uploads import FORM

MACHINERY = {
    "csrfmiddlewaretoken",
    "form",
    "assessment",
    "base",
    "was",
    "go",
    "of",
    "draft",
    "add",
    "revision",
    "stale",
    "number",
}
PREFIXES = ("base-", "request-", "tried-", "was-", "conflict-", "pick-", "count-")
SECRET = re.compile(r"\w*password\d?|code|credential|secret|\w*token", re.IGNORECASE)
"""Whole names: those of a decision hold the names of services, such as because-token-stream."""
IDS = {"team", "service", "workspace"}
"""Fields whose values are numbers of rows, which mean nothing to anybody: sent again as they are."""


@dataclass(frozen=True, slots=True)
class LostField:
    name: str
    value: str
    words: FieldWords

    @property
    def label(self) -> str:
        return self.words.label

    @property
    def options(self) -> Options:
        """What could be chosen; nothing where it was typed."""
        return self.words.options if self.value in dict(self.words.options) else ()

    @property
    def text(self) -> str:
        """What was typed, or the words of what was chosen."""
        return dict(self.words.options).get(self.value, self.value).strip()

    @property
    def rows(self) -> int:
        """How many lines it is shown in."""
        return min(12, 1 + self.value.count("\n") + len(self.value) // 80)


@dataclass(frozen=True, slots=True)
class LostInput:
    """What a form said; false where nobody typed anything."""

    fields: tuple[LostField, ...] = ()
    machinery: tuple[tuple[str, str], ...] = ()
    """What the page itself put there, and what belongs to its buttons."""
    secret: bool = False
    """A password or a code was sent, which is given back to nobody."""
    files: bool = False
    """Files were sent: a browser lets no page choose one again."""

    def __bool__(self) -> bool:
        return bool(self.fields)

    @property
    def text(self) -> str:
        """One line a field."""
        return "\n".join(f"{field.label}{'' if field.label[-1:] == '?' else ':'} {field.text}" for field in self.fields)


def lost_input(request: HttpRequest) -> LostInput:
    """What the request's form said, if that may be given back."""
    if request.method != "POST" or not _is_ours(request) or _is_too_much(request):
        return LostInput()
    try:
        post, files = request.POST, request.FILES
    except (BadRequest, RequestDataTooBig, SuspiciousOperation, MultiPartParserError, RawPostDataException, OSError):
        return LostInput()  # it was never read
    secret = any(SECRET.fullmatch(name) for name in post if name not in MACHINERY)
    return LostInput(*_split(post), secret=secret, files=bool(files))


def _is_too_much(request: HttpRequest) -> bool:
    """Whether more was sent than any page gives back: writing 60 MB into one takes half a minute, and all wait."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    return not stated.isdecimal() or int(stated) > 2 * FORM


def _is_ours(request: HttpRequest) -> bool:
    if getattr(request, "csrf_processing_done", False):
        return True
    try:
        return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    except SuspiciousOperation:
        return False


def _split(post: QueryDict) -> tuple[tuple[LostField, ...], tuple[tuple[str, str], ...]]:
    """What was typed, and what was not.

    >>> typed, rest = _split(QueryDict("base-narrow-purpose=2&answer-narrow-purpose=3&because-token=Yes&name="))
    >>> [f"{one.label}: {one.text}" for one in typed], rest
    (['This service does one job and little else: mostly true', 'Why: token: Yes'], (('base-narrow-purpose', '2'), \
('name', '')))
    """
    lost, rest = [], []
    sent, sources = frozenset(post), Sources.now()
    for name, values in post.lists():
        for value in values:
            if SECRET.fullmatch(name):
                continue
            hidden = name in MACHINERY or name.startswith(PREFIXES) or (name in IDS and value.isdecimal())
            if hidden or not value.strip():
                rest.append((name, value))
            else:
                lost.append(LostField(name, value, field_words(name, sent, sources)))
    return tuple(lost), tuple(rest)
