"""What is read of where somebody answers: the service with all around it, and whether they may change it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.answer_targets import answer_target, may_edit_at, service_of
from advisor.assessments.models import OwningTeam, Service
from advisor.sharing.access import AccessDenied
from tests.pages.making import joined, platform
from tests.people import ADA, BEN

pytestmark = pytest.mark.django_db


def test_service_comes_with_its_team_its_assessment_and_the_checklist_in_one_read() -> None:
    made = platform()
    row = Service.objects.get(slug="token-stream")
    Service.objects.filter(id=row.id).update(framework={"types": 3}, position=7)
    target = answer_target(ADA, made.public_id, "service", "token-stream")
    with CaptureQueriesContext(connection) as asked:
        found = service_of(target)
        near = found.team, found.assessment, found.assessment.checklist.digest, found.assessment.checklist.slug
    assert len(asked) == 1
    row.refresh_from_db()
    assert near == (row.team, row.assessment, row.assessment.checklist.digest, row.assessment.checklist.slug)
    names = [field.attname for field in Service._meta.concrete_fields]
    assert {name: getattr(found, name) for name in names} == {name: getattr(row, name) for name in names}
    assert found.assessment.weights == row.assessment.weights
    assert found.assessment.checklist.content == row.assessment.checklist.content  # read only where it is wanted


def test_service_that_was_removed_since_is_not_there() -> None:
    made = platform()
    target = answer_target(ADA, made.public_id, "service", "token-stream")
    Service.objects.update(removed_at=made.made_at)
    with pytest.raises(Service.DoesNotExist):
        service_of(target)


def test_team_that_was_removed_since_is_not_there() -> None:
    made = platform()
    answer_target(ADA, made.public_id, "team", "product")
    OwningTeam.objects.filter(slug="product").update(removed_at=made.made_at)
    with pytest.raises(AccessDenied):
        answer_target(ADA, made.public_id, "team", "product")


def test_only_who_may_edit_may_edit_at_a_service() -> None:
    made = platform()
    joined(made, BEN, "Ben")
    ada, ben = (answer_target(key, made.public_id, "service", "token-stream") for key in (ADA, BEN))
    assert (may_edit_at(ADA, ada), may_edit_at(BEN, ben)) == (True, False)
