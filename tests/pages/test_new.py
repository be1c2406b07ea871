"""`/new/` and `/quick/keep/`: a platform is made once, its maker owns it, and gets the way back shown once."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.html import escape

from advisor.assessments.checklists import newest
from advisor.assessments.earlier import services_of_earlier
from advisor.assessments.models import AnswerEvent, Assessment, AuditEvent, OwningTeam, Respondent, Service
from advisor.sharing.models import Grant, ShareLink, Visitor
from tests.pages.reading import chosen
from tests.people import ADA, BEN, CLEO, Browser, begun, text_of

pytestmark = pytest.mark.django_db
FIVE = "Inference edge\nToken stream\r\n\r\n  Product   API \nWebhooks\nMetering\n"


def given(**changed: object) -> dict[str, object]:
    return {
        "title": "Acme AI",
        "your_name": "Ada",
        "services": FIVE,
        "teams": "Edge\nProduct",
        "form": "f" * 24,
        **changed,
    }


@pytest.fixture
def ada() -> Browser:
    return Browser(ADA)


def test_new_looking_makes_no_row(client: Client) -> None:
    response = client.get("/new/")
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    assert response["X-Robots-Tag"] == "noindex"
    assert not Visitor.objects.exists()
    for kind in newest().service_types:
        assert f'value="{kind.id}"' in text_of(response)


def test_new_five_services_make_a_platform_its_maker_owns(ada: Browser) -> None:
    response = ada.post("/new/", given())
    made = Assessment.objects.get()
    assert response.status_code == 302
    assert response["Location"] == f"/a/{made.public_id}/"
    assert [(s.name, s.slug, s.team.name) for s in Service.objects.order_by("position")] == [
        ("Inference edge", "inference-edge", "Edge"),
        ("Token stream", "token-stream", "Edge"),
        ("Product API", "product-api", "Edge"),
        ("Webhooks", "webhooks", "Edge"),
        ("Metering", "metering", "Edge"),
    ]
    assert [team.name for team in OwningTeam.objects.order_by("position")] == ["Edge", "Product"]
    assert Respondent.objects.get().name == "Ada"
    grant = Grant.objects.get()
    assert (grant.role, grant.visitor.key_hash, grant.link) == ("own", ADA.key_hash, None)
    assert AuditEvent.objects.get(action="assessment begun").detail == {"kind": "platform", "services": 5}


def test_new_private_link_is_shown_once_and_stored_hashed(ada: Browser) -> None:
    address = ada.post("/new/", given())["Location"]
    first = text_of(ada.get(address))
    token = re.search(r"/s/([A-Za-z0-9_-]{32})", first)
    assert token
    assert "/s/" not in text_of(ada.get(address))
    link = ShareLink.objects.get()
    assert link.role == "own"
    assert token.group(1) not in {link.token_hash, link.label}
    assert len(link.token_hash) == 64


def test_new_sent_twice_makes_one(ada: Browser) -> None:
    first, second = ada.post("/new/", given()), ada.post("/new/", given(title="Other"))
    assert first["Location"] == second["Location"]
    assert Assessment.objects.count() == 1
    assert ShareLink.objects.count() == 1


def test_new_same_form_token_of_another_browser_is_another_form(ada: Browser) -> None:
    mine, theirs = ada.post("/new/", given()), Browser(BEN).post("/new/", given())
    assert mine["Location"] != theirs["Location"]
    assert Assessment.objects.count() == 2


def test_new_ticked_kinds_become_services_and_lines_take_their_kind(ada: Browser) -> None:
    ada.post("/new/", given(services="product api\nmine", kinds=["product-api", "inference-edge"]))
    assert sorted(Service.objects.values_list("name", "kind")) == [
        ("Inference edge", "inference-edge"),
        ("mine", ""),
        ("product api", "product-api"),
    ]


def test_new_without_services_and_teams_gets_a_team_of_its_name(ada: Browser) -> None:
    address = ada.post("/new/", given(services="", teams=""))["Location"]
    assert OwningTeam.objects.get().name == "Acme AI team"
    assert "There is no service yet" in text_of(ada.get(address))
    assert f'href="{address}add/services/"' in text_of(ada.get(address))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"title": ""}, "Write a name for the platform"),
        ({"title": "x" * 301}, "Shorten it to 300 characters."),
        ({"your_name": " "}, "Write your name"),
        ({"services": "a\nb\na"}, "“a” appears twice"),
        ({"services": "\n".join(map(str, range(201)))}, "These are 201 services"),
        ({"services": "x" * 301}, "is too long"),
        ({"kinds": ["nonsense"]}, "Tick only kinds that are listed."),
        ({"teams": "Edge\nEdge"}, "“Edge” appears twice"),
    ],
)
def test_new_wrong_is_told_at_the_field_and_keeps_what_was_typed(
    ada: Browser, changed: dict[str, object], told: str
) -> None:
    response = ada.post("/new/", given(**changed))
    assert response.status_code == 422
    assert told in text_of(response)
    assert 'role="alert"' in text_of(response)
    if "services" not in changed:
        assert "Token stream" in text_of(response)
    assert not Assessment.objects.exists()


def test_new_names_in_any_script_get_an_address(ada: Browser) -> None:
    ada.post("/new/", given(services="推論\n請求\n<script>\n_a_\nÉdge!", teams="チーム"))
    slugs = list(Service.objects.order_by("position").values_list("slug", flat=True))
    assert slugs == ["service", "service-2", "script", "a", "edge"]
    page = text_of(ada.get(f"/a/{Assessment.objects.get().public_id}/"))
    assert "推論" in page
    assert "<script>" not in page.replace("<script src", "")


def test_keep_makes_the_tried_service_a_platform_with_its_answers(ada: Browser) -> None:
    target = begun(ADA)
    ada.post("/quick/answers/latency-first/", {"answer-latency-first": "3", "base-latency-first": "0"}, htmx=True)
    assert "Keep" in text_of(ada.get("/quick/keep/"))
    response = ada.post("/quick/keep/", {"title": "Acme", "your_name": "Ada", "assessment": target.public_id})
    assert response["Location"] == f"/a/{target.public_id}/"
    kept = Assessment.objects.get()
    assert (kept.title, kept.quick_visitor) == ("Acme", None)
    assert AnswerEvent.objects.count() == 1
    assert Respondent.objects.get().name == "Ada"
    assert f"1 of {len(newest().statements)}" in text_of(ada.get(response["Location"]))
    # the next try is a new one
    assert ada.get("/quick/keep/")["Location"] == "/new/"


def test_keep_without_a_title_keeps_what_was_typed(ada: Browser) -> None:
    target = begun(ADA)
    response = ada.post("/quick/keep/", {"title": "", "your_name": "Adalbert", "assessment": target.public_id})
    assert response.status_code == 422
    assert "Adalbert" in text_of(response)
    assert Assessment.objects.get().quick_visitor is not None


def test_keep_of_another_browser_is_not_found(ada: Browser) -> None:
    target = begun(ADA)
    begun(BEN)
    sent = {"title": "Mine now", "your_name": "Ben", "assessment": target.public_id}
    assert Browser(BEN).post("/quick/keep/", sent).status_code == 404
    assert Browser(CLEO).post("/quick/keep/", sent).status_code == 404
    assert not Assessment.objects.filter(title="Mine now").exists()


def test_new_asks_how_services_run_with_the_guidance_of_each_choice(client: Client) -> None:
    page = text_of(client.get("/new/"))
    for setting in newest().settings:
        assert escape(setting.text) in page
        assert all(escape(option.guidance) in page for option in setting.options)


def test_new_what_is_said_of_all_services_is_said_of_each(ada: Browser) -> None:
    assert ada.post("/new/", given(runs_as="server", protocol="sse", kinds=["metering"])).status_code == 302
    assert set(Service.objects.values_list("runs_as", "protocol")) == {("server", "sse")}
    assert Service.objects.count() == 6


def test_new_a_choice_that_there_is_not_is_refused_and_what_was_chosen_stays(ada: Browser) -> None:
    response = ada.post("/new/", given(runs_as="nowhere", protocol="sse"))
    page = text_of(response)
    assert response.status_code == 422
    assert "Choose one of those listed" in page
    assert re.search(r'value="sse"\s+checked', page)
    assert not Assessment.objects.exists()


TABLE = """name,team,kind,protocol
Edge proxy,Edge,inference-edge,sse
Customer API,Product,product-api,http
Billing,Product,,
"""


def made_services() -> list[tuple[str, str, str, str]]:
    rows = Service.objects.order_by("position").select_related("team")
    return [(one.name, one.team.name, one.kind, one.protocol) for one in rows]


THREE = [
    ("Edge proxy", "Edge", "inference-edge", "sse"),
    ("Customer API", "Product", "product-api", "http"),
    ("Billing", "Product", "", ""),
]


@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_new_pasted_table_gives_services_their_kind_setting_and_team(ada: Browser, separator: str) -> None:
    sent = given(services=TABLE.replace(",", separator), teams="")
    shown = ada.post("/new/", sent)
    assert (shown.status_code, Assessment.objects.exists()) == (200, False)
    page = text_of(shown)
    for words in ("Nothing is saved yet.", "3 services, owned by Edge, Product.", "<bdi>Edge proxy</bdi>"):
        assert words in page
    assert ada.post("/new/", sent | chosen(page)).status_code == 302
    assert made_services() == THREE
    assert list(OwningTeam.objects.order_by("position").values_list("name", flat=True)) == ["Edge", "Product"]
    assert AnswerEvent.objects.count() == 0  # a kind fills in nothing


def first_button(page: str) -> str:
    """What Enter presses in the form of services: its first button."""
    form = page.split('enctype="multipart/form-data"')[-1]
    button = re.search(r'<button type="submit"([^>]*)>', form)
    assert button is not None
    return button[1]


def test_enter_makes_what_was_looked_over_and_looks_again_where_a_row_is_wrong(ada: Browser) -> None:
    right = text_of(ada.post("/new/", given(services=TABLE, teams="")))
    assert 'name="again"' not in first_button(right)
    assert right.count("Create the assessment</button>") == 1
    wrong = text_of(ada.post("/new/", given(services=TABLE + "Infer,Edge,no such kind,\n", teams="")))
    assert 'name="again"' in first_button(wrong)


def made_from_table(ada: Browser) -> Assessment:
    """An assessment of the table's services, which was looked over first."""
    sent = given(services=TABLE, teams="")
    ada.post("/new/", sent | chosen(text_of(ada.post("/new/", sent))))
    return Assessment.objects.get()


