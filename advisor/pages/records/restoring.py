"""`/restore/`: a record from its PDF or JSON, or an answers file: is it genuine, what differs, and back into the app.

In: files that somebody uploads; a render process opens them, never this one. Out: a report that only the same browser
can read, and an assessment of its own. Must not know: what is inside before the report says it.
"""

import secrets
from typing import Any

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from advisor.assessments.checklists import at_digest, library, newest
from advisor.assessments.copying import make_from_file
from advisor.assessments.models import ChecklistVersion
from advisor.checklist.answers import AnswersFile
from advisor.checklist.consistency import answers_problems
from advisor.checklist.document import Document
from advisor.checklist.model import Checklist
from advisor.decisions.selectors import drawn_here, signed_here
from advisor.pages.hub.forms import form_token
from advisor.pages.new import to_hub
from advisor.pages.private import private
from advisor.publish.examining import Examined, reading_of, report_from_text
from advisor.publish.links import Ticket
from advisor.publish.services import drawn, packed_job, queue_job
from advisor.publish.views import waiting_page
from advisor.record.reading import MOST_BYTES
from advisor.sharing.access import VisitorKey, remember, visitor_of, visitor_or_new
from advisor.sharing.policy import own_only

SALT = "advisor.pages.records.restoring"
MAX_AGE = 24 * 3600
MOST_CHECKLISTS = 20
SEVERAL = (
    "It holds the answers of several people, or settled ones. They cannot become an assessment of one person: take the "
    "answers file with “record restore” in a terminal."
)


def _sent(request: HttpRequest) -> tuple[list[tuple[str, bytes]], str]:
    """The files that were sent, or what is wrong with them."""
    found = []
    for field in ("file", "other"):
        file = request.FILES.get(field)
        if file is not None:
            if (file.size or 0) > MOST_BYTES:
                return [], f"“{file.name}” is larger than 3 MB. A record is smaller: take the JSON instead of the PDF."
            found.append((file.name or "file", file.read()))
    pasted = request.POST.get("text", "").strip()
    if pasted and len(found) < 2:
        found.insert(0, ("pasted", pasted.encode()))
    return found, "" if found else "Choose a file, or paste its text."


def _checklists() -> tuple[dict[str, str], tuple[str, ...]]:
    """The checklists that are known here, as JSON by their digest, and which are the newest."""
    now = [library().get(slug) for slug in library().slugs()]
    known = dict(ChecklistVersion.objects.order_by("-id").values_list("digest", "content")[:MOST_CHECKLISTS])
    return known | {one.digest: one.model_dump_json() for one in now}, tuple(one.digest for one in now)


@own_only
@private
@require_http_methods(["GET", "HEAD", "POST"])
def restore(request: HttpRequest) -> HttpResponseBase:
    """GET: where to choose files. POST: on to the page that waits for what is found in them."""
    problem, text = "", request.POST.get("text", "")
    if request.method == "POST":
        files, problem = _sent(request)
        if files:
            visitor = visitor_or_new(request)
            key = f"read-{secrets.token_urlsafe(24)}"
            checklists, current = _checklists()
            queue_job(key=key, job=lambda: packed_job(reading_of(files, checklists, current)))
            token = signing.dumps([key, visitor.key_hash], salt=SALT)
            response = redirect("restore-report", token=token)
            remember(response, visitor)
            return response
    context = {"problem": problem, "text": text}
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
    content = drawn(key)
    here = reverse("restore-report", args=[token])
    if content is None:
        ticket = Ticket(scope_id=None, key=key, name="report", back=reverse("restore"))
        return waiting_page(request, ticket, file=here, page="records/examining.html")
    found = report_from_text(content.decode())
    checklist, answers, problem = _restorable(found.files[0])
    if request.method == "POST":
        if checklist is None or answers is None:
            raise Http404
        made, fresh = make_from_file(
            visitor=visitor, checklist=checklist, answers=answers, your_name="You", token=form_token(request)
        )
        return to_hub(made, visitor, fresh=fresh)
    context: dict[str, Any] = {
        "report": found,
        "files": [(one, bool(one.digest) and signed_here(one.digest), drawn_here(one.sha256)) for one in found.files],
        "restorable": answers is not None,
        "problem": problem,
        "other_checklist": checklist is not None and checklist.digest != found.files[0].checklist,
        "token": form_token(request),
        "here": here,
    }
    return render(request, "records/report.html", context)


def _restorable(file: Examined) -> tuple[Checklist | None, AnswersFile | None, str]:
    """The answers in a file and the checklist to answer them against: the one they were given to if it is known here,
    else the newest. Or why they cannot be restored."""
    if not file.answers:
        return None, None, ""
    if file.outcome == "tampered":
        return None, None, "What was tampered with is not restored."
    answers = AnswersFile.model_validate_json(file.answers)
    if answers.respondents or answers.settled:
        return None, None, SEVERAL
    if ChecklistVersion.objects.filter(digest=file.checklist).exists():
        checklist = at_digest(file.checklist)
    elif answers.checklist in library().slugs():
        checklist = newest(answers.checklist)
    else:
        return None, None, "Its checklist is not known here."
    problems = answers_problems(Document(file.name, answers.model_dump(mode="json", exclude_defaults=True)), checklist)
    if problems:
        return None, None, f"Its answers do not fit the checklist as it is today: {problems[0].message}."
    return checklist, answers, ""
