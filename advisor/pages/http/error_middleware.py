"""The one place where an error of ours becomes an HTTP status.

In: an exception that a view let through. Out: a page that says what happened and what to do. Must not know: what any
view does. A stranger gets 404, so that not even the existence of another team's assessment is told.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import DatabaseError, DataError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse

from advisor.assessments.actions.arrange import TeamInUseError
from advisor.assessments.actions.create import NameTakenError, TooManyError
from advisor.assessments.answers import BadAnswerError, GoneError, StaleAnswerError, StaleDetailsError
from advisor.checklist.errors import AdvisorError, FileError
from advisor.cookies import cookie_value
from advisor.disk import refuses_writes
from advisor.pages.http.drafts import tell_of_drafts
from advisor.pages.http.errors import WORDS, error_page, not_saved, not_stored
from advisor.quotas import storage
from advisor.quotas.clients import client_of
from advisor.quotas.rates import take
from advisor.quotas.refusals import LimitReachedError, NoRoomError
from advisor.security import refuse
from advisor.sharing.access import COOKIE, AccessDenied, visitor_of
from advisor.sharing.persons import has_ended, signed_in_as
from advisor.sharing.workspaces import LastOwnerError
from advisor.uploads import refused

STATUS: tuple[tuple[type[AdvisorError], HTTPStatus], ...] = (
    (GoneError, HTTPStatus.CONFLICT),
    (StaleAnswerError, HTTPStatus.PRECONDITION_FAILED),
    (StaleDetailsError, HTTPStatus.PRECONDITION_FAILED),
    (BadAnswerError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (FileError, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NameTakenError, HTTPStatus.CONFLICT),
    (TooManyError, HTTPStatus.CONFLICT),
    (TeamInUseError, HTTPStatus.CONFLICT),
    (LastOwnerError, HTTPStatus.CONFLICT),
    (LimitReachedError, HTTPStatus.TOO_MANY_REQUESTS),
    (NoRoomError, HTTPStatus.INSUFFICIENT_STORAGE),
)
SIGNED_OUT = (
    "You were signed out here, because this browser wasn't used for a while. Sign in again under “Account”, then open "
    "this address once more. Nothing is lost."
)
READS = ("GET", "HEAD", "OPTIONS")
MOST_COUNTED = 2 * 1024 * 1024
"""More of a request is not stored: of a larger one the files are examined and thrown away."""


def status_of(error: AdvisorError) -> HTTPStatus:
    """The status that says what kind of error this is."""
    if isinstance(error, AccessDenied):
        return HTTPStatus.NOT_FOUND if error.stranger else HTTPStatus.FORBIDDEN
    return next((status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


def check_limits(request: HttpRequest, view: Any) -> None:
    """Raises LimitReachedError or NoRoomError."""
    client = client_of(request)
    length = request.META.get("CONTENT_LENGTH") or "0"
    take(client, min(int(length), MOST_COUNTED) if length.isdecimal() else 0)
    if not getattr(view, "needs_no_room", False):
        storage.ROOM.check(client)


def answer(request: HttpRequest, status: HTTPStatus, reason: str, *, gone: bool = False) -> HttpResponse:
    """What went wrong, in the form that was asked for: a page, for htmx a sentence, or JSON."""
    if request.headers.get("HX-Request") == "true":
        return not_stored(HttpResponse(reason, status=status, content_type="text/plain; charset=utf-8"))
    if request.headers.get("Accept", "").startswith("application/json"):
        return not_stored(JsonResponse({"error": reason or status.phrase}, status=status))
    return error_page(request, status, reason=reason, gone=gone)


class DomainErrors:
    """Middleware: turns what a view raised into a page, or for htmx into a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if status := refused(request):  # its body was not received: no view could make anything of it
            return error_page(request, status)
        secret = cookie_value(request, COOKIE)  # as it came: a view or a proxy may put another in its place
        response = self.get_response(request)
        tell_of_drafts(request, response, secret=secret)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = answer(request, HTTPStatus.METHOD_NOT_ALLOWED, WORDS[405].text)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Refuses what would change something, where whoever asks has reached a limit."""
        if request.method in READS:
            return None
        try:
            check_limits(request, view)
        except (AdvisorError, DatabaseError) as error:
            page = self.process_exception(request, error)
            if page is None:
                raise
            return page
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, AdvisorError):
            status = status_of(error)
            reason = "" if status == HTTPStatus.NOT_FOUND else str(error)
            gone = False
            if isinstance(error, AccessDenied):
                visitor = visitor_of(request)
                refuse(request, "access refused", account=signed_in_as(visitor), status=status.value)
                reason = SIGNED_OUT if has_ended(visitor) else reason
                gone = error.stranger and not reason
            response = answer(request, status, reason, gone=gone)
            if isinstance(error, LimitReachedError | NoRoomError):
                response["Retry-After"] = str(error.seconds)
            return response
        if isinstance(error, DataError) or (isinstance(error, OverflowError) and "SQLite" in str(error)):
            # a value that the database cannot hold, such as a number of 30 digits, or on PostgreSQL a text with a NUL:
            # nobody types that
            return error_page(request, 400)
        if refuses_writes(error):
            return not_saved(request)
        if isinstance(error, OperationalError):
            response = error_page(request, 503)
            response["Retry-After"] = "10"
            return response
        return None
