"""One's data is found whole, for guests as for accounts; once it is deleted nothing names the person; others go on."""

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone
from jsonschema import Draft202012Validator

from advisor.accounts.models import User
from advisor.assessments.access import open_assessment
from advisor.assessments.audit import audit
from advisor.assessments.models import AnswerEvent, Assessment, AuditEvent, CheckAnswer, Decider, Respondent
from advisor.decisions.actions import propose_decision, save_decision, take_position
from advisor.decisions.draft_content import mark
from advisor.decisions.models import Decision, Erasure, Position, Record
from advisor.record.formats.my_data_form import MyDataFile
from advisor.record.formats.record_form import schema_named
from advisor.sharing.members import shut_out
from advisor.sharing.models import Grant, Visitor
from advisor.sharing.workspaces import accept, invite, make_workspace, share_with
from tests.accounts.signing import signed_in
from tests.decisions.deciding import decided_by_several, signed_as_it_stands, signed_off
from tests.pages.making import joined, platform
from tests.people import ADA, BEN, CLEO, Browser, has_word, text_of

pytestmark = pytest.mark.django_db
SURE = {"sure": "yes"}


def answered(assessment: Assessment, browser: Browser, note: str) -> None:
    address = f"/a/{assessment.public_id}/services/token-stream/answers/latency-first/"
    data = {"value-latency-first": "3", "note-latency-first": note, "base-latency-first": "0", "request_id": note}
    assert browser.post(address, data, htmx=True).status_code == 200


def export_of(browser: Browser) -> Any:
    response = browser.get("/my/data/my-data.json")
    assert response["Content-Disposition"] == 'attachment; filename="my-data.json"'
    found = json.loads(response.content)
    Draft202012Validator(schema_named("my-data")).validate(found)
    return found


@pytest.mark.parametrize("kind", ["guest", "account"])
def test_export_holds_everything_of_one_person_and_nothing_of_others(kind: str) -> None:
    ours = platform(title="Ours")
    joined(ours, BEN, "Ben")
    ben = Browser(BEN) if kind == "guest" else signed_in("ben@example.org", BEN)
    answered(ours, ben, "Ben's own words")
    answered(ours, Browser(ADA), "Ada's secret words")
    found = export_of(ben)
    assert found["format"] == "advisor-my-data/1"
    assert found["may_open"] == [{"id": ours.id, "address": f"/a/{ours.public_id}/", "title": "Ours"}]
    assert [one["note"] for one in found["under_my_names"]["AnswerEvent"]] == ["Ben's own words"]
    assert [one["name"] for one in found["by_me"]["Respondent"]] == ["Ben"]
    assert found["by_me"]["Grant"][0]["role"] == "respond"
    assert (found["account"] or {}).get("email") == (None if kind == "guest" else "ben@example.org")
    text = json.dumps(found)
    assert not has_word(text, "Ada")
    for secret in ("token_hash", "key_hash", ben.key.secret, ben.key.key_hash):
        assert secret not in text


def test_export_of_every_kind_of_thing_has_the_form_of_its_schema_and_no_further_key() -> None:
    ours = platform(title="Ours")
    joined(ours, BEN, "Ben")
    ben = signed_in("ben@example.org", BEN)
    answered(ours, ben, "Ben's own words")
    user = User.objects.get()
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    make_workspace(person=Visitor.objects.get(user__isnull=False), name="Platform group")
    Decision.objects.create(assessment=ours, reminders=["ben@example.org"], address="https://x/")
    found = export_of(ben)
    assert [key for key, value in found.items() if not value] == []
    assert list(found) == list(MyDataFile.model_fields)
    form = Draft202012Validator(schema_named("my-data"))
    assert not form.is_valid({**found, "added": 1})
    assert not form.is_valid({key: value for key, value in found.items() if key != "by_me"})


