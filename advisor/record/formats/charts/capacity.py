"""How many raw or split services each team has, against how many it can carry, as SVG.

In: a `DecisionRecord`. Out: one `<svg>` element as text, safe to stand in HTML; empty where no team says how many. Must
not know: pages, PDFs. A table of the same figures stands beside it.
"""

from advisor.record.formats.charts.drawing import (
    COLOURS,
    INK,
    SUNKEN,
    WIDTH,
    drawn_line,
    drawn_rect,
    drawn_svg,
    drawn_text,
)
from advisor.record.formats.charts.text_width import fitted
from advisor.record.model.record import DecisionRecord
from advisor.record.model.sections import TeamLine
from advisor.record.model.vocabulary import some
from advisor.record.numbers import plural

MOST_TEAMS = 12
"""More are in the table only, the fullest first here."""
LEFT, RIGHT, ROW = 128.0, WIDTH - 118.0, 30.0


def capacity_chart(record: DecisionRecord) -> str:
    """A row for each team: what it has as a bar, what it cannot carry as an open one, what it can as a mark."""
    teams = [team for team in record.platform.teams if team.capacity.can_carry is not None and team.capacity.needed]
    teams.sort(key=lambda team: (-_over(team), -team.capacity.needed))
    drawn_teams = teams[:MOST_TEAMS]
    if not drawn_teams:
        return ""
    most = max(max(team.capacity.needed, _can(team)) for team in drawn_teams)
    unit = (RIGHT - LEFT) / most
    parts: list[str] = []
    for index, team in enumerate(drawn_teams):
        parts += _row(team, 6 + index * ROW, unit)
    sentences = [
        f"{team.name} has {plural(team.capacity.needed, 'service')} and can carry {_can(team)}" for team in drawn_teams
    ]
    return drawn_svg(
        10 + len(drawn_teams) * ROW, f"Services on {record.raw_name} by team: {some(sentences, MOST_TEAMS)}.", parts
    )


def _can(team: TeamLine) -> int:
    return team.capacity.can_carry or 0


def _over(team: TeamLine) -> int:
    return max(team.capacity.needed - _can(team), 0)


def _row(team: TeamLine, y: float, unit: float) -> list[str]:
    needed, can = team.capacity.needed, _can(team)
    width = min(needed, can) * unit
    parts = [
        drawn_text(LEFT - 8, y + 15, fitted(team.name, LEFT - 8), INK, "ink", anchor="end"),
        drawn_rect(LEFT, y + 4, RIGHT - LEFT, 14, SUNKEN, "sunken"),
        drawn_rect(LEFT, y + 4, width, 14, COLOURS["raw"], "raw"),
    ]
    if _over(team):
        # what nobody can carry is a frame without a filling, so that it is seen in grey
        start, end, top, bottom = LEFT + width + 0.75, LEFT + needed * unit, y + 4.75, y + 17.25
        for x1, y1, x2, y2 in (
            (start, top, end, top),
            (start, bottom, end, bottom),
            (start, top, start, bottom),
            (end, top, end, bottom),
        ):
            parts.append(drawn_line(x1, y1, x2, y2, COLOURS["raw"], "raw", width=1.5))
    mark = LEFT + can * unit
    parts.append(drawn_line(mark, y, mark, y + 22, INK, "ink", width=1.6))
    figure = f"{needed}, can carry {can}"
    parts.append(drawn_text(RIGHT + 8, y + 15, figure, INK, "ink", weight=600 if _over(team) else 400))
    return parts
