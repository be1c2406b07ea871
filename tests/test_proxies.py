"""Behind nginx and Caddy as Debian has them, by the lines that docs/running.md gives: https on a port of its own, below
a path, and with a header left out."""

import http.cookiejar
import re
import shutil
import signal
import socket
import ssl
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from advisor import probe
from tests.needs import SYSTEM
from tests.patience import PATIENCE
from tests.test_serving import Serving

pytestmark = pytest.mark.proxies
DOCUMENT = (Path(__file__).resolve().parent.parent / "docs" / "running.md").read_text(encoding="utf-8")
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


@pytest.fixture(scope="module")
def below(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """The app, which believes that https is in front of it, at the root and below a path."""
    data = tmp_path_factory.mktemp("below")
    serving = Serving(data, "", ADVISOR_BEHIND_HTTPS="1", ADVISOR_HOSTS=NAME, ADVISOR_PREFIX="/advisor")
    yield serving
    serving.end()


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
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


class Browser:
    """Follows redirects, keeps cookies, sends forms with the Origin of its page, as browsers do."""

    def __init__(self, base: str) -> None:
        self.base = base
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=context), jar)

    def get(self, path: str) -> tuple[int, str, str]:
        """Status, address in the end, and text."""
        return self._asked(urllib.request.Request(self.base + path))

    def post(self, path: str, page: str, **fields: str) -> tuple[int, str, str]:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        data = urllib.parse.urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        origin = "/".join(self.base.split("/")[:3])
        headers = {"Origin": origin, "Referer": self.base + path}
        return self._asked(urllib.request.Request(self.base + path, data, headers))

    def _asked(self, request: urllib.request.Request) -> tuple[int, str, str]:
        try:
            with self.opener.open(request, timeout=PATIENCE) as response:
                return response.status, response.url, response.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.url or "", error.read().decode()


def made_something(base: str) -> None:
    """Begins a platform by its form, and finds its styles and the way on."""
    browser = Browser(base)
    status, _, page = browser.get("/new/")
    assert status == 200
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert style is not None
    root = "/".join(base.split("/")[:3])
    assert Browser(root).get(style[1])[0] == 200
    status, address, page = browser.post("/new/", page, title="Behind a proxy", your_name="Ada", services="Relay")
    assert status == 200, page
    assert address.startswith(f"{base}/a/"), address
    assert "Behind a proxy" in page
    links = re.findall(r'(?:href|action|src)="(/[^"]*)"', page)
    assert links
    path = base.removeprefix(root)
    assert [link for link in links if not link.startswith(f"{path}/")] == []
    assert browser.get("/accounts/login/")[0] == 200


@pytest.mark.parametrize("proxy", ["nginx", "caddy"])
@pytest.mark.parametrize(("server", "path"), [("root", ""), ("below", "/advisor")])
def test_form_is_sent_through_https_on_a_port_of_its_own(
    request: pytest.FixtureRequest, proxy: str, server: str, path: str
) -> None:
    ports: dict[str, int] = request.getfixturevalue(proxy)
    made_something(f"https://{NAME}:{ports[server]}{path}")


def test_proxy_that_does_not_say_https_is_answered_with_what_to_write(nginx: dict[str, int]) -> None:
    status, _, text = Browser(f"https://{NAME}:{nginx['silent']}").get("/help/")
    assert status == 400
    assert "proxy_set_header X-Forwarded-Proto $scheme;" in text


def test_proxy_that_loses_the_port_is_named_where_a_form_is_refused(nginx: dict[str, int]) -> None:
    browser = Browser(f"https://{NAME}:{nginx['portless']}")
    _, _, page = browser.get("/new/")
    status, _, text = browser.post("/new/", page, title="Behind a proxy", your_name="Ada", services="Relay")
    assert status == 403
    assert "proxy_set_header Host $http_host;" in text


def test_probe_asks_by_ipv6_too(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []

    def refused(address: str, port: int) -> str | None:
        asked.append(address)
        return "No answer" if address == "127.0.0.1" else None

    monkeypatch.setattr(probe, "_fault", refused)
    assert probe.fault(8000) is None
    assert asked == ["127.0.0.1", "::1"]
    monkeypatch.setattr(probe, "_fault", lambda address, port: f"{address} is silent")
    assert probe.fault(8000) == "127.0.0.1 is silent"
