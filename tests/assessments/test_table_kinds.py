"""Tables are read by what they are, not by their first line: the same two services in every form people send them."""

import json

import pytest

from advisor.assessments.actions.import_services import MOST_BYTES, Table, decoded, names_in, read_table
from advisor.assessments.checklists import newest
from advisor.assessments.tables.grid import GridError

CATALOG = """\
# our catalogue
apiVersion: backstage.io/v1alpha1
kind: Component
metadata:
  name: Orders  # the one that sells
  annotations: {github.com/project-slug: shop/orders}
spec:
  type: service
  lifecycle: production
  owner: group:default/Shop
---
# what they belong to
apiVersion: backstage.io/v1alpha1
kind: System
metadata:
  name: commerce
spec: {owner: Shop}
---
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: Billing}
spec: {type: service, owner: Finance}
"""
TABLES = {
    "an empty line first": "\nname,team\nOrders,Shop\nBilling,Finance",
    "a byte order mark and CRLF": "\ufeff\r\n \r\nName;Team\r\nOrders;Shop\r\nBilling;Finance\r\n",
    "the line that names the separator": "sep=;\nname;team\nOrders;Shop\nBilling;Finance",
    "the same in quotes": '"sep=|"\nname|team\nOrders|Shop\nBilling|Finance',
    "cells of a spreadsheet, blank columns last": "name\tteam\t\t\nOrders\tShop\t\t\nBilling\tFinance\t\t\n",
    "other order, capitals, one more": "COST CENTRE,Owning_Team,Service\n7,Shop,Orders\n8,Finance,Billing",
    "more columns than known": "name,team,tier,on call\nOrders,Shop,1,Ada\nBilling,Finance,2,Ben",
    "a column without a heading": "name,team\nOrders,Shop,x\nBilling,Finance,y",
    "a title above": "Our services in 2026\n\nname,team\nOrders,Shop\nBilling,Finance",
    "headings once more in the middle": "name,team\nOrders,Shop\nName,Team\nBilling,Finance",
    "a column that counts": "#;Service;Team\n1;Orders;Shop\n2;Billing;Finance",
    "a column that counts, without headings": "1;Orders;Shop\n2;Billing;Finance",
    "no headings": "Orders;Shop\nBilling;Finance",
    "a Markdown table": "| name | team |\n|------|:----:|\n| Orders | Shop |\n| Billing | Finance |\n",
    "a Markdown table without outer bars": "Name | Team\n--- | ---\n**Orders** | Shop\n`Billing` | Finance",
    "a Markdown table in a document": "# Services\n\nAll:\n\n|Service|Owner|\n|-|-|\n|Orders|Shop|\n|Billing|Finance|",
    "a table of a console": "+---------+---------+\n| name    | team    |\n+---------+---------+\n"
    "| Orders  | Shop    |\n| Billing | Finance |\n+---------+---------+\n",
    "quoted cells": '"name","team","description"\n"Orders","Shop","two\nlines"\n"Billing","Finance",""',
    "JSON": '[{"name": "Orders", "team": "Shop", "tier": 1}, {"name": "Billing", "team": "Finance"}]',
    "JSON, an entry a line": '{"service": "Orders", "owner": "Shop"}\n{"service": "Billing", "owner": "Finance"}\n',
    "YAML": "services:\n  # two of them\n  - name: Orders\n    team: Shop\n  - name: Billing\n    team: Finance\n",
    "YAML without a key above": "- name: Orders\n  team: Shop\n- name: Billing\n  team: Finance\n",
    "YAML by name": "services:\n  Orders:\n    team: Shop\n  Billing:\n    team: Finance\n",
    "a catalogue of Backstage": CATALOG,
    "the same as JSON": json.dumps(
        [
            {"kind": "Component", "metadata": {"name": "Orders"}, "spec": {"owner": "Shop"}},
            {"kind": "Group", "metadata": {"name": "shop"}},
            {"kind": "Component", "metadata": {"name": "Billing"}, "spec": {"owner": "group:Finance"}},
        ]
    ),
}
LISTS = {
    "hyphens": "- Orders\n- Billing",
    "other bullets": "* Orders\n• Billing",
    "bullets of a word processor": "•\tOrders\n•\tBilling",
    "boxes": "- [ ] Orders\n- [x] Billing",
    "numbers": "1. Orders\n2. Billing",
    "numbers with empty lines": "1) Orders\n\n2) Billing\n",
    "the same number each time": "1. Orders\n1. Billing",
    "numbers in brackets": "(1) Orders\n(2) Billing",
    "letters in brackets": "(a) Orders\n(b) Billing",
    "Roman numbers": "i. Orders\nii. Billing",
    "a title above": "Services:\n- Orders\n- Billing",
    "a title of Markdown": "## Services\n\n* **Orders**\n* `Billing`\n",
    "one line": "Orders, Billing",
    "one line without spaces": "Orders;Billing",
    "JSON": '["Orders", "Billing"]',
    "lines": "\n  Orders\n\n  Billing  \n",
}


