"""The PDF, read back: what a screen reader, an archive and a program find in it."""

import html
import json
import re
import subprocess
from datetime import date
from itertools import pairwise

import pytest

from advisor.checklist.decision import ConcernOwner, DecisionEntry, Staffing
from advisor.checklist.reading import read_answers
from advisor.publish import documents
from advisor.publish.documents import document
from advisor.publish.interviews import interviews
from advisor.publish.renderer import Renderer
from advisor.record.formats.matrix import written
from advisor.record.model.as_json import json_text
from tests.publish.reading import attributes, elements, font_names, of_kind, opened, opened_bytes, pages_of, unbroken
from tests.publish.samples import drawn, renderer
from tests.record.samples import LIBRARY, answers, changed, record, record_of

pytestmark = pytest.mark.pango


def test_pdf_is_marked_and_has_title_language_and_outline():
    root = opened("01").Root
    assert root.MarkInfo.Marked == True  # noqa: E712  a pikepdf value
    assert str(root.Lang) == "en"
    assert root.ViewerPreferences.DisplayDocTitle == True  # noqa: E712
    assert "inference edge" in str(opened("01").docinfo.Title)
    with opened("01").open_outline() as outline:
        titles = [item.title for item in outline.root]
    assert titles == [
        "Raw Node.js or Express for inference edge",
        "inference edge",
        "Appendix: answers, facts, settings",
    ]


def test_pdf_says_it_is_ua_1_and_is_dated_as_the_record():
    metadata = opened("01").open_metadata()
    assert metadata["pdfuaid:part"] == "1"
    assert metadata["xmp:CreateDate"].startswith("2026-11-23")
    assert str(opened("01").docinfo.CreationDate).startswith("D:20261123")


@pytest.mark.parametrize("case", ["01", "17", "24"])
def test_pdf_figures_all_have_an_alternative_text(case):
    figures = of_kind(opened(case), "/Figure")
    assert len(figures) >= 4
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    assert any(str(figure.Alt).startswith("Support: Raw fits") for figure in figures)


def test_pdf_cells_all_name_their_headers():
    cells = of_kind(opened("24"), "/TD")
    assert len(cells) > 100
    headers = {str(cell.get("/ID")) for cell in of_kind(opened("24"), "/TH")}
    for cell in cells:
        named = [a for a in attributes(cell) if "/Headers" in a]
        assert named
        assert {str(header) for header in named[0].Headers} <= headers


def test_pdf_headings_never_skip_a_level():
    levels = [int(str(e.S)[2:]) for e in elements(opened("06").Root.StructTreeRoot) if re.fullmatch(r"/H\d", str(e.S))]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_pdf_embeds_the_record_and_the_answers_with_fixed_dates():
    files = opened("24").attachments
    assert set(files) == {"record.json", "answers.yaml"}
    told = files["record.json"].get_file().read_bytes().decode()
    assert told == json_text(record("24").json)
    assert json.loads(told)["format"] == "advisor-record/1"
    kept = files["answers.yaml"].get_file().read_bytes()
    assert read_answers(kept, "answers.yaml", LIBRARY) == answers("24")
    relationships = {str(spec.obj.UF): str(spec.obj.AFRelationship) for spec in files.values()}
    assert relationships == {"record.json": "/Data", "answers.yaml": "/Source"}
    for spec in files.values():
        stamps = spec.obj.EF.F.Params
        assert str(stamps.CreationDate).startswith("D:20261123")
        assert str(stamps.ModDate).startswith("D:20261123")


@pytest.mark.parametrize("case", ["01", "06", "17", "24"])
def test_pdf_uses_no_font_but_the_bundled_one_and_the_renderer_complains_of_nothing(case):
    names = font_names(opened(case))
    assert names
    assert all(re.fullmatch(r"/[A-Z]{6}\+Inter(-[A-Za-z-]+)?", name) for name in names)
    assert drawn(case).complaints == ()
    assert "\ufffd" not in "".join(pages_of(opened(case)))


