"""What a group says of one statement."""

from fractions import Fraction

import pytest

from advisor.checklist.answers import Settled, Team
from advisor.checklist.service import ServiceEntry
from advisor.engine.aggregate import heard, is_contested
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import GivenLevel, StatementState
from tests.builders import answers, answers_file, mini_checklist


def said(*values: int | str | None) -> StatementState:
    """A level, None for not sure, or the reason why it does not apply."""
    given = [
        GivenLevel(f"P{n}", None, na=value) if isinstance(value, str) else GivenLevel(f"P{n}", value)
        for n, value in enumerate(values)
    ]
    return heard("small-surface", given)


@pytest.mark.parametrize(
    ("values", "levels"),
    [
        ((3,), (3,)),
        ((), (0, 1, 2, 3, 4)),
        ((None,), (0, 1, 2, 3, 4)),
        ((3, 4), (3,)),  # an even count takes the lower of the two middle ones
        ((2, 3, 3), (3,)),
        ((3, None), (3,)),  # one of two gave a level: not fewer than half
        ((3, None, None), (0, 1, 2, 3, 4)),  # one of three is
        ((2, "no routes"), (2,)),  # half is not more than half
        ((2, "no routes", "none"), ()),
        ((1, 4), (1, 2, 3, 4)),  # two of them, three apart: both quartiles
        ((0, 4, 4), (0, 1, 2, 3, 4)),  # nearest rank: first and third of three
        ((0, 1, 1, 4, 4, 4, 4), (1, 2, 3, 4)),  # second and sixth of seven
    ],
)
def test_heard_values_give_levels(values: tuple[int | str | None, ...], levels: tuple[int, ...]) -> None:
    assert said(*values).levels == levels


def test_heard_reasons_are_kept_once_each() -> None:
    assert said("no routes", "no routes", "one path").na == "no routes; one path"


def test_heard_settled_level_wins_over_everything_and_keeps_what_was_said() -> None:
    given = [GivenLevel("Ada", 0), GivenLevel("Ben", 4)]
    state = heard("small-surface", given, settled=(2, "counted the routes"))
    assert state.levels == (2,)
    assert state.settled == "counted the routes"
    assert state.contested
    assert [one.level for one in state.given_levels] == [0, 4]


def test_settled_level_is_that_of_its_service_or_team_alone() -> None:
    one = answers_file({"grows": 4}, {"senior": 4})
    services = [
        ServiceEntry(name=name, team=team, answers=answers({"grows": 4}))
        for name, team in (("a", "Core"), ("b", "Core"), ("c", "Edge"))
    ]
    teams = [Team(name=name, scorecard=answers({"senior": 4})) for name in ("Core", "Edge")]
    settled = [
        Settled(service="b", statement="grows", level=1, reason="Counted."),
        Settled(team="Edge", statement="senior", level=0, reason="Asked."),
    ]
    made = recommend(
        mini_checklist(), one.model_copy(update={"services": services, "teams": teams, "settled": settled}), trust=False
    )
    assert [each.statements["grows"].level for each in made.services] == [4, 1, 4]
    assert [each.statements["scorecard.senior"].level for each in made.services] == [4, 4, 0]


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([4, 3], False),
        ([4, 2], True),
        ([3, 3, 1], True),  # 2 of 3 within one level of the median: 67 %
        ([3, 3, 3, 1], False),  # 3 of 4: exactly 75 %
        ([0, 0, 0, 4, 4], True),
        ([2, 2, 2, 2, 2], False),
    ],
)
def test_contested_levels_are_told(levels: list[int], expected: bool) -> None:
    assert is_contested(levels) is expected


def test_contested_quartiles_that_coincide_open_the_whole_range() -> None:
    # 9 answers: quartiles are the 3rd and the 7th; 3 and 3, though 3 of 9 are further than one level away
    state = said(0, 0, 3, 3, 3, 3, 3, 3, 0)
    assert state.contested
    assert state.levels == (0, 1, 2, 3)


def test_agreement_is_over_levels_only_and_needs_two() -> None:
    assert said(3, None).agreement is None
    assert said(3, 3, None).agreement == 1
    assert said(0, 4).agreement == -1
    assert said(3, 4).agreement == Fraction(3, 4)  # U = 1, two of five categories filled: 1 − 1/4
