"""One change of an assessment at a time, where two at once could make what neither may."""

from advisor.assessments.models import Assessment


def lock(assessment: Assessment) -> None:
    """Whoever changes what an assessment consists of waits here for the one before. Needs a transaction."""
    Assessment.objects.select_for_update().get(id=assessment.id)
