"""What somebody typed into a form that was refused, so that nothing is lost: each field, to send again or to copy.

In: a request. Out: its fields. Must not know: why it was refused, or what the fields stand for. Only for requests whose
form token was checked or that a page of this very site sent, so that no other site can have a page of ours say
something. Passwords and codes are never shown, and a form that has one is not offered to be sent again.
"""

import re
from dataclasses import dataclass

from django.core.exceptions import BadRequest, RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException

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
SECRET = re.compile(r"password|^code$|credential|secret|token", re.IGNORECASE)
PARTS = {
    "answer": "",
    "note": ", note",
    "reason": ", reason",
    "evidence": ", evidence",
    "link": ", link",
    "expires": ", expires",
}
"""The fields of one statement, and how each is called after the statement's id."""


@dataclass(frozen=True, slots=True)
class LostField:
    name: str
    label: str
    value: str

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
        return "\n".join(f"{field.label}: {field.value.strip()}" for field in self.fields)


def lost_input(request: HttpRequest) -> LostInput:
    """What the request's form said, if that may be given back."""
    if request.method != "POST" or not _is_ours(request):
        return LostInput()
    try:
        post, files = request.POST, request.FILES
    except (BadRequest, RequestDataTooBig, SuspiciousOperation, MultiPartParserError, RawPostDataException, OSError):
        return LostInput()  # it was never read
    secret = any(SECRET.search(name) for name in post if name not in MACHINERY)
    return LostInput(*_split(post), secret=secret, files=bool(files))


def _is_ours(request: HttpRequest) -> bool:
    if getattr(request, "csrf_processing_done", False):
        return True
    try:
        return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
    except SuspiciousOperation:
        return False


def _split(post: QueryDict) -> tuple[tuple[LostField, ...], tuple[tuple[str, str], ...]]:
    """What was typed, and what was not.

    >>> typed, rest = _split(QueryDict("base-speed=2&answer-speed=3&note-speed=Only+the+gateway&name=&title=Acme"))
    >>> [f"{one.label}: {one.value}" for one in typed], rest
    (['speed: 3', 'speed, note: Only the gateway', 'title: Acme'], (('base-speed', '2'), ('name', '')))
    """
    typed, rest = [], []
    for name, values in post.lists():
        part, _, key = name.partition("-")
        label = key + PARTS[part] if key and part in PARTS else name
        for value in values:
            if SECRET.search(name):
                continue
            if name in MACHINERY or name.startswith(PREFIXES) or not value.strip():
                rest.append((name, value))
            else:
                typed.append(LostField(name, label, value))
    return tuple(typed), tuple(rest)
