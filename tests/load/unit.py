"""The unit of the web figures: an empty view behind every middleware of the settings, with no database.

This module is also the URL configuration of the benches: the app's own addresses and the empty view's.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.urls import path

from advisor.urls import urlpatterns as advisor_urls
from tests.load.measuring import Work


def empty(request: HttpRequest) -> HttpResponse:
    return HttpResponse(b"")


urlpatterns = [path("empty/", empty), *advisor_urls]


def empty_view() -> Work:
    """One request to the empty view, from the server's environ to the last byte."""
    handler = WSGIHandler()

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

    return Work("an empty view", request, times=40)
