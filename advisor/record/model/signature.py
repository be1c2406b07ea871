"""Signatures of records: Ed25519 over a record's digest and the name under which its server keeps it.

In: keys, a digest. Out: a signature, or whether one fits. Must not know: where keys lie, which of them to trust. A key
is written as the base64 of its 32 bytes; several travel as PEM, one block after the other, as OpenSSL reads them.
"""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Annotated, Literal

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from pydantic import BaseModel, ConfigDict, StringConstraints

from advisor.checklist.errors import AdvisorError

_BLOCK = re.compile(r"-----BEGIN PUBLIC KEY-----[^-]*-----END PUBLIC KEY-----")
_Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
_Base64 = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{42,88}={0,2}$")]


class KeyFileError(AdvisorError):
    """A file of public keys that cannot be used; the text says what to give instead."""


class Signature(BaseModel):
    """What a record carries once it was signed off, after its digest, which does not cover it."""

    model_config = ConfigDict(strict=True, frozen=True, use_attribute_docstrings=True)
    algorithm: Literal["ed25519"] = "ed25519"
    """How it was made."""
    key: _Base64
    """The public key of the server that signed it."""
    keys_at: Annotated[str, StringConstraints(max_length=500)] = ""
    """The web address of that server's public keys."""
    record: _Name
    """The name under which the server keeps the record."""
    value: _Base64
    """The signature, over digest and name."""


def sign(private: Ed25519PrivateKey, *, digest: str, record: str, keys_at: str = "") -> Signature:
    """The signature of a record by this key. Made twice it is the same.

    >>> private = Ed25519PrivateKey.from_private_bytes(bytes(32))
    >>> made = sign(private, digest="sha256:12", record="abc")
    >>> fits(made, "sha256:12"), fits(made, "sha256:13")
    (True, False)
    """
    value = base64.b64encode(private.sign(_message(digest, record))).decode()
    return Signature(key=text_of(private.public_key()), keys_at=keys_at, record=record, value=value)


def fits(signature: Signature, digest: str) -> bool:
    """Whether whoever has the private half of the stated key signed just this digest under just this name."""
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(signature.key, validate=True))
        key.verify(base64.b64decode(signature.value, validate=True), _message(digest, signature.record))
    except (InvalidSignature, ValueError, binascii.Error):
        return False
    return True


def _message(digest: str, record: str) -> bytes:
    return f"advisor-record-signature/1\n{digest}\n{record}\n".encode()


def text_of(key: Ed25519PublicKey) -> str:
    """A public key as records name it.

    >>> text_of(Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key())
    'O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik='
    """
    return base64.b64encode(key.public_bytes_raw()).decode()


def pem_of(key: str) -> str:
    """The key as a PEM block."""
    raw = Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
    return raw.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def keys_in(text: str) -> tuple[str, ...]:
    """The public keys that a file names, in its order: PEM blocks, whatever stands between them. KeyFileError where
    there is none, or one of another kind.

    >>> keys_in(f"in use: {pem_of('O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=')}")
    ('O2onvM62pC1io6jQKm8Nc2UyFXcd4kOmOsBIoYtZ2ik=',)
    """
    keys = tuple(_key(block) for block in _BLOCK.findall(text))
    if not keys:
        raise KeyFileError("There is no public key in it. Give the file keys.pem of the server that signed the record.")
    return keys


def _key(block: str) -> str:
    try:
        key = load_pem_public_key(block.encode())
    except ValueError as error:
        raise KeyFileError("A public key in it cannot be read. Fetch keys.pem from the server again.") from error
    if not isinstance(key, Ed25519PublicKey):
        raise KeyFileError("A public key in it is not Ed25519. Give the file keys.pem of the server.")
    return text_of(key)


def all_pem(keys: Iterable[str]) -> str:
    """The file of public keys: the first is in use."""
    return "".join(map(pem_of, keys))
