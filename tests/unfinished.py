"""Clients that begin a request and do not end it, or ask and do not read: what one of them may hold up is nothing.

In: the address of a server. Out: connections, held open until the block ends.
"""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from tests.patience import PATIENCE

COOKIE = "x" * 32
UNFINISHED_BODY = (
    b"POST /quick/ HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: csrftoken=" + COOKIE.encode() + b"\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\ncsrfmiddlewaretoken="
)
"""With a token's cookie: without one Django refuses the form before it reads the body."""
UNFINISHED_HEAD = b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\nX-"
UNREAD_ANSWER = b"GET /help/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"


@contextmanager
def held(address: str, request: bytes, count: int) -> Iterator[list[socket.socket]]:
    """So many connections on which this has been sent and nothing is read."""
    parts = urlsplit(address)
    connections: list[socket.socket] = []
    try:
        for _ in range(count):
            connection = socket.socket()
            connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            connection.settimeout(PATIENCE)
            connection.connect((str(parts.hostname), int(parts.port or 80)))
            connection.sendall(request)
            connections.append(connection)
        yield connections
    finally:
        for connection in connections:
            connection.close()
