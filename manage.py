#!/usr/bin/env python
"""Django's command line: `./run manage …` calls this with the project's own Python."""

import os
import sys

import advisor.sqlite  # noqa: F401  swaps in a safe SQLite before Django loads one
from advisor.permissions import keep_new_files_private


def main() -> int:
    keep_new_files_private()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")
    from django.core.management import execute_from_command_line

    from advisor.command_line import run

    return run(lambda: execute_from_command_line(sys.argv))


if __name__ == "__main__":
    sys.exit(main())
