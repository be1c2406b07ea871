"""The server as people meet it, on each database: pages, saves, a clean end, and what it refuses to start on."""

import contextlib
import http.cookiejar
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest

from advisor import probe
from advisor.sharing.access import new_key
from tests.environment import FASTER_THAN_PEOPLE
from tests.patience import PATIENCE
from tests.prepared import prepare

ROOT = Path(__file__).resolve().parent.parent
NAME = "advisor.example"
ANSWER = "latency-first"
ROUNDS = 25 if os.environ.get("ADVISOR_TEST_SOAK") == "1" else 8


class Serving:
    """A server of its own, in a process of its own; a `first` start finds nothing prepared."""

    def __init__(self, data: Path, database: str, folder: Path = ROOT, *, first: bool = False, **more: str) -> None:
        self.database = database
        if not first:
            prepare(data)
        with socket.socket() as trial:
            trial.bind(("127.0.0.1", 0))
            self.port = int(trial.getsockname()[1])
        self.base = f"http://127.0.0.1:{self.port}"
        self.environment = {
            **os.environ,
            **FASTER_THAN_PEOPLE,
            "ADVISOR_HOSTS": f"{NAME},127.0.0.1",
            "ADVISOR_DATA": str(data),
        }
        self.environment.pop("DATABASE_URL", None)
        if database:
            self.environment["DATABASE_URL"] = database
        self.environment |= more
        self.process = subprocess.Popen(
            [sys.executable, "-m", "advisor.serve", "--port", str(self.port)],
            cwd=folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        assert self.process.stdout is not None
        self.said = self.process.stdout.readline()

    def workers(self) -> int:
        """How many processes answer requests."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return sum(b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes() for child in children)

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        status = self.process.wait(PATIENCE)
        assert self.process.stdout is not None
        self.process.stdout.close()
        return status


class Visitor:
    """A browser without JavaScript."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.jar = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), cookies)

    def ask(
        self, address: str, data: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> tuple[int, str]:
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        asked = urllib.request.Request(self.base + address, body, headers or {})
        try:
            with self.opener.open(asked, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()

    def token(self, page: str) -> str:
        found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert found, page
        return found[1]

    def cookie(self, name: str) -> str:
        return next(cookie.value or "" for cookie in self.jar if cookie.name == name)

    def save(self, value: str, base: int) -> int:
        _, page = self.ask("/quick/")
        form = {"csrfmiddlewaretoken": self.token(page), f"answer-{ANSWER}": value, f"base-{ANSWER}": str(base)}
        return self.ask(f"/quick/answers/{ANSWER}/", form, {"HX-Request": "true"})[0]


@pytest.fixture
def visitor(serving: Serving) -> Visitor:
    return Visitor(serving.base)


@pytest.mark.parametrize("address", ["/", "/quick/", "/checklists/nodejs-express/", "/readyz", "/healthz"])
def test_server_serves_its_pages(visitor: Visitor, address: str) -> None:
    assert visitor.ask(address)[0] == 200


def test_server_has_one_worker_on_sqlite_and_one_a_core_on_postgresql(serving: Serving) -> None:
    assert serving.workers() == (os.cpu_count() if serving.database else 1)


def test_server_keeps_a_save_and_refuses_a_stale_one(visitor: Visitor) -> None:
    assert visitor.save("3", 0) == 200
    assert visitor.save("1", 0) == 412
    assert visitor.save("1", 1) == 200


def test_server_with_many_first_saves_at_once_keeps_exactly_one_and_tells_the_others(visitor: Visitor) -> None:
    _, page = visitor.ask("/quick/")
    token, cookie = visitor.token(page), visitor.cookie("csrftoken")

    def save(browser: str, number: int) -> int:
        form = {"csrfmiddlewaretoken": token, f"answer-{ANSWER}": "3", f"note-{ANSWER}": f"of tab {number}"}
        headers = {"HX-Request": "true", "Cookie": f"csrftoken={cookie}; advisor={browser}"}
        status, _ = Visitor(visitor.base).ask(f"/quick/answers/{ANSWER}/", {**form, f"base-{ANSWER}": "0"}, headers)
        return status

    with ThreadPoolExecutor(8) as tabs:
        for _ in range(ROUNDS):
            browser = new_key().secret  # one that the server has never seen: its rows are made in the race too
            statuses = sorted(tabs.map(save, [browser] * 8, range(8)))
            assert statuses == [200] + [412] * 7


def test_server_asked_under_another_name_answers_400(visitor: Visitor) -> None:
    status, page = visitor.ask("/", headers={"Host": "other.example"})
    assert status == 400
    assert "could not be read" in page


def test_probe_of_a_server_that_answers_passes(serving: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probe, "SECONDS", PATIENCE)
    monkeypatch.setenv("ADVISOR_HOSTS", NAME)
    assert probe.main([str(serving.port)]) == 0


def test_probe_of_a_port_where_nobody_answers_fails_with_a_line(serving: Serving) -> None:
    def ask(port: int) -> tuple[int, str]:
        done = subprocess.run(
            [sys.executable, "-m", "advisor.probe", str(port)],
            cwd=ROOT,
            env=serving.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return done.returncode, done.stderr

    with socket.socket() as bound:  # taken, but nobody listens
        bound.bind(("127.0.0.1", 0))
        status, said = ask(bound.getsockname()[1])
    assert status == 1
    assert "No answer on port" in said


@pytest.mark.postgres
@pytest.mark.parametrize("serving", ["postgresql"], indirect=True)
def test_server_after_its_postgresql_closed_every_connection_answers_at_once(
    serving: Serving, visitor: Visitor, postgresql: str
) -> None:
    with psycopg.connect(postgresql, autocommit=True) as maintenance:
        assert {visitor.ask("/readyz")[0] for _ in range(8)} == {200}  # each worker has a connection now
        closed = maintenance.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
            [serving.database.rpartition("/")[2]],
        ).fetchall()
        assert closed
        assert {visitor.ask("/readyz")[0] for _ in range(8)} == {200}


def test_server_on_the_database_of_a_newer_version_says_so_and_changes_nothing(tmp_path: Path) -> None:
    prepare(tmp_path)
    with contextlib.closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as file, file:
        file.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('sharing', '9999_later', '2026-01-01')"
        )
    older = Serving(tmp_path, "")
    assert "newer version of the advisor (it knows sharing.9999_later)" in older.said
    assert older.process.wait(PATIENCE) == 2
    older.process.stdout.close()  # type: ignore[union-attr]
