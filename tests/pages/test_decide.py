"""`/a/<id>/decide/`: writing a decision, two people at once, proposing it, the deciders' words, signing off."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, AuditEvent, CurrentAnswer, OwningTeam, Respondent, Service
from advisor.assessments.reads.answers import answers_file_of
from advisor.decisions.draft_content import value_of
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Decision, Position, Record
from advisor.decisions.tasks import Turns
from advisor.engine.recommend import recommend
from advisor.pages.decide import sign_off
from advisor.pages.http.rows import MOST_ROWS
from advisor.publish import queue, worker_threads
from advisor.publish.protocol import Job, unpacked_job
from advisor.publish.renderer import failed
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from advisor.sharing.links import open_link
from tests.pages.making import joined, let_in, platform, rated, said
from tests.people import ADA, BEN, Browser, key_of

pytestmark = pytest.mark.django_db
EVE, VIC = key_of("eve"), key_of("vic")


@pytest.fixture
def ada() -> Assessment:
    """Ada's platform of two services; the first is answered, so that it leans nowhere and is undecided."""
    made = platform("Token stream", "Customer API")
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    return made


def at(assessment: Assessment, rest: str = "") -> str:
    return f"/a/{assessment.public_id}/decide/{rest}"


def marks(browser: Browser, assessment: Assessment) -> dict[str, str]:
    """What the form, as it is shown now, says the sections were."""
    page = browser.get(at(assessment, "edit/")).content.decode()
    return dict(re.findall(r'<input type="hidden" name="(was-[^"]+)" value="([^"]*)"', page))


WHOLE = {
    "choice-token-stream": "raw",
    "because-token-stream": "It must ship in May.",
    "choice-customer-api": "framework",
    "because-customer-api": "Everyone knows it.",
    "deciders": "Board",
    "good": "The hot path stays small.",
    "bad": "Two ways of building.",
    "count-risks": "1",
    "risks-0-risk": "The one who knows it leaves.",
    "risks-0-owner": "Ben",
    "count-actions": "1",
    "actions-0-what": "Write the conventions down.",
    "actions-0-owner": "Ada",
    "actions-0-by": "2027-01-15",
    "review": "2027-05-01",
    "count-tripwires": "1",
    "tripwires-0-service": "token-stream",
    "tripwires-0-when": "routes",
    "tripwires-0-above": "12",
    "tripwires-0-now": "7",
}


def write(browser: Browser, assessment: Assessment, **changes: str) -> Any:
    given = {**WHOLE, **ada_decides(assessment), **{name.replace("__", "-"): value for name, value in changes.items()}}
    return browser.post(at(assessment, "edit/"), {**marks(browser, assessment), **given})


def ada_decides(assessment: Assessment) -> dict[str, str]:
    """The field that says that Ada, who answers, is a decider."""
    return {f"decides-{Respondent.objects.get(assessment=assessment, name='Ada').id}": "Ada"}


def text(response: Any) -> str:
    return str(response.content.decode())


def test_decide_without_a_service_says_so() -> None:
    bare = platform("Token stream")
    Service.objects.all().delete()
    assert "Nothing to decide yet" in text(Browser(ADA).get(at(bare)))
    assert "Nothing to decide yet" in text(Browser(ADA).get(at(bare, "edit/")))


def test_decision_is_written_and_read_back(ada: Assessment) -> None:
    response = write(Browser(ADA), ada)
    assert (response.status_code, response["Location"]) == (302, at(ada))
    row = Decision.objects.get(assessment=ada)
    assert row.content["choice.token-stream"] == {"choice": "raw", "because": "It must ship in May."}
    assert row.content["tripwires"] == [{"service": "token-stream", "when": "routes", "above": 12, "now": 7}]
    page = text(Browser(ADA).get(at(ada)))
    assert "we propose Raw Node.js for Token stream; a framework such as Express for Customer API" in page
    assert "more than 12 routes (7 today)" in page
    assert "The one who knows it leaves." in page
    form = text(Browser(ADA).get(at(ada, "edit/")))
    assert 'value="2027-01-15"' in form
    assert "It must ship in May." in form


def test_decision_names_services_by_what_they_are_called_today(ada: Assessment) -> None:
    write(Browser(ADA), ada)
    Service.objects.filter(slug="token-stream").update(name="Stream of tokens")
    assert "Raw Node.js for Stream of tokens" in text(Browser(ADA).get(at(ada)))


