"""What other people's tools read of our Markdown: number, title, status and date, by each tool's own rules.

The rules stand in `docs/decisions/0032-other-tools.md`, with where and when they were read.
"""

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
import yaml
from markdown_it import MarkdownIt

from advisor.record.formats.adr_tools import for_adr_tools
from advisor.record.formats.file_name import draft_name, record_name, slug
from advisor.record.formats.markdown.record import markdown
from tests.record.kept import signed
from tests.record.samples import changed, decided, record_of

TITLE = "Raw Node.js or Express for {}"
NAMES = ["Orders & Billing", "R&D my_service", "決済サービス", "שירות תשלום", "सेवा", "ระบบชำระเงิน", "a-b: c.d (e)"]


def draft(name="Orders"):
    return replace(record_of(decided("01").model_copy(update={"decision": None})), title=name)


def accepted(name="Orders"):
    return replace(signed(decided("01")), given_reference="ADR-0007", title=name)


def blocks(text):
    """Kind, heading or list level and raw text of each block, as Markdown without front matter sees them."""
    tokens, told = MarkdownIt("commonmark").parse(text), []
    for before, token in pairwise(tokens):
        if token.type == "inline" and before.type == "heading_open":
            told.append((before.tag, token.content))
        elif before.type == "list_item_open":
            told.append(("li", tokens[tokens.index(token) + 1].content))
    return told


def adr_log(name, text):
    """adr-log, MADR's list of decisions: front matter goes, then the first line is the title, less two characters."""
    if text.startswith("---"):
        text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL)
    number = re.match(r"[\d_/-]*\d", name)
    title = re.sub(r"^\d+\. ", "", text.split("\n")[0][2:])
    return int(number[0]) if number else None, title, None, None


def madr(name, text):
    """MADR 4 by its own words: front matter in YAML, the first heading, NNNN-title.md."""
    front = yaml.safe_load(re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)[1])
    title = re.search(r"^# (.*)$", text, re.MULTILINE)[1]
    number = re.match(r"(\d{4})-.+\.md\Z", name)
    return int(number[1]) if number else None, title, front["status"], str(front["date"])


def log4brains(name, text):
    """log4brains: no front matter. The first list before a heading of the second level holds status and date; where
    none says it, a decision counts as accepted."""
    found = blocks(text)
    title = next(words for kind, words in found if kind == "h1")
    head = []
    for kind, words in found:
        if kind == "h2":
            break
        if kind == "li":
            head.append(words)
    said = dict(re.match(r"\s*(\w+)\s*:\s*(.*)", line).groups() for line in head)
    said = {key.lower(): value for key, value in said.items()}
    status = said.get("status", "accepted").lower()
    known = status in ("draft", "proposed", "rejected", "accepted", "deprecated", "superseded")
    return None, title, status if known else "draft", said.get("date")


def backstage(name, text, *, front_matter=True):
    """Backstage's plugin: NNNN-….md alone is listed; the title is the first heading as it is written; status and date
    stand in front matter, or else in the first list."""
    if not re.search(r"(?:^|/)\d{4}-.+\.md\Z", name):
        return None
    match = re.match(r"---\r?\n((?:.*\r?\n)*?)---\r?\n?([\s\S]*)\Z", text)
    front, body = (yaml.safe_load(match[1]), match[2]) if match and front_matter else ({}, text)
    found = blocks(body)
    title = next(words for kind, words in found if kind == "h1")
    said = [words for kind, words in found if kind == "li"]
    said = {key: next((w[len(key) + 1 :].strip() for w in said if w.lower().startswith(f"{key}:")), None) for key in
            ("status", "date")}  # fmt: skip
    return (
        int(re.search(r"\d{4}", name)[0]),
        title,
        front.get("status", said["status"]),
        str(front.get("date", said["date"])),
    )


