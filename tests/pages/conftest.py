"""What the tests of pages share."""

import pytest

from advisor.publish import background


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread starts to draw: it would outlive the test, with a connection that keeps its database from closing."""
    monkeypatch.setattr(background, "wake", lambda: None)