def test_half_a_decision_is_saved_and_what_it_lacks_is_told_before_it_is_proposed(ada: Assessment) -> None:
    half = {"because__token__stream": "", "choice__customer__api": ""}
    assert write(Browser(ADA), ada, **half).status_code == 302
    page = text(Browser(ADA).get(at(ada)))
    assert "Say why you depart from the answers for Token stream." in page
    assert "Choose for Customer API." in page
    form = text(Browser(ADA).get(at(ada, "edit/")))
    assert "Everyone knows it." in form  # the reason waits for its choice
    assert Browser(ADA).post(at(ada, "propose/"), {"revision": "1"}).status_code == 422
    assert Decision.objects.get().proposed_revision is None


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("risks-0-risk", "Risk 1: say what could go wrong."),
        ("risks-0-owner", "Risk 1: name who watches this risk."),
        ("actions-0-what", "Action 1: say what will be done."),
        ("actions-0-owner", "Action 1: name who does this."),
        ("actions-0-by", "Action 1: set a date for this."),
        ("tripwires-0-service", "Tripwire 1: choose the service to watch."),
        ("tripwires-0-when", "Tripwire 1: choose what to watch."),
        ("tripwires-0-above", "Tripwire 1: write the number above which you review it."),
    ],
)
def test_half_a_row_is_saved_and_proposing_names_what_is_missing_at_its_place(
    ada: Assessment, field: str, told: str
) -> None:
    assert write(Browser(ADA), ada, **{field.replace("-", "__"): ""}).status_code == 302
    kept = dict(re.findall(r'name="([a-z]+-0-[a-z]+)"\s+value="([^"]*)"', text(Browser(ADA).get(at(ada, "edit/")))))
    rows = {name: value for name, value in WHOLE.items() if "-0-" in name and name != field}
    assert {name: value for name, value in kept.items() if name in rows}.items() <= rows.items()
    refused = Browser(ADA).post(at(ada, "propose/"), {"revision": "1"})
    assert refused.status_code == 422
    assert f'decide/edit/#{field}">{told}</a>' in text(refused)
    for address in (at(ada), at(ada, "dates.ics"), f"/a/{ada.public_id}/result.md", f"/a/{ada.public_id}/result.yaml"):
        assert Browser(ADA).get(address).status_code == 200  # half a row is no part of the decision yet
    assert write(Browser(ADA), ada).status_code == 302
    assert Browser(ADA).post(at(ada, "propose/"), {"revision": "2"}).status_code == 302


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("actions-0-by", "soon", "Write a day such as 2027-05-01."),
        ("review", "2027-02-30", "Write a day such as 2027-05-01."),
        ("tripwires-0-above", "many", "Write a number, such as 12."),
        ("tripwires-0-when", "end-of-life", "states no version"),
        ("tripwires-0-service", "elsewhere", "Choose one of those listed."),
        ("deciders", "Board\nboard", "“board” appears twice. Keep one."),
        ("deciders", "Board\nB\u043eard", "“B\u043eard” appears twice, or looks like another name. Keep one."),
        ("deciders", "ADA", "“ADA” appears twice, or looks like another name. Keep one."),
        ("good", "x" * 4001, "Shorten each line to 4,000 characters."),
    ],
)
def test_what_is_wrong_is_told_at_its_field_and_everything_typed_stays(
    field: str, value: str, told: str, ada: Assessment
) -> None:
    response = write(Browser(ADA), ada, **{field.replace("-", "__"): value})
    assert response.status_code == 422
    page = text(response)
    assert told in page
    assert "Two ways of building." in page
    assert 'value="Write the conventions down."' in page
    assert not Decision.objects.exists()


def test_p99_without_a_limit_takes_the_latency_budget(ada: Assessment) -> None:
    Service.objects.filter(slug="token-stream").update(latency_budget_ms=15)
    write(Browser(ADA), ada, tripwires__0__when="p99", tripwires__0__above="", tripwires__0__now="16.5")
    assert Decision.objects.get().content["tripwires"][0]["above"] == 15
    assert "p99 latency in ms at 16.5, above 15" in text(Browser(ADA).get(at(ada)))


def test_second_tripwire_for_the_same_thing_is_refused_and_two_versions_are_told_apart(ada: Assessment) -> None:
    Service.objects.filter(slug="token-stream").update(versions={"node": "24", "express": "5"})
    twice = {f"tripwires__{at}__{key}": value for at in (0, 1) for key, value in TRIPWIRE.items()}
    refused = write(Browser(ADA), ada, count__tripwires="2", **twice)
    assert refused.status_code == 422
    assert "Another tripwire already watches this for Token stream" in text(refused)
    apart = twice | {"tripwires__1__part": "express"}
    assert write(Browser(ADA), ada, count__tripwires="2", **apart).status_code == 302
    kept = [{"service": "token-stream", "when": "end-of-life", "part": part} for part in ("node", "express")]
    assert Decision.objects.get().content["tripwires"] == kept
    other = write(
        Browser(ADA),
        ada,
        tripwires__0__service="customer-api",
        **{k: v for k, v in apart.items() if k != "tripwires__0__service"},
    )
    assert (other.status_code, "Customer API states no version" in text(other)) == (422, True)


TRIPWIRE = {"service": "token-stream", "when": "end-of-life", "part": "node", "above": "", "now": ""}


def test_what_could_not_be_read_back_is_not_signed_off(ada: Assessment) -> None:
    proposed(ada)
    Assessment.objects.update(weights={"no-such-statement": 2})
    refused = sign(Browser(ADA), ada)
    assert (refused.status_code, "It cannot be signed off like this: there is no statement" in text(refused)) == (
        422,
        True,
    )
    assert not Record.objects.exists()


