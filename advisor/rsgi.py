"""What the server calls: the body of a request is received here, whole, and only then is Django called.

In: requests by granian's RSGI interface. Out: Django's answers. Must not know: what any view does.

All of a process's requests share one thread, the event loop's own. A body that is still on its way waits in the loop
and holds nobody; a request that is complete runs through Django without a pause, so that no two views ever meet and
nothing is handed from thread to thread. docs/decisions/0024 compares this with other servers.
"""

import asyncio
import os
import sys
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from contextvars import Context
from importlib import import_module
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from django.conf import settings
from django.db import connections
from granian.rsgi import ProtocolClosed  # type: ignore[attr-defined]

from advisor import uploads

from advisor.wsgi import application  # isort: skip  sets Django up, which the imports below need

from advisor.assessments.checklists import library
from advisor.checklist.errors import ChecklistError
from advisor.quotas.clients import block

SECONDS_A_FORM = 30.0
"""How long the largest form may take to arrive; a larger upload has as much again for each further form's length."""
SECONDS_OF_GRACE = 10.0
LEAST_RATE = 8 * 1024
"""Bytes a second that have to arrive, on average, after the seconds of grace."""
SMALL = 64 * 1024
"""Bodies up to this size are received in one go; larger ones wait in an unnamed temporary file of this user's."""
MOST_UNFINISHED = 256 * 1024 * 1024
"""Bytes of larger bodies on their way, all together; what comes beyond is refused until some have arrived."""

BASE: dict[str, Any] = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.multithread": False,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}


REQUESTS = Context()
"""What Django keeps from one request to the next, such as its database connection: beside an event loop it would
otherwise keep one for each task, and every request would open the database anew."""


class Refusal(Exception):  # noqa: N818  an answer, not a fault
    """Why a body is not received, as the status of the answer."""

    def __init__(self, status: int) -> None:
        self.status = status


class Gone(Exception):  # noqa: N818  nobody to answer
    """Whoever sent the request has hung up before its body was complete."""


