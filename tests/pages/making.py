"""What the tests of a platform's pages begin with: Ada's platform, and those who see it or do not."""

from advisor.assessments.access import open_assessment
from advisor.assessments.actions.create import NewService, make_assessment
from advisor.assessments.actions.show_answers import show_answers
from advisor.assessments.checklists import newest
from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Respondent, Service
from advisor.sharing.access import VisitorKey
from advisor.sharing.links import make_link, open_link
from advisor.sharing.models import Visitor
from advisor.sharing.roles import Role
from tests.people import ADA, Browser, key_of

VIC, REX = key_of("vic"), key_of("rex")


def platform(
    *names: str, key: VisitorKey = ADA, title: str = "Acme AI", teams: tuple[str, ...] = ("Edge", "Product")
) -> Assessment:
    """A platform of this person's, with these services and no answer."""
    made, fresh = make_assessment(
        visitor=key,
        checklist=newest(),
        title=title,
        your_name="Ada",
        teams=teams,
        services=[NewService(name) for name in names or ("Token stream", "Customer API")],
        token=f"{title} {' '.join(names)[:200]}",
    )
    assert fresh
    return made


def said(service: Service, level: str = "3", *, statements: int | None = None, name: str = "Ada") -> None:
    """Somebody's answers of a service, as the cache that pages read."""
    who = Respondent.objects.get(assessment_id=service.assessment_id, name=name)
    CurrentAnswer.objects.bulk_create(
        CurrentAnswer(
            respondent=who, service=service, statement=one.id, seq=1, value=level, made_at=service.assessment.made_at
        )
        for one in newest().statements[:statements]
    )


def rated(team: OwningTeam, level: str = "3", *, name: str = "Ada") -> None:
    """Somebody's scorecard of a team."""
    who = Respondent.objects.get(assessment_id=team.assessment_id, name=name)
    CurrentAnswer.objects.bulk_create(
        CurrentAnswer(respondent=who, team=team, statement=one.id, seq=1, value=level, made_at=team.assessment.made_at)
        for one in newest().scorecard.dimensions
    )


def let_in(assessment: Assessment, key: VisitorKey, role: Role = "view", *, label: str = "Board") -> Browser:
    """A browser that came by a link of this role, and has not said its name."""
    _, token = make_link(scope_id=assessment.scope_id, role=role, label=label, expires_at=None, made_by=None)
    assert open_link(token=token, visitor=key) == assessment.scope_id
    return Browser(key)


def joined(assessment: Assessment, key: VisitorKey, name: str, role: Role = "respond") -> Respondent:
    """Somebody who came by a link and answers under this name."""
    let_in(assessment, key, role, label=f"For {name}")
    visitor = Visitor.objects.get(key_hash=key.key_hash)
    return Respondent.objects.create(assessment=assessment, visitor=visitor, name=name)


def shown(assessment: Assessment, key: VisitorKey = ADA) -> None:
    """Who alone can answer shows what they said to whoever may look."""
    assert show_answers(opened=open_assessment(key, assessment.public_id, "respond"))
