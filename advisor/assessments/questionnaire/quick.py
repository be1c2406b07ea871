"""What one browser is at without an account: its one service, or a blank one.

In: a browser's key. Out: a questionnaire. Must not know: requests, templates. Nothing is written: whoever only
looks has a blank service that is in no database.
"""

from advisor.assessments.actions.answer import SERVICE_NAME, TEAM_NAME
from advisor.assessments.answer_targets import AnswerTarget, quick_target, service_of
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.models import Assessment, ChecklistVersion, OwningTeam, Service
from advisor.assessments.questionnaire.context import ServiceQuestionnaire
from advisor.assessments.questionnaire.routes import QuickRoutes
from advisor.assessments.reads.answers import own_answers
from advisor.sharing.access import VisitorKey

QUICK = QuickRoutes()


def questionnaire_at(target: AnswerTarget | None) -> ServiceQuestionnaire:
    """The browser's service, or a blank one."""
    if target is None:
        checklist = newest()
        assessment = Assessment(title=SERVICE_NAME, checklist=ChecklistVersion(slug=checklist.slug))
        team = OwningTeam(assessment=assessment, name=TEAM_NAME)
        service = Service(assessment=assessment, team=team, name=SERVICE_NAME)
        return ServiceQuestionnaire(QUICK, None, assessment, team, checklist, {}, service)
    service = service_of(target)
    checklist = at_digest(target.checklist_digest)
    return ServiceQuestionnaire(
        QUICK, target, service.assessment, service.team, checklist, own_answers(target), service
    )


def questionnaire_of(visitor: VisitorKey | None) -> ServiceQuestionnaire:
    """The browser's own questionnaire, or a blank one."""
    return questionnaire_at(quick_target(visitor))
