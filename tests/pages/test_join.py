"""`/a/<id>/join/`: a display name at most, once, told apart from the others; then one's own answers."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone
from pydantic import ValidationError

from advisor.assessments.actions import join
from advisor.assessments.actions.create import TooManyError
from advisor.assessments.actions.retention import sweep
from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, AuditEvent, Respondent
from advisor.checklist.answers import MOST_RESPONDENTS, AnswersFile
from advisor.decisions.restoration import restore_assessment
from advisor.sharing.links import make_private_link, sweep_links
from advisor.sharing.models import Grant, Visitor
from tests.pages.making import REX, VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO, Browser, has_word, text_of
from tests.record.samples import answers

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    return platform()


@pytest.fixture
def ben(made: Assessment) -> Browser:
    return let_in(made, BEN, "respond")


def at(made: Assessment, more: str = "join/") -> str:
    return f"/a/{made.public_id}/{more}"


def names() -> list[str]:
    return list(Respondent.objects.order_by("id").values_list("name", flat=True))


def test_join_asks_for_a_name_and_says_who_sees_what(made: Assessment, ben: Browser) -> None:
    page = text_of(ben.get(at(made)))
    assert "What you will see" in page
    assert "What others will see" in page
    assert page.count("<input") == 2  # the name and the form's token
    assert not has_word(page, "Ada")
    assert names() == ["Ada"]  # nobody joins by looking


def test_join_makes_one_respondent_however_often_it_is_sent(made: Assessment, ben: Browser) -> None:
    for _ in range(2):
        assert ben.post(at(made), {"name": " Ben "})["Location"] == at(made, "")
    assert names() == ["Ada", "Ben"]
    assert AuditEvent.objects.filter(action="respondent joined").count() == 1
    assert "Your answers" in text_of(ben.get(at(made, "")))


@pytest.mark.parametrize(("written", "kept"), [("ada", "ada (2)"), ("", "Respondent 2"), ("  \n ", "Respondent 2")])
def test_join_tells_names_apart(made: Assessment, ben: Browser, written: str, kept: str) -> None:
    ben.post(at(made), {"name": written, "other": "yes"})
    assert names() == ["Ada", kept]


def test_join_under_the_name_of_somebody_here_asks_whether_it_is_them(made: Assessment, ben: Browser) -> None:
    response = ben.post(at(made), {"name": " ADA "})
    assert response.status_code == 422
    page = text_of(response)
    assert "Are you <bdi>Ada</bdi>?" in page
    assert 'value=" ADA "' in page
    assert names() == ["Ada"]


def test_join_again_is_taking_another_name(made: Assessment, ben: Browser) -> None:
    ben.post(at(made), {"name": "Ben"})
    assert 'value="Ben"' in text_of(ben.get(at(made)))
    ben.post(at(made), {"name": "Benjamin"})
    ben.post(at(made), {"name": ""})
    assert names() == ["Ada", "Benjamin"]
    detail = AuditEvent.objects.get(action="respondent renamed").detail
    assert (detail["from"], detail["to"]) == ("Ben", "Benjamin")


def test_join_with_too_long_a_name_keeps_what_was_typed(made: Assessment, ben: Browser) -> None:
    response = ben.post(at(made), {"name": "x" * 301})
    assert response.status_code == 422
    assert "x" * 301 in text_of(response)
    assert names() == ["Ada"]


def test_hub_of_somebody_without_a_name_leads_to_joining(made: Assessment, ben: Browser) -> None:
    assert f'href="{at(made)}"' in text_of(ben.get(at(made, "")))
    ben.post(at(made), {"name": "Ben"})
    page = text_of(ben.get(at(made, "")))
    assert ">Join<" not in page
    assert "You answer as <b><bdi>Ben</bdi></b>" in page


def test_link_opened_again_after_joining_leads_to_the_hub(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    ben = Browser(BEN)
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(seen_on=None)
    again = let_in(made, BEN, "edit")
    assert again.get(at(made, "")).status_code == ben.get(at(made, "")).status_code == 200
    assert names() == ["Ada", "Ben"]


def test_private_link_leads_its_maker_to_the_hub_without_a_question(made: Assessment) -> None:
    _, token = make_private_link(scope_id=made.scope_id, visitor=ADA)
    phone = Browser(CLEO)
    assert phone.get(f"/s/{token}")["Location"] == at(made, "")
    phone.post(at(made), {"name": "Ada B."})
    assert names() == ["Ada B."]


def test_viewer_and_stranger_cannot_join(made: Assessment) -> None:
    vic = let_in(made, VIC)
    assert vic.post(at(made), {"name": "Vic"}).status_code == 403
    assert Browser(REX).post(at(made), {"name": "Rex"}).status_code == 404
    assert names() == ["Ada"]


def test_respondent_makes_a_private_link_and_answers_elsewhere_as_the_same_person(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    ben, phone = Browser(BEN), Browser(CLEO)
    assert "Create a private link" in text_of(ben.get(at(made)))
    assert ben.post(at(made, "join/private/"), {})["Location"] == at(made)
    page = text_of(ben.get(at(made)))
    found = re.search(r"http://testserver(/s/[A-Za-z0-9_-]{32})", page)
    assert found
    assert found[1] not in text_of(ben.get(at(made)))
    assert phone.get(found[1])["Location"] == at(made, "")
    assert "You answer as <b><bdi>Ben</bdi></b>" in text_of(phone.get(at(made, "")))
    assert phone.get(at(made, "share/")).status_code == 403
    assert names() == ["Ada", "Ben"]
    page = text_of(Browser(ADA).get(at(made, "share/")))
    assert "<bdi>Ben</bdi>, on another device" in page


def test_private_link_of_who_is_shut_out_opens_nothing(made: Assessment) -> None:
    ben = joined(made, BEN, "Ben")
    Browser(BEN).post(at(made, "join/private/"), {})
    _, token = make_private_link(scope_id=made.scope_id, visitor=BEN)
    phone = Browser(CLEO)
    assert phone.get(f"/s/{token}").status_code == 302
    assert Browser(ADA).post(at(made, f"share/members/{ben.visitor_id}/remove/"), {}).status_code == 302
    assert phone.get(at(made, "")).status_code == 404
    assert phone.get(f"/s/{token}").status_code == 404
    assert let_in(made, VIC).post(at(made, "join/private/"), {}).status_code == 403


def test_respondent_whose_link_ended_goes_on_by_a_new_one_as_the_same_person(made: Assessment) -> None:
    joined(made, BEN, "Ben")
    long_ago = timezone.now() - timedelta(days=60)
    Visitor.objects.filter(key_hash=BEN.key_hash).update(made_at=long_ago)
    Grant.objects.filter(visitor__key_hash=BEN.key_hash).update(expires_at=long_ago)
    sweep_links(now=timezone.now())
    sweep(today=timezone.now().date())
    assert Browser(BEN).get(at(made, "")).status_code == 404
    again = let_in(made, BEN, "respond")
    assert "You answer as <b><bdi>Ben</bdi></b>" in text_of(again.get(at(made, "")))
    assert names() == ["Ada", "Ben"]


def test_join_where_as_many_people_answer_as_one_assessment_takes_is_refused(
    made: Assessment, ben: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join, "MOST_PEOPLE", 1)
    refused = ben.post(at(made), {"name": "Ben"})
    answered = ben.post(at(made, "services/token-stream/answers/latency-first/"), {"answer-latency-first": "3"})
    for response in (refused, answered):
        assert response.status_code == 409
        assert "at most 1 people who answer. Ask whoever runs it" in unescape(text_of(response))
    assert names() == ["Ada"]
    assert Browser(ADA).post(at(made), {"name": "Adele"}).status_code == 302  # who is there stays


def test_file_of_more_people_than_an_assessment_takes_is_not_restored() -> None:
    value = answers("24").model_dump(mode="json", exclude_defaults=True)
    value |= {"respondents": [{"name": f"P {number}"} for number in range(MOST_RESPONDENTS)]}
    file = AnswersFile.model_validate(value)
    with pytest.raises(TooManyError, match="at most 900 people"):
        restore_assessment(visitor=CLEO, checklist=newest(), answers=file, your_name="You", token="t" * 20)
    assert not Assessment.objects.exists()
    value["respondents"].append({"name": "One more"})
    with pytest.raises(ValidationError, match="at most 1000 items"):
        AnswersFile.model_validate(value)
