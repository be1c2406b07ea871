"""Settings from the environment are read as they are meant, and what would be unsafe is refused at the start."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from advisor.environment import Mail, SignUp, env_amount, env_mail, env_proxy, env_sign_up


def test_mail_is_off_where_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_MAIL", raising=False)
    assert env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM") == Mail()


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
    mail = env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM")
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
        env_mail("ADVISOR_MAIL", "ADVISOR_MAIL_FROM")


def test_sign_up_is_open_closed_or_for_domains(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ADVISOR_SIGN_UP", raising=False)
    assert env_sign_up("ADVISOR_SIGN_UP", mail=False) == SignUp(open=True)
    monkeypatch.setenv("ADVISOR_SIGN_UP", "closed")
    assert env_sign_up("ADVISOR_SIGN_UP", mail=False) == SignUp(open=False)
    monkeypatch.setenv("ADVISOR_SIGN_UP", "Example.org, example.com")
    assert env_sign_up("ADVISOR_SIGN_UP", mail=True) == SignUp(open=True, domains=("example.org", "example.com"))
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
