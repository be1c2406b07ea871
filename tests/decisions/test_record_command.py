"""`record verify|restore|diff`, from PDF and JSON, with its exit statuses; files are opened in a process apart."""

import json
import re
from collections.abc import Iterator

import pikepdf
import pytest
from django.core.management import call_command

from advisor.checklist.reading import read_answers
from advisor.checklist.writing import write_answers
from advisor.decisions.management.commands import record as command
from advisor.publish.documents import document
from advisor.publish.renderer import Renderer, examine_once
from advisor.record.model.as_json import record_digest
from advisor.record.model.signature import all_pem, text_of
from tests.record.kept import KEYS, OTHER_KEY, signed
from tests.record.samples import LIBRARY, answers, decided, record, record_of

RSA = """-----BEGIN PUBLIC KEY-----
MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAMxI3Pq0n8F3cJr3QYtXOyKJj5eFEnPm
-----END PUBLIC KEY-----
"""


def run(capsys, *words: str) -> tuple[int, str, str]:
    """The exit status and what was printed."""
    status = 0
    try:
        call_command("record", *words)
    except SystemExit as ended:
        status = int(ended.code or 0)
    printed = capsys.readouterr()
    return status, printed.out, printed.err


@pytest.fixture
def file(tmp_path):
    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


@pytest.fixture(autouse=True)
def no_key_of_this_machine(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "data"


@pytest.fixture
def pem(file) -> str:
    """The public keys of the server that signed, as its page hands them out."""
    return file("keys.pem", all_pem(KEYS))


@pytest.fixture(scope="module")
def process() -> Iterator[Renderer]:
    """One for all tests of this module; it is started again where a test has cost its life."""
    renderer = Renderer()
    yield renderer
    renderer.close()


@pytest.fixture(autouse=True)
def opened_in_one_process(process, monkeypatch):
    monkeypatch.setattr(command, "examine_once", process.examine)


@pytest.fixture(scope="module")
def pdf(process) -> bytes:
    return process.draw(document(signed(answers("01")))).pdf


def test_json_of_a_signed_record_is_genuine_by_the_public_key_alone(file, capsys, pem, monkeypatch):
    monkeypatch.setattr(command, "examine_once", examine_once)  # in a process of its own, as for everybody
    name = file("r.json", signed(answers("24")).json_text)
    status, out, _ = run(capsys, "verify", "--key", pem, name)
    assert status == 0
    assert "This record is genuine" in out
    assert re.findall(r"^  (intact|computed|authentic) +(yes|no|not checked)\.", out, re.MULTILINE) == [
        ("intact", "yes"),
        ("computed", "yes"),
        ("authentic", "yes"),
    ]
    assert "ADR-0001" in out
    assert "Not checked: whether its server" in out


def test_signed_record_without_a_key_is_said_to_be_unchecked(file, capsys):
    name = file("r.json", signed(answers("24")).json_text)
    status, out, _ = run(capsys, "verify", name)
    assert (status, "whether it is authentic could not be checked" in out) == (3, True)
    other = file("other.pem", all_pem([text_of(OTHER_KEY.public_key())]))
    status, out, _ = run(capsys, "verify", "--key", other, name)
    assert (status, "which is not known here" in out) == (3, True)


def test_changed_words_with_a_new_digest_are_told(file, capsys, pem):
    value = json.loads(signed(answers("24")).json_text)
    value["said"][0]["words"] = "I object."
    value["digest"] = record_digest(value)
    status, out, _ = run(capsys, "verify", "--key", pem, file("r.json", json.dumps(value)))
    assert (status, "authentic  no. Its signature does not belong" in out) == (1, True)


@pytest.mark.parametrize("content", ["", "no key", RSA, b"\xff\xfe"])
def test_file_without_a_public_key_is_refused_with_what_to_give(file, capsys, content):
    status, _, err = run(capsys, "verify", "--key", file("k.pem", content), file("r.json", record("01").json_text))
    assert (status, "keys.pem" in err) == (2, True)


@pytest.mark.pango
def test_pdf_is_genuine_and_gives_its_answers_back(file, capsys, pdf, tmp_path, pem):
    status, out, _ = run(capsys, "verify", "--key", pem, file("r.pdf", pdf))
    assert (status, "This record is genuine" in out) == (0, True)
    assert "Only the record inside" in out
    target = tmp_path / "answers.yaml"
    assert run(capsys, "restore", file("r.pdf", pdf), "-o", str(target))[0] == 0
    assert read_answers(target.read_bytes(), "answers.yaml", LIBRARY) == answers("01")
    status, out, _ = run(capsys, "restore", file("r.pdf", pdf))
    assert (status, out) == (0, write_answers(answers("01")))


@pytest.mark.pango
def test_pdf_with_another_file_put_inside_is_told(file, capsys, pdf, tmp_path, pem):
    other = signed(answers("06"))
    with pikepdf.open(file("r.pdf", pdf)) as opened:
        opened.attachments["answers.yaml"] = write_answers(other.answers).encode()
        opened.save(tmp_path / "changed.pdf")
        del opened.attachments["answers.yaml"]
        opened.save(tmp_path / "less.pdf")
        del opened.attachments["record.json"]
        opened.save(tmp_path / "none.pdf")
    status, out, _ = run(capsys, "verify", str(tmp_path / "changed.pdf"))
    assert (status, "contradicts the record inside" in out) == (1, True)
    status, out, _ = run(capsys, "verify", "--key", pem, str(tmp_path / "less.pdf"))
    assert (status, "removed the answers file" in out) == (0, True)
    status, out, _ = run(capsys, "verify", str(tmp_path / "none.pdf"))
    assert (status, "no record inside" in out) == (2, True)


def test_tampered_record_is_told_with_what_is_computed_and_not_restored(file, capsys, tmp_path):
    value = json.loads(signed(answers("01")).json_text)
    value["services"][0]["verdict"] = "framework"
    status, out, _ = run(capsys, "verify", file("r.json", json.dumps(value)))
    assert status == 1
    assert "changed after it was made" in out
    assert "services: inference edge: verdict: says framework, computed raw" in out
    value["digest"] = record_digest(value)
    name = file("sealed.json", json.dumps(value))
    assert run(capsys, "verify", name)[0] == 1
    status, out, err = run(capsys, "restore", name, "-o", str(tmp_path / "out.yaml"))
    assert (status, out, "changed after it was made" in err) == (1, "", True)
    assert not (tmp_path / "out.yaml").exists()


def test_draft_whose_checklist_changed_is_intact_but_not_computed(file, capsys, settings, tmp_path, pem):
    settings.CHECKLISTS_DIR = tmp_path / "none"
    status, out, _ = run(capsys, "verify", file("r.json", record("01").json_text))
    assert (status, "is needed, which is missing" in out) == (3, True)
    status, out, _ = run(capsys, "verify", "--key", pem, file("s.json", signed(answers("01")).json_text))
    assert (status, "is not known here" in out) == (0, True)


def test_record_of_any_status_is_named_by_it(file, capsys):
    status, out, _ = run(capsys, "verify", file("r.json", record_of(decided("01", status="superseded")).json_text))
    assert (status, "status     Superseded" in out) == (3, True)


def test_worst_of_several_files_is_the_status(file, capsys):
    good = file("good.json", record("01").json_text)
    assert run(capsys, "verify", good, file("no.txt", "hello: ["))[0] == 2
    assert run(capsys, "verify", good, good)[0] == 3


def test_diff_shows_what_changed_and_says_so_in_its_status(file, capsys):
    first, second = file("a.json", record("01").json_text), file("b.json", signed(answers("01")).json_text)
    assert run(capsys, "diff", first, first) == (0, "", "")
    status, out, _ = run(capsys, "diff", first, second)
    assert status == 1
    assert "What they were made with:\n" in out
    assert "  status: draft → accepted\n" in out
    assert run(capsys, "diff", first, file("x.yaml", write_answers(answers("01"))))[0] == 2


def test_answers_file_is_named_as_what_it_is(file, capsys):
    status, out, _ = run(capsys, "verify", file("a.yaml", write_answers(answers("24"))))
    assert (status, "This is an answers file" in out) == (2, True)


def test_file_that_is_not_there_or_cannot_be_written_is_told_plainly(file, capsys, tmp_path):
    status, _, err = run(capsys, "verify", "no-such-file.pdf")
    assert (status, "no-such-file.pdf: there is no such file" in err) == (2, True)
    good = file("good.json", record("01").json_text)
    status, _, err = run(capsys, "restore", good, "-o", str(tmp_path / "no" / "such.yaml"))
    assert (status, "cannot be written" in err) == (2, True)


def bomb() -> bytes:
    """A PDF of 600 KB whose record inside would be 500 MB."""
    import io
    import zlib

    made = pikepdf.new()
    made.add_blank_page()
    made.attachments["record.json"] = b"{}"
    stream = made.attachments["record.json"].get_file().obj
    squeezed = zlib.compressobj(9)
    packed = b"".join(squeezed.compress(b" " * 1_000_000) for _ in range(500)) + squeezed.flush()
    stream.write(packed, filter=pikepdf.Name.FlateDecode)
    out = io.BytesIO()
    made.save(out, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return out.getvalue()


HOSTILE = {
    "empty": b"",
    "pdf head alone": b"%PDF-1.7\n",
    "pdf of noise": b"%PDF-1.7\n" + bytes(range(256)) * 2000,
    "pdf that points at itself": b"%PDF-1.7\n1 0 obj<</Type/Catalog/Names<</EmbeddedFiles 2 0 R>>>>endobj\n"
    b"2 0 obj<</Kids[2 0 R]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
    "pdf that opens into 500 MB": bomb,
    "deep json": b"[" * 200_000,
    "deep yaml": b"[" * 30_000,
    "three megabytes and one byte": b" " * (3 * 1024 * 1024 + 1),
    "zip": b"PK\x03\x04" + b"\x00" * 100,
    "nul": b"\x00" * 1000,
    "yaml with an alias": b"a: &a [1]\nb: *a\n",
    "json with half a character": b'{"format": "advisor-record/1", "a": "\\ud800"}',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_plainly_and_nothing_dies(name, file, capsys):
    made = HOSTILE[name]
    status, out, err = run(capsys, "verify", file("x", made() if callable(made) else made))
    assert status == 2
    told = out + err
    assert "Traceback" not in told
    assert "cannot" in told or "no record" in told or "could not" in told or "readable" in told


FORGED = "x\n  authentic  yes. The server signed it.\x1b[2J\x1b]0;owned\x07\u202e\x9b31m\r"
"""Words with a line of their own, and with what a terminal obeys."""


def test_words_of_a_hostile_file_stay_on_their_line_and_tell_the_terminal_nothing(file, capsys):
    value = json.loads(record("01").json_text)
    value |= {"reference": FORGED, "engine": FORGED[:32]}
    value["checklist"] |= {"slug": FORGED[:60], "version": FORGED[:32]}
    value["services"][0] |= {"verdict": FORGED, FORGED: 1}
    value["digest"] = record_digest(value)
    hostile, other = file("h.json", json.dumps(value)), file("r.json", record("01").json_text)
    for words in (("verify", hostile), ("diff", other, hostile), ("restore", hostile)):
        _, out, err = run(capsys, *words)
        told = out + err
        assert told
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", told)
        assert not re.search(r"^  authentic +yes", told, re.MULTILINE)
