"""Who is asked, who is done: by default everyone everything; whoever was shut out is waited for no more."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.actions.reveal import close_round, open_round
from advisor.assessments.models import Assessment, Assignment, CurrentAnswer, Respondent, Service, Submission
from advisor.assessments.reads.people import Person, crew_of, people_of, waiting_for
from advisor.sharing.members import shut_out
from tests.pages.making import joined, platform, said
from tests.people import ADA, BEN, CLEO

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    return platform()


def service(slug: str = "token-stream") -> Service:
    return Service.objects.get(slug=slug)


def ids(*who: Respondent) -> frozenset[int]:
    return frozenset(one.id for one in who)


def test_everyone_who_joined_is_asked_everything(made: Assessment) -> None:
    ada, ben = Respondent.objects.get(), joined(made, BEN, "Ben")
    crew = crew_of(made)
    assert set(crew.respondents) == {service().id, service("customer-api").id}
    assert crew.assigned(service().id) == crew.waiting(service().id) == ids(ada, ben)
    assert not crew.complete(service().id)


def test_assigned_alone_are_asked_about_these_and_no_others(made: Assessment) -> None:
    ada, ben = Respondent.objects.get(), joined(made, BEN, "Ben")
    Respondent.objects.filter(id=ben.id).update(only_assigned=True)
    Assignment.objects.create(respondent=ben, service=service())
    Assignment.objects.create(respondent=ada, service=service())  # counts only for who is asked about nothing else
    crew = crew_of(made)
    assert crew.respondents == {service().id: ids(ada, ben), service("customer-api").id: ids(ada)}


def test_service_is_complete_when_everyone_asked_is_done(made: Assessment) -> None:
    ada, ben = Respondent.objects.get(), joined(made, BEN, "Ben")
    Submission.objects.create(respondent=ada, service=service())
    crew = crew_of(made)
    assert (crew.waiting(service().id), crew.complete(service().id)) == (ids(ben), False)
    Submission.objects.create(respondent=ben, service=service())
    crew = crew_of(made)
    assert (crew.complete(service().id), crew.complete(service("customer-api").id)) == (True, False)


def test_service_that_nobody_is_asked_about_is_not_complete(made: Assessment) -> None:
    Respondent.objects.update(only_assigned=True)
    assert not crew_of(made).complete(service().id)


def test_shut_out_is_waited_for_no_more_and_what_was_submitted_counts(made: Assessment) -> None:
    ben, cleo = joined(made, BEN, "Ben"), joined(made, CLEO, "Cleo")
    Submission.objects.create(respondent=cleo, service=service())
    for one in (ben, cleo):
        assert one.visitor_id is not None
        assert shut_out(scope_id=made.scope_id, visitor_id=one.visitor_id)
    crew = crew_of(made)
    ada = Respondent.objects.get(name="Ada")
    assert crew.respondents[service().id] == ids(ada)
    assert crew.assigned(service().id) == ids(ada, cleo)
    assert [one.present for one in people_of(made, statements=16)] == [True, False, False]


def test_viewer_and_removed_service_are_left_out(made: Assessment) -> None:
    vic = joined(made, BEN, "Vic", "view")
    Service.objects.filter(slug="customer-api").update(removed_at=made.made_at)
    Submission.objects.create(respondent=vic, service=Service.everything.get(slug="customer-api"))
    crew = crew_of(made)
    assert list(crew.respondents) == list(crew.submitted) == [service().id]
    assert vic.id not in crew.assigned(service().id)


def test_people_are_told_how_far_they_are(made: Assessment) -> None:
    ben, cleo = joined(made, BEN, "Ben"), joined(made, CLEO, "Cleo")
    said(service(), statements=5, name="Ada")
    Respondent.objects.filter(id=cleo.id).update(only_assigned=True)
    Assignment.objects.create(respondent=cleo, service=service())
    Submission.objects.create(respondent=cleo, service=service())
    CurrentAnswer.objects.create(
        respondent=ben, service=service(), statement="narrow-purpose", seq=1, value="none", made_at=made.made_at
    )
    told = [(one.name, one.progress, len(one.services), len(one.open), one.answered, one.total) for one in people(made)]
    assert told == [("Ada", "begun", 2, 2, 5, 32), ("Ben", "blank", 2, 2, 0, 32), ("Cleo", "done", 1, 0, 0, 16)]
    Assignment.objects.all().delete()
    assert [one.progress for one in people(made)] == ["begun", "blank", "none"]


def people(made: Assessment) -> list[Person]:
    return people_of(made, statements=16)


def test_reads_are_the_same_for_one_service_and_for_fifty() -> None:
    counts = []
    for names in (("one",), tuple(f"service {n}" for n in range(50))):
        made = platform(*names, title=str(len(names)))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            crew_of(made)
            people_of(made, statements=16)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 10


def test_revealed_service_waits_for_nobody(made: Assessment) -> None:
    ada, ben = Respondent.objects.get(), joined(made, BEN, "Ben")
    Submission.objects.create(respondent=ada, service=service())
    assert close_round(assessment=made, visitor=ADA, subject=service(), number=1)
    told = {one.name: one for one in people(made)}
    assert told["Ben"].open == (service("customer-api").id,)
    assert [one.slug for one in waiting_for(BEN, [made.id])[made.id]] == ["customer-api"]
    assert open_round(assessment=made, visitor=ADA, service=service(), number=2)
    assert {one.name: len(one.open) for one in people(made)} == {"Ada": 2, "Ben": 2}
    assert [one.slug for one in waiting_for(BEN, [made.id])[made.id]] == ["token-stream", "customer-api"]
    assert ben.id in crew_of(made).waiting(service().id)
