"""One document to draw, or files to examine, as they travel to a render process, and the frames in which they do.

In: text and bytes. Out: frames (four bytes of length, then JSON). Must not know: Django, WeasyPrint, records.
"""

import base64
import json
import struct
import zlib
from dataclasses import asdict, dataclass
from typing import IO, Any, Literal

MOST_BYTES = 64 * 1024 * 1024
"""A longer frame is a fault, not a document."""


class OutOfTime(BaseException):
    """The processor time of one part is used up. No library may take it for an error of its own."""


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file that travels inside the PDF; `relationship` is Source or Data (ISO 32000-2, 7.11.3)."""

    name: str
    description: str
    relationship: str
    text: str


@dataclass(frozen=True, slots=True)
class Job:
    """A document: its HTML, what it embeds, the date all its time stamps carry (ISO), what identifies it, what kind of
    PDF it becomes, and which fonts of this machine it needs, as names of files."""

    html: str
    files: tuple[EmbeddedFile, ...]
    date: str
    identifier: str
    variant: Literal["pdf/ua-1", "pdf/a-3a"] = "pdf/ua-1"
    fonts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that somebody sent, and where it lies until it is examined."""

    name: str
    path: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Files to examine, and the checklists to hold them against: each as JSON by its digest, and the newest's digests.

    All that is needed travels along because the process that reads has neither a database nor files."""

    uploads: tuple[Upload, ...]
    checklists: dict[str, str]
    newest: tuple[str, ...]
    keys: tuple[str, ...] | None = None
    """The public keys that are trusted; None: whoever asks has none."""


def job_to_text(job: Job | Reading) -> str:
    return json.dumps(asdict(job), ensure_ascii=False)


def packed_job(job: Job | Reading) -> bytes:
    """A job as it is stored and as it travels: a document of thousands of pages is mostly repetition."""
    return zlib.compress(job_to_text(job).encode(), 1)


def unpacked_job(data: bytes) -> Job | Reading:
    return job_from_text(zlib.decompress(data).decode())


def job_from_text(text: str) -> Job | Reading:
    value = json.loads(text)
    if "uploads" in value:
        uploads = tuple(Upload(**upload) for upload in value["uploads"])
        keys = value.get("keys")
        return Reading(uploads, value["checklists"], tuple(value["newest"]), None if keys is None else tuple(keys))
    files = tuple(EmbeddedFile(**file) for file in value["files"])
    return Job(**{**value, "files": files, "fonts": tuple(value.get("fonts", ()))})


def write_frame(stream: IO[bytes], value: dict[str, Any]) -> None:
    data = json.dumps(value).encode()
    stream.write(struct.pack(">I", len(data)) + data)
    stream.flush()


def read_frame(stream: IO[bytes]) -> dict[str, Any] | None:
    """The next frame, or None at the end of the stream, also where it ends in mid-frame."""
    head = stream.read(4)
    if len(head) < 4:
        return None
    (length,) = struct.unpack(">I", head)
    if length > MOST_BYTES:
        return None
    data = stream.read(length)
    if len(data) < length:
        return None
    value = json.loads(data)
    return value if isinstance(value, dict) else None


def take_frame(received: bytearray) -> dict[str, Any] | None:
    """Takes the first whole frame out of what has been received so far; None if there is none yet.

    >>> data = bytearray(b"\\0\\0\\0\\2{}rest")
    >>> take_frame(data), bytes(data), take_frame(data)
    ({}, b'rest', None)
    """
    if len(received) < 4:
        return None
    (length,) = struct.unpack(">I", received[:4])
    if len(received) < 4 + length:
        return None
    value = json.loads(received[4 : 4 + length])
    del received[: 4 + length]
    return dict(value)


def packed(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def unpacked(text: str) -> bytes:
    return base64.b64decode(text)
