"""The rule itself, one hand-worked service a rule. Five unit weights raw, six framework: s_R in 0..20, s_X in 0..24."""

import pytest

from advisor.engine import decision
from advisor.engine.compilation import compile_rules
from tests.builders import mini_checklist

LIMITS = compile_rules(mini_checklist()).limits


def need(
    raw: int,
    framework: int,
    *,
    kind: int = decision.REASON,
    split: int = decision.UNSPLIT,
    gut: int = decision.GUT_NONE,
) -> int:
    sides = decision.Sides(raw=raw, raw_weight=5, framework=framework, framework_weight=6)
    return int(decision.needs(sides, kind, split, gut, LIMITS))


@pytest.mark.parametrize(
    ("raw", "framework", "expected"),
    [
        # R holds from 12/20 = 0.6; X holds from 14.4/24, so from 15
        (12, 0, decision.RAW),  # 0.6, lean −0.6
        (12, 10, decision.CLOSE),  # 0.6 and 0.4167: lean −0.1833 is inside the band
        (14, 12, decision.RAW),  # 0.7 and 0.5: lean exactly −0.2 reaches it
        (12, 15, decision.CONFLICT),  # both hold
        (11, 14, decision.WEAK),  # neither holds, 0.55 and 0.5833: lean 0.0333
        (8, 15, decision.FRAMEWORK),  # 0.4 and 0.625: X holds, lean 0.225
        (11, 15, decision.CLOSE),  # 0.55 and 0.625: only X holds, lean 0.075
        (0, 6, decision.FRAMEWORK),  # rule 6: R does not hold, lean 0.25
        (0, 4, decision.WEAK),  # lean 0.1667
        (20, 24, decision.CONFLICT),
    ],
)
def test_need_by_support_and_lean_follows_the_rules(raw: int, framework: int, expected: int) -> None:
    assert need(raw, framework) == expected


def test_need_purpose_and_latency_low_leaves_no_reason_for_raw() -> None:
    assert need(14, 0) == decision.RAW
    assert need(14, 0, kind=decision.NO_REASON) == decision.WEAK  # R does not hold; lean −0.7
    assert need(14, 0, kind=decision.NO_REASON, gut=decision.GUT_RAW) == decision.WEAK  # and rule 5 does not apply


def test_need_all_three_hold_is_split_before_anything_else() -> None:
    assert need(20, 15, split=decision.SPLITTABLE) == decision.SPLIT
    assert need(20, 15) == decision.RAW  # 1.0 and 0.625: a lean of −0.375
    assert need(20, 14, split=decision.SPLITTABLE) == decision.RAW  # X does not hold: 1.0 and 0.5833


HOT = {"kind": decision.FAST, "split": decision.HOT_SPLIT}


def test_need_hot_part_that_can_be_cut_off_is_split_though_raw_does_not_hold() -> None:
    assert need(8, 20, **HOT) == decision.SPLIT  # 0.4 and 0.8333: rule 3 would say framework
    assert need(8, 20, kind=decision.FAST, split=decision.SPLITTABLE) == decision.FRAMEWORK
    assert need(8, 20, split=decision.HOT_SPLIT) == decision.FRAMEWORK  # latency is half true
    assert need(20, 24, **HOT) == decision.SPLIT


def test_need_split_that_waits_for_framework_to_hold_is_not_called_framework() -> None:
    # X at 14/24 does not hold: raised by one level the verdict is split, so that now it is not framework
    assert need(6, 14, **HOT) == decision.WEAK  # 0.3 and 0.5833: rule 6 alone would say framework
    assert need(6, 15, **HOT) == decision.SPLIT
    assert need(6, 14, kind=decision.FAST) == decision.FRAMEWORK
    assert need(11, 14, **HOT, gut=decision.GUT_FRAMEWORK) == decision.WEAK  # rule 4 waits too
    assert need(11, 14, kind=decision.FAST, gut=decision.GUT_FRAMEWORK) == decision.FRAMEWORK
    assert need(12, 8, **HOT, gut=decision.GUT_RAW) == decision.RAW  # 0.6 and 0.3333: the other rules do not


def test_need_gut_check_settles_a_close_call_only() -> None:
    assert need(12, 15, gut=decision.GUT_FRAMEWORK) == decision.FRAMEWORK  # X holds
    assert need(11, 14, gut=decision.GUT_FRAMEWORK) == decision.FRAMEWORK  # R does not hold
    assert need(12, 14, gut=decision.GUT_FRAMEWORK) == decision.CLOSE  # R holds and X does not
    assert need(12, 14, gut=decision.GUT_RAW) == decision.RAW  # lean −0.0167
    assert need(12, 15, gut=decision.GUT_RAW) == decision.CONFLICT  # lean 0.025 is above 0
    assert need(15, 18, gut=decision.GUT_RAW) == decision.RAW  # 0.75 and 0.75: a lean of exactly 0
    assert need(20, 0, gut=decision.GUT_FRAMEWORK) == decision.RAW  # rule 2 comes first


def test_need_group_that_does_not_apply_holds_nothing_and_counts_zero() -> None:
    gone = decision.Sides(raw=0, raw_weight=0, framework=6, framework_weight=6)
    assert (
        int(decision.needs(gone, decision.REASON, decision.SPLITTABLE, decision.GUT_NONE, LIMITS)) == decision.FRAMEWORK
    )  # lean 0.25 − 0


@pytest.mark.parametrize(
    ("total", "expected"),
    [
        (6, decision.GATED),  # 6/16 = 0.375
        (7, decision.CONDITIONAL),  # 0.4375
        (9, decision.CONDITIONAL),  # 0.5625
        (10, decision.SUSTAINED),  # 0.625
    ],
)
def test_sustain_of_four_dimensions_changes_at_its_limits(total: int, expected: int) -> None:
    assert decision.sustain_class(total, 4, LIMITS) == expected


def test_sustain_exactly_at_a_limit_reaches_it() -> None:
    # five unit weights: 8/20 = 0.4 and 12/20 = 0.6
    assert [int(decision.sustain_class(s, 5, LIMITS)) for s in (7, 8, 11, 12)] == [0, 1, 1, 2]


@pytest.mark.parametrize(("raw_weight", "framework_weight"), [(5, 6), (1, 9), (9, 1), (0, 4), (4, 0)])
def test_need_table_agrees_with_the_rule_at_every_place(raw_weight: int, framework_weight: int) -> None:
    table = decision.need_table(raw_weight, framework_weight, LIMITS)
    sums = 4 * raw_weight + 1, 4 * framework_weight + 1
    assert table.verdicts.shape == (decision.KINDS, *sums, decision.MIDDLES)
    for kind in range(decision.KINDS):
        for raw in range(sums[0]):
            for framework in range(sums[1]):
                sides = decision.Sides(raw, raw_weight, framework, framework_weight)
                for middle in range(decision.MIDDLES):
                    expected = int(decision.needs(sides, kind, middle // 3, middle % 3, LIMITS))
                    assert table.code(kind, raw, framework, middle) == expected
                    assert table.verdicts[kind, raw, framework, middle] == min(expected, 3)
