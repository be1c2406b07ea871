"""Addresses of plans, below `/a/<public_id>/` and, for the example, below `/demo/`. They come before those of the
questions."""

from types import ModuleType

from django.urls import URLPattern, path

from advisor.pages.plan import example, views


def below(screen: ModuleType, prefix: str = "") -> list[URLPattern]:
    """The same addresses for the views of either module."""
    return [
        path("plan/", screen.plan, name=f"{prefix}plan"),
        path("plan.csv", screen.steps_csv, name=f"{prefix}plan-csv"),
        path("interviews.pdf", screen.interviews_pdf, name=f"{prefix}interviews-pdf"),
    ]


urlpatterns = [*below(views), path("plan/edit/", views.edit, name="plan-edit")]
of_example = below(example, "demo-")
