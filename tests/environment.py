"""The first thing every test process imports, before Django reads its settings.

In: the environment of whoever runs the tests. Out: one in which no test can reach a user's own data: a temporary data
folder, the default settings, no database from outside but the one that `tests/run.py` started for them.
"""

import atexit
import os
import shutil
import tempfile

import advisor.sqlite  # noqa: F401  swaps in a safe SQLite before Django loads one
from tests.patience import PATIENCE
from tests.postgres import DATABASE

WORKER = "PYTEST_XDIST_WORKER"
OURS = "ADVISOR_TEST_"

FASTER_THAN_PEOPLE = {
    f"ADVISOR_{what}_PER_{whom}": "none" for what in ("SAVES", "BYTES") for whom in ("BROWSER", "ADDRESS")
}
"""Settings for a server on which a few writers save without a pause."""


def isolate() -> None:
    """Points this process, and every process it starts, at a data folder of the tests' own."""
    if WORKER in os.environ:  # the process that started this worker has done it
        return
    for name in list(os.environ):
        if name == "DATABASE_URL" or (name.startswith("ADVISOR_") and not name.startswith(OURS)):
            del os.environ[name]
    folder = tempfile.mkdtemp(prefix="advisor-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    os.environ["ADVISOR_DATA"] = folder
    if os.environ.get(DATABASE):
        os.environ["DATABASE_URL"] = os.environ[DATABASE]
    os.environ["ADVISOR_RENDER_SECONDS"] = f"{max(10, PATIENCE):.0f}"
    os.environ["ADVISOR_WAIT_MS"] = f"{min(PATIENCE, 3600) * 1000:.0f}"
    os.environ["ADVISOR_TIME_ZONE"] = "UTC"
    os.environ["ADVISOR_FONTS"] = "none"  # what a test sees does not depend on the fonts of the machine
    os.environ["ADVISOR_SECRET_KEY"] = "for the tests alone, and not a secret to anyone"


isolate()
