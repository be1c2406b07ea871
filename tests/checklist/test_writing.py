"""Writing answers: what is written reads back equal, and looks as a person would write it."""

from datetime import date

import yaml
from hypothesis import given
from hypothesis import strategies as st

from advisor.checklist.answer import Answer, Evidence
from advisor.checklist.answers import AnswersFile, RespondentAnswers, Settled, Team
from advisor.checklist.decision import Action, Choice, Consequences, DecisionEntry, Risk, Tripwire
from advisor.checklist.service import Benchmark, ServiceEntry
from advisor.checklist.text import folded, tidied
from advisor.checklist.writing import write_answers
from tests.checklist.tiny import read

AWKWARD = st.sampled_from(
    ["no", "On", "1.10", "~", "null", "12:30:45", "0x1F", "2026-11-01", "- a", "a: b", "# a", "'", '"', "\\", "a #b",
     "{a}", "a,b", "*a", "&a", "!a", "%a", "@a", "`a`", "|", ">", "? a", "=", "<<", "---", "...", "true",
     "1e3", "王 🦊", "ن\u200cا", "a:"]
)  # fmt: skip
TEXT = st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from(" \n\t'\":#-"), max_size=60).map(tidied)
NOTES = AWKWARD | TEXT | st.lists(AWKWARD | TEXT, max_size=4).map("\n".join) | st.just("a\r\nb\r")
REASONS = NOTES.map(str.strip).filter(bool)
LINES = (AWKWARD | TEXT).map(lambda text: " ".join(text.split())[:300].strip()).filter(bool)
NAMES = st.lists(LINES, min_size=1, max_size=3, unique_by=folded)
DAYS = st.none() | st.dates()
URLS = st.none() | st.just("https://example.org/a?b=c#d")
NUMBERS = st.integers(0, 10**9) | st.floats(0, 10**9)
ABOVE_ZERO = NUMBERS.filter(bool)
VERSIONS = st.dictionaries(st.sampled_from(["node", "express-js", "a1"]), LINES, max_size=2)
ALWAYS = ["narrow", "fast", "skilled", "owned", "cuttable"]
STATEMENTS = [*ALWAYS, "public", "again", "thin"]

evidence = st.builds(Evidence, kind=st.sampled_from(["opinion", "link", "measurement"]), url=URLS, expires=DAYS)
levels = st.builds(
    Answer, level=st.integers(0, 4) | st.just("unsure"), note=NOTES | st.just(""), evidence=st.none() | evidence
)
reasons = st.builds(Answer, na=REASONS, note=NOTES | st.just(""))


def answers(ids: list[str]) -> st.SearchStrategy[dict[str, Answer]]:
    optional = {name: levels if name in (*ALWAYS, "borders") else levels | reasons for name in ids}
    return st.fixed_dictionaries({}, optional=optional)


benchmarks = st.builds(
    Benchmark, variant=st.sampled_from(["raw", "framework"]), p99_ms=ABOVE_ZERO, routes=st.integers(1, 99), on=DAYS,
    url=URLS, versions=VERSIONS, includes=st.lists(st.sampled_from(["auth", "logging", "json"]), max_size=3),
)  # fmt: skip


@st.composite
def answers_files(draw: st.DrawFn) -> AnswersFile:
    teams, services = draw(NAMES), draw(NAMES)
    alone = draw(st.booleans())
    return AnswersFile(
        format="advisor-assessment/1",
        checklist="tiny",
        platform=draw(LINES),
        weights=draw(st.dictionaries(st.sampled_from([*STATEMENTS, "senior"]), st.integers(1, 9), max_size=3)),
        teams=[
            Team(name=name, raw_owners=draw(st.none() | st.integers(0, 999)),
                 scorecard=draw(answers(["senior", "borders"])) if alone else {})
            for name in teams
        ],
        services=[
            ServiceEntry(
                name=name, team=draw(st.sampled_from(teams)), kind=draw(st.none() | st.just("edge")),
                versions=draw(VERSIONS),
                description=draw(NOTES), boundary=draw(NOTES), benchmarks=draw(st.lists(benchmarks, max_size=2)),
                intended=draw(st.none() | st.sampled_from(["raw", "framework", "split"])),
                latency_budget_ms=draw(st.none() | ABOVE_ZERO), downstream_ms=draw(st.none() | NUMBERS),
                answers=draw(answers(STATEMENTS)) if alone else {},
            )
            for name in services
        ],
        respondents=[] if alone else draw(st.lists(respondents(teams, services), max_size=3, unique_by=_folded_name)),
        settled=draw(st.lists(settlements(services), max_size=1)),
        decision=draw(st.none() | decisions(services)),
    )  # fmt: skip


def _folded_name(respondent: RespondentAnswers) -> str:
    return respondent.name.casefold()


