"""Signing off, and what may happen to a record afterwards: it is superseded, deprecated, or erased.

In: an assessment's answers as they were proposed, what people said. Out: a frozen record. Who may is asked before.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Max, Q, Sum
from django.db.models.functions import Length

from advisor.assessments.audit import audit
from advisor.assessments.checklists import version_row
from advisor.assessments.models import Assessment
from advisor.assessments.models import public_id as new_public_id
from advisor.checklist.answers import AnswersFile
from advisor.checklist.errors import AdvisorError
from advisor.checklist.model import Checklist
from advisor.decisions import keys
from advisor.decisions.decider_positions import DeciderPosition
from advisor.decisions.files import drawings_of, request_file, store_file, store_texts
from advisor.decisions.models import Erasure, Record, RecordEvent, RecordFile, reference_of
from advisor.decisions.numbered_record import NumberedRecord, undrawable
from advisor.decisions.selectors import replaced_by
from advisor.engine.recommend import recommend
from advisor.publish.documents import document
from advisor.publish.models import Rendering
from advisor.publish.protocol import Job, packed_job
from advisor.publish.queue import drawn
from advisor.publish.renderer import RenderFailed
from advisor.quotas.storage import note_growth
from advisor.record.build.record import build_record
from advisor.record.model.answer_numbers import Counted
from advisor.record.model.as_json import SIGNED
from advisor.record.model.record import Status
from advisor.record.verify.reading import LARGEST, MOST_BYTES
from advisor.sharing.access import VisitorKey, in_force
from advisor.sharing.models import Grant, Scope, Visitor, Workspace
from advisor.sharing.services import know_visitor, make_scope

MOST_DRAWINGS = 5
"""So often a record is drawn with another number, because somebody else took the one before."""
NUMBER_TAKEN = "Somebody else is signing off a record of the same series. Nothing was frozen; sign off again."
NO_KEY = (
    "Nothing was signed off, because this server cannot use the key that signs records. Tell whoever runs it: "
    "`./run manage signing_key` says why."
)
TOO_LARGE = (
    f"Nothing was signed off: the record would be larger than {LARGEST}, and could not be restored or verified. "
    "Divide the platform into several assessments: services that are decided together."
)
ERASED = "A record with exactly this content was erased. Change what should not be in it, then propose it again."


class FrozenError(AdvisorError):
    """Something that cannot be done to a record; the text says why."""


def sign_off_decision(
    *,
    assessment: Assessment,
    visitor: VisitorKey,
    checklist: Checklist,
    answers: AnswersFile,
    positions: Sequence[DeciderPosition],
    who: str,
    as_of: date,
    address: Callable[[str], str],
    request_id: str,
    draw: Callable[[str, Job], None],
    sequence: Sequence[Counted] = (),
    turned_down: str = "",
    settle: Callable[[], None] = lambda: None,
    proposed_by: str = "",
    keys_at: str = "",
) -> Record:
    """Freezes a decision: its JSON, its Markdown, the document its PDFs are drawn from, and its PDF, all in one step.

    It supersedes the last record of the assessment, if there is one. `answers` carry the decision; `address` makes the
    web address of a record from its id; `sequence` says which event of the log each answer is. The same request gives
    the same record, however often it comes. `keys_at` is the web address of the public keys. `turned_down` says why,
    where what was proposed is not what is decided: such a record replaces nothing.

    `draw` has the document drawn before anything is frozen, under the key that its PDF will be found by; it raises
    RenderFailed. `settle` is called in the transaction that freezes: it raises what stands in the way by then, such as
    that somebody changed what was drawn, and notes that it is signed. FrozenError: it cannot be drawn, or just this was
    erased."""
    if turned_down:
        positions = [*positions, DeciderPosition(who, "rejected", turned_down, as_of)]
    recommendation = recommend(checklist, answers, as_of=as_of)
    words = [one.value for one in positions]
    status: Status = "rejected" if turned_down else SIGNED
    made = build_record(
        checklist, answers, recommendation, as_of=as_of, status=status, positions=words, sequence=sequence
    )
    once = hashlib.sha256(f"{visitor.key_hash}|{assessment.id}|{request_id}".encode()).hexdigest()
    public_id = new_public_id()
    for _ in range(MOST_DRAWINGS):
        there = Record.objects.filter(request_id=once).first()
        if there:
            return there
        before = replaced_by(assessment) if status == SIGNED else None
        number = _last_number(Scope.objects.get(id=_series_of(assessment))) + 1
        numbered = replace(
            made,
            given_reference=reference_of(number),
            link=address(public_id),
            supersedes=before.reference if before else "",
        )
        try:
            signature = keys.sign(digest=numbered.digest, record=public_id, keys_at=keys_at)
        except keys.SigningKeyError as error:
            raise FrozenError(NO_KEY) from error
        numbered = replace(numbered, signature=signature)
        if len(numbered.json_text.encode()) > MOST_BYTES:
            raise FrozenError(TOO_LARGE)
        proof = NumberedRecord(numbered, public_id, number, document(numbered))
        try:
            _draw(proof, draw)
            with transaction.atomic():
                # whoever signs off the same assessment at this moment waits here: its records are counted one by one
                Assessment.objects.select_for_update().get(id=assessment.id)
                record = Record.objects.filter(request_id=once).first()
                record = record or _freeze(assessment, visitor, proof, positions, proposed_by or who, who, once, settle)
        except AdvisorError:
            Rendering.objects.filter(key=proof.key).delete()
            raise
        if record is None or record.public_id != public_id:
            Rendering.objects.filter(key=proof.key).delete()
        if record is not None:
            return record
    raise FrozenError(NUMBER_TAKEN)


def _draw(proof: NumberedRecord, draw: Callable[[str, Job], None]) -> None:
    """Has it drawn. FrozenError where that cannot be done, with what to do."""
    try:
        draw(proof.key, proof.document)
    except RenderFailed as error:
        raise FrozenError(undrawable(proof.record, error)) from error


def _series_of(assessment: Assessment) -> int:
    """The id of the series that the next record of an assessment is counted in."""
    before = replaced_by(assessment)
    return before.series_id if before else assessment.scope_id


def _freeze(
    assessment: Assessment,
    visitor: VisitorKey,
    proof: NumberedRecord,
    positions: Sequence[DeciderPosition],
    proposed_by: str,
    who: str,
    once: str,
    settle: Callable[[], None],
) -> Record | None:
    """Freezes what was drawn; None where somebody else took its number meanwhile."""
    made, series_id = proof.record, _series_of(assessment)
    # two assessments may go on with one series: whoever comes second counts what the first one made
    _lock_numbers(series_id)
    series = Scope.objects.select_for_update(no_key=True).get(id=series_id)
    before = replaced_by(assessment) if made.status == SIGNED else None
    if _last_number(series) + 1 != proof.number or made.supersedes != (before.reference if before else ""):
        return None
    if Erasure.objects.filter(digest=made.digest).exists():
        raise FrozenError(ERASED)
    settle()
    person = know_visitor(key=visitor)
    record = Record.objects.create(
        public_id=proof.public_id,
        scope=_scope(assessment, person),
        origin_id=assessment.scope_id,
        series_id=series_id,
        number=proof.number,
        title=made.title,
        content=made.json_text,
        digest=made.digest,
        engine=made.recommendation.engine,
        checklist=version_row(checklist=made.checklist),
        supersedes=before.number if before else None,
        request_id=once,
    )
    store_file(record=record, variant="document", content=packed_job(proof.document))
    store_texts(record=record, made=made)
    _note(record, "proposed", proposed_by)
    for one in positions:
        _note(record, one.kind, one.who, one.words, by=one.by)
    if made.status == SIGNED:
        _note(record, "signed", who)
    if before:
        _note(before, "superseded", who, record.reference)
    detail = {"record": record.reference, "digest": record.digest}
    audit(scope_id=assessment.scope_id, visitor=person, action="decision signed off", detail=detail)
    pdf = drawn(proof.key)
    if pdf is None:
        request_file(record=record)
    else:
        store_file(record=record, variant="pdf", content=pdf)
        Rendering.objects.filter(key=proof.key).delete()
    files = RecordFile.objects.filter(record=record).aggregate(size=Sum(Length("content")))
    note_growth(scope_id=assessment.scope_id, amount=len(record.content) + files["size"])
    return record


def _scope(assessment: Assessment, person: Visitor) -> Scope:
    """The scope of a record: of its own for whoever made the assessment. Who owns that by a link or a workspace owns
    the record by it, too, and no longer."""
    made = Grant.objects.filter(in_force(), scope_id=assessment.scope_id, role="own", link=None, membership=None)
    return make_scope(owner=person) if made.filter(visitor=person).exists() else Scope.objects.create()


def _lock_numbers(series_id: int) -> None:
    """Two assessments of one workspace may be signed off at the same moment. The workspace waits before what is shared
    with it, as everywhere, so that nobody waits for each other."""
    shared = Scope.objects.filter(id=series_id).values("workspace_id")
    Workspace.objects.select_for_update(no_key=True).filter(id__in=shared).first()


def _last_number(series: Scope) -> int:
    """The highest number ever used in a series, or in any of its workspace; 0 before the first record."""
    counted = Q(series=series)
    if series.workspace_id is not None:
        counted |= Q(series__workspace=series.workspace_id)
    highest = [rows.objects.filter(counted).aggregate(last=Max("number"))["last"] for rows in (Record, Erasure)]
    return max(number or 0 for number in highest)


def _note(record: Record, kind: str, who: str, words: str = "", *, by: str = "") -> None:
    RecordEvent.objects.create(record=record, kind=kind, who=who, words=words, by="" if by == who else by)


@transaction.atomic
def deprecate_record(*, record: Record, visitor: VisitorKey, who: str, why: str, by: str = "") -> None:
    """Says that a decision no longer holds, by whose word, and who entered it. Said twice it is said once."""
    over = RecordEvent.objects.filter(record=record, kind__in=("deprecated", "superseded", "rejected"))
    if _wait_for(record) and not over.exists():
        _note(record, "deprecated", who, why, by=by)
        detail = {"record": record.reference}
        audit(scope_id=record.scope_id, visitor=know_visitor(key=visitor), action="record deprecated", detail=detail)


def _wait_for(record: Record) -> bool:
    """Lets whoever changes the same record at this moment finish; False where it is gone by then."""
    return Record.objects.select_for_update().filter(id=record.id).first() is not None


@transaction.atomic
def erase_record(*, record: Record, visitor: VisitorKey, who: str, why: str) -> Erasure:
    """Takes a record's content away for good, with its files, its events and what was drawn of it. Its number stays,
    with who did it and why. Done twice it is done once. FrozenError without a reason."""
    if not why.strip():
        raise FrozenError("Say why it must go: your reason is all that will remain.")
    if not _wait_for(record):
        return Erasure.objects.get(public_id=record.public_id)
    erasure = Erasure.objects.create(
        public_id=record.public_id,
        scope_id=record.scope_id,
        origin_id=record.origin_id,
        series_id=record.series_id,
        number=record.number,
        digest=record.digest,
        who=who,
        why=why,
    )
    Rendering.objects.filter(key__in=drawings_of(record)).delete()
    detail = {"record": record.reference, "digest": record.digest}
    audit(scope_id=record.scope_id, visitor=know_visitor(key=visitor), action="record erased", detail=detail)
    record.delete()
    return erasure
