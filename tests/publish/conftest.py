"""The shared render process ends with the tests that share it."""

import pytest

from tests.publish.samples import renderer


@pytest.fixture(scope="session", autouse=True)
def _ended_renderer():
    yield
    if renderer.cache_info().currsize:
        renderer().close()
