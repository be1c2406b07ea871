"""The key that signs records: made once, private, rotated, and its public half for everybody."""

import stat
import threading
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import CommandError, call_command
from django.test import Client

from advisor.decisions import keys
from advisor.decisions.services import FrozenError
from advisor.record.model.signature import fits, keys_in, pem_of, text_of
from advisor.record.verify.reading import read_record
from tests.decisions.deciding import answered, signed_off
from tests.patience import PATIENCE
from tests.people import text_of as page_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def data(settings: Any, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_key_is_made_once_for_this_user_alone_and_is_no_row(data: Path) -> None:
    keys.make_key()
    file = data / "signing-key"
    text = file.read_text()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert "PRIVATE KEY" in text
    keys.make_key()
    assert file.read_text() == text
    assert keys.public_keys() == keys.keys_of_this_machine()
    assert len(keys.public_keys()) == 1
    assert list(data.iterdir()) == [file]


def test_record_is_signed_under_its_own_name_with_the_key_of_this_machine(data: Path) -> None:
    record = signed_off(answered())
    signature = read_record(record.content).head.signature
    assert signature is not None
    assert (signature.record, signature.key) == (record.public_id, keys.keys_of_this_machine()[0])
    assert fits(signature, record.digest)
    markdown = record.files.get(variant="md").content
    document = record.files.get(variant="document")
    assert signature.value.encode() in bytes(markdown)
    assert document is not None


def test_rotated_key_signs_from_then_on_and_the_one_before_still_checks(data: Path) -> None:
    keys.make_key()
    first = keys.sign(digest="sha256:1", record="a")
    new = keys.rotate()
    second = keys.sign(digest="sha256:1", record="a")
    assert (first.key, second.key) == (keys.public_keys()[1], new)
    assert keys.keys_of_this_machine() == keys.public_keys() == (new, first.key)
    assert keys.rotate() != new
    assert keys.keys_of_this_machine()[1:] == (new, first.key)
    assert (data / "signing-key").read_text().count("PRIVATE KEY") == 2  # the first and the last line of one
    assert stat.S_IMODE((data / "signing-key").stat().st_mode) == 0o600


def test_machines_of_one_database_know_each_others_keys(settings: Any, tmp_path: Path) -> None:
    keys.make_key()
    settings.DATA_DIR = tmp_path / "another"
    settings.DATA_DIR.mkdir()
    keys.make_key()
    assert len(set(keys.public_keys())) == 2


def test_page_and_command_give_all_public_keys_and_no_private_one(data: Path) -> None:
    out = StringIO()
    call_command("signing_key", stdout=out)
    call_command("signing_key", "--rotate", stdout=(rotated := StringIO()))
    page = page_of(Client().get("/keys.pem"))
    assert page == rotated.getvalue()
    assert keys_in(page) == keys.public_keys()
    assert keys_in(out.getvalue()) == keys.public_keys()[1:]
    assert "PRIVATE" not in page


@pytest.mark.parametrize("content", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"])
def test_damaged_key_signs_nothing_and_is_left_as_it_is(data: Path, content: str) -> None:
    (data / "signing-key").write_text(content)
    with pytest.raises(FrozenError, match="signing_key"):
        signed_off(answered())
    with pytest.raises(CommandError, match="from a backup"):
        call_command("signing_key", "--rotate")
    assert (data / "signing-key").read_text() == content


def test_key_that_another_process_made_first_is_used(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    theirs = Ed25519PrivateKey.generate()

    def link(*_: object) -> None:
        (data / "signing-key").write_text(keys._text(theirs, ()))
        raise FileExistsError

    monkeypatch.setattr(keys.os, "link", link)
    assert pem_of(keys.sign(digest="sha256:1", record="a").key) == pem_of(text_of(theirs.public_key()))


def test_threads_that_need_the_first_key_at_once_get_the_same(data: Path) -> None:
    start, made = threading.Barrier(8, timeout=PATIENCE), []

    def make() -> None:
        start.wait()
        private, _ = keys._read()
        made.append(text_of(private.public_key()))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(made) == 8
    assert len(set(made)) == 1
    assert [path.name for path in data.glob("signing-key*")] == ["signing-key"]
