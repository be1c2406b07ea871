"""What the page of a platform's result shows: its record with an address beside each service and team.

In: a record, the addresses of its results. Out: a template's values. Must not know: requests; every figure is the
record's.
"""

from dataclasses import dataclass
from typing import Any

from advisor.pages.result.place import Site
from advisor.publish.documents import lacking_characters
from advisor.record.record import DecisionRecord, ServiceRecord, TeamLine


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """One line of the table, numbered as on the map."""

    number: int
    service: ServiceRecord
    address: str


@dataclass(frozen=True, slots=True)
class TeamRow:
    team: TeamLine
    scorecard: str
    """Where it is answered; empty for whoever only reads."""
    what_if: str


def platform_page(site: Site, record: DecisionRecord) -> dict[str, Any]:
    """The values of `results/platform.html`."""
    slugs = {one.name: one.slug for one in site.services}
    team_slugs = {one.team: one.team_slug for one in site.services}
    rows = [
        ServiceRow(number, service, site.service(slugs[service.name]))
        for number, service in enumerate(record.services, start=1)
    ]
    return {
        "record": record,
        "platform": record.platform,
        "trail": site.up,
        "files": site.files(),
        "rows": rows,
        "urgent": [line for line in record.platform.versions if line.urgent],
        "teams": [
            TeamRow(
                team,
                site.scorecard(team_slugs[team.name]),
                site.at("team-what-if", team_slugs[team.name]),
            )
            for team in record.platform.teams
        ],
        "lacking": lacking_characters(record),
        "guidance": [item for item in record.checklist.guidance if item.where == "platform"],
        "about_versions": [item for item in record.checklist.guidance if item.where == "record"],
    }
