"""`/my/`: what waits for a person, what they made, what they joined; nobody else's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.models import Assessment, Assignment, Respondent, Service, Submission
from advisor.assessments.reads.my_assessments import my_assessments
from advisor.pages.my import views as my
from advisor.sharing.links import make_private_link, revoke_link
from advisor.sharing.models import ShareLink
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO, Browser, begun, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    return platform()


def waits(who: Browser) -> str:
    """The part of the page about what waits, as plain text; empty where nothing does."""
    page = text_of(who.get("/my/"))
    return page.split('id="waiting"')[1].split("</section>")[0] if 'id="waiting"' in page else ""


def test_my_tells_made_from_joined_with_what_one_may(made: Assessment) -> None:
    platform("Bens service", key=BEN, title="Platform of Ben")
    joined(made, BEN, "Ben", "edit")
    let_in(made, VIC)
    page = text_of(Browser(BEN).get("/my/"))
    before, after = page.split("Joined</h2>")
    assert "Platform of Ben" in before.split("Made by you</h2>")[1]
    assert "Acme AI" in after
    assert '"You may">edit<' in after
    page = text_of(Browser(VIC).get("/my/"))
    assert "Made by you" not in page
    assert '"You may">read<' in page


def test_my_on_another_device_is_made_by_the_same_person(made: Assessment) -> None:
    _, token = make_private_link(scope_id=made.scope_id, visitor=ADA)
    phone = Browser(CLEO)
    phone.get(f"/s/{token}")
    page = text_of(phone.get("/my/"))
    assert "Made by you" in page
    assert "Joined</h2>" not in page
    assert "Token stream" in waits(phone)


def test_waiting_names_what_is_asked_and_not_done(made: Assessment) -> None:
    ben, browser = joined(made, BEN, "Ben"), Browser(BEN)
    stream, api = Service.objects.order_by("position")
    assert "Token stream" in waits(browser)
    assert f'href="/a/{made.public_id}/services/customer-api/"' in waits(browser)
    Respondent.objects.filter(id=ben.id).update(only_assigned=True)
    Assignment.objects.create(respondent=ben, service=api)
    assert "Token stream" not in waits(browser)
    Submission.objects.create(respondent=ben, service=api)
    assert waits(browser) == ""
    Submission.objects.create(respondent=Respondent.objects.get(name="Ada"), service=stream)
    assert "Token stream" not in waits(Browser(ADA))
    assert "Customer API" in waits(Browser(ADA))


def test_nothing_waits_for_readers_strangers_and_who_was_shut_out(made: Assessment) -> None:
    vic = let_in(made, VIC)
    joined(made, BEN, "Ben")
    revoke_link(scope_id=made.scope_id, link_id=ShareLink.objects.get(label="For Ben").id)
    for who in (vic, Browser(BEN), Browser(CLEO)):
        assert waits(who) == ""


def test_nothing_waits_of_a_service_that_is_only_tried_or_was_removed(made: Assessment) -> None:
    begun(CLEO)
    assert waits(Browser(CLEO)) == ""
    Service.objects.update(removed_at=made.made_at)
    assert waits(Browser(ADA)) == ""


def test_held_asks_as_often_for_one_assessment_as_for_ten() -> None:
    counts = []
    for n in range(10):
        joined(platform(title=f"Platform {n}"), BEN, "Ben")
        if n in (0, 9):
            with CaptureQueriesContext(connection) as asked:
                assert len(my_assessments(BEN)) == n + 1
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 9


def test_page_lists_so_many_and_leads_to_the_older_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(my, "MOST", 2)
    for n in range(5):
        platform(title=f"Platform {n}")
    pages = [text_of(Browser(ADA).get(f"/my/?page={number}")) for number in (1, 2, 3, "x", 99)]
    lists = [{n for n in range(5) if f">Platform {n}<" in page.split("Made by you</h2>")[1]} for page in pages]
    assert lists == [{4, 3}, {2, 1}, {0}, {4, 3}, {0}]
    assert ["?page=2" in pages[0], "?page=1" in pages[1], "?page=3" in pages[1], "?page=2" in pages[2]] == [True] * 4
    assert ["Page 1 of 3" in pages[0], "3 more of your assessments wait" in pages[0]] == [True, True]
    assert [waits_in(page) for page in pages[:3]] == [True, False, False]


def waits_in(page: str) -> bool:
    return 'id="waiting"' in page
