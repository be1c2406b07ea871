"""What the owner of a record may do with it: decide anew, say that it no longer holds, erase it.

Each view: who may → service → response. Must not know: how a record is frozen.
"""

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from advisor.assessments.checklists import at_digest
from advisor.assessments.models import Assessment
from advisor.assessments.models.asked import OWNER
from advisor.checklist.text import excerpt
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.selectors import OpenedRecord, name_here
from advisor.decisions.services import deprecate_record, erase_record
from advisor.pages.http.access import record_view
from advisor.pages.http.form_token import form_token
from advisor.pages.records.forms import RecordOwnerForm, deprecating, erasing
from advisor.pages.records.new_assessment import made_from, on_to_made
from advisor.pages.records.record_page import record_context
from advisor.quotas.storage import needs_no_room
from advisor.record.verify.reading import read_record
from advisor.sharing.policy import FORM, POST


@record_view("own", FORM)
def anew(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Starts an assessment from the record's answers and decision; what is signed off there replaces the record."""
    here, record, visitor = reverse("record-anew", args=[opened.record.public_id]), opened.record, opened.visitor
    if request.method != "POST":
        back = reverse("record", args=[opened.record.public_id])
        return on_to_made(request, visitor, back=back) if "made" in request.GET else redirect(back)
    record_in_file, form = read_record(record.content), form_token(request)

    def make() -> tuple[Assessment, bool]:
        return restore_assessment(
            visitor=visitor,
            checklist=at_digest(record_in_file.head.checklist.digest),
            answers=record_in_file.answers,
            your_name=OWNER,
            token=form,
            sequence=record_in_file.head.sequence,
            continues=record,
        )

    size = len(record.content)
    return made_from(
        request, visitor, make, form=form, services=len(record_in_file.head.services), size=size, here=here
    )


def _refused(request: HttpRequest, opened: OpenedRecord, form: RecordOwnerForm) -> HttpResponseBase:
    return render(request, "records/record.html", record_context(opened, form), status=422)


@record_view("own", POST)
def deprecate(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Says beside the record that the decision no longer holds."""
    form = deprecating(request.POST.dict())
    if form.problems:
        return _refused(request, opened, form)
    who, by = form.value("who"), name_here(opened)
    deprecate_record(record=opened.record, visitor=opened.visitor, who=who, why=form.value("words"), by=by)
    return redirect(f"{reverse('record', args=[opened.record.public_id])}#events")


@record_view("own", POST)
@needs_no_room
def erase(request: HttpRequest, opened: OpenedRecord) -> HttpResponseBase:
    """Takes the record's content away for good; its page then says who did it and why."""
    form = erasing(opened.record, request.POST.dict())
    if form.problems:
        return _refused(request, opened, form)
    who, by = form.value("who"), name_here(opened)
    who = who if by == who else f"{excerpt(who, 120)}, entered by {excerpt(by, 120)}"
    erase_record(record=opened.record, visitor=opened.visitor, who=who, why=form.value("words"))
    return redirect("record", opened.record.public_id)
