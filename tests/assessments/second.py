"""A second process that saves answers through the same service as the server, on the database of DATABASE_URL.

In: whose browser it is, then one save a line, as JSON: its statement, base, level, note and request id. Out: a line of
JSON for each: the status the server would answer, when it began and ended, and the notes of both where it was stale.
"""

# ruff: noqa: E402  Django is set up before its models are imported

import advisor.sqlite  # isort: skip  # noqa: F401  swaps in a safe SQLite before Django loads one

import json
import os
import sys
import time
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")

import django

django.setup()

from advisor.assessments.actions.answer import record_answer
from advisor.assessments.answer_targets import AnswerTarget, quick_target
from advisor.assessments.answers import Draft, StaleAnswerError, Subject
from tests.people import key_of


def saved(target: AnswerTarget, sent: dict[str, Any]) -> dict[str, Any]:
    began = time.monotonic()
    notes, status = [], 200
    try:
        record_answer(
            respondent_id=target.respondent_id,
            subject=Subject("service", target.service_id, sent["statement"]),
            draft=Draft(sent["level"], note=sent["note"]),
            base=sent["base"],
            request_id=sent["request"],
        )
    except StaleAnswerError as stale:
        status = 412
        notes = [stale.mine.note, *([stale.current.draft.note] if stale.current else [])]
    return {"status": status, "began": began, "ended": time.monotonic(), "said": " ".join(notes)}


def main() -> None:
    target = quick_target(key_of(sys.stdin.readline().strip()))
    assert target is not None
    for line in sys.stdin:
        print(json.dumps(saved(target, json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
