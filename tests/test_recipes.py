"""What "How to add …" in CONTRIBUTING promises: something new is declared in the places it lists, and nothing else."""

import io
import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from importlib import reload
from pathlib import Path
from typing import Any, cast

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import clear_url_caches

import advisor.pages.records.urls
import advisor.pages.result.urls
import advisor.pages.urls
import advisor.urls
from advisor.assessments.checklists import library
from advisor.decisions.models import RecordFile
from advisor.decisions.services import deprecate_record
from advisor.engine import checks, platform_checks
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Finding
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.pages.result.platform import contents
from advisor.publish.models import Rendering
from advisor.publish.pdfs import PAGE, PDFS
from advisor.record.build.record import build_record
from advisor.record.formats import as_csv
from advisor.record.formats.as_text import summary
from advisor.record.formats.files import TEXTS, TextFormat
from advisor.record.formats.markdown.record import markdown
from advisor.sharing.roles import ROLES
from tests.decisions.deciding import answered, signed_off
from tests.pages.making import platform
from tests.people import ADA, Browser, text_of
from tests.record.samples import DAY, GIVEN, answers, checklist, record_of

PLAIN = TextFormat(
    name="plain",
    label="Plain text",
    ending="invented",
    media_type="text/plain; charset=utf-8",
    option="write the title alone",
    write=lambda record: f"{record.title} ({record.status})\n",
    signed=lambda text, current, number: f"{number}. {text}{current.words if current else ''}",
)
POSTER = replace(PAGE, name="poster", label="Download a poster", ending="poster.pdf", option="write a poster")


def _addresses_anew() -> None:
    """The addresses of a server that starts now, and no page of the one before."""
    contents.clear()
    for module in (advisor.pages.result.urls, advisor.pages.records.urls, advisor.pages.urls, advisor.urls):
        reload(module)
    clear_url_caches()


