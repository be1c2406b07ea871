"""Comparing: what is shown to whom and when, settling under the rule of shared fields, comments, rounds."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.reveal import submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.checklists import newest
from advisor.assessments.models import (
    Assessment,
    AuditEvent,
    Comment,
    CurrentAnswer,
    Respondent,
    Round,
    Service,
    Settlement,
)
from advisor.assessments.reads.visibility import answers_seen
from advisor.engine.recommend import recommend
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
STREAM = "token-stream"


@pytest.fixture
def made() -> Assessment:
    found = platform()
    joined(found, BEN, "Ben")
    joined(found, CLEO, "Cleo")
    return found


def say(name: str, levels: dict[str, int], *, slug: str = STREAM, notes: dict[str, str] | None = None) -> None:
    service, who = Service.objects.get(slug=slug), Respondent.objects.get(name=name)
    CurrentAnswer.objects.filter(respondent=who, service=service).delete()
    CurrentAnswer.objects.bulk_create(
        CurrentAnswer(
            respondent=who,
            service=service,
            statement=statement,
            seq=1,
            value=str(level),
            note=(notes or {}).get(statement, ""),
            made_at=service.assessment.made_at,
        )
        for statement, level in levels.items()
    )


def reveal(made: Assessment, slug: str = STREAM) -> None:
    for key in (ADA, BEN, CLEO):
        submit_service(target=answer_target(key, made.public_id, "service", slug), visitor=key)


def everyone_says(level: int, **others: int) -> None:
    """Ada, Ben and Cleo say the same of everything; `others` (such as `Ben=0`) of `latency-first` alone."""
    for name in ("Ada", "Ben", "Cleo"):
        levels = {one.id: level for one in newest().statements}
        if name in others:
            levels["latency-first"] = others[name]
        say(name, levels, notes={"latency-first": f"as {name} sees it"})


def at(made: Assessment, rest: str = "") -> str:
    return f"/a/{made.public_id}/compare/{rest}"


DETAIL = f"services/{STREAM}/"


def test_open_round_shows_counts_and_no_answer(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    submit_service(target=answer_target(BEN, made.public_id, "service", STREAM), visitor=BEN)
    for page in (at(made), at(made, DETAIL)):
        text = text_of(Browser(ADA).get(page))
        assert "1 of 3 done" in text
        assert "as Ben sees it" not in text
    assert "Reveal what they said" in text
    assert "Reveal what they said" not in text_of(Browser(BEN).get(at(made, DETAIL)))


def test_revealed_service_shows_who_said_what_the_outlier_first(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    reveal(made)
    let_in(made, VIC)
    for key in (ADA, BEN, VIC):
        text = text_of(Browser(key).get(at(made, DETAIL)))
        assert "You differ on 1 statement;" in text
        assert "as Ben sees it" in text
        names = re.findall(r"<bdi>(Ada|Ben|Cleo)</bdi>", text.split("difference__said")[1])
        assert names == ["Ben", "Ada", "Cleo"]
        assert "1 said not true and 2 said mostly true. It counts as" in text
        assert "You agree on 15 other statements." in text
    assert "Settle" not in text
    assert 'name="text"' not in text


def test_levels_stand_side_by_side_and_what_changes_the_outcome_comes_first_and_open(made: Assessment) -> None:
    sheet = {one.id: 4 if one.group == "raw" else 0 for one in newest().statements}
    say("Ada", sheet | {"would-reinvent": 1})
    say("Ben", sheet | {"runtime-mastery": 0})
    say("Cleo", {one: level for one, level in sheet.items() if one != "latency-first"})
    reveal(made)
    text = text_of(Browser(BEN).get(at(made, DETAIL)))
    matrix = text.split('class="table matrix"')[1].split("</table>")[0]
    rows = [re.findall(r'<span class="num">(.)</span>', row) for row in matrix.split("<tr>")[2:]]
    assert re.findall(r"<bdi>(\w+)</bdi>", matrix) == ["Ada", "Ben", "Cleo"]
    assert rows == [["4", "0", "4"], ["1", "0", "0"]]
    assert matrix.count("Changes the outcome") == 1
    fold = text.split("compare__others")[1]
    assert 'id="s-runtime-mastery"' not in fold
    assert 'id="s-would-reinvent"' in fold
    assert "Other differences: 1" in fold


def test_effect_is_what_the_engine_says_of_each_level_given(made: Assessment) -> None:
    sheet = {one.id: 4 if one.group == "raw" else 0 for one in newest().statements}
    for name, purpose in (("Ada", 4), ("Ben", 0), ("Cleo", 4)):
        say(name, sheet | {"narrow-purpose": purpose, "latency-first": 0})
    reveal(made)
    text = text_of(Browser(ADA).get(at(made, DETAIL)))
    file = answers_seen(open_assessment(ADA, made.public_id, "view"), team_slug="edge")
    assert file is not None
    told = recommend(newest(), file, trust=False).services[0]
    assert told.statements["narrow-purpose"].contested
    changes = text.count("Changes the outcome")
    assert changes == ("it changes the outcome" in text)


def test_settled_level_counts_and_is_taken_back(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    reveal(made)
    address = at(made, DETAIL + "settle/latency-first/")
    ada = Browser(ADA)
    assert ada.post(address, {"level": "1", "reason": " The benchmark decides. ", "base": "0"}).status_code == 302
    file = answers_seen(open_assessment(BEN, made.public_id, "view"))
    assert file is not None
    assert [(one.service, one.statement, one.level, one.reason) for one in file.settled] == [
        ("Token stream", "latency-first", 1, "The benchmark decides.")
    ]
    text = text_of(ada.get(at(made, DETAIL)))
    assert "You agree on everything now." in text
    assert "The benchmark decides." in text
    assert text.count('chip--good">Settled by <bdi>Ada</bdi>') == 2  # in the table and beside the statement
    assert ada.post(address, {"back": "1", "base": "1"}).status_code == 302
    file = answers_seen(open_assessment(BEN, made.public_id, "view"))
    assert file is not None
    assert file.settled == []
    noted = AuditEvent.objects.filter(action__contains="settle").order_by("id")
    assert list(noted.values_list("detail__to", flat=True)) == [1, None]


def test_settling_from_an_old_page_is_refused_with_both_values(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    reveal(made)
    address = at(made, DETAIL + "settle/latency-first/")
    ada = Browser(ADA)
    ada.post(address, {"level": "1", "reason": "first", "base": "0"})
    response = ada.post(address, {"level": "4", "reason": "my own words", "base": "0"})
    assert response.status_code == 412
    text = text_of(response)
    assert "mostly not true: first" in text
    assert "my own words" in text
    assert 'name="base" value="1"' in text
    assert (Settlement.objects.get().level, Settlement.objects.get().revision) == (1, 1)
    assert ada.post(address, {"level": "1", "reason": "first", "base": "0"}).status_code == 302
    assert ada.post(address, {"level": "4", "reason": "my own words", "base": "1"}).status_code == 302
    assert (Settlement.objects.get().level, Settlement.objects.get().revision) == (4, 2)


def test_settling_needs_a_level_and_a_reason_and_keeps_what_was_typed(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    reveal(made)
    address = at(made, DETAIL + "settle/latency-first/")
    response = Browser(ADA).post(address, {"reason": "because of this", "base": "0"})
    assert response.status_code == 422
    assert "because of this" in text_of(response)
    response = Browser(ADA).post(address, {"level": "2", "reason": "  ", "base": "0"})
    assert (response.status_code, Settlement.objects.count()) == (422, 0)
    assert re.search(r'value="2"\s+checked\s+required', text_of(response))


def test_nothing_is_settled_or_said_while_a_round_is_open(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    ada = Browser(ADA)
    settle, comment = at(made, DETAIL + "settle/latency-first/"), at(made, DETAIL + "comment/latency-first/")
    assert ada.post(settle, {"level": "1", "reason": "x", "base": "0"}).status_code == 404
    assert ada.post(comment, {"text": "hello"}).status_code == 404
    reveal(made)
    assert ada.post(at(made, DETAIL + "settle/no-such/"), {"level": "1", "reason": "x"}).status_code == 404
    card = at(made, DETAIL + "settle/scorecard.seniority/")
    Round.objects.filter(team__isnull=False).delete()
    assert ada.post(card, {"level": "1", "reason": "x", "base": "0"}).status_code == 404
    assert not Settlement.objects.exists()
    assert not Comment.objects.exists()


def test_scorecard_is_settled_for_the_team(made: Assessment) -> None:
    everyone_says(3)
    reveal(made)
    reveal(made, "customer-api")
    card = at(made, DETAIL + "settle/scorecard.seniority/")
    assert Browser(ADA).post(card, {"level": "1", "reason": "As the team says", "base": "0"}).status_code == 302
    row = Settlement.objects.get()
    assert (row.team and row.team.slug, row.statement) == ("edge", "seniority")


def test_comment_is_said_once_and_shown_with_its_name(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    reveal(made)
    address = at(made, DETAIL + "comment/latency-first/")
    ben = Browser(BEN)
    for _ in range(2):
        assert ben.post(address, {"text": "I meant <b>the</b> old one", "form": "f" * 24}).status_code == 302
    assert Comment.objects.count() == 1
    assert "I meant &lt;b&gt;the&lt;/b&gt; old one" in text_of(Browser(ADA).get(at(made, DETAIL)))
    assert ben.post(address, {"text": "  ", "form": "g" * 24}).status_code == 422


def test_editor_reveals_and_opens_a_second_round_by_buttons(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    ada = Browser(ADA)
    for key in (ADA, BEN):
        submit_service(target=answer_target(key, made.public_id, "service", STREAM), visitor=key)
    assert ada.post(at(made, DETAIL + "reveal/"), {"number": "1"}).status_code == 302
    text = text_of(ada.get(at(made, DETAIL)))
    assert "Revealed: 2 people" in text
    assert "as Cleo sees it" not in text
    submit_service(target=answer_target(CLEO, made.public_id, "service", STREAM), visitor=CLEO)
    assert "1 person finished after the reveal and is not in this round" in text_of(ada.get(at(made, DETAIL)))
    assert ada.post(at(made, DETAIL + "again/"), {"number": "2"}).status_code == 302
    everyone_says(1)
    text = text_of(ada.get(at(made, DETAIL)))
    assert "Round 2 is open: everyone answers alone again" in text
    assert "as Ben sees it" in text
    assert "mostly not true" not in text.split("difference__said")[1].split("</table>")[0]
    assert 'name="text"' not in text
    assert ada.post(at(made, DETAIL + "comment/latency-first/"), {"text": "late"}).status_code == 404


def test_owner_reveals_at_once_what_the_page_named_and_nothing_that_nobody_is_done_with(made: Assessment) -> None:
    ada, ben = Browser(ADA), Browser(BEN)
    button = "Reveal these 2 services"
    for slug in (STREAM, "customer-api"):
        assert button not in text_of(ada.get(at(made)))
        submit_service(target=answer_target(BEN, made.public_id, "service", slug), visitor=BEN)
    page = " ".join(text_of(ada.get(at(made))).split())
    assert "Token stream</bdi> (open: 1 of 3 done), <bdi>Customer API</bdi> (open: 1 of 3 done)" in page
    assert button not in text_of(ben.get(at(made)))
    assert ben.post(at(made, "reveal/"), {"round": f"{STREAM}:1"}).status_code == 403
    named = re.findall(r'name="round" value="([^"]+)"', page)
    assert ada.post(at(made, "reveal/"), {"round": [f"{STREAM}:2", "no-such:1", "x"]}).status_code == 302
    assert "Revealed: 1 person" not in text_of(ada.get(at(made)))
    for _ in range(2):
        assert ada.post(at(made, "reveal/"), {"round": named}).status_code == 302
    assert text_of(ada.get(at(made))).count("Revealed: 1 person") == 3  # and the scorecard of their team
    assert Round.objects.filter(revealed_at=None).count() == 0


def test_respondent_neither_reveals_nor_settles(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    ben = Browser(BEN)
    for rest in ("reveal/", "again/", "settle/latency-first/"):
        assert ben.post(at(made, DETAIL + rest), {"number": "1", "level": "1", "reason": "x"}).status_code == 403
    assert ben.post(at(made, "teams/edge/reveal/"), {"number": "1"}).status_code == 403


def test_empty_states_say_why() -> None:
    alone = platform("Token stream")
    text = text_of(Browser(ADA).get(at(alone)))
    assert "There is nobody to compare with yet" in text
    assert "Invite others" in text
    joined(alone, BEN, "Ben")
    assert "Nothing is revealed yet" in text_of(Browser(ADA).get(at(alone)))
    for key in (ADA, BEN):
        submit_service(target=answer_target(key, alone.public_id, "service", STREAM), visitor=key)
    assert "You agree on every statement" in text_of(Browser(ADA).get(at(alone)))
    assert "Nobody to compare with" in text_of(Browser(ADA).get(at(alone, DETAIL)))


def test_counts_of_the_hub_come_fresh_as_a_fragment_and_as_a_page(made: Assessment) -> None:
    hub = text_of(Browser(ADA).get(f"/a/{made.public_id}/"))
    assert f'hx-get="/a/{made.public_id}/progress/?stage=answer"' in hub
    asked = f"/a/{made.public_id}/progress/?stage="
    assert "HX-Refresh" not in Browser(ADA).get(f"{asked}answer", htmx=True)
    assert Browser(ADA).get(f"{asked}reveal", htmx=True)["HX-Refresh"] == "true"
    submit_service(target=answer_target(BEN, made.public_id, "service", STREAM), visitor=BEN)
    fragment = text_of(Browser(ADA).get(f"/a/{made.public_id}/progress/", htmx=True))
    assert f'<span id="everyone-{STREAM}" hx-swap-oob="true">Open: 1 of 3 done</span>' in fragment
    assert "<html" not in fragment
    page = text_of(Browser(ADA).get(f"/a/{made.public_id}/progress/"))
    assert "Open: 1 of 3 done" in page
    assert "hx-swap-oob" not in page


def test_compare_reads_as_often_for_two_hundred_services_as_for_one() -> None:
    counts = []
    for names in (["Token stream"], ["Token stream", *(f"Service {n}" for n in range(199))]):
        made = platform(*names, title=f"Platform of {len(names)}")
        joined(made, BEN, f"Ben {len(names)}")
        for page in (at(made), at(made, DETAIL), f"/a/{made.public_id}/progress/"):
            with CaptureQueriesContext(connection) as queries:
                assert Browser(ADA).get(page).status_code == 200
            counts.append(len(queries))
    assert counts[:3] == counts[3:]
    assert max(counts) <= 18


def test_questions_say_what_the_round_means_for_what_one_changes(made: Assessment) -> None:
    everyone_says(3, Ben=0)
    pages = [f"/a/{made.public_id}/services/{STREAM}/{rest}/" for rest in ("speed", "all", "check")]
    ben = Browser(BEN)
    assert not any("is revealed" in text_of(ben.get(page)) for page in pages)
    reveal(made)
    assert all("stay private until the next round is revealed" in text_of(ben.get(page)) for page in pages)
    Browser(ADA).post(at(made, DETAIL + "again/"), {"number": "2"})
    assert all("Round 2 is open" in text_of(ben.get(page)) for page in pages)


def test_result_of_a_platform_says_of_which_service_somebody_alone_would_decide_otherwise(made: Assessment) -> None:
    for one in newest().scorecard.dimensions:
        CurrentAnswer.objects.bulk_create(
            CurrentAnswer(respondent=who, team=team, statement=one.id, seq=1, value="3", made_at=made.made_at)
            for who in Respondent.objects.all()
            for team in made.teams.all()
        )
    sides = {one.id: one.group for one in newest().statements}
    raw = {key: 4 if group == "raw" else 0 for key, group in sides.items()}
    for slug in Service.objects.values_list("slug", flat=True):
        for name in ("Ada", "Cleo"):
            say(name, raw, slug=slug)
        say("Ben", {key: 4 - level for key, level in raw.items()}, slug=slug)
        reveal(made, slug)
    page = " ".join(text_of(Browser(ADA).get(f"/a/{made.public_id}/result/")).split())
    told = re.findall(
        r"<li> <bdi>([^<]+)</bdi>: The answers of Ben alone lead to a framework such as Express\. </li>", page
    )
    assert told == ["Token stream"]
