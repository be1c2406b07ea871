"""The platform's sentences: number and owner agree, for one service or several, of one team or several."""

import pytest

from advisor.checklist.answers import AnswersFile
from advisor.checklist.reading import read_answers
from advisor.record.model.record import DecisionRecord
from tests.record.samples import LIBRARY, ROOT, answers, record, record_of

CASES = ROOT / "checklists" / "nodejs-express" / "cases"
RAW = "Raw Node.js"


def several(case: str, owners: str, **team: object) -> AnswersFile:
    """Copies of a case's first service, one owned by each of these teams (a letter each): A, B … by name."""
    path = CASES / f"{case}.yaml"
    file = read_answers(path.read_bytes(), path.name, LIBRARY)
    teams = [file.teams[0].model_copy(update={"name": f"Team {name}", **team}) for name in sorted(set(owners))]
    services = [
        file.services[0].model_copy(update={"name": name, "team": f"Team {owner}"})
        for name, owner in zip("ABC", owners, strict=False)
    ]
    return file.model_copy(update={"teams": teams, "services": services, "decision": None})


def step(made: DecisionRecord, key: str) -> str:
    return next(f"{line.title}. {line.text}" for line in made.platform.steps if line.key == key)


@pytest.mark.parametrize(
    ("owners", "sentence"),
    [
        ("X", f"{RAW} is ruled out for A: the team that owns it cannot carry it today."),
        ("XX", f"{RAW} is ruled out for A and B: the team that owns them cannot carry it today."),
        ("XY", f"{RAW} is ruled out for A and B: the teams that own them cannot carry it today."),
        ("XXY", f"{RAW} is ruled out for A, B and C: the teams that own them cannot carry it today."),
    ],
)
def test_services_closed_to_raw_agree_with_their_teams(owners: str, sentence: str) -> None:
    assert sentence in record_of(several("gate-capability", owners)).platform.reasons


@pytest.mark.parametrize(
    ("owners", "people", "sentence"),
    [
        ("X", 0, f"Team X would have more on {RAW} than the team can carry."),
        ("XY", 0, f"Team X and Team Y would have more on {RAW} than these teams can carry."),
        ("X", 1, "Team X could carry it with one person only, without a backup."),
        ("XY", 1, "Team X and Team Y could each carry it with one person only, without a backup."),
    ],
)
def test_teams_with_too_much_agree_in_number(owners: str, people: int, sentence: str) -> None:
    assert sentence in record_of(several("checks/over-capacity", owners, raw_owners=people)).platform.reasons


@pytest.mark.parametrize(
    ("owners", "begins", "least"),
    [
        ("X", "Move A to Express, or find an owner. Team X cannot", "; its case is the weakest."),
        ("XX", "Move A and B to Express, or find owners. Team X cannot", "; their cases are the weakest."),
        ("XY", "Move A and B to Express, or find owners. Team X and Team Y cannot", "; their cases are the weakest."),
    ],
)
def test_services_to_move_agree_with_their_teams(owners: str, begins: str, least: str) -> None:
    told = step(record_of(several("checks/over-capacity", owners, raw_owners=0)), "convert")
    assert told.startswith(begins)
    assert least in told


@pytest.mark.parametrize(
    ("owners", "told"),
    [
        ("X", "A: a named owner and a backup, a benchmark of the service on its own, and written conventions."),
        (
            "XY",
            "A and B: a named owner and a backup for each, a benchmark of each service on its own, "
            "and written conventions.",
        ),
    ],
)
def test_conditions_of_several_services_are_met_for_each(owners: str, told: str) -> None:
    made = record_of(several("sustain-conditional", owners))
    assert step(made, "conditions") == f"Meet the conditions. {told}"


def pilot_of(*names: str) -> str:
    """Whom the pilot is run with, among these services of the given platform; every verdict of theirs is firm."""
    file = answers("24")
    services = [service for service in file.services if service.name in names]
    return step(record_of(file.model_copy(update={"services": services, "decision": None})), "pilot").split(". ")[0]


def test_pilot_is_the_service_whose_verdict_is_firmest_and_raw_before_any_other() -> None:
    product, webhooks, edge = "SaaS product API", "payment and git webhook receiver", "inference edge"
    steps = {one.name: one.recommendation.flips.steps for one in record("24").services}
    assert (steps[product], steps[webhooks], steps[edge]) == (None, 5, 3)  # None: further away than is looked
    assert pilot_of(product, webhooks) == f"Run a pilot with {product}"
    assert pilot_of(product, webhooks, edge) == f"Run a pilot with {edge}"


def test_firm_verdicts_beside_services_that_are_open_are_not_called_all() -> None:
    file = several("platform-all-raw", "AAB")
    blank = file.services[1].model_copy(update={"answers": {}})
    told = [
        *record_of(file.model_copy(update={"services": [file.services[0], blank, file.services[2]]})).platform.reasons
    ]
    whole = [*record_of(file).platform.reasons]
    assert any(reason.startswith("Every verdict is firm") for reason in whole)
    assert "2 verdicts so far, all of them firm; the rest is open." in told
    assert not any(reason.startswith("Every verdict") for reason in told)
