"""Five people from the first service to the signed record: at each step everyone sees the step that is theirs."""

import html
import re

import pytest

from advisor.assessments.models import Assessment, OwningTeam, Respondent, Service
from advisor.decisions.models import Decision, Record
from advisor.pages.decide import sign_off
from advisor.publish import queue, worker_threads
from advisor.sharing.links import open_link
from tests.pages.making import VIC, joined, let_in, platform, rated, said
from tests.people import ADA, BEN, CLEO, Browser, key_of, text_of

pytestmark = pytest.mark.django_db
BOARD = key_of("board")
PEOPLE = {"Ada": ADA, "Ben": BEN, "Cleo": CLEO, "Board": BOARD, "Vic": VIC}
"""The owner, two who answer, a decider who does not, and a reader."""


@pytest.fixture(autouse=True)
def drawn_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes a thread is done at once, and drawn by nobody."""
    monkeypatch.setattr(sign_off, "draw_and_wait", lambda key, job, progress: None)
    monkeypatch.setattr(worker_threads, "aside", lambda work, beat: work())
    monkeypatch.setattr(queue.transaction, "on_commit", lambda work, **more: work())


def hub(made: Assessment) -> str:
    return f"/a/{made.public_id}/"


def seen(made: Assessment, *names: str) -> dict[str, str]:
    """What the button of each of these people says; what they read instead where there is nothing to do."""
    found = {}
    for name in names or PEOPLE:
        box = text_of(Browser(PEOPLE[name]).get(hub(made))).split('class="next"')[1].split("</div>")[0]
        words = re.search(r'button--big"[^>]*>([^<]*)<', box)
        why = re.search(r"<bdi>(.*?)</bdi>", box, re.DOTALL)
        assert why is not None
        found[name] = html.unescape((words or why)[1]).strip()
    return found


def answers(name: str, level: str) -> None:
    for one in Service.objects.all():
        said(one, level, name=name)
    rated(OwningTeam.objects.get(), name=name)


def decide(made: Assessment, owner: Browser) -> None:
    """The owner writes the decision: Ada and the board decide."""
    page = text_of(owner.get(f"{hub(made)}decide/edit/"))
    marks = dict(re.findall(r'<input type="hidden" name="(was-[^"]+)" value="([^"]*)"', page))
    ada = Respondent.objects.get(name="Ada").id
    given = {f"decides-{ada}": "Ada", "deciders": "Board", "review": "2027-05-01"}
    for slug in Service.objects.values_list("slug", flat=True):
        given |= {f"choice-{slug}": "framework", f"because-{slug}": "Everyone knows it."}
    assert owner.post(f"{hub(made)}decide/edit/", marks | given).status_code == 302


def test_everyone_sees_the_step_that_is_theirs_from_the_first_service_to_the_record() -> None:
    owner, made = Browser(ADA), platform("Infer", "Webhooks", teams=("Core",))
    joined(made, BEN, "Ben")
    joined(made, CLEO, "Cleo")
    let_in(made, VIC)
    nothing = "Nothing is revealed yet. Answers and verdicts appear here once they are."
    answer = dict.fromkeys(("Ada", "Ben", "Cleo"), "Answer for Infer")
    assert seen(made, "Ada", "Ben", "Cleo", "Vic") == answer | {"Vic": nothing}

    answers("Ada", "4")
    answers("Ben", "0")
    done = "I'm done with all 2 services"
    assert seen(made, "Ada", "Ben", "Cleo", "Vic") == {"Ada": done, "Ben": done, "Cleo": answer["Cleo"], "Vic": nothing}
    for key in (ADA, BEN):
        Browser(key).post(f"{hub(made)}done/", {})
    assert seen(made, "Ada", "Ben", "Vic") == {"Ada": "Remind them", "Ben": "See who is done", "Vic": nothing}

    answers("Cleo", "4")
    Browser(CLEO).post(f"{hub(made)}done/", {})
    assert seen(made, "Ada", "Ben", "Cleo") == dict.fromkeys(("Ada", "Ben", "Cleo"), "Compare")
    assert seen(made, "Vic") == {"Vic": "See the result"}

    decide(made, owner)
    everyone = {"Ben": "See the result", "Cleo": "See the result", "Vic": "See the result"}
    assert seen(made, "Ada", *everyone) == {"Ada": "Continue the decision"} | everyone
    token = re.search(
        r"/s/([\w-]+)",
        text_of(owner.get(owner.post(f"{hub(made)}decide/link/", {"who": "Board", "role": "view"})["Location"])),
    )
    assert token is not None
    open_link(token=token[1], visitor=BOARD)
    revision = str(Decision.objects.get().revision)
    assert owner.post(f"{hub(made)}decide/propose/", {"revision": revision}).status_code == 302
    proposal = dict.fromkeys(("Ada", "Board", "Vic"), "Read the proposal")
    assert seen(made) == proposal | {"Ben": "See the proposal", "Cleo": "See the proposal"}

    say = f"{hub(made)}decide/say/"
    given = {"revision": revision, "words": "Fine by me.", "what": "accepted"}
    assert owner.post(say, given | {"who": "Board"}).status_code == 422  # the board is here, and speaks for itself
    assert Browser(BEN).post(say, given | {"who": "Ada"}).status_code == 422
    assert owner.post(say, given | {"who": "Ada"}).status_code == 302
    assert seen(made, "Ada", "Board") == {"Ada": "See the proposal", "Board": "Read the proposal"}
    assert Browser(BOARD).post(say, given | {"who": "Board"}).status_code == 302
    assert seen(made, "Ada", "Board") == {"Ada": "Go to sign-off", "Board": "Read the proposal"}

    response = owner.post(f"{hub(made)}decide/sign-off/", {"revision": revision, "form": "f" * 20})
    owner.get(response["Location"])
    assert seen(made) == dict.fromkeys(PEOPLE, "Read the record")
    record = Browser(VIC).get(f"/r/{Record.objects.get().public_id}/")
    assert "Accepted by all 2</span>" in text_of(record)
    assert f'href="{hub(made)}"' in text_of(record)  # the way back
