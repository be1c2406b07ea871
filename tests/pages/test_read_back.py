"""What we write, we read: every file of ours comes back, in every size, or says which one to take instead."""

from pathlib import Path

import pytest
from django.core.management import call_command

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile
from advisor.checklist.checking import check_path, check_text
from advisor.checklist.errors import AnswersError
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from advisor.checklist.yaml_events import LARGE, PASTED, SMALL, ReadLimits
from advisor.pages.checklists.check_file import check_pasted
from advisor.pages.decide.calendar import calendar
from advisor.publish.examining import _plain_answers
from advisor.record.formats.adr_tools import for_adr_tools
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.as_json import json_text, recommendation_json
from tests.pages.restoring import sent
from tests.people import CLEO, Browser, text_of
from tests.record.samples import DAY, LIBRARY, answers, checklist, record

pytestmark = pytest.mark.django_db
NOTE = "What the team said of it, with figures: 15 ms, 3 routes, “never again”. " * 6


def platform(services: int, note: str) -> AnswersFile:
    """An assessment with a note beside every answer of every service."""
    one = answers("01").services[0]
    given = {statement.id: Answer(level=3, note=note) for statement in checklist().statements}
    many = [one.model_copy(update={"name": f"Service {at}", "answers": given}) for at in range(services)]
    return answers("01").model_copy(update={"services": many, "settled": [], "answered_checks": [], "decision": None})


@pytest.fixture(scope="module")
def sixty() -> AnswersFile:
    return platform(60, NOTE)


def test_answers_of_sixty_services_with_notes_are_read_back_everywhere(sixty: AnswersFile, tmp_path: Path) -> None:
    text = write_answers(sixty)
    assert len(text) > 400_000 > SMALL.most_bytes
    path = tmp_path / "answers.yaml"
    path.write_text(text, encoding="utf-8")
    assert check_path(path, "answers.yaml", LIBRARY) == ()
    assert check_pasted(text, LIBRARY).summary == "No problem found"
    assert _plain_answers(text.encode()) == sixty
    page = text_of(Browser(CLEO).get(sent(text)))
    assert "This is an answers file" in page
    assert "cannot be read" not in page


@pytest.mark.parametrize(("services", "letters"), [(1, 0), (1, 20_000), (100, 1)])
def test_answers_of_any_size_are_read_back_equal(services: int, letters: int) -> None:
    made = platform(services, ("a “b”\n" * letters)[:letters].strip())
    text = write_answers(made, escaped=services == 1)
    assert read_answers(text, "answers.yaml", LIBRARY) == made


def test_limits_say_what_is_too_much_and_what_to_do_instead() -> None:
    text = write_answers(platform(1, NOTE))
    with pytest.raises(AnswersError, match="more than 1,000 bytes: shorten notes"):
        read_answers(text, "answers.yaml", LIBRARY, ReadLimits(1_000, 20_000))
    with pytest.raises(AnswersError, match="holds more than 50 values"):
        read_answers(text, "answers.yaml", LIBRARY, ReadLimits(1_000_000, 50))
    [wrong] = check_text("format: advisor-assessment/1\n#" + "x" * PASTED.most_bytes, "x", LIBRARY, PASTED)
    assert "check the file in the terminal" in wrong.remedy
    [wrong] = check_text("format: advisor-facts/1\n#" + "x" * SMALL.most_bytes, "x", LIBRARY)
    assert "more than 262,144 bytes" in wrong.message
    assert LARGE.most_bytes == 8 * 1024 * 1024


def others() -> dict[str, str]:
    """Files of ours that do not hold a whole record."""
    made = record("24")
    content = {"review": "2027-05-01"}
    return {
        "Markdown": markdown(made),
        "Markdown for adr-tools": for_adr_tools(markdown(made), 7),
        "calendar": calendar("Acme", content, "x", "https://advisor.example/a/x/decide/", DAY),
        "plan": "step,service,owner,by\nprototype,Ingest,Ada,2027-01-01\n",
        "recommendation": json_text(recommendation_json(made.checklist, made.recommendation)),
    }


@pytest.mark.parametrize("name", ["Markdown", "Markdown for adr-tools", "calendar", "plan", "recommendation"])
def test_file_of_ours_that_holds_a_part_says_which_one_to_take(name: str) -> None:
    page = text_of(Browser(CLEO).get(sent(others()[name])))
    assert ("Upload the PDF or the JSON" in page) or ("Take the JSON of the record, or its PDF" in page)


def test_record_given_to_assess_says_how_to_take_its_answers_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "record.json"
    path.write_text(record("24").json_text, encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        call_command("assess", str(path))
    assert f"./run manage record restore {path} -o answers.yaml" in capsys.readouterr().err
