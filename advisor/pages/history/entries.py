"""What happened, in words: one line an event.

In: a page of the history and a checklist. Out: lines a template shows. Must not know: HTTP, who may see what.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from advisor.assessments.answers import SCORECARD
from advisor.assessments.models import AnswerEvent, AuditEvent
from advisor.assessments.reads.history import CHECKS, Happened
from advisor.checklist.model import Checklist
from advisor.checklist.service import SERVICE_FIELDS
from advisor.decisions.draft_content import CHOICE
from advisor.decisions.plan_sections import section_words
from advisor.pages.http.role_words import ROLE_WORDS
from advisor.record.build.framework import matters
from advisor.record.model.positions import REPORTED, source_words
from advisor.record.model.vocabulary import Vocabulary, quoted, some

LONGEST = 160
"""Longer texts are cut here: the history says what changed, the page of the thing says all."""
FIELDS = {
    **{"team_id" if name == "team" else name: field.words for name, field in SERVICE_FIELDS.items()},
    "raw_owners": "raw owners",
}
"""What the columns of a service or a team are called, in the order in which changes are listed."""


SETTLED = ("statement settled", "settlement taken back")


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One event. `before` and `after` are empty where there is nothing to compare."""

    when: datetime
    who: str
    what: str
    before: str = ""
    after: str = ""


def lines(page: Happened, checklist: Checklist) -> list[HistoryEntry]:
    """The page's events in words, the newest first."""
    words = Vocabulary(checklist)
    entries: list[tuple[datetime, int, HistoryEntry]] = []
    entries += [(one.made_at, one.id, _answer(one, page, words)) for one in page.answers]
    for event in page.events:
        entries += [(event.made_at, event.id, line) for line in _event(event, page, words)]
    return [line for _, _, line in sorted(entries, key=lambda one: one[:2], reverse=True)]


def cut(text: str) -> str:
    """A text that fits into a line.

    >>> cut("word " * 100)[-7:]
    'word w…'
    """
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1].rstrip() + "…"


def _answer(event: AnswerEvent, page: Happened, words: Vocabulary) -> HistoryEntry:
    key = event.statement if event.service_id else SCORECARD + event.statement
    about = page.services.get(event.service_id or 0) or page.teams.get(event.team_id or 0, "")
    value: str = getattr(event, "before_value") or "none"  # noqa: B009  an annotation
    note: str = getattr(event, "before_note") or ""  # noqa: B009
    values = [_value(key, value, "", words), _value(key, event.value, event.reason, words)]
    if note != event.note:
        values = [
            f"{one}{f', “{cut(text)}”' if text else ''}" for one, text in zip(values, (note, event.note), strict=True)
        ]
    return HistoryEntry(
        event.made_at, page.people.get(event.respondent_id, ""), f"{about}: {quoted(words.text(key))}", *values
    )


def _value(key: str, value: str, reason: str, words: Vocabulary) -> str:
    if value == "na":
        return f"does not apply ({cut(reason)})" if reason else "does not apply"
    return {"unsure": "not sure", "none": "no answer"}.get(value) or words.level(key, int(value))


def _event(event: AuditEvent, page: Happened, words: Vocabulary) -> list[HistoryEntry]:
    who = page.visitors.get(event.visitor_id or 0, "")
    detail: Mapping[str, Any] = event.detail
    if event.action.endswith("details changed"):
        return _details(event, who, page, words)
    if event.action in SETTLED:
        return [_settled(event, who, page, words)]
    if event.action in CHECKS:
        return [_known(event, who, page, words)]
    what = WORDS[event.action](detail, page)
    if event.action in ("assessment renamed", "respondent renamed"):
        return [HistoryEntry(event.made_at, who, what, cut(str(detail["from"])), cut(str(detail["to"])))]
    if event.action == "services assigned":
        before, after = (_asked(str(detail[end]), page) for end in ("from", "to"))
        return [HistoryEntry(event.made_at, who, what, before, after)]
    return [HistoryEntry(event.made_at, who, what)]


