"""Many clients at once over real connections, each asking for one thing after the other.

In: an address, and for each client the requests it makes, as bytes. Out: how long each took. Must not know: what they
ask for. A connection is kept for as long as the server keeps it.
"""

import socket
import threading
import time
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from tests.patience import PATIENCE


def raw_request(path: str, cookies: str = "", body: bytes = b"") -> bytes:
    """A request as a browser sends it; with a body, as htmx does."""
    lines = [f"{'POST' if body else 'GET'} {path} HTTP/1.1", "Host: localhost"]
    if cookies:
        lines.append(f"Cookie: {cookies}")
    if body:
        lines += ["HX-Request: true", "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


class Client(threading.Thread):
    """One client; `seconds` of each answer that was 200, and what went wrong if anything did."""

    def __init__(self, address: str, requests: Iterator[bytes]) -> None:
        super().__init__(daemon=True)
        parts = urlsplit(address)
        self.at = (str(parts.hostname), int(parts.port or 80))
        self.requests = requests
        self.seconds: list[float] = []
        self.fault = ""
        self.connection: socket.socket | None = None

    def run(self) -> None:
        for request in self.requests:
            started = time.monotonic()
            head = self.ask(request)
            self.seconds.append(time.monotonic() - started)
            if not head.startswith(b"HTTP/1.1 200"):
                self.fault = head.decode(errors="replace")[:300]
                return
        if self.connection is not None:
            self.connection.close()

    def ask(self, request: bytes) -> bytes:
        """Sends a request and reads its answer to the end; its head."""
        if self.connection is None:
            self.connection = socket.create_connection(self.at, PATIENCE)
            self.connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.connection.sendall(request)
        found = b""
        while (end := found.find(b"\r\n\r\n")) < 0:
            found += self.more()
        head = found[:end].lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        while len(found) < end + 4 + length:
            found += self.more()
        if b"connection: close" in head:
            self.connection.close()
            self.connection = None
        return found[:end]

    def more(self) -> bytes:
        assert self.connection is not None
        data = self.connection.recv(65536)
        if not data:
            raise ConnectionError("the server hung up in the middle of an answer")
        return data


def drive(address: str, clients: Sequence[Iterator[bytes]]) -> tuple[list[float], float]:
    """All clients at once: the seconds of every answer, and of the whole. RuntimeError if one is not answered 200."""
    threads = [Client(address, requests) for requests in clients]
    started = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    whole = time.monotonic() - started
    if faults := [thread.fault for thread in threads if thread.fault]:
        raise RuntimeError(faults[0])
    return [seconds for thread in threads for seconds in thread.seconds], whole