def test_another_row_is_added_without_saving_and_keeps_what_was_typed(ada: Assessment) -> None:
    response = write(Browser(ADA), ada, add="risks", risks__0__owner="")
    page = text(response)
    assert response.status_code == 200
    assert 'name="count-risks" value="2"' in page
    assert 'id="risks-1-risk"' in page
    assert 'value="The one who knows it leaves."' in page
    assert not Decision.objects.exists()
    full = text(write(Browser(ADA), ada, add="risks", count__risks="999"))
    assert f'name="count-risks" value="{MOST_ROWS}"' in full
    assert "Add another risk" not in full


def test_choices_are_filled_in_as_the_answers_say_where_nothing_is_chosen(ada: Assessment) -> None:
    Service.objects.filter(slug="customer-api").update(name="Other")
    said(Service.objects.get(slug="customer-api"), "0", statements=4)
    CurrentAnswer.objects.filter(service__slug="token-stream", statement="narrow-purpose").update(value="0")
    CurrentAnswer.objects.filter(service__slug="token-stream", statement="runtime-mastery").update(value="0")
    page = text(Browser(ADA).post(at(ada, "edit/"), {"add": "choices", "deciders": "Ada"}))
    verdict = draft_verdicts(ada)
    for slug, chosen in verdict.items():
        assert bool(re.search(rf'name="choice-{slug}"\s+value="{chosen or "raw"}"\s+checked', page)) is bool(chosen)
    assert any(verdict.values())
    assert ">\nAda</textarea>" in page
    assert not Decision.objects.filter(content__has_key="deciders").exists()


def draft_verdicts(assessment: Assessment) -> dict[str, str]:
    """What the answers say of each service, by its part of an address; empty where they leave it open."""
    answers = answers_file_of(Assessment.objects.select_related("checklist").get(id=assessment.id))
    assert answers is not None
    told = recommend(newest(), answers).services
    slugs = dict(Service.objects.filter(assessment=assessment).values_list("name", "slug"))
    return {slugs[one.name]: "" if one.verdict == "undecided" else one.verdict for one in told}


def test_two_people_may_change_two_parts_at_once(ada: Assessment) -> None:
    joined(ada, EVE, "Eve", "edit")
    write(Browser(ADA), ada)
    before = marks(Browser(EVE), ada)
    write(Browser(ADA), ada, review="2027-06-01")
    response = Browser(EVE).post(at(ada, "edit/"), {**before, **WHOLE, **ada_decides(ada), "deciders": ""})
    assert response.status_code == 302
    content = Decision.objects.get().content
    assert (content["review"], content["deciders"]) == ("2027-06-01", ["Ada"])


def test_same_part_changed_by_two_gives_back_both_values_and_lets_one_pick(ada: Assessment) -> None:
    joined(ada, EVE, "Eve", "edit")
    write(Browser(ADA), ada)
    before = marks(Browser(EVE), ada)
    write(Browser(ADA), ada, review="2027-06-01")
    mine = {**WHOLE, **ada_decides(ada), "review": "2027-07-01", "deciders": ""}
    stale = Browser(EVE).post(at(ada, "edit/"), {**before, **mine})
    assert stale.status_code == 412
    assert "Yours, not saved: 2027-07-01" in text(stale)
    assert "Saved: 2027-06-01" in text(stale)
    assert Decision.objects.get().content["deciders"] == ["Ada", "Board"]
    now = dict(re.findall(r'<input type="hidden" name="(was-[^"]+)" value="([^"]*)"', text(stale)))
    given = {**now, **mine, "stale": "review"}
    assert Browser(EVE).post(at(ada, "edit/"), {**given, "pick": "theirs"}).status_code == 302
    assert Decision.objects.get().content["review"] == "2027-06-01"
    assert Decision.objects.get().content["deciders"] == ["Ada"]
    assert Browser(EVE).post(at(ada, "edit/"), {**marks(Browser(EVE), ada), **given, "pick": "mine"}).status_code == 302
    assert Decision.objects.get().content["review"] == "2027-07-01"


def test_saving_the_same_again_changes_nothing(ada: Assessment) -> None:
    write(Browser(ADA), ada)
    before = AuditEvent.objects.count()
    write(Browser(ADA), ada)
    assert (Decision.objects.get().revision, AuditEvent.objects.count()) == (1, before)


def test_reason_may_wait_while_too_much_is_open(ada: Assessment) -> None:
    assert write(Browser(ADA), ada, because__customer__api="").status_code == 302
    told = "Say why you depart from the answers for Customer API."
    assert told in text(Browser(ADA).get(at(ada)))
    assert Browser(ADA).post(at(ada, "propose/"), {"revision": "1"}).status_code == 422