def _settled(event: AuditEvent, who: str, page: Happened, words: Vocabulary) -> HistoryEntry:
    detail: Mapping[str, Any] = event.detail
    of_service = detail["statement"] in words.statements
    key = detail["statement"] if of_service else SCORECARD + detail["statement"]
    about = (page.services if of_service else page.teams).get(detail["of"], detail["of"])
    before, after = (
        "not settled" if level is None else words.level(key, level) for level in (detail["from"], detail["to"])
    )
    return HistoryEntry(event.made_at, who, f"Settled for {about}: {quoted(words.text(key))}", before, after)


def _known(event: AuditEvent, who: str, page: Happened, words: Vocabulary) -> HistoryEntry:
    detail: Mapping[str, Any] = event.detail
    check = words.checks.get(detail["check"])
    about = some([page.services.get(slug, slug) for slug in detail["services"]])
    before, after = (cut(detail[end]) if detail[end] else "not answered" for end in ("from", "to"))
    return HistoryEntry(
        event.made_at, who, f"Check {quoted(check.text if check else detail['check'])} on {about}", before, after
    )


def _details(event: AuditEvent, who: str, page: Happened, words: Vocabulary) -> list[HistoryEntry]:
    detail: Mapping[str, Any] = event.detail
    about = _service(detail, page) if "service" in detail else _team(detail, page)
    if "framework" in detail["to"]:
        return _wants(event, who, about, words)
    return [
        HistoryEntry(
            event.made_at,
            who,
            f"{about}: {FIELDS.get(name, name)}",
            _field(name, detail["from"].get(name), page),
            _field(name, detail["to"].get(name), page),
        )
        for name in sorted(detail["to"], key=[*FIELDS, *detail["to"]].index)
    ]


def _wants(event: AuditEvent, who: str, about: str, words: Vocabulary) -> list[HistoryEntry]:
    """What is wanted of a framework: a line for each want that changed."""
    frameworks = words.checklist.frameworks
    known = {want.id: quoted(want.text) for want in frameworks.wants} if frameworks else {}
    before, after = (event.detail[end]["framework"] for end in ("from", "to"))
    return [
        HistoryEntry(
            event.made_at,
            who,
            f"{about}, wanted of a framework: {known.get(want, want)}",
            matters(before[want]) if want in before else "not answered",
            matters(level),
        )
        for want, level in after.items()
        if before.get(want) != level
    ]


def _field(name: str, value: object, page: Happened) -> str:
    if name == "team_id":
        return page.teams.get(int(str(value)), "another team")
    if name == "benchmarks" and isinstance(value, list):
        return cut(", ".join(f"{one['variant']} {one['p99_ms']} ms" for one in value)) or "nothing"
    if name == "measurements" and isinstance(value, list):
        return ", ".join(f"{one['kit']['id']}, {one['on']}" for one in value) or "nothing"
    if isinstance(value, dict):
        return ", ".join(f"{key} {version}" for key, version in value.items()) or "nothing"
    return "nothing" if value in (None, "") else cut(str(value))


def _asked(slugs: str, page: Happened) -> str:
    if slugs == "*":
        return "all services"
    return some([page.services.get(slug, slug) for slug in slugs.split(",") if slug]) or "none"


def _service(detail: Mapping[str, Any], page: Happened) -> str:
    key = detail.get("service", "")
    return page.services.get(key, "a service that is gone")


def _team(detail: Mapping[str, Any], page: Happened) -> str:
    return page.teams.get(detail.get("team", ""), "a team that is gone")


def _subject(detail: Mapping[str, Any], page: Happened) -> str:
    return _service(detail, page) if "service" in detail else f"the scorecard of {_team(detail, page)}"


def _person(detail: Mapping[str, Any], page: Happened) -> str:
    return page.people.get(detail.get("respondent", 0), "somebody")


def _services(detail: Mapping[str, Any], page: Happened) -> str:
    return some([page.services.get(slug, slug) for slug in detail.get("services", [])])


def _added(detail: Mapping[str, Any], page: Happened) -> str:
    return f"Services added: {_services(detail, page)}"