@pytest.mark.parametrize("kind", ["guest", "account"])
def test_deletion_takes_what_is_ones_own_and_the_name_from_the_rest(kind: str) -> None:
    mine, ours, others = platform(title="Mine", key=BEN), platform(title="Ours"), platform(title="Cleo's", key=CLEO)
    joined(ours, BEN, "Ben Bold")
    frozen = signed_off(mine, key=BEN).public_id
    ben = Browser(BEN) if kind == "guest" else signed_in("ben@example.org", BEN)
    answered(ours, ben, "still true")
    page = text_of(ben.get("/my/data/"))
    assert page.index("Mine") < page.index("Others still use these") < page.index("Ours")
    assert ben.post("/my/data/", {}).status_code == 422
    assert Assessment.objects.filter(title="Mine").exists()
    assert ben.post("/my/data/", SURE)["Location"] == "/"
    assert not Assessment.objects.filter(id=mine.id).exists()
    assert not Record.objects.exists()
    assert Erasure.objects.get().public_id == frozen
    assert AnswerEvent.objects.get(note="still true").respondent.name == "Somebody who left"
    assert not Respondent.objects.filter(name__contains="Bold").exists()
    assert not User.objects.exists()
    assert not Visitor.objects.filter(key_hash__in=[BEN.key_hash, ben.key.key_hash]).exists()
    assert Browser(ADA).get(f"/a/{ours.public_id}/").status_code == 200
    assert Browser(CLEO).get(f"/a/{others.public_id}/").status_code == 200
    again = Browser(ben.key)
    assert again.get(f"/a/{ours.public_id}/").status_code == 404
    assert again.get("/my/data/my-data.json").status_code == 404


def test_record_that_others_can_open_stays_when_its_maker_goes() -> None:
    ours = platform()
    joined(ours, BEN, "Ben")
    record = signed_off(ours)
    assert Browser(ADA).post("/my/data/", SURE).status_code == 302
    assert Record.objects.get().content == record.content
    assert Browser(BEN).get(f"/a/{ours.public_id}/").status_code == 200
    assert Browser(BEN).get(f"/r/{record.public_id}/").status_code == 200
    assert Respondent.objects.get(name="Somebody who left").visitor is None


def test_record_stays_for_those_who_were_in_an_assessment_that_was_removed() -> None:
    ours, mine = platform(), platform(title="Mine")
    joined(ours, BEN, "Ben")
    record = signed_off(ours)
    for removed in (ours, mine):
        assert Browser(ADA).post(f"/a/{removed.public_id}/remove/", {}).status_code == 302
    assert "Mine" in text_of(Browser(ADA).get("/my/data/"))
    assert Browser(ADA).post("/my/data/", SURE).status_code == 302
    assert not Assessment.objects.exists()
    assert Browser(BEN).get(f"/r/{record.public_id}/").status_code == 200


def test_history_can_be_read_after_somebody_who_took_another_name_has_gone() -> None:
    ours = platform()
    ben = joined(ours, BEN, "Ben")
    detail = {"from": "Ben", "to": "Benjamin"}
    audit(scope_id=ours.scope_id, visitor=ben.visitor, action="respondent renamed", detail=detail)
    assert "Benjamin" in text_of(Browser(ADA).get(f"/a/{ours.public_id}/history/"))
    assert Browser(BEN).post("/my/data/", SURE).status_code == 302
    page = text_of(Browser(ADA).get(f"/a/{ours.public_id}/history/"))
    assert "Took another name" in page
    assert not has_word(page, "Ben")
    assert "Benjamin" not in page


def test_address_that_is_reminded_is_told_and_taken_out_once_it_is_proved() -> None:
    ours, ben = platform(title="Ours"), signed_in("ben@example.org")
    Decision.objects.create(assessment=ours, reminders=["Ben@example.org", "ada@example.org"], address="https://x/")
    assert export_of(ben)["reminds_me_of"] == []
    user = User.objects.get()
    EmailAddress.objects.create(user=user, email=user.email, verified=True)
    assert export_of(ben)["reminds_me_of"] == [{"address": "https://x/", "title": "Ours"}]
    assert ben.post("/my/data/", SURE).status_code == 302
    assert Decision.objects.get().reminders == ["ada@example.org"]


def test_last_owner_of_a_workspace_hands_it_on_before_going() -> None:
    olga, ben = signed_in("olga@example.org"), signed_in("ben@example.org")
    people = {row.user.email: row for row in Visitor.objects.filter(user__isnull=False)}  # type: ignore[union-attr]
    workspace = make_workspace(person=people["olga@example.org"], name="Platform group")
    token = invite(to=workspace, role="member", label="Ben", made_by=people["olga@example.org"])
    assert accept(token=token, person=people["ben@example.org"])
    assert "Platform group" in text_of(olga.get("/my/data/"))
    assert olga.post("/my/data/", SURE).status_code == 409
    assert User.objects.count() == 2
    assert ben.post("/my/data/", SURE).status_code == 302
    assert olga.post("/my/data/", SURE).status_code == 302
    assert not User.objects.exists()
    assert not Grant.objects.exists()


