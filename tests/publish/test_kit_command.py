"""`manage.py kit`: a zip from an answers file, what results mean, and the line that the answers file takes back."""

import json
import zipfile
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from advisor.checklist.library import Library
from advisor.checklist.reading import read_answers
from tests.kit.results import CLOSE, SLOWED, results, written

ANSWERS = """\
format: advisor-assessment/1
checklist: nodejs-express
teams:
  - name: Edge
services:
  - name: Token stream
    team: Edge
    kind: streaming-bridge
    latency_budget_ms: 15
    answers: {narrow-purpose: 4, latency-first: 4, runtime-mastery: 0, isolated-ownership: 4}
"""


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    file = tmp_path / "answers.yaml"
    file.write_text(ANSWERS)
    return file


def kit(*arguments: object) -> tuple[int, str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("kit", *map(str, arguments), stdout=out, stderr=err)
    except SystemExit as error:
        return int(error.code or 0), out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_kit_make_writes_the_same_zip_for_the_same_answers(answers: Path, tmp_path: Path) -> None:
    first, again = tmp_path / "a.zip", tmp_path / "b.zip"
    for file in (first, again):
        status, out, _ = kit("make", answers, "token stream", "-o", file, "--rate", 50)
        assert (status, "streaming-inference-endpoint, for Token stream" in out) == (0, True)
    assert first.read_bytes() == again.read_bytes()
    with zipfile.ZipFile(first) as archive:
        assert json.loads(archive.read("streaming-inference-endpoint-kit/kit.json"))["rate"] == 50


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("Nobody", "-o", "x.zip"), "no service of that name: write one of: Token stream"),
        (("Token stream", "-o", "x.zip", "--kit", "none"), "there is no such kit: write one of"),
        (("Token stream", "-o", "x.zip", "--rate", "0"), "write a whole number from 1 to 20000"),
    ],
)
def test_kit_make_says_what_is_wrong(answers: Path, arguments: tuple[str, ...], said: str) -> None:
    status, _, err = kit("make", answers, *arguments)
    assert (status, said in err) == (2, True)


def test_kit_read_gives_the_line_that_an_answers_file_takes(answers: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(written(results(SLOWED)))
    status, out, _ = kit("read", file, answers, "Token stream")
    assert status == 0
    assert out.startswith("Raw Node.js has earned its keep")
    line = out.splitlines()[-1]
    answers.write_text(ANSWERS + line + "\n")
    taken = read_answers(answers.read_bytes(), "answers.yaml", Library(settings.CHECKLISTS_DIR))
    assert taken.services[0].measurements[0].kit.service == "Token stream"
    markdown = StringIO()
    call_command("assess", str(answers), markdown="-", stdout=markdown)
    assert "Raw Node.js has earned its keep" in markdown.getvalue()


def test_kit_read_without_a_verdict_ends_with_3(answers: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(written(results({**CLOSE, "raw-again": 10})))
    status, out, _ = kit("read", file, answers, "Token stream")
    assert (status, out.startswith("No verdict: two runs of Raw Node.js came out")) == (3, True)


def test_kit_read_of_edited_results_ends_with_2(answers: Path, tmp_path: Path) -> None:
    file = tmp_path / "results.json"
    file.write_bytes(written({**results(), "rate": 1}))
    status, _, err = kit("read", file, answers, "Token stream")
    assert (status, "changed after the kit wrote it" in err) == (2, True)
    answers.write_text(ANSWERS + f"    measurements: [{json.dumps({**results(), 'rate': 1})}]\n")
    status, _, err = kit("make", answers, "Token stream", "-o", tmp_path / "a.zip")
    assert (status, "answers.yaml:11" in err) == (2, True)
