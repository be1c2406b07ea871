"""Which framework: the engine against all completions and all changes, tried one by one (model §10)."""

from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from advisor.checklist.library import load_checklist
from advisor.engine.choice import choice, framework_choice

TENTH = Fraction(1, 10)
CHECKLIST = load_checklist(Path(__file__).parents[2] / "checklists/nodejs-express")
WANTS = ("w0", "w1", "w2", "w3")

fit_tables = st.dictionaries(
    st.sampled_from(("a", "b", "c")),
    st.fixed_dictionaries({want: st.integers(0, 4) for want in WANTS}),
    min_size=2,
)
answers = st.dictionaries(st.sampled_from(WANTS), st.one_of(st.integers(0, 4), st.sampled_from(("must", "unsure"))))
margins = st.sampled_from((TENTH, Fraction(1, 4), Fraction(1, 3), Fraction(1)))


def score(own, levels):
    """W as the model writes it, or None."""
    whole = 4 * sum(levels.values())
    return Fraction(sum(levels[want] * own[want] for want in levels), whole) if whole else None


def ahead(fits, leader, other, levels, margin):
    """Whether a leader is clear over another; not where nothing is wanted."""
    mine = score(fits[leader], levels)
    return mine is not None and mine - score(fits[other], levels) >= margin


def plain(wanted):
    return {want: 4 if level == "must" else level for want, level in wanted.items() if level != "unsure"}


@given(fit_tables, answers, margins)
@settings(max_examples=300)
def test_leader_and_those_close_equal_the_scores_themselves(fits, wanted, margin) -> None:
    made, levels = choice(fits, wanted, margin), plain(wanted)
    if not levels:
        assert made is None
        return
    gone = {name for name, own in fits.items() for want, level in wanted.items() if level == "must" and own[want] < 2}
    assert {one.candidate for one in made.eliminated} == gone
    left = [name for name in fits if name not in gone]
    assert dict(made.scores) == {name: score(fits[name], levels) for name in left}
    if not left or not sum(levels.values()):
        assert (made.leader, made.clear, made.close, made.settled, made.changes) == (None, False, (), False, ())
        return
    best = max(score(fits[name], levels) for name in left)
    assert made.leader == next(name for name in left if score(fits[name], levels) == best)
    close = [name for name in left if name != made.leader and not ahead(fits, made.leader, name, levels, margin)]
    assert made.close == tuple(close)
    assert made.clear == (not close)
    assert {name: sum(share for _, share in own) for name, own in made.drivers.items()} == dict(made.scores)


@given(fit_tables, answers, margins)
@settings(max_examples=150)
def test_a_leader_is_settled_where_every_completion_leaves_it_clear(fits, wanted, margin) -> None:
    made, levels = choice(fits, wanted, margin), plain(wanted)
    if made is None or made.leader is None:
        return
    opened = [want for want in WANTS if want not in levels]
    others = [name for name, _ in made.scores if name != made.leader]
    completions = (levels | dict(zip(opened, more, strict=True)) for more in product(range(5), repeat=len(opened)))
    assert made.settled == all(
        ahead(fits, made.leader, other, every, margin) for every in completions for other in others
    )
    if made.settled or not opened:
        assert made.next_want is None
    else:
        assert made.next_want in opened


@given(fit_tables, answers, margins)
@settings(max_examples=150)
def test_changes_are_the_fewest_steps_that_end_a_clear_lead(fits, wanted, margin) -> None:
    made, levels = choice(fits, wanted, margin), plain(wanted)
    if made is None or made.leader is None:
        return
    assert [one.candidate for one in made.changes] == [
        name for name, _ in made.scores if name != made.leader and name not in made.close
    ]
    for change in made.changes:
        steps = min(
            sum(abs(new - levels[want]) for want, new in zip(levels, tried, strict=True))
            for tried in product(range(5), repeat=len(levels))
            if not ahead(fits, made.leader, change.candidate, dict(zip(levels, tried, strict=True)), margin)
        )
        after = levels | {one.want: one.to_level for one in change.wants}
        assert change.steps == steps == sum(abs(one.to_level - one.from_level) for one in change.wants)
        assert all(levels[one.want] == one.from_level for one in change.wants)
        assert not ahead(fits, made.leader, change.candidate, after, margin)


@given(fit_tables, answers, margins)
def test_next_want_is_the_open_one_on_which_those_close_differ_most(fits, wanted, margin) -> None:
    made = choice(fits, wanted, margin)
    if made is None or made.leader is None or made.next_want is None or not made.close:
        return
    opened = [want for want in next(iter(fits.values())) if wanted.get(want, "unsure") == "unsure"]
    spreads = {want: max(abs(fits[made.leader][want] - fits[one][want]) for one in made.close) for want in opened}
    assert made.next_want == next(want for want in opened if spreads[want] == max(spreads.values()))


def test_nothing_answered_is_no_choice() -> None:
    fits = {"a": {"w": 1}, "b": {"w": 2}}
    assert choice(fits, {}, TENTH) is None
    assert choice(fits, {"w": "unsure"}, TENTH) is None


def test_wants_of_no_importance_have_no_leader_and_ask_what_tells_most_apart() -> None:
    fits = {"a": {"u": 1, "v": 4, "w": 2}, "b": {"u": 1, "v": 0, "w": 4}}
    made = choice(fits, {"u": 0}, TENTH)
    assert (made.leader, made.clear, made.settled, made.drivers) == (None, False, False, {})
    assert dict(made.scores) == {"a": None, "b": None}
    assert made.next_want == "v"


def test_a_lead_of_exactly_the_margin_is_clear() -> None:
    made = choice({"a": {"w": 4}, "b": {"w": 3}}, {"w": 1}, Fraction(1, 4))
    assert (made.leader, made.clear, made.close) == ("a", True, ())


def test_the_last_candidate_that_musts_leave_is_settled() -> None:
    made = choice({"a": {"v": 1, "w": 4}, "b": {"v": 4, "w": 0}}, {"v": "must"}, TENTH)
    assert (made.leader, made.clear, made.settled, made.next_want) == ("b", True, True, None)


@pytest.mark.parametrize(
    ("wanted", "leader"),
    [
        ({"existing": "must", "known": 4}, "express"),
        ({"schemas": 4, "cpu-cost": "must"}, "fastify"),
        ({"portable": "must", "types": 3}, "hono"),
        ({"structure": "must", "known": 3}, "nestjs"),
    ],
)
def test_each_candidate_is_the_clear_leader_for_some_wants(wanted, leader) -> None:
    assert CHECKLIST.frameworks is not None
    made = framework_choice(CHECKLIST.frameworks, wanted)
    assert made is not None
    assert (made.leader, made.clear) == (leader, True)
