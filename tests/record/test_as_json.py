"""The JSON forms: their keys in order, their numbers, what is left out and what never is."""

import json
from fractions import Fraction

from advisor.engine.recommendation import Finding, RespondentVerdict
from advisor.record.model.as_json import json_text, recommendation_json, record_digest
from tests.record.samples import answers, checklist, record, record_of

SERVICE_KEYS = [
    "name", "team", "verdict", "need", "sustain", "flags", "strength", "withheld", "support", "lean", "gut", "bounds",
    "possible", "next_question", "robustness", "flips", "weight_flips", "drivers", "against", "respondents",
    "framework", "checks",
]  # fmt: skip


def service_json(case):
    made = record(case)
    return recommendation_json(made.checklist, made.recommendation)["services"][0]


def test_recommendation_json_of_a_complete_service_has_the_keys_of_the_format_in_order():
    made = record("01")
    told = recommendation_json(made.checklist, made.recommendation)
    assert list(told) == ["format", "checklist", "engine", "services", "platform"]
    assert told["format"] == "advisor-recommendation/1"
    assert list(told["checklist"]) == ["slug", "version", "digest"]
    assert list(told["services"][0]) == SERVICE_KEYS
    assert list(told["platform"]) == ["verdict", "outside", "capacity", "convert_first", "checks"]


def test_recommendation_json_of_the_inference_edge_has_the_figures_worked_by_hand():
    # R = 20/20 = 1, X = (1 + 1)/24 = 1/12, M = (4 + 0 + 2)/12 = 1/2, Q = (4 + 3 + 4 + 3)/16 = 7/8
    told = service_json("01")
    assert told["support"] == {"raw": 1.0, "framework": 0.083333, "split": 0.5, "sustain": 0.875}
    assert (told["lean"], told["gut"]) == (-0.916667, -1.0)
    assert told["bounds"]["lean"] == [-0.916667, -0.916667]
    assert told["possible"] == {"raw": 1.0}
    assert told["next_question"] is None
    assert told["flips"] == {
        "steps": 3,
        "total": 1,
        "sets": [{"verdict": "framework", "changes": [{"statement": "runtime-mastery", "from": 4, "to": 1}]}],
    }
    assert told["drivers"]["raw"][0] == ["narrow-purpose", 0.2]
    assert told["against"] == [["serves-clients", 0.041667], ["easy-onboarding", 0.041667]]


def test_recommendation_json_of_an_open_service_names_the_next_question_by_its_id():
    told = service_json("17")
    assert told["verdict"] == "undecided"
    assert told["flags"] == ["insufficient"]
    assert (told["strength"], told["robustness"]) == (None, None)
    assert told["next_question"] == "runtime-mastery"
    assert told["flips"] == {"steps": None, "total": 0, "sets": []}


def test_recommendation_json_of_a_rare_verdict_prints_a_millionth_and_leaves_out_the_impossible():
    made = record("17")
    service = made.recommendation.services[0]
    rare = Fraction(1, 10**12)
    possible = {"raw": rare, "framework": 1 - rare, "split": Fraction(0)}
    changed = replaced(made.recommendation, possible=possible)
    told = recommendation_json(made.checklist, changed)["services"][0]["possible"]
    assert told == {"raw": 0.000001, "framework": 1.0}
    assert service.possible != possible


def test_recommendation_json_of_respondents_tells_who_differs_and_who_said_too_little():
    made = record("01")
    people = (RespondentVerdict("Ada", "raw", False), RespondentVerdict("Ben", "undecided", True))
    dissent = (RespondentVerdict("Cleo", "framework", False),)
    changed = replaced(made.recommendation, respondents=people, dissent=dissent)
    told = recommendation_json(made.checklist, changed)["services"][0]
    assert told["respondents"] == [
        {"name": "Ada", "verdict": "raw"},
        {"name": "Ben", "verdict": "undecided", "flags": ["insufficient"]},
    ]
    assert told["against"][-1] == {"respondent": "Cleo", "verdict": "framework"}


def test_recommendation_json_of_a_finding_says_what_why_and_what_to_do():
    made = record("01")
    finding = Finding("no-backup", ("a",), ("b", "c"), ("Core",))
    known = Finding("surface-and-growth", ("a",), because="It moves out in May.")
    changed = replaced(made.recommendation, checks=(finding, known))
    told, answered = recommendation_json(made.checklist, changed)["services"][0]["checks"]
    words = made.checklist.worded()["no-backup"]
    assert told == {
        "check": "no-backup",
        "services": ["a"],
        "statements": ["b", "c"],
        "about": ["Core"],
        "text": words.text,
        "why": words.why,
        "action": words.action,
        "passages": words.source,
    }
    assert answered["because"] == "It moves out in May."


def test_record_json_holds_answers_that_read_back_equal_and_dated_facts():
    file = answers("08")
    told = record_of(file).json
    assert told["format"] == "advisor-record/1"
    assert told["as_of"] == "2026-11-23"
    assert type(file).model_validate_json(json.dumps(told["answers"])) == file
    assert len(told["facts"]) == len(checklist().facts)
    assert {"as_of", "checked_on", "review_after", "status", "stale"} < set(told["facts"][0])


def test_record_json_twice_is_the_same_text_and_digest():
    first, second = record_of(answers("14")), record_of(answers("14"))
    assert json_text(first.json) == json_text(second.json)
    assert first.digest == second.digest == record_digest(first.json)


def replaced(recommendation, **changes):
    """The recommendation with fields of its first service replaced."""
    from dataclasses import replace

    first = replace(recommendation.services[0], **changes)
    return replace(recommendation, services=(first, *recommendation.services[1:]))
