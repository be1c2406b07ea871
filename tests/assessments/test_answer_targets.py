"""Where one answers, found and checked in one read; being done; and a whole assessment as an answers file."""

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from advisor.assessments.actions.answer import begin_answering, rebuild_current_answers, record_answer
from advisor.assessments.actions.create import NewService, make_assessment
from advisor.assessments.actions.reveal import submit_service
from advisor.assessments.answer_targets import AnswerTarget, answer_target, submitted_at
from advisor.assessments.answers import Draft, EvidenceDraft, Subject
from advisor.assessments.checklists import library, newest
from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Respondent, Service, Submission
from advisor.assessments.reads.answers import answers_file_of
from advisor.checklist.answer import Answer
from advisor.checklist.answer import Evidence as FileEvidence
from advisor.checklist.answers import AnswersFile
from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from advisor.sharing.access import AccessDenied
from advisor.sharing.models import Grant
from advisor.sharing.roles import Role
from advisor.sharing.services import know_visitor
from tests.people import ADA, BEN, CLEO

pytestmark = pytest.mark.django_db
Queries = Callable[[int], CaptureQueriesContext]


def platform(*names: str) -> Assessment:
    services = [NewService(name, team="Edge" if at % 2 == 0 else "Product") for at, name in enumerate(names)]
    made, _ = make_assessment(
        visitor=ADA,
        checklist=newest(),
        title="Acme AI",
        your_name="Ada",
        teams=["Edge", "Product"],
        services=services,
        token=uuid4().hex,
    )
    return made


def let(visitor: object, made: Assessment, role: Role) -> None:
    Grant.objects.create(scope=made.scope, visitor=know_visitor(key=visitor), role=role)  # type: ignore[arg-type]


def say(target: AnswerTarget, key: str, draft: Draft, base: int = 0) -> None:
    subject = Subject("service", target.service_id, key) if target.service_id else Subject("team", target.team_id, key)
    record_answer(
        respondent_id=target.respondent_id,
        subject=subject,
        draft=draft,
        base=base,
        request_id=uuid4().hex,
        submitted=target.submitted,
    )


def file_of(made: Assessment) -> AnswersFile:
    file = answers_file_of(Assessment.objects.select_related("checklist").get(id=made.id))
    assert file is not None
    return file


def test_place_at_is_one_read_and_says_all_a_save_needs(django_assert_num_queries: Queries) -> None:
    made = platform("infer", "billing")
    answer_target(ADA, made.public_id, "service", "infer")
    answer_target(ADA, made.public_id, "team", "edge")
    with django_assert_num_queries(1):
        target = answer_target(ADA, made.public_id, "service", "billing")
    service, who = Service.objects.get(slug="billing"), Respondent.objects.get()
    assert (target.service_id, target.team_id, target.team_slug) == (service.id, service.team_id, "product")
    assert (target.respondent_id, target.scope_id, target.public_id) == (who.id, made.scope_id, made.public_id)
    assert (target.checklist_digest, target.submitted) == (newest().digest, False)
    with django_assert_num_queries(1):
        team = answer_target(ADA, made.public_id, "team", "edge")
    assert (team.service_id, team.team_slug, team.respondent_id) == (0, "edge", who.id)


@pytest.mark.parametrize(("role", "stranger"), [("view", False), (None, True)])
def test_place_at_for_a_viewer_and_a_stranger_is_denied(role: Role | None, stranger: bool) -> None:
    made = platform("infer")
    if role:
        let(BEN, made, role)
    for subject, slug in (("service", "infer"), ("team", "edge")):
        with pytest.raises(AccessDenied) as denied:
            answer_target(BEN, made.public_id, subject, slug)  # type: ignore[arg-type]
        assert denied.value.stranger is stranger