def respondents(teams: list[str], services: list[str]) -> st.SearchStrategy[RespondentAnswers]:
    return st.builds(
        RespondentAnswers,
        name=LINES,
        teams=st.dictionaries(st.sampled_from(teams), answers(["senior", "borders"]), max_size=2),
        services=st.dictionaries(st.sampled_from(services), answers(STATEMENTS), max_size=2),
    )


def settlements(services: list[str]) -> st.SearchStrategy[Settled]:
    named = st.sampled_from(services)
    return st.builds(Settled, service=named, statement=st.just("fast"), level=st.integers(0, 4), reason=REASONS)


def decisions(services: list[str]) -> st.SearchStrategy[DecisionEntry]:
    bound = st.integers(0, 10**12) | st.floats(0, 10**12)
    named, names = st.sampled_from(services), st.lists(LINES, max_size=2, unique_by=str.casefold)
    texts = st.lists(REASONS, max_size=2)
    wire = st.builds(
        Tripwire, service=named, when=st.sampled_from(["routes", "contributors", "p99"]), above=bound,
        now=st.none() | bound,
    )  # fmt: skip
    choice = st.builds(
        Choice, service=named, choice=st.sampled_from(["raw", "framework", "split"]), because=st.none() | REASONS
    )
    return st.builds(
        DecisionEntry,
        deciders=names,
        consulted=names,
        informed=names,
        choices=st.lists(choice, max_size=2, unique_by=lambda one: one.service),
        consequences=st.builds(Consequences, good=texts, bad=texts),
        risks=st.lists(st.builds(Risk, risk=REASONS, owner=LINES), max_size=2),
        actions=st.lists(st.builds(Action, what=REASONS, owner=LINES, by=st.dates()), max_size=2),
        review=DAYS,
        tripwires=st.lists(wire, max_size=2, unique_by=lambda one: (one.service, one.when)),
    )


@given(answers_files())
def test_written_answers_read_back_equal(answers: AnswersFile) -> None:
    text = write_answers(answers)
    assert read(text) == answers
    assert write_answers(read(text)) == text


@given(NOTES)
def test_written_note_means_the_same_to_another_reader_of_yaml(note: str) -> None:
    text = write_answers(_with(Answer(level=3, note=note)))
    answer = yaml.safe_load(text)["services"][0]["answers"]["fast"]
    assert (answer["note"] if note else answer) == (note or 3)


def _with(answer: Answer) -> AnswersFile:
    return AnswersFile(
        format="advisor-assessment/1",
        checklist="tiny",
        teams=[Team(name="Platform")],
        services=[ServiceEntry(name="infer", team="Platform", answers={"fast": answer})],
    )


def test_written_answers_look_as_a_person_would_write_them() -> None:
    answers = AnswersFile(
        format="advisor-assessment/1",
        checklist="tiny",
        platform="Acme AI",
        weights={"fast": 2},
        teams=[Team(name="Platform", raw_owners=2, scorecard={"senior": Answer(level=4)})],
        services=[
            ServiceEntry(
                name="infer",
                team="Platform",
                latency_budget_ms=15,
                versions={"node": "24"},
                benchmarks=[Benchmark(variant="raw", p99_ms=9.5, includes=["auth", "json"], on=date(2026, 11, 1))],
                answers={
                    "narrow": Answer(level=4),
                    "fast": Answer(level="unsure"),
                    "public": Answer(level=1, note="only the gateway calls it"),
                    "again": Answer(na="nothing to reinvent"),
                    "thin": Answer(level=0, note="We tried:\n  twice", evidence=Evidence(kind="opinion")),
                },
            )
        ],
        decision=DecisionEntry(review=date(2027, 5, 1)),
    )
    assert (
        write_answers(answers)
        == """\
format: advisor-assessment/1
checklist: tiny
platform: Acme AI
weights: {fast: 2}
teams:
  - name: Platform
    raw_owners: 2
    scorecard:
      senior: 4
services:
  - name: infer
    team: Platform
    latency_budget_ms: 15
    versions: {node: "24"}
    benchmarks:
      - variant: raw
        p99_ms: 9.5
        includes: [auth, json]
        "on": 2026-11-01
    answers:
      narrow: 4
      fast: unsure
      public: {level: 1, note: only the gateway calls it}
      again: {na: nothing to reinvent}
      thin:
        level: 0
        note: |-
          We tried:
            twice
        evidence: {kind: opinion}
decision: {review: 2027-05-01}
"""
    )


def test_list_too_long_for_a_line_is_written_one_entry_a_line() -> None:
    benchmark = Benchmark(variant="raw", p99_ms=1, includes=["downstream", "logging"] * 6)
    answers = _with(Answer(level=3))
    answers = answers.model_copy(
        update={"services": [answers.services[0].model_copy(update={"benchmarks": [benchmark]})]}
    )
    text = write_answers(answers)
    assert "        includes:\n          - downstream\n          - logging\n" in text
    assert read(text) == answers
