"""Rounds: open or revealed, whose answers are in them, and whose answers a person sees."""

import pytest

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.arrange import edit_details
from advisor.assessments.actions.give import give_services, given_at, take_back
from advisor.assessments.actions.reveal import close_round, open_round, reveal_complete, submit_service
from advisor.assessments.answer_targets import AnswerTarget, answer_target
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    AuditEvent,
    CurrentAnswer,
    OwningTeam,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    Submission,
)
from advisor.assessments.reads.rounds import FIRST, RoundState, events_seen, rounds_of, state_of
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from advisor.sharing.access import VisitorKey
from advisor.sharing.members import shut_out
from advisor.sharing.models import Visitor
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO

pytestmark = pytest.mark.django_db
STREAM, API = "token-stream", "customer-api"


@pytest.fixture
def made() -> Assessment:
    return platform()


def service(slug: str = STREAM) -> Service:
    return Service.objects.get(slug=slug)


def at(made: Assessment, key: VisitorKey, slug: str = STREAM) -> AnswerTarget:
    return answer_target(key, made.public_id, "service", slug)


def say(made: Assessment, key: VisitorKey, level: str, *, slug: str = STREAM, statement: str = "latency-first") -> None:
    target = at(made, key, slug)
    subject = Subject("service", target.service_id, statement)
    base = AnswerEvent.objects.filter(
        respondent_id=target.respondent_id, service_id=target.service_id, statement=statement
    ).count()
    record_answer(
        respondent_id=target.respondent_id,
        subject=subject,
        draft=Draft(level),
        base=base,
        request_id=f"{target.respondent_id}-{slug}-{statement}-{base}",
        submitted=target.submitted,
    )


def rate(made: Assessment, key: VisitorKey, level: str) -> None:
    target = at(made, key)
    record_answer(
        respondent_id=target.respondent_id,
        subject=Subject("team", target.team_id, "seniority"),
        draft=Draft(level),
        base=0,
        request_id=f"{target.respondent_id}-seniority",
    )


def done(made: Assessment, key: VisitorKey, slug: str = STREAM) -> bool:
    return submit_service(target=at(made, key, slug), visitor=key)


def seen(made: Assessment, key: VisitorKey) -> AnswersFile:
    found = answers_seen(open_assessment(key, made.public_id, "view"))
    assert found is not None
    return found


def levels(made: Assessment, key: VisitorKey, slug: str = "Token stream") -> dict[str, object]:
    """Who is seen to have said what about `latency-first`; under an empty name where one set of answers is there."""
    file = seen(made, key)
    found: dict[str, object] = {
        person.name: person.services[slug]["latency-first"].level
        for person in file.respondents
        if "latency-first" in person.services.get(slug, {})
    }
    for one in file.services:
        if one.name == slug and "latency-first" in one.answers:
            found[""] = one.answers["latency-first"].level
    return found


def cards(made: Assessment, key: VisitorKey) -> dict[str, object]:
    file = seen(made, key)
    team = service().team.name
    found: dict[str, object] = {p.name: p.teams[team]["seniority"].level for p in file.respondents if team in p.teams}
    alone = [one.scorecard["seniority"].level for one in file.teams if one.name == team and one.scorecard]
    if alone:
        found[""] = alone[0]
    return found


def state(made: Assessment, slug: str = STREAM) -> RoundState:
    return state_of(rounds_of(made.id), service_id=service(slug).id)


