"""What is kept is the same object while nothing changes, follows every change at once, and is nobody else's."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from uuid import uuid4

import pytest
from django.db import transaction

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.answers import Draft, Subject
from advisor.assessments.lru import ContentKey, LruCache
from advisor.assessments.models import Assessment, OwningTeam, Respondent, Service
from advisor.assessments.reads.answer_cache import answers_by
from advisor.assessments.reads.answers import rows_of
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from tests.pages.making import joined, platform
from tests.people import ADA, BEN

pytestmark = pytest.mark.django_db
Queries = Callable[[int], AbstractContextManager[object]]
SLUG, STATEMENT = "token-stream", "latency-first"


@pytest.fixture
def made() -> Assessment:
    found = platform()
    joined(found, BEN, "Ben")
    return found


def says(who: Respondent, level: str, base: int, statement: str = STATEMENT) -> None:
    service = Service.objects.get(assessment_id=who.assessment_id, slug=SLUG)
    record_answer(
        respondent_id=who.id,
        subject=Subject("service", service.id, statement),
        draft=Draft(level),
        base=base,
        request_id=uuid4().hex,
    )


def seen(made: Assessment, key: object = ADA) -> AnswersFile:
    file = answers_seen(open_assessment(key, made.public_id, "view"))  # type: ignore[arg-type]
    assert file is not None
    return file


def level(file: AnswersFile) -> object:
    return file.services[0].answers[STATEMENT].level


def test_shelf_forgets_the_least_recently_asked_for() -> None:
    shelf: LruCache[int] = LruCache(2)
    shelf.put("a", 1, 1)
    shelf.put("b", 2, 1)
    assert shelf.get("a") == 1
    shelf.put("c", 3, 1)
    assert (shelf.get("a"), shelf.get("b"), shelf.get("c")) == (1, None, 3)


def test_same_is_equal_only_to_itself() -> None:
    one, other = [1], [1]
    assert ContentKey(one) == ContentKey(one)
    assert ContentKey(one) != ContentKey(other)
    assert ContentKey(one) != one


def test_answers_seen_are_the_same_until_something_is_said_and_then_new(made: Assessment) -> None:
    ada = Respondent.objects.get(assessment=made, name="Ada")
    says(ada, "3", 0)
    first = seen(made)
    assert seen(made) is first
    says(ada, "1", 1)
    assert (level(first), level(seen(made))) == (3, 1)
    says(ada, "3", 2)
    assert seen(made) == first


def test_answers_seen_follow_every_other_row_they_are_made_from(made: Assessment) -> None:
    says(Respondent.objects.get(assessment=made, name="Ada"), "3", 0)
    first = seen(made)
    for kind, fields in (
        (Service, {"name": "Stream", "versions": {"node": "24"}, "latency_budget_ms": 12.5}),
        (OwningTeam, {"name": "Core", "raw_owners": 2}),
        (Assessment, {"title": "Acme", "weights": {STATEMENT: 2}}),
    ):
        before = seen(made)
        kind._default_manager.filter(id=kind._default_manager.order_by("id")[0].id).update(**fields)
        assert seen(made) != before
    file = seen(made)
    assert (file.platform, file.weights, file.teams[0].raw_owners) == ("Acme", {STATEMENT: 2}, 2)
    assert (file.services[0].name, file.services[0].versions) == ("Stream", {"node": "24"})
    assert first.services[0].name == "Token stream"


def test_two_people_with_as_many_answers_each_see_their_own(made: Assessment) -> None:
    for name, level_ in (("Ada", "3"), ("Ben", "0")):
        says(Respondent.objects.get(assessment=made, name=name), level_, 0)
    for _ in range(2):
        assert (level(seen(made, ADA)), level(seen(made, BEN))) == (3, 0)


def test_answers_of_a_save_that_was_undone_are_not_kept(made: Assessment) -> None:
    ada = Respondent.objects.get(assessment=made, name="Ada")
    with transaction.atomic():
        says(ada, "4", 0)
        assert level(seen(made)) == 4
        transaction.set_rollback(True)
    says(ada, "1", 0)
    assert level(seen(made)) == 1


def test_answers_by_takes_one_read_where_nothing_changed(made: Assessment, django_assert_num_queries: Queries) -> None:
    people = list(Respondent.objects.filter(assessment=made).values_list("id", flat=True))
    says(Respondent.objects.get(id=people[0]), "3", 0)
    with django_assert_num_queries(2):
        first = answers_by(people)
    with django_assert_num_queries(1):
        assert answers_by(people) == first
    assert answers_by([]) == {}


def test_rows_of_a_team_are_its_own(made: Assessment) -> None:
    every = rows_of(made)
    assert rows_of(made) is every
    team = next(iter(every.teams.values()))
    part = rows_of(made, team_slug=team.slug)
    assert list(part.teams) == [team.id]
    assert {row.team_id for row in part.services.values()} == {team.id}
