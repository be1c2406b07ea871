"""A service's prototype kit: from its result to the zip, and from a results file back into result and record."""

import io
import json
import re
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pydantic import ValidationError

from advisor.assessments.checklists import library, newest
from advisor.assessments.models import Assessment, CurrentAnswer, Service
from advisor.checklist.measurement import Measurement
from advisor.checklist.reading import read_answers
from tests.kit.results import CLOSE, FULL, SLOWED, figures, results, written
from tests.pages.making import joined, platform, said
from tests.people import ADA, BEN, Browser, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Assessment:
    found = platform()
    said(Service.objects.get(slug="token-stream"))
    Service.objects.filter(slug="token-stream").update(latency_budget_ms=15, kind="streaming-bridge")
    return found


def at(made: Assessment, more: str = "result/kit/") -> str:
    return f"/a/{made.public_id}/services/token-stream/{more}"


def plain(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text_of(response)))


def heading(page: str) -> list[str]:
    """The verdict on a page."""
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", page, re.DOTALL)
    assert found
    return [" ".join(one.split()) for one in found]


def upload(made: Assessment, data: bytes) -> Any:
    return Browser(ADA).post(at(made), {"results": SimpleUploadedFile("results.json", data)})


def measurements() -> list[Any]:
    found: list[Any] = Service.objects.get(slug="token-stream").measurements
    return found


def test_kit_from_the_result_is_made_for_the_service(made: Assessment) -> None:
    ada = Browser(ADA)
    assert at(made) in text_of(ada.get(at(made, "result/")))
    page = text_of(ada.get(at(made)))
    assert '<option value="streaming-inference-endpoint" selected>' in page
    assert "latency budget of 15 ms" in page
    asked = at(made, "result/kit.zip?kit=streaming-inference-endpoint&rate=250")
    first, again = (ada.get(asked) for _ in range(2))
    assert first["Content-Type"] == "application/zip"
    assert first["Content-Disposition"] == 'attachment; filename="token-stream-kit.zip"'
    assert first.content == again.content
    with zipfile.ZipFile(io.BytesIO(first.content)) as archive:
        folder = "streaming-inference-endpoint-kit"
        settings = json.loads(archive.read(f"{folder}/kit.json"))
        assert (settings["service"], settings["latency_budget_ms"], settings["rate"]) == ("Token stream", 15, 250)
        readme = archive.read(f"{folder}/README.md").decode()
        assert "This service does one job and little else" in readme
        assert "npm run bench" in readme


def test_kit_asked_with_an_odd_rate_leads_back_to_the_page_that_says_so(made: Assessment) -> None:
    ada = Browser(ADA)
    response = ada.get(at(made, "result/kit.zip?kit=streaming-inference-endpoint&rate=0"))
    assert response.status_code == 302
    response = ada.get(response["Location"])
    assert response.status_code == 422
    assert "Write a whole number of requests per second" in plain(response)


def test_results_uploaded_are_evidence_and_change_no_answer(made: Assessment) -> None:
    ada = Browser(ADA)
    before = text_of(ada.get(at(made, "result/")))
    for _ in range(2):  # the same, sent twice
        assert upload(made, written(results(SLOWED))).status_code == 302
    (kept,) = measurements()
    assert kept["rate"] == 100
    result = text_of(ada.get(at(made, "result/")))
    told = plain(ada.get(at(made, "result/")))
    assert "Raw Node.js has earned its keep: p99 is 21.02 ms on Express and 9.02 ms on Raw Node.js." in told
    assert "Express misses the budget of 15 ms, and Raw Node.js meets it." in told
    assert "on 2 × A processor, 24 GB" in told
    assert "Rests on one measurement." in told
    assert "The benchmark does not resemble the real work." not in told
    assert "Latency p50, p95 and p99: " in result
    assert heading(result) == heading(before)
    assert "Raw Node.js has earned its keep" in text_of(ada.get(at(made, "result.md")))
    assert "advisor-results/1" in text_of(ada.get(at(made, "result.yaml")))
    assert "measurements nothing streaming-inference-endpoint, 2026-11-30" in plain(
        ada.get(f"/a/{made.public_id}/history/")
    )


