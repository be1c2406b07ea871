"""Which framework, as a record tells it: after a framework or a split alone, musts first, with the sources."""

import json

import pytest

from advisor.checklist.library import load_checklist
from advisor.engine.choice import framework_choice
from advisor.record.build.framework import framework_line
from advisor.record.formats.as_text import arithmetic, summary
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.as_json import recommendation_json
from advisor.record.model.vocabulary import Vocabulary
from tests.checklist.tiny import TINY
from tests.record.samples import changed, record, record_of

CASE = "platform-two-frameworks"
WANTED = {"schemas": 4, "cpu-cost": "must"}


def framework_of(case: str, wanted: dict[str, int | str]):
    """What a record says of the framework of a case's first service, and the whole record."""
    made = record_of(changed(case, framework=wanted))
    return made.services[0].framework, made


def in_json(made) -> list[dict | None]:
    return [service["framework"] for service in recommendation_json(made.checklist, made.recommendation)["services"]]


def test_clear_leader_is_what_the_service_is_built_on() -> None:
    public, _ = record(CASE).services
    assert public.advice == "Build it on Fastify."
    assert "we recommend Fastify over Raw Node.js" in public.headline
    assert public.framework.sentence.startswith(
        "Fastify meets 94% of what is wanted, clearly ahead of Hono (69%) and NestJS (64%) so far;"
    )
    assert public.framework.eliminated[0].startswith("Express does not meet the must ‘The framework itself costs")
    assert public.framework.arithmetic[0] == "Fastify: (4×4 + 4×4 + 1×2) ÷ (4×9) = 17/18"


def test_close_call_names_those_that_are_close() -> None:
    _, office = record(CASE).services
    assert office.advice == "Build it on a framework such as Fastify or NestJS."
    assert office.framework.sentence.startswith("It is close between Fastify (78%) and NestJS (69%)")
    assert office.framework.question.startswith("Ask the tech lead next how much this matters: ‘The framework itself")
    assert sum(want.share for want in office.framework.wants) == dict(office.recommendation.framework.scores)["fastify"]


def test_nothing_wanted_is_a_framework_such_as_express() -> None:
    for wanted in ({}, {"schemas": "unsure"}):
        told, made = framework_of("02", wanted)
        assert told is None
        assert made.services[0].advice == "Build it on a framework such as Express."
        assert in_json(made) == [None]
        assert "Which framework" not in markdown(made)


@pytest.mark.parametrize("case", ["01", "19"])
def test_wants_of_a_service_on_raw_or_undecided_are_not_looked_at(case: str) -> None:
    told, made = framework_of(case, WANTED)
    assert made.services[0].recommendation.verdict in ("raw", "undecided")
    assert told is None
    assert in_json(made) == [None]
    for text in (markdown(made), summary(made), arithmetic(made, made.services[0].name)):
        assert "Fastify meets" not in text


def test_wants_move_no_verdict() -> None:
    _, with_wants = framework_of("02", WANTED)
    _, without = framework_of("02", {})
    one, other = (recommendation_json(made.checklist, made.recommendation) for made in (with_wants, without))
    assert one["services"][0].pop("framework") is not None
    assert other["services"][0].pop("framework") is None
    assert one == other


def test_split_says_which_framework_the_business_part_takes() -> None:
    made = record_of(changed("04", framework=WANTED))
    assert made.services[0].recommendation.verdict == "split"
    assert made.services[0].advice.endswith("the business part on Fastify.")


def test_musts_that_exclude_each_other_are_named() -> None:
    tiny = load_checklist(TINY)
    made = framework_choice(tiny.frameworks, {"schemas": "must", "known": "must"})
    told = framework_line(Vocabulary(tiny), made)
    assert told.sentence == ""
    assert told.eliminated[0] == (
        "No framework here meets every must: ‘It checks requests’ leaves out Express and ‘People know it’ leaves out "
        "Fastify. Drop one of them."
    )
    assert Vocabulary(tiny).advice("framework", made) == "Build it on a framework such as Framework."


def test_a_last_candidate_is_told_to_be_the_only_one_left() -> None:
    told, made = framework_of("02", {"existing": "must", "portable": "must"})
    assert told.sentence == "Fastify meets 50% of what is wanted and is the only one left."
    assert made.services[0].advice == "Build it on Fastify."


def test_change_of_few_steps_is_told_in_words_and_a_far_one_is_counted() -> None:
    _, office = record(CASE).services
    express, hono = office.framework.changes
    assert express == "Fastify stays clearly ahead of Express until 4 steps of these answers change."
    assert hono.endswith("mattered not at all instead of a little.")


def test_choice_is_the_same_in_json_markdown_and_terminal() -> None:
    made = record(CASE)
    first, second = in_json(made)
    assert json.loads(json.dumps(first))["wants"] == {"schemas": 4, "cpu-cost": "must", "known": 1, "types": "unsure"}
    assert (first["leader"], first["clear"], first["settled"], first["eliminated"]) == (
        "fastify", True, False, [["express", "cpu-cost"]],
    )  # fmt: skip
    assert (second["leader"], second["clear"], second["close"]) == ("fastify", False, ["nestjs"])
    for text in (markdown(made), arithmetic(made, "Public API")):
        assert "Fastify meets 94% of what is wanted" in text
        assert text.index("Express does not meet the must") < text.index("Fastify meets 94%")
    assert "Fastify meets 94% of what is wanted" in " ".join(summary(made).split())