def test_what_is_typed_while_the_platform_is_worked_out_stands_in_the_page_to_be_sent_again(
    ada: Assessment, by_hand: Turns
) -> None:
    given = {**marks(Browser(ADA), ada), **WHOLE}
    by_hand.outcomes.clear()
    assert Browser(ADA).get(at(ada)).status_code == 202
    refused = Browser(ADA).post(at(ada, "edit/"), given)
    assert refused.status_code == 503
    page = text(refused)
    sent = refused.content.decode()
    assert all(f'name="{name}"' in sent for name in given)
    assert "It must ship in May." in page
    assert not Decision.objects.exists()
    while by_hand.turn():
        pass
    assert Browser(ADA).post(at(ada, "edit/"), given).status_code == 302
    assert Decision.objects.get().content["review"] == "2027-05-01"


def test_emptied_row_is_gone(ada: Assessment) -> None:
    write(Browser(ADA), ada)
    write(Browser(ADA), ada, risks__0__risk="", risks__0__owner="")
    assert "risks" not in Decision.objects.get().content


def test_page_says_what_is_missing_before_it_can_be_proposed(ada: Assessment) -> None:
    given = ada_decides(ada) | {"deciders": ""}
    write(Browser(ADA), ada, **dict.fromkeys(given, ""), review="", choice__customer__api="", because__customer__api="")
    page = text(Browser(ADA).get(at(ada)))
    for told in ("Choose for Customer API.", "Name who decides.", "Set a review date."):
        assert told in page
    assert Browser(ADA).post(at(ada, "propose/"), {"revision": "1"}).status_code == 422
    assert Decision.objects.get().proposed_revision is None


def proposed(assessment: Assessment) -> None:
    write(Browser(ADA), assessment)
    revision = str(Decision.objects.get().revision)
    assert Browser(ADA).post(at(assessment, "propose/"), {"revision": revision}).status_code == 302


def say(browser: Browser, assessment: Assessment, **given: str) -> Any:
    revision = str(Decision.objects.get().revision)
    source = {"said_on": "2026-11-20", "place": "https://example.org/minutes_7"}  # for whom is reported of
    given = {"revision": revision, "who": "Ada", "what": "accepted", **source, **given}
    return browser.post(at(assessment, "say/"), given)


def test_proposal_asks_an_owner_who_decides_for_their_word_before_it_asks_for_a_signature(ada: Assessment) -> None:
    proposed(ada)
    page = " ".join(text(Browser(ADA).get(at(ada))).split())
    assert "You decide here, as <bdi>Ada</bdi>." in page
    assert 'href="#say">Accept it, or say why not</a>' in page
    assert "You have said nothing yet." in text(Browser(ADA).get(at(ada, "confirm/")))
    say(Browser(ADA), ada)
    page = " ".join(text(Browser(ADA).get(at(ada))).split())
    assert "Accept it, or say why not" not in page
    assert "<bdi>Board has not said anything yet.</bdi> You can wait, or sign" in page


def test_deciders_accept_or_dissent_in_their_own_words(ada: Assessment) -> None:
    proposed(ada)
    assert say(Browser(ADA), ada).status_code == 302
    assert say(Browser(ADA), ada, who="Board", what="dissent", words="<b>Too dear</b>").status_code == 302
    page = text(Browser(ADA).get(at(ada)))
    assert "&lt;b&gt;Too dear&lt;/b&gt;" in page
    assert "does not accept" in page
    say(Browser(ADA), ada, who="Board", what="dissent", words="<b>Too dear</b>")
    assert Position.objects.count() == 2


def test_confirming_page_shows_what_will_be_frozen_and_who_stands_behind_it(ada: Assessment) -> None:
    assert Browser(ADA).get(at(ada, "confirm/"))["Location"] == at(ada)  # nothing is proposed
    proposed(ada)
    say(Browser(ADA), ada, who="Board", what="dissent", words="Too dear")
    assert 'confirm/">Check and sign</a>' in text(Browser(ADA).get(at(ada)))
    page = text(Browser(ADA).get(at(ada, "confirm/")))
    for told in ("It must ship in May.", "not as recommended", "1 May 2027", "Too dear", "Sign the decision</button>"):
        assert told in page, told
    assert "as reported by" in page  # the board is not here
    assert page.index("<bdi>Ada</bdi>") < page.index("silent")
    assert re.search(r"<bdi>Customer API</bdi>: \d+ statements open", page)
    assert "Signing shows your answers to everyone" in page
    assert not Record.objects.exists()
    for key, role, status in ((BEN, "edit", 403), (key_of("vic"), "view", 403)):
        assert let_in(ada, key, role).get(at(ada, "confirm/")).status_code == status


def test_record_says_by_how_many_deciders_it_was_accepted(ada: Assessment) -> None:
    proposed(ada)
    say(Browser(ADA), ada, who="Board", what="dissent", words="Too dear")
    sign(Browser(ADA), ada)
    record = Record.objects.get()
    page = text(Browser(ADA).get(f"/r/{record.public_id}/"))
    assert '<span class="chip chip--warn">Signed off, accepted by nobody; 1 dissents; 1 silent</span>' in page


