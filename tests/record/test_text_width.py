"""Widths of names in charts: never less than the font draws, so that nothing runs over an edge."""

import re
from itertools import product
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from advisor.record.formats.charts.capacity import LEFT, capacity_chart
from advisor.record.formats.charts.drawing import drawn_text
from advisor.record.formats.charts.map import GAP, WIDTH, Spot, at
from advisor.record.formats.charts.text_width import fitted, text_width
from tests.record.samples import answers, record, record_of

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
CODES = "[U+6C7A][U+6E08][U+30D7][U+30E9][U+30C3]"
NAMES = [
    CODES,
    "W" * 60,
    "決済サービス" * 10,
    "שירות תשלום ארוך מאוד מאוד",
    "Zoë Ångström's Ĳsselmeer",
    "Ж" * 40,
    "i" * 200,
]


def drawn_width(text, weight=400):
    font = TTFont(FONTS / f"inter-text-{weight}.woff2")
    glyphs, widths = font.getBestCmap(), font["hmtx"]
    return sum(widths[glyphs[ord(character)]][0] for character in text) * 12 / font["head"].unitsPerEm


@pytest.mark.parametrize("text", [CODES, "Relay of everything", "".join(map(chr, range(0x20, 0x7F))), "Zoë Ångström"])
def test_width_is_at_least_what_the_font_draws(text):
    assert text_width(text) >= drawn_width(text)
    assert text_width(text) <= drawn_width(text) * 1.1


@pytest.mark.parametrize("text", NAMES)
@pytest.mark.parametrize("room", [20, 80, 150])
def test_text_that_is_fitted_has_room_and_no_half_code(text, room):
    shown = fitted(text, room)
    assert text_width(shown) <= room
    assert shown == text or shown.endswith("…")
    assert not re.search(r"\[[^\]]*$", shown)


@pytest.mark.parametrize("name", NAMES)
def test_label_of_the_map_stays_within_it_wherever_mark_and_bar_are(name):
    (service,) = record("01").services
    for low, middle, high in product((-1, -0.4, 0, 0.7, 1), repeat=3):
        if low <= middle <= high:
            spot = Spot(1, service, at(middle), at(low), at(high), 2, f"1 {name}")
            assert spot.label_x >= 0
            assert spot.label_x + text_width(spot.fitted_label) <= WIDTH
            assert spot.label_x >= spot.end + GAP or spot.label_x + spot.label_width <= spot.start
            assert spot.fitted_label.startswith("1")


def test_names_of_teams_stay_within_the_chart_of_what_they_carry():
    file = answers("demo")
    renamed = {team.name: f"{CODES} {team.name}" for team in file.teams}
    teams = [team.model_copy(update={"name": renamed[team.name]}) for team in file.teams]
    services = [one.model_copy(update={"team": renamed[one.team]}) for one in file.services]
    made = record_of(file.model_copy(update={"teams": teams, "services": services, "decision": None}))
    names = re.findall(r'x="120" [^>]*text-anchor="end"[^>]*>([^<]+)<', capacity_chart(made))
    assert names
    assert all(text_width(name) <= LEFT - 8 for name in names)


def test_label_from_right_to_left_stands_where_one_from_left_to_right_would():
    assert 'text-anchor="end" direction="rtl"' in drawn_text(10, 5, "2 שירות")
    assert 'text-anchor="start" direction="rtl"' in drawn_text(10, 5, "2 שירות", anchor="end")
    assert 'text-anchor="start" fill' in drawn_text(10, 5, "2 Relay")
