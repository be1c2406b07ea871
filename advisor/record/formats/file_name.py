"""Names of the files that are downloaded: a folder of them is read by tools for decision records, and by people.

In: a title, a number, a day. Out: a name of letters and digits of any script, hyphens between. Must not know: files.
"""

import unicodedata
from datetime import date

MOST_CHARACTERS = 60
MOST_BYTES = 180
"""With number, day and ending a name stays below the 255 bytes that file systems take."""


def slug(title: str, empty: str) -> str:
    """A title as a part of a file name; `empty` where it has no letter and no digit.

    >>> slug("Orders & Billing: EU", "record"), slug("決済 API", "record"), slug("🚀", "record")
    ('orders-billing-eu', '決済-api', 'record')
    """
    plain = unicodedata.normalize("NFC", title).lower()
    words = "".join(one if unicodedata.category(one)[0] in "LNM" else " " for one in plain).split()
    cut = "-".join(words)[:MOST_CHARACTERS].encode()[:MOST_BYTES].decode(errors="ignore").strip("-")
    return cut or empty


def draft_name(title: str, digest: str, as_of: date, ending: str) -> str:
    """The name of a draft. It has no number: tools for decision records list what has one.

    >>> draft_name("Inference edge", "sha256:cbc2694e32da", date(2026, 11, 23), "md")
    'inference-edge-2026-11-23.md'
    >>> draft_name("🚀", "sha256:cbc2694e32da", date(2026, 11, 23), "md")
    'record-cbc2694e-2026-11-23.md'
    """
    unnamed = f"record-{digest.removeprefix('sha256:')[:8]}"
    return f"{slug(title, unnamed)}-{as_of}.{ending}"


def record_name(number: int, title: str, ending: str) -> str:
    """The name of a numbered record, as MADR and the tools around it want it.

    >>> record_name(7, "Acme AI", "md"), record_name(7, "🚀", "pdf")
    ('0007-acme-ai.md', '0007-record.pdf')
    """
    return f"{number:04d}-{slug(title, 'record')}.{ending}"
