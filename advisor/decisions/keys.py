"""The key that records are signed with, and the public keys by which they are checked.

In: the data folder, rows. Out: a signature; public keys. Must not know: records, HTTP. The private key lies beside the
secret key, readable for the app's user alone; below it in the same file stand the public keys of those before it.
Public keys are rows, too: the machines of one database know each other's, and a restored database its old ones.
"""

import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from advisor.checklist.errors import AdvisorError
from advisor.decisions.models import SigningKey
from advisor.record.model import signature
from advisor.record.model.signature import KeyFileError, Signature, all_pem, keys_in, text_of

FILE = "signing-key"
_END = "-----END PRIVATE KEY-----\n"


class SigningKeyError(AdvisorError):
    """The key cannot be read or made; the text says what to do."""


def sign(*, digest: str, record: str, keys_at: str = "") -> Signature:
    """The signature of a record that is signed off here. SigningKeyError where there is no key and none can be made."""
    private, _ = _read()
    SigningKey.objects.get_or_create(public_key=text_of(private.public_key()))
    return signature.sign(private, digest=digest, record=record, keys_at=keys_at)


def make_key() -> None:
    """Makes the key of this machine, unless it has one."""
    private, _ = _read()
    SigningKey.objects.get_or_create(public_key=text_of(private.public_key()))


def rotate() -> str:
    """Makes a new key, which is given back. The private half of the one before is gone; its public half stays."""
    private, before = _read()
    new = Ed25519PrivateKey.generate()
    _write(new, (text_of(private.public_key()), *before))
    SigningKey.objects.get_or_create(public_key=text_of(private.public_key()))
    SigningKey.objects.get_or_create(public_key=text_of(new.public_key()))
    return text_of(new.public_key())


def public_keys() -> tuple[str, ...]:
    """All that this server ever signed with, the newest first."""
    return tuple(SigningKey.objects.order_by("-made_at", "-id").values_list("public_key", flat=True))


def keys_of_this_machine() -> tuple[str, ...]:
    """Those in the data folder, for whoever asks without a database; none is made for it."""
    try:
        private, before = _parsed((settings.DATA_DIR / FILE).read_text())
    except (OSError, SigningKeyError):
        return ()
    return (text_of(private.public_key()), *before)


def _read() -> tuple[Ed25519PrivateKey, tuple[str, ...]]:
    path = settings.DATA_DIR / FILE
    try:
        return _parsed(path.read_text())
    except FileNotFoundError:
        return _made(path)
    except OSError as error:
        raise SigningKeyError(_out_of_reach("read", error)) from error


def _made(path: Path) -> tuple[Ed25519PrivateKey, tuple[str, ...]]:
    new = Ed25519PrivateKey.generate()
    mine = _new_beside(path)
    try:
        _store(mine, _text(new, ()))
        os.link(mine, path)  # whole, or not at all; fails where another process was first
    except FileExistsError:
        return _parsed(path.read_text())
    except OSError as error:
        raise SigningKeyError(_out_of_reach("written", error)) from error
    finally:
        mine.unlink(missing_ok=True)
    return new, ()


def _write(private: Ed25519PrivateKey, before: tuple[str, ...]) -> None:
    path = settings.DATA_DIR / FILE
    mine = _new_beside(path)
    try:
        _store(mine, _text(private, before))
        mine.replace(path)
    except OSError as error:
        raise SigningKeyError(_out_of_reach("written", error)) from error
    finally:
        mine.unlink(missing_ok=True)


def _new_beside(path: Path) -> Path:
    """A file that no other process or thread writes at this moment."""
    return path.with_name(f"{FILE}.{secrets.token_hex(16)}")


def _store(path: Path, text: str) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _text(private: Ed25519PrivateKey, before: tuple[str, ...]) -> str:
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem + all_pem(before)


def _parsed(text: str) -> tuple[Ed25519PrivateKey, tuple[str, ...]]:
    own, end, rest = text.partition(_END)
    try:
        private = load_pem_private_key((own + end).encode(), password=None)
        before = keys_in(rest) if rest.strip() else ()
    except (ValueError, TypeError, KeyFileError) as error:
        raise SigningKeyError(_damaged()) from error
    if not isinstance(private, Ed25519PrivateKey):
        raise SigningKeyError(_damaged())
    return private, before


def _out_of_reach(what: str, error: OSError) -> str:
    return (
        f"The key that signs records cannot be {what}: {settings.DATA_DIR / FILE} ({error.strerror}). Make room on the "
        "disk, and let the app's user read and write the file and its folder."
    )


def _damaged() -> str:
    return (
        f"{settings.DATA_DIR / FILE} is not a key that can sign records. Put it back from a backup, or move it "
        "away: the next start makes a new one, and records signed so far can still be checked."
    )
