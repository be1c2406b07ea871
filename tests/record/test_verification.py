"""Intact, computed, authentic: three answers, and what they say together."""

import json

import pytest

from advisor.record.model.as_json import json_text, record_digest
from advisor.record.model.signature import sign
from advisor.record.verify import verification
from advisor.record.verify.reading import RecordError, read_record
from advisor.record.verify.verification import Deviation, remade, verify
from tests.record.kept import KEY, KEYS, OTHER_KEY, known, signed, spoilt
from tests.record.samples import answers, changed, checklist, record, record_of

CASES = ("01", "06", "14", "17", "24")


def answers_of(found):
    """Intact, computed, authentic."""
    return tuple(one.answer for one in found.findings)


@pytest.mark.parametrize("case", CASES)
def test_draft_is_intact_and_computed_where_its_checklist_is_known(case):
    found = verify(read_record(record(case).json_text), known, KEYS)
    assert (answers_of(found), found.differences, found.known) == (("yes", "yes", "unchecked"), (), True)
    assert found.headline == "This record is intact and computed; whether it is authentic could not be checked"
    assert "never signed off" in found.sentence


@pytest.mark.parametrize("case", CASES)
def test_signed_record_is_genuine_by_itself_and_made_anew_it_is_the_same_text(case):
    made = signed(answers(case))
    kept = read_record(made.json_text)
    found = verify(kept, keys=KEYS)
    assert (found.outcome, found.known) == ("genuine", False)
    assert kept.checklist is not None
    again = remade(kept, kept.checklist) | {"signature": made.json["signature"]}
    assert json_text(again) == made.json_text


def test_record_of_a_version_past_its_end_of_life_is_computed():
    made = record_of(changed("01", versions={"node": "20"}))
    assert "version-ended" in made.json_text
    assert answers_of(verify(read_record(made.json_text), known))[1] == "yes"


def test_draft_whose_checklist_is_gone_is_intact_but_not_computed():
    found = verify(read_record(record("01").json_text))
    assert (found.outcome, answers_of(found)) == ("unchecked", ("yes", "unchecked", "unchecked"))
    assert found.headline == "This record is intact; whether it is computed and authentic could not be checked"
    assert f"version {checklist().version} of the checklist nodejs-express is needed" in found.sentence
    assert (found.genuine, found.known) == (False, False)


CHANGES = {
    "verdict": lambda v: v["services"][0].update(verdict="framework"),
    "support": lambda v: v["services"][0]["support"].update(raw=0.999999),
    "level": lambda v: v["answers"]["services"][0]["answers"]["narrow-purpose"].update(level=0),
    "impossible level": lambda v: v["answers"]["services"][0]["answers"]["narrow-purpose"].update(level=7),
    "statement": lambda v: v["answers"]["services"][0]["answers"].update(made_up={"level": 4}),
    "date": lambda v: v.update(as_of="2099-01-01"),
    "status": lambda v: v.update(status="draft"),
    "words": lambda v: v["said"][0].update(words="I object."),
    "fact": lambda v: v["facts"][0].update(value="something else"),
    "left out": lambda v: v["services"].pop(),
    "added": lambda v: v.update(footnote="and so on"),
    "checklist inside": lambda v: v["checklist"]["content"]["thresholds"].update(holds="0.5"),
    "checklist broken": lambda v: v["checklist"]["content"].clear(),
}


@pytest.mark.parametrize("spoil", CHANGES.values(), ids=CHANGES)
@pytest.mark.parametrize("at_hand", [True, False])
def test_any_change_without_a_new_digest_is_told_as_tampering(spoil, at_hand):
    kept = spoilt(signed(answers("01")), spoil)
    found = verify(kept, known) if at_hand else verify(kept)
    assert found.outcome == "tampered"
    assert found.differences[0].where == "digest"
    assert not found.genuine


@pytest.mark.parametrize("name", ["verdict", "support", "level", "fact", "left out", "added", "checklist inside"])
def test_change_with_a_digest_made_to_fit_is_found_by_computing_anew(name):
    kept = spoilt(signed(answers("01")), CHANGES[name], sealed=True)
    found = verify(kept, known)
    assert found.outcome == "tampered"
    assert "does not follow" in found.sentence
    assert found.differences


def test_forged_verdict_is_shown_beside_the_computed_one():
    kept = spoilt(signed(answers("01")), CHANGES["verdict"], sealed=True)
    assert verify(kept).differences == (Deviation("services: inference edge: verdict", "framework", "raw"),)


def test_checklist_inside_that_is_not_the_stated_one_is_tampering():
    kept = spoilt(signed(answers("01")), CHANGES["checklist inside"], sealed=True)
    assert verify(kept).differences[0].where == "digest of the checklist inside"


