"""`/a/<id>/history/`: every change in words, to those who may know; milestones, and the difference of two."""

import re
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.reveal import close_round
from advisor.assessments.actions.settle import settle
from advisor.assessments.milestones import point_at
from advisor.assessments.models import (
    AnswerEvent,
    Assessment,
    AuditEvent,
    Milestone,
    OwningTeam,
    Respondent,
    Service,
    Submission,
)
from advisor.assessments.reads.history import CHECKS, SEEN_BY
from advisor.pages.history import views
from advisor.pages.history.entries import SETTLED, WORDS, cut
from tests.pages.making import VIC, joined, let_in, platform, said
from tests.people import ADA, BEN, CLEO, Browser, text_of

pytestmark = pytest.mark.django_db
LATENCY = "Every millisecond counts"


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def made() -> Assessment:
    return platform()


def at(made: Assessment, more: str = "history/") -> str:
    return f"/a/{made.public_id}/{more}"


def answer(who: Browser, made: Assessment, value: str, base: int = 0, **more: str) -> None:
    address = at(made, "services/token-stream/answers/latency-first/")
    sent = {
        "answer-latency-first": value,
        "base-latency-first": str(base),
        "request-latency-first": uuid4().hex,
    }
    response = who.post(address, {**sent, **more}, htmx=True)
    assert response.status_code == 200, text_of(response)


def plain(who: Browser, made: Assessment, more: str = "history/") -> str:
    response = who.get(at(made, more))
    assert response.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def revealed(made: Assessment) -> None:
    service = Service.objects.get(slug="token-stream")
    for one in Respondent.objects.filter(assessment=made):
        Submission.objects.get_or_create(respondent=one, service=service)
    assert close_round(assessment=made, visitor=ADA, subject=service, number=1)