@pytest.fixture
def formats(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Two more formats are declared."""
    with monkeypatch.context() as patch:
        patch.setitem(TEXTS, PLAIN.name, PLAIN)
        patch.setitem(PDFS, POSTER.name, POSTER)
        _addresses_anew()
        yield
    _addresses_anew()


@pytest.mark.django_db
def test_format_that_is_declared_is_linked_and_downloaded_everywhere(formats: None) -> None:
    made, ada = answered(), Browser(ADA)
    service = f"/a/{made.public_id}/services/token-stream/"
    for browser, at in ((ada, f"/a/{made.public_id}/"), (ada, service), (Client(), "/demo/")):
        page = text_of(browser.get(f"{at}result/"))
        assert f'<a class="button" href="{at}result.invented">Plain text</a>' in page
        assert f'formaction="{at}result.pdf?variant=poster">Download a poster</button>' in page
        file = browser.get(f"{at}result.invented")
        assert (file.status_code, file["Content-Type"]) == (200, "text/plain; charset=utf-8")
        assert file["Content-Disposition"].endswith('.invented"')
        assert file.content.decode().endswith("(draft)\n")
    assert 'href="/demo/record.invented"' in text_of(Client().get("/demo/record/"))
    assert text_of(Client().get("/demo/record.invented")).endswith("(accepted)\n")
    waiting = ada.post(f"/a/{made.public_id}/result.pdf?variant=poster", {})["Location"]
    Rendering.objects.update(state="failed")
    assert f'href="/a/{made.public_id}/result.invented">Plain text</a>' in text_of(ada.get(waiting))


@pytest.mark.django_db
def test_format_that_is_declared_is_kept_at_sign_off_and_handed_out_with_the_status_of_today(formats: None) -> None:
    record, ada = signed_off(answered()), Browser(ADA)
    at = f"/r/{record.public_id}"
    page = text_of(ada.get(f"{at}/"))
    assert f'href="{at}.invented">Plain text</a>' in page
    assert f'href="{at}.pdf?variant=poster">Download a poster</a>' in page
    title = f"{record.title} (accepted)\n"
    assert bytes(RecordFile.objects.get(record=record, variant="invented").content).decode() == title
    file = ada.get(f"{at}.invented")
    assert (text_of(file), file["Content-Type"]) == (f"1. {title}", PLAIN.media_type)
    assert ada.get(f"{at}.pdf?variant=poster")["Location"] == f"{at}/pdf/?variant=poster"
    deprecate_record(record=record, visitor=ADA, who="Ada", why="It went.")
    assert text_of(ada.get(f"{at}.invented")) == f"1. {title}deprecated"


@pytest.mark.django_db
def test_record_from_before_a_format_neither_links_nor_has_it(request: pytest.FixtureRequest) -> None:
    record, ada = signed_off(answered()), Browser(ADA)
    request.getfixturevalue("formats")
    at = f"/r/{record.public_id}"
    assert f"{at}.invented" not in text_of(ada.get(f"{at}/"))
    assert ada.get(f"{at}.invented").status_code == 404
    assert ada.get(f"{at}.md").status_code == 200


def test_format_that_is_declared_is_an_option_of_assess(formats: None) -> None:
    out = io.StringIO()
    call_command("assess", str(GIVEN / "01-inference-edge.yaml"), "--plain", "-", stdout=out)
    assert out.getvalue().endswith("(draft)\n")
    with pytest.raises(SystemExit):
        call_command("assess", str(GIVEN / "01-inference-edge.yaml"), "--poster", "-", stderr=out)
    assert "--poster -: a PDF is not printed: name a file, such as record.poster.pdf" in out.getvalue()


STATEMENT = """\
  - id: an-invented-one
    group: framework
    text: It runs in several regions.
    help: "True: three or more. Not true: one."
    ask: tech lead
    source: [S97]
"""
SECTION = """\
  - {id: more, title: One more, intro: One statement., statements: [an-invented-one]}
"""


@pytest.fixture
def one_more_statement(tmp_path: Path, settings: Any) -> Iterator[None]:
    """A checklist with a statement that no rule asks for: two places in its YAML, and its version."""
    shutil.copytree(settings.CHECKLISTS_DIR, tmp_path / "checklists")
    path = tmp_path / "checklists" / "nodejs-express" / "checklist.yaml"
    text = path.read_text(encoding="utf-8")
    for before, after in (("\nstatements:\n", STATEMENT), ("\nsections:\n", SECTION)):
        assert text.count(before) == 1
        text = text.replace(before, f"{before}{after}")
    text = re.sub(r"^version: .*", "version: 99.0.0", text, count=1, flags=re.MULTILINE)
    path.write_text(text, encoding="utf-8")
    settings.CHECKLISTS_DIR = tmp_path / "checklists"
    library.cache_clear()
    yield
    library.cache_clear()


@pytest.mark.django_db
def test_statement_without_a_role_is_asked_explained_counted_and_written_by_yaml_alone(
    one_more_statement: None, tmp_path: Path
) -> None:
    words = "It runs in several regions."
    ada, made = Browser(ADA), platform()
    at = f"/a/{made.public_id}/services/token-stream"
    assert words in text_of(Client().get("/checklists/nodejs-express/"))
    assert words in text_of(ada.get(f"{at}/more/"))
    data = {"answer-an-invented-one": "4", "base-an-invented-one": "0", "request-an-invented-one": "a" * 32}
    assert ada.post(f"{at}/answers/an-invented-one/", data, htmx=True).status_code == 200
    assert words in text_of(ada.get(f"{at}/result/"))
    assert "an-invented-one: 4" in text_of(ada.get(f"{at}/result.yaml"))
    path = tmp_path / "answers.yaml"
    support = []
    given = (GIVEN / "01-inference-edge.yaml").read_text(encoding="utf-8")
    before = "      narrow-purpose:"
    for level in (0, 4):
        path.write_text(given.replace(before, f"      an-invented-one: {level}\n{before}"), encoding="utf-8")
        out = io.StringIO()
        call_command("assess", str(path), "--json", "-", stdout=out)
        (service,) = json.loads(out.getvalue())["services"]
        assert "an-invented-one" in out.getvalue()
        support.append(service["support"]["framework"])
    assert support[0] != support[1]
    out = io.StringIO()
    call_command("assess", str(path), "--markdown", "-", stdout=out)
    assert words in out.getvalue()
    call_command("checklist", "check", str(tmp_path / "checklists" / "nodejs-express"), stdout=out)


def test_check_that_is_made_and_worded_is_told_in_every_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(
        cast("dict[str, Any]", checks.MADE),
        "invented",
        lambda rules, check, subject: Finding(check.id, (subject.stated.name,), (), ()),
    )
    monkeypatch.setitem(
        cast("dict[str, Any]", platform_checks.MADE),
        "invented-across",
        lambda rules, check, portfolio: [Finding(check.id, tuple(one.name for one in portfolio.stated))],
    )
    words = {"invented": "One was invented.", "invented-across": "One was invented across services."}
    like = checklist().checks[0]
    more = [like.model_copy(update={"id": name, "text": text}) for name, text in words.items()]
    known = checklist().model_copy(update={"checks": [*checklist().checks, *more], "digest": ""})
    file = answers("24")
    record = build_record(known, file, recommend(known, file, as_of=DAY), as_of=DAY)
    for written in (summary(record), markdown(record)):
        assert all(text in written.replace("\n    ", " ") for text in words.values())
    assert all(f'"{name}"' in record.json_text for name in words)


def test_column_that_is_declared_is_in_the_csv_with_its_heading(monkeypatch: pytest.MonkeyPatch) -> None:
    column = ("Where", lambda step: step.key, lambda added: "beside")
    monkeypatch.setattr(as_csv, "COLUMNS", (*as_csv.COLUMNS, column))
    head, first, *_ = as_csv.csv_of(record_of(answers("24"))).splitlines()
    assert head.endswith(",By,Where")
    assert first.endswith(f",{record_of(answers('24')).platform.steps[0].key}")


def test_every_access_role_has_its_words_in_the_order_of_the_ladder() -> None:
    assert list(ROLE_WORDS) == list(ROLES)


def test_every_format_has_an_address_and_a_place_among_the_kept_files_of_its_own() -> None:
    endings = [one.ending for one in TEXTS.values() if not one.variant_of]
    kept = [*endings, *(one.name for one in PDFS.values()), "document"]
    assert len(set(kept)) == len(kept)
    assert max(map(len, kept)) <= (RecordFile._meta.get_field("variant").max_length or 0)
    assert all(one.variant_of in TEXTS for one in TEXTS.values() if one.variant_of)