def test_pdf_says_draft_recommendation_and_page_x_of_y_on_every_page():
    pages = pages_of(opened("01"))
    assert len(pages) > 3
    for number, page in enumerate(pages, start=1):
        assert "Draft recommendation" in page
        assert unbroken(f"Page {number} of {len(pages)}") in unbroken(page)


def test_pdf_first_page_alone_tells_verdict_reasons_and_what_to_do():
    told = unbroken(pages_of(opened("06"))[0])
    service = record("06").services[0]
    for words in (service.headline, *service.reasons, "Why", "What to do next", record("06").reference):
        assert unbroken(words) in told


def test_pdf_appendix_has_every_statement_fact_and_digest():
    told = unbroken("".join(pages_of(opened("01"))))
    made = record("01")
    for line in made.services[0].answers:
        assert unbroken(line.statement) in told
    for fact in made.facts:
        assert unbroken(fact.fact.claim) in told
    assert unbroken(made.digest) in told
    assert unbroken(made.checklist.digest) in told


def test_pdf_of_the_same_record_from_another_process_has_the_same_bytes():
    other = Renderer()
    try:
        assert other.draw(document(record_of(answers("14")))).pdf == drawn("14").pdf
    finally:
        other.close()


def test_pdf_of_another_day_has_other_bytes():
    later = document(record_of(answers("14"), as_of=date(2026, 11, 24)))
    assert renderer().draw(later).pdf != drawn("14").pdf


@pytest.mark.qpdf
def test_pdf_passes_qpdf(tmp_path):
    path = tmp_path / "record.pdf"
    path.write_bytes(drawn("24").pdf)
    told = subprocess.run(["qpdf", "--check", str(path)], capture_output=True, text=True)
    assert told.returncode == 0, told.stdout + told.stderr


def test_pdf_with_a_link_has_a_qr_code_on_its_first_page():
    link = "https://decisions.example/r/7"
    made = renderer().draw(document(record_of(answers("01"), link=link)))
    assert made.complaints == ()
    assert unbroken(link) in unbroken(pages_of(opened_bytes(made.pdf))[0])
    with opened_bytes(made.pdf) as pdf:
        alts = [str(e.get("/Alt", "")) for e in elements(pdf.Root.StructTreeRoot)]
    assert f"QR code: {link}" in alts


