"""The page of what a service wants of a framework, offered once its verdict is a framework or a split.

In: a request, the site of the results, the service's row, who asks. Out: a response. Must not know: who may read what,
which framework leads.
"""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from advisor.assessments.actions.want import say_wants
from advisor.assessments.answers import StaleDetailsError
from advisor.assessments.models import Service
from advisor.checklist.frameworks import Frameworks, Wanted
from advisor.decisions.record_source import RecordSource
from advisor.pages.http.edits import Differs, Edited
from advisor.pages.http.fields import WAS
from advisor.pages.result.responses import one_record
from advisor.pages.result.service import asks_which
from advisor.record.build.framework import MATTERS, matters
from advisor.sharing.access import VisitorKey

LEVELS = tuple((str(level), words.capitalize()) for level, words in enumerate(MATTERS))
EXTRA = (("must", "A must"), ("unsure", "Not sure"))


def _wanted(text: str) -> Wanted | None:
    """What a field says; None where nothing is chosen."""
    return int(text) if text.isdecimal() else text or None  # type: ignore[return-value]  # of the choices


class WantsForm(forms.Form):
    """A choice for each want."""

    def __init__(self, frameworks: Frameworks, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.frameworks = frameworks
        for want in frameworks.wants:
            field = forms.ChoiceField(label=want.text, help_text=want.help, required=False, choices=[*LEVELS, *EXTRA])
            field.error_messages["invalid_choice"] = f"{want.text} Choose one of the answers listed."
            self.fields[want.id] = field

    def touched(self, post: Mapping[str, str]) -> dict[str, Wanted]:
        """The answers that are others than the page was shown with."""
        wants = {want: _wanted(text) for want, text in self.cleaned_data.items() if text != post.get(WAS + want, "")}
        return {want: level for want, level in wants.items() if level is not None}

    def before(self, post: Mapping[str, str]) -> dict[str, Wanted]:
        """What the page was shown with."""
        known = {key for key, _ in (*LEVELS, *EXTRA)}
        wants = {want: _wanted(text) for want in self.fields if (text := post.get(WAS + want, "")) in known}
        return {want: level for want, level in wants.items() if level is not None}


def wants_page(
    request: HttpRequest, site: RecordSource, slug: str, row: Service, visitor: VisitorKey
) -> HttpResponseBase:
    """Nine questions at most, saved together; before the verdict asks for them, the result."""
    frameworks = site.checklist.frameworks
    if frameworks is None:
        raise Http404("This checklist compares no frameworks.")
    if request.method != "POST":
        if not asks_which(one_record(site, slug)):
            return redirect(site.service(slug))
        return _page(request, site, slug, Edited(WantsForm(frameworks, initial=_levels(row)), row.revision))
    edited = _save(WantsForm(frameworks, request.POST, initial=_levels(row)), row, visitor, request.POST.dict())
    return redirect(site.service(slug) + "#framework") if edited is None else _page(request, site, slug, edited)


def _levels(row: Service) -> dict[str, str]:
    return {want: str(level) for want, level in row.framework.items()}


def _save(form: WantsForm, row: Service, visitor: VisitorKey, post: Mapping[str, str]) -> Edited | None:
    """Saves what was touched; None where it is saved, or where the saved ones were picked."""
    pick = post.get("pick", "")
    if pick == "theirs":
        return None
    if not form.is_valid():
        return Edited(form, row.revision)
    touched, before = form.touched(post), form.before(post)
    try:
        say_wants(service=row, visitor=visitor, wants=touched, before=None if pick == "mine" else before)
    except StaleDetailsError:
        row.refresh_from_db()
        return Edited(form, row.revision, _differing(form.frameworks, row.framework, touched, before))
    return None


def _differing(
    frameworks: Frameworks, there: Mapping[str, Wanted], mine: Mapping[str, Wanted], before: Mapping[str, Wanted]
) -> list[Differs]:
    """Both answers to each want that was changed elsewhere."""
    return [
        Differs(frameworks.want(want).text, matters(level), matters(there[want]))
        for want, level in mine.items()
        if want in there and there[want] not in (level, before.get(want))
    ]


def _page(request: HttpRequest, site: RecordSource, slug: str, edited: Edited) -> HttpResponse:
    form = edited.form
    assert isinstance(form, WantsForm)
    rows = [(form[want.id], want, str(form[want.id].value() or "")) for want in form.frameworks.wants]
    context = {
        "edited": edited,
        "form": form,
        "rows": rows,
        "levels": LEVELS,
        "candidates": [one.name for one in form.frameworks.candidates],
        "name": site.service_at(slug).name,
        "trail": [*site.trail, (site.service(slug), site.service_at(slug).name if site.platform else "Result")],
        "back": site.service(slug),
    }
    status = 412 if edited.changed else 422 if form.errors else 200
    return render(request, "results/wants.html", context, status=status)
