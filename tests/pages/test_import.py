"""`/a/<id>/import/`: nothing is made before it was looked over; what is wrong is told by row."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.assessments.tables.columns import COLUMNS
from tests.pages.making import platform
from tests.pages.reading import chosen
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
TABLE = "name;team;kind;budget\nIngest;Edge;webhook-ingest;12\nBilling;Finance;metering;\n"
FORM = "f" * 20


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


@pytest.fixture
def address() -> str:
    return f"/a/{platform('Token stream').public_id}/import/"


def names() -> list[str]:
    return list(Service.objects.order_by("position").values_list("name", flat=True))


def test_import_shows_a_preview_and_makes_nothing_yet(ada: Browser, address: str) -> None:
    page = text_of(ada.post(address, {"text": TABLE, "form": FORM}))
    for words in ("Check the preview, then import", "Ingest", "1 new owning team: Finance", "budget 12 ms", FORM):
        assert words in page
    assert names() == ["Token stream"]
    assert OwningTeam.objects.count() == 2


def test_import_of_a_file_is_the_same(ada: Browser, address: str) -> None:
    file = SimpleUploadedFile("services.csv", TABLE.encode("utf-8-sig"))
    assert "Ingest" in text_of(ada.post(address, {"file": file}))


def test_import_makes_services_and_teams_once(ada: Browser, address: str) -> None:
    sent = {"text": TABLE, "form": FORM, "go": "1"}
    first = ada.post(address, sent)
    assert first.status_code == 302
    assert first["Location"].endswith("?added=2#services")
    assert ada.post(address, sent).status_code == 302
    assert names() == ["Token stream", "Ingest", "Billing"]
    row = Service.objects.select_related("team").get(name="Ingest")
    assert (row.kind, row.team.name, row.latency_budget_ms) == ("webhook-ingest", "Edge", 12.0)
    assert OwningTeam.objects.get(name="Finance").position == 2


def test_import_wrong_rows_are_told_and_nothing_is_made(ada: Browser, address: str) -> None:
    text = "name,kind\nA,metering\nToken stream,metering\nB,webhok\n"
    for go in ({}, {"go": "1"}):
        response = ada.post(address, {"text": text, **go})
        assert response.status_code == 422
        page = text_of(response)
        assert "Row 3, column “name”" in page
        assert "Row 4, column “kind”" in page
        assert "B,webhok" in page
    assert names() == ["Token stream"]


def test_import_can_be_changed_after_the_preview(ada: Browser, address: str) -> None:
    response = ada.post(address, {"text": TABLE, "change": "1"})
    assert response.status_code == 200
    assert "Paste cells" in text_of(response)
    assert "Billing;Finance" in text_of(response)


@pytest.mark.parametrize("data", [b"PK\x03\x04\xff", b"x" * (256 * 1024 + 1), b"", "größe".encode("latin-1")])
def test_import_of_no_table_is_told(ada: Browser, address: str, data: bytes) -> None:
    response = ada.post(address, {"file": SimpleUploadedFile("services.csv", data)})
    assert response.status_code == 422
    assert "Row 1" in text_of(response)


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf \n"])
def test_file_with_nothing_in_it_is_told_where_services_are_added_and_where_a_platform_begins(
    ada: Browser, address: str, data: bytes
) -> None:
    for page, more in ((address, {}), ("/new/", {"title": "Acme", "your_name": "Ada", "form": "f" * 20})):
        response = ada.post(page, {"file": SimpleUploadedFile("services.csv", data), **more})
        assert response.status_code == 422
        assert "there is nothing in the file" in text_of(response)


def test_import_of_something_huge_is_refused_before_it_is_read(ada: Browser, address: str) -> None:
    response = ada.post(address, {"file": SimpleUploadedFile("services.csv", b"x" * (3 * 1024 * 1024))})
    assert response.status_code == 413
    assert "too large" in text_of(response)


def test_import_of_more_than_fit_is_told(ada: Browser, address: str) -> None:
    text = "\n".join(f"service {n}" for n in range(200))
    response = ada.post(address, {"text": text, "go": "1"})
    assert response.status_code == 422
    assert "at most 200 services" in text_of(response)
    assert names() == ["Token stream"]


def test_import_formula_is_shown_as_text(ada: Browser, address: str) -> None:
    ada.post(address, {"text": "name\n=1+1\n<b>bold</b>", "go": "1"})
    assert names() == ["Token stream", "=1+1", "<b>bold</b>"]
    page = text_of(ada.get(f"/a/{Assessment.objects.get().public_id}/"))
    assert "=1+1" in page
    assert "<b>bold" not in page


def test_upload_without_a_file_field_elsewhere_is_left_alone() -> None:
    response = Client().post("/checklists/check/", {"text": "x", "file": SimpleUploadedFile("a", b"x" * 1000)})
    assert response.status_code == 200


def test_import_settings_versions_and_boundary_are_looked_over_then_imported(ada: Browser, address: str) -> None:
    text = "name;runs as;protocol;versions;boundary\nIngest;At the edge;http;node 24;At the queue"
    page = text_of(ada.post(address, {"text": text, "form": FORM}))
    for words in ("runs as: edge", "protocol: http", "node 24", "boundary: At the queue"):
        assert words in page
    assert ada.post(address, {"text": text, "form": FORM, "go": "1"}).status_code == 302
    row = Service.objects.get(name="Ingest")
    assert (row.runs_as, row.protocol, row.versions, row.boundary) == ("edge", "http", {"node": "24"}, "At the queue")


def test_import_page_names_every_column_and_the_guidance_of_each_setting(ada: Browser, address: str) -> None:
    page = text_of(ada.get(address))
    assert all(f"<code>{headings[0]}</code>" in page for headings in COLUMNS.values())
    assert all(escape(option.guidance) in page for setting in newest().settings for option in setting.options)


@pytest.mark.parametrize(("cell", "value"), [("15,5", 15.5), ("1.234,5", 1234.5), ("2.5", 2.5)])
def test_import_reads_a_number_with_one_reading(ada: Browser, address: str, cell: str, value: float) -> None:
    text = f"name;team;kind;budget\nIngest;Edge;;{cell}\n"
    assert ada.post(address, {"text": text, "form": FORM, "go": "1"}).status_code == 302
    assert Service.objects.get(name="Ingest").latency_budget_ms == value


def test_import_asks_about_a_number_with_two_readings(ada: Browser, address: str) -> None:
    response = ada.post(address, {"text": "name;team;kind;budget\nIngest;Edge;;1,500\n", "form": FORM, "go": "1"})
    assert response.status_code == 422
    assert "“1,500” can be 1500 or 1.5; write the one you mean" in text_of(response)


def test_import_shows_what_each_column_was_taken_for_and_what_is_left_out(ada: Browser, address: str) -> None:
    page = text_of(ada.post(address, {"text": "\nname,team,tier\nOrders,Shop,1\nService,x,2", "form": FORM}))
    assert "Left out: the column “tier”." in page
    assert "Row 4, “Service x 2”, looks like headings." in page
    for words in ("Row 2 names the columns", "<bdi>tier</bdi>", '<select id="id_column-2"'):
        assert words in page
    assert '<option value="team" selected>team</option>' in page


def test_import_takes_the_columns_as_somebody_chose_them(ada: Browser, address: str) -> None:
    text = "Dienst;Zuständig;Art\r\nOrders;Shop;fast\r\n"
    sent = {"text": text, "form": FORM}
    page = text_of(ada.post(address, sent))
    assert "Dienst" in page
    page = text_of(ada.post(address, sent | chosen(page, first="1")))
    assert "Row 1 names the columns" in page
    choice = chosen(page, **{"column-0": "team", "column-1": "name", "column-2": "description"})
    page = text_of(ada.post(address, sent | choice))
    assert "description: fast" in page
    assert ada.post(address, sent | chosen(page) | {"go": "1"}).status_code == 302
    row = Service.objects.select_related("team").get(name="Shop")
    assert (row.team.name, row.description) == ("Orders", "fast")


def test_import_of_a_table_without_names_asks_which_column_holds_them(ada: Browser, address: str) -> None:
    sent = {"text": "Dienst;Team\nOrders;Shop\n", "form": FORM}
    response = ada.post(address, sent)
    page = text_of(response)
    assert (response.status_code, "no column holds the services&#x27; names" in page) == (422, True)
    page = text_of(ada.post(address, sent | chosen(page, **{"column-0": "name"})))
    assert "Import 1 service" in page


def test_import_looks_at_columns_anew_where_the_text_was_changed(ada: Browser, address: str) -> None:
    page = text_of(ada.post(address, {"text": "name,team\nOrders,Shop", "form": FORM}))
    choice = chosen(page, **{"column-0": "team", "column-1": "name"})
    assert ada.post(address, choice | {"text": "name,team\nBilling,Shop", "form": FORM, "go": "1"}).status_code == 302
    assert names() == ["Token stream", "Billing"]


def test_names_in_a_list_lose_their_marks_and_a_table_is_read_as_one(ada: Browser, address: str) -> None:
    add = address.replace("import/", "add/services/")
    assert ada.post(add, {"services": "1. Orders\n2. Billing", "form": FORM}).status_code == 302
    assert names() == ["Token stream", "Orders", "Billing"]
    table = {"services": "name,team\nPay,Shop", "form": "g" * 20}
    page = text_of(ada.post(add, table))
    assert "Nothing is saved yet." in page
    assert not Service.objects.filter(name="Pay").exists()
    assert ada.post(add, table | chosen(page)).status_code == 302
    assert Service.objects.get(name="Pay").team.name == "Shop"
