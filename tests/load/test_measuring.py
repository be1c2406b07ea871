"""The benches' arithmetic, and that what they measure against is what it says."""

import lxml.html
import pytest

from tests.load import measuring
from tests.load.engine_lines import CHECKLIST, profiles
from tests.load.measuring import Line, Ratio, Work, in_turns, interleaved, ratio_of
from tests.load.reference import digest
from tests.load.reference.usual import usual_html
from tests.load.reference.usual_style import style


def test_line_at_its_goal_is_met_and_above_it_is_not() -> None:
    assert Line("x", 8, Ratio(8.0, 7.0, 9.0)).met
    assert not Line("x", 8, Ratio(8.1, 7.0, 9.0)).met


def test_line_that_must_reach_its_goal_is_met_from_it_on() -> None:
    assert Line("x", 1.85, Ratio(1.85, 1.8, 1.9), at_least=True).met
    assert "NOT MET" in str(Line("x", 1.85, Ratio(1.7, 1.6, 1.8), at_least=True))


def test_ratio_of_one_value_is_that_value() -> None:
    assert ratio_of([2.5]) == Ratio(2.5, 2.5, 2.5)


def test_interleaved_times_the_unit_before_and_after_each_work() -> None:
    calls: list[str] = []

    def work(name: str) -> None:
        calls.append(name)
        sum(range(50_000))

    double = Work("double", lambda: work("double"), times=2)
    found = interleaved(Work("unit", lambda: work("unit")), [double], rounds=2)
    assert len(found["double"]) == 2
    assert all(ratio > 0 for ratio in found["double"])
    once, a_round = ["unit", "double"], ["unit", "double", "double", "unit"]
    assert calls == [*once, *a_round, *a_round]


def test_in_turns_times_the_unit_after_each_call_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []

    def seconds(work: Work) -> float:
        work.run()
        return {"work": 3.0, "unit": 2.0}[work.name]

    monkeypatch.setattr(measuring, "cpu_seconds", seconds)
    unit = Work("unit", lambda: calls.append("unit"), times=2)
    found = in_turns(unit, Work("work", lambda: calls.append("work")), 2)
    assert calls == ["work", *["work", "unit"] * 4]
    assert found == [1.5, 1.5]


def test_digest_of_the_reference_is_the_same_twice() -> None:
    assert digest() == digest()
    assert digest().startswith("sha256:")


def test_profiles_answer_every_statement_and_dimension_once() -> None:
    rows = profiles()
    assert len(set(rows)) == len(rows) == 2000
    assert {len(row) for row in rows} == {20}
    assert set("".join(rows)) == set("01234")
    assert (CHECKLIST / "checklist.yaml").exists()


def test_usual_build_says_the_same_words() -> None:
    words = "<section><h1>One</h1> <ul><li>Two</li></ul></section>"
    ours = f"<html><head><title>T</title></head><body>{words}</body></html>"
    theirs = lxml.html.document_fromstring(usual_html(ours))
    assert theirs.find("body").text_content().split() == ["One", "Two"]
    assert theirs.find("body//ul").get("class") == "list-group mb-3"


@pytest.mark.parametrize("word", ["@font-face", "display:flex", ".col-lg-6", "!important"])
def test_usual_style_is_of_a_frameworks_size_and_manner(word: str) -> None:
    sheet = style()
    assert 200_000 < len(sheet) < 260_000
    assert word in sheet
