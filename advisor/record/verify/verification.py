"""Is this record genuine? Three questions, each with its own answer: is it intact (its digest is made anew), computed
(its verdicts are computed anew from the answers inside), authentic (the server where it was signed off signed it).

In: a `KeptRecord`, a way to find the checklist it names, the public keys one trusts. Out: a `Verification` in words.
Must not know: files, rows. A digest alone proves nothing: whoever changes the words can change it, too.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.checklist.errors import ChecklistError, FileError
from advisor.checklist.model import Checklist
from advisor.engine import ENGINE_VERSION
from advisor.engine.recommend import recommend
from advisor.record.build.record import build_record
from advisor.record.model.as_json import FROZEN, UNDIGESTED, Plain, record_digest
from advisor.record.model.signature import fits
from advisor.record.verify.reading import KeptRecord, RecordError

Answer = Literal["yes", "no", "unchecked"]
Outcome = Literal["genuine", "other-engine", "tampered", "unchecked", "unreadable"]
KnownChecklist = Callable[[str, str], Checklist | None]
"""From a slug and a digest to the checklist of just this digest, or None."""
PAST_ENGINES: tuple[str, ...] = ()
"""Every version of the engine before the present one. A record that names another one below it was made by nobody."""


@dataclass(frozen=True, slots=True)
class Deviation:
    """One thing that the record says, and what is computed from its answers instead."""

    where: str
    printed: str
    computed: str


@dataclass(frozen=True, slots=True)
class VerificationFinding:
    """The answer to one of the three questions, and why."""

    name: Literal["intact", "computed", "authentic"]
    answer: Answer
    sentence: str


@dataclass(frozen=True, slots=True)
class Computed:
    """What computing anew came to."""

    answer: Answer
    sentence: str
    differences: tuple[Deviation, ...] = ()
    known: bool = True
    unreadable: bool = False
    other_engine: bool = False


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found, with every difference."""

    outcome: Outcome
    findings: tuple[VerificationFinding, ...]
    differences: tuple[Deviation, ...] = ()
    known: bool = True
    """Whether the checklist is one that is known here, and not only the one inside the record."""
    other_engine: bool = False

    @property
    def headline(self) -> str:
        return headline(self.outcome, self.findings)

    @property
    def sentence(self) -> str:
        """Why it is not genuine, or that it is."""
        return " ".join(one.sentence for one in self.findings if one.answer != "yes" or self.outcome == "genuine")

    @property
    def genuine(self) -> bool:
        return self.outcome == "genuine"


def unknown_checklist(slug: str, digest: str) -> None:
    """Where no checklist is at hand."""


def verify(
    record: KeptRecord, known: KnownChecklist = unknown_checklist, keys: Collection[str] | None = None
) -> Verification:
    """Whether a record is as it was made. A checklist known here goes before the one inside the record; `keys` are the
    public keys that are trusted, None where there are none to ask."""
    digest = record_digest(record.value)
    intact = digest == record.head.digest
    computed = _computed(record, known)
    if computed.unreadable and not intact:
        computed = Computed("unchecked", computed.sentence, known=computed.known)
    changed = () if intact else (Deviation("digest", record.head.digest, digest),)
    findings = (
        _intact(intact),
        VerificationFinding("computed", computed.answer, computed.sentence),
        _authentic(record, digest, keys),
    )
    outcome: Outcome = "unreadable" if computed.unreadable else outcome_of(findings, other=computed.other_engine)
    differences = (*changed, *computed.differences)
    return Verification(outcome, findings, differences, computed.known, computed.other_engine)


def outcome_of(findings: Collection[VerificationFinding], *, other: bool = False) -> Outcome:
    """What the three answers say together; `other`: another version of the engine made it.

    >>> outcome_of([VerificationFinding("intact", "yes", ""), VerificationFinding("computed", "unchecked", "")])
    'unchecked'
    """
    answers = {one.name: one.answer for one in findings}
    if "no" in answers.values():
        return "tampered"
    if other and all(answer == "yes" for name, answer in answers.items() if name != "computed"):
        return "other-engine"
    return "genuine" if set(answers.values()) == {"yes"} else "unchecked"


def headline(outcome: str, findings: Collection[VerificationFinding]) -> str:
    """The three answers in one line.

    >>> authentic = VerificationFinding("authentic", "unchecked", "")
    >>> headline("unchecked", [VerificationFinding("intact", "yes", ""), authentic])
    'This record is intact; whether it is authentic could not be checked'
    """
    if outcome == "genuine":
        return "This record is genuine"
    if outcome == "tampered":
        return "This record was changed after it was made"
    if outcome == "unreadable":
        return "This record cannot be read"
    if outcome == "other-engine":
        return "This record is intact and authentic, but another version of the engine made it"
    yes, open_ = ([one.name for one in findings if one.answer == answer] for answer in ("yes", "unchecked"))
    return f"This record is {' and '.join(yes)}; whether it is {' and '.join(open_)} could not be checked"