HOSTILE = {
    "chinese": ("推理边缘", "[U+63A8]"),
    "emoji": ("launch 🚀 now", "[U+1F680]"),
    "right to left": ("\u202eevil\u202c חדר", "[U+05D7]"),
    "script": ("<script>alert(1)</script>", "<script>alert(1)</script>"),
    "local file": ('<img src="file:///etc/passwd">', "file:///etc/passwd"),
    "style": ("</title><style>@import 'http://127.0.0.1:1/x'</style>", "@import"),
    "marks": ("Z" + "\u0301" * 200 + "algo", "algo"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_pdf_of_a_hostile_name_prints_it_as_text_and_fetches_nothing(name):
    text, shown = HOSTILE[name]
    file = changed("01", name=text.replace("\u202e", "").replace("\u202c", ""), description=f"{text}\n\n# {text}")
    made = renderer().draw(document(record_of(file)))
    assert made.complaints == ()
    pdf = opened_bytes(made.pdf)
    told = "".join(pages_of(pdf))
    assert all("+Inter" in font for font in font_names(pdf))
    assert unbroken(shown) in unbroken(told)
    assert "root:" not in told
    assert "\ufffd" not in told


def test_pdf_of_a_chinese_name_lists_its_characters_and_keeps_them_in_the_files():
    made = renderer().draw(document(record_of(changed("01", name="中"))))
    assert "Characters printed as codes" not in "".join(pages_of(opened("01")))
    with opened_bytes(made.pdf) as pdf:
        assert "Characters printed as codes" in "".join(pages_of(pdf))
        assert json.loads(pdf.attachments["record.json"].get_file().read_bytes())["services"][0]["name"] == "中"


def test_pdf_of_the_longest_notes_stays_within_the_limits():
    note = ("word " * 3999)[:20_000]
    lines = "\n" * 5000 + "end"
    given = answers("01").services[0].answers
    noted = {
        key: answer.model_copy(update={"note": note if index else lines})
        for index, (key, answer) in enumerate(given.items())
        if index < 4
    }
    made = renderer().draw(document(record_of(changed("01", answers={**given, **noted}))))
    assert made.complaints == ()
    assert 5 < len(opened_bytes(made.pdf).pages) < 60


# A platform: the example that comes with the checklist


def _told(number):
    return unbroken(pages_of(opened("demo"))[number])


def test_platform_pdf_first_page_alone_tells_verdict_reasons_gates_and_what_to_do():
    platform = record("demo").platform
    told = _told(0)
    for words in (platform.advice, platform.sentence, *platform.reasons):
        assert unbroken(words) in told
    for line in platform.counts:
        assert unbroken(line.services_phrase) in told
    for line in platform.closed:
        assert unbroken(f"{line.gate.title}: {line.services_phrase}") in told
    for step in platform.steps[:3]:
        assert unbroken(step.title) in told


def test_platform_pdf_second_page_has_the_map_every_service_and_every_team():
    told = _told(1)
    for service in record("demo").services:
        assert unbroken(service.name) in told
    for team in record("demo").platform.teams:
        assert unbroken(team.name) in told
    assert any(
        str(figure.get("/Alt", "")).startswith("Lean against surface.") for figure in of_kind(opened("demo"), "/Figure")
    )


def test_platform_pdf_gives_half_a_page_to_each_service_with_drivers_flips_and_the_case_against():
    pages = [unbroken(page) for page in pages_of(opened("demo"))]
    first = next(index for index, page in enumerate(pages) if unbroken("Service by service") in page)
    briefs = "".join(pages[first : first + 3])
    for service in record("demo").services:
        for words in (
            service.advice,
            service.flips_sentence,
            service.robustness_sentence,
            service.drivers_for[0].statement,
        ):
            assert unbroken(words) in briefs
        assert unbroken(f"{service.against_title}, for {service.side_against}") in briefs
    assert unbroken("What to do, and what to check") in pages[first + 2]


def test_platform_pdf_appendix_has_every_answer_note_and_fact():
    made, told = record("demo"), unbroken("".join(pages_of(opened("demo"))))
    for line in made.services[0].answers:
        assert unbroken(line.statement) in told
    for service in made.services:
        for line in written(service):
            assert unbroken(line.text) in told
    for fact in made.facts:
        assert unbroken(fact.fact.claim) in told
    assert unbroken(made.digest) in told


def test_platform_pdf_names_every_concern_and_every_convention_of_the_plan():
    plan, told = record("demo").hiring, unbroken("".join(pages_of(opened("demo"))))
    titles = (one.title for one in (*plan.concerns, *plan.conventions))
    for words in (*plan.summary, *titles, *(one.text for one in plan.remedies)):
        assert unbroken(words) in told


def test_platform_pdf_says_what_each_concern_is_once_somebody_is_named_for_one():
    named = [ConcernOwner(concern="auth", owner="Dora")]
    file = answers("demo").model_copy(update={"decision": DecisionEntry(staffing=Staffing(concerns=named))})
    shown = html.unescape(document(record_of(file)).html)
    for one in record_of(file).hiring.concerns:
        assert one.text in shown
        assert one.text not in html.unescape(document(record("demo")).html)


def test_interviews_have_every_area_with_its_scale_and_a_line_on_the_score_sheet():
    made = renderer().draw(interviews(record("demo")))
    assert made.complaints == ()
    with opened_bytes(made.pdf) as pdf:
        pages = [unbroken(page) for page in pages_of(pdf)]
    for area in record("demo").hiring.areas:
        for words in (area.exercise, *area.rubric):
            assert unbroken(words) in "".join(pages[1:-1])
        assert unbroken(area.title) in pages[-1]


def test_platform_pdf_outline_leads_to_each_service():
    with opened("demo").open_outline() as outline:
        tops = {item.title: item for item in outline.root}
    assert list(tops) == [
        "Raw Node.js or Express for Lumen AI",
        "The services and their teams",
        "Service by service",
        "What to do, and what to check",
        "Who to hire",
        "Appendix: answers, facts, settings",
    ]
    names = [item.title for item in tops["Service by service"].children]
    assert names == [f"{n}. {s.name}" for n, s in enumerate(record("demo").services, start=1)]


def test_platform_pdf_is_sound_and_the_same_bytes_from_another_process():
    assert drawn("demo").complaints == ()
    assert all(str(figure.get("/Alt", "")).strip() for figure in of_kind(opened("demo"), "/Figure"))
    headers = {str(cell.get("/ID")) for cell in of_kind(opened("demo"), "/TH")}
    for cell in of_kind(opened("demo"), "/TD"):
        (named,) = [a for a in attributes(cell) if "/Headers" in a]
        assert {str(header) for header in named.Headers} <= headers
    other = Renderer()
    try:
        assert other.draw(document(record_of(answers("demo")))).pdf == drawn("demo").pdf
    finally:
        other.close()


def test_platform_pdf_of_hostile_names_prints_them_as_text():
    file = answers("demo")
    name, team = '</h2><img src="file:///etc/passwd"> 推 ' + "x" * 150, "<script>alert(1)</script>"
    services = [one.model_copy(update={"team": team}) for one in file.services]
    services[0] = services[0].model_copy(update={"name": name, "description": "<style>@import 'x'</style>"})
    teams = [one.model_copy(update={"name": team}) for one in file.teams[:1]]
    made = renderer().draw(document(record_of(file.model_copy(update={"services": services, "teams": teams}))))
    assert made.complaints == ()
    told = unbroken("".join(pages_of(opened_bytes(made.pdf))))
    assert unbroken('</h2><img src="file:///etc/passwd"> [U+63A8]') in told
    assert unbroken(team) in told


def test_pdf_prints_notes_as_markdown_with_links_that_say_where_they_lead():
    typed = (
        "Measured **twice**, *soft*:\n\n- at night\n- see [the report](https://wiki.example/r)\n\n> `9 ms`\n\n<b>no</b>"
    )
    given = answers("01").services[0].answers
    noted = {"latency-first": given["latency-first"].model_copy(update={"note": typed})}
    made = renderer().draw(document(record_of(changed("01", answers={**given, **noted}))))
    assert made.complaints == ()
    pdf = opened_bytes(made.pdf)
    told = unbroken("".join(pages_of(pdf)))
    for words in ("Measured twice, soft:", "see the report", "9 ms", "<b>no</b>"):
        assert unbroken(words) in told
    assert all(re.fullmatch(r"/[A-Z]{6}\+Inter(-[A-Za-z-]+)?", name) for name in font_names(pdf))
    links = [one for page in pdf.pages for one in page.get("/Annots", []) if "/A" in one and "/URI" in one.A]
    assert "https://wiki.example/r" in {str(one.A.URI) for one in links}
    assert all(str(one.get("/Contents", "")).strip() for one in links)


def test_platform_document_of_very_many_services_tells_each_in_a_few_lines(monkeypatch):
    full = document(record("demo")).html
    monkeypatch.setattr(documents, "MOST_IN_FULL", 4)
    short = document(record("demo")).html
    assert (full.count("<svg"), short.count("<svg")) == (full.count("<svg"), full.count("<svg") - 10)
    for service in record("demo").services:
        assert service.reasons[0] in html.unescape(short)


def test_platform_pdf_of_many_services_keeps_to_one_page_what_a_board_reads():
    file = answers("demo")
    services = [
        one.model_copy(update={"name": f"{one.name} of region {number}"})
        for number in range(1, 6)
        for one in file.services
    ]
    many = record_of(file.model_copy(update={"services": services}))
    pages = pages_of(opened_bytes(renderer().draw(document(many)).pdf))
    assert unbroken(many.platform.steps[2].title) in unbroken(pages[0])
    assert unbroken("The services and their teams") in unbroken(pages[1])
