"""The map: every service in its place, none on top of another, and everything it shows said in words."""

import random
import re
from dataclasses import replace
from html import unescape
from itertools import combinations
from xml.etree import ElementTree

import pytest

from advisor.checklist.answer import Answer
from advisor.record.formats.charts.map import APART, LINES, RIGHT, map_chart
from advisor.record.formats.charts.text_width import text_width
from tests.record.samples import answers, changed, record, record_of


def platform_of(count):
    """The first service of the platform case so many times, each under a name of its own."""
    file = answers("24")
    first = file.services[0]
    services = [first.model_copy(update={"name": f"service {number}"}) for number in range(1, count + 1)]
    return record_of(file.model_copy(update={"services": services}))


@pytest.mark.parametrize("count", [1, 14, 60])
def test_map_is_well_formed_titled_and_stays_inside_its_frame(count):
    svg = map_chart(platform_of(count))
    root = ElementTree.fromstring(svg)
    assert root.find("{http://www.w3.org/2000/svg}title").text.endswith(".")
    assert " style=" not in svg
    width, height = (float(n) for n in re.search(r'viewBox="0 0 (\S+) (\S+)"', svg).groups())
    assert all(0 <= float(x) <= width for x in re.findall(r' (?:x|x1|x2|cx)="(\S+)"', svg))
    assert all(0 <= float(y) <= height for y in re.findall(r' (?:y|y1|y2|cy)="(\S+)"', svg))


def test_map_places_every_service_by_number_and_name():
    made = record("24")
    svg = map_chart(made)
    assert all(f"{number} {service.name}" in svg for number, service in enumerate(made.services, start=1))


def test_map_of_many_services_carries_numbers_alone_and_names_them_in_its_title():
    svg = map_chart(platform_of(20))
    assert ">20</text>" in svg
    assert "20 service 20" in svg
    assert ">20 service 20</text>" not in svg


def test_map_puts_no_mark_on_another():
    centres = re.findall(r'<polygon class="chart-raw" points="(\S+?),(\S+?) ', map_chart(platform_of(20)))
    assert len(centres) == 20
    for (x, y), (other_x, other_y) in combinations([(float(x), float(y)) for x, y in centres], 2):
        assert abs(x - other_x) > 10 or abs(y - other_y) > 10


def test_map_of_open_answers_says_with_a_bar_how_far_they_reach():
    assert "chart-range" not in map_chart(record("24"))
    svg = map_chart(record("17"))
    assert "chart-range" in svg


def test_map_of_a_blank_service_sets_it_apart_below_the_frame():
    svg = map_chart(record_of(changed("17", answers={})))
    assert "chart-ring" in svg
    assert "Too little is answered to place 1 " in svg
    assert APART in svg
    assert all(y > frame_of(svg) for _, _, y in labels_of(svg))
    assert "chart-range" not in svg


def frame_of(svg):
    """Where the frame ends below."""
    return max(float(y) for y in re.findall(r'<line class="chart-line-stroke"[^>]* y2="(\S+?)"', svg))


def labels_of(svg):
    """(from x, to x, y) of each service's name."""
    found = re.findall(r'<text class="chart-ink" x="(\S+)" y="(\S+)"[^>]*>([^<]*)</text>', svg)
    return [(float(x), float(x) + text_width(unescape(text)), float(y)) for x, y, text in found]


@pytest.mark.parametrize("seed", range(12))
def test_map_of_any_answers_writes_no_label_over_a_line_or_another_label(seed):
    drawn, file = random.Random(seed), answers("24")
    first = file.services[0]
    services = []
    for number in range(drawn.randint(8, 14 if seed % 2 else 30)):
        levels = {key: drawn.choice([0, 1, 2, 3, 4, "unsure"]) for key in first.answers}
        told = {key: Answer(level=level) for key, level in levels.items() if drawn.random() < seed / 11}
        services.append(first.model_copy(update={"name": f"a service with a name {number}", "answers": told}))
    svg = map_chart(record_of(file.model_copy(update={"services": services})))
    labels, frame = labels_of(svg), frame_of(svg)
    assert len(labels) == len(services)
    for start, end, y in labels:
        assert y > frame or not any(start < line < end for line in LINES)
    for (start, end, y), (other_start, other_end, other_y) in combinations(labels, 2):
        assert end <= other_start or other_end <= start or abs(y - other_y) >= 12


def test_map_labels_at_the_right_edge_stand_left_of_their_mark():
    svg = map_chart(record("24"))
    x = float(re.search(r'<text class="chart-ink" x="(\S+)"[^>]*>2 SaaS', svg)[1])
    assert x < RIGHT - 100


def test_map_escapes_names():
    assert "<script>" not in map_chart(record_of(changed("01", name='<script>"&')))


def test_map_leaves_out_what_cannot_be_placed():
    made = record("01")
    told = made.services[0].recommendation
    service = replace(made.services[0], recommendation=replace(told, bounds=told.bounds | {"lean": None}))
    assert "No service can be placed yet" in map_chart(replace(made, services=(service,)))
