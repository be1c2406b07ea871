"""Services from a table: every way in which people write one, and every problem with its row and its column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.assessments.actions.create import NewService
from advisor.assessments.actions.import_services import (
    MOST_BYTES,
    MOST_PROBLEMS,
    Table,
    Wrong,
    decoded,
    read_table,
)
from advisor.assessments.checklists import newest
from advisor.assessments.tables.columns import COLUMNS


def read(text: str, *present: str) -> Table:
    return read_table(text, newest(), present=present)


def told(text: str, *present: str) -> list[tuple[int, str]]:
    return [(one.row, one.column) for one in read(text, *present).problems]


@pytest.mark.parametrize(
    "text",
    [
        "name,team,kind\nInference edge,Edge,inference-edge\nAPI,Product,\n",
        "Service;Owner;Type\r\nInference edge;Edge;Inference edge\r\n\r\nAPI;Product;\r\n",
        "Inference edge\tEdge\tINFERENCE EDGE\nAPI\tProduct",
        "\ufeffname,team,kind\n  Inference   edge ,Edge,inference-edge\n,,\nAPI,Product",
        '"name","team","kind"\n"Inference edge","Edge","inference-edge"\n"API","Product",""',
    ],
)
def test_read_table_reads_what_spreadsheets_write(text: str) -> None:
    found = read(text)
    assert found.problems == []
    assert found.services == [
        NewService("Inference edge", "inference-edge", "Edge"),
        NewService("API", "", "Product"),
    ]


def test_read_table_one_column_without_headings() -> None:
    assert [one.name for one in read("a\nb\nc").services] == ["a", "b", "c"]


def test_read_table_every_column() -> None:
    text = "Intended;Name;Latency budget (ms);Downstream ms;Description\nRAW;infer;2,5;0;Relays, and more"
    assert read(text).services == [
        NewService(
            "infer",
            "",
            "",
            {"intended": "raw", "latency_budget_ms": 2.5, "downstream_ms": 0.0, "description": "Relays, and more"},
        )
    ]


@pytest.mark.parametrize("formula", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "=HYPERLINK(1)"])
def test_read_table_formula_stays_the_characters_it_has(formula: str) -> None:
    assert read(f"name;team\n{formula};Edge").services == [NewService(formula, "", "Edge")]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", [(1, "")]),
        (" \n\t\n", [(1, "")]),
        ("team,kind\nEdge,metering", [(1, "")]),
        ("name,team\n,Edge", [(2, "name")]),
        ("name\na\nb\na", [(4, "name")]),
        ("name\nthere", [(2, "name")]),
        ("name\nThere\nb\nB", [(2, "name"), (4, "name")]),
        ("name\n" + "x" * 301, [(2, "name")]),
        ("name,team\na," + "x" * 301, [(2, "team")]),
        ("name,kind\na,webhok", [(2, "kind")]),
        ("name,intended\na,both", [(2, "intended")]),
        ("name;budget\na;fast\nb;0\nc;-1\nd;1e3\ne;15 ms", [(row, "latency budget ms") for row in range(2, 7)]),
        ("name;downstream\na;٣", [(2, "downstream ms")]),
        ("name,team\na,b,c\nd,e", [(2, "")]),
        ('name\n"open', [(2, "")]),
        ("name,kind,budget\n,nonsense,fast", [(2, "name"), (2, "latency budget ms"), (2, "kind")]),
    ],
)
def test_read_table_names_row_and_column(text: str, places: list[tuple[int, str]]) -> None:
    assert told(text, "there") == places
    assert all(one.message and one.instead for one in read(text, "there").problems)


def test_read_table_misspelt_kind_is_guessed() -> None:
    assert read("name,kind\na,webhook-fan-out").problems == [
        Wrong(2, "kind", "“webhook-fan-out” is no kind of service", "did you mean `webhook-fanout`?")
    ]


def test_read_table_with_a_problem_names_all_and_makes_nothing_of_the_row() -> None:
    found = read("name,kind\na,metering\nb,nonsense")
    assert [one.name for one in found.services] == ["a"]
    assert len(found.problems) == 1


def test_read_table_too_many_rows_are_refused_before_they_are_read() -> None:
    assert len(read("\n".join(map(str, range(200)))).services) == 200
    found = read("name\n" + "\n".join(f"{n}" for n in range(201)))
    assert found.services == []
    assert [one.row for one in found.problems] == [202]


def test_read_table_lists_so_many_problems_and_counts_the_rest() -> None:
    found = read("name,intended\n" + "\n".join(f"{n},x" for n in range(200)))
    assert (len(found.problems), found.more) == (MOST_PROBLEMS, 200 - MOST_PROBLEMS)


def test_read_table_too_long_text_is_refused() -> None:
    assert told("x" * (MOST_BYTES + 1)) == [(1, "")]


def test_decoded_takes_utf8_and_names_the_rest() -> None:
    assert decoded(b"\xef\xbb\xbfname") == "name"
    for data in (b"PK\x03\x04\x14\x00\xff\xfe", "größe".encode("latin-1"), b"x" * (MOST_BYTES + 1)):
        wrong = decoded(data)
        assert isinstance(wrong, Wrong)
        assert wrong.instead


@given(st.text(alphabet=st.sampled_from(list("ab,;\t\n\r\"'=\x00 1é")), max_size=80))
def test_read_table_any_text_gives_services_or_problems(text: str) -> None:
    found = read(text)
    assert found.services or found.problems
    assert len({one.name for one in found.services}) == len(found.services)
    assert all(one.name and "\n" not in one.name for one in found.services)


def test_columns_have_unlike_headings() -> None:
    headings = [heading for names in COLUMNS.values() for heading in names]
    assert len(headings) == len(set(headings))


def test_read_table_settings_by_id_or_in_words_and_versions() -> None:
    text = (
        "name;runs as;protocol;versions;boundary\na;A cloud function;HTTP;node v24.1, Express: 5;At the queue\nb;edge"
    )
    first, second = read(text).services
    assert first.details == {
        "runs_as": "function",
        "protocol": "http",
        "versions": {"node": "v24.1", "express": "5"},
        "boundary": "At the queue",
    }
    assert second.details == {"runs_as": "edge"}


@pytest.mark.parametrize(
    ("column", "cell", "message", "instead"),
    [
        ("runs as", "functoin", "“functoin” is no way to run", "did you mean `function`?"),
        ("protocol", "htpp", "“htpp” is no protocol", "did you mean `http`?"),
        (
            "versions",
            "nod 24",
            "“nod” is not something whose version counts",
            "write it as “node 1.2, nestjs 1.2, hono 1.2, fastify 1.2, express 1.2”",
        ),
        (
            "versions",
            "node",
            "“node” names no version",
            "write it as “node 1.2, nestjs 1.2, hono 1.2, fastify 1.2, express 1.2”",
        ),
        ("versions", "node 22; Node 24", "“Node” is there twice", "leave one of the two out"),
        ("boundary", "x" * 20_001, "it has 20,001 characters", "shorten it to 20,000"),
    ],
)
def test_read_table_what_a_setting_version_or_boundary_cannot_be(
    column: str, cell: str, message: str, instead: str
) -> None:
    assert read(f"name\t{column}\na\t{cell}").problems == [Wrong(2, column, message, instead)]
