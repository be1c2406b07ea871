"""What the tests of frozen records begin with: Ada's platform, answered, decided and signed off."""

from datetime import date

from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.assessments.selectors import answers_file_of
from advisor.decisions.models import Record
from advisor.decisions.services import Said, sign_off_decision
from advisor.sharing.access import VisitorKey
from tests.pages.making import platform, rated, said
from tests.people import ADA

DAY = date(2026, 11, 23)
WORDS = (Said("Ada", "accepted", "We can carry it.", DAY), Said("Ben", "dissent", "I would wait.", DAY))


def answered(**made: object) -> Assessment:
    """A platform of Ada's whose services and teams are answered."""
    assessment = platform(**made)  # type: ignore[arg-type]
    for service in Service.objects.filter(assessment=assessment):
        said(service)
    for team in OwningTeam.objects.filter(assessment=assessment):
        rated(team)
    return assessment


def signed_off(assessment: Assessment, *, key: VisitorKey = ADA, request_id: str = "first") -> Record:
    """The assessment's record, signed off by Ada."""
    answers = answers_file_of(assessment)
    assert answers is not None
    return sign_off_decision(
        assessment=assessment,
        visitor=key,
        checklist=at_digest(assessment.checklist.digest),
        answers=answers,
        said=WORDS,
        who="Ada",
        as_of=DAY,
        address=lambda public_id: f"https://advisor.example/r/{public_id}/",
        request_id=request_id,
    )
