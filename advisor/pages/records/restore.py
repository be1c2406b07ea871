"""`/restore/`: a record from its PDF or JSON, or an answers file: is it genuine, what differs, and back into the app.

In: files that somebody uploads; a render process opens them, never this one. Out: a report that only the same browser
can read, and an assessment of its own. Must not know: what is inside before the report says it.
"""

import secrets
from dataclasses import replace
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advisor.assessments.checklists import at_digest, library, newest
from advisor.assessments.models import Assessment, ChecklistVersion
from advisor.assessments.models.asked import OWNER
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.decisions.keys import public_keys
from advisor.decisions.restoration import restore_assessment
from advisor.decisions.selectors import drawn_here, kept_here
from advisor.pages.http.form_token import form_token
from advisor.pages.records.new_assessment import made_from, on_to_made
from advisor.publish.examining import reading_of
from advisor.publish.links import Ticket
from advisor.publish.protocol import packed_job
from advisor.publish.queue import queue_job
from advisor.publish.reports import Examined
from advisor.publish.spool import store
from advisor.publish.views import WaitingWords, ready_report, waiting_page
from advisor.quotas.clients import client_of
from advisor.quotas.counts import spend
from advisor.quotas.storage import needs_no_room
from advisor.record.model.answer_numbers import sequence_from_text
from advisor.record.verify.reading import LARGEST, MOST_BYTES
from advisor.record.verify.verification import VerificationFinding
from advisor.sharing.access import VisitorKey, remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only, private
from advisor.uploads import FORM

SALT = "advisor.pages.records.restoring"
MAX_AGE = 24 * 3600
MOST_CHECKLISTS = 20
READING = WaitingWords(
    "Examining it", "Opening the file and computing its verdicts again …", "The file could not be examined"
)


def _sent(request: HttpRequest) -> tuple[list[tuple[str, bytes]], str]:
    """The files that were sent, or what is wrong with them."""
    uploads = []
    for field in ("file", "other"):
        file = request.FILES.get(field)
        if file is not None:
            if (file.size or 0) > MOST_BYTES:
                return [], f"“{file.name}” is larger than {LARGEST}. Take the JSON instead of the PDF."
            uploads.append((file.name or "file", file.read()))
    pasted = request.POST.get("text", "").strip()
    if pasted and len(uploads) < 2:
        uploads.insert(0, ("pasted", pasted.encode()))
    return uploads, "" if uploads else "Choose a file, or paste its text."


def _checklists() -> tuple[dict[str, str], tuple[str, ...]]:
    """The checklists that are known here, as JSON by their digest, and which are the newest."""
    now = [library().get(slug) for slug in library().slugs()]
    known = dict(ChecklistVersion.objects.order_by("-id").values_list("digest", "content")[:MOST_CHECKLISTS])
    return known | {one.digest: one.model_dump_json() for one in now}, tuple(one.digest for one in now)


@own_only
@needs_no_room
@private
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest) -> HttpResponseBase:
    """GET: where to choose files. POST: on to the page that waits for what is found in them."""
    problem, text = "", request.POST.get("text", "")
    text = text if text.strip() and len(text) <= FORM else ""  # a page of 60 MB takes half a minute, and all wait
    if request.method == "POST":
        files, problem = _sent(request)
        if files:
            client = client_of(request)
            spend(client, uploads=1)
            visitor = visitor_or_new(request)
            key = f"read-{secrets.token_urlsafe(24)}"
            upload, paths = store([data for _, data in files])
            named = [(name, path) for (name, _), path in zip(files, paths, strict=True)]
            reading = reading_of(named, *_checklists(), public_keys())
            queue_job(key=key, job=lambda: packed_job(reading), client=client, upload=upload)
            token = signing.dumps([key, visitor.key_hash], salt=SALT)
            response = redirect("restore-report", token=token)
            remember(response, visitor)
            return response
    context = {"problem": problem, "text": text, "largest": LARGEST}
    return render(request, "records/restore.html", context, status=422 if problem else 200)


def _key_of(request: HttpRequest, token: str) -> tuple[str, VisitorKey]:
    """Which report a token stands for; 404 for any browser but the one that sent the files."""
    visitor = visitor_of(request)
    try:
        key, owner = signing.loads(token, salt=SALT, max_age=MAX_AGE)
    except signing.BadSignature:
        raise Http404 from None
    if visitor is None or owner != visitor.key_hash:
        raise Http404
    return key, visitor


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, token: str) -> HttpResponseBase:
    """What was found; POST makes an assessment of the first file's answers."""
    key, visitor = _key_of(request, token)
    examined, here = ready_report(request, key), reverse("restore-report", args=[token])
    if examined is None:
        return waiting_page(request, _ticket(key), work=READING)
    examined = replace(examined, files=tuple(map(beside_what_is_kept, examined.files)))
    if request.method == "POST":
        return _restored(request, examined.files[0], visitor, here)
    if "made" in request.GET:
        return on_to_made(request, visitor, back=reverse("restore"))
    first = examined.files[0]
    context: dict[str, Any] = {
        "report": examined,
        "files": [(one, drawn_here(one.sha256)) for one in examined.files],
        "first": first,
        "other_checklist": first.restorable and first.ground != first.checklist,
        "token": form_token(request),
        "here": here,
    }
    return render(request, "records/report.html", context)


SAME = VerificationFinding("authentic", "yes", "This server signed off and still has exactly this record.")
OTHER = VerificationFinding("authentic", "no", "This server's record of that name says something else.")
ERASED = VerificationFinding("authentic", "unchecked", "This server signed off such a record, but it was erased.")


def beside_what_is_kept(file: Examined) -> Examined:
    """What was found, where this server itself keeps the record, or kept it."""
    answers = {one.name: one.answer for one in file.findings}
    if answers.get("intact") != "yes" or answers.get("authentic") == "no":
        return file
    words = {"same": SAME, "other": OTHER, "erased": ERASED}.get(kept_here(file.digest, file.record_id))
    return file.with_authentic(words) if words else file


def _ticket(key: str) -> Ticket:
    return Ticket(scope_id=None, key=key, name="report", back=reverse("restore"))


def _restored(request: HttpRequest, file: Examined, visitor: VisitorKey, here: str) -> HttpResponseBase:
    """Makes the assessment of a file's answers."""
    checklist = _ground(file)
    if checklist is None:
        raise Http404
    answers, form = AnswersFile.model_validate_json(file.answers), form_token(request)

    def make() -> tuple[Assessment, bool]:
        return restore_assessment(
            visitor=visitor,
            checklist=checklist,
            answers=answers,
            your_name=OWNER,
            token=form,
            sequence=sequence_from_text(file.sequence),
        )

    size = len(file.answers)
    return made_from(request, visitor, make, form=form, services=len(answers.services), size=size, here=here)


def _ground(file: Examined) -> Checklist | None:
    """The checklist to restore the answers on; None where they cannot be restored, or it is not here any more."""
    if not file.restorable:
        return None
    if ChecklistVersion.objects.filter(digest=file.ground).exists():
        return at_digest(file.ground)
    return next((one for one in map(newest, library().slugs()) if one.digest == file.ground), None)