def adr_tools(name, text):
    """adr-tools: files that begin with digits and a hyphen; the first line is the title, less two characters; the
    status is what stands between its heading and the next one."""
    number = re.match(r"(\d+)-[^/]*\.md", name)
    section = re.search(r"^## Status\n(.*?)^#", text, re.DOTALL | re.MULTILINE)
    day = re.search(r"^Date: (.*)$", text, re.MULTILINE)
    return int(number[1]) if number else None, text.split("\n")[0][2:], section[1].strip().lower(), day[1]


@pytest.mark.parametrize("name", NAMES)
def test_record_in_a_folder_is_shown_right_by_each_tool(name):
    made = accepted(name)
    file, text, title = record_name(made.number, made.title, "md"), markdown(made), TITLE.format(name)
    day = str(made.as_of)
    assert madr(file, text) == (7, title, "accepted", day)
    assert adr_log(file, text)[:2] == (7, title)
    assert log4brains(file, text)[1:] == (title, "accepted", day)
    assert backstage(file, text) == (7, title, "accepted", day)
    assert backstage(file, text, front_matter=False) == (7, title, "accepted", day)
    assert adr_tools(file, for_adr_tools(text, 7)) == (7, f"7. {title}", "accepted", day)


def test_draft_is_shown_as_proposed_by_each_tool():
    made = draft()
    text, day = markdown(made), str(made.as_of)
    told = [madr, log4brains, backstage]
    assert [tool("0001-orders.md", text)[2:] for tool in told] == [("proposed", day)] * 3
    assert adr_tools("0001-orders.md", for_adr_tools(text))[1:] == (TITLE.format("Orders"), "proposed", day)


def test_rejected_record_is_shown_as_rejected():
    made = replace(signed(decided("01")), status="rejected")
    assert log4brains("0002-x.md", markdown(made))[2] == "rejected"


def test_people_of_a_decision_stand_in_the_list_for_tools_without_front_matter():
    text = markdown(accepted())
    assert "\n* Deciders: " in text
    assert "\n* Deciders: " in for_adr_tools(text, 7)


def test_text_for_adr_tools_has_no_front_matter_and_keeps_every_section():
    text = markdown(accepted())
    told = for_adr_tools(text, 7)
    assert told.startswith("# 7. ")
    assert [line for line in text.split("\n") if line.startswith("## ")] == [
        line for line in told.split("\n") if line.startswith("## ") and line != "## Status"
    ]
    older = text.replace("\n\n---\n# ", "\n---\n\n# ")
    older = re.sub(r"\n(\* (Status|Date|Deciders|Consulted|Informed): .*\n)+", "", older)
    assert for_adr_tools(older, 7).startswith(told[: told.index("\n* ")])


def test_text_that_is_no_record_is_refused_for_adr_tools():
    with pytest.raises(ValueError, match="not the Markdown of a record"):
        for_adr_tools("# A title\n", 1)


def test_markdown_has_no_two_empty_lines_in_a_row():
    note = "one\n\n\n\ntwo"
    answers = changed("01", description=note)
    for made in (draft(), accepted(), record_of(answers), *(record_of(decided(case)) for case in ("01", "demo"))):
        for text in (markdown(made), for_adr_tools(markdown(made), 1)):
            assert "\n\n\n" not in text
            assert "\n>\n>\n" not in text
            assert text.endswith("\n")
            assert not text.endswith("\n\n")


@pytest.mark.parametrize("name", NAMES[2:6])
def test_name_in_another_script_stays_readable_in_the_file_name(name):
    assert slug(name, "record") == name.replace(" ", "-")


def test_file_name_is_short_enough_for_a_file_system_and_ends_in_a_letter():
    for title in ("x" * 300, "決" * 300, "𐎠" * 300, "ab-" * 100):
        name = record_name(1, title, "archive.pdf")
        assert len(name.encode()) <= 255
        assert "-." not in name
    assert record_name(1, "../../etc/passwd\n\x00\"';", "md") == "0001-etc-passwd.md"


def test_names_of_two_drafts_without_letters_differ():
    day = date(2026, 11, 23)
    assert draft_name("🚀", "sha256:" + "a" * 64, day, "md") != draft_name("🛒", "sha256:" + "b" * 64, day, "md")
