"""Requests as the server hands them over: what becomes of their heads and bodies before Django is asked."""

import asyncio
from collections.abc import AsyncIterator, Callable
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings
from django.db import connections
from django.http import HttpResponse

import advisor.rsgi as rsgi
from advisor import uploads


class Proto:
    """A client whose body comes in parts; `None` stands for a part that never comes."""

    def __init__(self, *parts: bytes | None) -> None:
        self.parts = parts
        self.answered: tuple[int, dict[str, str], bytes] | None = None

    async def __call__(self) -> bytes:
        return b"".join([part async for part in self])

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for part in self.parts:
            if part is None:
                await asyncio.Event().wait()
            else:
                yield part

    def response_bytes(self, status: int, headers: list[tuple[str, str]], content: bytes) -> None:
        self.answered = status, dict(headers), content


class Headers:
    def __init__(self, pairs: list[tuple[str, str]]) -> None:
        self.pairs = pairs

    def items(self) -> list[tuple[str, str]]:
        return self.pairs


def scope(method: str = "POST", path: str = "/quick/", *headers: tuple[str, str], client: str = "192.0.2.1:5") -> Any:
    return SimpleNamespace(
        method=method,
        path=path,
        query_string="",
        scheme="http",
        http_version="1.1",
        client=client,
        server="127.0.0.1:8000",
        headers=Headers([("host", "localhost"), *headers]),
    )


def length(of: int) -> tuple[str, str]:
    return "content-length", str(of)


PARTS = ("content-type", f"{uploads.IN_PARTS}; boundary=x")


def received(proto: Proto, *headers: tuple[str, str], path: str = "/quick/") -> bytes:
    async def body() -> bytes:
        with await rsgi.Receiving().body(proto, rsgi.environ_of(scope("POST", path, *headers))) as file:
            return file.read()

    return asyncio.run(body())


def refusal(proto: Proto, *headers: tuple[str, str], path: str = "/quick/") -> int:
    with pytest.raises(rsgi.Refusal) as caught:
        received(proto, *headers, path=path)
    return caught.value.status


def test_body_in_one_part_or_many_is_received_whole() -> None:
    assert received(Proto(b"abc"), length(3)) == b"abc"
    large = b"x" * rsgi.SMALL
    assert received(Proto(large, b"y"), length(len(large) + 1)) == large + b"y"


def test_body_without_a_length_is_empty() -> None:
    assert received(Proto(b"not asked for")) == b""


def test_body_that_never_ends_is_refused_after_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "SECONDS_A_FORM", 0.01)
    monkeypatch.setattr(rsgi, "SECONDS_OF_GRACE", 0.01)
    assert refusal(Proto(b"x", None), length(3)) == 408
    assert refusal(Proto(b"x", None), length(rsgi.SMALL + 1)) == 408


def test_body_that_trickles_is_refused_however_large_it_says_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "SECONDS_OF_GRACE", 0.01)
    most = uploads.most("/restore/", uploads.IN_PARTS)
    assert refusal(Proto(*[b"x"] * 5, None), length(most), PARTS, path="/restore/") == 408


def test_body_above_the_limit_of_its_address_is_refused() -> None:
    most = 2 * uploads.FORM  # of a form; what is more than it may have is given back by the page that refuses it
    assert refusal(Proto(b"x"), length(most + 1)) == 413
    assert received(Proto(b"x" * most), length(most)) == b"x" * most
    assert refusal(Proto(b"x"), length(settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 1), PARTS, path="/restore/") == 413
    assert received(Proto(b"x" * most, b"x"), length(most + 1), PARTS, path="/restore/") == b"x" * (most + 1)


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "text/plain", ""])
def test_larger_body_that_is_no_form_in_parts_is_refused_where_larger_ones_are_taken(kind: str) -> None:
    assert refusal(Proto(b"x"), length(2 * uploads.FORM + 1), ("content-type", kind), path="/restore/") == 413


def test_body_that_ends_early_is_nobodys_request() -> None:
    with pytest.raises(rsgi.Gone):
        received(Proto(b"x"), length(rsgi.SMALL + 1))


def test_body_with_two_lengths_is_refused_though_they_agree() -> None:
    assert refusal(Proto(b"abc"), length(3), length(3)) == 400


def test_chunked_body_is_refused_with_a_length_or_without() -> None:
    assert refusal(Proto(b"x"), ("transfer-encoding", "chunked")) == 411
    assert refusal(Proto(b"x"), length(1), ("transfer-encoding", "chunked")) == 411


def test_larger_bodies_together_are_bounded_and_let_others_in_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rsgi, "MOST_UNFINISHED", 2 * rsgi.SMALL)
    size = rsgi.SMALL + 1

    async def statuses() -> list[int]:
        receiving = rsgi.Receiving()
        environ = rsgi.environ_of(scope("POST", "/quick/", length(size)))
        waiting = asyncio.ensure_future(receiving.body(Proto(b"x", None), environ))
        await asyncio.sleep(0)
        answered = []
        for _ in range(2):
            try:
                (await receiving.body(Proto(b"x" * size), environ)).close()
                answered.append(200)
            except rsgi.Refusal as refused:
                answered.append(refused.status)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)
        return answered

    assert asyncio.run(statuses()) == [503, 200]


