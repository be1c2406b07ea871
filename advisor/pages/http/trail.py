"""The way from the beginning to a page, as links above its title."""

from django.urls import reverse

from advisor.assessments.access import Opened


def trail(opened: Opened) -> list[tuple[str, str]]:
    """The way from the beginning to this assessment."""
    return [
        (reverse("my"), "My assessments"),
        (reverse("assessment-hub", args=[opened.assessment.public_id]), opened.assessment.title),
    ]
