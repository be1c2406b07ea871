"""The engine equals brute force on random answers, weights and open statements, and keeps its promises."""

from collections.abc import Mapping
from fractions import Fraction
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist, Thresholds
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Flips, ServiceRecommendation, WeightFlip
from tests.builders import LevelOrAnswer, answer, answers_file, mini_checklist, several
from tests.engine import oracle
from tests.engine.sheets import LEVELS, NOT_APPLYING, Sheet, doubtful, few, groups, sheets, split_sheet, weights

pytestmark = pytest.mark.properties

MINI = mini_checklist()
COARSE = mini_checklist(
    thresholds=Thresholds(
        holds="1/2",
        band="1/4",
        gut="1/4",
        sustain_conditional="1/4",
        sustain_yes="1/2",
        provisional_answered="1/2",
        provisional_share="1/2",
        firm_robustness="1/2",
        firm_steps=2,
    )
)
"""Thresholds that whole levels meet exactly and often, so that a boundary on the wrong side shows."""
CHECKLISTS = st.sampled_from([MINI, COARSE])


def file_of(checklist: Checklist, sheet: Sheet, own_weights: Mapping[str, int] | None = None) -> AnswersFile:
    given_, card = split_sheet(checklist, sheet)
    return answers_file(given_, card, weights=own_weights, checklist=checklist.slug)


def both(checklist: Checklist, answers: AnswersFile) -> tuple[ServiceRecommendation, oracle.Case]:
    """The one service of a file, by the engine and as the oracle sees it."""
    return recommend(checklist, answers).services[0], oracle.case_of(checklist, answers, answers.services[0])


def assert_same(found: ServiceRecommendation, case: oracle.Case) -> None:
    """Everything that does not need a search."""
    expected = oracle.judge(case)
    assert {key: state.levels for key, state in found.statements.items()} == case.levels
    weighed = [key for side in oracle.SIDES for key in case.keys(side)]  # a weight on a gut check has no effect
    assert {key: found.weights[key] for key in weighed} == {key: case.weights[key] for key in weighed}
    assert found.possible == expected.possible
    assert found.verdict == expected.verdict
    assert set(found.flags) == expected.flags
    assert len(found.flags) == len(expected.flags)
    assert found.need == expected.need
    assert found.sustain == expected.sustain
    assert {gate.gate for gate in found.gates} == expected.gates
    assert found.bounds == oracle.bounds(case)
    answered = oracle.answered_levels(case)
    assert found.support == {side: oracle.support(case, side, answered) for side in oracle.SIDES}
    assert found.lean == oracle.reported_lean(case)
    assert found.gut == oracle.reported_gut(case)
    assert {side: list(each) for side, each in found.drivers.items()} == {
        side: oracle.drivers(case, side) for side in oracle.SIDES
    }
    assert found.strength == oracle.strength(case, found.robustness, found.flips.steps)
    assert [(each.why, each.figure) for each in found.withheld] == oracle.withheld(
        case, found.robustness, found.flips.steps
    )
    assert (found.robustness is None) == (expected.status in ("insufficient", "outside"))


def assert_same_questions(found: ServiceRecommendation, case: oracle.Case) -> None:
    """Open statements by what they say about the verdict; ties by checklist order."""
    if len(found.possible) == 1:
        assert found.questions == ()
        return
    expected = oracle.information(case)
    assert {question.statement for question in found.questions} == set(expected)
    for question in found.questions:
        assert question.information == pytest.approx(expected[question.statement], abs=1e-9)
    order = list(found.statements)  # checklist order, which the engine takes group by group
    best = max(expected.values())
    tied = [key for key in order if key in expected and expected[key] >= best - 1e-12]
    assert found.questions[0].statement == tied[0]


