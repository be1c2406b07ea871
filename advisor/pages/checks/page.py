"""What `/a/<id>/checks/<check>/` shows: where a check was found, what the team said of it, now and before.

In: an opened assessment, a check's id, what of a form could not be kept. Out: values for a template. Must not know:
HTTP, how a check is made.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from advisor.assessments.access import Opened
from advisor.assessments.answered_checks import waiting_for_reveal
from advisor.assessments.models import CheckAnswer, Service
from advisor.assessments.reads.visibility import seen_by
from advisor.decisions.check_rows import CheckRow, RefusedCheckAnswer, check_rows
from advisor.decisions.record_cache import record_of
from advisor.decisions.record_source import AssessmentSite, answered
from advisor.record.model.entries import CheckLine
from advisor.record.model.vocabulary import Vocabulary
from advisor.sharing.access import AccessDenied


@dataclass(frozen=True, slots=True)
class Before:
    """Something that was said of the check, now or earlier."""

    row: CheckAnswer
    services: str


@dataclass(frozen=True, slots=True)
class CheckPage:
    """The page's values. `about` has the check's words, from the checklist."""

    about: CheckLine
    rows: Sequence[CheckRow]
    answers: list[Before]


def check_page(
    opened: Opened,
    site: AssessmentSite,
    check: str,
    as_of: date,
    failed: RefusedCheckAnswer | None,
    of: Sequence[Service] = (),
) -> CheckPage:
    """Everything about one check, as whoever opened it may see it. `of` are the services of what failed.

    AccessDenied: the checklist has no such check. UnfinishedError: ask again."""
    words = Vocabulary(site.checklist).checks.get(check)
    if words is None:
        raise AccessDenied("The checklist has no such check.")
    about = CheckLine(check, words.text, words.why, words.action, (), passages=tuple(words.source))
    seen = seen_by(opened)
    lines: list[CheckLine] = []
    if seen.answers is not None and answered(seen.answers):
        record = record_of(site.checklist, seen.answers, as_of)
        every = [*record.platform.checks, *(line for service in record.services for line in service.checks)]
        lines = [line for line in every if line.check == check]
    rows = check_rows(site, lines, failed)
    if failed is not None and not any(row.failed for row in rows):
        gone = replace(about, services=tuple(row.name for row in of), because=failed.theirs or "")
        rows += check_rows(site, [gone], failed)
    names = {one.slug: one.name for one in site.services}
    every_row = [row for row in (seen.checks.every if seen.checks else ()) if row.found == check]
    answers = [Before(row, ", ".join(names[slug] for slug in row.services if slug in names)) for row in every_row]
    return CheckPage(about, _waiting(opened, rows) if opened.may_edit else rows, answers)


def _waiting(opened: Opened, rows: Sequence[CheckRow]) -> Sequence[CheckRow]:
    slugs = {slug for row in rows for slug in row.of}
    services = list(Service.objects.filter(assessment_id=opened.assessment.id, slug__in=slugs)) if slugs else []
    blocked = set(waiting_for_reveal(opened, services)) if services else set()
    names = {one.slug: one.name for one in services}
    return [replace(row, waiting=tuple(names[slug] for slug in row.of if names.get(slug) in blocked)) for row in rows]