def test_answers_are_told_with_what_was_said_before(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3", **{"note-latency-first": "We pay per token."})
    answer(ada, made, "unsure", 1)
    page = plain(ada, made)
    first, second = page.index("no answer mostly true, “We pay per token.” Ada ,"), page.index("not sure Ada ,")
    assert second < first  # the newest first
    assert "mostly true, “We pay per token.” not sure" in page
    assert "Token stream: ‘" in page


def typed(who: Browser, made: Assessment, *notes: str, base: int = 1) -> None:
    """A note that is saved at each pause of typing."""
    for number, note in enumerate(notes, start=base):
        answer(who, made, "3", number, **{"note-latency-first": note})


def test_note_saved_at_each_pause_is_told_once_and_nothing_is_lost(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3")
    typed(ada, made, "We", "We pay", "We pay per token.")
    page = plain(ada, made)
    assert page.count("‘Every millisecond") == 2
    assert "mostly true mostly true, “We pay per token.”" in page
    assert "no answer mostly true" in page
    assert "“We pay”" not in page
    assert AnswerEvent.objects.count() == 4
    answer(ada, made, "4", 4, **{"note-latency-first": "We pay per token."})
    typed_later = {"note-latency-first": "We pay per token and minute."}
    answer(ada, made, "4", 5, **typed_later)
    page = plain(ada, made)
    assert page.count("‘Every millisecond") == 4
    assert "true, “We pay per token.” true, “We pay per token and minute.”" in page


def test_notes_of_two_sittings_are_told_apart(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3")
    (first,) = AnswerEvent.objects.all()
    for seq, note, minutes in ((2, "Before", 1), (3, "Before lunch.", 5), (4, "After", 70), (5, "After lunch.", 75)):
        AnswerEvent.objects.create(
            respondent_id=first.respondent_id,
            service_id=first.service_id,
            statement=first.statement,
            value=first.value,
            seq=seq,
            note=note,
            made_at=first.made_at + timedelta(minutes=minutes),
            request_id=uuid4().hex,
        )
    page = plain(ada, made)
    assert page.count("‘Every millisecond") == 3
    assert "mostly true, “Before lunch.” mostly true, “After lunch.”" in page
    assert "mostly true mostly true, “Before lunch.”" in page


def test_note_of_a_reveal_is_told_to_others_also_where_its_author_went_on(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben")
    answer(ada, made, "3")
    typed(ada, made, "Told.")
    revealed(made)
    typed(ada, made, "Told. And more", base=2)
    assert "“Told. And more”" in plain(ada, made)
    page = plain(Browser(BEN), made)
    assert "“Told.”" in page
    assert "And more" not in page


def test_details_are_told_field_by_field(ada: Browser, made: Assessment) -> None:
    shown = {"was-description": "", "was-team": "edge", "base": "1", "name": "Token stream", "was-name": "Token stream"}
    ada.post(
        at(made, "edit/services/token-stream/"), {**shown, "team": "product", "description": "Streams <b>tokens</b>."}
    )
    page = plain(ada, made)
    assert "Token stream: description nothing Streams &lt;b&gt;tokens&lt;/b&gt;. Ada ," in page
    assert "Token stream: owning team Edge Product Ada ," in page
    ada.post(at(made, "edit/"), {"title": "Acme & Co"})
    assert "Assessment renamed Acme AI Acme &amp; Co" in plain(ada, made)
    ada.post(at(made, "edit/services/token-stream/remove/"), {})
    assert "Token stream: removed" in plain(ada, made)


def test_nothing_of_an_open_round_is_told_to_others(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben")
    ben, vic, nel = Browser(BEN), let_in(made, VIC), let_in(made, CLEO, "edit")
    before = [plain(who, made) for who in (ada, vic, nel)]
    answer(ben, made, "1", **{"note-latency-first": "Bens secret"})
    assert "Bens secret" in plain(ben, made)
    assert [plain(who, made) for who in (ada, vic, nel)] == before
    revealed(made)
    answer(ben, made, "2", 1, **{"note-latency-first": "Bens second thought"})
    for who in (ada, vic, nel):
        page = plain(who, made)
        assert "no answer mostly not true, “Bens secret” Ben ," in page
        assert "Bens second thought" not in page
        assert "Round 1 of Token stream revealed, with 2 people" in page


def test_settlements_are_told_with_both_levels(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben")
    revealed(made)
    service, team = Service.objects.get(slug="token-stream"), OwningTeam.objects.get(slug="edge")
    said = {"assessment": made, "visitor": ADA, "reason": "Measured."}
    settle(subject=service, statement="latency-first", level=4, base=0, **said)  # type: ignore[arg-type]
    settle(subject=service, statement="latency-first", level=None, base=1, **said)  # type: ignore[arg-type]
    settle(subject=team, statement="seniority", level=0, base=0, **said)  # type: ignore[arg-type]
    page = plain(Browser(BEN), made)
    assert re.search(r"Settled for Token stream: ‘[^‘]+’ not settled true Ada ,", page)
    assert re.search(r"Settled for Token stream: ‘[^‘]+’ true not settled Ada ,", page)
    assert re.search(r"Settled for Edge: ‘[^‘]+’ not settled .{5,200} Ada ,", page)


def test_decisions_are_told_by_their_parts(ada: Browser, made: Assessment) -> None:
    for action, detail in (
        ("decision changed", {"from": {}, "to": {"choice.token-stream": {}, "risks": []}}),
        ("decision proposed", {"revision": 2}),
        ("position taken", {"who": "Ben", "what": "dissent", "revision": 2}),
    ):
        AuditEvent.objects.create(scope=made.scope, action=action, detail=detail)
    page = plain(ada, made)
    for told in (
        "Decision changed: Token stream and risks",
        "Decision put to the deciders",
        "Ben on the decision: dissent",
    ):
        assert told in page


def test_events_are_told_from_the_role_on_that_may_know(ada: Browser, made: Assessment) -> None:
    ben = joined(made, BEN, "Ben")
    ada.post(at(made, "share/"), {"role": "view", "label": "Board", "ends": "14"})
    ada.post(at(made, f"people/{ben.id}/"), {"which": "some", "service": ["customer-api"], "was": "*"})
    Browser(BEN).post(at(made, "services/customer-api/done/"), {})
    Browser(BEN).post(at(made, "join/"), {"name": "Benjamin"})
    eve = let_in(made, CLEO, "edit")
    for who, told in ((ada, 4), (eve, 3), (Browser(BEN), 0), (let_in(made, VIC), 0)):
        page = plain(who, made)
        found = [
            "Link made, to read" in page,
            "What Benjamin is asked about all services Customer API" in page,
            "Customer API: Benjamin is done with it" in page,
            "Took another name Ben Benjamin" in page,
        ]
        assert sum(found) == told
        assert "Assessment started" in page


def test_every_event_of_the_product_has_words_or_is_left_out_on_purpose() -> None:
    left_out = {"assessment started over", "milestone made"}
    found: set[str] = set()
    for path in Path(settings.BASE_DIR, "advisor").rglob("*.py"):
        code = path.read_text()
        found |= set(re.findall(r"action=\"([a-z ]+)\"", code))
        for either in re.findall(r"^ +action = (.+)$", code, re.MULTILINE):
            found |= set(re.findall(r"(?<!f)\"([a-z ]+)\"", either))
    kinds = {f"{kind} {what}" for kind in ("service", "team") for what in ("moved", "removed", "put back")}
    details = {"service details changed", "team details changed"}
    assert len(found) >= 15
    found.discard("append")  # an option of a command
    assert found - left_out <= set(SEEN_BY)
    assert set(SEEN_BY) - found <= kinds | details
    assert set(WORDS) == set(SEEN_BY) - details - set(SETTLED) - set(CHECKS)


def test_history_is_shown_in_pages(ada: Browser, made: Assessment) -> None:
    for n in range(120):
        AuditEvent.objects.create(scope=made.scope, action="assessment renamed", detail={"from": f"t{n}.", "to": "x"})
    seen: list[str] = []
    address = at(made)
    for _ in range(3):
        page = text_of(ada.get(address))
        seen += re.findall(r"<bdi>t(\d+)\.</bdi>", page)
        older = re.search(r'href="([^"]+)">Older', page)
        if older is None:
            break
        address = older[1].replace("&amp;", "&")
    assert [int(one) for one in seen] == list(range(119, -1, -1))
    assert "Nothing more" not in page
    assert ada.get(at(made) + "?answers=x&events=99999999999999999999").status_code == 200


def test_milestone_is_compared_with_now(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3")
    sent = {"name": "Before the workshop", "form": "f" * 20}
    for _ in range(2):
        assert ada.post(at(made, "history/milestones/"), sent).status_code == 302
    row = Milestone.objects.get()
    assert "Before the workshop" in plain(ada, made)
    address = f"history/difference/?first={row.id}&second=now"
    assert "No answer and no detail changed." in plain(ada, made, address)
    answer(ada, made, "0", 1)
    page = plain(ada, made, address)
    assert re.search(r"Token stream: .{5,200} mostly true not true ", page)
    assert "No verdict changed." in page
    backwards = plain(ada, made, f"history/difference/?first=now&second={row.id}")
    assert " not true mostly true " in backwards


def test_milestone_knows_what_was_renamed_since(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3")
    ada.post(at(made, "history/milestones/"), {"name": "Before", "form": "f" * 20})
    was = Service.objects.get(slug="token-stream")
    team = OwningTeam.objects.get(id=was.team_id)
    for address, old, new in (
        ("edit/services/token-stream/", was, "Relay"),
        (f"edit/teams/{team.slug}/", team, "Platform"),
    ):
        sent = {"name": new, "was-name": old.name, "base": "1", "raw_owners": "", "was-raw_owners": ""}
        sent |= {"team": team.slug, "was-team": team.slug, "description": "", "was-description": ""}
        assert ada.post(at(made, address), sent).status_code == 302
    page = plain(ada, made, f"history/difference/?first={Milestone.objects.get().id}&second=now")
    assert "No answer and no detail changed." in page
    assert "No verdict changed." in page


def test_milestone_keeps_its_names_where_two_services_would_share_one(ada: Browser, made: Assessment) -> None:
    answer(ada, made, "3")
    ada.post(at(made, "history/milestones/"), {"name": "Before", "form": "f" * 20})
    other = Service.objects.exclude(slug="token-stream").get()
    ada.post(at(made, f"edit/services/{other.slug}/remove/"), {})
    sent = {"name": other.name, "was-name": "Token stream", "base": "1", "team": "edge", "was-team": "edge"}
    assert ada.post(at(made, "edit/services/token-stream/"), sent).status_code == 302
    then = point_at(open_assessment(ADA, made.public_id, "view"), str(Milestone.objects.get().id))
    assert then.answers is not None
    assert [one.name for one in then.answers.services] == ["Token stream", other.name]


def test_milestone_with_own_open_answers_is_its_makers_alone(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben", "edit")
    answer(ada, made, "3")
    ada.post(at(made, "history/milestones/"), {"name": "Mine", "form": "f" * 20})
    row = Milestone.objects.get()
    assert row.respondent == Respondent.objects.get(name="Ada")
    assert "only you see it" in plain(ada, made)
    ben = Browser(BEN)
    assert "Mine" not in plain(ben, made)
    assert ben.get(at(made, f"history/difference/?first={row.id}")).status_code == 404
    revealed(made)
    ben.post(at(made, "history/milestones/"), {"name": "Everyone's", "form": "b" * 20})
    assert Milestone.objects.get(name="Everyone's").respondent is None
    assert "Everyone&#x27;s" in plain(ada, made)
    assert "Everyone&#x27;s" in plain(let_in(made, VIC), made)


@pytest.mark.parametrize("odd", ["0", "x", "9" * 30, "-1", "²", ""])
def test_difference_of_what_is_not_there_is_not_found(ada: Browser, made: Assessment, odd: str) -> None:
    assert ada.get(at(made, f"history/difference/?first={odd}&second=now")).status_code == 404


def test_difference_of_very_many_answers_lists_some_and_counts_the_rest(
    ada: Browser, made: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada.post(at(made, "history/milestones/"), {"name": "Before", "form": "f" * 20})
    said(Service.objects.get(slug="token-stream"))
    monkeypatch.setattr(views, "MOST_CHANGES", 3)
    page = plain(ada, made, "history/difference/")
    assert page.count("Token stream: ") + page.count("Ada on Token stream: ") == 3
    assert "13 more changes not listed here." in page


def test_milestone_without_a_name_or_without_a_service_is_told_why(ada: Browser, made: Assessment) -> None:
    response = ada.post(at(made, "history/milestones/"), {"name": " "})
    assert response.status_code == 422
    assert "Write a name for the milestone" in text_of(response)
    Service.objects.update(removed_at=made.made_at)
    response = ada.post(at(made, "history/milestones/"), {"name": "Empty"})
    assert response.status_code == 422
    assert "nothing to save" in text_of(response)
    assert 'value="Empty"' in text_of(response)
    assert "There is no service yet" in plain(ada, made, "history/difference/")
    assert not Milestone.objects.exists()


def test_milestones_are_made_by_editors_and_seen_in_their_own_assessment(ada: Browser, made: Assessment) -> None:
    joined(made, BEN, "Ben")
    assert Browser(BEN).post(at(made, "history/milestones/"), {"name": "x"}).status_code == 403
    theirs = platform("Other", key=CLEO, title="Other")
    Browser(CLEO).post(at(theirs, "history/milestones/"), {"name": "Theirs", "form": "f" * 20})
    row = Milestone.objects.get()
    assert ada.get(at(made, f"history/difference/?first={row.id}")).status_code == 404


def test_history_is_in_reach_from_everyones_hub(ada: Browser, made: Assessment) -> None:
    for who in (ada, let_in(made, BEN, "respond"), let_in(made, VIC)):
        assert f'href="{at(made)}"' in text_of(who.get(at(made, "")))


def test_cut_shortens_what_does_not_fit_into_a_line() -> None:
    assert cut("a  b\nc") == "a b c"
    assert len(cut("word " * 100)) <= 160


def test_history_asks_as_often_for_one_change_as_for_many(ada: Browser) -> None:
    counts = []
    for names in (("Token stream",), ("Token stream", *(f"service {n}" for n in range(50)))):
        made = platform(*names, title=str(len(names)))
        answer(ada, made, "3")
        who = Respondent.objects.get(assessment=made)
        AnswerEvent.objects.bulk_create(
            AnswerEvent(
                respondent=who,
                service=service,
                statement="narrow-purpose",
                seq=1,
                value="2",
                made_at=made.made_at,
                request_id=f"r{service.id}",
            )
            for service in Service.objects.filter(assessment=made)
        )
        with CaptureQueriesContext(connection) as asked:
            assert ada.get(at(made)).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 12
