"""What the page of a platform's result shows: its record with an address beside each service and team.

In: answers, the addresses of their results. Out: the page's content, kept by what it was made from: of sixty services
it costs more to lay out than to read. Every figure is the record's.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from advisor.assessments.lru import LruCache
from advisor.checklist.answers import AnswersFile
from advisor.cookies import cookie_value
from advisor.decisions.check_rows import check_rows
from advisor.decisions.record_cache import content_of, record_of
from advisor.decisions.record_source import RecordSource
from advisor.engine.cache import MEGABYTE
from advisor.pages.http.drafts import person_key
from advisor.publish.documents import lacking_characters, takes_minutes
from advisor.record.build.plan import doubt, least_certain
from advisor.record.model.entries import CheckLine
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import ServiceRecord, TeamLine
from advisor.sharing.access import COOKIE

MOST_AGAINST = 3
"""Services whose case against is told in full view."""


@dataclass(frozen=True, slots=True)
class ServiceResultRow:
    """One line of the table, numbered as on the map."""

    number: int
    service: ServiceRecord
    address: str


@dataclass(frozen=True, slots=True)
class TeamResultRow:
    team: TeamLine
    scorecard: str
    """Where it is answered; empty for whoever only reads."""
    what_if: str


def platform_page(site: RecordSource, record: DecisionRecord) -> dict[str, Any]:
    """The values of `results/platform.html`."""
    slugs = {one.name: one.slug for one in site.services}
    team_slugs = {one.team: one.team_slug for one in site.services}
    rows = [
        ServiceResultRow(number, service, site.service(slugs[service.name]))
        for number, service in enumerate(record.services, start=1)
    ]
    return {
        "record": record,
        "platform": record.platform,
        "trail": site.up,
        "files": site.files(),
        "plan": site.at("plan"),
        "rows": rows,
        "urgent": [line for line in record.platform.versions if line.urgent],
        "teams": [
            TeamResultRow(
                team,
                site.scorecard(team_slugs[team.name]),
                site.at("team-what-if", team_slugs[team.name]),
            )
            for team in record.platform.teams
        ],
        "check_rows": check_rows(site, record.platform.checks),
        "service_checks": check_rows(site, record.platform.service_checks),
        "go": "platform",
        "contradiction": next((line for line in _findings(record) if not line.because), None),
        "doubtful": least_certain(record.services),
        "against": [one for one in sorted(record.services, key=doubt) if one.drivers_against][:MOST_AGAINST],
        "dissent": [(one.name, sentence) for one in record.services for sentence in one.dissent][:MOST_AGAINST],
        "lacking": lacking_characters(record),
        "slow": takes_minutes(record),
        "guidance": [item for item in record.checklist.guidance if item.where == "platform"],
        "about_versions": [item for item in record.checklist.guidance if item.where == "record"],
    }


def _findings(record: DecisionRecord) -> tuple[CheckLine, ...]:
    return (*record.platform.checks, *record.platform.service_checks)


@dataclass(frozen=True, slots=True)
class PageContent:
    """What stands in a page, for everyone whose answers and rights are the same."""

    title: str
    html: tuple[bytes, ...]
    """Its pieces: between each two of them stands a form's token."""


TOKEN, PERSON, BODY = secrets.token_hex(16), secrets.token_hex(16), SafeString(secrets.token_hex(16))
"""Stand where a form's token and the name of its draft's owner go, which are each browser's own, and the content."""
contents: LruCache[PageContent] = LruCache(16 * MEGABYTE)


def platform_content(site: RecordSource, file: AnswersFile, as_of: date) -> PageContent:
    """The page's content. UnfinishedError: ask again."""
    slugs = [(one.slug, one.team_slug) for one in site.services]
    around = f"{site.platform}|{site.up}|{site.may_answer}{site.may_edit}|{slugs}|{as_of}|{site.checklist.digest}"
    key = hashlib.sha256(f"{around}|{content_of(file).digest}".encode()).digest()
    content = contents.get(key)
    if content is None:
        record = record_of(site.checklist, file, as_of)
        mine = {"csrf_token": TOKEN, "drafts_of": PERSON}
        html = render_to_string("results/_platform.html", {**platform_page(site, record), **mine})
        pieces = tuple(piece.encode() for piece in html.split(TOKEN))
        content = PageContent(f"{record.title}: {record.platform.verdict}", pieces)
        contents.put(key, content, sum(map(len, pieces)))
    return content


def page_with(content: PageContent, request: HttpRequest, whose: str = "") -> HttpResponse:
    """The page with the content in it, and from whose answers it is made. The content is long, so it goes in as it is
    kept, and not through the template."""
    around = render_to_string("results/platform.html", {"title": content.title, "body": BODY, "whose": whose}, request)
    before, after = around.split(BODY)
    html = get_token(request).encode().join(content.html)
    person = person_key(cookie_value(request, COOKIE)).encode()
    return HttpResponse([before.encode(), html.replace(PERSON.encode(), person), after.encode()])