def test_what_is_theirs_by_a_workspace_alone_goes_with_its_last_member() -> None:
    olga, ours = signed_in("olga@example.org"), platform(title="Left here")
    workspace = make_workspace(person=Visitor.objects.get(user__isnull=False), name="Platform group")
    assert share_with(scope_id=ours.scope_id, workspace=workspace)
    signed_off(ours)
    assert Browser(ADA).post("/my/data/", SURE).status_code == 302
    assert "Left here" in text_of(olga.get("/my/data/"))
    assert olga.post("/my/data/", SURE).status_code == 302
    assert not Assessment.objects.exists()
    assert not Record.objects.exists()


def test_browser_that_made_nothing_has_nothing_to_delete() -> None:
    client = Client()
    assert "Nothing yet" in text_of(client.get("/my/data/"))
    assert client.post("/my/data/", SURE).status_code == 404
    assert client.get("/my/data/my-data.json").status_code == 404


def test_deletion_takes_the_name_from_answered_checks_and_deciders_words_and_says_where_it_stays() -> None:
    ours = decided_by_several()
    ben = joined(ours, BEN, "Benedict")
    now = Decision.objects.get(assessment=ours).content
    fields = {"deciders": ["Benedict", "Board"], "persons": {"Benedict": ben.id}}
    save_decision(assessment=ours, visitor=ADA, was={key: mark(now.get(key)) for key in fields}, fields=fields)
    known_because(ours, ben)
    revision = Decision.objects.get(assessment=ours).revision
    Decision.objects.update(proposed_revision=revision)
    opened = open_assessment(BEN, ours.public_id, "respond")
    take_position(opened=opened, revision=revision, who="Benedict", what="dissent", words="I would wait.")
    record = signed_as_it_stands(ours)
    assert "Benedict" in record.content
    assert f"{record.reference}</a>: <bdi>Acme" in text_of(Browser(BEN).get("/my/data/"))
    assert Browser(BEN).post("/my/data/", SURE).status_code == 302
    assert [one.by for one in CheckAnswer.objects.filter(because="We know.")] == ["Somebody who left"]
    assert [(one.who, one.words) for one in Position.objects.all()] == [("Somebody who left", "I would wait.")]
    tables = (Respondent, CheckAnswer, Position, Decider, Decision, AuditEvent)
    left = str([list(table.objects.values()) for table in tables])
    assert "Benedict" not in left
    assert "'deciders': ['Somebody who left', 'Board']" in left
    assert Browser(ADA).get(f"/a/{ours.public_id}/decide/").status_code == 200
    assert Browser(ADA).get(f"/a/{ours.public_id}/history/").status_code == 200
    assert Record.objects.get().content == record.content


def known_because(ours: Assessment, ben: Respondent) -> None:
    CheckAnswer.objects.create(
        assessment=ours,
        key="of a test",
        seq=1,
        found="synthetic-benchmark",
        services=["relay"],
        because="We know.",
        by=ben.name,
        respondent=ben,
        visitor=ben.visitor,
        made_at=timezone.now(),
        request_id="of a test",
    )


@pytest.mark.parametrize("name", ["Somebody else", ""])
def test_name_in_what_was_said_gives_way_to_nobodys_alone(name: str) -> None:
    ours = platform()
    known_because(ours, joined(ours, BEN, "Ben"))
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        CheckAnswer.objects.update(by=name)
    CheckAnswer.objects.update(by="Somebody who left 2")
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        CheckAnswer.objects.update(by="Somebody who left", because="Another reason.")


def test_who_was_shut_out_exports_their_own_words_and_nothing_that_was_said_since() -> None:
    ours = decided_by_several()
    joined(ours, CLEO, "Cleo", "edit")
    cleo = Browser(CLEO)
    assert cleo.post(f"/a/{ours.public_id}/history/milestones/", {"name": "Mine", "form": "m" * 20}).status_code == 302
    revision = Decision.objects.get(assessment=ours).revision
    propose_decision(opened=open_assessment(CLEO, ours.public_id, "edit"), revision=revision)
    assert shut_out(scope_id=ours.scope_id, visitor_id=Visitor.objects.get(key_hash=CLEO.key_hash).id)
    now = Decision.objects.get(assessment=ours).content
    fields = {"risks": [{"risk": "Said since she left"}]}
    save_decision(assessment=ours, visitor=ADA, was={"risks": mark(now.get("risks"))}, fields=fields)
    text = json.dumps(export_of(cleo))
    assert "decision proposed" in text
    assert "Mine" in text
    assert "Said since she left" not in text
    assert not has_word(text, "Ben")
