"""Two questions of whoever runs the server: does the process answer, and can it serve?"""

import time

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from advisor.assessments.checklists import library
from advisor.checklist.errors import ChecklistError
from advisor.disk import can_save
from advisor.sharing.policy import open_to_all

PLAIN = "text/plain; charset=utf-8"
OFTEN = 1.0
"""Seconds for which a save that was tried counts: whoever asks more often writes no more often."""
NOTHING_SAVED = "Nothing can be saved: the disk is full or read-only. What was saved can be read.\n"
_saved_at = -OFTEN


@open_to_all("Says that the process answers, and nothing else.")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type=PLAIN)


@open_to_all("Says whether database and checklists can be used, without any detail of them.")
@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """200 when a request can be served and saved, else 503 and what is missing."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM sharing_scope LIMIT 1")
        if not _saves():
            return HttpResponse(NOTHING_SAVED, status=503, content_type=PLAIN)
    except DatabaseError:
        return HttpResponse("The database cannot be read, or lacks its tables.\n", status=503, content_type=PLAIN)
    try:
        slugs = library().slugs()
        for slug in slugs:
            library().get(slug)
    except ChecklistError:
        return HttpResponse("A checklist is wrong: see /checklists/.\n", status=503, content_type=PLAIN)
    if not slugs:
        return HttpResponse("There is no checklist.\n", status=503, content_type=PLAIN)
    return HttpResponse("ready\n", content_type=PLAIN)


def _saves() -> bool:
    """Whether a save works, or did a moment ago."""
    global _saved_at
    if time.monotonic() - _saved_at < OFTEN:
        return True
    if can_save():
        _saved_at = time.monotonic()
        return True
    return False
