"""Settings as text in the environment: read, checked, and refused with what to write instead.

In: a variable's name. Out: its value, or ImproperlyConfigured. Must not know: what a setting is for in Django.
"""

import ipaddress
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured

MAIL_PORTS = {"smtp": 587, "smtps": 465}
_DOMAIN = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.(?!-)[a-z0-9-]{1,63})+")
_PREFIX = re.compile(r"(/[A-Za-z0-9][A-Za-z0-9-]*)+")
OWN_PATHS = {
    "a", "accounts", "checklists", "demo", "files", "help", "healthz", "i", "my", "new", "privacy", "quick", "r",
    "readyz", "restore", "s", "schemas", "static", "unsubscribe", "workspaces",
}  # fmt: skip
_HEADER = re.compile(r"[A-Za-z][A-Za-z0-9]*")


def env_bool(name: str, *, default: bool = False) -> bool:
    """Yes or no."""
    text = os.environ.get(name, "").strip().lower()
    if not text:
        return default
    if text in {"1", "true", "yes", "on"}:
        return True
    if text in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={text!r}: write 1 or 0.")


UNITS = {"MB": 1024**2, "GB": 1024**3}
_SIZE = re.compile(r"([1-9][0-9]{0,8}) ?(MB|GB)")
_COUNT = re.compile(r"[1-9][0-9]{0,11}")


def env_amount(name: str, default: int, *, in_bytes: bool) -> int | None:
    """A whole number, or a size such as `500 MB`; `none` is no limit."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if text == "none":
        return None
    if not in_bytes and _COUNT.fullmatch(text):
        return int(text)
    match = _SIZE.fullmatch(text) if in_bytes else None
    if match is None:
        wanted = "a size such as 500 MB or 2 GB" if in_bytes else "a whole number of at least 1"
        raise ImproperlyConfigured(f"{name}={text!r}: write {wanted}, or none for no limit.")
    return int(match[1]) * UNITS[match[2]]


def env_whole(name: str, *, default: int, least: int, most: int) -> int:
    """A whole number between two others."""
    text = os.environ.get(name, "").strip()
    if not text:
        return default
    if not text.isdecimal() or not least <= int(text) <= most:
        raise ImproperlyConfigured(f"{name}={text!r}: write a whole number from {least} to {most}.")
    return int(text)


def env_choice(name: str, choices: tuple[str, ...], *, default: str) -> str:
    """One of some words."""
    word = os.environ.get(name, "").strip().lower() or default
    if word not in choices:
        raise ImproperlyConfigured(f"{name}={word!r}: write {', '.join(choices[:-1])} or {choices[-1]}.")
    return word


def env_path(name: str) -> str:
    """A file that can be read; empty where none is named."""
    text = os.environ.get(name, "").strip()
    if text and not os.access(text, os.R_OK):
        raise ImproperlyConfigured(f"{name}: {text} cannot be read. Write the path of a file, or leave it out.")
    return str(Path(text).resolve()) if text else ""


def env_secret(name: str, file: str) -> str:
    """A secret, or the content of the file that holds it, as Docker and Kubernetes hand them out; never both."""
    text, path = os.environ.get(name, ""), os.environ.get(file, "").strip()
    if not path:
        return text
    if text:
        raise ImproperlyConfigured(f"{name} and {file} are both set. Leave one of them out.")
    try:
        secret = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(f"{file}: {path} cannot be read. Write the path of a text file.") from error
    if not secret:
        raise ImproperlyConfigured(f"{file}: {path} is empty. Write the value of {name} into it.")
    return secret


def env_list(name: str) -> list[str]:
    """Words between commas."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def env_zone(name: str, *, machine: Path = Path("/etc/localtime")) -> str:
    """A time zone by its name, such as `Pacific/Auckland`; without one that of the machine."""
    zone = os.environ.get(name, "").strip()
    if zone and not _is_zone(zone):
        raise ImproperlyConfigured(f"{name}={zone!r}: write the name of a time zone, such as Europe/Berlin or UTC.")
    target = str(machine.resolve()) if machine.exists() else ""
    named = (zone, os.environ.get("TZ", "").lstrip(":"), target.partition("zoneinfo/")[2])
    return next((one for one in named if one and _is_zone(one)), "UTC")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def env_hosts(name: str) -> list[str]:
    """Names under which the server is reached, without anything else that stands in an address."""
    hosts = env_list(name)
    for host in hosts:
        if "/" in host or ":" in host.rpartition("]")[2] or (":" in host and not host.startswith("[")):
            raise ImproperlyConfigured(
                f"{name}={host!r}: write the name alone, such as advisor.example or [::1]. Leave the port out; a "
                "path such as /advisor belongs in ADVISOR_PREFIX."
            )
    return hosts


