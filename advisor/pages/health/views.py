"""Two questions of whoever runs the server: does the process answer, and can it serve?"""

import time

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from advisor.assessments.checklists import library
from advisor.checklist.errors import ChecklistError
from advisor.disk import can_save
from advisor.sharing.policy import open_to_all

OFTEN = 1.0
"""Seconds for which a save that was tried counts: whoever asks more often writes no more often."""
NOTHING_SAVED = "Nothing can be saved: the disk is full or read-only. What was saved can be read."
_saved_at = -OFTEN


@open_to_all("Says that the process answers, and nothing else.")
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return _plain("ok")


@open_to_all("Says whether database and checklists can be used, without any detail of them.")
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a request can be served and saved, else 503 and what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sharing_scope LIMIT 1")
        if not _saves():
            return _plain(NOTHING_SAVED, 503)
    except DatabaseError:
        return _plain("The database cannot be read, or lacks its tables.", 503)
    try:
        slugs = library().slugs()
        for slug in slugs:
            library().get(slug)
    except ChecklistError:
        return _plain("A checklist is wrong: see /checklists/.", 503)
    if not slugs:
        return _plain("There is no checklist.", 503)
    return _plain("ready")


def _plain(text: str, status: int = 200) -> HttpResponse:
    # the header as it is: `never_cache` writes five, and takes a seventh of the whole request
    headers = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, headers=headers)


def _saves() -> bool:
    """Whether a save works, or did a moment ago."""
    global _saved_at
    if time.monotonic() - _saved_at < OFTEN:
        return True
    if can_save():
        _saved_at = time.monotonic()
        return True
    return False