def _intact(intact: bool) -> VerificationFinding:
    if intact:
        return VerificationFinding("intact", "yes", "Its content matches its digest.")
    reason = "Its content does not match its digest: something was altered, added or left out."
    return VerificationFinding("intact", "no", reason)


def _authentic(record: KeptRecord, digest: str, keys: Collection[str] | None) -> VerificationFinding:
    signature = record.head.signature
    if signature is None:
        reason = (
            "It has no signature, so nothing shows where it was signed off."
            if record.head.status in FROZEN
            else "It was never signed off, so it has no signature."
        )
        return VerificationFinding("authentic", "unchecked", reason)
    if not fits(signature, digest):
        reason = "Its signature does not belong to this content: it was changed after it was signed, or made up."
        return VerificationFinding("authentic", "no", reason)
    if keys is None:
        reason = f"It is signed with the key {signature.key}. Give the public keys of its server to check that."
        return VerificationFinding("authentic", "unchecked", reason)
    if signature.key not in keys:
        reason = f"It is signed, but with the key {signature.key}, which is not known here."
        return VerificationFinding("authentic", "unchecked", reason)
    return VerificationFinding("authentic", "yes", f"The server signed it with its key {signature.key}.")


def remade(record: KeptRecord, checklist: Checklist) -> Plain:
    """The record's JSON, made anew from the answers inside. FileError or RecordError where they do not fit."""
    answers = record.fitting_answers(checklist)
    return build_record(
        checklist,
        answers,
        recommend(checklist, answers, as_of=record.as_of),
        as_of=record.as_of,
        status=record.head.status,
        reference=record.head.reference,
        positions=record.value.get("said", ()),
        sequence=record.head.sequence,
        supersedes=record.head.supersedes,
    ).json


def _computed(record: KeptRecord, known: KnownChecklist) -> Computed:
    """Whether what the record says follows from the answers inside it."""
    named = record.head.checklist
    checklist = known(named.slug, named.digest)
    at_hand = checklist is not None
    try:
        checklist = checklist or record.checklist
        if checklist is None:
            reason = (
                f"To compute its verdicts again, version {named.version} of the checklist {named.slug} is needed, "
                "which is missing here."
            )
            return Computed("unchecked", reason, known=False)
        if checklist.digest != named.digest:
            stated = Deviation("digest of the checklist inside", named.digest, checklist.digest)
            return Computed("no", "The checklist inside is not the one it names.", (stated,), known=False)
        differences = tuple(_differences(record.value, remade(record, checklist)))
    except (FileError, RecordError) as error:
        what = "checklist" if isinstance(error, ChecklistError) else "answers"
        return Computed("unchecked", f"The {what} inside cannot be read.", known=at_hand, unreadable=True)
    return _compared(record.head.engine, differences, known=at_hand)


def _compared(made: str, differences: tuple[Deviation, ...], *, known: bool) -> Computed:
    if not differences:
        return Computed("yes", "Its verdicts follow from the answers inside.", known=known)
    if made not in PAST_ENGINES and _order(made) <= _order(ENGINE_VERSION):
        return Computed("no", "What it says does not follow from the answers inside.", differences, known)
    reason = (
        f"It says that engine {made} made it. Engine {ENGINE_VERSION}, which is at work here, would say some things "
        "differently."
    )
    return Computed("unchecked", reason, differences, known, other_engine=True)


def _order(version: str) -> tuple[int, ...]:
    """What orders versions such as 1.10.0; anything else comes first."""
    parts = version.split(".")
    numbers = all(part.isascii() and part.isdecimal() and len(part) < 6 for part in parts)
    return tuple(int(part) for part in parts) if numbers else ()


def _differences(printed: Plain, computed: Plain) -> Iterator[Deviation]:
    """What a record says and the engine does not, value by value. What only the engine says is no difference: a later
    version of this product may tell more."""
    skipped = (*UNDIGESTED, "engine")
    yield from _unlike(
        {key: value for key, value in printed.items() if key not in skipped},
        {key: value for key, value in computed.items() if key not in skipped},
        "",
    )


def _unlike(printed: Any, computed: Any, where: str) -> Iterator[Deviation]:
    if isinstance(printed, Mapping) and isinstance(computed, Mapping):
        for key, value in printed.items():
            yield from _unlike(value, computed.get(key, _ABSENT), f"{where}: {key}" if where else str(key))
    elif isinstance(printed, list) and isinstance(computed, list) and len(printed) == len(computed):
        for at, (one, other) in enumerate(zip(printed, computed, strict=True)):
            yield from _unlike(one, other, f"{where}: {_name(one, at)}")
    elif printed != computed or isinstance(printed, bool) != isinstance(computed, bool):  # to Python, True equals 1
        yield Deviation(where, _words_of(printed), _words_of(computed))


_ABSENT = object()


def _name(value: Any, at: int) -> str:
    """What an entry of a list is called: by its name if it has one."""
    for key in ("name", "id", "team", "check"):
        if isinstance(value, Mapping) and isinstance(value.get(key), str):
            return str(value[key])[:100]
    return str(at + 1)


def _words_of(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, Mapping | list):
        return f"{len(value)} entries"
    return str(value)[:200]