def test_open_round_shows_each_their_own_answers_alone(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    let_in(made, VIC)
    let_in(made, CLEO, "respond")
    say(made, ADA, "4")
    say(made, BEN, "0")
    assert levels(made, ADA) == {"": 4}
    assert levels(made, BEN) == {"": 0}
    assert levels(made, VIC) == {}
    assert levels(made, CLEO) == {}


def test_round_is_revealed_when_the_last_one_asked_is_done(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    let_in(made, VIC)
    say(made, ADA, "4")
    say(made, BEN, "0")
    assert done(made, ADA)
    assert (state(made), levels(made, BEN)) == (FIRST, {"": 0})
    assert done(made, BEN)
    assert not state(made).open
    for key in (ADA, BEN, VIC):
        assert levels(made, key) == {"Ada": 4, "Ben": 0}
    assert state(made, API).open
    assert AuditEvent.objects.filter(action="round revealed").count() == 1


def test_what_is_said_after_the_reveal_is_ones_own_until_the_next_round(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    for key, level in ((ADA, "4"), (BEN, "0")):
        say(made, key, level)
        done(made, key)
    say(made, BEN, "3")
    assert levels(made, ADA) == levels(made, BEN) == {"Ada": 4, "Ben": 0}
    assert open_round(assessment=made, visitor=ADA, service=service(), number=2)
    assert (levels(made, ADA), levels(made, BEN)) == ({"": 4}, {"": 3})
    assert not Submission.objects.exists()
    done(made, ADA)
    done(made, BEN)
    assert levels(made, ADA) == {"Ada": 4, "Ben": 3}
    assert sorted(RoundAnswer.objects.filter(round__number=1).values_list("value", flat=True)) == ["0", "4"]


def test_second_round_leaves_the_first_in_view_of_who_does_not_answer(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    let_in(made, VIC)
    for key in (ADA, BEN):
        say(made, key, "4")
        done(made, key)
    open_round(assessment=made, visitor=ADA, service=service(), number=2)
    say(made, BEN, "1")
    assert levels(made, VIC) == {"Ada": 4, "Ben": 4}
    joined(made, CLEO, "Cleo")
    assert levels(made, CLEO) == {"Ada": 4, "Ben": 4}
    say(made, CLEO, "2")
    assert levels(made, CLEO) == {"": 2}


def test_who_is_not_done_has_no_answers_in_a_round_that_an_editor_closes(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    joined(made, CLEO, "Cleo")
    for key, level in ((ADA, "4"), (BEN, "0"), (CLEO, "2")):
        say(made, key, level)
    done(made, ADA)
    done(made, BEN)
    assert close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    assert levels(made, CLEO) == {"Ada": 4, "Ben": 0}
    assert set(Round.objects.get(service=service()).respondents.values_list("name", flat=True)) == {"Ada", "Ben"}


def test_closing_twice_or_with_nobody_done_or_another_round_does_nothing(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    assert not close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    done(made, ADA)
    assert not close_round(assessment=made, visitor=ADA, subject=service(), number=2)
    assert close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    assert not close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    assert not open_round(assessment=made, visitor=ADA, service=service(), number=3)
    assert open_round(assessment=made, visitor=ADA, service=service(), number=2)
    assert not open_round(assessment=made, visitor=ADA, service=service(), number=2)
    assert Round.objects.filter(service=service()).count() == 2


def test_answers_of_who_began_alone_are_hidden_from_who_is_invited_later(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    done(made, ADA)
    assert levels(made, VIC) == {}
    assert not Round.objects.exists()
    let_in(made, BEN, "respond")
    assert levels(made, BEN) == {}
    ben = Visitor.objects.get(key_hash=BEN.key_hash)
    Respondent.objects.create(assessment=made, visitor=ben, name="Ben")
    assert (levels(made, BEN), levels(made, VIC)) == ({}, {})
    say(made, BEN, "1")
    done(made, BEN)
    assert levels(made, BEN) == {"Ada": 4, "Ben": 1}


def test_taking_an_answer_back_after_being_done_keeps_the_round_open(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    say(made, ADA, "4")
    done(made, ADA)
    say(made, ADA, "3")
    done(made, BEN)
    assert state(made).open
    done(made, ADA)
    assert not state(made).open
    assert levels(made, BEN) == {"": 3}


def test_round_waits_no_more_for_who_was_shut_out(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    joined(made, CLEO, "Cleo")
    for key in (ADA, BEN):
        say(made, key, "2")
        done(made, key)
    cleo = Visitor.objects.get(key_hash=CLEO.key_hash)
    assert shut_out(scope_id=made.scope_id, visitor_id=cleo.id)
    assert reveal_complete(assessment=made) == 1
    assert levels(made, ADA) == {"Ada": 2, "Ben": 2}


def test_scorecard_is_revealed_with_the_last_service_of_its_team(made: Assessment) -> None:
    Service.objects.filter(slug=API).update(team=service().team)
    joined(made, BEN, "Ben")
    rate(made, ADA, "4")
    rate(made, BEN, "0")
    for key in (ADA, BEN):
        say(made, key, "3")
        done(made, key)
    assert levels(made, BEN) == {"Ada": 3, "Ben": 3}
    assert cards(made, BEN) == {"Ben": 0}
    for key in (ADA, BEN):
        done(made, key, API)
    assert cards(made, BEN) == {"Ada": 4, "Ben": 0}
    assert Round.objects.get(team=service().team).number == 1


def test_scorecard_can_be_revealed_by_an_editor_and_once_more(made: Assessment) -> None:
    Service.objects.filter(slug=API).update(team=service().team)
    joined(made, BEN, "Ben")
    rate(made, ADA, "4")
    rate(made, BEN, "0")
    team = service().team
    assert not close_round(assessment=made, visitor=ADA, subject=team, number=1)
    done(made, BEN)
    assert close_round(assessment=made, visitor=ADA, subject=team, number=1)
    assert cards(made, ADA) == {"": 0}
    done(made, ADA)
    assert not close_round(assessment=made, visitor=ADA, subject=team, number=1)
    assert close_round(assessment=made, visitor=ADA, subject=team, number=2)
    assert cards(made, BEN) == {"Ada": 4, "Ben": 0}


@pytest.mark.parametrize("way", ["given", "edited", "given and taken back"])
def test_service_that_comes_from_another_team_reveals_nothing_of_the_scorecard_there(
    made: Assessment, way: str
) -> None:
    joined(made, BEN, "Ben")
    edge, api = service().team, service(API)
    other = OwningTeam.objects.exclude(id=edge.id).get()
    Service.objects.filter(id=api.id).update(team=other)
    for key in (ADA, BEN):
        rate(made, key, "4")  # of the first team, while its service is still open
        done(made, key, API)
    assert not state(made, API).open
    if way == "edited":
        edit_details(assessment=made, visitor=ADA, row=service(API), base=1, fields={"team_id": edge.id})
    else:
        give_services(assessment=made, visitor=ADA, team=edge, services={API: other.slug})
    if way == "given and taken back":
        number = give_services(assessment=made, visitor=ADA, team=other, services={API: edge.slug})
        event = given_at(made, number or 0)
        assert event is not None
        assert take_back(assessment=made, visitor=ADA, event=event) == 1
    assert service(API).team == edge
    for number in (1, 2):
        assert not close_round(assessment=made, visitor=ADA, subject=edge, number=number)
    assert not RoundAnswer.objects.filter(team=edge).exists()
    assert done(made, BEN, API)  # and so with the scorecard of the team that it has now
    assert close_round(assessment=made, visitor=ADA, subject=edge, number=1)
    assert list(RoundAnswer.objects.filter(team=edge).values_list("respondent__name", flat=True)) == ["Ben"]


def test_service_that_nobody_is_asked_about_keeps_no_scorecard_hidden(made: Assessment) -> None:
    team = OwningTeam.objects.get(slug="edge")
    Service.objects.filter(slug=API).update(team=team)
    Respondent.objects.update(only_assigned=True)
    ben = joined(made, BEN, "Ben")
    Respondent.objects.filter(id=ben.id).update(only_assigned=True)
    for who in Respondent.objects.all():
        who.assignments.create(service=service())
    for key in (ADA, BEN):
        done(made, key)
    assert Round.objects.filter(team=team).exists()


def test_events_of_others_are_seen_as_far_as_a_last_reveal_goes(made: Assessment) -> None:
    ben = joined(made, BEN, "Ben")
    ada = Respondent.objects.exclude(id=ben.id).get()
    for level in ("0", "1"):
        say(made, BEN, level)
    assert not events_seen(made.id, ada).exists()
    for key in (ADA, BEN):
        done(made, key)
    say(made, BEN, "4")
    assert list(events_seen(made.id, ada).order_by("id").values_list("value", flat=True)) == ["0", "1"]
    assert events_seen(made.id, ben).count() == 3
    assert CurrentAnswer.objects.get(respondent=ben).value == "4"
