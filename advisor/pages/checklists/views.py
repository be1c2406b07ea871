"""The checklists and their files, the forms of files, and a file that somebody checks."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from advisor.assessments.checklists import library
from advisor.checklist.errors import ChecklistError
from advisor.pages.checklists.check_file import check_pasted
from advisor.pages.checklists.checklist_page import sheet
from advisor.record.formats.record_form import NAMES, schema_named
from advisor.record.model.as_json import json_text
from advisor.sharing.policy import open_to_all

OPEN = "Shows what the checklists say, nothing of anyone's."


@open_to_all(OPEN)
@require_safe
def checklists(request: HttpRequest) -> HttpResponse:
    """Every checklist in the folder; one that cannot be read is named with its problems and hides no other."""
    sound, broken = [], []
    for slug in library().slugs():
        try:
            sound.append(library().get(slug))
        except ChecklistError as error:
            broken.append((slug, error.problems))
    return render(request, "pages/checklists.html", {"checklists": sound, "broken": broken})


@open_to_all(OPEN)
@require_safe
def checklist(request: HttpRequest, slug: str) -> HttpResponse:
    if slug not in library().slugs():
        raise Http404
    try:
        content = library().get(slug)
    except ChecklistError as error:
        return render(request, "pages/checklist_broken.html", {"slug": slug, "problems": error.problems})
    return render(
        request,
        "pages/checklist.html",
        {
            "sheet": sheet(content, timezone.localdate()),
            "files": [name.removesuffix(".yaml") for name in library().files(slug)],
        },
    )


@open_to_all(OPEN)
@require_safe
def checklist_file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of a checklist, as it was written."""
    try:
        data = library().files(slug)[f"{name}.yaml"].read_bytes()
    except (KeyError, OSError):
        raise Http404 from None
    return HttpResponse(data, content_type="application/yaml; charset=utf-8")


@open_to_all(OPEN)
@require_safe
def json_schema(request: HttpRequest, name: str) -> HttpResponse:
    """The form of a file: for editors that complete and check it as somebody types, and for whoever reads ours."""
    if name not in NAMES:
        raise Http404
    return HttpResponse(json_text(schema_named(name)), content_type="application/schema+json")


@open_to_all("Checks pasted text and keeps nothing of it.")
@require_http_methods(["GET", "HEAD", "POST"])
def check(request: HttpRequest) -> HttpResponse:
    text = request.POST.get("text", "")
    result = check_pasted(text, library()) if request.method == "POST" else None
    return render(request, "pages/check.html", {"text": text, "result": result})
