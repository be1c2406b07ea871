"""The record keeps disagreement: what people differ on so that the outcome changes, settled or not, in every form."""

import json

from django.template.loader import render_to_string

from advisor.pages.records.disagreement import disputes
from advisor.record.formats.markdown.record import markdown
from advisor.record.model.record import DecisionRecord
from advisor.record.model.signature import sign
from advisor.record.verify.verification import verify
from tests.record.kept import KEY, KEYS, known, read_record, record_digest, signed
from tests.record.samples import checklist
from tests.record.test_differences import file_of

NEAR = {"narrow-purpose": 2, "small-surface": 2}
NOTE = "Only Ben was ever <on call> for it."
ADA = NEAR | {"runtime-mastery": 2, "serves-clients": 1}
BEN = NEAR | {"runtime-mastery": {"level": 1, "note": NOTE}}


def made(**others: object) -> DecisionRecord:
    """Two people one level apart on what decides it, too near to be contested, and on something else."""
    return signed(file_of(("Ada", ADA), ("Ben", BEN), **others))  # type: ignore[arg-type]


SETTLED = [{"service": "infer", "statement": "runtime-mastery", "level": 2, "reason": "Ben comes back in May."}]


def test_small_difference_that_changes_the_outcome_is_in_the_json_and_one_that_does_not_is_not():
    (line,) = made().json["disagreement"]
    assert line == {
        "service": "infer",
        "statement": "runtime-mastery",
        "said": {"Ada": 2, "Ben": 1},
        "counts_as": [1],
        "contested": False,
        "changes": True,
        "verdicts": {"1": "framework", "2": "raw"},
    }


def test_difference_that_was_settled_stays_with_its_reason():
    (line,) = made(settled=SETTLED).json["disagreement"]
    assert (line["counts_as"], line["settled"], line["changes"]) == ([2], "Ben comes back in May.", True)
    assert line["said"] == {"Ada": 2, "Ben": 1}


def test_markdown_has_the_levels_and_the_words_and_what_they_change():
    told = markdown(made())
    assert "Ada: half true; Ben: mostly not true (“Only Ben was ever \\<on call\\> for it.”)" in told
    assert "“mostly not true” leads to a framework such as Express; “half true” leads to Raw Node.js." in told


def test_pdf_has_them_too():
    told = render_to_string("publish/_disagreement.html", {"record": made(), "short": True})
    assert "Only Ben was ever &lt;on call&gt; for it." in told
    assert "leads to a framework such as Express" in told


def test_page_tells_them_from_the_frozen_json_alone():
    ((name, (line,)),) = disputes(json.loads(made(settled=SETTLED).json_text), checklist())
    assert (name, line.counts_as, line.settled) == ("infer", "half true", "Ben comes back in May.")
    assert [(one.name, one.answer, one.note) for one in line.voices] == [
        ("Ada", "half true", ""),
        ("Ben", "mostly not true", NOTE),
    ]
    assert "leads to Raw Node.js" in line.effect


def test_who_agrees_has_no_disagreement_in_the_record():
    assert "disagreement" not in signed(file_of(("Ada", {}), ("Ben", {}))).json


def test_record_signed_before_they_held_it_is_still_genuine_and_its_page_shows_none():
    value = json.loads(made().json_text)
    del value["disagreement"]
    value["digest"] = record_digest(value)
    signature = sign(KEY, digest=value["digest"], record="kept-as", keys_at="https://a.example/keys.pem")
    older = read_record(json.dumps({**value, "signature": signature.model_dump()}))
    assert verify(older, known, KEYS).outcome == "genuine"
    assert older.answers.respondents[1].name == "Ben"
    assert disputes(older.value, checklist()) == []


def test_disagreement_that_was_made_up_is_found_by_computing_anew():
    value = json.loads(made().json_text)
    value["disagreement"][0]["said"]["Ada"] = 0
    value["digest"] = record_digest(value)
    found = verify(read_record(json.dumps(value)), known, KEYS)
    assert [one.where for one in found.differences] == ["disagreement: 1: said: Ada"]
