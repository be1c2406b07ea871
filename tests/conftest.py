"""What every test gets: files served without collecting them, and only the tests this machine can run."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from tests.needs import missing

SOAK = os.environ.get("ADVISOR_TEST_SOAK") == "1"

# Examples are the same in every run, so that a change is red because of the change; the soak looks for new ones.
# The machine is shared, so no example is judged by its time.
hypothesis.register_profile(
    "repeatable", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow]
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


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out what this machine lacks, and the slow tests but in a soak (`tests/run.py` says which and why)."""
    left_out = {need.mark for need in missing()} | (set() if SOAK else {"slow"})
    kept = [item for item in items if not left_out & {mark.name for mark in item.iter_markers()}]
    dropped = [item for item in items if item not in set(kept)]
    if dropped:
        config.hook.pytest_deselected(items=dropped)
        items[:] = kept