def test_record_of_a_silent_owner_says_that_they_signed_and_nowhere_that_they_accepted(ada: Assessment) -> None:
    proposed(ada)
    sign(Browser(ADA), ada)
    page = text(Browser(ADA).get(f"/r/{Record.objects.get().public_id}/"))
    assert "<b>Signed</b> by <bdi>Ada</bdi>" in page
    assert "<b>Accepted</b> by" not in page
    assert "<b>Ada</b> was silent" in re.sub(r"</?bdi>", "", page)
    listed = text(Browser(ADA).get("/my/"))
    assert "Signed off, 20" in listed
    assert "Accepted, 20" not in listed


def test_dissent_without_words_is_refused(ada: Assessment) -> None:
    proposed(ada)
    response = say(Browser(ADA), ada, what="dissent")
    assert response.status_code == 422
    assert "Say why not, in a sentence" in text(response)
    assert not Position.objects.exists()


@pytest.mark.parametrize("what", ["accepted", "dissent"])
def test_words_of_a_decider_have_a_limit(what: str, ada: Assessment) -> None:
    proposed(ada)
    refused = say(Browser(ADA), ada, what=what, words="x" * 4001)
    assert (refused.status_code, "Shorten it to 4,000 characters." in text(refused)) == (422, True)
    assert "x" * 4001 in text(refused)
    assert not Position.objects.exists()
    assert say(Browser(ADA), ada, what=what, words="x" * 4000).status_code == 302
    assert Position.objects.get().words == "x" * 4000


def test_word_that_comes_after_a_change_or_a_signature_is_refused_and_given_back(ada: Assessment) -> None:
    for change, words in ((write_on, "has changed since you opened this page"), (sign_now, "was signed off before")):
        proposed(ada)
        revision = str(Decision.objects.get().revision)
        change(ada)
        late = say(Browser(ADA), ada, what="dissent", words="Not without a budget.", revision=revision)
        assert (late.status_code, words in text(late), "Not without a budget." in text(late)) == (412, True, True)
        assert not Position.objects.exists()


def test_reason_to_turn_a_proposal_down_has_a_limit(ada: Assessment) -> None:
    proposed(ada)
    refused = sign(Browser(ADA), ada, what="rejected", why="x" * 4001)
    assert (refused.status_code, "in at most 4,000 characters" in text(refused)) == (422, True)
    assert not Record.objects.exists()
    sign(Browser(ADA), ada, "r" * 20, what="rejected", why="x" * 4000)
    assert Record.objects.count() == 1


def test_tripwire_on_what_is_no_longer_stated_is_left_out_of_the_decision(ada: Assessment) -> None:
    stream = Service.objects.filter(slug="token-stream")
    stream.update(versions={"node": "24", "express": "5"}, latency_budget_ms=15)
    wires: dict[str, str] = {"count__tripwires": "4"}
    for at_, part in enumerate(("node", "express", "")):
        wires |= {f"tripwires__{at_}__{key}": value for key, value in (TRIPWIRE | {"part": part}).items()}
    wires |= {f"tripwires__3__{key}": value for key, value in (TRIPWIRE | {"when": "p99", "part": ""}).items()}
    assert write(Browser(ADA), ada, **wires).status_code == 302

    def watched() -> list[tuple[str, str | None]]:
        row = Decision.objects.get()
        made = value_of(row.content, {"token-stream": "Token stream"}, answers_file_of(ada), proposed=False)
        assert made is not None
        return [(wire.when, wire.part) for wire in made.tripwires]

    every = [("end-of-life", "node"), ("end-of-life", "express"), ("end-of-life", None), ("p99", None)]
    assert watched() == every
    stream.update(versions={"node": "24"})
    assert watched() == [every[0], *every[2:]]
    stream.update(versions={})
    assert watched() == [every[3]]
    stream.update(latency_budget_ms=None)
    assert watched() == [every[3]]  # it has a limit of its own
    row = Decision.objects.get()
    del row.content["tripwires"][3]["above"]
    row.save()
    assert watched() == []
    stream.update(latency_budget_ms=15)
    assert watched() == [every[3]]


def test_nothing_is_signed_while_the_platform_is_worked_out(ada: Assessment, request: pytest.FixtureRequest) -> None:
    proposed(ada)
    request.getfixturevalue("by_hand")
    later = sign(Browser(ADA), ada)
    assert (later.status_code, "still being worked out" in text(later)) == (503, True)
    assert not Record.objects.exists()


def test_change_after_the_proposal_asks_again(ada: Assessment) -> None:
    proposed(ada)
    say(Browser(ADA), ada)
    old = str(Decision.objects.get().revision)
    write(Browser(ADA), ada, review="2027-06-01")
    assert "Propose it" in text(Browser(ADA).get(at(ada)))
    assert Browser(ADA).post(at(ada, "say/"), {"revision": old, "who": "Ada", "what": "accepted"}).status_code == 412
    assert Browser(ADA).post(at(ada, "propose/"), {"revision": old}).status_code == 412


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> list[Job]:
    """What takes a thread is done at once, and what is drawn is noted and drawn by nobody."""
    drawn: list[Job] = []
    monkeypatch.setattr(sign_off, "draw_and_wait", lambda key, job, progress: drawn.append(job))
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: work())
    monkeypatch.setattr(queue.transaction, "on_commit", lambda work, **more: work())
    return drawn


