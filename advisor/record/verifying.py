"""Is this record genuine? Its digest is made anew, and its verdicts are computed anew from the answers inside.

In: a `KeptRecord`, and a way to find the checklist it names. Out: a `Verification` in words. Must not know: files,
rows, who made the record: a digest proves that nothing changed since it was written, not who wrote it.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from advisor.checklist.errors import ChecklistError, FileError
from advisor.checklist.model import Checklist
from advisor.engine import ENGINE_VERSION
from advisor.engine.recommend import recommend
from advisor.record.as_json import Plain, record_digest
from advisor.record.build import build_record
from advisor.record.reading import KeptRecord, RecordError

Outcome = Literal["genuine", "other-engine", "tampered", "no-checklist", "unreadable"]
KnownChecklist = Callable[[str, str], Checklist | None]
"""From a slug and a digest to the checklist of just this digest, or None."""
PAST_ENGINES: tuple[str, ...] = ()
"""Every version of the engine before the present one. A record that names another one below it was made by nobody."""

HEADLINES: dict[Outcome, str] = {
    "genuine": "This record is genuine",
    "other-engine": "This record is genuine, but another version of the engine made it",
    "tampered": "This record was changed after it was made",
    "no-checklist": "This record is unchanged, but its verdicts could not be computed anew",
    "unreadable": "This record cannot be read",
}


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that the record says, and what is computed from its answers instead."""

    where: str
    printed: str
    computed: str


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found, with every difference."""

    outcome: Outcome
    sentence: str
    differences: tuple[Difference, ...] = ()
    known: bool = True
    """Whether the checklist is one that is known here, and not only the one inside the record."""

    @property
    def headline(self) -> str:
        return HEADLINES[self.outcome]

    @property
    def genuine(self) -> bool:
        return self.outcome in ("genuine", "other-engine")


def unknown_checklist(slug: str, digest: str) -> None:
    """Where no checklist is at hand."""


def verify(record: KeptRecord, known: KnownChecklist = unknown_checklist) -> Verification:
    """Whether a record is as it was made. A checklist known here goes before the one inside the record."""
    digest, named = record_digest(record.value), record.head.checklist
    intact = digest == record.head.digest
    changed = () if intact else (Difference("digest", record.head.digest, digest),)
    checklist = known(named.slug, named.digest)
    at_hand = checklist is not None
    try:
        if checklist is None:
            checklist = record.checklist
            if checklist is not None and checklist.digest != named.digest:
                stated = Difference("digest of the checklist inside", named.digest, checklist.digest)
                return _tampered((*changed, stated), known=False)
        if checklist is None:
            return _without_checklist(record, changed)
        differences = tuple(_differences(record.value, remade(record, checklist)))
    except (FileError, RecordError) as error:
        if changed:
            return _tampered(changed, known=at_hand)
        what = "checklist" if isinstance(error, ChecklistError) else "answers"
        return Verification("unreadable", f"Its digest is right, but the {what} inside cannot be read.", (), at_hand)
    if changed:
        return _tampered((*changed, *differences), known=at_hand)
    return _computed(record, differences, known=at_hand)


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
        said=record.value.get("said", ()),
        sequence=record.head.sequence,
    ).json


def _computed(record: KeptRecord, differences: tuple[Difference, ...], *, known: bool) -> Verification:
    """What an intact digest and computed verdicts say together."""
    made = record.head.engine
    if not differences:
        told = "Nothing was changed since it was written, and its verdicts follow from the answers inside."
        return Verification("genuine", told, (), known)
    if made not in PAST_ENGINES and _order(made) <= _order(ENGINE_VERSION):
        return _tampered(differences, known=known)
    told = (
        f"Its digest is right, and it says that engine {made} made it. Engine {ENGINE_VERSION}, which is at work here, "
        "would say some things differently. Where the record was signed off, its number and its digest can be compared."
    )
    return Verification("other-engine", told, differences, known)


def _order(version: str) -> tuple[int, ...]:
    """What orders versions such as 1.10.0; anything else comes first."""
    parts = version.split(".")
    numbers = all(part.isascii() and part.isdecimal() and len(part) < 6 for part in parts)
    return tuple(int(part) for part in parts) if numbers else ()


def _tampered(differences: tuple[Difference, ...], *, known: bool) -> Verification:
    if differences[0].where == "digest":
        told = "Its content does not have the digest that it states: something was altered, added or left out."
    else:
        told = "Its digest was made to fit, but what it says does not follow from the answers inside."
    return Verification("tampered", told, differences, known)


def _without_checklist(record: KeptRecord, changed: tuple[Difference, ...]) -> Verification:
    if changed:
        return _tampered(changed, known=False)
    named = record.head.checklist
    told = (
        f"Nothing was changed since it was written. To compute its verdicts anew, version {named.version} of the "
        f"checklist {named.slug} is needed, which is not at hand here."
    )
    return Verification("no-checklist", told, (), known=False)


def _differences(printed: Plain, computed: Plain) -> Iterator[Difference]:
    """What a record says and the engine does not, value by value. What only the engine says is no difference: a later
    version of this product may tell more."""
    skipped = ("digest", "engine")
    yield from _unlike(
        {key: value for key, value in printed.items() if key not in skipped},
        {key: value for key, value in computed.items() if key not in skipped},
        "",
    )


def _unlike(printed: Any, computed: Any, where: str) -> Iterator[Difference]:
    if isinstance(printed, Mapping) and isinstance(computed, Mapping):
        for key, value in printed.items():
            yield from _unlike(value, computed.get(key, _ABSENT), f"{where}: {key}" if where else str(key))
    elif isinstance(printed, list) and isinstance(computed, list) and len(printed) == len(computed):
        for at, (one, other) in enumerate(zip(printed, computed, strict=True)):
            yield from _unlike(one, other, f"{where}: {_name(one, at)}")
    elif printed != computed or isinstance(printed, bool) != isinstance(computed, bool):  # to Python, True equals 1
        yield Difference(where, _told(printed), _told(computed))


_ABSENT = object()


def _name(value: Any, at: int) -> str:
    """What an entry of a list is called: by its name if it has one."""
    for key in ("name", "id", "team", "check"):
        if isinstance(value, Mapping) and isinstance(value.get(key), str):
            return str(value[key])[:100]
    return str(at + 1)


def _told(value: Any) -> str:
    if value is _ABSENT:
        return "nothing"
    if isinstance(value, Mapping | list):
        return f"{len(value)} entries"
    return str(value)[:200]
