"""One platform and the requests that the web figures are about, from the server's environ to the last byte.

In: a database that is migrated. Out: works: a save of one answer with its access check, and pages. Must not know: how
they are timed.
"""

from collections.abc import Callable
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler

from tests.load.measuring import Work

TOKEN = "t" * 32  # what a browser's form token is made of; the same in its cookie and in the form
KEY = "latency-first"


def call(handler: WSGIHandler, path: str, cookies: str, body: bytes = b"") -> bytes:
    """One request through every middleware; AssertionError unless the answer is 200."""
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookies,
        "HTTP_HX_REQUEST": "true" if body else "",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(body),
    }
    status: list[str] = []

    def start(line: str, headers: list[tuple[str, str]], error: Any = None, /) -> Callable[[bytes], object]:
        status.append(line)
        return len

    response = handler(environ, start)
    content = b"".join(response)
    response.close()
    assert status == ["200 OK"], (path, status, content[:400])
    return content


FIELDS = (
    *("answer=%s", "reason=", "note=A+sentence+about+it.", "evidence=", "link=", "expires="),
    *("base=%s", "request=%s", "tried="),
)
FORM = f"csrfmiddlewaretoken={TOKEN}&" + "&".join(field.replace("=", f"-{KEY}=", 1) for field in FIELDS)
"""What the page posts when one answer is chosen. Putting it together is the browser's work, so little is done here."""


def form(base: int) -> bytes:
    return (FORM % (base % 5, base, uuid4().hex)).encode()


class Platform:
    """A platform of this many services, each answered, and the browser of its maker."""

    def __init__(self, services: int) -> None:
        from advisor.assessments.checklists import newest
        from advisor.assessments.making import NewService, make_assessment
        from tests.people import key_of

        maker = key_of(uuid4().hex)
        self.made, _ = make_assessment(
            visitor=maker,
            checklist=newest(),
            title="Acme AI",
            your_name="Ada",
            teams=[f"Team {n}" for n in range(max(1, services // 10))],
            services=[NewService(f"service {n}", team=f"Team {n // 10}") for n in range(services)],
            token=uuid4().hex,
        )
        self.cookies = f"advisor={maker.secret}; csrftoken={TOKEN}"
        self.handler = WSGIHandler()
        self.base = count()

    def at(self, more: str = "") -> str:
        return f"/a/{self.made.public_id}/{more}"

    def page(self, name: str, more: str, *, times: int = 1) -> Work:
        return Work(name, lambda: call(self.handler, self.at(more), self.cookies), times=times)

    def save(self, name: str, *, times: int = 1) -> Work:
        """One more save of the same statement, each after the one before."""
        path = self.at(f"services/service-0/answers/{KEY}/")
        return Work(name, lambda: call(self.handler, path, self.cookies, form(next(self.base))), times=times)
