"""Sentences: what a reader is told about verdicts, flips, flags and strength."""

from dataclasses import replace
from fractions import Fraction

import pytest

from advisor.engine.recommendation import Change, Finding, Flips, FlipSet, RespondentVerdict, WeightFlip, Withheld
from advisor.record.build.checks import check_lines
from advisor.record.build.flags import flag_sentences
from advisor.record.build.headline import dissent
from advisor.record.build.tripwires import due
from advisor.record.model.vocabulary import MOST_WAYS, Vocabulary
from tests.record.samples import answers, changed, checklist, record, record_of

WORDS = Vocabulary(checklist())


def service(case="01", **changes):
    return replace(record(case).recommendation.services[0], **changes)


def test_flip_of_a_statement_names_both_levels_and_the_verdict():
    flip = FlipSet("framework", (Change("small-surface", 3, 2),))
    said = WORDS.flip(flip)
    assert said.endswith("from mostly true to half true leads to a framework such as Express.")
    assert said.startswith("Changing ‘The service has few routes")


def test_flip_of_several_changes_says_they_go_together():
    flip = FlipSet("undecided", (Change("small-surface", 3, 2), Change("scorecard.seniority", 4, 3)))
    assert (
        " and ‘How experienced is the team?’ from ‘Small and very senior; everyone has owned low-level services in "
        "production’ to ‘" in WORDS.flip(flip)
    )
    assert WORDS.flip(flip).endswith("’ together leads to no clear verdict.")
    assert "level 3" not in WORDS.flip(flip)


def test_weight_flip_names_both_weights():
    said = WORDS.weight_flip(WeightFlip("latency-first", 1, 4, "split"))
    assert said.startswith("A weight of 4 instead of 1 for ‘")
    assert said.endswith("leads to a split.")


@pytest.mark.parametrize(
    ("flips", "flags", "said"),
    [
        (Flips(None, 0, ()), ("insufficient",), "Too much is open"),
        (Flips(None, 0, (), beyond=6), (), "The nearest other verdict is more than six steps away."),
        (Flips(1, 1, ()), (), "The nearest other verdict is 1 step away, and one combination of answers leads there."),
        (Flips(2, 12, (FlipSet("raw", ()),) * 10), (), "is 2 steps away, and 12 combinations of answers lead there."),
        (
            Flips(2, 3, (FlipSet("raw", ()),) * 3),
            (),
            "The nearest other verdict is 2 steps away, and 3 combinations of answers lead there.",
        ),
    ],
)
def test_flips_sentence_says_how_far_another_verdict_is(flips, flags, said):
    assert said in WORDS.flips(service(flips=flips, flags=flags))


@pytest.mark.parametrize(
    "flag",
    [
        "gated-raw", "gated-split", "gated-undecided", "conditional", "settled", "provisional", "insufficient",
        "conflict", "weak", "close",
    ],
)  # fmt: skip
def test_every_flag_has_a_sentence_of_its_own(flag):
    (said,) = flag_sentences(WORDS, service(flags=(flag,)))
    assert said.endswith(".")
    others = {"settled", "weak", "close"} - {flag}
    assert all(flag_sentences(WORDS, service(flags=(other,))) != [said] for other in others)


def test_gated_service_is_told_what_closes_raw_and_what_reopens_it_before_anything_else():
    told = record("06").services[0]
    assert [gate.title for gate in told.gates] == [WORDS.gates["capability"].title]
    assert told.reasons[0] == "The answers ask for Raw Node.js, but the team cannot carry it today."
    assert told.actions[0].title.startswith("To reopen")


def test_undecided_service_still_gets_a_way_forward():
    told = record("23").services[0]
    assert "safer default" in told.advice
    assert any(action.title == "If it has to be decided today" for action in told.actions)


def test_open_service_is_told_whom_to_ask_next():
    told = record("17").services[0]
    assert told.actions[0].title == "Ask the engineers"
    assert told.reasons[1].startswith("Ask the engineers next: ‘The people who own this service")


def test_headline_is_one_sentence_with_context_concern_choice_gain_and_price():
    said = record("01").services[0].headline
    for part in (
        "In the context of",
        "facing",
        "we recommend Raw Node.js over a framework such as Express",
        "to achieve",
        "giving up little",
    ):
        assert part in said
    assert said.count(". ") == 0


def test_split_headline_accepts_a_second_service():
    assert "accepting a second service to run" in record("14").services[0].headline


def test_at_most_three_reasons_are_given():
    assert all(1 <= len(record(case).services[0].reasons) <= 3 for case in ("01", "02", "06", "14", "17", "19", "23"))


def test_dissent_names_the_person_and_where_their_answers_lead():
    told = dissent(WORDS, service(dissent=(RespondentVerdict("Ben", "framework", False),)))
    assert told == ("The answers of Ben alone lead to a framework such as Express.",)


def test_contradiction_is_told_in_the_words_of_the_checklist_and_another_check_by_its_name():
    known, other = check_lines(
        WORDS, (Finding("surface-and-growth", ("a",)), Finding("no-budget", ("a",), ("latency-first",)))
    )
    assert known.action == WORDS.checks["surface-and-growth"].action
    assert other.text.startswith("Look again: no budget, ‘Every millisecond")


