"""The daily sweep, as its command."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.reveal import submit_all, submit_service
from advisor.assessments.answer_targets import answer_target, quick_target
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.audit import audit
from advisor.assessments.checklists import newest
from advisor.assessments.models import (
    Assessment,
    CurrentAnswer,
    Milestone,
    Respondent,
    Round,
    RoundAnswer,
    Service,
    Settlement,
)
from advisor.decisions.models import Decision, RecordFile
from advisor.decisions.volume import A_ROW, TEXTS, volume_of_scopes
from advisor.quotas import storage
from advisor.quotas.models import Count
from advisor.sharing.models import Grant
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import joined, let_in, platform, said
from tests.people import ADA, BEN, CLEO, Browser, begun, text_of


@pytest.mark.django_db
def test_sweep_deletes_what_nobody_came_back_for_and_says_how_much() -> None:
    begun(ADA)
    kept = begun(BEN)
    old = timezone.now().date() - timedelta(days=31)
    Assessment.objects.filter(quick_visitor__key_hash=ADA.key_hash).update(opened_on=old)
    out = StringIO()
    call_command("sweep", stdout=out)
    assert out.getvalue() == "Deleted: 1 assessments, 0 drawn documents.\n"
    assert quick_target(ADA) is None
    assert quick_target(BEN) == kept


def swept() -> str:
    out = StringIO()
    call_command("sweep", stdout=out)
    return out.getvalue()


@pytest.mark.django_db
def test_sweep_reveals_what_waited_only_for_somebody_whose_link_has_ended() -> None:
    made = platform("Token stream", "Customer API")
    for key, name in ((BEN, "Ben"), (CLEO, "Cleo")):
        joined(made, key, name)
    for key, name in ((ADA, "Ada"), (BEN, "Ben")):
        said(made.services.get(slug="token-stream"), name=name)
        submit_service(target=answer_target(key, made.public_id, "service", "token-stream"), visitor=key)
    assert "Revealed" not in swept()  # Cleo may still answer
    assert not Round.objects.exists()
    Grant.objects.filter(visitor__key_hash=CLEO.key_hash).update(expires_at=timezone.now() - timedelta(hours=1))
    assert "Revealed: 1 rounds that waited for people whose links have ended.\n" in swept()
    revealed = Round.objects.exclude(revealed_at=None).get(service__slug="token-stream")
    assert sorted(one.name for one in revealed.respondents.all()) == ["Ada", "Ben"]
    assert "Revealed" not in swept()


@pytest.mark.django_db
def test_sweep_reveals_nothing_of_whoever_is_left_alone() -> None:
    made = platform("Token stream")
    joined(made, BEN, "Ben")
    said(made.services.get())
    submit_service(target=answer_target(ADA, made.public_id, "service", "token-stream"), visitor=ADA)
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(expires_at=timezone.now() - timedelta(hours=1))
    assert "Revealed" not in swept()
    assert not Round.objects.exclude(revealed_at=None).exists()


def answer_first(made: Assessment, note: str = "") -> None:
    """Ada answers the first statement about the token stream."""
    target = answer_target(ADA, made.public_id, "service", "token-stream")
    subject = Subject("service", target.service_id, newest().statements[0].id)
    draft = Draft("3", note=note)
    record_answer(respondent_id=target.respondent_id, subject=subject, draft=draft, base=0, request_id="r")


def unopened(made: Assessment, days: int) -> None:
    Assessment.objects.filter(id=made.id).update(opened_on=timezone.now().date() - timedelta(days=days))


@pytest.mark.django_db
@pytest.mark.parametrize(("statements", "days", "gone"), [(3, 8, True), (3, 7, False), (4, 8, False), (4, 31, True)])
def test_sweep_takes_a_service_with_few_answers_sooner(statements: int, days: int, gone: bool) -> None:
    made = Assessment.objects.get(public_id=begun(ADA).public_id)
    said(made.services.get(), statements=statements, name="You")
    unopened(made, days)
    assert ("1 assessments" in swept()) == gone
    assert (quick_target(ADA) is None) == gone


@pytest.mark.django_db
def test_sweep_removes_a_platform_without_an_answer_and_its_maker_can_put_it_back() -> None:
    made = platform("Token stream")
    unopened(made, 30)
    assert "Removed" not in swept()
    unopened(made, 31)
    assert "Removed, to be put back within a week: 1 platforms without an answer.\n" in swept()
    assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 404
    assert "Acme AI" in text_of(Browser(ADA).get("/my/"))
    assert Browser(ADA).post("/my/put-back/", {"assessment": made.public_id}).status_code == 302
    assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 200
    assert "Removed" not in swept()


@pytest.mark.django_db
def test_sweep_keeps_a_platform_with_an_answer_or_shared_with_somebody() -> None:
    told, shared = platform("Token stream", title="One"), platform("Token stream", title="Two")
    answer_first(told)
    let_in(shared, BEN)
    for made in (told, shared):
        unopened(made, 400)
    assert "Removed" not in swept()


@pytest.mark.django_db
def test_sweep_measures_what_each_browser_keeps_and_a_full_one_is_refused(settings: Settings) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_STORAGE_PER_BROWSER": 1024**2}
    made = platform("Token stream")
    audit(scope_id=made.scope_id, visitor=None, action="x", detail={"text": "x" * 1024**2})
    swept()
    row = Count.objects.get(what="storage")
    assert row.who == ADA.key_hash
    assert 1024**2 < row.amount < 1.1 * 1024**2
    storage.ROOM.look()
    refused = Browser(ADA).post(f"/a/{made.public_id}/edit/", {"title": "Another"})
    assert refused.status_code == 507
    assert "has used up its 1 MB" in text_of(refused)
    assert Browser(ADA).post(f"/a/{made.public_id}/remove/", {}).status_code == 302
    swept()
    assert not Count.objects.filter(what="storage").exists()


@pytest.mark.django_db
def test_volume_counts_an_answer_twice() -> None:
    made = platform("Token stream")
    before = volume_of_scopes()
    answer_first(made, note="x" * 1000)
    assert volume_of_scopes()[made.scope_id] - before[made.scope_id] == 2 * (1000 + A_ROW)


@pytest.mark.django_db
def test_volume_counts_a_record_with_its_files() -> None:
    record = signed_off(answered())
    held = len(record.content) + sum(len(file.content) for file in RecordFile.objects.all())
    assert held < volume_of_scopes()[record.scope_id] < held + 10 * A_ROW


UNBOUNDED = {"TextField", "JSONField", "BinaryField"}
NOT_BY_SCOPE = {
    "assessments.ChecklistVersion": "one for each version the server has",
    "assessments.CurrentAnswer": "counted as the second copy of an answer",
    "assessments.Subscription": "a few fixed names for each account and assessment",
}


def test_volume_counts_every_table_of_texts_that_somebody_can_make_grow() -> None:
    models = [*apps.get_app_config("assessments").get_models(), *apps.get_app_config("decisions").get_models()]
    texts = {
        one._meta.label for one in models if any(field.get_internal_type() in UNBOUNDED for field in one._meta.fields)
    }
    assert {one[0]._meta.label for one in TEXTS} == texts - set(NOT_BY_SCOPE)


@pytest.mark.django_db
def test_volume_counts_what_a_reveal_and_a_milestone_store_again() -> None:
    made = answered()
    before = volume_of_scopes()[made.scope_id]
    service = Service.objects.filter(assessment=made)[0]
    row = Round.objects.create(service=service, number=1)
    RoundAnswer.objects.create(
        round=row,
        respondent=Respondent.objects.all()[0],
        service=service,
        statement="x",
        seq=1,
        made_at=timezone.now(),
        note="x" * 1000,
    )
    Milestone.objects.create(assessment=made, name="Now", answers="x" * 2000, form_key="x")
    Settlement.objects.create(service=service, statement="x", reason="x" * 3000, settled_at=timezone.now())
    Decision.objects.create(assessment=made, content={"context": "x" * 4000})
    assert 10_000 < volume_of_scopes()[made.scope_id] - before < 10_000 + 5 * A_ROW


@pytest.mark.django_db
def test_reveal_and_sign_off_fill_the_room_of_whoever_began_at_once(
    settings: Settings, django_capture_on_commit_callbacks: Any
) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_STORAGE_PER_BROWSER": 200_000}
    made = platform("Token stream")
    joined(made, BEN, "Ben")
    for name in ("Ada", "Ben"):
        said(Service.objects.get(assessment=made), name=name)
    CurrentAnswer.objects.update(note="n" * 20_000)
    for key in (ADA, BEN):
        with django_capture_on_commit_callbacks(execute=True):
            submit_all(opened=open_assessment(key, made.public_id, "respond"))
    kept = Count.objects.get(what="storage")
    assert RoundAnswer.objects.exists()
    assert kept.who == ADA.key_hash
    assert 0 <= kept.amount - 20_000 * RoundAnswer.objects.count() < 2000
    storage.ROOM.look()
    refused = Browser(ADA).post(f"/a/{made.public_id}/edit/", {"title": "Another"})
    assert (refused.status_code, "you can go on reading" in text_of(refused)) == (507, True)
    assert Browser(ADA).get(f"/a/{made.public_id}/").status_code == 200
    assert Browser(BEN).get(f"/a/{made.public_id}/").status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        record = signed_off(made)
    files = sum(len(file.content) for file in RecordFile.objects.all())
    assert Count.objects.get(what="storage").amount == kept.amount + len(record.content) + files
