"""Records to test with, made from the bundled checklist and the given cases."""

from datetime import date
from functools import cache
from pathlib import Path

from advisor.checklist.answers import AnswersFile
from advisor.checklist.decision import Action, Choice, Consequences, DecisionEntry, Risk, Tripwire
from advisor.checklist.library import Library
from advisor.checklist.model import Checklist
from advisor.checklist.reading import read_answers
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.model.record import DecisionRecord

ROOT = Path(__file__).resolve().parents[2]
GIVEN = ROOT / "checklists" / "nodejs-express" / "cases" / "given"
EXAMPLE = ROOT / "checklists" / "nodejs-express" / "examples" / "demo.yaml"
LIBRARY = Library(ROOT / "checklists")
DAY = date(2026, 11, 23)


def checklist() -> Checklist:
    return LIBRARY.get("nodejs-express")


def answers(case: str) -> AnswersFile:
    """The answers of a given case, such as "01", or of another by its name; "demo" is the example platform."""
    path = EXAMPLE if case == "demo" else next(GIVEN.glob(f"{case}-*.yaml"), GIVEN.parent / f"{case}.yaml")
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


def decided(case: str, **changes: object) -> AnswersFile:
    """A case with a whole decision: every service as recommended (raw where that is open), changed as asked."""
    file = answers(case)
    verdicts = {one.name: one.verdict for one in recommend(checklist(), file, as_of=DAY).services}
    first = file.services[0].name
    made: dict[str, object] = {
        "status": "accepted",
        "deciders": ["Ada Lovelace", "Ben"],
        "consulted": ["Cleo"],
        "informed": ["Everyone on call"],
        "choices": [
            Choice(service=name, choice="raw", because="It must ship in May.")
            if verdict == "undecided"
            else Choice(service=name, choice=verdict)
            for name, verdict in verdicts.items()
        ],
        "consequences": Consequences(good=["The hot path stays small."], bad=["We maintain our own middleware."]),
        "risks": [Risk(risk="The one who knows it leaves.", owner="Ben")],
        "actions": [Action(what="Write the conventions down.", owner="Ada Lovelace", by=date(2027, 1, 15))],
        "review": date(2027, 5, 1),
        "tripwires": [Tripwire(service=first, when="routes", above=12, now=7)],
    }
    return file.model_copy(update={"decision": DecisionEntry(**{**made, **changes})})