def _sections(detail: Mapping[str, Any], page: Happened) -> str:
    # not every database keeps the order
    sections = [section.removeprefix(CHOICE) for section in sorted(detail.get("to", {}))]
    return some([page.services.get(one) or section_words(one, _by_slug(page)) for one in sections]) or "a part of it"


def _by_slug(page: Happened) -> Mapping[str, str]:
    return {key: name for key, name in page.services.items() if isinstance(key, str)}


def _answer_words(detail: Mapping[str, Any]) -> str:
    """What a decider said, or what an owner reports."""
    what = str(detail.get("what", ""))
    if what not in REPORTED:
        return what
    on = detail.get("said_on")
    source = source_words(date.fromisoformat(on), str(detail.get("place", ""))) if on else ""
    return f"{REPORTED[what]}, as reported" + (f" ({source})" if source else "")


def _verb(detail: Mapping[str, Any]) -> str:
    words = ROLE_WORDS.get(detail.get("role", "view"))
    return words.verb if words else "open it"


Words = Callable[[Mapping[str, Any], Happened], str]
WORDS: Mapping[str, Words] = {
    "assessment begun": lambda detail, page: "Assessment started",
    "assessment kept": lambda detail, page: "One service that was tried became this assessment",
    "assessment renamed": lambda detail, page: "Assessment renamed",
    "assessment removed": lambda detail, page: "Assessment removed",
    "assessment put back": lambda detail, page: "Assessment put back",
    "services added": _added,
    "services given to a team": lambda detail, page: f"{_team(detail, page)} was given {_services(detail, page)}",
    "services taken back": lambda detail, page: f"{_services(detail, page)} given back to the teams before",
    "service moved": lambda detail, page: f"{_service(detail, page)}: moved in the list",
    "service duplicated": lambda detail, page: f"{_service(detail, page)}: duplicated",
    "service removed": lambda detail, page: f"{_service(detail, page)}: removed",
    "service put back": lambda detail, page: f"{_service(detail, page)}: put back",
    "team added": lambda detail, page: f"{_team(detail, page)}: team added",
    "team moved": lambda detail, page: f"{_team(detail, page)}: moved in the list",
    "team removed": lambda detail, page: f"{_team(detail, page)}: team removed",
    "team put back": lambda detail, page: f"{_team(detail, page)}: team put back",
    "round revealed": lambda detail, page: (
        f"Round {detail.get('number')} of {_subject(detail, page)} revealed, with {detail.get('respondents')} people"
    ),
    "round opened": lambda detail, page: f"Round {detail.get('number')} of {_subject(detail, page)} opened",
    "answers shown": lambda detail, page: f"{_person(detail, page)} showed their answers",
    "answers hidden": lambda detail, page: f"{_person(detail, page)} stopped showing their answers",
    "decision changed": lambda detail, page: f"Decision changed: {_sections(detail, page)}",
    "reminders changed": lambda detail, page: f"Who is reminded by mail changed: {detail.get('addresses')} addresses",
    "decision proposed": lambda detail, page: "Decision put to the deciders",
    "position taken": lambda detail, page: f"{detail.get('who')} on the decision: {_answer_words(detail)}",
    "decision signed off": lambda detail, page: f"Decision signed off as {detail.get('record')}",
    "record deprecated": lambda detail, page: f"Record {detail.get('record')} deprecated",
    "record erased": lambda detail, page: f"Record {detail.get('record')} erased",
    "service submitted": lambda detail, page: f"{_service(detail, page)}: {_person(detail, page)} is done with it",
    "services assigned": lambda detail, page: f"What {_person(detail, page)} is asked about",
    "respondent joined": lambda detail, page: f"{_person(detail, page)} joined",
    "respondent renamed": lambda detail, page: "Took another name",
    "link made": lambda detail, page: f"Link made, to {_verb(detail)}",
    "link revoked": lambda detail, page: f"Link revoked, to {_verb(detail)}",
    "workspace changed": lambda detail, page: (
        "Shared with a workspace" if detail.get("workspace") else "Taken out of its workspace"
    ),
    "member shut out": lambda detail, page: f"{page.visitors.get(detail.get('visitor', 0), 'Somebody')} shut out",
}
"""The words of each event but of those told with both values: changed details, settlements, answers to checks."""
