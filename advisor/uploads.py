"""Files that people send: small ones, kept in memory and never on disk.

In: the parts of a form. Out: a file's bytes, or 413. Must not know: what a file is for.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest

REFUSED = "advisor.refused"
"""In a request's environ: the status with which its body was not received. No header can set it."""
FORM = 2 * 1024 * 1024
"""How many bytes a form may have: 1 MB is the limit of a YAML file that is pasted, and other fields stand beside it."""
LARGER = {"/restore/": settings.DATA_UPLOAD_MAX_MEMORY_SIZE}
"""Where more may be sent: two records of 32 MB each, as files or as text, and what else is in the form."""
IN_PARTS = "multipart/form-data"
"""The kind of form that a larger one has to be: in the other kind three bytes can stand for one, and decoding 65 MB of
them takes a minute and gigabytes."""


def most(path: str, content_type: str) -> int:
    """How many bytes a request of this kind to this address may have."""
    return LARGER.get(path, FORM) if content_type.lower().startswith(IN_PARTS) else FORM


def received(path: str, content_type: str) -> int:
    """How many bytes of a request are read: of a form twice what it may have, so that the words of one that is too
    large can be given back."""
    return max(most(path, content_type), 2 * FORM)


def refused(request: HttpRequest) -> int:
    """The status with which a request is refused before a view reads it; 0: it is not."""
    stated = request.META.get("CONTENT_LENGTH") or "0"
    too_large = stated.isdecimal() and int(stated) > most(request.path_info, request.META.get("CONTENT_TYPE", ""))
    return int(request.META.get(REFUSED, 0)) or (413 if too_large else 0)


class SmallFiles(MemoryFileUploadHandler):
    """Takes a file into memory; a request larger than any form of ours is refused before it is read."""

    def handle_raw_input(
        self,
        input_data: Any,
        META: Any,  # noqa: N803  its name in Django
        content_length: int,
        boundary: Any,
        encoding: Any = None,
    ) -> None:
        if content_length > received(META.get("PATH_INFO", ""), IN_PARTS):
            raise RequestDataTooBig("The request is larger than any form takes.")
        self.activated = True
