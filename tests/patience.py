"""How long a test waits for something to happen: until it has.

No test's outcome depends on how fast the machine is, so there is one limit, which only a hang exceeds.
"""

import os

PATIENCE = float(os.environ.get("ADVISOR_TEST_PATIENCE", "600"))
"""Seconds after which what a test waits for is taken to hang. ADVISOR_TEST_PATIENCE shortens them for whoever looks for
a fault: what is there waits for nothing, and what is missing is then said sooner."""