def test_place_at_without_a_visitor_or_service_or_after_removal_is_denied() -> None:
    made = platform("infer")
    with pytest.raises(AccessDenied):
        answer_target(None, made.public_id, "service", "infer")
    for slug in ("no-such", "edge"):
        with pytest.raises(AccessDenied):
            answer_target(ADA, made.public_id, "service", slug)
    Service.objects.update(removed_at=timezone.now())
    with pytest.raises(AccessDenied):
        answer_target(ADA, made.public_id, "service", "infer")


def test_place_at_is_not_found_by_the_slug_of_another_assessment() -> None:
    made, other = platform("infer"), platform("billing")
    with pytest.raises(AccessDenied):
        answer_target(ADA, made.public_id, "service", "billing")
    assert answer_target(ADA, other.public_id, "service", "billing").assessment_id == other.id


def test_begin_answering_makes_one_respondent_for_whoever_was_let_in() -> None:
    made = platform("infer")
    let(BEN, made, "respond")
    target = answer_target(BEN, made.public_id, "service", "infer")
    assert target.respondent_id == 0
    begun = begin_answering(target=target, visitor=BEN)
    assert begin_answering(target=target, visitor=BEN) == begun
    assert answer_target(BEN, made.public_id, "service", "infer") == begun
    assert list(Respondent.objects.order_by("id").values_list("name", flat=True)) == ["Ada", "Respondent 2"]


def test_submission_counts_for_its_respondent_and_service_alone() -> None:
    made = platform("infer", "billing")
    let(BEN, made, "respond")
    target = answer_target(ADA, made.public_id, "service", "infer")
    assert submit_service(target=target, visitor=ADA)
    assert not submit_service(target=target, visitor=ADA)
    assert answer_target(ADA, made.public_id, "service", "infer").submitted
    assert submitted_at(target) is not None
    assert not answer_target(ADA, made.public_id, "service", "billing").submitted
    ben = begin_answering(target=answer_target(BEN, made.public_id, "service", "infer"), visitor=BEN)
    assert not ben.submitted
    say(ben, "latency-first", Draft("0"))
    assert submitted_at(target) is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.create(respondent_id=target.respondent_id, service_id=target.service_id)


def test_answers_file_of_one_respondent_says_everything_in_file_order() -> None:
    made = platform("infer", "billing")
    infer, edge = (
        answer_target(ADA, made.public_id, "service", "infer"),
        answer_target(ADA, made.public_id, "team", "edge"),
    )
    say(
        infer,
        "latency-first",
        Draft("3", note="15 ms", evidence=EvidenceDraft("measurement", "https://a.example/", "2027-05-31")),
    )
    say(infer, "serves-clients", Draft("na", reason="one caller"))
    say(infer, "expected-growth", Draft("none", evidence=EvidenceDraft("opinion")))
    say(edge, "seniority", Draft("4"))
    OwningTeam.objects.filter(slug="edge").update(raw_owners=2)
    Service.objects.filter(slug="billing").update(position=-0, latency_budget_ms=15.5, versions={"node": "24"})
    Service.objects.filter(slug="infer").update(position=7)
    file = file_of(made)
    assert [(one.name, one.team) for one in file.services] == [("billing", "Product"), ("infer", "Edge")]
    assert [(one.name, one.raw_owners) for one in file.teams] == [("Edge", 2), ("Product", None)]
    assert (file.services[0].latency_budget_ms, file.services[0].versions, file.services[0].answers) == (
        15.5,
        {"node": "24"},
        {},
    )
    assert file.services[1].answers == {
        "latency-first": Answer(
            level=3,
            note="15 ms",
            evidence=FileEvidence(kind="measurement", url="https://a.example/", expires="2027-05-31"),  # type: ignore[arg-type]
        ),
        "serves-clients": Answer(na="one caller"),
        "expected-growth": Answer(level="unsure", evidence=FileEvidence(kind="opinion")),
    }
    assert file.teams[0].scorecard == {"seniority": Answer(level=4)}
    assert file.respondents == []
    assert read_answers(write_answers(file), "answers.yaml", library()) == file


