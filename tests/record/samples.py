"""Records to test with, made from the bundled checklist and the given cases."""

from datetime import date
from functools import cache
from pathlib import Path

from advisor.checklist.answers import AnswersFile
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.engine.recommend import recommend
from advisor.record.build import build_record
from advisor.record.record import DecisionRecord

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ROOT / "checklists" / "nodejs-express" / "cases" / "given"
EXAMPLE = ROOT / "checklists" / "nodejs-express" / "examples" / "demo.yaml"
LIBRARY = Library(ROOT / "checklists")
DAY = date(2026, 11, 23)


def checklist() -> Checklist:
    return LIBRARY.get("nodejs-express")


def answers(case: str) -> AnswersFile:
    """The answers of a given case, such as "01"; "demo" is the example platform."""
    path = EXAMPLE if case == "demo" else next(GIVEN.glob(f"{case}-*.yaml"))
    return read_answers(path.read_bytes(), path.name, LIBRARY)


def record_of(file: AnswersFile, *, as_of: date = DAY, link: str = "") -> DecisionRecord:
    return build_record(checklist(), file, recommend(checklist(), file, as_of=as_of), as_of=as_of, link=link)


@cache
def record(case: str) -> DecisionRecord:
    return record_of(answers(case))


def changed(case: str, **changes: object) -> AnswersFile:
    """A case with fields of its first service replaced."""
    file = answers(case)
    service = file.services[0].model_copy(update=changes)
    return file.model_copy(update={"services": [service, *file.services[1:]]})
