"""What somebody typed into a form that was refused, so that nothing is lost: each field, to send again or to copy.

In: a request. Out: its fields, in words. Must not know: why it was refused. Only for requests whose
form token was checked or that a page of this very site sent, so that no other site can have a page of ours say
something. Passwords and codes are never shown, and a form that has one is not offered to be sent again.
"""

import re
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation, TooManyFieldsSent
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
URLENCODED = "application/x-www-form-urlencoded"
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
        unread = request.content_type == URLENCODED and not hasattr(request, "_post")
        post, files = (_form(request.body), None) if unread else (request.POST, request.FILES)
    except (BadRequest, RequestDataTooBig, SuspiciousOperation, MultiPartParserError, RawPostDataException, OSError):
        return LostInput()  # it was never read
    secret = any(SECRET.fullmatch(name) for name in post if name not in MACHINERY)
    return LostInput(*_split(post), secret=secret, files=bool(files))


def _form(body: bytes) -> QueryDict:
    """The fields of a form that nobody has read yet: `request.POST`, without half a second of the serving thread for
    4 MB of quotation marks.

    >>> _form(b"note=a+%22b%22%C3%BC%2&because=100%&note=%zz&&x")
    <QueryDict: {'note': ['a "b"ü%2', '%zz'], 'because': ['100%'], 'x': ['']}>
    """
    pairs = [pair for pair in body.replace(b"+", b" ").split(b"&") if pair]
    if len(pairs) > settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
        raise TooManyFieldsSent
    post = QueryDict(mutable=True)
    for pair in pairs:
        name, _, value = pair.partition(b"=")
        post.appendlist(*(_unquoted(part).decode(errors="replace") for part in (name, value)))
    return post


DIGITS = np.full(256, 16, np.uint8)
for _digits in (b"0123456789abcdef", b"0123456789ABCDEF"):
    DIGITS[list(_digits)] = range(16)


def _unquoted(text: bytes) -> bytes:
    """The same as `urllib.parse.unquote_to_bytes`, for all of a long text at once."""
    if b"%" not in text[:-2]:
        return text
    sent = np.frombuffer(text, np.uint8)
    digits = DIGITS[sent]
    starts = np.flatnonzero((sent[:-2] == ord("%")) & (digits[1:-1] < 16) & (digits[2:] < 16))
    made, plain = sent.copy(), np.ones(len(sent), bool)
    made[starts] = digits[starts + 1] * 16 + digits[starts + 2]
    plain[starts + 1] = plain[starts + 2] = False
    return made[plain].tobytes()


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
