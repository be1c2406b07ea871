"""The unit of the web figures: an empty view of a new Django project, behind the middleware that Django gives one.

What we trim of our own middleware shows as a gain, and makes no other line look worse. This module is also the URL
configuration of the benches: the app's own addresses, and an empty view behind the app's own middleware.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from advisor.urls import urlpatterns as advisor_urls
from tests.load.measuring import Work

NEW_PROJECT = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
"""What `django-admin startproject` of Django 5.2 writes."""


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


EMPTY = path("empty/", empty)
urlpatterns = [EMPTY, *advisor_urls]


class NewProject(WSGIHandler):
    """Django with the middleware of a new project, and no address but the empty view's."""

    class request_class(WSGIRequest):  # noqa: N801  its name in Django
        urlconf = (EMPTY,)

    def __init__(self) -> None:
        with override_settings(MIDDLEWARE=NEW_PROJECT):
            super().__init__()


def empty_view() -> Work:
    """The unit: one request, from the server's environ to the last byte."""
    return Work("an empty view of a new Django project", asked(NewProject()), times=40)


def our_empty_view() -> Work:
    """The same behind the middleware and among the addresses of the app."""
    return Work("our empty view", asked(WSGIHandler()), times=40)


def asked(handler: WSGIHandler) -> Callable[[], None]:
    def request() -> None:
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": "/empty/",
            "QUERY_STRING": "",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "8000",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": "localhost:8000",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(),
        }
        status: list[str] = []

        def start(line: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
            status.append(line)
            return len

        response = handler(environ, start)
        b"".join(response)
        response.close()
        assert status == ["200 OK"]

    return request