def assert_same_flips(found: ServiceRecommendation, case: oracle.Case, most: int) -> None:
    """The cheapest sets, as far as brute force can look."""
    steps, sets = oracle.flips(case, most)
    if oracle.judge(case).status == "insufficient":
        assert found.flips == Flips(None, 0, ())
        return
    if steps is None:
        assert found.flips == Flips(None, 0, (), beyond=6) or (found.flips.steps or 0) > most
        return
    assert found.flips.steps == steps
    assert found.flips.total == len(sets)
    assert len(found.flips.sets) == min(10, len(sets))
    shown = {
        frozenset((change.statement, change.from_level, change.to_level) for change in each.changes): each.verdict
        for each in found.flips.sets
    }
    assert len(shown) == len(found.flips.sets)
    assert shown.items() <= {frozenset(changes): verdict for changes, verdict in sets.items()}.items()


@given(CHECKLISTS, sheets(MINI), weights(MINI))
def test_complete_service_equals_brute_force(checklist: Checklist, sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(checklist, file_of(checklist, sheet, own))
    assert_same(found, case)
    assert found.questions == ()


@given(CHECKLISTS, sheets(MINI, most_open=4, least_open=1), weights(MINI))
def test_open_service_equals_brute_force(checklist: Checklist, sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(checklist, file_of(checklist, sheet, own))
    assert_same(found, case)
    assert_same_questions(found, case)


@given(CHECKLISTS, doubtful(MINI))
def test_doubtful_service_equals_brute_force(checklist: Checklist, sheet: Sheet) -> None:
    found, case = both(checklist, file_of(checklist, sheet))
    assert_same(found, case)
    assert_same_questions(found, case)


@few(15)
@given(CHECKLISTS, sheets(MINI), weights(MINI))
def test_flips_of_a_complete_service_equal_brute_force(checklist: Checklist, sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(checklist, file_of(checklist, sheet, own))
    assert_same_flips(found, case, most=3)


@few(13)
@given(CHECKLISTS, sheets(MINI, most_open=2, least_open=1), weights(MINI))
def test_flips_of_an_open_service_equal_brute_force(checklist: Checklist, sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(checklist, file_of(checklist, sheet, own))
    assert_same_flips(found, case, most=1 if len(case.open_keys()) > 1 else 2)


NOTHING: Sheet = {s.id: 0 for s in MINI.statements} | {d.id: 0 for d in MINI.scorecard.dimensions}
NOTHING |= {"wraps": NOT_APPLYING, "rebuilds": NOT_APPLYING}
FRAMEWORK: Sheet = NOTHING | dict.fromkeys(["called-by-clients", "grows", "shared-needs"], 4)


@pytest.mark.parametrize(
    ("sheet", "steps"),
    [
        (FRAMEWORK | {"senior": 4, "owners": 4}, None),
        (FRAMEWORK | {"fast": 4, "owned": "unsure", "senior": 4, "owners": 4}, 5),
        pytest.param(
            FRAMEWORK | {"one-job": 4, "cuttable": 4, "fast": 4, "edge": 4, "owned": 4, "grows": "unsure"},
            6,
            marks=pytest.mark.slow,  # brute force takes all sets of six
        ),
    ],
)
def test_flips_of_five_and_six_steps_equal_brute_force(sheet: Sheet, steps: int | None) -> None:
    found, case = both(MINI, file_of(MINI, sheet))
    assert found.flips.steps == steps
    assert_same_flips(found, case, most=6)


@few(20)
@given(CHECKLISTS, sheets(MINI, most_open=2), weights(MINI))
def test_weight_flips_equal_brute_force(checklist: Checklist, sheet: Sheet, own: dict[str, int]) -> None:
    found, case = both(checklist, file_of(checklist, sheet, own))
    shown = [(flip.statement, flip.from_weight, flip.to_weight, flip.verdict) for flip in found.weight_flips]
    assert sorted(shown) == sorted(oracle.weight_flips(case))


@few(20)
@given(groups(MINI), st.dictionaries(st.sampled_from(["fast", "grows", "owners"]), st.integers(0, 4), max_size=1))
def test_several_respondents_equal_brute_force(people: dict[str, Sheet], settled: dict[str, int]) -> None:
    answers = several({name: split_sheet(MINI, sheet) for name, sheet in people.items()}, settled=settled)
    found, case = both(MINI, answers)
    assert_same(found, case)
    alone = {name: oracle.judge(oracle.case_of(MINI, answers, answers.services[0], only=name)) for name in people}
    assert {each.name: (each.verdict, each.insufficient) for each in found.respondents} == {
        name: (judged.verdict, judged.status == "insufficient") for name, judged in alone.items()
    }
    assert [each.name for each in found.dissent] == [
        name for name, judged in alone.items() if judged.status != "insufficient" and judged.verdict != found.verdict
    ]


ONE_ANSWER = st.one_of(LEVELS, LEVELS, LEVELS, st.sampled_from(["unsure", NOT_APPLYING]))


@example([0, 2, 2, 2, 4], None)  # contested with both quartiles at 2: from the lowest to the highest
@given(st.lists(ONE_ANSWER, max_size=9), st.none() | LEVELS)
def test_one_statement_heard_from_many_equals_brute_force(heard: list[LevelOrAnswer], settled: int | None) -> None:
    sheets_: dict[str, tuple[Sheet, Sheet]] = {f"Person {n}": ({"grows": each}, {}) for n, each in enumerate(heard)}
    answers = several(sheets_ or {"Nobody": ({}, {})}, settled={} if settled is None else {"grows": settled})
    state = recommend(MINI, answers, trust=False).services[0].statements["grows"]
    expected = oracle.group_answer([answer(each) for each in heard], settled)
    assert (state.levels, state.agreement) == (expected.levels, expected.agreement)
    assert settled is not None or state.contested == expected.contested


@few(10)
@given(sheets(MINI, most_open=2), st.integers(0, 10**9))
def test_robustness_is_near_that_of_other_weightings(sheet: Sheet, seed: int) -> None:
    found, case = both(MINI, file_of(MINI, sheet))
    if found.robustness is None:
        assert "insufficient" in found.flags
        return
    assert found.robustness.denominator in {d for d in range(1, 10_001) if 10_000 % d == 0}
    # 400 draws: one standard error is at most 0.025, so 0.15 is six of them
    assert abs(found.robustness - oracle.sampled_robustness(case, 400, Random(seed))) < Fraction(15, 100)


@given(st.fixed_dictionaries({side: st.integers(0, 4) for side in (*oracle.SIDES, "gut")}))
def test_robustness_with_one_level_a_group_is_whole(level: dict[str, int]) -> None:
    """No weighting can move a mean of equal levels."""
    sheet: Sheet = {s.id: level[s.group] for s in MINI.statements}
    sheet |= {d.id: level["sustain"] for d in MINI.scorecard.dimensions}
    found, _ = both(MINI, file_of(MINI, sheet))
    assert found.robustness == 1


@given(sheets(MINI), weights(MINI))
def test_robustness_does_not_depend_on_the_weights_in_force(sheet: Sheet, own: dict[str, int]) -> None:
    plain, _ = both(MINI, file_of(MINI, sheet))
    weighted, _ = both(MINI, file_of(MINI, sheet, own))
    if plain.verdict == weighted.verdict:
        assert plain.robustness == weighted.robustness
    else:
        assert weighted.robustness is not None
        assert plain.robustness is not None
        assert plain.robustness + weighted.robustness <= 1


@given(sheets(MINI, most_open=3), st.permutations(range(len(MINI.statements))), weights(MINI))
def test_order_of_statements_does_not_matter(sheet: Sheet, order: list[int], own: dict[str, int]) -> None:
    shuffled = mini_checklist(statements=[MINI.statements[i] for i in order])
    reordered = dict(reversed(list(sheet.items())))
    one, _ = both(MINI, file_of(MINI, sheet, own))
    two, _ = both(shuffled, file_of(shuffled, reordered, own))
    for field in ("verdict", "need", "sustain", "strength", "support", "lean", "gut", "bounds", "possible"):
        assert getattr(one, field) == getattr(two, field)
    assert set(one.flags) == set(two.flags)
    assert (one.flips.steps, one.flips.total) == (two.flips.steps, two.flips.total)
    assert set(one.weight_flips) == set(two.weight_flips)


@given(
    sheets(MINI, most_open=3),
    st.dictionaries(st.sampled_from(["one-job", "grows", "edge", "owners"]), st.integers(1, 3)),
)
def test_scaling_all_weights_changes_nothing(sheet: Sheet, some: dict[str, int]) -> None:
    every = {s.id: some.get(s.id, 1) for s in MINI.statements} | {
        d.id: some.get(d.id, 1) for d in MINI.scorecard.dimensions
    }
    one, _ = both(MINI, file_of(MINI, sheet, every))
    three, _ = both(MINI, file_of(MINI, sheet, {key: weight * 3 for key, weight in every.items()}))
    for field in ("verdict", "flags", "support", "lean", "bounds", "possible", "flips", "drivers", "questions"):
        assert getattr(one, field) == getattr(three, field)
    assert one.robustness == three.robustness


OPPOSITE = {"raw": "framework", "framework": "raw"}
SIDE_OF = {s.id: s.group for s in MINI.statements} | {d.id: "raw" for d in MINI.scorecard.dimensions}
SIDE_OF |= {"rebuilds": "framework", "wraps": "raw"}
"""A stronger scorecard only ever helps raw, and each gut check the side it is for."""


@given(sheets(MINI), weights(MINI))
def test_raising_any_level_never_moves_the_verdict_away_from_its_side(sheet: Sheet, own: dict[str, int]) -> None:
    """Every statement by every number of levels: what is the raised side's stays, what is not the other's stays not."""
    before = recommend(MINI, file_of(MINI, sheet, own), trust=False).services[0].verdict
    for key, level in sheet.items():
        side = SIDE_OF[key]
        for raised in range(level + 1, 5) if isinstance(level, int) else ():
            after = recommend(MINI, file_of(MINI, {**sheet, key: raised}, own), trust=False).services[0].verdict
            if before == side:
                assert after == side
            if side != "split" and before != OPPOSITE[side]:
                assert after != OPPOSITE[side]


@given(sheets(MINI, most_open=4), weights(MINI))
def test_drivers_add_up_to_the_support_exactly(sheet: Sheet, own: dict[str, int]) -> None:
    found, _ = both(MINI, file_of(MINI, sheet, own))
    for side, parts in found.drivers.items():
        assert sum((share for _, share in parts), Fraction(0)) == (found.support[side] or 0)
    assert all(share for _, share in found.against)
    if found.verdict in ("raw", "framework"):
        other = "framework" if found.verdict == "raw" else "raw"
        assert found.against_side == other
        assert list(found.against) == [driver for driver in found.drivers[other] if driver[1]]


@given(sheets(MINI, most_open=6))
def test_status_is_exactly_one_where_something_is_open(sheet: Sheet) -> None:
    found = recommend(MINI, file_of(MINI, sheet)).services[0]
    status = {"settled", "provisional", "insufficient"} & set(found.flags)
    assert len(status) == (0 if found.complete else 1)
    assert sum(found.possible.values()) == 1
    assert all(found.possible.values())


@given(sheets(MINI, most_open=3))
def test_same_answers_give_the_same_recommendation(sheet: Sheet) -> None:
    assert recommend(MINI, file_of(MINI, sheet)) == recommend(MINI, file_of(MINI, sheet))


def test_weight_flip_with_two_nearest_weights_takes_the_lower() -> None:
    """With all weights 3: S_R = 12/16 holds, S_X = (1 + 2 + 4)/12 = 7/12 does not, D = −1/6: undecided.

    `called-by-clients` at 2: S_X = (2 + 6 + 12)/32 = 5/8 holds, and M = 5/8: split. At 4: (4 + 6 + 12)/40 = 11/20, so
    D = −1/5: raw. Both are one away; the lower counts."""
    sheet: Sheet = {"one-job": 2, "fast": 4, "skilled": 3, "owned": 3, "called-by-clients": 1, "grows": 2}
    sheet |= {"shared-needs": 4, "cuttable": 2, "edge": 3, "rebuilds": 4, "wraps": 0, "senior": 4, "owners": 4}
    found, case = both(MINI, file_of(MINI, sheet, dict.fromkeys(sheet, 3)))
    assert found.verdict == "undecided"
    assert WeightFlip("called-by-clients", 3, 2, "split") in found.weight_flips
    assert ("called-by-clients", 3, 2, "split") in oracle.weight_flips(case)
