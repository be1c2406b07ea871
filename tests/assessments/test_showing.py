"""What one person says alone: nobody else sees it before they show it, whoever is asked what meanwhile."""

import pytest

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.assign import Asks, ask_about, asks_of
from advisor.assessments.actions.reveal import (
    close_round,
    reveal_complete,
    reveal_what_waits_for_nobody,
    submit_service,
)
from advisor.assessments.actions.show_answers import Showing, hide_answers, show_answers, showing
from advisor.assessments.answered_checks import answer_check, mark_of
from advisor.assessments.models import Assessment, CheckAnswer, Respondent, Round, RoundAnswer, Service, Submission
from advisor.assessments.reads.history import Since, happened
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import FIRST, rounds_of
from advisor.assessments.reads.visibility import answers_to_sign, seen_by
from advisor.sharing.access import VisitorKey
from advisor.sharing.members import shut_out
from advisor.sharing.models import Visitor
from tests.assessments.test_rounds import API, STREAM, at, cards, done, levels, made, rate, say, service, state
from tests.pages.making import VIC, joined, let_in, shown
from tests.people import ADA, BEN, CLEO, key_of

pytestmark = pytest.mark.django_db
EVE = key_of("eve")
__all__ = ["made"]


def asked(made: Assessment, name: str, *slugs: str) -> None:
    """Eve, who edits, says what this person is asked about."""
    row = Respondent.objects.get(assessment=made, name=name)
    was = str(asks_of(row))
    assert ask_about(assessment=made, visitor=EVE, respondent=row, was=was, asks=Asks(False, slugs))


def seen_of_ada(made: Assessment) -> Showing | None:
    return showing(crew_of(made), rounds_of(made.id), None)


def hidden(made: Assessment, key: VisitorKey = ADA) -> bool:
    return hide_answers(opened=open_assessment(key, made.public_id, "respond"))


def test_answers_of_the_only_person_are_hers_until_she_shows_them(made: Assessment) -> None:
    let_in(made, VIC)
    let_in(made, EVE, "edit")
    say(made, ADA, "4")
    rate(made, ADA, "3")
    assert (levels(made, VIC), levels(made, EVE), cards(made, VIC)) == ({}, {}, {})
    assert levels(made, ADA) == {"": 4}
    assert seen_of_ada(made) == Showing("Ada", False, None)
    shown(made)
    assert levels(made, VIC) == levels(made, EVE) == {"": 4}
    assert cards(made, VIC) == {"": 3}


