"""The hiring plan: owners and gaps from verdicts and choices, remedies from the scorecards, and what people fill in."""

from datetime import date

import pytest

from advisor.checklist.answer import Answer
from advisor.checklist.decision import Action, Choice, ConcernOwner, DecisionEntry, Ownership, Staffing
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from advisor.engine.recommend import recommend
from advisor.record.build.hiring import hiring_plan
from advisor.record.formats.as_csv import csv_of
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.vocabulary import Vocabulary
from tests.record.samples import DAY, LIBRARY, answers, checklist, record_of

STAFFED = Staffing(
    owners=[
        Ownership(service="Inference edge", owner="Ada", backup="Ben", scope="No tenants, no keys."),
        Ownership(service="Token stream", owner="Ben"),
    ],
    maintainers=["Cleo"],
    rota="Cleo on even weeks.",
    concerns=[ConcernOwner(concern="auth", owner="Dora"), ConcernOwner(concern="metering", owner="Emil")],
    by=date(2027, 2, 1),
)


def demo(**changes):
    return answers("demo").model_copy(update={"decision": DecisionEntry(**changes)})


def plan(file, **thresholds):
    rules = checklist().model_copy(update=thresholds)
    return hiring_plan(Vocabulary(rules), file, recommend(rules, file, as_of=DAY, trust=False))


def test_plan_nobody_named_every_raw_or_split_service_lacks_owner_backup_and_scope():
    told = plan(answers("demo"))
    assert [(line.service, line.key, line.lacks) for line in told.owners] == [
        ("Inference edge", "raw", "an owner, a backup and a limit of scope"),
        ("Token stream", "split", "an owner, a backup and a limit of scope"),
        ("Metering", "split", "an owner, a backup and a limit of scope"),
    ]
    assert not told.named
    assert told.raw_track
    assert len(told.areas) == 8


def test_plan_named_people_stand_beside_what_is_still_missing():
    told = plan(demo(staffing=STAFFED))
    assert [line.lacks for line in told.owners] == [
        "",
        "a backup and a limit of scope",
        "an owner, a backup and a limit of scope",
    ]
    assert "Nobody is named as the owner of Metering." in told.summary
    assert "Token stream has an owner but no backup." in told.summary
    assert "7 of 9 concerns have no owner." in told.summary
    assert told.summary[-1] == "All of this must be in place by 1 February 2027."
    assert told.named


@pytest.mark.parametrize(("owners", "missing"), [(None, None), (0, 2), (1, 1), (2, 0), (3, 0)])
def test_gap_two_services_is_owners_needed_less_owners_there(owners, missing):
    file = answers("demo")
    edge, *others = file.teams
    told = plan(file.model_copy(update={"teams": [edge.model_copy(update={"raw_owners": owners}), *others]}))
    assert {gap.team: (gap.needed, gap.missing) for gap in told.gaps} == {"Edge": (2, missing), "Billing": (2, 2)}


def test_plan_choice_goes_before_the_verdict():
    choices = [Choice(service=one.name, choice="framework", because="One stack.") for one in answers("demo").services]
    told = plan(demo(choices=choices))
    assert told.owners == told.gaps == ()
    assert [area.id for area in told.areas if area.raw_track] == []
    assert not any(one.raw for one in told.conventions)
    assert told.summary[0] == "No service is on Raw Node.js, so no low-level owner is needed."


@pytest.mark.parametrize("role", ["seniority", "onboarding", "ownership", "review"])
def test_remedy_level_one_is_due_and_level_two_or_not_sure_is_not(role):
    key = next(one.id for one in checklist().scorecard.dimensions if one.role == role)

    def teams_at(level):
        file = answers("06")
        team = file.teams[0]
        team = team.model_copy(update={"scorecard": {**team.scorecard, key: Answer(level=level)}})
        file = file.model_copy(update={"teams": [team]})
        due = {one.key: one.teams for one in plan(file).remedies}
        remedy = next(one.id for one in checklist().hiring.remedies if one.role == role)
        return due.get(remedy, ())

    name = answers("06").teams[0].name
    assert [teams_at(level) for level in (0, 1, 2, "unsure")] == [(name,), (name,), (), ()]


def test_step_taken_over_has_its_owner_and_no_second_line():
    actions = [
        Action(what="Build it twice", owner="Ada", by=date(2027, 1, 8), step="prototype", service="Metering"),
        Action(what="Another prototype", owner="Ben", by=date(2027, 1, 9), step="prototype", service="Webhooks"),
        Action(what="=HYPERLINK(1)", owner="@Cleo", by=date(2027, 1, 10)),
    ]
    made = record_of(demo(actions=actions))
    taken = [(step.title, step.owner) for step in made.platform.steps if step.owner]
    assert taken == [("Prototype Metering: usage metering and billing", "Ada")]
    assert [one.what for one in made.platform.further] == ["Another prototype", "=HYPERLINK(1)"]
    told = markdown(made)
    assert told.count("Ada, by 8 January 2027") == 1
    assert "Ben, by 9 January 2027" in told
    cells = csv_of(made).splitlines()
    assert cells[0] == "\ufeffNumber,What,Why,Services,Owner,By"
    assert cells[-1] == "11,'=HYPERLINK(1),Added by the team.,,'@Cleo,2027-01-10"


def test_service_decided_for_the_framework_is_not_to_be_moved_there_again():
    moving = "Move Metering to Express, or find an owner"
    assert moving in [step.title for step in record_of(answers("demo")).platform.steps]
    moved = demo(choices=[Choice(service="Metering", choice="framework", because="Nobody there can carry it.")])
    assert moving not in [step.title for step in record_of(moved).platform.steps]


def test_steps_and_people_alone_are_no_decision_yet():
    step = Action(what="Build it twice", owner="Ada", by=date(2027, 1, 8), step="prototype", service="Metering")
    assert record_of(demo(actions=[step], staffing=STAFFED)).decision is None
    own = Action(what="Write it down", owner="Ada", by=date(2027, 1, 8))
    assert record_of(demo(actions=[own])).decision is not None


def test_record_tells_the_plan_in_json_and_markdown_and_the_file_brings_it_back():
    file = demo(staffing=STAFFED)
    made = record_of(file)
    people = made.json["plan"]["hiring"]
    assert people["owners"][0] == {
        "service": "Inference edge",
        "team": "Edge",
        "built": "raw",
        "owner": "Ada",
        "backup": "Ben",
        "scope": "No tenants, no keys.",
    }
    assert people["by"] == "2027-02-01"
    assert "| Inference edge | Raw Node.js | Ada | Ben | No tenants, no keys. |" in markdown(made)
    assert "| Sign-in and permissions | Dora |" in markdown(made)
    assert read_answers(write_answers(file).encode(), "answers.yaml", LIBRARY) == file
