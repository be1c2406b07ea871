"""Files that people send: small ones, kept in memory and never on disk.

In: the parts of a form. Out: a file's bytes, or 413. Must not know: what a file is for.
"""

from typing import Any

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import MemoryFileUploadHandler

REFUSED = "advisor.refused"
"""In a request's environ: the status with which its body was not received. No header can set it."""
LARGER = {"/restore/": 17 * 1024 * 1024}
"""Where more than usual may be sent: two records of 8 MB each, and what else is in the form."""


def most(path: str) -> int:
    """How many bytes a request to this address may have."""
    return LARGER.get(path, settings.DATA_UPLOAD_MAX_MEMORY_SIZE)


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
        if content_length > most(META.get("PATH_INFO", "")):
            raise RequestDataTooBig("The request is larger than any form takes.")
        self.activated = True
