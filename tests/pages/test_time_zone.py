"""A day has a place: records, file names and what is due carry the day of the server's time zone."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from advisor.assessments.checklists import library
from advisor.assessments.models import CheckAnswer
from advisor.checklist.reading import read_answers
from advisor.decisions.models import Decision
from advisor.decisions.proposals import due_decisions
from advisor.decisions.record_source import today
from advisor.pages.management.commands import sweep
from advisor.pages.questionnaire.save import _clock
from advisor.record.numbers import day_in_words
from tests.decisions.deciding import answered, decided_by_several
from tests.pages.making import platform
from tests.people import ADA, Browser, text_of

pytestmark = pytest.mark.django_db
At = Callable[[str, datetime], None]
MOMENTS = [
    # the zone, a moment in UTC, the day and the clock there
    ("Pacific/Auckland", datetime(2026, 11, 29, 10, 59, tzinfo=UTC), date(2026, 11, 29), "23:59 NZDT"),
    ("Pacific/Auckland", datetime(2026, 11, 29, 11, 0, tzinfo=UTC), date(2026, 11, 30), "00:00 NZDT"),
    ("America/Los_Angeles", datetime(2026, 11, 30, 7, 59, tzinfo=UTC), date(2026, 11, 29), "23:59 PST"),
    ("America/Los_Angeles", datetime(2026, 11, 30, 8, 0, tzinfo=UTC), date(2026, 11, 30), "00:00 PST"),
    ("America/Los_Angeles", datetime(2026, 7, 1, 6, 59, tzinfo=UTC), date(2026, 6, 30), "23:59 PDT"),
    ("UTC", datetime(2026, 11, 30, 0, 0, tzinfo=UTC), date(2026, 11, 30), "00:00 UTC"),
    # summer time begins, in Havana at midnight, which that day has not; and ends, with two o'clock twice
    ("Europe/Berlin", datetime(2027, 3, 28, 0, 59, tzinfo=UTC), date(2027, 3, 28), "01:59 CET"),
    ("Europe/Berlin", datetime(2027, 3, 28, 1, 0, tzinfo=UTC), date(2027, 3, 28), "03:00 CEST"),
    ("America/Havana", datetime(2027, 3, 14, 4, 59, tzinfo=UTC), date(2027, 3, 13), "23:59 CST"),
    ("America/Havana", datetime(2027, 3, 14, 5, 0, tzinfo=UTC), date(2027, 3, 14), "01:00 CDT"),
    ("Europe/Berlin", datetime(2027, 10, 31, 0, 30, tzinfo=UTC), date(2027, 10, 31), "02:30 CEST"),
    ("Europe/Berlin", datetime(2027, 10, 31, 1, 30, tzinfo=UTC), date(2027, 10, 31), "02:30 CET"),
]


@pytest.fixture
def at(settings: Any, monkeypatch: pytest.MonkeyPatch) -> At:
    """Puts the server into a time zone, at a moment."""

    def put(zone: str, moment: datetime) -> None:
        settings.TIME_ZONE = zone
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return put


@pytest.mark.parametrize(("zone", "moment", "day", "clock"), MOMENTS)
def test_draft_and_its_file_name_carry_the_day_of_the_server(
    at: At, zone: str, moment: datetime, day: date, clock: str
) -> None:
    made = answered()
    at(zone, moment)
    assert today() == day
    response = Browser(ADA).get(f"/a/{made.public_id}/result.json")
    assert json.loads(response.content)["as_of"] == day.isoformat()
    assert day.isoformat() in response["Content-Disposition"]


@pytest.mark.parametrize(("zone", "moment", "day", "clock"), MOMENTS)
def test_decision_is_due_the_day_after_its_review_date_where_the_server_is(
    at: At, monkeypatch: pytest.MonkeyPatch, zone: str, moment: datetime, day: date, clock: str
) -> None:
    made = answered()
    Decision.objects.create(
        assessment=made, content={"review": (day - timedelta(days=1)).isoformat()}, signed_revision=0
    )
    later = platform("Other service", title="Tomorrow's")
    content = {"review": day.isoformat()}
    Decision.objects.create(assessment=later, content=content, signed_revision=0)
    at(zone, moment)
    due = [one.title for one in due_decisions(ADA, today())]
    assert due == [made.title]
    page = text_of(Browser(ADA).get("/my/"))
    passed = [f"review date, {day_in_words(one)}, has passed" in page for one in (day - timedelta(days=1), day)]
    assert passed == [True, False]
    reminded = []
    monkeypatch.setattr(sweep, "remind", lambda as_of: reminded.append(as_of) or 0)
    call_command("sweep", "--verbosity", "0")
    assert reminded == [day]


@pytest.mark.parametrize(("zone", "moment", "day", "clock"), MOMENTS)
def test_clock_beside_a_save_and_in_the_history_is_the_servers_and_says_so(
    at: At, zone: str, moment: datetime, day: date, clock: str
) -> None:
    made = platform()
    at(zone, moment)
    address = f"/a/{made.public_id}/services/token-stream/answers/latency-first/"
    data = {"answer-latency-first": "3", "base-latency-first": "0", "request-latency-first": "r" * 20}
    saved = text_of(Browser(ADA).post(address, data, htmx=True))
    assert f"data-clock>{clock}<" in saved
    assert moment.isoformat(timespec="seconds") in saved
    assert _clock(moment) == clock
    history = text_of(Browser(ADA).get(f"/a/{made.public_id}/history/"))
    assert f"Times are in {zone}." in history
    assert f"{day.isoformat()} {clock[:5]}" in history


@pytest.mark.parametrize(("zone", "moment", "day", "clock"), MOMENTS)
def test_answered_check_has_the_day_of_the_server_and_comes_back_with_it(
    at: At, zone: str, moment: datetime, day: date, clock: str
) -> None:
    at(zone, moment)
    made = decided_by_several()  # restored with an answer of 20 November
    slugs = ["relay"]
    CheckAnswer.objects.create(
        assessment=made, key="now", seq=1, found="kind-unclear", services=slugs, because="We know.", made_at=moment
    )
    exported = text_of(Browser(ADA).get(f"/a/{made.public_id}/result.yaml"))
    days = [str(one.on) for one in read_answers(exported.encode(), "answers.yaml", library()).answered_checks]
    assert sorted(days) == sorted(["2026-11-20", day.isoformat()])
