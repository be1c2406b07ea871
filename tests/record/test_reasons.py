"""Reasons that are true: what is gained and given up comes from the answers, and every sentence has its right value."""

from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnswersFile
from advisor.record.build.explanation import hot_part, not_split
from advisor.record.build.flags import flag_sentences
from advisor.record.build.reasons import consequences, gains, prices
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.sections import ServiceRecord
from advisor.record.model.vocabulary import Vocabulary
from tests.record.samples import answers, changed, checklist, record, record_of

WORDS = Vocabulary(checklist())
LOW = {statement.id: 1 for statement in checklist().statements}


def told(case: str = "01", *, file: AnswersFile | None = None, **levels: int) -> ServiceRecord:
    """The first service of a case, with some levels set: `latency_first=3`."""
    file = file or answers(case)
    given = {key.replace("_", "-"): Answer(level=level) for key, level in levels.items()}
    first = file.services[0]
    first = first.model_copy(update={"answers": {**first.answers, **given}})
    return record_of(file.model_copy(update={"services": [first]})).services[0]


def low(**levels: int) -> dict[str, int]:
    return {key.replace("-", "_"): level for key, level in LOW.items()} | levels


def test_headline_of_raw_gains_what_counted_most_and_accepts_what_the_framework_would_have_given() -> None:
    made = told(**low(narrow_purpose=4, latency_first=3, small_surface=4, runtime_mastery=4, isolated_ownership=4,
                      time_to_market=3, easy_onboarding=2))  # fmt: skip
    assert made.recommendation.verdict == "raw"
    assert made.headline.endswith(
        "to achieve code no larger than its one job needs and a few routes without layers around them, "
        "accepting a later launch and a slower start for new people and longer reviews."
    )


def test_headline_says_that_little_is_given_up_where_no_reason_for_the_other_side_is_half_true() -> None:
    made = told("02")
    assert made.recommendation.verdict == "framework"
    assert made.headline.endswith("giving up little: nothing in favour of Raw Node.js is more than ‘mostly not true’.")
    assert "layers" not in made.headline  # a whole product API accepts none that a very small service does not need
    assert prices(WORDS, made.recommendation, "framework") == []


def test_ability_is_no_reason_and_nothing_gained() -> None:
    made = told(**low(runtime_mastery=4, isolated_ownership=4, small_surface=2, narrow_purpose=2, latency_first=2))
    assert gains(WORDS, made.recommendation, "raw") == [
        "code no larger than its one job needs",
        "the least time added to each request",
        "a few routes without layers around them",
    ]
    assert "at home in Node" not in made.headline


def test_least_overhead_is_promised_to_nobody_who_says_that_latency_does_not_matter() -> None:
    made = record("10").services[0] if record("10").services[0].verdict == "Raw Node.js" else told(latency_first=0)
    assert "time added" not in made.headline
    assert "overhead" not in made.headline


def test_split_has_its_own_drivers_advantages_and_costs() -> None:
    made = record("14").services[0]
    assert made.recommendation.verdict == "split"
    assert [driver.key for driver in made.split_drivers] == [
        "hot-path-separable", "business-part-separable", "latency-boundary"
    ]  # fmt: skip
    assert (
        sum((driver.contribution for driver in made.split_drivers), Fraction(0)) == made.recommendation.support["split"]
    )
    good, bad = consequences(WORDS, made.recommendation)
    assert good[0].endswith(" in the fast part")
    assert all(text.endswith(" in the rest") for text in good[1:])
    assert bad == (
        "a second service to run", "a boundary to keep", "calls between the two, each of which takes time and can fail"
    )  # fmt: skip
    assert any(", and those for a split 100" in reason for reason in made.reasons)
    text = markdown(record("14"))
    assert "### Split\n" in text
    assert "* Bad, because: a second service to run" in text
    assert ", for a split\n" in text
    assert "### The other part, for " in text  # its reasons are no case against the split
    assert (
        "### The case against a split\n\n* It costs a second service to run, a boundary to keep and calls between"
        in text
    )


