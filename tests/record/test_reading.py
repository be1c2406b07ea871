"""Reading a record back: what was written comes out again, and what is no record is refused in plain words."""

import json

import pytest

from advisor.checklist.errors import AnswersError, ChecklistError
from advisor.record.model.as_json import json_text, recommendation_json
from advisor.record.verify.reading import DEEPEST, MOST_BYTES, RecordError, read_record
from tests.record.kept import signed, spoilt
from tests.record.samples import DAY, answers, checklist, record


def test_record_reads_back_with_its_answers_date_and_name():
    kept = read_record(signed(answers("24")).json_text)
    assert kept.answers == answers("24")
    assert (kept.as_of, kept.reference, kept.head.status) == (DAY, "ADR-0001", "accepted")
    assert kept.checklist == checklist()
    assert kept.title == answers("24").platform


def test_draft_is_called_after_its_digest_and_carries_no_checklist():
    kept = read_record(record("01").json_text.encode())
    assert kept.reference == record("01").reference
    assert kept.checklist is None
    assert kept.title == "inference edge"


def test_layout_of_the_file_does_not_matter():
    value = json.loads(signed(answers("01")).json_text)
    shuffled = dict(reversed(value.items()))
    assert read_record("\ufeff" + json.dumps(shuffled, indent=None)).value == value


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "not readable JSON (line 1, column 1)"),
        (b"{", "not readable JSON"),
        (b"\xff\xfe{}", "not UTF-8"),
        (b"[]", "not a record"),
        (b"{}", "does not say “format: advisor-record/1”"),
        (b'{"format": 1}', "does not say “format: advisor-record/1”"),
        (b'{"format": "advisor-record/1"}', "`reference` is missing or wrong"),
        (b'{"format": "x\\u0000y"}', "format “x y”"),
        (b'{"a": NaN}', "NaN, which is not a JSON number"),
        (b'{"a": -Infinity}', "-Infinity, which is not a JSON number"),
        (b'{"a": 1e999}', "1e999, which is too large"),
        (b'{"a": 1' + b"0" * 20 + b"}", "a number that is larger"),
        (b'{"a": ' + b"9" * 5000 + b"}", "not readable JSON"),
        (b'{"a": 1, "a": 2}', "one name two values"),
        (b'{"a": "\\ud800"}', "half a character"),
        (b'{"\\udfff": 1}', "half a character"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "deeper than any record"),
        (b'{"a": ' + b"[" * (DEEPEST + 1) + b"]" * (DEEPEST + 1) + b"}", "deeper than any record"),
        (b" " * (MOST_BYTES + 1), "32 MB"),
    ],
    ids=range(19),
)
def test_what_is_no_record_is_refused_in_plain_words(data, told):
    with pytest.raises(RecordError) as raised:
        read_record(data)
    assert told in str(raised.value)


def test_recommendation_without_answers_is_told_apart_from_a_record():
    made = record("01")
    with pytest.raises(RecordError, match="does not hold the answers it was made from"):
        read_record(json_text(recommendation_json(made.checklist, made.recommendation)))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("status", "perhaps"),
        ("status", "Accepted"),
        ("as_of", "23 November"),
        ("as_of", 20261123),
        ("engine", None),
        ("services", {}),
        ("services", [1]),
        ("answers", []),
        ("checklist", "nodejs-express"),
        ("said", [{"who": "Ada"}]),
        ("digest", 1),
    ],
)
def test_record_with_a_part_of_the_wrong_form_is_refused_by_its_name(key, value):
    with pytest.raises(RecordError, match=f"`{key}"):
        spoilt(record("01"), lambda v: v.update({key: value}))


def test_answers_of_the_wrong_form_are_refused_when_they_are_asked_for():
    kept = spoilt(record("01"), lambda v: v["answers"]["services"][0]["answers"]["narrow-purpose"].update(level=5))
    with pytest.raises(RecordError, match=r"services\.0\.answers\.narrow-purpose"):
        _ = kept.answers


def test_answers_that_the_checklist_does_not_have_are_refused():
    kept = spoilt(record("01"), lambda v: v["answers"]["services"][0]["answers"].update(elsewhere={"level": 4}))
    with pytest.raises(AnswersError, match="elsewhere"):
        kept.fitting_answers(checklist())


def test_answers_of_another_checklist_are_refused():
    kept = spoilt(record("01"), lambda v: v["answers"].update(checklist="other"))
    with pytest.raises(RecordError, match="another checklist"):
        kept.fitting_answers(checklist())


def test_checklist_inside_that_is_none_is_refused():
    kept = spoilt(signed(answers("01")), lambda v: v["checklist"]["content"].pop("gates"))
    with pytest.raises(ChecklistError, match="gates"):
        _ = kept.checklist