def test_results_stand_beside_the_statement_that_they_are_evidence_for_and_change_no_level(made: Assessment) -> None:
    ben, sections = Browser(BEN), [at(made, f"{one.id}/") for one in newest().sections]
    joined(made, BEN, "Ben")
    before = [row.value for row in CurrentAnswer.objects.order_by("id")]
    assert not any("Measured on" in plain(Browser(ADA).get(section)) for section in sections)
    upload(made, written(results(SLOWED)))
    sentence = "Measured on 30 November 2026. Raw Node.js has earned its keep: p99 is 21.02 ms on Express"
    for browser, seen in ((Browser(ADA), True), (ben, False)):  # Ben has no result yet, so no figures to see
        pages = [text_of(browser.get(section)) for section in sections]
        (there,) = [page for page in pages if "Measured on" in page]
        statement = next(part for part in there.split("<fieldset") if 'data-autosave="latency-first"' in part)
        assert sentence in " ".join(re.sub(r"<[^>]+>", "", statement).split())
        assert (f'href="{at(made, "result/")}#measured"' in statement) == seen
    one = at(made, "answers/latency-first/")
    assert sentence in plain(Browser(ADA).get(one, htmx=True))
    assert "Measured on" not in plain(Browser(ADA).get(at(made, "answers/narrow-purpose/"), htmx=True))
    assert [row.value for row in CurrentAnswer.objects.order_by("id")] == before


def test_what_a_kit_saw_besides_is_in_file_page_and_record_and_comes_back(made: Assessment) -> None:
    besides = {"raw": "23 MB more with 1000 open streams", "express": "41 MB more with 1000 open streams"}
    assert upload(made, written(results(CLOSE, besides=besides))).status_code == 302
    assert measurements()[0]["besides"] == besides
    ada = Browser(ADA)
    words = "Also seen: Raw Node.js: 23 MB more with 1000 open streams; Express: 41 MB more with 1000 open streams."
    assert words in plain(ada.get(at(made, "result/")))
    assert words in text_of(ada.get(at(made, "result.md")))
    file = text_of(ada.get(at(made, "result.yaml")))
    (measurement,) = read_answers(file, "a.yaml", library()).services[0].measurements
    assert measurement.besides == besides
    without = measurement.model_dump(mode="json", exclude={"besides"})
    with pytest.raises(ValidationError, match="changed after the kit wrote it"):
        Measurement.model_validate(without)


def test_results_of_a_toy_alone_are_shown_as_what_they_are(made: Assessment) -> None:
    assert upload(made, written(results(SLOWED, toy_only=True))).status_code == 302
    told = plain(Browser(ADA).get(at(made, "result/")))
    assert "No verdict: only a route that does nothing was measured. Such figures cannot reopen a gate." in told
    assert "The benchmark does not resemble the real work." in told


def test_results_of_twins_too_far_apart_give_no_verdict(made: Assessment) -> None:
    assert upload(made, written(results({**SLOWED, "raw-again": 10.0}))).status_code == 302
    told = plain(Browser(ADA).get(at(made, "result/")))
    assert "No verdict: two runs of Raw Node.js came out 11.1% apart, where 5% is the most." in told


def test_results_that_cannot_count_store_nothing_and_say_why(made: Assessment) -> None:
    variants = {name: figures(value) for name, value in SLOWED.items()}
    full = {**variants, "express": figures(21, answered=[310] * 5)}
    saturated = results(work=[{"id": "realistic", "includes": FULL, "routes": 4, "variants": full}])
    for data, why in (
        (b"", "Choose the results.json"),
        (b"{", "is not valid JSON"),
        (written(results(service="Another")), "of the service “Another”"),
        (written({**results(), "rate": 99}), "changed after the kit wrote it"),
        (written(saturated), "Run 1 of express (realistic) was saturated: 310 of 600"),
        (b"x" * 300_000, "larger than 256 KB"),
    ):
        response = upload(made, data)
        assert response.status_code == 422
        assert why in plain(response)
        assert measurements() == []
    pasted = Browser(ADA).post(at(made), {"text": '{"format": "mine"}'})
    assert "&quot;mine&quot;" in text_of(pasted)


def test_results_are_taken_away_and_at_most_five_are_kept(made: Assessment) -> None:
    for day in range(1, 7):
        upload(made, written(results(CLOSE, on=f"2026-11-0{day}")))
    assert len(measurements()) == 5
    ada = Browser(ADA)
    assert "Express is enough" in plain(ada.get(at(made)))
    for _ in range(2):
        assert ada.post(at(made, "result/kit/remove/"), {"digest": measurements()[0]["digest"]}).status_code == 302
    assert len(measurements()) == 3


def test_results_beyond_a_days_uploads_are_refused_and_given_back(made: Assessment, settings: Any) -> None:
    settings.LIMITS = {**settings.LIMITS, "ADVISOR_UPLOADS_PER_BROWSER": 1}
    ada = Browser(ADA)
    assert ada.post(at(made), {"text": "first"}).status_code == 422
    response = ada.post(at(made), {"text": written(results()).decode()})
    assert response.status_code == 429
    assert "advisor-results/1" in text_of(response)
    assert measurements() == []
