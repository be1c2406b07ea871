"""Through nginx and Caddy: https on a port of its own, at the root and below a path, and what a proxy may leave out."""

import re

import pytest

from advisor import probe
from tests.proxies.browser import Browser, links_of
from tests.proxies.conftest import NAME

pytestmark = pytest.mark.proxies


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
    links = links_of(page)
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