def env_prefix(name: str) -> str:
    """The path below which a proxy offers the server, such as `/advisor`; empty for the root."""
    text = os.environ.get(name, "").strip().rstrip("/")
    if text and not _PREFIX.fullmatch(text):
        raise ImproperlyConfigured(f"{name}={text!r}: write a path such as /advisor, of letters, digits and hyphens.")
    if text.partition("/")[2].partition("/")[0] in OWN_PATHS:
        raise ImproperlyConfigured(
            f"{name}={text!r}: the app has an address of this name. Write another, such as /advisor."
        )
    return text


@dataclass(frozen=True, slots=True)
class Mail:
    """How mail leaves this server; without a host none does."""

    host: str = ""
    port: int = 25
    user: str = ""
    password: str = ""
    tls: Literal["", "starttls", "tls"] = ""
    sender: str = ""


def env_mail(address: str, sender: str, file: str) -> Mail:
    """`smtp://user:password@host:587` (made safe by STARTTLS; on this machine plain), or `smtps://…:465`."""
    text = env_secret(address, file).strip()
    if not text:
        return Mail()
    wrong = f"{address}: write it as smtp://user:password@mail.example:587 or smtps://user:password@mail.example:465."
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise ImproperlyConfigured(wrong) from error
    if parts.scheme not in MAIL_PORTS or not parts.hostname or parts.path not in ("", "/"):
        raise ImproperlyConfigured(wrong)
    sender_address = os.environ.get(sender, "").strip()
    if "@" not in sender_address or "\n" in sender_address:
        raise ImproperlyConfigured(f"{sender}: write the sender of mails, such as advisor@example.org.")
    here = parts.hostname in ("localhost", "127.0.0.1", "::1")
    return Mail(
        host=parts.hostname,
        port=port or MAIL_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls="tls" if parts.scheme == "smtps" else "" if here else "starttls",
        sender=sender_address,
    )


@dataclass(frozen=True, slots=True)
class SignUpPolicy:
    """Who may make an account."""

    open: bool
    domains: tuple[str, ...] = ()
    """If there are any: only with an address of one of these."""


def env_sign_up(name: str, *, mail: bool) -> SignUpPolicy:
    """`open`, `closed`, or the domains whose addresses may, such as `example.org,example.com`."""
    words = [word.lower() for word in env_list(name)] or ["open"]
    if words in (["open"], ["closed"]):
        return SignUpPolicy(open=words == ["open"])
    if not all(_DOMAIN.fullmatch(word) for word in words):
        raise ImproperlyConfigured(f"{name}: write open, closed, or domains such as example.org,example.com.")
    if not mail:
        raise ImproperlyConfigured(
            f"{name}: without mail no address can be confirmed, so domains would keep nobody out. "
            "Set ADVISOR_MAIL, or write open or closed."
        )
    return SignUpPolicy(open=True, domains=tuple(words))


Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def env_proxy(header: str, proxies: str) -> tuple[str, list[Network]]:
    """The header by which a proxy says whose e-mail address a request comes from, and the proxies that are believed.

    Refused without any proxy: then everybody could send the header."""
    name = os.environ.get(header, "").strip()
    try:
        networks = [ipaddress.ip_network(word, strict=False) for word in env_list(proxies)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{proxies}: write addresses such as 127.0.0.1 or 10.0.0.0/24: {error}") from error
    if not name:
        return "", networks
    if not _HEADER.fullmatch(name):
        # to the app X-Email and X_Email are one name, and a proxy that sets the first may pass the second on
        raise ImproperlyConfigured(
            f"{header}: write the name of a header in letters and digits alone, such as RemoteEmail. One with a hyphen "
            "cannot be told from one with an underscore, which anybody could send through the proxy."
        )
    if not networks:
        raise ImproperlyConfigured(
            f"{header} is set and {proxies} is empty, so anybody could send the header and be anybody. "
            f"Write the proxy's address, such as {proxies}=127.0.0.1."
        )
    if any(network.prefixlen == 0 for network in networks):
        raise ImproperlyConfigured(f"{proxies}: 0.0.0.0/0 and ::/0 mean everybody. Write the proxy's own address.")
    return f"HTTP_{name.upper()}", networks
