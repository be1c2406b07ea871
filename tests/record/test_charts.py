"""Charts: SVG that passes a strict policy, says itself in words, and holds no markup of anyone's."""

import re
from xml.etree import ElementTree

import pytest

from advisor.record.formats.charts.drawing import verdict_mark
from advisor.record.formats.charts.service import drivers_chart, lean_chart, support_chart
from tests.record.samples import changed, record, record_of

CASES = ["01", "06", "14", "17", "19", "24"]


def charts_of(made):
    for service in made.services:
        yield lean_chart(made, service)
        yield support_chart(made, service)
        yield drivers_chart(made, service)


@pytest.mark.parametrize("case", CASES)
def test_chart_is_well_formed_titled_and_free_of_inline_style(case):
    for svg in charts_of(record(case)):
        root = ElementTree.fromstring(svg)
        title = root.find("{http://www.w3.org/2000/svg}title")
        assert title is not None
        assert title.text.endswith(".")
        assert root.get("role") == "img"
        assert " style=" not in svg
        assert "href" not in svg


@pytest.mark.parametrize("case", CASES)
def test_chart_stays_inside_its_frame(case):
    for svg in charts_of(record(case)):
        width, height = (float(n) for n in re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
        for x in re.findall(r' (?:x|x1|x2|cx)="(\S+)"', svg):
            assert 0 <= float(x) <= width
        for y in re.findall(r' (?:y|y1|y2|cy)="(\S+)"', svg):
            assert 0 <= float(y) <= height


def test_lean_chart_says_the_lean_and_its_side():
    made = record("01")
    assert "The lean is −0.917, towards Raw Node.js" in lean_chart(made, made.services[0])
    assert "polygon" in lean_chart(made, made.services[0])


def test_lean_chart_of_open_answers_says_how_far_it_can_move():
    made = record("17")
    assert "it lies between" in lean_chart(made, made.services[0])


def test_lean_chart_without_answers_has_no_mark():
    made = record_of(changed("17", answers={}))
    svg = lean_chart(made, made.services[0])
    assert "No lean yet" in svg
    assert "polygon" not in svg
    assert drivers_chart(made, made.services[0]) == ""


def test_support_chart_says_every_side_and_whether_it_holds():
    made = record("01")
    svg = support_chart(made, made.services[0])
    assert "Raw fits 100% (holds), Framework fits 8% (does not hold)" in svg
    assert "θ = 0.6" in svg


def test_marks_differ_in_shape_and_not_only_in_colour():
    shapes = {
        re.sub(r"#[0-9a-f]{6}|<title>.*</title>", "", verdict_mark(v))
        for v in ("raw", "framework", "split", "undecided")
    }
    assert len(shapes) == 4
