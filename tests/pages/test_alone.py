"""While a round is open, nothing that is given to one person depends on what another answers: held byte by byte.

Every address is opened by an owner who answers, one who does not, a viewer and somebody who may answer and has not
begun; and each is sent something, which is taken back once it is answered. Then Ben changes each of his answers, and
all is asked again. A soak opens each as a fragment, too.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from typing import Any

import pytest
from django.db import transaction

from advisor.assessments.access import Opened
from advisor.assessments.actions.answer import record_answer
from advisor.assessments.actions.reveal import close_round, open_round, submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.answers import Draft, EvidenceDraft, Subject
from advisor.assessments.checklists import newest
from advisor.assessments.models import AnswerEvent, Assessment, Respondent, Service
from advisor.assessments.reads import visibility
from advisor.assessments.reads.answers import answers_file_of
from advisor.assessments.reads.visibility import Seen
from advisor.publish.links import ticket_of
from advisor.sharing.access import VisitorKey
from advisor.sharing.models import ShareLink
from tests.conftest import SOAK
from tests.pages.making import VIC, joined, let_in, platform
from tests.people import ADA, BEN, Browser, key_of
from tests.sharing.test_table import BY_ROLE, Address

pytestmark = pytest.mark.django_db
EVE, NEL, CYD = key_of("eve"), key_of("nel"), key_of("cyd")
READERS = {"answers": ADA, "edits and does not answer": EVE, "may answer": NEL, "only reads": VIC}
SECRET = re.compile(rb'name="(csrfmiddlewaretoken|form|request-[\w.-]+)"\s+value="[^"]*"')
SAVED_AT = re.compile(rb'<p class="saved".*?</p>', re.DOTALL)
SLUGS = ("token-stream", "customer-api")
FILE = re.compile(r"[.](pdf|md|json|yaml|csv|ics|<str:ending>|<str:name>)$")
LATENCY, CARD = "latency-first", "scorecard.seniority"


def saves(key: str, base: int, level: str = "0") -> dict[str, str]:
    return {f"answer-{key}": level, f"base-{key}": str(base), f"note-{key}": "sent by the test"}


SENT: dict[str, tuple[dict[str, str], ...]] = {
    # the end of an address: what is sent to it; elsewhere an empty form
    "services/<slug:slug>/answers/<str:key>/": (saves(LATENCY, 1), saves(LATENCY, 0), saves(LATENCY, 0, "3")),
    "teams/<slug:slug>/answers/<str:key>/": (saves(CARD, 1), saves(CARD, 0)),
    "services/<slug:slug>/all/": (saves(LATENCY, 1), saves(LATENCY, 0)),
    "services/<slug:slug>/<slug:section>/": (saves(LATENCY, 1), saves(LATENCY, 0)),
    "teams/<slug:slug>/": (saves(CARD, 1), saves(CARD, 0)),
    "compare/reveal/": ({"round": "token-stream:1"}, {"round": "token-stream:2"}),
    "reveal/": ({"number": "1"}, {"number": "2"}),
    "again/": ({"number": "2"}, {"number": "3"}),
    "settle/<str:key>/": ({"level": "2", "reason": "Agreed.", "base": "0"},),
    "comment/<str:key>/": ({"text": "What is meant?"},),
    "decide/say/": ({"who": "Ada", "what": "comment", "words": "Well."},),
    "people/<int:respondent_id>/": (
        {"was": "*", "which": "all"},
        {"was": "*", "which": "some", "service": "token-stream"},
    ),
    "join/": ({"name": "Ada Two"},),
}


@pytest.fixture
def made() -> Assessment:
    found = platform()
    for key, name in ((BEN, "Ben"), (CYD, "Cyd")):
        joined(found, key, name)
    let_in(found, EVE, "edit", label="Eve")
    let_in(found, NEL, "respond", label="Nel")
    let_in(found, VIC)
    for key, level in ((ADA, 3), (BEN, 1), (CYD, 4)):
        says(found, key, level)
    for key in READERS.values():  # who was here is noted at the first page
        assert Browser(key).get(f"/a/{found.public_id}/").status_code == 200
    return found


def says(made: Assessment, key: VisitorKey, level: int, *, note: str = "") -> None:
    """This person answers everything anew, each statement a little otherwise, with a note and evidence."""
    for slug in SLUGS:
        target = answer_target(key, made.public_id, "service", slug)
        keys = [Subject("service", target.service_id, one.id) for one in newest().statements]
        if slug == SLUGS[0]:
            keys += [Subject("team", target.team_id, one.id) for one in newest().scorecard.dimensions]
        for number, subject in enumerate(keys):
            events = AnswerEvent.objects.filter(
                **{
                    "respondent_id": target.respondent_id,
                    f"{subject.kind}_id": subject.id,
                    "statement": subject.statement,
                }
            )
            base = events.count()
            evidence = EvidenceDraft("link", f"https://example.org/{len(note)}", "") if note else EvidenceDraft()
            record_answer(
                respondent_id=target.respondent_id,
                subject=subject,
                draft=Draft(str((level + number) % 5), "", note, evidence),
                base=base,
                request_id=f"{target.respondent_id}-{subject.kind}-{subject.id}-{subject.statement}-{base}",
                submitted=target.submitted,
            )


def filled(made: Assessment, one: Address) -> Iterator[str]:
    """The address, of a service or team once for each."""
    of_team = "/teams/" in one.route
    ada = Respondent.objects.get(name="Ada")
    ben = Respondent.objects.filter(name="Ben").first() or ada
    for slug in ("edge",) if of_team else SLUGS:
        values = {
            "public_id": made.public_id,
            "slug": slug,
            "section": "speed",
            "check": "no-latency-budget",
            "key": "scorecard.seniority" if of_team else "latency-first",
            "link_id": str(ShareLink.objects.order_by("id")[0].id),
            "member_id": str(ben.visitor_id),
            "respondent_id": str(ben.id),
            "token": "x" * 32,
            "name": "record.pdf",
            "ending": "md",
        }
        yield one.filled({parameter: values.get(parameter, str(ada.id)) for parameter in one.parameters})
        if "slug" not in one.parameters:
            return


def body(response: Any) -> bytes:
    content = b"".join(response) if response.streaming else response.content
    if response.status_code == 303 and "/files/" in response.headers["Location"]:
        # the address holds a signed time; the rendering it leads to is named after what is in it
        return repr(ticket_of(response.headers["Location"].strip("/").split("/")[1])).encode()
    return (
        SECRET.sub(b"", content) + str(response.status_code).encode() + repr(sorted(response.headers.items())).encode()
    )


Given = dict[tuple[str, str, str], bytes]


def given(
    made: Assessment, *, only: str = "", opened_only: bool = False, readers: Iterable[str] = tuple(READERS)
) -> Given:
    """Everything that each reader can get, by reader, address and way of asking; with `only` where that is in it, and
    if `opened_only` without what is sent and the fragments, which are made from the same."""
    found = {}
    for who in readers:
        key = READERS[who]
        for one in BY_ROLE:
            if only not in one.route:
                continue
            for address in filled(made, one):
                browser = Browser(key)
                found[who, address, "page"] = body(browser.get(address))
                if opened_only:
                    continue
                if SOAK and not FILE.search(one.route):
                    found[who, address, "fragment"] = body(browser.get(address, htmx=True))
                for number, sent in enumerate(sent_to(one)):
                    found[who, address, f"post {number}"] = taken_back(browser, address, sent)
                    if "/answers/" in one.route:
                        found[who, address, f"save {number}"] = taken_back(browser, address, sent, htmx=True)
    return found


def sent_to(one: Address) -> tuple[dict[str, str], ...]:
    return next((forms for end, forms in SENT.items() if one.route.endswith(end)), ({},))


def taken_back(browser: Browser, address: str, sent: dict[str, str], *, htmx: bool = False) -> bytes:
    """What is answered to a form; what it changed is as it was before."""
    with transaction.atomic():
        answer = SAVED_AT.sub(b"", body(browser.post(address, sent, htmx=htmx)))
        transaction.set_rollback(True)
    return answer


def differing(before: Given, after: Given) -> dict[str, str]:
    """What is not the same byte by byte, with the first line that differs."""
    found = {}
    for key in before:
        if before[key] != after[key]:
            lines = zip_longest(before[key].splitlines(), after[key].splitlines())
            found[" ".join(key)] = repr(next(pair for pair in lines if pair[0] != pair[1]))
    return found


def test_nothing_given_to_others_moves_while_ben_answers_in_an_open_round(made: Assessment) -> None:
    before = given(made)
    assert len(before) > 500
    at = f"/a/{made.public_id}/services/{SLUGS[0]}/answers/{LATENCY}/"
    fresh, stale = (before["answers", at, f"save {number}"] for number in (0, 2))
    assert re.search(rb'name="base-latency-first"\s+value="2"', fresh)
    assert b"sent by the test" in stale  # Ada's own two values, side by side
    assert b'class="conflict"' in stale
    says(made, BEN, 4, note="something else altogether")
    assert differing(before, given(made)) == {}


def test_nothing_moves_while_ben_answers_in_a_second_round(made: Assessment) -> None:
    for key in (ADA, BEN, CYD):
        submit_service(target=answer_target(key, made.public_id, "service", SLUGS[0]), visitor=key)
    service = Service.objects.get(slug=SLUGS[0])
    says(made, BEN, 2, note="said after the reveal")
    assert open_round(assessment=made, visitor=ADA, service=service, number=2)
    readers = tuple(READERS) if SOAK else ("answers", "only reads")
    before = given(made, opened_only=True, readers=readers)
    says(made, BEN, 4, note="something else altogether")
    assert differing(before, given(made, opened_only=True, readers=readers)) == {}


def test_what_moves_when_it_is_revealed_is_seen_by_this_very_test(made: Assessment) -> None:
    before = given(made, only="result")
    for key in (ADA, BEN):
        submit_service(target=answer_target(key, made.public_id, "service", SLUGS[0]), visitor=key)
    assert close_round(assessment=made, visitor=ADA, subject=Service.objects.get(slug=SLUGS[0]), number=1)
    moved = differing(before, given(made, only="result"))
    for who in READERS:
        for rest in ("result/ page", "result.md page", "services/token-stream/result.json page", "result.pdf post 0"):
            assert f"{who} /a/{made.public_id}/{rest}" in moved


def test_page_that_asked_nobody_would_be_found_out(made: Assessment, monkeypatch: pytest.MonkeyPatch) -> None:
    def everything(opened: Opened, *, team_slug: str = "") -> Seen:
        return Seen(answers_file_of(opened.assessment, team_slug=team_slug), private=False)

    monkeypatch.setattr(visibility, "seen_by", everything)
    before = given(made, only="result")
    says(made, BEN, 4, note="something else altogether")
    assert len(differing(before, given(made, only="result"))) > 20