def read(text: str, **chosen: object) -> Table:
    return read_table(text, newest(), present=(), **chosen)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES)
def test_table_of_any_kind_gives_its_services_and_their_teams(text: str) -> None:
    found = read(text)
    assert found.problems == []
    assert [(one.name, one.team) for one in found.services] == [("Orders", "Shop"), ("Billing", "Finance")]


@pytest.mark.parametrize("text", LISTS.values(), ids=LISTS)
def test_list_of_any_kind_gives_its_names(text: str) -> None:
    found = read(text)
    assert found.problems == []
    assert [(one.name, one.team) for one in found.services] == [("Orders", ""), ("Billing", "")]
    assert [name for name in names_in(text) if name != "Services:"] == ["Orders", "Billing"]


@pytest.mark.parametrize(
    "name",
    ["-2", "=1+1", "3. Liga", "C) only", "+49 gateway", "#orders", "R-2.1 gateway", "a.b", "v1. beta", "I/O - edge"],
)
def test_name_that_only_resembles_a_mark_stays_as_it_is(name: str) -> None:
    assert [one.name for one in read(f"{name}\nBilling").services] == [name, "Billing"]


@pytest.mark.parametrize(
    ("heading", "cell", "value"),
    [
        ("Latency budget (ms)", "15", 15.0),
        ("budget [ms]", "2,5", 2.5),
        ("Latency budget (s)", "0,5", 500.0),
        ("LATENCY_BUDGET_MS", "15", 15.0),
        ("Budget in brackets (99th percentile)", "", None),
        ("budget (99th percentile)", "15", 15.0),
    ],
)
def test_heading_with_a_unit_or_a_remark_is_the_column_it_names(heading: str, cell: str, value: float | None) -> None:
    [service] = read(f"{heading};name\n{cell};Orders").services
    assert service.details.get("latency_budget_ms") == value


def told(text: str) -> str:
    layout = read(text).layout
    assert layout is not None
    return "; ".join((*layout.omissions, *layout.odd))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (TABLES["more columns than known"], "the column “tier”; the column “on call”"),
        (TABLES["a column without a heading"], "the column 3, which has no heading"),
        (TABLES["a title above"], "row 1, “Our services in 2026”, stands above the headings"),
        (TABLES["headings once more in the middle"], "row 3 repeats the headings"),
        (CATALOG, "the System “commerce” is not a component"),
        (CATALOG, "the column “spec.lifecycle”"),
        ("name,team,Name\na,b,c", "the column “Name”"),
        ("Orders;Shop\nService;Team\nBilling;Finance", "row 2, “Service Team”, looks like headings"),
        ("Shop floor:\n- Orders\n- Billing", "row 1, “Shop floor:”, looks like a heading"),
        ("Orders\nBilling, invoices\nSearch", "row 2, “Billing, invoices”, may be several services"),
    ],
)
def test_what_is_left_out_or_looks_like_something_else_is_named(text: str, words: str) -> None:
    assert words in told(text)


