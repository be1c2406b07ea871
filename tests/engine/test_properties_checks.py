"""The checks of the shipped checklist equal those read off the model's words, on random platforms."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.answers import AnswersFile, Team
from advisor.checklist.library import load_checklist
from advisor.checklist.service import ServiceEntry
from advisor.engine.recommend import recommend
from tests.builders import answer
from tests.engine import oracle
from tests.engine.sheets import few, sheets, split_sheet

pytestmark = pytest.mark.properties

CHECKLIST = load_checklist(Path(__file__).parents[2] / "checklists" / "nodejs-express")
TEAMS = ("Core", "Edge")
PARTS = ["auth", "logging", "json", "downstream"]
NODE = st.sampled_from(["20", "22", "24", "24.22.0", "24.22.1", "26.9"])
BENCHMARK = st.fixed_dictionaries(
    {
        "variant": st.sampled_from(["raw", "framework"]),
        "p99_ms": st.sampled_from([9.0, 15.0, 15.5]),
        "includes": st.just(PARTS) | st.lists(st.sampled_from(PARTS), unique=True),
        "routes": st.integers(1, 3),
    },
    optional={"versions": st.fixed_dictionaries({"node": NODE})},
)
STATED = st.fixed_dictionaries(
    {},
    optional={
        "intended": st.sampled_from(["raw", "raw", "framework", "split"]),
        "kind": st.sampled_from(["webhook", "webhook-fanout", "inference-edge", "product-api"]),
        "runs_as": st.sampled_from(["server", "server", "part-of-program", "function"]),
        "protocol": st.sampled_from(["http", "sse", "websocket", "graphql", "http", "grpc"]),
        "latency_budget_ms": st.just(15.0),
        "downstream_ms": st.sampled_from([7.0, 7.5, 8.0]),
        "boundary": st.just("Tokens on their own."),
        "versions": st.fixed_dictionaries({"node": NODE}),
        "benchmarks": st.lists(BENCHMARK, max_size=2),
    },
)
OPEN_CARD = st.just({})


@st.composite
def platforms(draw: st.DrawFn) -> AnswersFile:
    """Up to six services around two sheets, so that some are alike, each with a few details stated."""
    near = [draw(sheets(CHECKLIST, most_open=2)) for _ in range(2)]
    services, cards = [], {}
    for team in TEAMS:
        cards[team] = draw(OPEN_CARD | st.just(split_sheet(CHECKLIST, near[0])[1]))
    for n in range(draw(st.integers(1, 6))):
        sheet: dict[str, Any] = {**split_sheet(CHECKLIST, draw(st.sampled_from(near)))[0]}
        for key in draw(st.lists(st.sampled_from([s.id for s in CHECKLIST.statements]), max_size=4, unique=True)):
            sheet[key] = draw(st.integers(0, 4))
        given_ = {key: answer(value) for key, value in sheet.items()}
        services.append(ServiceEntry(name=f"s{n}", team=draw(st.sampled_from(TEAMS)), answers=given_, **draw(STATED)))
    owners = {team: draw(st.none() | st.integers(0, 3)) for team in TEAMS}
    return AnswersFile(
        format="advisor-assessment/1",
        checklist=CHECKLIST.slug,
        teams=[
            Team(name=team, raw_owners=owners[team], scorecard={k: answer(v) for k, v in cards[team].items()})
            for team in TEAMS
        ],
        services=services,
    )


@few(75)
@given(platforms(), st.sampled_from([date(2026, 4, 29), date(2026, 4, 30), date(2027, 5, 1)]))
def test_checks_of_random_platforms_are_those_of_the_model(file: AnswersFile, as_of: date) -> None:
    told = recommend(CHECKLIST, file, trust=False, as_of=as_of)
    every = [*(finding for service in told.services for finding in service.checks), *told.platform.checks]
    assert [one.verdict == "neither" for one in told.services] == [
        one.runs_as == "function" or one.protocol == "grpc" for one in file.services
    ]
    verdicts = {service.name: service.verdict for service in told.services}
    sure = {one.name for one in told.services if not {"provisional", "insufficient"} & set(one.flags)}
    cases = {one.name: oracle.case_of(CHECKLIST, file, one) for one in file.services}
    expected, twins = oracle.findings(file, cases, verdicts, sure, as_of)
    assert {(one.check, one.services) for one in every if one.check != "near-twins"} == expected
    grouped = [set(one.services) for one in every if one.check == "near-twins"]
    assert set().union(*grouped) == set().union(*twins)
    assert all(any(pair <= group for group in grouped) for pair in twins)
    assert sum(map(len, grouped)) == len(set().union(*grouped))
    keys = [(one.check, one.services) for one in every]
    assert len(keys) == len(set(keys))
