"""`manage.py assess`: what it prints and the status it ends with."""

import io
import json

import pytest
from django.core.management import call_command

from tests.record.samples import GIVEN

FILE = str(GIVEN / "01-inference-edge.yaml")


def assess(*arguments):
    """Exit status, what was printed, what went to stderr."""
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("assess", *arguments, stdout=out, stderr=err, no_color=True)
    except SystemExit as stop:
        return stop.code, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def written(tmp_path, text):
    path = tmp_path / "answers.yaml"
    path.write_text(text)
    return str(path)


def given(case):
    return next(GIVEN.glob(f"{case}-*.yaml")).read_text()


def test_assess_writes_markdown_for_adr_tools():
    status, out, _ = assess(FILE, "--adr-tools", "-")
    assert status == 0
    assert out.startswith("# Raw Node.js or Express for ")
    assert "\n## Status\n\nProposed\n\n## Context" in out


def test_assess_without_a_format_prints_a_summary_with_every_level_of_the_scorecard():
    status, out, err = assess(FILE)
    assert (status, err) == (0, "")
    assert "Raw Node.js" in out
    assert "firm" in out
    assert "4  How experienced is the team?" in out


def test_assess_json_to_standard_output_is_json_alone():
    status, out, _ = assess(FILE, "--json", "-")
    assert status == 0
    assert json.loads(out)["services"][0]["verdict"] == "raw"


def test_assess_json_and_markdown_to_files_prints_nothing(tmp_path):
    status, out, _ = assess(FILE, "--json", str(tmp_path / "a.json"), "--markdown", str(tmp_path / "a.md"))
    assert (status, out) == (0, "")
    assert json.loads((tmp_path / "a.json").read_text())["format"] == "advisor-recommendation/1"
    assert (tmp_path / "a.md").read_text().startswith("---\nstatus: proposed\n")


def test_assess_of_something_undecided_ends_with_3():
    assert assess(str(GIVEN / "23-partner-enrichment-endpoint.yaml"))[0] == 3


def test_assess_explain_prints_the_arithmetic_and_nothing_else():
    status, out, _ = assess(FILE, "--explain", "inference edge")
    assert status == 0
    assert "Framework fits: (1 + 0 + 0 + 1 + 0 + 0) ÷ (4×6) = 2/24 = 1/12" in out
    assert "Rule 2, raw: raw holds and D ≤ −1/5: yes" in out
    assert "Scorecard of" not in out


def test_assess_explain_of_an_unknown_service_ends_with_2_and_names_the_near_one():
    status, out, err = assess(FILE, "--explain", "inference edg")
    assert (status, out) == (2, "")
    assert "did you mean 'inference edge'?" in err


def test_assess_of_a_wrong_file_ends_with_2_and_every_problem(tmp_path):
    text = given("01").replace("narrow-purpose: 4", "narow-purpose: 4").replace("seniority: 4", "seniority: 9")
    status, out, err = assess(written(tmp_path, text))
    assert (status, out) == (2, "")
    assert len(err.strip().splitlines()) == 2
    assert "narrow-purpose" in err


@pytest.mark.parametrize(
    ("name", "words"),
    [("missing.yaml", "there is no such file"), (".", "is a folder"), ("nul\0.yaml", "cannot be read")],
)
def test_assess_of_what_is_no_file_ends_with_2_and_a_clear_line(tmp_path, name, words):
    status, out, err = assess(str(tmp_path / name))
    assert (status, out) == (2, "")
    assert words in err
    assert len(err.strip().splitlines()) == 1


def test_assess_of_a_binary_file_ends_with_2_and_a_clear_line(tmp_path):
    path = tmp_path / "photo.yaml"
    path.write_bytes(bytes(range(256)) * 50)
    status, out, err = assess(str(path))
    assert (status, out) == (2, "")
    assert "save it as UTF-8" in err


def test_assess_into_a_folder_that_is_missing_ends_with_2_and_a_clear_line(tmp_path):
    status, _, err = assess(FILE, "--json", str(tmp_path / "no" / "a.json"))
    assert status == 2
    assert "cannot be written" in err


DUE = "decision: {review: 2026-05-01, tripwires: [{service: inference edge, when: routes, above: 5, now: 7}]}\n"


def test_assess_check_after_the_review_date_ends_with_4_and_says_what_is_due(tmp_path):
    status, _, err = assess(written(tmp_path, given("01") + DUE), "--check", "--as-of", "2026-06-01")
    assert status == 4
    assert "1 May 2026, has passed" in err
    assert "routes at 7, above 5" in err


def test_assess_without_check_does_not_mind_the_review_date(tmp_path):
    assert assess(written(tmp_path, given("01") + DUE), "--as-of", "2026-06-01")[0] == 0


def test_assess_check_on_the_review_date_with_no_tripwire_passed_ends_with_0(tmp_path):
    text = given("01") + DUE.replace("now: 7", "now: 5")
    assert assess(written(tmp_path, text), "--check", "--as-of", "2026-05-01")[0] == 0


def test_assess_of_a_choice_against_the_verdict_without_a_reason_ends_with_2_and_says_where(tmp_path):
    text = given("01") + "decision:\n  choices:\n    - {service: inference edge, choice: framework}\n"
    path = written(tmp_path, text)
    status, out, err = assess(path)
    assert (status, out) == (2, "")
    line = len(text.splitlines())
    assert f"{path}:{line}:41: `inference edge` is decided framework although the verdict is raw: add `because" in err


def test_assess_of_a_choice_with_its_reason_prints_both(tmp_path):
    choice = '{service: inference edge, choice: framework, because: "Everyone knows it."}'
    status, out, _ = assess(written(tmp_path, given("01") + f"decision: {{choices: [{choice}]}}\n"))
    assert status == 0
    assert "Express, although the answers say Raw Node.js. Because: Everyone knows it." in out


def test_assess_check_with_a_version_past_its_end_of_life_ends_with_4(tmp_path):
    stated = given("01").replace("team: Team", 'team: Team\n    versions: {node: "20"}')
    wire = "{service: inference edge, when: end-of-life}"
    path = written(tmp_path, stated + f"decision: {{tripwires: [{wire}]}}\n")
    assert assess(path, "--check", "--as-of", "2026-04-29")[0] == 0
    status, _, err = assess(path, "--check", "--as-of", "2026-04-30")
    assert status == 4
    assert "Node.js 20 reached the end of life" in err