def test_new_file_is_read_where_nothing_is_written(ada: Browser) -> None:
    file = SimpleUploadedFile("services.csv", TABLE.encode())
    page = text_of(ada.client.post("/new/", given(services="", teams="", file=file)))
    assert ada.post("/new/", given(services=TABLE, teams="") | chosen(page)).status_code == 302
    assert made_services() == THREE


def test_new_table_that_lost_its_form_shows_what_each_column_was_taken_for_and_takes_another_choice(
    ada: Browser,
) -> None:
    table = "Our services\n\nName\tTeam\tKind\tTier\n• Orders\tShop\tREST API\t1\nTeam: Data\nIngest\tData\t\t2\n"
    sent = given(services=table, teams="")
    wrong = ada.post("/new/", sent)
    page = text_of(wrong)
    assert wrong.status_code == 422
    assert "Row 4, column “kind”: “REST API” is no kind of service" in page
    choice = chosen(page, **{"column-2": "description"})
    page = text_of(ada.post("/new/", sent | choice | {"again": "1"}))
    for words in ("Row 5, “Team: Data”, looks like a heading", "stands above the headings", "the column “Tier”"):
        assert words in page
    assert not Assessment.objects.exists()
    changed = ada.post("/new/", sent | chosen(page) | {"services": table.replace("Team: Data\n", "")})
    assert changed.status_code == 422  # another text: its columns are looked at anew
    assert ada.post("/new/", sent | chosen(page)).status_code == 302
    assert Service.objects.get(name="Orders").description == "REST API"