def test_undecided_service_has_no_consequences_yet() -> None:
    assert "* None: nothing is chosen yet." in markdown(record("23"))


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ({"latency": 4, "hot": 4, "boundary": 2},
         "time matters and the fast part stands alone, but the line between the parts is not drawn: half true"),
        ({"latency": 2, "hot": 4, "boundary": 3},
         "the fast part stands alone and the line between the parts is drawn, "
         "but time does not matter enough: half true"),
        ({"latency": 0, "hot": 1, "boundary": 2},
         "time does not matter enough: not true, the fast part does not stand alone: mostly not true and "
         "the line between the parts is not drawn: half true"),
    ],
)  # fmt: skip
def test_part_of_the_split_that_fails_is_named_with_its_level(levels: dict[str, int], said: str) -> None:
    made = told(latency_first=levels["latency"], hot_path_separable=levels["hot"], latency_boundary=levels["boundary"])
    assert hot_part(checklist(), made.recommendation) == said


def test_service_that_could_be_cut_says_why_it_is_no_split_in_words_and_in_its_arithmetic() -> None:
    high = {key.replace("-", "_"): 4 for key in LOW if checklist().statement(key).group == "framework"}
    made = told(**low(**high, latency_first=4, hot_path_separable=4, business_part_separable=4, latency_boundary=2,
                      runtime_mastery=3))  # fmt: skip
    why = "time matters and the fast part stands alone, but the line between the parts is not drawn: half true"
    assert made.recommendation.verdict == "framework"
    assert f"It is not a split: {why}." in made.flags
    assert any(line.endswith(f": no, because {why}") for line in made.explanation)
    assert not_split(checklist(), record("01").services[0].recommendation) == ""
    assert not_split(checklist(), record("14").services[0].recommendation) == ""


def test_rule_that_fails_names_the_figure_that_failed_it() -> None:
    lines = told("02").explanation
    assert "Rule 2, raw: raw holds and D ≤ −1/5: no, because raw does not hold" in lines


def flag(name: str, *, raw: Fraction, framework: Fraction) -> str:
    service = record("01").recommendation.services[0]
    support = {**service.support, "raw": raw, "framework": framework}
    (said,) = flag_sentences(WORDS, replace(service, flags=(name,), support=support))
    return said


def test_close_call_says_which_side_holds_and_by_how_much_the_other_is_too_near() -> None:
    assert flag("close", raw=Fraction(13, 20), framework=Fraction(13, 24)) == (
        "Raw Node.js holds at 65%, but Express is too close: at 54% it is only 11 points behind, and 20 are needed."
    )
    assert flag("close", raw=Fraction(1, 2), framework=Fraction(5, 8)).startswith("Express holds at 62%, but Raw")


def test_conflict_and_weak_say_both_supports() -> None:
    assert flag("conflict", raw=Fraction(7, 10), framework=Fraction(3, 4)) == (
        "Both sides hold (Raw Node.js 70%, Express 75%), so there are good reasons for either."
    )
    assert flag("weak", raw=Fraction(1, 2), framework=Fraction(1, 4)) == (
        "Neither side holds (Raw Node.js 50%, Express 25%); a side needs 60% to hold."
    )


def test_one_verdict_comes_out_of_all_ways_to_complete_the_answers_counted() -> None:
    file = answers("06")  # capability closes raw whatever else is answered
    open_ones = {"serves-clients": "unsure", "many-contributors": "unsure", "easy-onboarding": "unsure"}
    first = file.services[0]
    given = {**first.answers, **{key: Answer(level=level) for key, level in open_ones.items()}}
    made = record_of(file.model_copy(update={"services": [first.model_copy(update={"answers": given})]})).services[0]
    assert "settled" in made.recommendation.flags
    # three open statements of five levels each
    assert "Express comes out of all 125 ways to complete the answers." in made.explanation
    assert not any("of 1 of them" in line for line in made.explanation)


def test_share_of_what_is_answered_says_of_how_many() -> None:
    made = record("17").services[0]
    said = "So far, the statements for Raw Node.js are 100% true (1 of 5 answered), those for Express 100% (1 of 6"
    assert any(reason.startswith(said) for reason in made.reasons)
    assert not any("answered)" in reason for reason in record("01").services[0].reasons)


