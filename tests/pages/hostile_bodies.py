"""Hostile bodies and uploads by kind, as data: see `hostile`."""

import gzip
import io
import json
import zipfile
import zlib
from functools import cache

from tests.checklist.test_hostile import billion_laughs, nested_merge_keys
from tests.pages.hostile import FORM, NOT_TAKEN, SAVE, TOO_LARGE, UNREADABLE, Request, answer, form

MEGABYTE = 1024 * 1024
MULTIPART = "multipart/form-data; boundary=x"
IMPORT = "/a/{a}/import/"
CHECK = "/checklists/check/"
RESTORE = "/restore/"


def part(name: str, content: bytes, filename: str = "", more: str = "") -> bytes:
    """One part of a form with files."""
    file = f'; filename="{filename}"' if filename else ""
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{file}\r\n{more}\r\n'.encode() + content + b"\r\n"


def upload(content: bytes, filename: str) -> bytes:
    return part("file", content, filename) + b"--x--\r\n"


def content_types() -> list[Request]:
    kinds = {
        "JSON": ("application/json", b'{"answer-latency-first": "3"}'),
        "XML with an entity from a file": (
            "text/xml",
            b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        ),
        "text": ("text/plain", answer()),
        "a picture": ("image/png", b"\x89PNG\r\n\x1a\n"),
        "none": ("", answer()),
        "nonsense": ("\x00;;;=", answer()),
        "5,000 characters": ("a/" + "b" * 5000, answer()),
        "two at once": (f"{FORM}, application/json", answer()),
        "pickled": ("application/python-pickle", b"cos\nsystem\n(S'true'\ntR."),
    }
    return [
        Request("content type", name, SAVE, 302, "", "POST", body, content_type=kind)
        for name, (kind, body) in kinds.items()
    ]


def multiparts() -> list[Request]:
    unread = {
        "no boundary": ("multipart/form-data", b"a=1"),
        "a boundary of 300 characters": ("multipart/form-data; boundary=" + "x" * 300, b"a=1"),
        "a boundary that is no text": ("multipart/form-data; boundary=é", b"a=1"),
        "3,000 fields": (MULTIPART, part("a", b"1") * 3000 + b"--x--\r\n"),
        "200 files": (MULTIPART, part("a", b"1", "a.txt") * 200 + b"--x--\r\n"),
    }
    lost = {
        "base64 that is none": (
            MULTIPART,
            part("answer-latency-first", b"\xff!", more="Content-Transfer-Encoding: base64\r\n") + b"--x--\r\n",
        ),
        "no end": (MULTIPART, b"--x\r\nContent-Disposition: form-data; name="),
        "no part": (MULTIPART, b"not multipart"),
        "a part without a name": (MULTIPART, b"--x\r\nContent-Disposition: form-data\r\n\r\n3\r\n--x--\r\n"),
        "a name with a line break": (MULTIPART, part('answer\r\nX-Injected: "yes', b"3") + b"--x--\r\n"),
        "a file where a level belongs": (MULTIPART, part("answer-latency-first", b"3", "3.txt") + b"--x--\r\n"),
        "a form in a form": (
            MULTIPART,
            b"--x\r\nContent-Type: multipart/mixed; boundary=y\r\n\r\n--y\r\n\r\n3\r\n--y--\r\n--x--\r\n",
        ),
        "another alphabet": (f"{MULTIPART}; charset=utf-7", part("answer-latency-first", b"+ADM-") + b"--x--\r\n"),
    }
    return [
        *(
            Request("multipart", name, SAVE, 400, UNREADABLE, "POST", body, content_type=kind)
            for name, (kind, body) in unread.items()
        ),
        *(
            Request("multipart", name, SAVE, 302, "", "POST", body, content_type=kind)
            for name, (kind, body) in lost.items()
        ),
    ]


def encodings() -> list[Request]:
    bodies = {
        "no UTF-8": b"answer-latency-first=%ED%A0%80&base-latency-first=0",
        "overlong UTF-8": b"answer-latency-first=%c0%b3&base-latency-first=0",
        "escaped twice": b"answer-latency-first=%2533&base-latency-first=0",
        "half an escape": b"answer-latency-first=%&base-latency-first=%3",
    }
    lost = {
        "raw bytes": b"\xff\xfe\x00answer-latency-first=3",
        "UTF-16": answer().decode().encode("utf-16"),
        "compressed": gzip.compress(answer()),
    }
    types = {
        "UTF-7": f"{FORM}; charset=utf-7",
        "a codec that is no alphabet": f"{FORM}; charset=zlib",
    }
    return [
        *(Request("encoding", name, SAVE, 422, "", "POST", body) for name, body in bodies.items()),
        *(
            Request("encoding", name, SAVE, 400, UNREADABLE, "POST", answer(), content_type=kind)
            for name, kind in types.items()
        ),
        *(Request("encoding", name, SAVE, 302, "", "POST", body) for name, body in lost.items()),
        Request("encoding", "10,000 ampersands", SAVE, 400, UNREADABLE, "POST", b"&" * 10_000),
        Request("encoding", "an alphabet that is none", SAVE, 302, "", "POST", answer(), f"{FORM}; charset=no-such"),
        Request("encoding", "3 MB in one field", SAVE, 413, TOO_LARGE, "POST", b"a=" + b"x" * 3 * MEGABYTE),
        Request("encoding", "3,000 fields", SAVE, 400, UNREADABLE, "POST", b"a=1&" * 3000),
        Request("encoding", "a file to a page", "/help/", 405, NOT_TAKEN, "POST", b"x" * MEGABYTE),
    ]