def test_answers_file_of_several_respondents_names_each_once() -> None:
    made = platform("infer", "billing")
    let(BEN, made, "respond")
    let(CLEO, made, "respond")
    for key, value in ((ADA, "4"), (BEN, "0"), (CLEO, "2")):
        say(
            begin_answering(target=answer_target(key, made.public_id, "service", "infer"), visitor=key),
            "latency-first",
            Draft(value),
        )
        say(
            begin_answering(target=answer_target(key, made.public_id, "team", "edge"), visitor=key),
            "seniority",
            Draft(value),
        )
    Respondent.objects.update(name="Ada")
    file = file_of(made)
    assert [one.name for one in file.respondents] == ["Ada", "Ada (2)", "Ada (3)"]
    assert [one.services["infer"]["latency-first"].level for one in file.respondents] == [4, 0, 2]
    assert [one.teams["Edge"]["seniority"].level for one in file.respondents] == [4, 0, 2]
    assert all("billing" not in one.services for one in file.respondents)
    assert file.services[0].answers == file.teams[0].scorecard == {}
    alone = answers_file_of(made, respondents=[Respondent.objects.order_by("id")[1].id])
    assert alone is not None
    assert (alone.respondents, alone.services[0].answers["latency-first"].level) == ([], 0)
    assert read_answers(write_answers(file), "answers.yaml", library()) == file


def test_answers_file_of_one_team_leaves_out_the_others() -> None:
    made = platform("infer", "billing", "webhooks")
    file = answers_file_of(made, team_slug="edge")
    assert file is not None
    assert ([one.name for one in file.teams], [one.name for one in file.services]) == (["Edge"], ["infer", "webhooks"])


def test_answers_file_of_an_assessment_without_a_service_is_none_and_removed_ones_are_left_out() -> None:
    made = platform("infer", "billing")
    say(answer_target(ADA, made.public_id, "service", "billing"), "latency-first", Draft("4"))
    Service.objects.filter(slug="billing").update(removed_at=timezone.now())
    assert [one.name for one in file_of(made).services] == ["infer"]
    Service.objects.update(removed_at=timezone.now())
    assert answers_file_of(made) is None


def test_answers_file_of_reads_as_often_for_two_hundred_services_as_for_one() -> None:
    counts = []
    for names in (("one",), tuple(f"service {n}" for n in range(200))):
        made = Assessment.objects.select_related("checklist").get(id=platform(*names).id)
        who = Respondent.objects.get(assessment=made)
        CurrentAnswer.objects.bulk_create(
            CurrentAnswer(
                respondent=who, service=service, statement="latency-first", seq=1, value="3", made_at=timezone.now()
            )
            for service in Service.objects.filter(assessment=made)
        )
        with CaptureQueriesContext(connection) as queries:
            file = answers_file_of(made)
        assert file is not None
        assert sum(len(one.answers) for one in file.services) == len(names)
        counts.append(len(queries))
    assert counts == [4, 4]


def test_rebuild_current_answers_keeps_evidence() -> None:
    made = platform("infer")
    target = answer_target(ADA, made.public_id, "service", "infer")
    say(target, "latency-first", Draft("3", evidence=EvidenceDraft("link", "https://a.example/", "2027-05-31")))
    before = file_of(made)
    CurrentAnswer.objects.all().delete()
    rebuild_current_answers(respondent_id=target.respondent_id)
    assert file_of(made) == before


def test_event_of_an_unknown_kind_of_evidence_is_refused_by_the_database() -> None:
    made = platform("infer")
    with pytest.raises(IntegrityError), transaction.atomic():
        say(
            answer_target(ADA, made.public_id, "service", "infer"),
            "latency-first",
            Draft("3", evidence=EvidenceDraft("rumour", "", "")),
        )
    assert not CurrentAnswer.objects.exists()
