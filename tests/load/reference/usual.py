"""The PDF of a record as it is commonly built: framework classes, flex rows and lists, web fonts, all parsed each time.

In: the HTML of one of our documents. Out: the same content in that manner, and its PDF. It is what a usual build costs,
so nothing is kept between two calls and nothing is tuned; its output is not tagged, as is the default.
"""

from typing import Any

import lxml.html
from lxml.html import HtmlElement

from tests.load.reference import FOLDER
from tests.load.reference.usual_style import style

CLASSES = {
    "table": "table table-sm table-striped",
    "ul": "list-group mb-3",
    "ol": "list-group mb-3",
    "li": "list-group-item",
    "dl": "row",
    "dt": "col-3 text-secondary",
    "dd": "col-9",
    "div": "d-flex flex-row flex-wrap mb-3",
    "h1": "card-title fs-16 mb-3",
    "h2": "card-title fs-12 mt-4 mb-2",
    "p": "mb-2",
    "section": "mb-4",
}


def usual_html(ours: str) -> str:
    """The same text, tables and charts, in a framework's markup."""
    page = lxml.html.document_fromstring(ours)
    head, body = page.find("head"), page.find("body")
    for link in head.findall("link"):
        head.remove(link)
    sheet = lxml.html.Element("style")
    sheet.text = style()
    head.append(sheet)
    body.set("class", "container-fluid")
    for element in body.iter():
        dress(element)
    return str(lxml.html.tostring(page, encoding="unicode", doctype="<!DOCTYPE html>"))


def dress(element: HtmlElement) -> None:
    """The framework's classes in the place of ours: lists and boxes become flex, tables striped."""
    if element.tag in CLASSES:
        element.set("class", CLASSES[element.tag])


def usual_pdf(html: str) -> bytes:
    """Everything from the text on: parse, load the fonts, lay out, write."""
    import weasyprint

    made: Any = weasyprint.HTML(string=html, base_url=f"{FOLDER}/").write_pdf()
    return bytes(made)
