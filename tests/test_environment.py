"""Settings from the environment are read as they are meant, and what would be unsafe is refused at the start."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.urls import get_resolver

from advisor.environment import (
    OWN_PATHS,
    Mail,
    SignUpPolicy,
    env_amount,
    env_hosts,
    env_mail,
    env_prefix,
    env_proxy,
    env_secret,
    env_sign_up,
    env_zone,
)
from tests.pages.test_lost_input import addresses


def test_mail_is_off_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_MAIL", raising=False)
    assert env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM", "ADVISOR_MAIL_FILE") == Mail()


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("smtp://ada:a%40b@mail.example", ("mail.example", 587, "ada", "a@b", "starttls")),
        ("smtps://mail.example", ("mail.example", 465, "", "", "tls")),
        ("smtp://localhost:25", ("localhost", 25, "", "", "")),
    ],
)
def test_mail_is_read_from_one_address(monkeypatch: pytest.MonkeyPatch, address: str, found: tuple[object]) -> None:
    monkeypatch.setenv("ADVISOR_MAIL", address)
    monkeypatch.setenv("ADVISOR_MAIL_FROM", "advisor@example.org")
    mail = env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM", "ADVISOR_MAIL_FILE")
    assert (mail.host, mail.port, mail.user, mail.password, mail.tls) == found


@pytest.mark.parametrize(
    ("address", "sender", "named"),
    [
        ("mail.example", "a@example.org", "smtp://"),
        ("http://mail.example", "a@example.org", "smtp://"),
        ("smtp://mail.example:x", "a@example.org", "smtp://"),
        ("smtp://mail.example", "", "ADVISOR_MAIL_FROM"),
    ],
)
def test_mail_that_cannot_be_meant_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str, sender: str, named: str
) -> None:
    monkeypatch.setenv("ADVISOR_MAIL", address)
    monkeypatch.setenv("ADVISOR_MAIL_FROM", sender)
    with pytest.raises(ImproperlyConfigured, match=named):
        env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM", "ADVISOR_MAIL_FILE")


def test_sign_up_is_open_closed_or_for_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_SIGN_UP", raising=False)
    assert env_sign_up("ADVISOR_SIGN_UP", mail=False) == SignUpPolicy(open=True)
    monkeypatch.setenv("ADVISOR_SIGN_UP", "closed")
    assert env_sign_up("ADVISOR_SIGN_UP", mail=False) == SignUpPolicy(open=False)
    monkeypatch.setenv("ADVISOR_SIGN_UP", "Example.org, example.com")
    assert env_sign_up("ADVISOR_SIGN_UP", mail=True) == SignUpPolicy(open=True, domains=("example.org", "example.com"))
    with pytest.raises(ImproperlyConfigured, match="without mail"):
        env_sign_up("ADVISOR_SIGN_UP", mail=False)
    monkeypatch.setenv("ADVISOR_SIGN_UP", "maybe")
    with pytest.raises(ImproperlyConfigured, match="open, closed"):
        env_sign_up("ADVISOR_SIGN_UP", mail=True)


def test_proxy_header_is_off_and_refused_where_everybody_could_send_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_USER_HEADER", raising=False)
    monkeypatch.delenv("ADVISOR_USER_PROXIES", raising=False)
    assert env_proxy("ADVISOR_USER_HEADER", "ADVISOR_USER_PROXIES") == ("", [])
    monkeypatch.setenv("ADVISOR_USER_HEADER", "RemoteEmail")
    for nobody in ("", " , ", "0.0.0.0/0", "::/0", "everybody"):
        monkeypatch.setenv("ADVISOR_USER_PROXIES", nobody)
        with pytest.raises(ImproperlyConfigured, match="ADVISOR_USER_PROXIES"):
            env_proxy("ADVISOR_USER_HEADER", "ADVISOR_USER_PROXIES")
    monkeypatch.setenv("ADVISOR_USER_PROXIES", "127.0.0.1, 10.0.0.0/24")
    name, networks = env_proxy("ADVISOR_USER_HEADER", "ADVISOR_USER_PROXIES")
    assert name == "HTTP_REMOTEEMAIL"
    assert [str(one) for one in networks] == ["127.0.0.1/32", "10.0.0.0/24"]
    for wrong in ("X-Forwarded-Email", "X_Forwarded_Email", "X Email"):  # the first two are one name to the app
        monkeypatch.setenv("ADVISOR_USER_HEADER", wrong)
        with pytest.raises(ImproperlyConfigured, match="letters and digits"):
            env_proxy("ADVISOR_USER_HEADER", "ADVISOR_USER_PROXIES")


@pytest.mark.parametrize(
    ("text", "in_bytes", "found"),
    [("", False, 7), ("none", False, None), ("30", False, 30), ("500 MB", True, 500 * 1024**2), ("2GB", True, 2 << 30)],
)
def test_amount_is_a_number_a_size_or_none(
    monkeypatch: pytest.MonkeyPatch, text: str, in_bytes: bool, found: int | None
) -> None:
    monkeypatch.setenv("ADVISOR_SOME", text)
    assert env_amount("ADVISOR_SOME", 7, in_bytes=in_bytes) == found


@pytest.mark.parametrize(
    ("text", "in_bytes"), [("0", False), ("-1", False), ("5 MB", False), ("500", True), ("1e3", False)]
)
def test_amount_that_is_none_says_what_to_write(monkeypatch: pytest.MonkeyPatch, text: str, in_bytes: bool) -> None:
    monkeypatch.setenv("ADVISOR_SOME", text)
    with pytest.raises(ImproperlyConfigured, match="or none for no limit") as caught:
        env_amount("ADVISOR_SOME", 7, in_bytes=in_bytes)
    assert "ADVISOR_SOME" in str(caught.value)


@pytest.fixture
def file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """The file that holds a secret; the setting names it."""
    monkeypatch.delenv("ADVISOR_SECRET_KEY", raising=False)
    monkeypatch.setenv("ADVISOR_SECRET_KEY_FILE", str(tmp_path / "key"))
    return tmp_path / "key"


def secret() -> str:
    return env_secret("ADVISOR_SECRET_KEY", "ADVISOR_SECRET_KEY_FILE")


def test_secret_comes_from_the_variable_or_the_file_it_names(monkeypatch: pytest.MonkeyPatch, file: Path) -> None:
    file.write_text("from a file\n")
    assert secret() == "from a file"
    monkeypatch.setenv("ADVISOR_SECRET_KEY", "from the variable")
    with pytest.raises(ImproperlyConfigured, match="both set"):
        secret()
    monkeypatch.delenv("ADVISOR_SECRET_KEY_FILE")
    assert secret() == "from the variable"


@pytest.mark.parametrize(
    ("content", "wrong"), [(None, "cannot be read"), (b"\xff", "cannot be read"), (b"\n", "empty")]
)
def test_file_without_a_secret_is_refused_without_telling_it(file: Path, content: bytes | None, wrong: str) -> None:
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match=f"ADVISOR_SECRET_KEY_FILE: .*{wrong}"):
        secret()


def test_settings_take_key_database_and_mail_from_files(tmp_path: Path) -> None:
    given = {
        "ADVISOR_SECRET_KEY": "k" * 40,
        "DATABASE_URL": "postgres://ada:pass%40word@db.example:5432/advisor",
        "ADVISOR_MAIL": "smtp://ada:sesame@mail.example",
    }
    ours = ("ADVISOR_", "DATABASE_URL")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    for name, value in given.items():
        (tmp_path / name).write_text(f"{value}\n")
        environment[f"{name}_FILE"] = str(tmp_path / name)
    environment |= {"ADVISOR_DATA": str(tmp_path), "ADVISOR_MAIL_FROM": "advisor@example.org"}
    program = (
        "from advisor import settings as s; d = s.DATABASES['default'];"
        "print(s.SECRET_KEY, d['HOST'], d['PASSWORD'], s.EMAIL_HOST, s.EMAIL_HOST_PASSWORD)"
    )
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["k" * 40, "db.example", "pass@word", "mail.example", "sesame"]
    assert not (tmp_path / "secret-key").exists()


@pytest.mark.parametrize(
    ("setting", "tz", "machine", "zone"),
    [
        ("Pacific/Auckland", "Europe/Berlin", "Asia/Tokyo", "Pacific/Auckland"),
        ("", "Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        ("", ":Europe/Berlin", "Asia/Tokyo", "Europe/Berlin"),
        ("", "UTC-3mine", "Asia/Tokyo", "Asia/Tokyo"),
        ("", "", "Asia/Tokyo", "Asia/Tokyo"),
        ("", "", "", "UTC"),
        ("", "", "No/Such", "UTC"),
    ],
)
def test_time_zone_is_the_setting_or_the_machines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str, tz: str, machine: str, zone: str
) -> None:
    monkeypatch.setenv("ADVISOR_TIME_ZONE", setting)
    monkeypatch.setenv("TZ", tz)
    link = tmp_path / "localtime"
    if machine:
        file = tmp_path / "zoneinfo" / machine
        file.parent.mkdir(parents=True)
        file.touch()
        link.symlink_to(file)
    assert env_zone("ADVISOR_TIME_ZONE", machine=link) == zone


@pytest.mark.parametrize("wrong", ["Auckland", "+13", "../../etc/passwd", "Pacific", "NZDT12"])
def test_time_zone_that_is_none_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("ADVISOR_TIME_ZONE", wrong)
    with pytest.raises(ImproperlyConfigured, match="such as Europe/Berlin"):
        env_zone("ADVISOR_TIME_ZONE")


@pytest.mark.parametrize(
    "wrong", ["https://advisor.example", "advisor.example:8443", "advisor.example/advisor", "[::1]:8000", "::1"]
)
def test_host_with_more_than_a_name_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("ADVISOR_HOSTS", f"localhost,{wrong}")
    with pytest.raises(ImproperlyConfigured, match="ADVISOR_PREFIX"):
        env_hosts("ADVISOR_HOSTS")


def test_hosts_are_names_between_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVISOR_HOSTS", "advisor.example, .other.example,[::1],10.0.0.1,*")
    assert env_hosts("ADVISOR_HOSTS") == ["advisor.example", ".other.example", "[::1]", "10.0.0.1", "*"]


@pytest.mark.parametrize(
    ("text", "prefix"), [("", ""), ("/", ""), ("/advisor", "/advisor"), ("/tools/adr/", "/tools/adr")]
)
def test_prefix_is_a_path_without_its_last_slash(monkeypatch: pytest.MonkeyPatch, text: str, prefix: str) -> None:
    monkeypatch.setenv("ADVISOR_PREFIX", text)
    assert env_prefix("ADVISOR_PREFIX") == prefix


@pytest.mark.parametrize("wrong", ["advisor", "https://a.example/advisor", "/a b", "/..", "/my", "/accounts/x"])
def test_prefix_that_is_no_path_or_an_address_of_ours_is_refused(monkeypatch: pytest.MonkeyPatch, wrong: str) -> None:
    monkeypatch.setenv("ADVISOR_PREFIX", wrong)
    with pytest.raises(ImproperlyConfigured, match="such as /advisor"):
        env_prefix("ADVISOR_PREFIX")


def test_prefix_may_be_called_like_no_address_of_ours() -> None:
    named = {address.split("/")[1] for address in addresses(get_resolver().url_patterns)}
    assert {name for name in named if name and "." not in name} | {"static"} == OWN_PATHS
