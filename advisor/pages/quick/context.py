"""What one browser is at without an account: its one service, or a blank one.

In: a browser's key. Out: a sitting. Must not know: requests, templates. Nothing is written: whoever only looks has a
blank service that is in no database.
"""

from advisor.assessments.answer_targets import Place, quick_place, service_of
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.models import Assessment, ChecklistVersion, OwningTeam, Service
from advisor.assessments.reads.answers import kept_answers
from advisor.assessments.services import SERVICE_NAME, TEAM_NAME
from advisor.pages.questionnaire.context import ServiceSitting
from advisor.pages.questionnaire.routes import QuickDesk
from advisor.sharing.access import VisitorKey

DESK = QuickDesk()


def sitting_at(place: Place | None) -> ServiceSitting:
    """The service at this place, or a blank one."""
    if place is None:
        checklist = newest()
        assessment = Assessment(title=SERVICE_NAME, checklist=ChecklistVersion(slug=checklist.slug))
        team = OwningTeam(assessment=assessment, name=TEAM_NAME)
        service = Service(assessment=assessment, team=team, name=SERVICE_NAME)
        return ServiceSitting(DESK, None, assessment, team, checklist, {}, service)
    service = service_of(place)
    checklist = at_digest(place.checklist_digest)
    return ServiceSitting(DESK, place, service.assessment, service.team, checklist, kept_answers(place), service)


def sitting_of(visitor: VisitorKey | None) -> ServiceSitting:
    """The browser's own sitting, or a blank one."""
    return sitting_at(quick_place(visitor))
