"""`/a/<id>/people/`: who is asked about what, how far they are, and a reminder without a token."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.models import Assessment, Assignment, AuditEvent, Respondent, Round, Service, Submission
from advisor.assessments.reads.people import crew_of
from advisor.sharing.links import make_link
from advisor.sharing.members import shut_out
from advisor.sharing.models import ShareLink
from tests.pages.making import joined, let_in, platform, said
from tests.people import ADA, BEN, CLEO, Browser, key_of, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    return platform()


@pytest.fixture
def ben(made: Assessment) -> Respondent:
    return joined(made, BEN, "Ben")


def at(made: Assessment, who: Respondent | None = None) -> str:
    return f"/a/{made.public_id}/people/" + (f"{who.id}/" if who else "")


def service(slug: str = "token-stream") -> Service:
    return Service.objects.get(slug=slug)


def choose(ada: Browser, made: Assessment, who: Respondent, *slugs: str, was: str = "*", which: str = "some") -> int:
    return int(ada.post(at(made, who), {"which": which, "service": slugs, "was": was}).status_code)


def test_people_are_listed_with_progress_and_no_answer(ada: Browser, made: Assessment, ben: Respondent) -> None:
    said(service(), statements=5, name="Ben")
    page = text_of(ada.get(at(made)))
    assert "0 of 2 services done, 5 of 32 statements" in page
    assert "Ada</bdi>" in page
    assert "Not started" in page
    assert page.count("0 of 2</td>") == 2
    assert "Ada and Ben" in page


def test_link_nobody_opened_is_listed_for_owners_alone(ada: Browser, made: Assessment) -> None:
    make_link(scope_id=made.scope_id, role="respond", label="Dan the new one", expires_at=None, made_by=None)
    make_link(scope_id=made.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    page = text_of(ada.get(at(made)))
    assert "Dan the new one" in page
    assert "Not opened" in page
    assert "Board" not in page
    editor = let_in(made, CLEO, "edit")
    assert "Dan the new one" not in text_of(editor.get(at(made)))


def test_reminder_names_what_is_open_and_holds_no_token(ada: Browser, made: Assessment, ben: Respondent) -> None:
    Submission.objects.create(respondent=ben, service=service())
    page = text_of(ada.get(at(made)))
    assert "Hello Ben," in page
    assert "1 service of Acme AI waits for your answers: Customer API." in page
    assert f"http://testserver/a/{made.public_id}/" in page
    assert "/s/" not in page
    assert "Hello Ada" not in page
    Submission.objects.create(respondent=ben, service=service("customer-api"))
    assert "Hello Ben," not in text_of(ada.get(at(made)))


def test_shut_out_is_listed_as_such_and_waited_for_no_more(ada: Browser, made: Assessment, ben: Respondent) -> None:
    assert ben.visitor_id is not None
    shut_out(scope_id=made.scope_id, visitor_id=ben.visitor_id)
    page = text_of(ada.get(at(made)))
    assert "cannot open it any more" in page
    assert "Hello Ben," not in page
    assert page.count("0 of 1</td>") == 2


def test_person_is_asked_about_the_ticked_services(ada: Browser, made: Assessment, ben: Respondent) -> None:
    assert choose(ada, made, ben, "token-stream", "no-such") == 302
    assert crew_of(made).respondents[service("customer-api").id] == {Respondent.objects.get(name="Ada").id}
    assert "checked" in text_of(ada.get(at(made, ben)))
    assert AuditEvent.objects.get(action="services assigned").detail == {
        "respondent": ben.id,
        "from": "*",
        "to": "token-stream",
    }
    assert choose(ada, made, ben, was="token-stream") == 302
    assert "none: takes part without answering" in text_of(ada.get(at(made)))
    assert choose(ada, made, ben, was="", which="all") == 302
    assert not Assignment.objects.exists()
    assert len(crew_of(made).respondents[service("customer-api").id]) == 2


def test_choice_sent_twice_is_made_once(ada: Browser, made: Assessment, ben: Respondent) -> None:
    for _ in range(2):
        assert choose(ada, made, ben, "token-stream") == 302
    assert Assignment.objects.count() == AuditEvent.objects.filter(action="services assigned").count() == 1


def test_choice_from_a_stale_page_shows_both_and_overwrites_nothing(
    ada: Browser, made: Assessment, ben: Respondent
) -> None:
    choose(ada, made, ben, "token-stream")
    response = ada.post(at(made, ben), {"which": "some", "service": ["customer-api"], "was": "*"})
    page = text_of(response)
    assert response.status_code == 412
    assert "Saved now: <b><bdi>Token stream</bdi></b>. You chose: <b><bdi>Customer API</bdi></b>" in page
    assert 'name="was" value="token-stream"' in page
    assert Assignment.objects.get().service == service()
    assert choose(ada, made, ben, "customer-api", was="token-stream") == 302
    assert Assignment.objects.get().service == service("customer-api")


def test_choice_without_a_choice_is_asked_for(ada: Browser, made: Assessment, ben: Respondent) -> None:
    response = ada.post(at(made, ben), {"service": ["token-stream"], "was": "*"})
    assert response.status_code == 422
    assert "Choose one of the two." in text_of(response)
    assert text_of(response).count("checked") == 2  # the tick is kept
    assert not Assignment.objects.exists()


def test_service_removed_and_put_back_keeps_who_is_asked(ada: Browser, made: Assessment, ben: Respondent) -> None:
    choose(ada, made, ben, "token-stream")
    Service.objects.filter(slug="token-stream").update(removed_at=made.made_at)
    assert choose(ada, made, ben, "customer-api", was="") == 302
    Service.everything.filter(slug="token-stream").update(removed_at=None)
    assert set(Assignment.objects.values_list("service__slug", flat=True)) == {"token-stream", "customer-api"}


def test_people_are_the_editors_alone(made: Assessment, ben: Respondent) -> None:
    assert Browser(BEN).get(at(made)).status_code == 403
    assert Browser(CLEO).get(at(made)).status_code == 404
    assert let_in(made, CLEO, "edit").get(at(made)).status_code == 200
    assert choose(Browser(BEN), made, ben) == 403


def test_people_ask_as_often_for_one_person_and_service_as_for_many(ada: Browser) -> None:
    counts = []
    for names, people in ((("one",), 1), (tuple(f"service {n}" for n in range(50)), 10)):
        made = platform(*names, title=str(len(names)))
        for n in range(people):
            joined(made, key_of(f"m{n:02}"), f"Member {n}")
        with CaptureQueriesContext(connection) as asked:
            assert ada.get(at(made)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12


def done_but_for_ben(made: Assessment) -> Respondent:
    """Ada and Cleo are done with everything; Ben has come and is not."""
    ben = joined(made, BEN, "Ben")
    for who in (Respondent.objects.get(name="Ada"), joined(made, CLEO, "Cleo")):
        for one in Service.objects.all():
            Submission.objects.create(respondent=who, service=one)
    return ben


def revealed() -> set[str]:
    return set(Round.objects.exclude(revealed_at=None).exclude(service=None).values_list("service__slug", flat=True))


def test_person_asked_no_more_is_waited_for_no_more(ada: Browser, made: Assessment) -> None:
    ben = done_but_for_ben(made)
    assert revealed() == set()
    assert choose(ada, made, ben, "token-stream") == 302
    assert revealed() == {"customer-api"}
    page = text_of(ada.get(at(made)))
    assert page.count("Revealed</span>") == 1
    assert "1 service of Acme AI waits for your answers: Token stream." in page


def test_person_shut_out_is_waited_for_no_more(ada: Browser, made: Assessment) -> None:
    ben = done_but_for_ben(made)
    assert ada.post(f"/a/{made.public_id}/share/members/{ben.visitor_id}/remove/", {}).status_code == 302
    assert revealed() == {"token-stream", "customer-api"}


def test_link_revoked_is_waited_for_no_more(ada: Browser, made: Assessment) -> None:
    done_but_for_ben(made)
    link = ShareLink.objects.get(label="For Ben")
    assert ada.post(f"/a/{made.public_id}/share/{link.id}/revoke/", {}).status_code == 302
    assert revealed() == {"token-stream", "customer-api"}


def test_person_without_whom_it_was_revealed_did_not_answer_and_is_never_done(ada: Browser, made: Assessment) -> None:
    done_but_for_ben(made)
    for slug in ("token-stream", "customer-api"):
        ada.post(f"/a/{made.public_id}/compare/services/{slug}/reveal/", {"number": "1"})
    assert revealed() == {"token-stream", "customer-api"}
    page = text_of(ada.get(at(made)))
    assert "Didn't answer in this round" in page
    assert "2 of 2 services revealed without them" in page
    assert page.count('chip--good">Done</span>') == 2  # Ada and Cleo
    assert page.count("2 of 3</td>") == 2
