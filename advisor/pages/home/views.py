"""The pages that belong to nobody: they read the checklists and show no one's answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from advisor.assessments.checklists import newest
from advisor.assessments.worked_example import example_record, worked_platform
from advisor.pages.home.help_steps import STEPS
from advisor.sharing.policy import open_to_all

OPEN = "Shows what the product is and what its checklists say, nothing of anyone's."


@open_to_all(OPEN)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    checklist = newest()
    guidance = [item for item in checklist.guidance if item.where == "home"]
    context = {
        "checklist": checklist,
        "guidance": guidance,
        "platform": worked_platform(checklist, timezone.localdate()),
    }
    return render(request, "pages/home.html", context)


@open_to_all(OPEN)
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    checklist = newest()
    example = example_record(checklist, timezone.localdate())
    service = example.services[0] if example else None
    return render(request, "pages/help.html", {"checklist": checklist, "service": service, "steps": STEPS})


@open_to_all(OPEN)
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")
