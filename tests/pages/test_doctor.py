"""The doctor names what is missing with the line to type, and fails only for what the app needs."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

import advisor.sqlite
from advisor.pages.management.commands import doctor
from advisor.quotas.limits import LIMITS

pytestmark = pytest.mark.django_db


def printed() -> str:
    out = StringIO()
    call_command("doctor", stdout=out)
    return out.getvalue()


def test_doctor_on_a_complete_machine_says_so_and_lists_settings() -> None:
    text = printed()
    assert "Everything the app needs is here." in text
    assert "ADVISOR_HOSTS         localhost, 127.0.0.1, [::1]" in text


def test_doctor_tells_each_limit_with_its_setting_and_what_is_used(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_LINKS_PER_BROWSER": None}
    text = " ".join(printed().split())
    assert "ADVISOR_ASSESSMENTS_PER_BROWSER 50 assessments, for a browser and day" in text
    assert "ADVISOR_LINKS_PER_BROWSER none links, for a browser and day" in text
    assert "MB used of 20 GB" in text
    assert all(limit.setting in text for limit in LIMITS)


def test_doctor_with_a_full_database_fails_and_names_the_setting(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_DATABASE_SIZE": 1}
    assert not doctor.room().ok
    assert "ADVISOR_DATABASE_SIZE" in str(doctor.room())


def test_doctor_without_an_owner_says_so_with_the_command_and_passes() -> None:
    assert "without Owner: none" in printed()
    assert "./run manage make_owner EMAIL" in printed()
    call_command("make_owner", "olga@example.org", stdout=StringIO())
    assert "ok      Owner" in printed()


def test_doctor_never_prints_the_secret_key(settings: Settings) -> None:
    assert settings.SECRET_KEY not in printed()


def test_doctor_with_an_unsafe_sqlite_fails_and_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor.sqlite, "version", lambda: (3, 40, 1))
    monkeypatch.setattr(doctor.connection, "vendor", "sqlite")
    out = StringIO()
    with pytest.raises(CommandError, match="SQLite") as caught:
        call_command("doctor", stdout=out)
    assert caught.value.returncode == 1
    assert "pip install pysqlite3" in out.getvalue()


def test_doctor_with_an_unsafe_sqlite_that_is_not_used_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(advisor.sqlite, "version", lambda: (3, 40, 1))
    monkeypatch.setattr(doctor.connection, "vendor", "postgresql")
    assert "without SQLite: 3.40.1" in printed()


def test_doctor_without_pango_names_the_packages_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.ctypes.util, "find_library", lambda name: None)
    assert "libpangoft2-1.0-0 libharfbuzz-subset0" in printed()


def test_doctor_without_chromium_names_the_packages_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor.shutil, "which", lambda name: None)
    assert "chromium-headless-shell libatomic1" in printed()


def test_doctor_with_a_data_folder_that_cannot_be_written_fails(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    settings.DATA_DIR = tmp_path / "file" / "data"
    line = doctor.data_folder()
    assert not line.ok
    assert "./run --data FOLDER" in str(line)


def test_doctor_with_little_disk_left_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ENOUGH_DISK", 1 << 60)
    assert not doctor.disk().ok