def test_what_is_said_after_showing_waits_until_it_is_shown(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    shown(made)
    say(made, ADA, "1")
    say(made, ADA, "2", slug=API)
    assert (levels(made, ADA), levels(made, VIC)) == ({"": 1}, {"": 4})
    assert levels(made, VIC, "Customer API") == {}
    mine = Respondent.objects.get()
    found = showing(crew_of(made), rounds_of(made.id), mine)
    assert found is not None
    assert (found.mine, found.later, found.over) == (True, 2, False)
    shown(made)
    assert levels(made, VIC) == {"": 1}
    assert levels(made, VIC, "Customer API") == {"": 2}
    assert {row.number for row in Round.objects.filter(revealed_at__isnull=False)} == {1}


def test_what_was_shown_can_be_taken_back_and_shown_again(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    shown(made)
    assert hidden(made)
    assert (levels(made, VIC), levels(made, ADA)) == ({}, {"": 4})
    assert not RoundAnswer.objects.exists()
    assert state(made) == FIRST
    assert not hidden(made)
    shown(made)
    assert levels(made, VIC) == {"": 4}


def test_nothing_is_shown_by_who_said_nothing_or_is_not_alone(made: Assessment) -> None:
    opened = open_assessment(ADA, made.public_id, "respond")
    assert not show_answers(opened=opened)
    say(made, ADA, "4")
    joined(made, BEN, "Ben")
    assert not show_answers(opened=opened)
    assert not Round.objects.exists()
    assert not show_answers(opened=open_assessment(let_in(made, EVE, "edit").key, made.public_id, "respond"))


def test_editor_cannot_reveal_what_the_only_person_said(made: Assessment) -> None:
    let_in(made, EVE, "edit")
    say(made, ADA, "4")
    done(made, ADA)
    for subject in (service(), service().team):
        assert not close_round(assessment=made, visitor=EVE, subject=subject, number=1)
    shown(made)
    say(made, ADA, "1")
    done(made, ADA)
    for subject in (service(), service().team):
        for number in (1, 2, 3):
            assert not close_round(assessment=made, visitor=EVE, subject=subject, number=number)
    assert levels(made, EVE) == {"": 4}


def test_narrowing_who_is_asked_shows_nobody_anything(made: Assessment) -> None:
    for key, role in ((VIC, "view"), (EVE, "edit")):
        let_in(made, key, role)  # type: ignore[arg-type]
    joined(made, BEN, "Ben")
    joined(made, CLEO, "Cleo")
    for key, level in ((ADA, "4"), (BEN, "0")):
        say(made, key, level)
    done(made, BEN)
    for left in ("Ada", "Ben", "Cleo"):
        for name in ("Ada", "Ben", "Cleo"):
            if str(asks_of(Respondent.objects.get(name=name))) != (STREAM if name == left else ""):
                asked(made, name, *([STREAM] if name == left else []))
        reveal_complete(assessment=made)
        reveal_what_waits_for_nobody()
        for key in (VIC, EVE, CLEO):
            assert levels(made, key) == {}
    assert not Round.objects.exists()


def test_shutting_the_others_out_shows_nobody_what_one_said(made: Assessment) -> None:
    let_in(made, VIC)
    joined(made, BEN, "Ben")
    joined(made, CLEO, "Cleo")
    asked(made, "Ada")
    say(made, BEN, "0")
    done(made, BEN)
    cleo = Visitor.objects.get(key_hash=CLEO.key_hash)
    assert shut_out(scope_id=made.scope_id, visitor_id=cleo.id)
    assert reveal_complete(assessment=made) == 0
    assert levels(made, VIC) == levels(made, ADA) == {}


def test_who_alone_is_asked_shows_it_with_being_done(made: Assessment) -> None:
    let_in(made, VIC)
    joined(made, BEN, "Ben")
    asked(made, "Ada")
    say(made, BEN, "0")
    assert done(made, BEN)
    assert levels(made, VIC) == {}
    assert not submit_service(target=at(made, BEN), visitor=BEN, shows=True)
    assert levels(made, VIC) == levels(made, ADA) == {"": 0}
    assert not state(made).open


def test_being_done_shows_nothing_where_others_are_asked_or_nobody_else_can_answer(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    assert submit_service(target=at(made, ADA), visitor=ADA, shows=True)
    assert levels(made, VIC) == {}
    joined(made, BEN, "Ben")
    Submission.objects.all().delete()
    assert submit_service(target=at(made, ADA), visitor=ADA, shows=True)
    assert levels(made, VIC) == levels(made, BEN) == {}


def test_editor_can_reveal_what_one_said_who_is_done_and_asked_alone_of_several(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    say(made, BEN, "0")
    done(made, BEN)
    asked(made, "Ada")
    assert levels(made, ADA) == {}
    assert close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    assert levels(made, ADA) == {"": 0}


def test_who_joins_after_showing_answers_in_the_round_that_is_open(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    rate(made, ADA, "4")
    shown(made)
    ben = joined(made, BEN, "Ben")
    assert levels(made, BEN) == {"": 4}  # she knew: the page says so
    say(made, ADA, "1")
    say(made, BEN, "0")
    rate(made, BEN, "2")
    assert levels(made, BEN) == {"": 0}
    assert cards(made, BEN) == {"": 2}
    assert (levels(made, ADA), levels(made, VIC)) == ({"": 1}, {"": 4})
    found = showing(crew_of(made), rounds_of(made.id), Respondent.objects.exclude(id=ben.id).get())
    assert found is not None
    assert found.over
    for slug in (STREAM, API):
        done(made, ADA, slug)
        done(made, BEN, slug)
    assert levels(made, VIC) == {"Ada": 1, "Ben": 0}
    assert cards(made, VIC) == {"Ada": 4, "Ben": 2}
    assert not hidden(made)
    assert levels(made, VIC) == {"Ada": 1, "Ben": 0}


def test_showing_can_be_stopped_while_others_answer(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")
    shown(made)
    joined(made, BEN, "Ben")
    say(made, BEN, "0")
    done(made, BEN)
    assert hidden(made)
    assert (levels(made, VIC), levels(made, BEN)) == ({}, {"": 0})
    done(made, ADA)
    assert levels(made, VIC) == {"Ada": 4, "Ben": 0}


def test_scorecard_that_one_showed_does_not_reveal_what_they_said_since(made: Assessment) -> None:
    say(made, ADA, "4")
    rate(made, ADA, "4")
    shown(made)
    joined(made, BEN, "Ben")
    rate(made, BEN, "0")
    say(made, BEN, "0")
    done(made, BEN)
    assert close_round(assessment=made, visitor=ADA, subject=service(), number=2)
    assert cards(made, BEN) == {"": 0}


def test_history_tells_others_what_is_shown_and_no_more(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")

    def told() -> list[str]:
        return [one.value for one in happened(open_assessment(VIC, made.public_id, "view"), Since()).answers]

    assert told() == []
    shown(made)
    say(made, ADA, "1")
    assert told() == ["4"]
    hidden(made)
    assert told() == []


def test_answer_to_a_check_is_seen_when_it_is_shown_and_a_later_one_is_not(made: Assessment) -> None:
    let_in(made, VIC)
    say(made, ADA, "4")

    def answered(because: str, was: str = "") -> None:
        opened = open_assessment(ADA, made.public_id, "edit")
        form = because or "none"
        answer_check(
            opened=opened, check="no-backup", services=[service()], because=because, was=mark_of(was), request_id=form
        )

    def told(key: VisitorKey) -> list[str]:
        checks = seen_by(open_assessment(key, made.public_id, "view")).checks
        return [line.because for line in checks.lines] if checks else []

    answered("We know.")
    assert (told(ADA), told(VIC)) == (["We know."], [])
    rate(made, ADA, "3")
    shown(made)
    assert told(VIC) == ["We know."]
    answered("We know better.", "We know.")
    assert (told(ADA), told(VIC)) == (["We know better."], ["We know."])
    shown(made)
    assert told(VIC) == ["We know better."]
    hidden(made)
    assert (told(ADA), told(VIC)) == (["We know better."], [])


def test_answer_to_a_check_of_one_asked_alone_is_no_conflict_for_the_next(made: Assessment) -> None:
    joined(made, BEN, "Ben", "edit")
    asked(made, "Ben")
    for key, name, because in ((ADA, "Ada", "Secret of Ada."), (BEN, "Ben", "Ben's own.")):
        opened = open_assessment(key, made.public_id, "edit")
        row = answer_check(
            opened=opened,
            check="no-backup",
            services=list(Service.objects.filter(slug=STREAM)),
            because=because,
            was=mark_of(""),
            request_id=name,
        )
        assert row is not None
        assert (row.because, row.by) == (because, name)
        if name == "Ada":
            asked(made, "Ben", STREAM, API)
            asked(made, "Ada")
    assert list(CheckAnswer.objects.values_list("seq", flat=True)) == [1, 2]


def test_only_the_one_who_answers_alone_can_sign_what_is_not_shown(made: Assessment) -> None:
    let_in(made, EVE, "own")
    say(made, ADA, "4")

    def to_sign(key: VisitorKey) -> tuple[list[str], bool, int]:
        found = answers_to_sign(open_assessment(key, made.public_id, "own"))
        assert found.answers is not None
        return list(found.waiting), found.own, sum(len(one.answers) for one in found.answers.services)

    assert to_sign(ADA) == ([], True, 1)
    assert to_sign(EVE) == (["Token stream", "Customer API"], False, 0)
    shown(made)
    assert to_sign(EVE) == (["Customer API"], False, 1)
    joined(made, BEN, "Ben")
    assert to_sign(ADA) == (["Token stream", "Customer API"], False, 1)
    asked(made, "Ben")
    assert to_sign(ADA) == (["Customer API"], False, 1)
