"""What a browser needs first comes first, and pages leave compressed."""

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

pytestmark = pytest.mark.django_db
STATIC, TEMPLATES = (Path(settings.BASE_DIR) / folder for folder in ("static/css", "templates"))
GZIP = {"Accept-Encoding": "gzip, deflate, br"}


def test_font_of_the_page_is_asked_for_before_any_style_sheet(client: Client) -> None:
    page = client.get("/help/").content.decode()
    head = page[: page.index("</head>")]
    preload = re.search(
        r'<link rel="preload"\s+href="/static/fonts/([\w.-]+)"\s+as="font"\s+type="font/woff2"\s+crossorigin>', head
    )
    assert preload
    assert preload.start() < head.index('rel="stylesheet"')
    style = finders.find("css/fonts.css")
    assert isinstance(style, str)
    assert f"../fonts/{preload[1].split('.')[0]}.woff2" in Path(style).read_text()  # the one that the style asks for


def test_font_that_comes_late_moves_nothing_on_a_page_that_is_there() -> None:
    """A face that is swapped in breaks lines elsewhere: a page that was read already moved by two lines."""
    style = finders.find("css/fonts.css")
    assert isinstance(style, str)
    assert set(re.findall(r"font-display: (\w+)", Path(style).read_text())) == {"optional"}


def test_page_knows_its_columns_before_what_stands_in_the_second_one_has_arrived() -> None:
    """A style that asks whether there is an aside holds only once the page is read to its end: all before it moves."""
    for style in STATIC.rglob("*.css"):
        assert ":has(> .aside)" not in style.read_text(), style
    pages = [page for page in TEMPLATES.rglob("*.html") if "{% block aside %}" in page.read_text()]
    said = [page for page in pages if "{% block page %}page--aside{% endblock %}" in page.read_text()]
    assert len(pages) >= 6
    assert [page.name for page in pages if page not in said] == ["base.html"]


def test_page_leaves_compressed_for_a_browser_that_takes_it(client: Client) -> None:
    plain, packed = client.get("/help/"), client.get("/help/", headers=GZIP)
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain.content
    assert int(packed["Content-Length"]) == len(packed.content) < len(plain.content) / 2
    assert "Content-Encoding" not in plain
    assert "Accept-Encoding" in plain["Vary"]


def test_lengths_of_the_same_page_differ_by_chance(client: Client) -> None:
    assert len({len(client.get("/help/", headers=GZIP).content) for _ in range(20)}) > 1


@pytest.mark.parametrize("address", ["/healthz", "/demo/result.json", "/demo/result.md"])
def test_what_is_no_page_leaves_as_it_is(client: Client, address: str) -> None:
    answer = client.get(address, headers=GZIP)
    assert answer.status_code == 200
    assert "Content-Encoding" not in answer
