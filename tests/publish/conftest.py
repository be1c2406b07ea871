"""The shared render process ends with the tests that share it."""

import pytest

from advisor.publish.renderer import Renderer
from tests.publish.samples import renderer


@pytest.fixture(scope="session", autouse=True)
def _ended_renderer():
    yield
    if renderer.cache_info().currsize:
        renderer().close()


@pytest.fixture
def own():
    """A renderer of this test's own, ended with it: for what is read or set when its process starts."""
    made = Renderer()
    yield made
    made.close()
