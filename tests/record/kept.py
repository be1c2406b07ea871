"""Records as files, to be read back: drafts, signed-off ones, and such as somebody tampered with."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.as_json import record_digest
from advisor.record.model.record import DecisionRecord
from advisor.record.model.signature import sign, text_of
from advisor.record.verify.reading import KeptRecord, read_record
from tests.record.samples import DAY, checklist

KEY, OTHER_KEY = (Ed25519PrivateKey.from_private_bytes(bytes([one] * 32)) for one in (1, 2))
KEYS = (text_of(KEY.public_key()),)
"""The public keys that the tests trust."""
SAID = ({"who": "Ada", "what": "accepted", "words": "We can carry it.", "on": "2026-11-23"},)


def signed(
    file: AnswersFile,
    *,
    said: Sequence[dict[str, Any]] = SAID,
    link: str = "",
    sequence: Sequence[Counted] = (),
    key: Ed25519PrivateKey = KEY,
) -> DecisionRecord:
    """The record of these answers as sign-off leaves it."""
    made = build_record(
        checklist(),
        file,
        recommend(checklist(), file, as_of=DAY),
        as_of=DAY,
        status="accepted",
        reference="ADR-0001",
        positions=said,
        link=link,
        sequence=sequence,
    )
    return replace(
        made, signature=sign(key, digest=made.digest, record="kept-as", keys_at="https://a.example/keys.pem")
    )


def spoilt(record: DecisionRecord, spoil: Callable[[dict[str, Any]], object], *, sealed: bool = False) -> KeptRecord:
    """The record with something in it changed; `sealed`: by someone who then made the digest fit."""
    value = json.loads(record.json_text)
    spoil(value)
    if sealed:
        value["digest"] = record_digest(value)
    return read_record(json.dumps(value))


def known(slug: str, digest: str) -> Checklist | None:
    """The bundled checklist, where it is the one that is asked for."""
    return checklist() if (slug, digest) == (checklist().slug, checklist().digest) else None
