"""The app behind nginx and Caddy as Debian has them, by the lines that docs/running.md gives: https on a port of its
own, below a path, and with a header left out."""

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.needs import SYSTEM
from tests.patience import PATIENCE
from tests.test_serving import Serving

DOCUMENT = (Path(__file__).resolve().parents[2] / "docs" / "running.md").read_text(encoding="utf-8")
NAME = "localhost"


def port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def documented(language: str) -> str:
    """The first example in this language."""
    found = re.search(rf"```{language}\n(.*?)```", DOCUMENT, re.DOTALL)
    assert found is not None
    return found[1]


@pytest.fixture(scope="package")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The app, which believes that https is in front of it, at the root and below a path."""
    data = tmp_path_factory.mktemp("below")
    serving = Serving(data, "", ADVISOR_BEHIND_HTTPS="1", ADVISOR_HOSTS=NAME, ADVISOR_PREFIX="/advisor")
    yield serving
    serving.end()


@pytest.fixture(scope="package")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    serving = Serving(tmp_path_factory.mktemp("root"), "", ADVISOR_BEHIND_HTTPS="1", ADVISOR_HOSTS=NAME)
    yield serving
    serving.end()


def started(command: list[str], ports: list[int]) -> "subprocess.Popen[bytes]":
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    end = time.monotonic() + PATIENCE
    for one in ports:
        while time.monotonic() < end:
            try:
                socket.create_connection(("127.0.0.1", one), timeout=1).close()
                break
            except OSError:
                assert process.poll() is None, command
                time.sleep(0.05)
    return process


def ended(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    process.wait(PATIENCE)


@pytest.fixture(scope="package")
def nginx(root: Serving, below: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """One nginx with three servers: as documented, below a path, and without X-Forwarded-Proto."""
    folder = tmp_path_factory.mktemp("nginx")
    ports = {"root": port(), "below": port(), "silent": port(), "portless": port()}
    subject = ["-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    made = ["-newkey", "rsa:2048", "-nodes", "-keyout", folder / "privkey.pem", "-out", folder / "fullchain.pem"]
    subprocess.run(["openssl", "req", "-x509", "-days", "1", *made, *subject], check=True, capture_output=True)
    server = documented("nginx").partition("server {\n    listen 80;")[0]
    server = server.replace("/etc/ssl/advisor", str(folder)).replace("advisor.example", NAME)

    def listening(name: str, serving: Serving) -> str:
        found = server.replace("listen 443 ssl", f"listen 127.0.0.1:{ports[name]} ssl")
        return found.replace("127.0.0.1:8000", f"127.0.0.1:{serving.port}")

    servers = [
        listening("root", root),
        listening("below", below).replace("location / {", "location /advisor/ {"),
        re.sub(r".*X-Forwarded.*\n", "", listening("silent", root)),
        listening("portless", root).replace("$http_host", "$host"),
    ]
    temporary = "".join(
        f"{kind}_temp_path {folder}/{kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error;\n"
        + f"events {{}}\nhttp {{ access_log off;\n{temporary}{''.join(servers)}}}\n"
    )
    program = shutil.which("nginx", path=SYSTEM)
    assert program
    process = started([program, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error")], list(ports.values()))
    yield ports
    ended(process)


@pytest.fixture(scope="package")
def caddy(root: Serving, below: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """One Caddy with two sites: as documented, and below a path."""
    folder = tmp_path_factory.mktemp("caddy")
    ports = {"root": port(), "below": port()}
    site = documented("caddy")

    def listening(name: str, serving: Serving, site: str) -> str:
        found = site.replace("advisor.example {", f"{NAME}:{ports[name]} {{\n\ttls internal")
        return found.replace("127.0.0.1:8000", f"127.0.0.1:{serving.port}")

    path = site.replace("reverse_proxy ", "reverse_proxy /advisor/* ")
    head = (
        f"{{\n\tadmin off\n\tauto_https disable_redirects\n\tskip_install_trust\n\tstorage file_system {folder}\n}}\n"
    )
    (folder / "Caddyfile").write_text(head + listening("root", root, site) + listening("below", below, path))
    process = started(["caddy", "run", "--config", str(folder / "Caddyfile")], list(ports.values()))
    yield ports
    ended(process)
