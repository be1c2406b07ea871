"""The one-service assessment of a browser: begun once, found by its owner alone, started over, swept."""

from datetime import timedelta

import pytest
from django.utils import timezone

from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.retention import mark_opened, start_over, sweep
from advisor.assessments.actions.update import update_service, update_team
from advisor.assessments.answer_targets import AnswerTarget, quick_target, service_of
from advisor.assessments.answers import Draft, StaleDetailsError, Subject
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.models import AnswerEvent, Assessment, AuditEvent, OwningTeam, Service
from advisor.assessments.reads.answers import own_answers, service_answers
from advisor.checklist.answer import Answer
from advisor.sharing.models import Grant, Scope, Visitor
from tests.people import ADA, BEN, CLEO, begun

pytestmark = pytest.mark.django_db


def say(target: AnswerTarget, key: str, draft: Draft) -> None:
    kind, row = ("team", target.team_id) if key.startswith("scorecard.") else ("service", target.service_id)
    record_answer(
        respondent_id=target.respondent_id,
        subject=Subject(kind, row, key.removeprefix("scorecard.")),  # type: ignore[arg-type]
        draft=draft,
        base=0,
        request_id=f"{target.respondent_id} {key}",
    )


def test_begin_quick_twice_is_one_assessment() -> None:
    assert begun() == begun()
    assert Assessment.objects.count() == Service.objects.count() == Scope.objects.count() == 1
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["assessment begun"]


def test_quick_place_is_found_by_its_owner_alone(django_assert_num_queries: object) -> None:
    target = begun(ADA)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert quick_target(ADA) == target
    assert quick_target(BEN) is None
    assert quick_target(CLEO) is None
    assert quick_target(None) is None


def test_quick_place_after_revocation_is_not_found() -> None:
    begun(ADA)
    Grant.objects.update(revoked_at=timezone.now())
    assert quick_target(ADA) is None


def test_at_digest_gives_the_checklist_the_assessment_began_with() -> None:
    target = begun()
    assert at_digest(target.checklist_digest) == newest()


def test_answers_file_of_says_what_was_answered() -> None:
    target = begun()
    say(target, "latency-first", Draft("3", note="15 ms"))
    say(target, "serves-clients", Draft("na", reason="one caller"))
    say(target, "expected-growth", Draft("unsure"))
    say(target, "time-to-market", Draft("none", note="ask Ben"))
    say(target, "small-surface", Draft("none"))
    say(target, "scorecard.seniority", Draft("4"))
    file = service_answers(service_of(target), own_answers(target))
    assert file.services[0].answers == {
        "latency-first": Answer(level=3, note="15 ms"),
        "serves-clients": Answer(na="one caller"),
        "expected-growth": Answer(level="unsure"),
        "time-to-market": Answer(level="unsure", note="ask Ben"),
    }
    assert file.teams[0].scorecard == {"seniority": Answer(level=4)}
    assert (file.services[0].name, file.services[0].kind, file.teams[0].raw_owners) == ("My service", None, None)


def test_update_service_changes_audits_and_counts_up() -> None:
    target = begun()
    assert update_service(target=target, visitor=ADA, base=1, fields={"name": "infer", "latency_budget_ms": 15.0})
    service = Service.objects.get()
    assert (service.name, service.latency_budget_ms, service.revision) == ("infer", 15.0, 2)
    assert AuditEvent.objects.get(action="service details changed").detail["to"]["name"] == "infer"


def test_update_service_with_nothing_new_writes_nothing() -> None:
    target = begun()
    assert not update_service(target=target, visitor=ADA, base=99, fields={"name": "My service"})
    assert Service.objects.get().revision == 1


def test_update_team_stale_base_is_refused_with_the_present_row() -> None:
    target = begun()
    update_team(target=target, visitor=ADA, base=1, fields={"raw_owners": 2})
    with pytest.raises(StaleDetailsError) as stale:
        update_team(target=target, visitor=ADA, base=1, fields={"raw_owners": 5})
    assert stale.value.current == OwningTeam.objects.get()
    assert OwningTeam.objects.get().raw_owners == 2


def test_start_over_deletes_this_one_and_no_other() -> None:
    target, other = begun(ADA), begun(BEN)
    say(target, "latency-first", Draft("3"))
    assert not start_over(visitor=ADA, public_id=other.public_id)
    assert not start_over(visitor=CLEO, public_id=target.public_id)
    assert start_over(visitor=ADA, public_id=target.public_id)
    assert quick_target(ADA) is None
    assert quick_target(BEN) == other
    assert AnswerEvent.objects.count() == 0
    assert AuditEvent.objects.filter(action="assessment started over").count() == 1
    assert begun(ADA) != target


def test_sweep_takes_what_was_not_opened_for_thirty_days_and_nothing_else() -> None:
    today = timezone.now().date()
    old, kept = begun(ADA), begun(BEN)
    for target in (old, kept):
        for statement in ("latency-first", "narrow-purpose", "small-surface", "serves-clients"):
            say(target, statement, Draft("3"))
    Assessment.objects.filter(id=old.assessment_id).update(opened_on=today - timedelta(days=31))
    Assessment.objects.filter(id=kept.assessment_id).update(opened_on=today - timedelta(days=30))
    Visitor.objects.update(made_at=timezone.now() - timedelta(days=90))
    assert sweep(today=today) == 1
    assert quick_target(ADA) is None
    assert quick_target(BEN) == kept
    assert list(Visitor.objects.values_list("key_hash", flat=True)) == [BEN.key_hash]
    assert sweep(today=today) == 0


def test_mark_opened_keeps_an_assessment_from_the_sweep() -> None:
    today = timezone.now().date()
    target = begun()
    Assessment.objects.update(opened_on=today - timedelta(days=31))
    mark_opened(assessment=service_of(target).assessment, today=today)
    assert sweep(today=today) == 0
