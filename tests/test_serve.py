"""Starting the server: one worker on SQLite, a clear line for everything in the way, a clean end."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path

import pytest

from advisor import serve
from advisor.installation import CannotServe, check_data_folder
from tests.patience import PATIENCE
from tests.prepared import prepare

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def taken() -> int:
    """A port that something listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def test_check_port_in_use_names_the_next_free_one(taken: int) -> None:
    with pytest.raises(CannotServe, match=rf"Port {taken} .*\./run --port \d+"):
        serve.check_port("127.0.0.1", taken)


def test_check_port_that_is_free_passes() -> None:
    serve.check_port("127.0.0.1", free_port())


def test_check_port_on_an_address_of_another_machine_says_so() -> None:
    with pytest.raises(CannotServe, match=r"Cannot listen on 192\.0\.2\.1"):
        serve.check_port("192.0.2.1", 8000)


def test_check_port_beyond_the_last_port_says_so() -> None:
    with pytest.raises(CannotServe, match="0-65535"):
        serve.check_port("127.0.0.1", 70_000)


@pytest.mark.parametrize("asked", [None, 1])
def test_count_workers_on_sqlite_is_exactly_one(asked: int | None) -> None:
    assert serve.count_workers(asked, sqlite=True) == 1


def test_count_workers_above_one_on_sqlite_is_refused() -> None:
    with pytest.raises(CannotServe, match="exactly one worker"):
        serve.count_workers(2, sqlite=True)


def test_count_workers_on_postgresql_is_one_a_core() -> None:
    assert serve.count_workers(None, sqlite=False) == os.cpu_count()
    assert serve.count_workers(3, sqlite=False) == 3


def test_count_workers_below_one_is_refused() -> None:
    with pytest.raises(CannotServe, match="1 or more"):
        serve.count_workers(0, sqlite=False)


def test_check_data_folder_that_cannot_be_written_says_what_to_type(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotServe, match="--data FOLDER"):
        check_data_folder(tmp_path / "file" / "data")


def test_prepare_environment_with_a_host_of_its_own_lets_that_host_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_DATA", "unused")
    monkeypatch.delenv("ADVISOR_HOSTS", raising=False)
    serve.prepare_environment("192.0.2.7", Path("/data"))
    assert os.environ.pop("ADVISOR_HOSTS") == "192.0.2.7,localhost,127.0.0.1"
    assert os.environ["ADVISOR_DATA"] == "/data"


WAY = re.compile(
    r"Nobody needs an account\. This server has no owner yet; whoever opens this link becomes the owner:\n"
    r"  http://127\.0\.0\.1:\d+/accounts/link/[\w-]{32}\n"
)


def start(port: int, data: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "advisor.serve", "--port", str(port), "--data", str(data)]
    return subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    )


def status(port: int) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/no-such-page/", timeout=PATIENCE) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def test_process_that_only_starts_the_server_loads_neither_views_nor_numpy(tmp_path: Path) -> None:
    prepare(tmp_path)
    code = (
        "import sys; from pathlib import Path; from advisor import installation, serve;"
        "serve.prepare_environment('127.0.0.1', Path(sys.argv[1])); import django; django.setup();"
        "installation.migrate(); installation.collect_static(); print(installation.first_owner());"
        "installation.sign_records(); print({'numpy', 'advisor.pages.urls'} & set(sys.modules))"
    )
    printed = subprocess.check_output([sys.executable, "-c", code, str(tmp_path)], text=True).split("\n")
    assert printed[0].startswith("/accounts/link/")
    assert printed[1] == "set()"


def test_server_started_answers_and_ends_cleanly_on_interrupt(tmp_path: Path) -> None:
    port = free_port()
    server = start(port, tmp_path)
    assert server.stdout is not None
    with server.stdout:
        try:
            assert f"http://127.0.0.1:{port}/" in server.stdout.readline()
            assert status(port) == 404
            assert (tmp_path / "advisor.sqlite3").exists()
            collected = (tmp_path / "static" / ".collected").stat().st_mtime_ns
        finally:
            os.killpg(server.pid, signal.SIGINT)
            ended = server.wait(PATIENCE)
        assert ended == 0
        assert WAY.fullmatch(server.stdout.read())
    assert collected > 0
    assert not (tmp_path / "advisor.sqlite3-wal").exists()  # else a full disk could not read it at the next start


def test_server_on_a_port_in_use_ends_with_one_clear_line(tmp_path: Path, taken: int) -> None:
    server = start(taken, tmp_path)
    output, _ = server.communicate(timeout=PATIENCE)
    assert server.returncode == 2
    assert output.count("\n") == 1
    assert "in use" in output


def test_what_nobody_came_back_for_is_swept_at_the_start_and_daily(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    pauses: list[float] = []

    def wait(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise KeyboardInterrupt

    monkeypatch.setenv("ADVISOR_DATA", str(tmp_path))
    monkeypatch.delenv("DATABASE_URL", raising=False)
    prepare(tmp_path)
    with closing(sqlite3.connect(tmp_path / "advisor.sqlite3")) as database:
        database.execute(
            "insert into publish_rendering (key, state, progress, reason, job, content, attempt, asked_by, upload, "
            "queued_at, used_at) values "
            "('k', 'failed', '', '', x'', x'', 0, '', '', '2020-01-01 00:00:00', '2020-01-01 00:00:00')"
        )
        database.commit()
        with pytest.raises(KeyboardInterrupt):
            serve.call_again("sweep", serve.DAY, wait)
        left = database.execute("select count(*) from publish_rendering").fetchone()
    assert pauses == [60, 24 * 3600]
    assert left == (0,)
    assert capfd.readouterr() == ("", "")
