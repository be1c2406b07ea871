"""What every test gets: files served without collecting them, and only the tests this machine can run."""

import gc
import os
from collections.abc import Iterator, Set
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests.needs import missing
from tests.postgres import DATABASE, running

if TYPE_CHECKING:
    from tests.test_serving import Serving

SOAK = os.environ.get("ADVISOR_TEST_SOAK") == "1"
ON_POSTGRESQL = bool(os.environ.get(DATABASE))
DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# Examples are the same in every run, so that a change is red because of the change; the soak looks for new ones, and
# for 40 times as many: more of the same in every run would find nothing that the first few did not.
# The machine is shared, so no example is judged by its time.
hypothesis.register_profile(
    "repeatable",
    deadline=None,
    derandomize=True,
    database=None,
    max_examples=25,
    suppress_health_check=[HealthCheck.too_slow],
)
hypothesis.register_profile("searching", deadline=None, max_examples=1000, suppress_health_check=[HealthCheck.too_slow])
hypothesis.load_profile("searching" if SOAK else "repeatable")

settings.STORAGES = {
    **settings.STORAGES,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
settings.WHITENOISE_USE_FINDERS = True
settings.WHITENOISE_AUTOREFRESH = True
Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The address of an empty PostgreSQL, for tests marked `postgres` that start programs of their own on it."""
    with running() as address:
        yield address


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def serving(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator["Serving"]:
    """A server on each database, for all tests that leave it as it is."""
    from tests.prepared import prepare_database
    from tests.test_serving import Serving

    database = ""
    if request.param == "postgresql":
        database = prepare_database(request.getfixturevalue("postgresql"), "served")
    here = Serving(tmp_path_factory.mktemp("served"), database)
    try:
        assert here.base in here.said
        yield here
    finally:
        status = here.end()
    assert status == 0


@pytest.fixture(autouse=True)
def limits_begin_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a process counts in memory is not taken from one test into the next, and no read comes between a test's
    own: whether there is room is looked at where a test asks for it."""
    from advisor.quotas import rates, storage  # they need Django to be ready

    rates.forget()
    monkeypatch.setattr(storage, "ROOM", storage.Room(next_look=float("inf")))


@pytest.fixture(autouse=True)
def nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """No thread starts to draw: it would outlive the test, with a connection that keeps its database from closing."""
    from advisor.publish import worker_threads

    monkeypatch.setattr(worker_threads, "wake", lambda: None)


def touches_database(item: pytest.Item) -> bool:
    return item.get_closest_marker("django_db") is not None or bool(
        DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Two processes that share the tests must name them in the same order, and a set has another in each of them."""
    for mark in metafunc.definition.iter_markers("parametrize"):
        if isinstance(mark.args[1], Set):
            raise pytest.UsageError(f"{metafunc.definition.nodeid}: give parametrize() a list: sorted(...), not a set")


def pytest_collection_finish() -> None:
    """Thousands of tests and all that they import live to the end: looking through them for garbage finds none."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine lacks, and the slow tests but in a soak (`tests/run.py` says which and why)."""
    left_out = {need.mark for need in missing()} | (set() if SOAK else {"slow"})
    kept = [item for item in items if not left_out & {mark.name for mark in item.iter_markers()}]
    if ON_POSTGRESQL:  # the others have run already, and would come out the same
        kept = [item for item in kept if touches_database(item)]
    dropped = [item for item in items if item not in set(kept)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept
