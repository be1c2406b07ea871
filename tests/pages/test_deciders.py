"""Nobody speaks as a decider who is not: each test is one way in which somebody tried."""

import json
import re
from datetime import date
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.reveal import submit_service
from advisor.assessments.answer_targets import answer_target
from advisor.assessments.deciders import DecidersError, set_deciders
from advisor.assessments.models import Assessment, Decider, OwningTeam, Respondent, Service
from advisor.decisions.actions import take_position
from advisor.decisions.keys import public_keys
from advisor.decisions.models import Decision, Position, Record
from advisor.decisions.restoration import restore_assessment
from advisor.record.numbers import day_in_words
from advisor.record.verify.reading import read_record
from advisor.record.verify.verification import verify
from advisor.sharing.access import VisitorKey
from advisor.sharing.links import make_private_link, open_link, revoke_link
from advisor.sharing.members import shut_out
from advisor.sharing.models import ShareLink, Visitor
from advisor.sharing.roles import Role
from tests.pages.making import joined, let_in, platform, rated, said
from tests.pages.test_decide import at, drawn_at_once, marks, proposed, say, sign, text, write  # noqa: F401  a fixture
from tests.people import ADA, BEN, Browser, key_of

pytestmark = pytest.mark.django_db
EVE, SAM, VIC = key_of("eve"), key_of("sam"), key_of("vic")


@pytest.fixture
def ada() -> Assessment:
    """Ada's platform, answered by her alone; Ada and the Board decide, and the Board is not here."""
    made = platform("Token stream", "Customer API")
    said(Service.objects.get(slug="token-stream"))
    rated(OwningTeam.objects.get(slug="edge"))
    proposed(made)
    return made


def alone_shows(assessment: Assessment, other: str) -> None:
    """Ada alone is asked, though somebody else could answer, and shows what she says."""
    Respondent.objects.filter(assessment=assessment, name=other).update(only_assigned=True)
    for slug in ("token-stream", "customer-api"):
        target = answer_target(ADA, assessment.public_id, "service", slug)
        submit_service(target=target, visitor=ADA, shows=True)


def test_no_link_for_a_decider_is_offered_where_links_are_off(ada: Assessment, settings: Any) -> None:
    assert "Make a link for" in text(Browser(ADA).get(at(ada)))
    settings.LINKS = False
    assert "Make a link for" not in text(Browser(ADA).get(at(ada)))
    assert Browser(ADA).post(at(ada, "link/"), {"who": "Board", "role": "view"}).status_code == 403


def names() -> list[str]:
    return list(Respondent.objects.order_by("id").values_list("name", flat=True))


def rename(browser: Browser, assessment: Assessment, name: str) -> Any:
    return browser.post(f"/a/{assessment.public_id}/join/", {"name": name})


def link_for(assessment: Assessment, who: str = "Board", role: str = "view", browser: Browser | None = None) -> str:
    """The token of a link that Ada makes for a decider, as its page shows it once."""
    browser = browser or Browser(ADA)
    made = browser.post(at(assessment, "link/"), {"who": who, "role": role})
    assert (made.status_code, made["Location"]) == (302, at(assessment))
    found = re.search(r"/s/([\w-]{32})", text(browser.get(at(assessment))))
    assert found is not None
    return found[1]


def came(assessment: Assessment, key: VisitorKey, role: str = "view") -> Browser:
    """Somebody who came by a link made for the Board."""
    assert open_link(token=link_for(assessment, role=role), visitor=key) == assessment.scope_id
    return Browser(key)


@pytest.mark.parametrize("role", ["respond", "edit", "own"])
@pytest.mark.parametrize(
    "name",
    [
        "Board",
        " board ",
        "BOARD",
        "Bo\u200bard",
        "Board\u2060",
        "Bo\u00adard",
        "\u202eBoard",
        "\uff22oard",
        "B\u043eard",
        "B0ard",
        "Bo\u03b1rd",
        "\u0412oard",
        "Board\u3164",
        "Bo\U000e0061ard",
    ],
)
def test_name_of_a_decider_is_refused_to_others_who_join_or_rename(ada: Assessment, name: str, role: Role) -> None:
    stranger = let_in(ada, BEN, role)
    refused = rename(stranger, ada, name)
    assert (refused.status_code, "“Board” is a decider’s name here" in text(refused)) == (422, True)
    assert names() == ["Ada"]
    rename(stranger, ada, "Ben")
    assert rename(stranger, ada, name).status_code == 422
    assert names() == ["Ada", "Ben"]
    assert say(stranger, ada, who="Board").status_code == (302 if role == "own" else 422)  # which is then reported


def test_name_that_is_made_unlike_others_is_no_deciders_name(ada: Assessment) -> None:
    joined(ada, VIC, "Zoe")
    write(Browser(ADA), ada, deciders="Zoe (2)\nRespondent 3")
    let_in(ada, BEN, "respond").post(f"/a/{ada.public_id}/join/", {"name": "Zoe", "other": "yes"})
    rename(let_in(ada, EVE, "respond"), ada, "")
    assert names()[2:] == ["Zoe (3)", "Respondent 4"]


def test_respondent_who_takes_a_name_first_is_not_the_decider_of_that_name(ada: Assessment) -> None:
    joined(ada, BEN, "Sam")
    refused = write(Browser(ADA), ada, deciders="Board\nSAM")
    assert (refused.status_code, "“Sam” answers here: choose them from the list" in text(refused)) == (422, True)
    assert ">\nBoard\nSAM</textarea>" in text(refused)
    assert Decision.objects.get().content["deciders"] == ["Ada", "Board"]


def test_person_who_takes_another_name_while_they_are_chosen_is_not_chosen(ada: Assessment) -> None:
    ben = joined(ada, BEN, "Ben")
    page = text(Browser(ADA).get(at(ada, "edit/")))
    assert re.search(rf'name="decides-{ben.id}"\s+value="Ben"', page)
    assert "Joined by the link" in page
    rename(Browser(BEN), ada, "Sam")
    refused = write(Browser(ADA), ada, **{f"decides-{ben.id}": "Ben"})
    assert (refused.status_code, "“Ben” has changed their name" in text(refused)) == (422, True)
    assert write(Browser(ADA), ada, **{f"decides-{ben.id}": "Sam"}).status_code == 302


def test_person_of_another_assessment_or_of_none_is_not_chosen(ada: Assessment) -> None:
    other = Respondent.objects.get(assessment=platform(key=BEN, title="Other"))
    nobody = Respondent.objects.create(assessment=ada, name="Nobody")  # restored from a record
    for person in (other, nobody):
        assert write(Browser(ADA), ada, **{f"decides-{person.id}": person.name}).status_code == 422
    assert write(Browser(ADA), ada, **{"decides-999999": "Ben", "decides-x": "Ben"}).status_code == 422
    assert set(Decider.objects.values_list("name", flat=True)) == {"Ada", "Board"}


def test_decider_keeps_the_name_they_accepted_under(ada: Assessment) -> None:
    ben = joined(ada, BEN, "Ben")
    write(Browser(ADA), ada, **{f"decides-{ben.id}": "Ben"})
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    assert say(Browser(BEN), ada, who="Ben", words="Yes.").status_code == 302
    refused = rename(Browser(BEN), ada, "Benjamin")
    assert (refused.status_code, "You are named as a decider under the name “Ben”" in text(refused)) == (422, True)
    assert rename(Browser(BEN), ada, "Ben").status_code == 302
    write(Browser(ADA), ada, deciders="Board")
    assert rename(Browser(BEN), ada, "Benjamin").status_code == 302  # no decider any more, and what they said is gone
    assert "Yes." not in text(Browser(ADA).get(at(ada)))


def test_editor_speaks_for_themselves_alone(ada: Assessment) -> None:
    eve = joined(ada, EVE, "Eve", "edit")
    assert say(Browser(EVE), ada, who="Ada").status_code == 422
    assert say(Browser(EVE), ada, who="Board").status_code == 422
    assert not Position.objects.exists()
    write(Browser(ADA), ada, **{f"decides-{eve.id}": "Eve"})
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    assert say(Browser(EVE), ada, who="Eve").status_code == 302
    assert say(Browser(EVE), ada, who="Ada").status_code == 422
    assert Position.objects.get().reported is False


def test_owner_does_not_speak_for_somebody_who_is_here(ada: Assessment) -> None:
    ben = joined(ada, BEN, "Ben", "own")
    write(Browser(ADA), ada, **{f"decides-{ben.id}": "Ben"})
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    assert say(Browser(ADA), ada, who="Ben").status_code == 422
    assert say(Browser(BEN), ada, who="Ada").status_code == 422


def test_what_an_owner_enters_for_somebody_outside_is_reported_everywhere(ada: Assessment) -> None:
    assert say(Browser(ADA), ada, who="Ada").status_code == 302
    assert say(Browser(ADA), ada, who="Board", words="On the phone.").status_code == 302
    assert "as reported by <bdi>Ada</bdi>" in text(Browser(ADA).get(at(ada)))
    link = '<a href="https://example.org/minutes_7" rel="nofollow">https://example.org/minutes_7</a>'
    source = "said on 20 November 2026, https://example.org/minutes_7"
    assert f"said on 20 November 2026, {link}" in text(Browser(ADA).get(at(ada)))
    assert source in text(Browser(ADA).get(at(ada, "confirm/")))
    assert f"Board on the decision: accepted, as reported ({source})" in text(
        Browser(ADA).get(f"/a/{ada.public_id}/history/")
    )
    sign(Browser(ADA), ada)
    record = Record.objects.get()
    told = {one["who"]: (one["what"], one["by"]) for one in json.loads(record.content)["said"]}
    assert told == {"Ada": ("accepted", "Ada"), "Board": ("reported-accepted", "Ada")}
    own, board = json.loads(record.content)["said"]
    assert "said_on" not in own
    assert (board["said_on"], board["place"]) == ("2026-11-20", "https://example.org/minutes_7")
    assert verify(read_record(record.content), keys=public_keys()).outcome == "genuine"
    page = " ".join(text(Browser(ADA).get(f"/r/{record.public_id}/")).split())
    assert "<b>Reported by <bdi>Ada</bdi></b>: <bdi>Board</bdi> accepts" in page
    assert "Accepted</b> by <bdi>Board" not in page
    markdown = bytes(record.files.get(variant="md").content).decode()
    assert f"Board, {day_in_words(date.fromisoformat(board['on']))}: accepted" in markdown
    assert f": accepted, as reported by Ada ({source})" in markdown.replace("\\", "")
    assert f"said on 20 November 2026, {link}" in page
    drawn = bytes(record.files.get(variant="document").content)
    assert "accepted, as reported by Ada" in unpacked(drawn)
    assert source in unpacked(drawn)
    kept = Record.objects.get().events.filter(who="Board").get()
    assert (kept.kind, kept.by) == ("reported-accepted", "Ada")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"said_on": ""}, "Write when and where they said it"),
        ({"place": " "}, "Write when and where they said it"),
        ({"said_on": "20.11.2026"}, "Write when and where they said it"),
        ({"said_on": "2999-01-01"}, "in the future"),
        ({"place": "x" * 501}, "at most 500 characters"),
    ],
)
def test_report_without_a_day_and_a_place_is_refused_and_keeps_what_was_typed(
    ada: Assessment, given: dict[str, str], told: str
) -> None:
    refused = say(Browser(ADA), ada, **{"who": "Board", "words": "On the phone.", **given})
    assert refused.status_code == 422
    assert told in text(refused)
    assert "On the phone." in text(refused)
    kept = {"said_on": "2026-11-20", "place": "https://example.org/minutes_7", **given}
    assert all(f'value="{value.strip()}"' in text(refused) for value in kept.values())
    assert not Position.objects.exists()


def test_place_is_only_asked_of_whoever_reports(ada: Assessment) -> None:
    board = came(ada, SAM)
    assert 'name="place"' not in text(board.get(at(ada)))
    assert say(board, ada, who="Board", said_on="", place="").status_code == 302
    position = Position.objects.get()
    assert (position.reported, position.said_on, position.place) == (False, None, "")


CRAFTED = ({}, {"reported": "0"}, {"own": "1"}, {"by": "Board"}, {"decider": "1"}, {"noted_by": "1"}, {"position": "1"})


@pytest.mark.parametrize("more", CRAFTED)
def test_no_field_makes_a_word_somebody_elses(ada: Assessment, more: dict[str, str]) -> None:
    joined(ada, EVE, "Eve", "edit")
    joined(ada, BEN, "Ben", "respond")
    let_in(ada, VIC)
    for other in (EVE, BEN, VIC):
        for who in ("Ada", "Board", "ada", "Ada ", "Eve"):
            assert say(Browser(other), ada, who=who, **more).status_code == 422
    assert not Position.objects.exists()
    assert say(Browser(ADA), ada, who="Board", **more).status_code == 302
    position = Position.objects.get()
    assert (position.who, position.reported, position.entered_by) == ("Board", True, "Ada")


def test_no_form_of_the_decision_makes_a_word(ada: Assessment) -> None:
    """What is posted elsewhere under the names of words, deciders and records is no word of anybody's."""
    words = {"said": '[{"who": "Board", "what": "accepted"}]', "who": "Board", "what": "accepted", "words": "Yes."}
    for where in ("", "edit/", "reminders/", "propose/", "link/", "confirm/"):
        Browser(ADA).post(at(ada, where), words | {"revision": "0", "role": "view"})
    assert not Position.objects.exists()


def unpacked(drawn: bytes) -> str:
    from advisor.publish.protocol import unpacked_job

    return str(unpacked_job(drawn))


def test_decider_comes_by_the_link_made_for_them_and_speaks_without_answering(ada: Assessment) -> None:
    board = came(ada, SAM)
    page = text(board.get(at(ada)))
    assert "What do you say, <bdi>Board</bdi>?" in page
    assert "You decide here, as <bdi>Board</bdi>." in page
    hub = " ".join(text(board.get(f"/a/{ada.public_id}/")).split())
    assert "change nothing" not in hub
    assert "Revealed without you" not in hub
    assert say(board, ada, who="Ada").status_code == 422
    assert say(board, ada, who="Board", what="dissent", words="Too dear.").status_code == 302
    position = Position.objects.get()
    assert (position.who, position.reported, position.entered_by) == ("Board", False, "Board")
    assert say(Browser(ADA), ada, who="Board").status_code == 422  # nobody reports of who speaks here
    assert let_in(ada, VIC).get(at(ada)).status_code == 200
    assert say(Browser(VIC), ada, who="Board").status_code == 422
    sign(Browser(ADA), ada)
    told = {one["who"]: (one["what"], one["by"]) for one in json.loads(Record.objects.get().content)["said"]}
    assert told == {"Board": ("dissent", "Board")}


def test_decider_who_came_by_their_link_may_join_under_their_name_and_nobody_else(ada: Assessment) -> None:
    board = came(ada, SAM, "respond")
    assert rename(let_in(ada, BEN, "respond"), ada, "Board").status_code == 422
    assert rename(board, ada, "Board").status_code == 302
    assert names() == ["Ada", "Board"]
    assert say(board, ada, who="Board").status_code == 302


def test_decider_speaks_from_another_device_of_theirs(ada: Assessment) -> None:
    came(ada, SAM)
    _, token = make_private_link(scope_id=ada.scope_id, visitor=SAM)
    open_link(token=token, visitor=VIC)
    assert say(Browser(VIC), ada, who="Board").status_code == 302


@pytest.mark.parametrize("end", ["revoked", "shut out", "another link"])
def test_link_of_a_decider_that_ended_lets_nobody_speak(ada: Assessment, end: str) -> None:
    board = came(ada, SAM)
    let_in(ada, SAM, "respond", label="Another")
    say(board, ada, who="Board")
    link = ShareLink.objects.get(label="Board", role="view")
    if end == "revoked":
        revoke_link(scope_id=ada.scope_id, link_id=link.id)
    elif end == "shut out":
        shut_out(scope_id=ada.scope_id, visitor_id=Visitor.objects.get(key_hash=SAM.key_hash).id)
    else:
        link_for(ada)
        assert ">accepts</span>" not in text(Browser(ADA).get(at(ada)))
    let_in(ada, SAM, "respond", label="A third")
    assert say(board, ada, who="Board", what="dissent", words="Changed.").status_code == 422
    assert Position.objects.count() == 1


def test_owner_is_not_made_a_decider_by_the_link_they_made(ada: Assessment) -> None:
    joined(ada, BEN, "Ben", "own")
    token = link_for(ada)
    for key in (ADA, BEN):
        open_link(token=token, visitor=key)
        assert say(Browser(key), ada, who="Board").status_code == 422
    assert not Position.objects.exists()


def test_who_has_another_name_here_and_uses_a_deciders_link_is_named(ada: Assessment) -> None:
    joined(ada, BEN, "Ben")
    alone_shows(ada, "Ben")
    open_link(token=link_for(ada), visitor=BEN)
    assert say(Browser(BEN), ada, who="Board").status_code == 302
    assert "entered by <bdi>Ben</bdi>" in text(Browser(ADA).get(at(ada)))
    sign(Browser(ADA), ada)
    told = json.loads(Record.objects.get().content)["said"]
    assert [(one["who"], one["what"], one["by"]) for one in told] == [("Board", "accepted", "Ben")]


def test_person_who_was_removed_and_comes_back_is_the_decider_and_another_of_that_name_is_not(ada: Assessment) -> None:
    ben = joined(ada, BEN, "Ben")
    write(Browser(ADA), ada, **{f"decides-{ben.id}": "Ben"})
    Browser(ADA).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    shut_out(scope_id=ada.scope_id, visitor_id=ben.visitor_id or 0)
    assert say(Browser(BEN), ada, who="Ben").status_code == 404
    assert rename(let_in(ada, EVE, "respond"), ada, "Ben").status_code == 422
    let_in(ada, BEN, "view", label="Again")
    assert say(Browser(BEN), ada, who="Ben").status_code == 302


def test_name_that_is_given_to_somebody_else_loses_what_was_said_under_it(ada: Assessment) -> None:
    say(Browser(ADA), ada, who="Board", words="On the phone.")
    board = came(ada, SAM)
    assert "On the phone." not in text(Browser(ADA).get(at(ada)))
    say(board, ada, who="Board", words="Myself.")
    assert "Myself." in text(Browser(ADA).get(at(ada)))


def test_form_that_was_loaded_before_does_not_take_a_decider_away(ada: Assessment) -> None:
    joined(ada, EVE, "Eve", "edit")
    before = marks(Browser(EVE), ada)
    ben = joined(ada, BEN, "Ben")
    write(Browser(ADA), ada, **{f"decides-{ben.id}": "Ben"})
    stale = Browser(EVE).post(at(ada, "edit/"), {**before, "deciders": "Board", "good": "Less."})
    assert stale.status_code == 412
    assert Decider.objects.get(name="Ben").respondent == ben


def test_restored_record_makes_nobody_a_decider(ada: Assessment) -> None:
    say(Browser(ADA), ada)
    sign(Browser(ADA), ada)
    record = read_record(Record.objects.get().content)
    made, _ = restore_assessment(
        visitor=EVE, checklist=record.checklist, answers=record.answers, your_name="ada", token="restored"
    )
    assert set(Decider.objects.filter(assessment=made).values_list("name", "respondent", "link")) == {
        ("Ada", None, None),
        ("Board", None, None),
    }
    assert not Position.objects.filter(decision__assessment=made).exists()
    mine = Respondent.objects.get(assessment=made, visitor__isnull=False)
    assert mine.name == "ada (2)"
    assert rename(Browser(EVE), made, "Ada").status_code == 422
    opened = open_assessment(EVE, made.public_id, "own")
    Decision.objects.filter(assessment=made).update(proposed_revision=1)
    day = date(2026, 11, 20)
    take_position(opened=opened, revision=1, who="Ada", what="accepted", words="", said_on=day, place="At lunch")
    assert Position.objects.get(decision__assessment=made).reported is True


