"""The tests' own PostgreSQL starts, answers, and is gone afterwards."""

from pathlib import Path

import psycopg
import pytest

from tests import postgres

pytestmark = pytest.mark.postgres


def test_running_answers_and_leaves_nothing_behind() -> None:
    with postgres.running() as address, psycopg.connect(address) as connection:
        assert connection.execute("SELECT 6 * 7").fetchone() == (42,)
        folder = Path(connection.info.host)
        assert folder.exists()
    assert not folder.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_running_when_its_block_fails_is_ended_all_the_same() -> None:
    with pytest.raises(ZeroDivisionError), postgres.running() as address:
        raise ZeroDivisionError
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(address)


def test_running_without_binaries_says_where_to_look(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "binaries", lambda: None)
    with pytest.raises(FileNotFoundError, match=r"needs\.py"), postgres.running():
        pass


def test_reachable_where_others_cannot_go_is_a_copy(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    (closed / "install" / "bin").mkdir(parents=True)
    (closed / "install" / "bin" / "initdb").write_text("")
    closed.chmod(0o700)
    assert postgres.reachable(closed / "install" / "bin", tmp_path / "copy") == tmp_path / "copy" / "bin"
    assert (tmp_path / "copy" / "bin" / "initdb").exists()
