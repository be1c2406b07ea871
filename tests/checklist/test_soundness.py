"""One mistake at a time in an otherwise sound checklist; tests/data/bad-checklists.txt holds what its author reads."""

import shutil
from pathlib import Path

import pytest

from advisor.checklist.checking import check_folder
from tests.checklist.tiny import DATA, TINY

GUT = (
    "  - {id: again, group: gut, role: reinvent, text: We would reinvent., "
    "help: Much., ask: engineers, source: [S107]}\n"
)
BOUNDARY = "  - {id: cuttable, group: split, role: boundary, text:"
GATE = "  - {id: sustain, title: Team, text: Too few., reopen: Hire., source: [S87]}\n"

_PER_CENT = '{id: downstream-dominates, share: "50 %"'

# the mistake: its file, what stands there, what is written instead
MISTAKES: dict[str, tuple[str, str, str]] = {
    "slug is not the folder's": ("checklist", "slug: tiny", "slug: small"),
    "format of another file": ("checklist", "advisor-checklist/1", "advisor-facts/1"),
    "version of two numbers": ("checklist", "version: 0.1.0", "version: 0.1"),
    "version in words": ("checklist", "version: 0.1.0", "version: first"),
    "key misspelt": ("checklist", "runtime:", "runtimes:"),
    "key of a statement misspelt": ("checklist", "{id: fast, group: raw, role:", "{id: fast, group: raw, rolle:"),
    "statement's id twice": ("checklist", "{id: fast,", "{id: narrow,"),
    "statement's id with capitals": ("checklist", "{id: fast,", "{id: Fast,"),
    "statement's weight too heavy": ("checklist", "{id: fast,", "{weight: 10, id: fast,"),
    "statements in the form of a mapping": ("checklist", "statements:\n", "statements:\n  first:\n"),
    "role twice": ("checklist", "role: wrap,", "role: reinvent,"),
    "gut check without a role": ("checklist", "group: gut, role: wrap,", "group: gut,"),
    "role of another group": ("checklist", "group: raw, role: latency", "group: framework, role: latency"),
    "role unknown": ("checklist", "role: exposure", "role: expsure"),
    "group unknown": ("checklist", "group: framework", "group: frame"),
    "nobody to ask": ("checklist", "ask: tech lead, source: [S94]", "ask: manager, source: [S94]"),
    "passage misspelt": ("checklist", "source: [S105]", "source: [S 105]"),
    "no statement for the framework": ("checklist", "framework, role: exposure", "raw, role: surface"),
    "no statement for latency": ("checklist", "role: latency", "role: surface"),
    "split without a boundary": ("checklist", BOUNDARY, BOUNDARY.replace("boundary", "hot-path")),
    "half a gut check": ("checklist", GUT, ""),
    "statement in no section": ("checklist", "[narrow, public, fast, cuttable]", "[narrow, public, fast]"),
    "statement in two sections": ("checklist", "[skilled, owned, again, thin]", "[skilled, owned, again, thin, fast]"),
    "statement misspelt in a section": (
        "checklist",
        "[narrow, public, fast, cuttable]",
        "[narrow, public, fast, cutable]",
    ),
    "section of seven": ("checklist", "[narrow, public, fast, cuttable]", "[narrow, public, fast, cuttable, a, b, c]"),
    "section with a number": ("checklist", "[skilled, owned, again, thin]", "[skilled, owned, again, thin, 7]"),
    "section's id twice": ("checklist", "{id: team,", "{id: service,"),
    "gate missing": ("checklist", GATE, ""),
    "gate twice": ("checklist", GATE, GATE + GATE),
    "gate unknown": ("checklist", "{id: sustain, title", "{id: sustains, title"),
    "contradiction with a role that no statement has": (
        "checklist",
        "roles: [reinvent, wrap]",
        "roles: [growth, wrap]",
    ),
    "contradiction of one role": ("checklist", "roles: [reinvent, wrap]", "roles: [wrap, wrap]"),
    "contradiction of three roles": ("checklist", "roles: [reinvent, wrap]", "roles: [wrap, reinvent, purpose]"),
    "contradiction unless a role that no statement has": (
        "checklist",
        "only_if_low: boundary",
        "only_if_low: hot-path",
    ),
    "check unknown": ("checklist", "{id: kind-unclear,", "{id: kind-uncler,"),
    "check twice": ("checklist", "{id: kind-unclear, kinds: [edge],", '{id: downstream-dominates, share: "1/2",'),
    "check without what it needs": ("checklist", "{id: kind-unclear, kinds: [edge],", "{id: kind-unclear,"),
    "check with what has no effect": ("checklist", "{id: kind-unclear,", "{id: kind-unclear, steps: 2,"),
    "check of an unknown service type": ("checklist", "kinds: [edge]", "kinds: [egde]"),
    "check with a share in per cent": ("checklist", '{id: downstream-dominates, share: "1/2"', _PER_CENT),
    "check with a share above one": ("checklist", 'share: "1/2"', 'share: "3/2"'),
    "check without advice": ("checklist", "text: It waits., why: Long., action: Measure.,", "text: It waits.,"),
    "check of too many steps": ("checklist", "{id: kind-unclear, kinds: [edge],", "{id: capability-differs, steps: 5,"),
    "guidance shown nowhere": ("checklist", "where: home", "where: cellar"),
    "threshold in per cent": ("checklist", "statements:\n", 'thresholds: {holds: "60 %"}\nstatements:\n'),
    "threshold without quotes": ("checklist", "statements:\n", "thresholds: {holds: 0.6}\nstatements:\n"),
    "threshold above one": ("checklist", "statements:\n", 'thresholds: {holds: "6/5"}\nstatements:\n'),
    "threshold of nothing": ("checklist", "statements:\n", 'thresholds: {band: "0"}\nstatements:\n'),
    "threshold divided by nothing": ("checklist", "statements:\n", 'thresholds: {holds: "1/0"}\nstatements:\n'),
    "threshold misspelt": ("checklist", "statements:\n", 'thresholds: {hold: "0.6"}\nstatements:\n'),
    "thresholds the wrong way round": (
        "checklist",
        "statements:\n",
        'thresholds: {sustain_conditional: "0.7", firm_steps: 2}\nstatements:\n',
    ),
    "one alternative": (
        "checklist",
        "  framework: {name: Framework, summary: Ready-made., good_for: [ease],",
        "  rest: {",
    ),
    "four level names": ("checklist", "[not true, mostly not true,", "[mostly not true,"),
    "level names alike": ("checklist", "[not true, mostly not true,", "[Mostly true, mostly not true,"),
    "dimension's id twice": ("scorecard", "- id: borders", "- id: senior"),
    "dimension's role twice": ("scorecard", "role: seniority", "role: ownership"),
    "dimension without the role ownership": ("scorecard", "role: ownership", "role: review"),
    "dimension with the id of a statement": ("scorecard", "- id: senior", "- id: fast"),
    "dimension with four levels": ("scorecard", "[nobody, unclear,", "[nobody,"),
    "scorecard without dimensions": ("scorecard", "dimensions:\n", "dimensions: []\nothers:\n"),
    "service type's id twice": ("service-types", "{id: api,", "{id: edge,"),
    "service type's hint": ("service-types", "hint: raw", "hint: undecided"),
    "fact's date in words": ("facts", '"2026-05-01"', "May 2026"),
    "fact checked before it was so": ("facts", '"2026-11-23"', "2026-04-01"),
    "fact to be reviewed in the past": ("facts", '"2027-02-21"', "2026-11-22"),
    "fact's status": ("facts", "status: verified", "status: true"),
    "exercise with a rubric of four": ("hiring", "[none, little,", "[none,"),
    "plan without ids": ("hiring", "{id: owner, title: Owner,", "{title: Owner,"),
    "component of an unknown service type": ("next-steps", "kinds: [edge]", "kinds: [egde]"),
    "two steps of one id": (
        "next-steps",
        "steps:\n",
        "steps:\n  - {id: audit, title: Again, text: Look., source: [S109]}\n",
    ),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TINY, tmp_path / "tiny"))


def expected() -> dict[str, list[str]]:
    """A line with the mistake, then a line, indented, for each message."""
    found: dict[str, list[str]] = {}
    for line in (DATA / "bad-checklists.txt").read_text().splitlines():
        if line.startswith("  "):
            found[list(found)[-1]].append(line.strip())
        else:
            found[line] = []
    return found


EXPECTED = expected()


def read_with(folder: Path, mistake: str) -> list[str]:
    file, before, after = MISTAKES[mistake]
    path = folder / f"{file}.yaml"
    text = path.read_text()
    assert text.count(before) == 1
    path.write_text(text.replace(before, after))
    return [str(problem) for problem in check_folder(folder)]


def test_sound_checklist_has_no_problem(folder: Path) -> None:
    assert check_folder(folder) == ()


@pytest.mark.parametrize("mistake", MISTAKES)
def test_mistake_in_a_checklist_is_named_at_its_place(folder: Path, mistake: str) -> None:
    found = read_with(folder, mistake)
    assert found
    assert found == EXPECTED[mistake]


def test_expected_messages_belong_to_a_mistake() -> None:
    assert list(EXPECTED) == list(MISTAKES)
