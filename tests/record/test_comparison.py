"""Two records side by side: what changed in verdicts, answers, decision and settings, and nothing else."""

from advisor.checklist.answer import Answer
from advisor.checklist.answers import AnsweredCheck, AnswersFile, RespondentAnswers
from advisor.checklist.decision import DecisionEntry, Tripwire
from advisor.checklist.service import Benchmark
from advisor.record.model.vocabulary import Vocabulary
from advisor.record.verify.comparison import ValueChange, answer_changes, compare
from advisor.record.verify.reading import read_record
from tests.record.kept import signed
from tests.record.samples import answers, checklist, record, record_of


def kept(file: AnswersFile):
    return read_record(record_of(file).json_text)


def with_answer(file: AnswersFile, statement: str, answer: Answer) -> AnswersFile:
    service = file.services[0]
    service = service.model_copy(update={"answers": {**service.answers, statement: answer}})
    return file.model_copy(update={"services": [service, *file.services[1:]]})


def test_record_compared_with_itself_differs_in_nothing():
    one = read_record(record("24").json_text)
    assert compare(one, one).same


def test_changed_answer_is_shown_with_the_verdict_it_changes():
    # mastery 4 → 1 is the one way from raw to framework that the record itself names
    before = answers("01")
    after = with_answer(before, "runtime-mastery", Answer(level=1, note="Two people left."))
    found = compare(kept(before), kept(after))
    assert found.answers == (ValueChange("inference edge: runtime-mastery", "4", "1, “Two people left.”"),)
    assert found.verdicts[0] == ValueChange("inference edge", "raw", "framework")
    assert found.decision == ()


def test_every_kind_of_answer_has_its_words():
    before = answers("01")
    after = with_answer(before, "easy-onboarding", Answer(na="One team."))
    after = with_answer(after, "serves-clients", Answer(level="unsure"))
    told = {change.where: change.after for change in compare(kept(before), kept(after)).answers}
    assert told == {
        "inference edge: easy-onboarding": "does not apply (One team.)",
        "inference edge: serves-clients": "not sure",
    }


def test_decision_and_settings_have_their_own_part():
    before = answers("01")
    wire = Tripwire(service=before.services[0].name, when="routes", above=12)
    after = before.model_copy(
        update={"decision": DecisionEntry(tripwires=[wire]), "weights": {"narrow-purpose": 2}, "platform": "Other"}
    )
    found = compare(kept(before), kept(after))
    assert ValueChange("tripwires inference edge, above", "nothing", "12.0") in found.decision
    assert ValueChange("weight of narrow-purpose", "nothing", "2") in found.settings
    assert ValueChange("platform", before.platform, "Other") in found.settings
    assert not found.answers


def test_sign_off_shows_as_a_change_of_status_and_what_was_said():
    found = compare(kept(answers("01")), read_record(signed(answers("01")).json_text))
    assert ValueChange("status", "draft", "accepted") in found.settings
    assert ValueChange("said by Ada", "nothing", "accepted We can carry it.") in found.settings
    assert not found.verdicts


def test_service_that_came_or_went_is_shown_on_its_side():
    two = answers("24")
    one = two.model_copy(update={"services": two.services[:1]})
    found = compare(kept(one), kept(two))
    gone = two.services[1].name
    assert any(change.where == gone and change.before == "nothing" for change in found.verdicts)
    assert any(change.where.startswith(f"{gone}: ") for change in found.answers)


def test_answers_to_checks_and_benchmarks_that_differ_are_told():
    before = answers("01")
    service = before.services[0].model_copy(update={"benchmarks": [Benchmark(variant="raw", p99_ms=9)]})
    known = AnsweredCheck(check="no-latency-budget", services=[service.name], because="40 ms, agreed.")
    after = before.model_copy(update={"services": [service], "answered_checks": [known]})
    told = {change.where: change.after for change in answer_changes(before, after, Vocabulary(checklist()))}
    assert told["inference edge: benchmarks 1, p99_ms"] == "9.0"
    about = "check ‘The answers say that every millisecond matters, but there is no latency budget’ on inference edge"
    assert told[about] == "known, because: 40 ms, agreed."


def test_answers_of_several_people_are_compared_person_by_person():
    person = RespondentAnswers(
        name="Ada", services={"a": {"expected-growth": Answer(level=1), "serves-clients": Answer(level=2, note="So.")}}
    )
    other = RespondentAnswers(name="Ben", services={"a": {"expected-growth": Answer(level=4)}})
    before = answers("01").model_copy(update={"respondents": [person, other]})
    moved = person.model_copy(
        update={"services": {"a": {"expected-growth": Answer(level=1), "serves-clients": Answer(level=2, note="Now.")}}}
    )
    after = before.model_copy(update={"respondents": [moved]})
    assert answer_changes(before, after, Vocabulary(checklist())) == (
        ValueChange(
            "Ada on a: Customers or partners call this service and rely on its API.",
            "half true, “So.”",
            "half true, “Now.”",
        ),
        ValueChange("Ben on a: We expect many more routes and features here within a year.", "true", "nothing"),
    )