def test_header_with_an_underscore_is_dropped_and_cookies_are_joined() -> None:
    environ = rsgi.environ_of(
        scope(
            "GET",
            "/é",
            ("x_email", "eve@example.org"),
            ("x-email", "ada@example.org"),
            ("cookie", "a=1"),
            ("cookie", "b=2"),
        )
    )
    assert environ["HTTP_X_EMAIL"] == "ada@example.org"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["PATH_INFO"].encode("latin-1").decode() == "/é"
    assert environ["HTTP_HOST"] == "localhost"


def test_address_of_a_client_is_told_without_its_port() -> None:
    assert rsgi.environ_of(scope(client="192.0.2.1:5000"))["REMOTE_ADDR"] == "192.0.2.1"
    assert rsgi.environ_of(scope(client="[2001:db8::1]:5000"))["REMOTE_ADDR"] == "2001:db8::1"


def answered(proto: Proto, asked: Any) -> tuple[int, dict[str, str], bytes]:
    asyncio.run(rsgi.server.__rsgi__(asked, proto))
    assert proto.answered is not None
    return proto.answered


def test_request_is_answered_by_django_with_every_fixed_header() -> None:
    status, headers, content = answered(Proto(), scope("GET", "/healthz"))
    assert (status, content) == (200, b"ok\n")
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("headers", "status", "words"),
    [
        ([length(10**9)], 413, "too large"),
        ([("transfer-encoding", "chunked")], 411, "Content-Length"),
    ],
)
def test_refused_request_reads_why_and_no_view_is_asked(
    headers: list[tuple[str, str]], status: int, words: str
) -> None:
    told = answered(Proto(b"x"), scope("POST", "/healthz", *headers))
    assert told[0] == status
    assert words in told[2].decode()
    assert told[1]["Connection"] == "close"


@pytest.mark.parametrize(("more", "words"), [(0, "Relay&#x27;s words"), (uploads.FORM, "this page can&#x27;t show it")])
def test_form_that_is_too_large_comes_back_as_far_as_it_was_received(more: int, words: str) -> None:
    body = b"note-speed=Relay%27s+words" + b"x" * (uploads.FORM + more)
    sent = [("content-type", "application/x-www-form-urlencoded"), ("origin", "http://localhost"), length(len(body))]
    status, headers, content = answered(Proto(body), scope("POST", "/quick/", *sent))
    assert (status, "Connection" in headers) == (413, bool(more))
    assert (words in content.decode(), b"wordsxxx" in content) == (True, not more)


def test_requests_after_one_another_share_one_database_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    met = []

    def application(environ: dict[str, Any], start: Callable[..., object]) -> HttpResponse:
        met.append(connections["default"])
        start("200 OK", [])
        return HttpResponse()

    monkeypatch.setattr(rsgi, "application", application)
    answered(Proto(), scope("GET", "/healthz"))
    answered(Proto(), scope("GET", "/healthz"))
    assert met[0] is met[1]


def test_request_of_a_client_that_hung_up_is_not_answered() -> None:
    proto = Proto(b"x")
    asyncio.run(rsgi.server.__rsgi__(scope("POST", "/quick/", length(rsgi.SMALL + 1)), proto))
    assert proto.answered is None


def test_turns_are_taken_between_those_who_ask() -> None:
    async def order() -> list[str]:
        turns, taken = rsgi.RequestTurns(), []

        async def ask(of: str, name: str) -> None:
            await turns.turn(of)
            taken.append(name)

        await asyncio.gather(*(ask("many", f"many {number}") for number in range(4)), ask("one", "one"))
        return taken

    assert asyncio.run(order()) == ["many 0", "one", "many 1", "many 2", "many 3"]


def test_turn_of_ipv6_is_that_of_the_network() -> None:
    at_home, elsewhere = (
        [rsgi.asker(rsgi.environ_of(scope("GET", "/", client=f"[{one}]:5"))) for one in addresses]
        for addresses in (("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"), ("2001:db8:1:3::1",))
    )
    assert len(set(at_home)) == 1
    assert elsewhere[0] not in at_home


def test_turn_is_the_addresses_own_and_behind_a_proxy_the_one_it_names(settings: Any) -> None:
    asked = scope("GET", "/", ("x-forwarded-for", "198.51.100.9, 203.0.113.4"))
    settings.BEHIND_HTTPS = False
    assert rsgi.asker(rsgi.environ_of(asked)) == "192.0.2.1"
    settings.BEHIND_HTTPS = True
    assert rsgi.asker(rsgi.environ_of(asked)) == "203.0.113.4"
    assert rsgi.asker(rsgi.environ_of(scope("GET", "/healthz"))) == "/healthz"