class Receiving:
    """Receives bodies, and knows how many bytes of larger ones are on their way."""

    def __init__(self) -> None:
        self.unfinished = 0

    async def body(self, proto: Any, environ: dict[str, Any]) -> IO[bytes]:
        """The body, whole. Raises Refusal for one that is too large, too slow, or of no stated length."""
        # A request that states a length and is chunked too is read differently by different servers, which lets a
        # request hide in another's body; hyper has dropped the length by then. No browser sends a form in chunks.
        if "HTTP_TRANSFER_ENCODING" in environ:
            raise Refusal(411)
        stated = environ.get("CONTENT_LENGTH", "0")
        if not stated.isdecimal():  # two of them, such as "3,3"
            raise Refusal(400)
        length = int(stated)
        if not length:
            return BytesIO()
        most = uploads.received(environ["PATH_INFO"], environ.get("CONTENT_TYPE", ""))
        if length > most:
            await self._discard(proto, length, most)
            raise Refusal(413)
        if self.unfinished + length > MOST_UNFINISHED:
            raise Refusal(503)
        try:
            if length <= SMALL:
                async with asyncio.timeout(SECONDS_A_FORM):
                    return BytesIO(await proto())
            self.unfinished += length
            try:
                return await self._spool(proto, length)
            finally:
                self.unfinished -= length
        except TimeoutError:
            raise Refusal(408) from None

    async def _spool(self, proto: Any, length: int) -> IO[bytes]:
        loop = asyncio.get_running_loop()
        start, received = loop.time(), 0
        last = start + SECONDS_A_FORM * -(-length // uploads.FORM)
        file = SpooledTemporaryFile(SMALL)  # noqa: SIM115  the request's own, closed with it
        try:
            async with asyncio.timeout_at(start + SECONDS_OF_GRACE) as deadline:
                async for part in proto:
                    received += len(part)
                    file.write(part)
                    deadline.reschedule(min(last, start + SECONDS_OF_GRACE + received / LEAST_RATE))
        except BaseException:
            file.close()
            raise
        if received < length:
            file.close()
            raise Gone
        file.seek(0)
        return file

    async def _discard(self, proto: Any, length: int, most: int) -> None:
        """Reads what is not much too large to its end: a browser that is still sending does not see the answer."""
        if length <= 2 * most:
            try:
                async with asyncio.timeout(SECONDS_A_FORM):
                    async for _ in proto:
                        pass
            except TimeoutError:
                pass


class RequestTurns:
    """Lets one request at a time through to Django, and those who ask in turn: who sends two hundred at once makes
    the others wait for one of them each, not for all."""

    def __init__(self) -> None:
        self.waiting: dict[str, deque[asyncio.Future[None]]] = {}

    async def turn(self, of: str) -> None:
        """Returns when it is the turn of the one that asks."""
        loop = asyncio.get_running_loop()
        turn = loop.create_future()
        if not self.waiting:
            loop.call_soon(self._next, loop)
        self.waiting.setdefault(of, deque()).append(turn)
        await turn

    def _next(self, loop: asyncio.AbstractEventLoop) -> None:
        of = next(iter(self.waiting))
        queue = self.waiting.pop(of)
        turn = queue.popleft()
        if queue:
            self.waiting[of] = queue  # behind all others
        if not turn.done():
            turn.set_result(None)
        if self.waiting:
            loop.call_soon(self._next, loop)


RECEIVING, TURNS = Receiving(), RequestTurns()
PROBES = ("/healthz", "/readyz")
"""What monitors ask has a turn of its own: to them, a late answer is a server that is gone."""


def asker(environ: dict[str, Any]) -> str:
    """Whose turn a request takes: its address, as the proxy says it where there is one; of IPv6 the half of it that one
    household has, or it would have as many turns as it likes."""
    if environ["PATH_INFO"] in PROBES:
        return str(environ["PATH_INFO"])
    forwarded = environ.get("HTTP_X_FORWARDED_FOR") if settings.BEHIND_HTTPS else None
    address = str(forwarded.rpartition(",")[2].strip() if forwarded else environ["REMOTE_ADDR"])
    return (block(address) or address) if ":" in address else address


def below(prefix: str, path: str) -> str:
    """The path below the prefix, whether or not the proxy has taken that away.

    >>> below("/advisor", "/advisor/my/"), below("/advisor", "/my/"), below("/advisor", "/advisor"), below("", "/my/")
    ('/my/', '/my/', '/', '/my/')
    """
    if prefix and (path + "/").startswith(prefix + "/"):
        return path[len(prefix) :] or "/"
    return path


def environ_of(scope: Any) -> dict[str, Any]:
    """A request's head as WSGI has it.

    A name with an underscore is dropped: `X_Email` would become the same variable as `X-Email`, which only the proxy
    may set."""
    environ = BASE.copy()
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = "HTTP_" + key
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    environ["wsgi.url_scheme"] = scope.scheme
    environ["REQUEST_METHOD"] = scope.method
    environ["PATH_INFO"] = below(settings.PREFIX, scope.path).encode().decode("latin-1")
    environ["QUERY_STRING"] = scope.query_string
    environ["SERVER_PROTOCOL"] = f"HTTP/{scope.http_version}"
    environ["REMOTE_ADDR"] = scope.client.rpartition(":")[0].strip("[]")
    environ["SERVER_NAME"], _, environ["SERVER_PORT"] = scope.server.rpartition(":")
    return environ


def answer(environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes]:
    """What Django answers: status, headers, content."""
    head: list[tuple[int, list[tuple[str, str]]]] = []

    def start(status: str, headers: list[tuple[str, str]], error: object = None, /) -> Callable[[bytes], object]:
        head.append((int(status[:3]), headers))
        return len  # Django writes nothing by it

    response = application(environ, start)
    try:
        content = b"".join(response)
    finally:
        response.close()
    return *head[0], content


async def close_connections() -> None:
    """Called on the loop: only there Django finds what its requests have kept."""
    REQUESTS.run(connections.close_all)


class Server:
    """What granian calls: once when a process begins, for each request, and once when the process ends."""

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        # Django refuses its database where an event loop runs, since other tasks could come in between: none can here.
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
        # Addresses and checklists are read now, and not while the first person waits.
        import_module(settings.ROOT_URLCONF)
        with suppress(ChecklistError):  # /readyz tells it, and the pages that need it
            for slug in library().slugs():
                library().get(slug)

    async def __rsgi__(self, scope: Any, proto: Any) -> None:
        """One request; nothing is answered to a client that hung up before all of it was here."""
        environ = environ_of(scope)
        refused: list[tuple[str, str]] = []
        try:
            body = await RECEIVING.body(proto, environ)
        except Refusal as refusal:
            environ |= {uploads.REFUSED: refusal.status, "CONTENT_LENGTH": "0"}
            body, refused = BytesIO(), [("Connection", "close")]
        except (ProtocolClosed, Gone):
            return
        with body:
            environ["wsgi.input"] = body
            await TURNS.turn(asker(environ))
            status, headers, content = REQUESTS.run(answer, environ)
        proto.response_bytes(status, headers + refused, content)

    def __rsgi_del__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Ends the process without taking Python down first: a thread of granian's that asks for Python meanwhile
        would abort it, with a crash report after a clean end. The last connection that is closed leaves SQLite's file
        whole; else a next start on a full disk could not read it."""
        loop.run_until_complete(close_connections())
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(0)


server = Server()