def test_columns_are_taken_as_chosen() -> None:
    text = "Dienst;Zuständig;Art\nOrders;Shop;x\nBilling;Finance;y"
    found = read(text, first=True, chosen=("name", "team", ""))
    assert [(one.name, one.team, one.kind) for one in found.services] == [
        ("Orders", "Shop", ""),
        ("Billing", "Finance", ""),
    ]
    swapped = read(text, first=True, chosen=("team", "name", "description"))
    assert [(one.name, one.team) for one in swapped.services] == [("Shop", "Orders"), ("Finance", "Billing")]
    assert read(text, first=False, chosen=("name", "", "")).services[0].name == "Dienst"
    each = read("Orders, Billing", chosen=("name", "team"))
    assert [(one.name, one.team) for one in each.services] == [("Orders", "Billing")]


@pytest.mark.parametrize(
    ("chosen", "message"),
    [(("", "team"), "no column holds the services' names"), (("name", "nonsense"), ""), (("name", "name"), "")],
)
def test_choice_that_leaves_no_names_is_told_and_one_that_is_none_is_not_heard(
    chosen: tuple[str, ...], message: str
) -> None:
    found = read("name,team\nOrders,Shop", chosen=chosen)
    assert [one.message for one in found.problems] == ([message] if message else [])


def test_two_columns_for_one_field_are_told() -> None:
    [wrong] = read("name,team,x\nOrders,Shop,y", chosen=("name", "team", "team")).problems
    assert wrong.message == "2 columns are taken for “team”"


def test_row_that_an_unquoted_comma_made_longer_is_told_with_its_line() -> None:
    [wrong] = read('name,description\n"a","two\nlines"\nOrders, Inc,Shop\nBilling,x').problems
    assert (wrong.row, wrong.message) == (4, "the row has 3 cells")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("kind: Component\nmetadata:\n\tname: Orders\n", "the YAML cannot be read"),
        ('[{"name": "Orders",}]', "the JSON cannot be read"),
        (
            "apiVersion: v1\nkind: System\nmetadata: {name: shop}\n",
            "no service in it: the System “shop” is no",
        ),
        ("[" * 100_000, "deep"),
        ('[{"name": NaN}]', "the JSON cannot be read"),
    ],
)
def test_yaml_or_json_without_services_is_told(text: str, words: str) -> None:
    assert words in read(text).problems[0].message


def test_list_of_names_that_is_a_table_is_told_where_only_names_are_asked() -> None:
    with pytest.raises(GridError, match="several columns; write one name per line here"):
        names_in("name,team\nOrders,Shop")
    with pytest.raises(GridError, match="several columns"):
        names_in("Orders\tShop\nBilling\tFinance")


def test_file_in_utf_16_as_spreadsheets_write_unicode_text_is_read() -> None:
    assert decoded("name\tteam\nCafé\tShop".encode("utf-16")) == "name\tteam\nCafé\tShop"


@pytest.mark.parametrize(
    "text",
    [
        "-" * (MOST_BYTES - 2) + "a",
        "(" * (MOST_BYTES - 2),
        "| " * (MOST_BYTES // 3),
        "- " * (MOST_BYTES // 3),
        '"' * 100_001,
        "a," * (MOST_BYTES // 3),
        "1. a\n" * (MOST_BYTES // 6),
        "kind: a\n" * 30_000,
        "[[" + '"a",' * 60_000 + '"a"]]',
    ],
    ids=range(9),
)
def test_hostile_table_is_read_or_refused(text: str) -> None:
    """Each within a second or two; one whose time grows with the cube of its length would not end."""
    found = read(text)
    assert found.problems or found.services
