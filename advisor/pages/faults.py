"""The one place where an error of ours becomes an HTTP status.

In: an exception that a view let through. Out: a page that says what happened and what to do. Must not know: what any
view does. A stranger gets 404, so that not even the existence of another team's assessment is told.
"""

from collections.abc import Callable
from http import HTTPStatus

from django.db import DataError, OperationalError
from django.http import HttpRequest, HttpResponse

from advisor.assessments.answering import BadAnswerError, GoneError, StaleAnswerError, StaleDetailsError
from advisor.assessments.arranging import TeamInUseError
from advisor.assessments.making import NameTakenError, TooManyError
from advisor.checklist.errors import AdvisorError, FileError
from advisor.pages.errors import error_page, not_stored
from advisor.pages.typed import typed
from advisor.security import refuse
from advisor.sharing.access import AccessDenied, visitor_of
from advisor.sharing.persons import signed_in_as
from advisor.sharing.workspaces import LastOwnerError

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
)
DISK = ("full", "disk", "readonly", "read-only", "no space")
"""What SQLite and PostgreSQL say when nothing more can be written."""


def status_of(error: AdvisorError) -> HTTPStatus:
    """The status that says what kind of error this is."""
    if isinstance(error, AccessDenied):
        return HTTPStatus.NOT_FOUND if error.stranger else HTTPStatus.FORBIDDEN
    return next((status for kind, status in STATUS if isinstance(error, kind)), HTTPStatus.BAD_REQUEST)


class DomainErrors:
    """Middleware: turns what a view raised into a page, or for htmx into a sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, AdvisorError):
            status = status_of(error)
            if isinstance(error, AccessDenied):
                refuse(request, "access refused", account=signed_in_as(visitor_of(request)), status=status.value)
            said = "" if status == HTTPStatus.NOT_FOUND else str(error)
            if request.headers.get("HX-Request") == "true":
                return not_stored(HttpResponse(said, status=status, content_type="text/plain; charset=utf-8"))
            return error_page(request, status, reason=said, typed=typed(request.POST))
        if isinstance(error, DataError):
            # a value that the database cannot hold, such as PostgreSQL a text with a NUL: nobody types that
            return error_page(request, 400)
        if isinstance(error, OperationalError):
            full = any(word in str(error).lower() for word in DISK)
            response = error_page(request, 507 if full else 503, typed=typed(request.POST))
            response["Retry-After"] = "10"
            return response
        return None
