"""`/a/<id>/checks/<check>/`: "we know, because …" is kept, told everywhere, taken back, and betrays nobody."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.arrange import duplicate_service, remove
from advisor.assessments.actions.reveal import close_round, open_round
from advisor.assessments.answered_checks import key_of, mark_of
from advisor.assessments.models import Assessment, CheckAnswer, OwningTeam, Respondent, Service, Submission
from advisor.assessments.reads.visibility import answers_seen
from advisor.record.numbers import day_in_words
from tests.pages.making import VIC, joined, let_in, platform, rated, said
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
CHECK, WHY = "no-latency-budget", "The SLO is 40 ms, *agreed* in May."
SHOWN = "The SLO is 40 ms, agreed in May."
"""The same where it is rendered."""


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    """Token stream has to be fast and states no latency budget; nobody but Ada is asked."""
    found = platform()
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    return found


def at(made: Assessment, more: str = f"checks/{CHECK}/") -> str:
    return f"/a/{made.public_id}/{more}"


def answer(who: Browser, made: Assessment, because: str = WHY, **more: Any) -> Any:
    sent = {"because": because, "was": mark_of(""), "of": ["token-stream"], **more}
    return who.post(at(made, f"checks/{CHECK}/answer/"), sent)


def page(who: Browser, made: Assessment, more: str = f"checks/{CHECK}/") -> str:
    response = who.get(at(made, more))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def revealed(made: Assessment, *names: str) -> None:
    service = Service.objects.get(assessment=made, slug="token-stream")
    for name in names:
        Submission.objects.get_or_create(respondent=Respondent.objects.get(name=name), service=service)
    assert close_round(assessment=made, visitor=ADA, subject=service, number=1)
    close_round(assessment=made, visitor=ADA, subject=service.team, number=1)


def test_answer_stands_on_every_page_and_in_every_file(ada: Browser, made: Assessment) -> None:
    assert "We know about this" in page(ada, made, "services/token-stream/result/")
    response = answer(ada, made, go="token-stream")
    assert response.headers["Location"] == at(made, "services/token-stream/result/#checks")
    row = CheckAnswer.objects.get()
    assert (row.seq, row.services, row.by) == (1, ["token-stream"], "Ada")
    day, in_words = row.made_at.date().isoformat(), day_in_words(row.made_at.date())
    for more in ("services/token-stream/result/", "result/", f"checks/{CHECK}/"):
        told = page(ada, made, more)
        assert "Known, because:" in told
        assert SHOWN in told
        assert in_words in told
    assert f'"by": "Ada",\n          "on": "{day}"' in text_of(ada.get(at(made, "result.json")))
    assert rf"\*agreed\* in May. (Ada, {in_words})" in text_of(ada.get(at(made, "result.md")))
    assert "answered_checks:" in text_of(ada.get(at(made, "result.yaml")))
    assert f"on Token stream not answered {WHY} Ada ," in page(ada, made, "history/")


def test_form_of_a_check_has_a_draft_of_its_own_for_each_person_on_every_page(ada: Browser, made: Assessment) -> None:
    ben = let_in(made, BEN, "edit")
    said(Service.objects.get(slug="customer-api"))
    OwningTeam.objects.update(raw_owners=1)

    def drafts(who: Browser, more: str) -> list[list[str]]:
        return [one.split("/") for one in re.findall(r'data-draft="([^"]+)"', text_of(who.get(at(made, more))))]

    here = drafts(ada, "result/")
    assert len(here) == 2
    (person,) = {one[0] for one in here}
    assert len(person) == 16
    assert {one[1] for one in here} == {made.public_id}
    assert len({one[2] for one in here}) == 2
    assert here[0] in drafts(ada, "checks/over-capacity/")
    assert drafts(ada, "services/token-stream/result/")[0][:2] == here[0][:2]
    assert {one[0] for one in drafts(ben, "checks/over-capacity/")} & {person} == set()


def test_answer_taken_back_leaves_the_check_open_and_both_in_its_history(ada: Browser, made: Assessment) -> None:
    answer(ada, made)
    assert answer(ada, made, back="1", was=mark_of(WHY)).status_code == 302
    told = page(ada, made)
    assert "Known, because:" not in told
    assert told.index("taken back") < told.index(SHOWN)
    assert "answered_checks" not in text_of(ada.get(at(made, "result.yaml")))
    assert f"on Token stream {WHY} not answered Ada ," in page(ada, made, "history/")


def test_two_who_answer_at_once_are_shown_both_texts_and_one_picks(ada: Browser, made: Assessment) -> None:
    eve = let_in(made, CLEO, "edit")
    joined(made, BEN, "Ben")
    revealed(made, "Ada")
    answer(ada, made)
    response = answer(eve, made, "Eve knows better.")
    assert response.status_code == 412
    shown = text_of(response)
    assert WHY in shown
    assert "Eve knows better.</textarea>" in shown
    assert f'name="was" value="{mark_of(WHY)}"' in shown
    assert answer(eve, made, "Eve knows better.", was=mark_of(WHY)).status_code == 302
    assert [row.because for row in CheckAnswer.objects.order_by("seq")] == [WHY, "Eve knows better."]
    assert "An editor" in page(ada, made)


@pytest.mark.parametrize("text", ["", "  \n ", "long " * 500])
def test_answer_that_cannot_be_kept_comes_back_as_typed(ada: Browser, made: Assessment, text: str) -> None:
    response = answer(ada, made, text, was="what it began with")
    assert response.status_code == 422
    assert text.strip() + "</textarea>" in text_of(response)
    assert 'value="what it began with"' in text_of(response)
    assert not CheckAnswer.objects.exists()


def test_same_form_sent_again_is_kept_once_also_after_another_answer(ada: Browser, made: Assessment) -> None:
    form = "f" * 24
    for _ in range(2):
        assert answer(ada, made, form=form).status_code == 302
    assert answer(ada, made, "Later.", was=mark_of(WHY)).status_code == 302
    assert answer(ada, made, form=form).status_code == 302
    assert [row.because for row in CheckAnswer.objects.order_by("seq")] == [WHY, "Later."]


def test_answer_is_nobody_elses_until_all_is_revealed(ada: Browser, made: Assessment) -> None:
    answer(ada, made)
    joined(made, BEN, "Ben", "edit")
    ben, vic, nel = Browser(BEN), let_in(made, VIC), let_in(made, CLEO, "edit")
    places = ("result/", "result.json", "result.yaml", "services/token-stream/result/", "history/", f"checks/{CHECK}/")
    for who in (ben, vic, nel):
        for target in places:
            response = who.get(at(made, target), htmx=False)
            assert b"40 ms" not in b"".join([response.content]), target
    assert SHOWN in page(ada, made)
    for who in (ada, ben, nel):
        response = answer(who, made, "Something else.")
        assert response.status_code == 422
        assert "still answer alone about Token stream" in text_of(response)
        assert ("40 ms" in text_of(response)) == (who is ada)
    revealed(made, "Ada")
    for who in (ben, vic, nel):
        assert SHOWN in page(who, made)
        assert WHY in page(who, made, "history/")


def test_answer_after_a_reveal_stays_while_the_next_round_is_open_and_no_other_is_taken(
    ada: Browser, made: Assessment
) -> None:
    joined(made, BEN, "Ben", "edit")
    revealed(made, "Ada")
    answer(ada, made)
    assert open_round(assessment=made, visitor=ADA, service=Service.objects.get(slug="token-stream"), number=2)
    assert SHOWN in page(Browser(BEN), made)
    assert answer(ada, made, "Another.", was=mark_of(WHY)).status_code == 422


def test_services_that_are_not_there_and_checks_that_are_not_known_are_not_found(
    ada: Browser, made: Assessment
) -> None:
    assert answer(ada, made, of=["token-stream", "no-such"]).status_code == 404
    assert answer(ada, made, of=[]).status_code == 404
    assert ada.post(at(made, "checks/no-such/answer/"), {"because": WHY, "of": ["token-stream"]}).status_code == 404
    assert ada.get(at(made, "checks/no-such/")).status_code == 404


def test_answer_for_several_services_shrinks_with_them_and_a_copy_has_its_own(ada: Browser, made: Assessment) -> None:
    answer(ada, made)
    answer(ada, made, "Both are cached.", of=["token-stream", "customer-api"])
    one, other = Service.objects.get(slug="token-stream"), Service.objects.get(slug="customer-api")
    me = Respondent.objects.get()
    copy = duplicate_service(assessment=made, visitor=ADA, service=one, respondent=me)
    remove(assessment=made, visitor=ADA, row=other)
    file = answers_seen(open_assessment(ADA, made.public_id, "view"))
    assert file is not None
    found = [(line.services, line.because) for line in file.answered_checks]
    assert found == [([copy.name], WHY), (["Token stream"], "Both are cached."), (["Token stream"], WHY)]
    assert CheckAnswer.objects.get(services=[copy.slug]).key == key_of(CHECK, [copy.slug])


def test_page_of_a_check_reads_as_often_for_one_service_as_for_many(made: Assessment) -> None:
    many = platform(*(f"Service {number}" for number in range(12)), title="Many")
    for service in Service.objects.filter(assessment=many):
        said(service)
    counts = []
    for one in (made, many):
        slug = Service.objects.filter(assessment=one).order_by("position")[0].slug
        answer(Browser(ADA), one, of=[slug])
        page(Browser(ADA), one)
        with CaptureQueriesContext(connection) as asked:
            page(Browser(ADA), one)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 20