def test_new_list_with_a_line_that_looks_like_a_heading_is_looked_over_and_a_plain_one_is_not(ada: Browser) -> None:
    sent = given(services="Backend:\nOrders\nBilling", teams="")
    page = text_of(ada.post("/new/", sent))
    assert "looks like a heading" in page
    assert not Assessment.objects.exists()
    assert ada.post("/new/", sent | chosen(page)).status_code == 302
    assert ada.post("/new/", given(services="Orders\nBilling", form="g" * 24)).status_code == 302


@pytest.mark.parametrize("where", ["services", "file"])
def test_new_wrong_table_is_told_row_by_row_and_nothing_is_made(ada: Browser, where: str) -> None:
    wrong = "name,team,kind\nEdge proxy,Edge,spaceship\nEdge proxy,Edge,\n"
    table = SimpleUploadedFile("s.csv", wrong.encode()) if where == "file" else wrong
    sent = given(services="", teams="") | {where: table}
    response = ada.client.post("/new/", sent)
    assert response.status_code == 422
    assert "Row 2, column “kind”" in text_of(response)
    assert "Row 3, column “name”" in text_of(response)
    assert 'value="Acme AI"' in text_of(response)
    assert not Assessment.objects.exists()


def test_new_begins_with_the_services_of_an_earlier_assessment_and_no_answers(ada: Browser) -> None:
    earlier = made_from_table(ada)
    assert f'<option value="{earlier.public_id}">Acme AI (3 services)</option>' in text_of(ada.get("/new/"))
    sent = given(form="g" * 24, title="Again", services="billing", teams="", earlier=earlier.public_id)
    assert ada.post("/new/", sent).status_code == 302
    rows = Service.objects.filter(assessment__title="Again").order_by("position").select_related("team")
    assert [(one.name, one.team.name, one.kind) for one in rows] == [
        ("billing", "Edge", ""),
        ("Edge proxy", "Edge", "inference-edge"),
        ("Customer API", "Product", "product-api"),
    ]
    assert not AnswerEvent.objects.exists()


def test_new_offers_and_copies_no_assessment_of_others(ada: Browser) -> None:
    earlier = made_from_table(ada)
    assert earlier.public_id not in text_of(Browser(BEN).get("/new/"))
    sent = given(form="g" * 24, services="", earlier=earlier.public_id)
    Browser(BEN).post("/new/", sent)
    assert Service.objects.count() == 3
    assert services_of_earlier(BEN, earlier.public_id) == []
