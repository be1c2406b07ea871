"""Clients that do not finish what they begin hold up nobody: the server as it is started, on each database.

How fast it answers meanwhile is measured by `./run bench`. Here the requests that are never finished outlast those
asked beside them: a server that waits for the one before it begins the other answers nothing at all.
"""

import pytest

from tests import unfinished
from tests.test_serving import Serving, Visitor

BOTH = b"Host: 127.0.0.1\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"


@pytest.mark.parametrize(
    ("request_", "count"),
    [(unfinished.UNFINISHED_BODY, 500), (unfinished.UNFINISHED_HEAD, 500), (unfinished.UNREAD_ANSWER, 200)],
    ids=["bodies", "heads", "answers"],
)
def test_server_beside_clients_that_do_not_finish_serves_pages_and_keeps_saves(
    serving: Serving, request_: bytes, count: int
) -> None:
    with unfinished.held(serving.base, request_, count):
        visitor = Visitor(serving.base)
        assert visitor.ask("/healthz") == (200, "ok\n")
        assert visitor.save("3", 0) == 200


@pytest.mark.slow
def test_body_that_never_ends_is_answered_408_in_words(serving: Serving) -> None:
    with unfinished.held(serving.base, unfinished.UNFINISHED_BODY, 1) as (connection,):
        answer = b""
        while part := connection.recv(65536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"took too long to arrive" in answer


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"POST /quick/ HTTP/1.1\r\n" + BOTH + b"0\r\n\r\n", 411),
        (b"POST /quick/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd", 400),
        (b"POST /quick/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3000000\r\n\r\n" + b"x" * 3_000_000, 413),
        (b"POST /quick/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: other.example\r\n\r\n", 400),
        (b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Long: " + b"x" * 600_000 + b"\r\n\r\n", 431),
    ],
    ids=["length and chunked", "two lengths", "too large", "far too large", "two hosts", "long head"],
)
def test_request_that_could_be_read_in_two_ways_or_is_too_large_is_refused(
    serving: Serving, request_: bytes, status: int
) -> None:
    with unfinished.held(serving.base, request_, 1) as (connection,):
        assert connection.recv(65536).startswith(f"HTTP/1.1 {status} ".encode())


def test_http2_without_being_asked_for_is_not_spoken(serving: Serving) -> None:
    with unfinished.held(serving.base, b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9), 1) as (connection,):
        assert not connection.recv(65536).startswith(b"\x00\x00")
