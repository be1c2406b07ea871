"""A password from a list of stolen ones is refused, wherever it stands in the list; what is no such list is said."""

import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from advisor.accounts.breached import in_list, problem_of
from advisor.accounts.models import User
from advisor.environment import env_path
from advisor.pages.management.commands import doctor
from tests.accounts.signing import PASSWORD
from tests.people import text_of

STOLEN = ["nine wet limes in a box", "ten old pears on a tree", "a tree of ten old pears"]
ENDS = ["\n", "\r\n"]


def digest(text: str) -> str:
    return hashlib.sha1(text.encode()).hexdigest().upper()


def listed(words: list[str], end: str = "\r\n") -> bytes:
    """As the list is given out: with how often each was found, and an end of line that differs between downloads."""
    return "".join(f"{one}:{at + 1}{end}" for at, one in enumerate(sorted(map(digest, words)))).encode()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    found = tmp_path / "stolen.txt"
    found.write_bytes(listed([*STOLEN, *(f"word {n}" for n in range(500))]))
    return found


@given(st.sets(st.text(max_size=5), max_size=30), st.sampled_from(ENDS), st.text(max_size=5))
def test_in_list_finds_each_word_and_no_other(words: set[str], end: str, other: str) -> None:
    data = listed(list(words), end)
    for text in (data, data.lower(), data.rstrip(), data.replace(b":1\r", b"\r")):
        for word in words:
            assert in_list(io.BytesIO(text), digest(word).encode())
        assert in_list(io.BytesIO(text), digest(other).encode()) == (other in words)


class Counted(io.BytesIO):
    reads = 0

    def readline(self, size: int | None = -1) -> bytes:
        self.reads += 1
        return super().readline(size)


def test_in_list_reads_a_few_lines_of_many() -> None:
    file = Counted(listed([f"word {n}" for n in range(20_000)]))
    assert not in_list(file, digest("another").encode())
    assert file.reads < 60


@pytest.mark.django_db
def test_stolen_password_is_refused_and_another_taken(file: Path, settings: Any) -> None:
    name = "advisor.accounts.breached.BreachedPasswordValidator"
    settings.AUTH_PASSWORD_VALIDATORS = [{"NAME": name, "OPTIONS": {"path": str(file)}}]
    refused = Client().post("/accounts/signup/", {"email": "a@example.org", "password1": STOLEN[0]})
    assert refused.status_code == 422
    assert "on a list of stolen ones" in text_of(refused)
    assert not User.objects.exists()
    assert Client().post("/accounts/signup/", {"email": "a@example.org", "password1": PASSWORD}).status_code == 302


def test_problem_of_a_list_that_can_be_searched_is_none(file: Path) -> None:
    assert problem_of(file) == ""


@pytest.mark.parametrize("text", [b"", b"password\n" * 100, b"\x00" * 5000, b"5BAA61E4:1\n"])
def test_problem_of_another_file_says_what_to_write(tmp_path: Path, text: bytes) -> None:
    other = tmp_path / "other"
    other.write_bytes(text)
    assert "sorted by hash" in problem_of(other)


def test_problem_of_a_list_in_another_order_or_of_none_is_said(file: Path, tmp_path: Path) -> None:
    file.write_bytes(b"\n".join(reversed(file.read_bytes().split())) + b"\n")
    assert "is not sorted" in problem_of(file)
    assert "No such file" in problem_of(tmp_path / "none")


def test_doctor_says_whether_stolen_passwords_are_refused(file: Path, settings: Any) -> None:
    assert "not refused: no list is set" in str(doctor.breached_passwords())
    assert not doctor.breached_passwords().needed
    settings.BREACHED_PASSWORDS = str(file)
    assert str(doctor.breached_passwords()) == f"ok      Breached passwords: refused, from the list {file}"
    file.write_text("password")
    assert str(doctor.breached_passwords()).startswith("MISSING")


def test_setting_that_names_no_file_is_refused_at_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ADVISOR_BREACHED_PASSWORDS", str(tmp_path / "none"))
    with pytest.raises(ImproperlyConfigured, match="cannot be read"):
        env_path("ADVISOR_BREACHED_PASSWORDS")
    monkeypatch.delenv("ADVISOR_BREACHED_PASSWORDS")
    assert env_path("ADVISOR_BREACHED_PASSWORDS") == ""