def sign(browser: Browser, assessment: Assessment, form: str = "f" * 20, **given: str) -> Any:
    """What comes of it, after the page that waits."""
    revision = str(Decision.objects.get().revision)
    response = browser.post(at(assessment, "sign-off/"), {"revision": revision, "form": form, **given})
    return browser.get(response["Location"]) if "sign-off" in response.get("Location", "") else response


def test_signing_off_freezes_decision_and_words(ada: Assessment) -> None:
    proposed(ada)
    say(Browser(ADA), ada, words="At last.")
    response = sign(Browser(ADA), ada)
    record = Record.objects.get()
    assert (response.status_code, response["Location"]) == (302, f"/r/{record.public_id}/")
    assert "It must ship in May." in text(Browser(ADA).get(f"/r/{record.public_id}/"))
    assert '"status": "accepted"' in record.content
    assert "It must ship in May." in record.content
    assert "At last." in record.content
    assert sign(Browser(ADA), ada).status_code == 302
    assert Record.objects.count() == 1
    page = text(Browser(ADA).get(at(ada)))
    assert f'href="/r/{record.public_id}/">{record.reference}:' in page
    assert "This decision is signed." in page


def test_signing_off_shows_the_answers_of_who_alone_can_answer(ada: Assessment) -> None:
    vic = let_in(ada, key_of("vic"))
    proposed(ada)
    assert "Signing shows your answers to everyone" in text(Browser(ADA).get(at(ada, "confirm/")))
    assert "shown any answers yet" in text(vic.get(f"/a/{ada.public_id}/result/"))
    sign(Browser(ADA), ada)
    assert Record.objects.count() == 1
    assert "shown any answers yet" not in text(vic.get(f"/a/{ada.public_id}/result/"))


def test_signing_off_is_done_aside_while_a_page_waits(ada: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    later: list[Any] = []
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: later.append(work))
    assert Browser(ADA).get(at(ada, "sign-off/"))["Location"] == at(ada)
    proposed(ada)
    assert "Computing every verdict once more" in text(sign(Browser(ADA), ada))
    assert "Computing every verdict once more" in text(sign(Browser(ADA), ada))
    assert (len(later), Record.objects.count()) == (1, 0)
    later.pop()()
    record = Record.objects.get()
    again = Browser(ADA).get(at(ada, f"sign-off/?revision={Decision.objects.get().revision}&form={'f' * 20}"))
    assert again["Location"] == f"/r/{record.public_id}/"


def test_signing_off_of_many_services_tells_what_stands_in_the_way(
    ada: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_off, "LARGE", 1)
    write(Browser(ADA), ada)
    response = sign(Browser(ADA), ada)
    assert (response.status_code, "Propose it first" in text(response)) == (422, True)
    proposed(ada)
    assert sign(Browser(ADA), ada, "g" * 20)["Location"] == f"/r/{Record.objects.get().public_id}/"


def undrawable(key: str, job: Job, progress: Any) -> None:
    raise failed("it took more processor time than a document may take")


def test_what_cannot_be_drawn_is_not_signed_and_names_the_long_texts(
    ada: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_off, "draw_and_wait", undrawable)
    proposed(ada)
    write(Browser(ADA), ada, good="It stays small. " * 100)
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    response = sign(Browser(ADA), ada)
    page = text(response)
    assert response.status_code == 422
    assert "it took more processor time than a document may take. The longest texts are good 1 (decision, conse" in page
    assert "1,599 characters. Shorten them, then sign it off again." in page
    assert not Record.objects.exists()
    assert Decision.objects.get().signed_revision is None


def test_words_of_what_is_turned_down_are_given_back_where_it_cannot_be_drawn(
    ada: Assessment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sign_off, "draw_and_wait", undrawable)
    proposed(ada)
    page = text(sign(Browser(ADA), ada, what="rejected", why="Too late for May."))
    assert "Too late for May.</textarea>" in page
    assert not Record.objects.exists()


def speak(ada: Assessment) -> None:
    say(Browser(ADA), ada, what="dissent", words="I was wrong.")


def answer(ada: Assessment) -> None:
    CurrentAnswer.objects.filter(statement="narrow-purpose").update(value="0")


def sign_now(ada: Assessment) -> None:
    assert sign(Browser(ADA), ada).status_code == 302


def write_on(ada: Assessment) -> None:
    write(Browser(ADA), ada, review="2027-06-01")


