"""What the tests of pages share."""

import pytest

from advisor.decisions import record_cache
from advisor.publish import worker_threads


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread starts to draw: it would outlive the test, with a connection that keeps its database from closing."""
    monkeypatch.setattr(worker_threads, "wake", lambda: None)


@pytest.fixture(autouse=True)
def results_are_finished(monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine is, a result is worked out in one request; what comes in turns sets its own limit."""
    monkeypatch.setattr(record_cache, "SECONDS", float("inf"))
