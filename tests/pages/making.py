"""What the tests of a platform's pages begin with: Ada's platform, and those who see it or do not."""

from typing import Any

from advisor.assessments.checklists import newest
from advisor.assessments.making import NewService, make_assessment
from advisor.assessments.models import Assessment, CurrentAnswer, OwningTeam, Respondent, Service
from advisor.sharing.access import VisitorKey
from advisor.sharing.links import make_link
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


def said(service: Service, level: str = "3", *, statements: int = 16) -> None:
    """The maker's answers of a service, as the cache that pages read."""
    who = Respondent.objects.get(assessment_id=service.assessment_id)
    CurrentAnswer.objects.bulk_create(
        CurrentAnswer(
            respondent=who, service=service, statement=one.id, seq=1, value=level, made_at=service.assessment.made_at
        )
        for one in newest().statements[:statements]
    )


def rated(team: OwningTeam, level: str = "3") -> None:
    """The maker's scorecard of a team."""
    who = Respondent.objects.get(assessment_id=team.assessment_id)
    CurrentAnswer.objects.bulk_create(
        CurrentAnswer(respondent=who, team=team, statement=one.id, seq=1, value=level, made_at=team.assessment.made_at)
        for one in newest().scorecard.dimensions
    )


def let_in(assessment: Assessment, key: VisitorKey, **more: Any) -> Browser:
    """A browser that came by a view link."""
    _, token = make_link(scope_id=assessment.scope_id, role="view", label="Board", expires_at=None, made_by=None)
    browser = Browser(key)
    assert browser.get(f"/s/{token}").status_code == 302
    return browser