def test_truth_is_no_number():
    kept = spoilt(record("01"), lambda v: v["platform"].update(verdict=True), sealed=True)
    assert verify(kept, known).outcome == "tampered"
    kept = spoilt(record("01"), lambda v: v["services"][0]["support"].update(raw=True), sealed=True)
    assert verify(kept, known).outcome == "tampered"


def by_engine(version):
    """A record whose verdict the engine at work does not give, and which names this version of it."""

    def spoil(value):
        value["engine"] = version
        CHANGES["verdict"](value)

    made = json.loads(signed(answers("01")).json_text)
    spoil(made)
    made["digest"] = record_digest(made)
    made["signature"] = sign(KEY, digest=made["digest"], record="kept-as").model_dump()
    return verify(read_record(json.dumps(made)), known, KEYS)


def test_older_engine_is_told_apart_from_tampering(monkeypatch):
    monkeypatch.setattr(verification, "PAST_ENGINES", ("0.9.0",))
    found = by_engine("0.9.0")
    assert (found.outcome, found.genuine) == ("other-engine", False)
    assert answers_of(found) == ("yes", "unchecked", "yes")
    assert found.differences == (Deviation("services: inference edge: verdict", "framework", "raw"),)
    assert "engine 0.9.0 made it" in found.sentence


@pytest.mark.parametrize("version", ["0.9.0", "1.0.0", "", "one", "1.0.0-rc1", "9" * 10])
def test_engine_that_never_was_is_tampering(version):
    assert by_engine(version).outcome == "tampered"


def test_later_engine_is_not_judged_by_an_older_one():
    assert by_engine("1.10.0").outcome == "other-engine"


def test_older_engine_that_says_the_same_is_plainly_genuine(monkeypatch):
    monkeypatch.setattr(verification, "ENGINE_VERSION", "2.0.0")
    monkeypatch.setattr(verification, "PAST_ENGINES", ("1.0.0",))
    assert verify(read_record(signed(answers("14")).json_text), known, KEYS).outcome == "genuine"


def test_intact_record_with_answers_no_reader_knows_is_unreadable():
    kept = spoilt(signed(answers("01")), CHANGES["impossible level"], sealed=True)
    found = verify(kept, known)
    assert (found.outcome, found.genuine) == ("unreadable", False)
    assert "answers inside" in found.sentence
    broken = verify(spoilt(signed(answers("01")), CHANGES["checklist broken"], sealed=True))
    assert (broken.outcome, "checklist inside" in broken.sentence) == ("unreadable", True)


def test_known_checklist_goes_before_the_one_inside():
    asked = []

    def look(slug, digest):
        asked.append((slug, digest))
        return checklist()

    assert verify(read_record(signed(answers("01")).json_text), look).known
    assert asked == [("nodejs-express", checklist().digest)]


WORDS = CHANGES["words"]


def test_changed_words_with_a_digest_made_to_fit_are_not_authentic():
    found = verify(spoilt(signed(answers("01")), WORDS, sealed=True), known, KEYS)
    assert (answers_of(found), found.outcome) == (("yes", "yes", "no"), "tampered")
    assert "was changed after it was made" in found.headline
    assert "does not belong to this content" in found.sentence


def test_changed_words_with_the_signature_taken_out_are_never_genuine():
    def spoil(value):
        WORDS(value)
        del value["signature"]

    found = verify(spoilt(signed(answers("01")), spoil, sealed=True), known, KEYS)
    assert (answers_of(found), found.outcome) == (("yes", "yes", "unchecked"), "unchecked")
    assert "has no signature" in found.sentence


def test_record_signed_with_a_key_of_ones_own_is_not_authentic_for_anybody_else():
    kept = read_record(signed(answers("01"), key=OTHER_KEY).json_text)
    found = verify(kept, known, KEYS)
    assert (answers_of(found)[2], found.genuine) == ("unchecked", False)
    assert "which is not known here" in found.sentence
    assert "Give the public keys" in verify(kept, known).sentence


SIGNATURES = {
    "of another record": lambda s: s.update(record="another"),
    "of another key": lambda s: s.update(key=signed(answers("01"), key=OTHER_KEY).json["signature"]["key"]),
    "altered": lambda s: s.update(value=("B" if s["value"][0] == "A" else "A") + s["value"][1:]),
    "cut": lambda s: s.update(value=s["value"][:44]),
}


@pytest.mark.parametrize("spoil", SIGNATURES.values(), ids=SIGNATURES)
def test_signature_that_is_not_just_this_one_is_refused(spoil):
    found = verify(spoilt(signed(answers("01")), lambda value: spoil(value["signature"])), known, KEYS)
    assert answers_of(found) == ("yes", "yes", "no")


@pytest.mark.parametrize("wrong", [{}, {"algorithm": "none"}, "yes"])
def test_what_is_no_signature_makes_no_record(wrong):
    value = json.loads(signed(answers("01")).json_text)
    value["signature"] = wrong
    with pytest.raises(RecordError, match="signature"):
        read_record(json.dumps(value))