@pytest.mark.parametrize(
    ("change", "words"),
    [(speak, "A decider answered while"), (answer, "An answer or a service changed"), (write_on, sign_off.CHANGED)],
)
def test_what_changes_while_the_record_is_drawn_is_not_signed(
    ada: Assessment, monkeypatch: pytest.MonkeyPatch, change: Any, words: str
) -> None:
    proposed(ada)
    say(Browser(ADA), ada)
    monkeypatch.setattr(sign_off, "draw_and_wait", lambda key, job, progress: change(ada))
    response = sign(Browser(ADA), ada)
    assert (response.status_code, words in text(response)) == (422, True)
    assert not Record.objects.exists()
    assert Decision.objects.get().signed_revision is None


def test_what_is_drawn_is_what_is_frozen(ada: Assessment, drawn_at_once: list[Job]) -> None:
    proposed(ada)
    say(Browser(ADA), ada, words="At last.")
    sign(Browser(ADA), ada)
    record = Record.objects.get()
    (drawn,) = drawn_at_once
    assert drawn == unpacked_job(bytes(record.files.get(variant="document").content))
    assert drawn.files[0].text == record.content
    for words in ("At last.", record.reference, f"/r/{record.public_id}/", record.digest):
        assert words in drawn.html


def test_proposal_that_is_turned_down_is_kept_as_rejected_and_replaces_nothing(ada: Assessment) -> None:
    proposed(ada)
    sign(Browser(ADA), ada)
    write(Browser(ADA), ada, review="2027-06-01")
    revision = str(Decision.objects.get().revision)
    Browser(ADA).post(at(ada, "propose/"), {"revision": revision})
    given = {"revision": revision, "form": "r" * 20, "what": "rejected"}
    refused = Browser(ADA).post(at(ada, "sign-off/"), given | {"why": " "})
    assert (refused.status_code, "Say in a sentence why" in text(refused)) == (422, True)
    assert Browser(ADA).post(at(ada, "sign-off/"), given | {"why": "Too late for May."}).status_code == 302
    first, second = Record.objects.order_by("id")
    assert (second.number, second.supersedes) == (2, None)
    page = text(Browser(ADA).get(f"/r/{second.public_id}/"))
    assert "Rejected" in page
    assert "Too late for May." in page
    assert "we turned down" in bytes(second.files.get(variant="md").content).decode()
    kept = read_record(second.content)
    assert (verify(kept, keys=public_keys()).outcome, kept.head.status, kept.checklist is not None) == (
        "genuine",
        "rejected",
        True,
    )
    assert "Signed off" in text(Browser(ADA).get(f"/r/{first.public_id}/"))
    revision = str(Decision.objects.get().revision)
    Browser(ADA).post(at(ada, "propose/"), {"revision": revision})  # as it was, and now it is accepted
    sign(Browser(ADA), ada, "s" * 20)
    assert list(Record.objects.order_by("id").values_list("number", "supersedes")) == [(1, None), (2, None), (3, 1)]


def test_next_decision_replaces_the_one_signed_off(ada: Assessment) -> None:
    proposed(ada)
    sign(Browser(ADA), ada)
    write(Browser(ADA), ada, review="2027-06-01")
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    sign(Browser(ADA), ada, "g" * 20)
    assert list(Record.objects.order_by("id").values_list("number", "supersedes")) == [(1, None), (2, 1)]


def test_signing_off_what_is_not_proposed_is_refused(ada: Assessment) -> None:
    write(Browser(ADA), ada)
    assert sign(Browser(ADA), ada).status_code == 422
    assert not Record.objects.exists()


def test_signing_off_waits_until_every_service_is_revealed(ada: Assessment) -> None:
    proposed(ada)
    joined(ada, BEN, "Ben")
    response = sign(Browser(ADA), ada)
    assert response.status_code == 422
    assert "Token stream is not revealed yet" in text(response)
    assert not Record.objects.exists()


def test_viewer_reads_the_decision_and_changes_nothing(ada: Assessment) -> None:
    write(Browser(ADA), ada)
    viewer = let_in(ada, VIC)
    page = text(viewer.get(at(ada)))
    assert "The hot path stays small." in page
    assert "decide/edit/" not in page
    assert viewer.get(at(ada, "edit/")).status_code == 403


def test_files_of_the_result_tell_the_decision(ada: Assessment) -> None:
    proposed(ada)
    browser = Browser(ADA)
    made = text(browser.get(f"/a/{ada.public_id}/result.md"))
    assert "status: proposed" in made
    assert 'decision-makers: ["Ada", "Board"]' in made
    yaml = text(browser.get(f"/a/{ada.public_id}/result.yaml"))
    assert "decision:\n  status: proposed\n" in yaml


