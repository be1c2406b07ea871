"""Flip sets, weight flips, robustness and the next question on services small enough to work by hand."""

from fractions import Fraction

from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Change, FlipSet, ServiceRecommendation, WeightFlip
from tests.builders import LevelOrAnswer, answers_file, mini_checklist

MINI = mini_checklist()
CARD = {"senior": 4, "owners": 4}


def judged(
    raw: tuple[int, int, int, int],
    framework: tuple[int, int, int],
    *,
    card: dict[str, LevelOrAnswer] | None = None,
    **more: LevelOrAnswer,
) -> ServiceRecommendation:
    """Raw: purpose, latency, capability, ownership; framework: exposure, growth, cross-cutting; no split, no gut."""
    sheet: dict[str, LevelOrAnswer] = dict(
        zip(
            ["one-job", "fast", "skilled", "owned", "called-by-clients", "grows", "shared-needs"],
            raw + framework,
            strict=True,
        )
    )
    sheet.update({"cuttable": 0, "edge": 0, "rebuilds": 0, "wraps": 0})
    sheet.update({key.replace("_", "-"): value for key, value in more.items()})
    return recommend(MINI, answers_file(sheet, card or CARD)).services[0]


def test_flips_single_threshold_names_every_cheapest_set() -> None:
    # S_R = 13/16, S_X = 7/12: lean −11/48 = −0.229. One step up on a framework statement: S_X = 8/12 ≥ 0.6 holds,
    # lean −7/48 is inside the band: conflict. One step down on a raw one: S_R = 12/16, lean −8/48 = −0.167: close.
    found = judged((4, 3, 3, 3), (3, 2, 2))
    assert found.verdict == "raw"
    assert found.flips.steps == 1
    assert found.flips.total == 7
    assert found.flips.sets[0] == FlipSet("undecided", (Change("one-job", 4, 3),))
    assert found.flips.sets[4] == FlipSet("undecided", (Change("called-by-clients", 3, 4),))
    assert [one.changes[0].statement for one in found.flips.sets] == [
        "one-job", "fast", "skilled", "owned", "called-by-clients", "grows", "shared-needs",
    ]  # fmt: skip


def test_flips_veto_is_one_of_the_ways() -> None:
    # all raw, nothing framework: the cheapest way out is capability 4 → 1, three steps; D stays at −13/16
    found = judged((4, 4, 4, 4), (0, 0, 0))
    assert found.flips.steps == 3
    assert found.flips.sets == (FlipSet("framework", (Change("skilled", 4, 1),)),)
    assert found.strength == "firm"


def test_flips_gated_service_lifts_the_gate() -> None:
    found = judged((4, 4, 1, 4), (0, 0, 0))
    assert (found.verdict, found.flags) == ("framework", ("gated-raw",))
    assert found.flips.steps == 1
    assert found.flips.sets == (FlipSet("raw", (Change("skilled", 1, 2),)),)
    assert found.strength == "conditional"


def test_flips_open_answers_stay_open() -> None:
    # exposure open; whatever it is, raw holds at 1 and D ≤ 1/3·4/4 − 1: settled. Steps never name it.
    found = judged((4, 4, 4, 4), (0, 0, 0), called_by_clients="unsure")
    assert found.flags == ("settled",)
    assert found.flips.steps == 3
    assert all(change.statement != "called-by-clients" for one in found.flips.sets for change in one.changes)


def test_flips_insufficient_service_has_none() -> None:
    found = recommend(MINI, answers_file({"one-job": 4}, {})).services[0]
    assert found.flags == ("insufficient",)
    assert (found.flips.steps, found.flips.total, found.flips.sets) == (None, 0, ())
    assert found.robustness is None


def test_weight_flips_nearest_weight_that_changes_the_verdict() -> None:
    # S_R = 10/16 = 0.625 holds; the weight of a 0 at 2 makes it 10/20 = 0.5: R no longer holds. D = −0.625 before.
    found = judged((4, 4, 2, 0), (0, 0, 0))
    assert found.verdict == "raw"
    assert WeightFlip("owned", 1, 2, "undecided") in found.weight_flips
    assert {flip.statement for flip in found.weight_flips} == {"skilled", "owned"}
    # of the 2: weight 2 gives 12/20 = 0.6, still holds; 3 gives 14/24 = 0.583
    assert WeightFlip("skilled", 1, 3, "undecided") in found.weight_flips


def test_robustness_one_sided_answers_do_not_depend_on_weights() -> None:
    assert judged((4, 4, 4, 4), (0, 0, 0)).robustness == 1
    vetoed = judged((0, 0, 0, 0), (4, 0, 0))
    assert (vetoed.verdict, vetoed.robustness) == ("framework", 1)


def test_robustness_of_uniform_weights_is_near_its_integral() -> None:
    # S_X = 1 always; S_R is the weight of two of four statements, on the simplex Beta(2, 2). Framework needs
    # D = 1 − S_R ≥ 0.2: P(S_R ≤ 0.8) = 3·0.8² − 2·0.8³ = 0.896; a standard error of 10,000 draws is 0.003.
    found = judged((0, 0, 4, 4), (4, 4, 4))
    assert found.verdict == "framework"
    assert found.robustness is not None
    assert abs(float(found.robustness) - 0.896) < 0.012


def test_robustness_repeats_and_counts_ten_thousand_weightings() -> None:
    first, second = (judged((4, 3, 2, 3), (3, 1, 1)) for _ in range(2))
    assert first.robustness == second.robustness
    assert first.robustness is not None
    assert 0 < first.robustness < 1
    assert (first.robustness * 10_000).denominator == 1


def test_next_question_is_the_one_answer_that_decides() -> None:
    # Everything says raw, but whether anyone masters the runtime is open: 2 of 5 levels gate it
    found = judged((4, 4, 4, 4), (0, 0, 0), skilled="unsure")
    assert found.next_question is not None
    assert found.next_question.statement == "skilled"
    assert found.possible == {"raw": Fraction(3, 5), "framework": Fraction(2, 5)}
    # H(2/5) = 0.971 bits, and the answer leaves none
    assert round(found.next_question.information, 3) == 0.971


def test_gate_certain_veto_is_named_while_the_need_is_open() -> None:
    found = recommend(MINI, answers_file({"skilled": 1}, {})).services[0]
    assert [(gate.gate, gate.veto) for gate in found.gates] == [("capability", True)]
    assert found.need is None
    assert (found.verdict, found.flags) == ("framework", ("settled",))


def test_drivers_add_up_to_the_support() -> None:
    found = judged((4, 3, 2, 3), (3, 1, 1))
    assert sum((part for _, part in found.drivers["raw"]), Fraction(0)) == found.support["raw"] == Fraction(12, 16)
    assert found.drivers["raw"][0] == ("one-job", Fraction(4, 16))
    assert found.against == (
        ("called-by-clients", Fraction(3, 12)),
        ("grows", Fraction(1, 12)),
        ("shared-needs", Fraction(1, 12)),
    )