def test_word_is_refused_where_the_decider_changed_while_it_was_sent(ada: Assessment) -> None:
    board = came(ada, SAM)
    opened = open_assessment(SAM, ada.public_id, "view")
    assert board.get(at(ada)).status_code == 200
    link_for(ada)
    revision = Decision.objects.get().revision
    with pytest.raises(DecidersError, match="whose statement you may enter"):
        take_position(opened=opened, revision=revision, who="Board", what="accepted", words="")


@pytest.mark.parametrize("who", ["Nobody", "", "board", "Board\u200b", "Ada\x00"])
def test_word_under_no_deciders_name_is_refused(ada: Assessment, who: str) -> None:
    assert say(Browser(ADA), ada, who=who).status_code == 422


@pytest.mark.parametrize("who", ["Ada", "Nobody", "", "BOARD"])
def test_link_is_made_for_a_decider_who_is_not_here_alone(ada: Assessment, who: str) -> None:
    assert Browser(ADA).post(at(ada, "link/"), {"who": who}).status_code == 422
    assert not ShareLink.objects.exists()


def test_link_of_a_decider_gives_no_more_than_answering(ada: Assessment) -> None:
    link_for(ada, role="own")
    assert ShareLink.objects.get().role == "view"
    for role in ("respond", "edit"):
        assert let_in(ada, key_of(f"l{role}"[:3]), role).post(at(ada, "link/"), {"who": "Board"}).status_code == 403


def test_names_that_look_alike_or_cannot_be_seen_are_no_two_deciders(ada: Assessment) -> None:
    for wrong in (["Sam", "S\u0430m"], ["Sam", "sam\u200b"], ["\u200b"], [f"Person {n}" for n in range(101)]):
        with pytest.raises(DecidersError):
            set_deciders(assessment=ada, names=wrong, persons={})


def test_who_proposed_it_and_who_signed_it_are_told_apart(ada: Assessment) -> None:
    joined(ada, EVE, "Eve", "edit")
    alone_shows(ada, "Eve")
    write(Browser(EVE), ada, review="2027-06-01")
    Browser(EVE).post(at(ada, "propose/"), {"revision": str(Decision.objects.get().revision)})
    sign(Browser(ADA), ada)
    assert list(Record.objects.get().events.values_list("kind", "who")) == [("proposed", "Eve"), ("signed", "Ada")]


def test_what_an_owner_does_to_a_record_under_another_name_says_who_entered_it(ada: Assessment) -> None:
    sign(Browser(ADA), ada)
    here = f"/r/{Record.objects.get().public_id}/"
    Browser(ADA).post(f"{here}deprecate/", {"who": "Board", "words": "No longer."})
    assert "by <bdi>Board</bdi>, entered by <bdi>Ada</bdi>" in " ".join(text(Browser(ADA).get(here)).split())
    Browser(ADA).post(f"{here}erase/", {"who": "Board", "words": "Out.", "again": "ADR-0001"})
    assert "Board, entered by Ada" in text(Browser(ADA).get(here))


def test_decider_from_before_is_outside_and_what_was_noted_for_them_is_reported(ada: Assessment) -> None:
    Decider.objects.all().delete()
    decision, noted_by = Decision.objects.get(), Visitor.objects.get(key_hash=ADA.key_hash)
    del decision.content["persons"]
    decision.save()
    for who, by in (("Ada", noted_by), ("Board", noted_by), ("Gone", None)):
        Position.objects.create(decision=decision, revision=decision.revision, who=who, what="accepted", noted_by=by)
    migration = import_module("advisor.decisions.migrations.0006_deciders_outside")
    migration.name_deciders(apps, None)
    assert list(Decider.objects.values_list("name", "respondent", "link")) == [
        ("Ada", None, None),
        ("Board", None, None),
    ]
    told = [
        (one.who, one.decider and one.decider.name, one.reported, one.entered_by)
        for one in Position.objects.order_by("id")
    ]
    assert told == [
        ("Ada", "Ada", True, "Ada"),
        ("Board", "Board", True, "Ada"),
        ("Gone", None, True, "An owner of the assessment"),
    ]
    assert write(Browser(ADA), ada, deciders="Board").status_code == 302  # whoever edits it says who is here
    assert Decider.objects.get(name="Ada").respondent_id is not None
