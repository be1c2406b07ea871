"""What the tests of pages share."""

from collections.abc import Iterator

import pytest
from django.conf import settings

from advisor.decisions import record_cache
from advisor.decisions.tasks import Turns, turns


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> Iterator[Turns]:
    """Requests do not wait, and nothing is worked out before the test takes a turn; nothing is known yet."""
    monkeypatch.setattr(Turns, "start", lambda turns: None)
    monkeypatch.setattr(settings, "WAIT_MS", 0)
    record_cache.service_records.clear()
    record_cache.glanced.clear()
    turns.outcomes.clear()
    yield turns
    turns.works.clear()
    turns.busy = False