def test_statement_that_left_the_checklist_is_told_by_its_id():
    assert WORDS.text("gone-by-now") == "gone-by-now"


def test_due_without_a_decision_is_nothing():
    file = answers("01")
    assert due(file, (), file_day()) == ()


def file_day():
    return record("01").as_of


def test_far_flip_is_said_to_be_more_than_six_steps_away():
    told = record("24").services[1]
    assert told.recommendation.flips == Flips(None, 0, (), beyond=6)
    assert told.flips_sentence == "The nearest other verdict is more than six steps away."
    assert (told.flips, told.steps_beyond) == ((), "over 6")


def test_flip_of_many_answers_names_three_of_them_in_brief():
    told = record("02").services[0]
    changes = tuple(Change(statement.id, 4, 3) for statement in checklist().statements[:6])
    assert WORDS.flip(FlipSet("split", changes), 3).endswith("3 more answers together leads to a split.")
    assert told.steps_beyond == "over 6"


@pytest.mark.parametrize(
    ("withheld", "robustness", "said"),
    [
        ([Withheld("steps", Fraction(2))], Fraction(1), "every other weighting agrees, but two steps would change it"),
        ([Withheld("steps", Fraction(1))], Fraction(9, 10), "90% of other weightings agree, but one step would"),
        ([Withheld("robustness", Fraction(1, 2))], Fraction(1, 2), "only 50% of other weightings agree."),
        ([Withheld("open")], Fraction(1), "Leaning: not everything is answered yet."),
        ([Withheld("gut")], Fraction(1), "Leaning: the gut check points the other way."),
        (
            [Withheld("open"), Withheld("steps", Fraction(2))],
            Fraction(1),
            "Leaning: not everything is answered yet and two steps would change it.",
        ),
    ],
)
def test_verdict_that_leans_says_what_kept_it_from_firm(withheld, robustness, said):
    told = service(strength="lean", withheld=tuple(withheld), robustness=robustness)
    assert said in WORDS.strength(told)
    assert "not by far" not in WORDS.strength(told)


def test_service_that_awaits_its_team_says_first_what_it_asks_for():
    open_card = {
        key: replace(state, levels=(0, 1, 2, 3, 4)) if key.startswith("scorecard.") else state
        for key, state in service().statements.items()
    }
    told = service(flags=("insufficient", "awaiting-team"), need="raw", statements=open_card)
    assert flag_sentences(WORDS, told)[0] == (
        "The service asks for Raw Node.js; whether the team can carry it is open: 4 questions."
    )


def test_team_that_states_its_owners_is_told_what_it_can_carry():
    file = answers("01")
    file = file.model_copy(update={"teams": [file.teams[0].model_copy(update={"raw_owners": 1})]})
    platform = record_of(file).platform
    (line,) = platform.capacity
    assert line.sentence == "Team: 1 service on Raw Node.js; the team can carry 1, without a backup."
    assert platform.capacity_unstated == ""
    assert record("01").platform.capacity_unstated.startswith("Not stated: how many services on Raw Node.js Team")


def people(*levels):
    """Respondents who give these levels, or "unsure", for the first statement."""
    from advisor.checklist.answer import Answer
    from advisor.checklist.answers import RespondentAnswers

    return [
        RespondentAnswers(name=f"P{number}", services={"inference edge": {"narrow-purpose": Answer(level=level)}})
        for number, level in enumerate(levels)
    ]


@pytest.mark.parametrize(
    ("levels", "said", "contested"),
    [
        ((0, 4), "any level", True),
        ((1, 3), "mostly not true, half true or mostly true", True),
        ((3, 4), "mostly true", False),
        (("unsure",), "not sure", False),
        ((), "not answered", False),
    ],
)
def test_answer_of_a_group_says_where_it_stands_and_who_said_what(levels, said, contested):
    file = changed("01", answers={})
    team = file.teams[0].model_copy(update={"scorecard": {}})
    file = file.model_copy(update={"respondents": people(*levels), "teams": [team]})
    line = record_of(file).services[0].answers[0]
    assert (line.answer, line.contested) == (said, contested)
    assert [given.respondent for given in line.responses] == [f"P{number}" for number in range(len(levels))]


@pytest.mark.parametrize(("steps", "total", "listed"), [(1, 2, 2), (3, 4, 4), (3, 63, 4), (4, 2, 0), (6, 470, 0)])
def test_flips_of_more_than_three_steps_are_counted_and_not_listed(steps, total, listed):
    sets = tuple(FlipSet("raw", (Change("small-surface", 3, number),)) for number in range(min(total, 10)))
    flips = Flips(steps, total, sets)
    assert len(WORDS.flips_worth_telling(flips)) == listed
    ways = f"and {total} combinations" if total <= MOST_WAYS else "and many combinations"
    assert f"{ways} of answers lead there." in WORDS.flips(service(flips=flips, flags=()))


def test_flips_listed_of_many_are_the_shortest_and_one_to_each_verdict():
    long = tuple(Change("small-surface", 3, number) for number in range(2))
    sets = (*(FlipSet("raw", long) for _ in range(8)), FlipSet("raw", long[:1]), FlipSet("split", long))
    shown = WORDS.flips_worth_telling(Flips(2, 63, sets))
    assert shown[0].changes == long[:1]
    assert {one.verdict for one in shown} == {"raw", "split"}
