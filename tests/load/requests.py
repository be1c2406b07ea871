"""One platform and the requests that the web figures are about, from the server's environ to the last byte.

In: a database that is migrated. Out: works: a save of one answer with its access check, and pages. Must not know: how
they are timed.
"""

from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

from django.core.handlers.wsgi import WSGIHandler

from advisor.assessments.actions.copy import make_from_file
from advisor.assessments.checklists import newest
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from tests.load.driving import raw_request
from tests.load.engine_lines import many_services, profiles
from tests.load.measuring import Work
from tests.people import key_of

TOKEN = "t" * 32  # what a browser's form token is made of; the same in its cookie and in the form
KEY = "latency-first"


def call(handler: WSGIHandler, path: str, cookies: str, body: bytes = b"", *, htmx: bool = False) -> bytes:
    """The content of an answer; AssertionError unless it is 200."""
    status, content = ask(handler, path, cookies, body, htmx=htmx)
    assert status == "200 OK", (path, status, content[:400])
    return content


def ask(handler: WSGIHandler, path: str, cookies: str, body: bytes = b"", *, htmx: bool = False) -> tuple[str, bytes]:
    """One request through every middleware: the answer's status and content."""
    environ = {
        "REQUEST_METHOD": "POST" if body else "GET",
        "PATH_INFO": path,
        "QUERY_STRING": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "8000",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost:8000",
        "HTTP_COOKIE": cookies,
        "HTTP_HX_REQUEST": "true" if body or htmx else "",
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
    return status[0], content


FIELDS = (
    *("answer-%s=%s", "reason-%s=", "note-%s=A+sentence+about+it.", "evidence-%s=", "link-%s=", "expires-%s="),
    *("base-%s=%s", "request-%s=%s", "tried-%s="),
)
FORM = f"csrfmiddlewaretoken={TOKEN}&" + "&".join(FIELDS)


def form(key: str, base: int) -> bytes:
    """What the page posts when one answer is chosen. Putting it together is the browser's work, so little is done."""
    values = (key, base % 5, key, key, key, key, key, key, base, key, uuid4().hex, key)
    return (FORM % values).encode()


class Platform:
    """A platform of this many services, ten a team, all answered, and the browser of its maker."""

    def __init__(self, services: int) -> None:
        maker = key_of(uuid4().hex)
        self.made, _ = make_from_file(
            visitor=maker,
            checklist=newest(),
            answers=answered_platform(newest(), services),
            your_name="Ada",
            token=uuid4().hex,
        )
        self.cookies = f"advisor={maker.secret}; csrftoken={TOKEN}"
        self.handler = WSGIHandler()
        self.base = count(1)

    def at(self, more: str = "") -> str:
        return f"/a/{self.made.public_id}/{more}"

    def page(self, name: str, more: str = "", *, times: int = 1) -> Work:
        """A page that was opened before: what the engine says is known by then."""
        while ask(self.handler, self.at(more), self.cookies)[0] == "202 Accepted":
            pass  # not all of it is worked out yet
        return Work(name, lambda: call(self.handler, self.at(more), self.cookies), times=times)

    def saving(self, key: str = KEY) -> str:
        return self.at(f"services/service-0/answers/{key}/")

    def save(self, name: str, *, times: int = 1) -> Work:
        """One more save of the same statement, each after the one before."""
        path = self.saving()
        return Work(name, lambda: call(self.handler, path, self.cookies, form(KEY, next(self.base))), times=times)


def writers(platform: Platform, count: int, turn: int, saves: int) -> list[Iterator[bytes]]:
    """So many clients, each of which saves one statement again and again; in each turn on top of the one before."""
    keys = [statement.id for statement in newest().statements][:count]
    return [_saving(platform, key, 1 + turn * saves, saves) for key in keys]


def _saving(platform: Platform, key: str, base: int, saves: int) -> Iterator[bytes]:
    for n in range(base, base + saves):
        yield raw_request(platform.saving(key), platform.cookies, form(key, n))


def answered_platform(checklist: Checklist, services: int) -> AnswersFile:
    """The first so many reference profiles as one platform; the first of each ten brings its team's scorecard."""
    file = many_services(checklist, profiles()[:services])
    return file.model_copy(
        update={
            "platform": "Acme AI",
            "teams": [team.model_copy(update={"name": f"Team {n}"}) for n, team in enumerate(file.teams[::10])],
            "services": [one.model_copy(update={"team": f"Team {n // 10}"}) for n, one in enumerate(file.services)],
        }
    )
