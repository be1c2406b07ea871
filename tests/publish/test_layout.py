"""What a board sees of the PDF: type that can be read, full pages, whole words, links that lead somewhere."""

import html
import re
from dataclasses import replace
from functools import cache
from itertools import pairwise

import pytest

from advisor.checklist.answer import Answer, Evidence
from advisor.publish.documents import document
from tests.publish.layout import pages, short_pages, words_in
from tests.publish.platforms import platform
from tests.publish.reading import elements, opened_bytes
from tests.publish.samples import renderer
from tests.record.samples import answers, changed, decided, record, record_of

pytestmark = pytest.mark.pango

LINK = "https://decisions.example/r/7"
EVIDENCE = "https://wiki.example/p99?run=7&at=night"
NAMES = ("Customer-facing conversation gateway for enterprise tenants", "Telecommunications provider webhooks")
INLINE = r"</?(?:a|bdi|code|em|span|strong|wbr)\b[^>]*>"
MARGIN = 20 * 72 / 25.4


def long_names():
    """Twelve services with long names, in two teams that have long ones, too."""
    file = platform(12)
    teams = {one.name: f"{one.name} infrastructure and telecommunications" for one in file.teams}
    services = [
        one.model_copy(update={"name": f"{NAMES[number % 2]} {number}", "team": teams[one.team]})
        for number, one in enumerate(file.services)
    ]
    named = [one.model_copy(update={"name": teams[one.name]}) for one in file.teams]
    return record_of(file.model_copy(update={"services": services, "teams": named}))


def noted():
    """A service with notes of most of a page each, lists in them, and evidence."""
    note = "1. first\n2. second\n\n" + "word " * 550
    given = answers("01").services[0].answers
    told = {"note": note, "evidence": Evidence(kind="link", url=EVIDENCE)}
    found = {key: Answer(**(one.model_dump(exclude_none=True) | told)) for key, one in list(given.items())[:3]}
    return record_of(changed("01", answers={**given, **found}, description="word " * 500))


def signed(case):
    made = record_of(decided(case), link=LINK)
    return replace(made, given_reference="ADR-0007", status="accepted")


MADE = {
    "platform": lambda: record("demo"),
    "one service": lambda: record("01"),
    "signed": lambda: signed("demo"),
    "signed, one service": lambda: signed("06"),
    "long names": long_names,
    "people who differ": lambda: record_of(platform(4, 3)),
    "outside": lambda: record_of(changed("01", runs_as="function")),
    "frameworks": lambda: record("platform-two-frameworks"),
    "long notes": noted,
}


@cache
def looked_at(name):
    """The document's HTML, the PDF, its pages."""
    job = document(MADE[name]())
    pdf = opened_bytes(renderer().draw(job).pdf)
    return job.html, pdf, pages(pdf)


@pytest.fixture(params=MADE)
def name(request):
    return request.param


def test_type_is_nowhere_smaller_than_seven_and_a_half_points(name):
    for page in looked_at(name)[2]:
        assert page.smallest >= 7.5


def test_page_is_half_full_before_another_of_its_part_begins(name):
    assert short_pages(looked_at(name)[2]) == []


def test_no_page_holds_a_few_lines_alone(name):
    assert [(number, page.fill) for number, page in enumerate(looked_at(name)[2], start=1) if page.fill < 0.1] == []


def test_everything_painted_belongs_to_an_element_or_is_an_artifact(name):
    for number, page in enumerate(looked_at(name)[2], start=1):
        assert (page.unmarked, page.nested) == ([], 0)
        heads = [run.text for run in page.runs if run.artifact]
        assert f"Page {number} of " in "".join(heads)
        assert "Architecture Decision Advisor" in heads


def test_no_word_is_broken(name):
    source, _, found = looked_at(name)
    text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(INLINE, "", source)))
    known = {word.casefold() for word in words_in(text)}
    shown = {word for page in found for run in page.content if "/Lbl" not in run.element for word in words_in(run.text)}
    assert {word for word in shown if word.casefold() not in known} == set()


def test_no_mark_follows_another_that_ends_a_sentence(name):
    text = html.unescape(re.sub(r"<[^>]*>", "\n", re.sub(INLINE, "", looked_at(name)[0])))
    assert re.findall(r".{0,30}(?:[.?][:;,]|\.\.(?!\.)|[,;:]\.| [,.;:!](?!\d)|,,|::|\(\)).{0,9}", text) == []


def test_links_lead_somewhere_and_can_be_hit(name):
    _, pdf, _ = looked_at(name)
    annotations = [one for page in pdf.pages for one in page.get("/Annots", [])]
    assert annotations
    for one in annotations:
        left, low, right, high = map(float, one.Rect)
        assert re.match(r"(https?://|mailto:)[!-~]+\Z", str(one.A.URI))
        assert abs(right - left) > 1 < abs(high - low)
        assert str(one.Contents).strip()


def test_headings_lists_and_figures_of_the_structure_are_complete(name):
    found = list(elements(looked_at(name)[1].Root.StructTreeRoot))
    levels = [int(str(one.S)[2:]) for one in found if re.fullmatch(r"/H\d", str(one.S))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    for one in found:
        kind = str(one.S)
        if kind == "/Figure":
            assert str(one.Alt).strip()
        if kind == "/L":
            assert any(str(child.S) == "/LI" for child in one.K)


def test_number_of_a_list_stands_within_the_margins():
    for name in ("signed", "long names", "long notes"):
        labels = [run for page in looked_at(name)[2] for run in page.content if "/Lbl" in run.element]
        assert labels
        assert min(run.x for run in labels) >= MARGIN


def test_number_of_two_figures_stands_within_the_margins():
    rows = "".join(f"<li>{number}</li>" for number in range(1, 100))
    source = document(record("01")).html
    job = replace(document(record("01")), html=source.replace("</section>", f"<ol>{rows}</ol></section>", 1))
    found = pages(opened_bytes(renderer().draw(job).pdf))
    labels = [run for page in found for run in page.content if "/Lbl" in run.element]
    assert "99. " in {run.text for run in labels}
    assert min(run.x for run in labels) >= MARGIN


def links(name):
    return {link for page in looked_at(name)[2] for link in page.links}


def test_address_of_the_record_of_evidence_and_of_a_source_can_be_clicked():
    assert LINK in links("signed")
    assert EVIDENCE in links("long notes")
    assert {one.fact.source for one in record("demo").facts if " " not in one.fact.source} <= links("platform")


def test_passages_of_the_article_are_not_named_without_a_legend(name):
    shown = " ".join(run.text for page in looked_at(name)[2] for run in page.content)
    assert re.findall(r"\b[SNB]\d{1,3}\b", shown) == []


def test_alternatives_say_what_speaks_for_and_against_them_here():
    made, shown = record("demo"), html.unescape(looked_at("signed")[0])
    generic = {text for _, one in made.checklist.options for text in (*one.good_for, *one.costs)}
    assert not [text for text in generic if f"<li>Good: {text}" in shown or f"<li>Bad: {text}" in shown]
    assert "<li>Good: the least time added to each request (Inference edge" in shown


def test_service_that_is_outside_has_no_arguments_for_either_side():
    shown = looked_at("outside")[0]
    assert "The case against" not in shown
    assert "The case against" in looked_at("one service")[0]


def test_people_to_find_are_told_of_only_where_somebody_is_lacking():
    assert "Check the market" in looked_at("platform")[0]
    assert "Check the market" not in looked_at("frameworks")[0]
    assert "Name owners for every raw" not in looked_at("frameworks")[0]