def test_gate_of_a_service_with_a_budget_reopens_where_the_framework_misses_it() -> None:
    made = record_of(changed("06", latency_budget_ms=15)).services[0]
    assert "see it miss its latency budget of 15 ms on Express. Second, name an owner" in made.gates[0].reopen


def test_gate_of_a_service_without_a_budget_is_not_told_to_miss_one() -> None:
    made = record_of(changed("06", latency_budget_ms=None)).services[0]
    assert "agree on a latency budget with product, since none is stated" in made.gates[0].reopen
    assert "miss" not in made.gates[0].reopen


def test_gate_of_a_service_without_haste_asks_for_no_benchmark() -> None:
    made = told("06", latency_first=1, expected_growth=3)
    assert made.gates[0].reopen == (
        "Name an owner who has run such a service in production, and answer the statement on the runtime again. "
        "Speed is no reason for raw here, so no benchmark reopens it."
    )


@pytest.mark.parametrize(
    ("kind", "protocol", "titles"),
    [
        ("network-service", None, []),
        ("protocol-adapter", "http", []),
        ("internal-tool", "http", []),
        ("other", None, []),
        ("network-service", "websocket", []),
        ("webhook-ingest", "websocket", []),
        ("webhook-ingest", "http", ["Prototype first: webhook ingestion"]),
        ("streaming-inference", "sse", ["Prototype first: streaming endpoint"]),
        ("streaming-inference", "websocket", []),
        ("product-api", None, ["Prototype first: multi-tenant orchestration API"]),
        ("metering", None, ["Prototype first: usage metering and billing"]),
    ],
)
def test_prototype_fits_the_kind_and_what_the_service_speaks(
    kind: str, protocol: str | None, titles: list[str]
) -> None:
    made = record_of(changed("01", kind=kind, protocol=protocol)).services[0]
    assert [one.title for one in made.actions if one.title.startswith("Prototype")] == titles


def test_record_prints_only_the_facts_that_concern_it() -> None:
    plain = record_of(changed("01", kind="other", versions={})).facts
    assert plain == ()
    stated = {line.fact.id for line in record_of(changed("01", kind="other", versions={"node": "24"})).facts}
    assert {"node-24-support", "node-24-security"} <= stated
    assert not {"node-26-security", "express-5-support", "alternative-koa", "node-share-of-developers"} & stated
    streaming = {line.fact.id for line in record_of(changed("01", kind="streaming-inference", versions={})).facts}
    assert streaming == {"compression-holds-events-back"}
    wants = {"schemas": 4, "cpu-cost": "must"}
    chosen = {line.fact.id for line in record_of(changed("02", kind="other", versions={}, framework=wants)).facts}
    assert "alternative-fastify" in chosen
    assert "alternative-hono" not in chosen or "hono-cve" in chosen


def test_small_service_is_told_that_either_will_do() -> None:
    made = told(**low(narrow_purpose=4, small_surface=4, latency_first=0, runtime_mastery=4, isolated_ownership=4,
                      cross_cutting_needs=0, many_contributors=0, expected_growth=0))  # fmt: skip
    assert ", though either would do, to achieve" in made.headline
    assert made.actions[0].title == "Either will do"


def test_service_of_no_kind_has_none_in_its_headline() -> None:
    assert "Something else" not in record_of(changed("01", kind="other")).services[0].headline


def test_verdict_that_leans_is_told_to_look_at_what_would_change_it() -> None:
    leaning = record("12").services[0]
    assert leaning.recommendation.strength != "lean" or leaning.actions
    for case in ("01", "02", "10", "12", "14", "21"):
        made = record(case).services[0]
        near = bool(made.flips) and made.recommendation.strength == "lean"
        assert ("Check what would change it" in [one.title for one in made.actions]) is near


def test_check_of_maintenance_asks_for_nothing_that_is_there() -> None:
    told = {check.check: check for check in record("14").services[0].checks}.get("maintenance-ignored")
    words = WORDS.checks["maintenance-ignored"]
    assert "where it is open" in words.action
    assert told is None or told.action == words.action
