"""Saving an answer: append-only, compare-and-set, a retry is the same event, nothing is silently overwritten."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from advisor.assessments.actions.answer import rebuild_current_answers, record_answer
from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import (
    BadAnswerError,
    Draft,
    EvidenceDraft,
    Prompt,
    StaleAnswerError,
    StoredAnswer,
    Subject,
    checked,
)
from advisor.assessments.models import AnswerEvent, CurrentAnswer
from advisor.assessments.reads.answers import own_answers
from tests.people import begun

pytestmark = pytest.mark.django_db


def subject(target: AnswerTarget, key: str = "latency-first") -> Subject:
    return Subject("service", target.service_id, key)


def save(target: AnswerTarget, value: str, base: int, **more: object) -> StoredAnswer:
    given: dict[str, object] = {"request_id": uuid4().hex, "subject": subject(target), **more}
    return record_answer(respondent_id=target.respondent_id, draft=Draft(value), base=base, **given)  # type: ignore[arg-type]


def test_record_answer_first_is_number_one() -> None:
    target = begun()
    kept = save(target, "3", 0)
    assert (kept.seq, kept.draft, kept.fresh) == (1, Draft("3"), True)
    assert own_answers(target)["latency-first"].draft == Draft("3")


def test_record_answer_keeps_every_event_and_shows_the_last() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "unsure", 1)
    assert list(AnswerEvent.objects.order_by("seq").values_list("seq", "value")) == [(1, "3"), (2, "unsure")]
    assert CurrentAnswer.objects.get().value == "unsure"


def test_record_answer_when_the_clock_went_back_a_day_is_the_later_one_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    target = begun()
    first = save(target, "3", 0)
    monkeypatch.setattr(timezone, "now", lambda: first.made_at - timedelta(days=1))
    save(target, "1", 1)
    with pytest.raises(StaleAnswerError):
        save(target, "4", 1)
    assert own_answers(target)["latency-first"].draft == Draft("1")
    rebuild_current_answers(respondent_id=target.respondent_id)
    assert CurrentAnswer.objects.get().value == "1"


def test_record_answer_stale_base_tells_both_values_and_writes_nothing() -> None:
    target = begun()
    save(target, "3", 0)
    with pytest.raises(StaleAnswerError) as stale:
        save(target, "1", 0)
    assert stale.value.mine == Draft("1")
    assert stale.value.current is not None
    assert stale.value.current.draft == Draft("3")
    assert AnswerEvent.objects.count() == 1


@pytest.mark.parametrize("base", [1, 7, 1_999_999_999])
def test_record_answer_base_from_nowhere_is_stale_without_a_current_value(base: int) -> None:
    with pytest.raises(StaleAnswerError) as stale:
        save(begun(), "1", base)
    assert stale.value.current is None


def test_record_answer_same_request_twice_is_one_event() -> None:
    target = begun()
    first = save(target, "3", 0, request_id="once")
    again = save(target, "3", 0, request_id="once")
    assert again.seq == first.seq
    assert not again.fresh
    assert AnswerEvent.objects.count() == 1


def test_record_answer_after_a_lost_reply_follows_its_own_event() -> None:
    target = begun()
    save(target, "3", 0, request_id="lost")
    kept = save(target, "4", 0, tried=frozenset({"lost"}))
    assert kept.seq == 2
    assert own_answers(target)["latency-first"].draft.value == "4"


def test_record_answer_after_a_lost_reply_never_follows_another_tab() -> None:
    target = begun()
    save(target, "3", 0, request_id="lost")
    save(target, "0", 1, request_id="the other tab")
    with pytest.raises(StaleAnswerError):
        save(target, "4", 0, tried=frozenset({"lost"}))


def test_record_answer_untouched_on_a_whole_page_leaves_what_another_tab_saved() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "0", 1)
    kept = save(target, "3", 1, whole_page=True)
    assert kept.draft == Draft("0")
    assert not kept.fresh
    assert AnswerEvent.objects.count() == 2


def test_record_answer_touched_on_a_whole_page_is_stale() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "0", 1)
    with pytest.raises(StaleAnswerError):
        save(target, "4", 1, whole_page=True)


def test_record_answer_request_id_of_another_statement_is_refused() -> None:
    target = begun()
    save(target, "3", 0, request_id="taken")
    with pytest.raises(StaleAnswerError):
        save(target, "3", 0, request_id="taken", subject=subject(target, "narrow-purpose"))


def test_record_answer_of_service_and_team_do_not_meet() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "2", 0, subject=Subject("team", target.team_id, "seniority"))
    assert {key: kept.draft.value for key, kept in own_answers(target).items()} == {
        "latency-first": "3",
        "scorecard.seniority": "2",
    }


def test_answer_event_same_number_twice_is_refused_by_the_database() -> None:
    target = begun()
    save(target, "3", 0)
    row = AnswerEvent.objects.get()
    row.pk, row.request_id = None, "other"
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize("wrong", [{"value": "5"}, {"seq": 0}, {"service_id": None}])
def test_answer_event_impossible_row_is_refused_by_the_database(wrong: dict[str, object]) -> None:
    target = begun()
    save(target, "3", 0)
    given = AnswerEvent.objects.values().get() | {"id": None, "request_id": "other", "seq": 2} | wrong
    with pytest.raises(IntegrityError, match=r"(?i)check constraint"), transaction.atomic():
        AnswerEvent.objects.create(**given)


def test_rebuild_current_answers_gives_the_same_cache() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "1", 1)
    save(target, "2", 0, subject=Subject("team", target.team_id, "seniority"))
    before = own_answers(target)
    CurrentAnswer.objects.update(value="0", seq=9)
    assert rebuild_current_answers(respondent_id=target.respondent_id) == 2
    assert own_answers(target) == before


def test_record_answer_asks_two_statements_of_the_database(django_assert_num_queries: object) -> None:
    target = begun()
    with django_assert_num_queries(4):  # type: ignore[operator]  # begin (a savepoint in tests), append, keep, release
        save(target, "3", 0)


@pytest.mark.parametrize(
    ("field", "most", "draft"),
    [
        ("note", 20_000, lambda text: Draft("3", note=text)),
        ("reason", 2_000, lambda text: Draft("na", reason=text)),
        ("evidence", 2_000, lambda text: Draft("3", evidence=EvidenceDraft("link", "https://" + text[8:]))),
    ],
)
def test_checked_text_of_the_greatest_length_is_taken_and_one_more_letter_refused(
    field: str, most: int, draft: Callable[[str], Draft]
) -> None:
    question = Prompt("key", "Text", "", "team", ("0", "1", "2", "3", "4"), may_not_apply=True)
    assert checked(draft("x" * most), question) == draft("x" * most)
    with pytest.raises(BadAnswerError) as refused:
        checked(draft("x" * (most + 1)), question)
    assert refused.value.field == field


def test_command_rebuilds_the_current_answers_of_everybody() -> None:
    target = begun()
    save(target, "3", 0)
    save(target, "1", 1)
    before = own_answers(target)
    CurrentAnswer.objects.update(value="0", seq=9)
    out = StringIO()
    call_command("rebuild_current_answers", stdout=out)
    assert out.getvalue() == "Rebuilt: 1 current answers of 1 people.\n"
    assert own_answers(target) == before