def test_decide_pages_read_as_much_for_one_service_as_for_many(ada: Assessment, django_assert_num_queries: Any) -> None:
    many = platform(*[f"Service {n}" for n in range(30)], title="Many")
    said(Service.objects.get(slug="service-1"))
    counts = []
    for one in (ada, many):
        while Browser(ADA).get(at(one, "edit/")).status_code == 202:
            pass  # a further part of the platform is worked out each time
        with CaptureQueriesContext(connection) as seen:
            assert Browser(ADA).get(at(one, "edit/")).status_code == 200
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_my_assessments_begin_with_what_is_due(ada: Assessment) -> None:
    write(Browser(ADA), ada, review="2020-05-01", tripwires__0__now="13")
    assert "Due for review" not in text(Browser(ADA).get("/my/"))  # not signed off, so nothing holds yet
    revision = str(Decision.objects.get().revision)
    Browser(ADA).post(at(ada, "propose/"), {"revision": revision})
    assert sign(Browser(ADA), ada).status_code == 302
    page = text(Browser(ADA).get("/my/"))
    assert "The review date, 1 May 2020, has passed" in page
    assert "Tripwire of Token stream: routes at 13, above 12" in page
    assert "The review date, 1 May 2020, has passed" in text(Browser(ADA).get(f"/a/{ada.public_id}/"))
    assert "The review date" not in text(Browser(BEN).get("/my/"))
    assert "The review date" in text(let_in(ada, VIC).get("/my/"))


def test_what_is_due_is_read_alike_for_one_decision_and_for_many(ada: Assessment) -> None:
    counts = []
    for more in range(2):
        other = platform(title=f"Other {more}")
        Decision.objects.create(assessment=other, content={"review": "2020-01-01"}, revision=1, signed_revision=1)
        with CaptureQueriesContext(connection) as seen:
            assert text(Browser(ADA).get("/my/")).count("1 January 2020, has passed") == more + 1
        counts.append(len(seen))
    assert counts[0] == counts[1]


def test_dates_come_as_a_calendar_file(ada: Assessment) -> None:
    write(Browser(ADA), ada, actions__0__what="Ask; then, \\ measure " + "ä" * 80)
    response = Browser(ADA).get(at(ada, "dates.ics"))
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    lines = text(response).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    assert all(len(line.encode()) <= 75 for line in lines)
    whole = text(response).replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270501\r\nDTEND;VALUE=DATE:20270502\r\nSUMMARY:Review the decision on Acme AI" in whole
    assert "SUMMARY:Ask\\; then\\, \\\\ measure ää" in whole
    assert text(response).count("BEGIN:VEVENT") == 2


def uids(ada: Assessment) -> list[str]:
    return re.findall(r"UID:(\w+)@", text(Browser(ADA).get(at(ada, "dates.ics"))).split("Review", 1)[1])


def test_action_keeps_its_event_when_its_words_change_and_shares_it_with_none(ada: Assessment) -> None:
    second = {f"actions__1__{name}": value for name, value in (("what", "Ask"), ("owner", "Ada"), ("by", "2027-02-01"))}
    two = {"count-actions": "2"}
    first = {"actions__0__what": "Ask", "actions__0__owner": "Ada", "actions__0__by": "2027-02-01"}
    write(Browser(ADA), ada, **two, **first, **second)
    before = uids(ada)
    assert len(set(before)) == 2
    write(Browser(ADA), ada, **two, **first | {"actions__0__what": "Measure"}, **second)
    assert set(uids(ada)) == set(before)
    write(Browser(ADA), ada, **two, **dict.fromkeys(first, ""), **second | {"actions__1__by": "2027-03-01"})
    assert len(uids(ada)) == 1
    assert uids(ada)[0] in before


def test_dates_of_no_decision_are_an_empty_calendar(ada: Assessment) -> None:
    assert "VEVENT" not in text(Browser(ADA).get(at(ada, "dates.ics")))


def test_proposal_waits_for_its_deciders_until_they_have_spoken(ada: Assessment) -> None:
    ben = Browser(BEN)
    joined(ada, BEN, "Ben")
    proposed(ada)
    mine = text(Browser(ADA).get("/my/"))
    assert "<title>(2) My assessments" in mine  # the decision, and two services of one assessment
    assert f'href="{at(ada)}"' in mine.split('id="waiting"')[1].split("</section>")[0]
    assert "You decide here" not in text(ben.get("/my/"))
    assert "You decide here" in text(Browser(ADA).get(f"/a/{ada.public_id}/"))
    say(Browser(ADA), ada)
    assert "You decide here" not in text(Browser(ADA).get("/my/"))
    write(Browser(ADA), ada, review="2027-06-01")  # changed, so asked anew once it is proposed
    proposed(ada)
    assert "You decide here" in text(Browser(ADA).get("/my/"))


def test_proposal_waits_for_who_came_by_the_link_of_a_decider(ada: Assessment) -> None:
    proposed(ada)
    owner = Browser(ADA)
    page = text(owner.get(owner.post(at(ada, "link/"), {"who": "Board", "role": "view"})["Location"]))
    token = re.search(r"/s/([\w-]+)", page)
    assert token is not None
    board = key_of("board")
    open_link(token=token[1], visitor=board)
    assert "You decide here" in text(Browser(board).get("/my/"))
    say(Browser(board), ada, who="Board")
    assert "You decide here" not in text(Browser(board).get("/my/"))