@cache
def zip_bomb() -> bytes:
    """20 MB of zeros in 20 KB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("record.json", b"\0" * 20 * MEGABYTE)
    return out.getvalue()


def pdf_bomb() -> bytes:
    """A page whose content is 20 MB of zeros, packed twice."""
    packed = zlib.compress(zlib.compress(b"\0" * 20 * MEGABYTE, 9), 9)
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/Contents 4 0 R>>",
        b"<</Length %d/Filter[/FlateDecode/FlateDecode]>>stream\n%s\nendstream" % (len(packed), packed),
    ]
    body = b"".join(b"%d 0 obj%s endobj\n" % (number, one) for number, one in enumerate(objects, start=1))
    return b"%PDF-1.7\n" + body + b"trailer<</Root 1 0 R/Size 5>>\n%%EOF\n"


def yaml_texts() -> list[Request]:
    """What is pasted to be checked, and answered with its problems: the tables of the reader hold many more."""
    texts = {
        "laughs": (billion_laughs(), "is an alias"),
        "merge keys": (nested_merge_keys(), "is a merge key"),
        "brackets": ("[" * 100_000, "nested more than 20 deep"),
        "a tag of Python": ("!!python/object/apply:os.system [true]", "tags (words that begin with"),
        "JSON 40,000 deep": ('{"a":' * 40_000, "nested more than 20 deep"),
        "NUL": ("a: \x00", "U+0000 cannot be shown"),
        "300 KB": ("#" * 300_000, "the file has more than 262,144 bytes"),
        "nothing": (" \n", "there is nothing to check"),
    }
    return [
        Request("upload", f"YAML: {name}", CHECK, 200, says, "POST", form(text=text))
        for name, (text, says) in texts.items()
    ]


def tables() -> list[Request]:
    """What is imported as services."""
    files = {
        "zip bomb": zip_bomb(),
        "no name": b"team\nEdge\n",
        "1,000 rows": b"name\n" + b"".join(b"s%d\n" % n for n in range(1000)),
        "100,000 columns": b"name" + b",x" * 100_000,
        "a quotation without end": b'name\n"' + b"a\n" * 50_000,
        "a cell of 200,000 letters": b"name\n" + b"a" * 200_000,
        "NUL": b"name\n\x00\x00\n",
        "no text": b"\x89PNG\r\n\x1a\n\x00\xff",
        "UTF-16 cut off": "name\nToken".encode("utf-16")[:-1],
        "nothing": b"",
    }
    return [
        *(
            Request("upload", f"CSV: {name}", IMPORT, 422, "", "POST", upload(data, "a.csv"), content_type=MULTIPART)
            for name, data in files.items()
        ),
        Request("upload", "CSV: a path for a name", IMPORT, 422, "", "POST", upload(b"", "../../x"), MULTIPART),
        Request(
            "upload", "CSV: 3 MB", IMPORT, 413, TOO_LARGE, "POST", upload(b"x" * 3 * MEGABYTE, "a.csv"), MULTIPART
        ),
    ]  # fmt: skip


def records() -> list[Request]:
    """What is given to be restored and refused at once; the rest is examined in a process with limits: `EXAMINED`."""
    return [
        Request("upload", "record: no file", RESTORE, 422, "", "POST", b"--x--\r\n", MULTIPART),
        Request("upload", "record: 33 MB", RESTORE, 422, "", "POST", upload(b"x" * 33 * MEGABYTE, "a.pdf"), MULTIPART),
        Request(
            "upload", "record: 66 MB", RESTORE, 413, TOO_LARGE, "POST", upload(b"x" * 66 * MEGABYTE, "a.pdf"), MULTIPART
        ),
    ]  # fmt: skip


EXAMINED: dict[str, bytes] = {
    "nothing": b"",
    "zip bomb": zip_bomb(),
    "PDF bomb": pdf_bomb(),
    "PDF of a line": b"%PDF-1.7\n",
    "PDF of random references": b"%PDF-1.7\n" + b"1 0 obj[1 0 R 1 0 R]endobj " * 20_000,
    "PDF whose pages are their own parents": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj "
    b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 99999999>>endobj trailer<</Root 1 0 R>>",
    "JSON 100,000 deep": b'{"a":' * 100_000,
    "JSON with a number of 100,000 digits": b'{"format": ' + b"9" * 100_000 + b"}",
    "JSON with a name twice": b'{"format": "advisor-record/2", "format": "x"}',
    "JSON of a list": json.dumps([{}] * 10_000).encode(),
    "JSON without UTF-8": b'{"format": "\xff\xfe"}',
    "JSON that is no number": b'{"format": NaN}',
    "YAML of aliases": billion_laughs().encode(),
    "gzip": gzip.compress(b"0" * 5 * MEGABYTE),
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\x00" * 1000,
    "a program": b"\x7fELF" + b"\x00" * 1000,
    "zeros": b"\x00" * 1000,
}
"""Files that a render process opens; the report says what each is not."""
