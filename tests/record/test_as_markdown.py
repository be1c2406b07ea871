"""Markdown: the form of MADR 4, and text of others that neither breaks it nor comes alive."""

import re
from itertools import pairwise

import pytest
import yaml
from markdown_it import MarkdownIt

from advisor.checklist.answer import Answer
from advisor.checklist.decision import Action, Choice, Consequences, Risk
from advisor.record.formats.markdown.record import escaped, markdown
from tests.record.golden import FOLDER
from tests.record.kept import signed
from tests.record.samples import DAY, answers, changed, decided, record, record_of

HEADINGS = [
    "Context and Problem Statement",
    "Decision Drivers",
    "Considered Options",
    "Decision Outcome",
    "Pros and Cons of the Options",
    "More Information",
]
HOSTILE = [
    "<script>alert(1)</script>",
    "[click](javascript:alert(1))",
    "![x](http://127.0.0.1/x.png)",
    "<http://127.0.0.1/>",
    "# heading",
    "1. list",
    "- list",
    "> quote",
    "| a | b |",
    "```\ncode",
    "---",
    "line one\n\n## two",
    "https://evil.example www.evil.example a@evil.example",
    "`code` *em* **strong** ~~gone~~ $x$ \\ &amp; &#60;",
    "\u202eevil\u202c",
    "name: x\n---\nstatus: accepted",
]


def parsed(text):
    return MarkdownIt("commonmark").enable("table").parse(re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.DOTALL))


def kinds(tokens):
    found = set()
    for token in tokens:
        found.add(token.type)
        found |= kinds(token.children or [])
    return found


def shape(text):
    """The structure of a document without its words."""
    return [token.type for token in parsed(text)]


def test_markdown_has_the_headings_of_madr_in_order():
    told = re.findall(r"^## (.*)$", markdown(record("01")), re.MULTILINE)
    assert told == HEADINGS
    assert "### Consequences" in markdown(record("01"))
    assert "### Confirmation" in markdown(record("01"))


def test_markdown_front_matter_says_proposed_and_nobody_decided():
    lines = markdown(record("01")).split("\n")
    assert lines[:4] == ["---", "status: proposed", "date: 2026-11-23", "decision-makers: []"]


@pytest.mark.parametrize("text", HOSTILE)
def test_markdown_of_hostile_text_keeps_its_structure_and_stays_text(text):
    name = " ".join(text.split())
    plain = markdown(record_of(noted("plain name", "plain note")))
    told = markdown(record_of(noted(name, text)))
    assert shape(told).count("heading_open") == shape(plain).count("heading_open")
    assert shape(told).count("tr_open") == shape(plain).count("tr_open")
    found = kinds(parsed(told))
    assert not found & {"html_block", "html_inline", "image", "fence", "code_block", "hr"}
    links = [t.attrs["href"] for token in parsed(told) for t in (token.children or []) if t.type == "link_open"]
    assert all(href.startswith("https://") and "evil" not in href and "127" not in href for href in links)
    assert told.split("---")[1].count("\nstatus:") == 1
    assert "\u202e" not in told


def noted(name, note):
    given = changed("01").services[0].answers
    answers = {**given, "narrow-purpose": Answer(level=4, note=note)}
    return changed("01", name=name, answers=answers, description=note)


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\n" not in text and "\u202e" not in text])
def test_escaped_text_reads_as_it_was_typed(text):
    (inline,) = [token for token in parsed(f"a {escaped(text)}") if token.type == "inline"]
    assert "".join(child.content for child in inline.children) == f"a {text}"


def test_markdown_links_only_the_sources_of_facts():
    made = record_of(changed("01", versions={"node": "24"}))
    told = markdown(made)
    fact = next(line.fact for line in made.facts if line.fact.source.startswith("https://"))
    assert f"<{fact.source}>" in told


def test_markdown_shows_notes_and_who_said_what():
    told = markdown(record_of(noted("x", "first line\nsecond line")))
    assert "> first line\n> second line" in told


DEMO = answers("demo")
DEMO_ONE = answers("01").services[0].name
EVERY = {"draft": DEMO, "decided": decided("demo"), "undecided": DEMO.model_copy(update={"decision": None})}
EVERY |= {one.name: DEMO.model_copy(update={"services": [one], "decision": None}) for one in DEMO.services}


@pytest.mark.parametrize("name", EVERY)
def test_markdown_of_the_example_is_read_back_by_tools_for_decision_records(name):
    made = signed(EVERY[name], link="https://advisor.example/r/abc/") if name == "decided" else record_of(EVERY[name])
    told = markdown(made)
    front = yaml.safe_load(told.split("---\n")[1])
    assert front["status"] == ("accepted" if name == "decided" else "proposed")
    assert str(front["date"]) == "2026-11-23"
    assert isinstance(front["decision-makers"], list)
    titles = [after.content for before, after in pairwise(parsed(told)) if before.tag == "h2" and before.nesting == 1]
    assert titles == HEADINGS
    assert next(token.tag for token in parsed(told) if token.type == "heading_open") == "h1"


def test_markdown_of_a_hostile_decision_keeps_its_structure_and_stays_text():
    def told(text: str) -> str:
        line = " ".join(text.replace("\u202e", "").replace("\u202c", "").split())
        file = decided(
            "01",
            deciders=[line, "Ben"],
            choices=[Choice(service=DEMO_ONE, choice="framework", because=text)],
            consequences=Consequences(good=[text], bad=[text]),
            risks=[Risk(risk=text, owner=line)],
            actions=[Action(what=text, owner=line, by=DAY)],
        )
        return markdown(signed(file, said=[{"who": line, "what": "dissent", "words": text, "on": "2026-11-23"}]))

    plain = shape(told("plain"))
    for text in HOSTILE:
        made = told(text)
        assert [made.count(f"\n{word}: ") for word in ("status", "date", "decision-makers")] == [1, 1, 1]
        assert yaml.safe_load(made.split("---\n")[1])["decision-makers"][1] == "Ben"
        assert shape(made).count("heading_open") == plain.count("heading_open")
        assert not kinds(parsed(made)) & {"html_block", "html_inline", "image", "fence", "code_block", "hr"}
        links = [t.attrs["href"] for token in parsed(made) for t in (token.children or []) if t.type == "link_open"]
        assert all(href.startswith("https://") and "evil" not in href and "127" not in href for href in links)


def test_markdown_of_the_example_argues_from_its_answers_and_names_no_passage():
    text = (FOLDER / "demo.md").read_text(encoding="utf-8")
    assert not re.search(r"\(S\d+", text)
    assert "* Good, because: the least time added to each request (Inference edge, Token stream and Metering)" in text
