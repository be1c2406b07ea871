"""The JSON forms: `advisor-recommendation/1` (what the terminal prints) and `advisor-record/1` (downloads, PDFs).

In: the checklist, the answers file, the recommendation. Out: plain values ready for `json.dumps`, in a fixed order of
keys, with numbers rounded to six decimals. Must not know: Django, pages, where the text goes.
"""

import json
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final

from advisor.checklist.answers import AnswersFile
from advisor.checklist.content import content_of
from advisor.checklist.digest import canonical_digest
from advisor.checklist.facts import Fact
from advisor.checklist.model import Checklist
from advisor.engine.choice import FrameworkChoice
from advisor.engine.recommendation import (
    Bounds,
    Driver,
    Finding,
    Flips,
    FlipSet,
    PlatformRecommendation,
    Recommendation,
    RespondentVerdict,
    ServiceRecommendation,
    WeightFlip,
)
from advisor.record.numbers import rounded, rounded_share

Plain = dict[str, Any]
FORMAT = "advisor-record/1"
SIGNED: Final = "accepted"
FROZEN: Final = (SIGNED, "rejected")
"""The status of a record that people signed off."""
CURRENT: Final = "current"
"""What became of a record after it was signed off."""
UNDIGESTED: Final = ("digest", "signature", CURRENT)
"""What is said about the rest of a record."""


def recommendation_json(checklist: Checklist, recommendation: Recommendation) -> Plain:
    """The recommendation in the format `advisor-recommendation/1`.

    Keys come in the order of the format; shares and supports lie in [0, 1], lean and gut in [−1, 1], all rounded to six
    decimals here and nowhere before. A verdict that can come out is always listed, with at least 0.000001.
    """
    return {"format": "advisor-recommendation/1", **_body(checklist, recommendation)}


def record_json(
    checklist: Checklist,
    answers: AnswersFile,
    recommendation: Recommendation,
    *,
    as_of: date,
    status: str = "draft",
    reference: str = "",
    positions: Sequence[Plain] = (),
    plan: Plain | None = None,
    sequence: Sequence[Plain] = (),
    disagreement: Sequence[Plain] = (),
    supersedes: str = "",
) -> Plain:
    """The whole record in the format `advisor-record/1`: the recommendation and everything it rests on.

    `plan` is what to do next and whom the platform needs; `positions` is who accepted or dissented, when, in which
    words, and who entered it (`reported-accepted` and `reported-dissent`: for somebody who did not say it here);
    `sequence` is which event of the log each answer is; `disagreement` is on which statements people disagreed;
    `supersedes` names the record that this one replaces. Once signed off, a record carries its whole checklist, so
    that it can be checked wherever it is, whatever became of the checklist. Last comes its digest, behind which it
    is signed."""
    value = {
        "format": FORMAT,
        "reference": reference,
        "status": status,
        **({"supersedes": supersedes} if supersedes else {}),
        "as_of": as_of.isoformat(),
        **_body(checklist, recommendation),
        "answers": answers.model_dump(mode="json", exclude_defaults=True),
        **({"sequence": [dict(one) for one in sequence]} if sequence else {}),
        "facts": [_fact(fact, as_of) for fact in checklist.facts],
    }
    if plan is not None:
        value["plan"] = plan
    if disagreement:
        value["disagreement"] = [dict(one) for one in disagreement]
    if positions:
        value["said"] = [dict(one) for one in positions]
    if status in FROZEN:
        value["checklist"]["content"] = content_of(checklist)
    return {**value, "digest": record_digest(value)}


def json_text(value: Plain, *, escaped: bool = False) -> str:
    """The text of a JSON file: indented, in the given order of keys, every character as itself or, beyond ASCII, as its
    escape; one newline at the end.

    >>> json_text({"name": "é"}), json_text({"name": "é"}, escaped=True)
    ('{\\n  "name": "é"\\n}\\n', '{\\n  "name": "\\\\u00e9"\\n}\\n')
    """
    return json.dumps(value, ensure_ascii=escaped, indent=2, allow_nan=False) + "\n"


def record_digest(value: Plain) -> str:
    """The digest a record is known by: sha256 over its canonical JSON without the digest and the signature.

    It survives whatever a tool does to the layout of the file, the order of keys, or the way whole numbers are written:

    >>> record_digest({"lean": 1.0, "digest": "…"}) == record_digest({"lean": 1})
    True
    """
    return canonical_digest(_whole({key: inner for key, inner in value.items() if key not in UNDIGESTED}))


def _whole(value: Any) -> Any:
    """The value with whole numbers as such: some tools write 1.0 as 1."""
    kind = type(value)
    if kind is dict:
        return {key: inner if type(inner) is str else _whole(inner) for key, inner in value.items()}
    if kind is list:
        return [inner if type(inner) is str else _whole(inner) for inner in value]
    return int(value) if kind is float and value.is_integer() else value


def _body(checklist: Checklist, recommendation: Recommendation) -> Plain:
    return {
        "checklist": {"slug": checklist.slug, "version": checklist.version, "digest": checklist.digest},
        "engine": recommendation.engine,
        "services": [_service(checklist, service) for service in recommendation.services],
        "platform": _platform(checklist, recommendation.platform),
    }


def _service(checklist: Checklist, service: ServiceRecommendation) -> Plain:
    question = service.next_question
    return {
        "name": service.name,
        "team": service.team,
        "verdict": service.verdict,
        "need": service.need,
        "sustain": service.sustain,
        "flags": list(service.flags),
        "strength": service.strength,
        "withheld": [[one.why, rounded(one.figure)] for one in service.withheld],
        "support": {key: rounded(service.support[key]) for key in ("raw", "framework", "split", "sustain")},
        "lean": rounded(service.lean),
        "gut": rounded(service.gut),
        "bounds": {key: _bounds(service.bounds[key]) for key in ("raw", "framework", "lean", "sustain")},
        "possible": {verdict: rounded_share(share) for verdict, share in service.possible.items() if share > 0},
        "next_question": question.statement if question else None,
        "robustness": rounded(service.robustness),
        "flips": _flips(service.flips),
        "weight_flips": [_weight_flip(flip) for flip in service.weight_flips],
        "drivers": {side: [_driver(driver) for driver in service.drivers[side]] for side in ("raw", "framework")},
        "against": [_driver(driver) for driver in service.against] + [_dissent(person) for person in service.dissent],
        "respondents": [_respondent(person) for person in service.respondents],
        "framework": _framework(service.framework),
        "checks": [_finding(checklist, finding) for finding in service.checks],
    }


def _framework(choice: FrameworkChoice | None) -> Plain | None:
    """Which framework; None where nothing was asked or answered."""
    if choice is None:
        return None
    return {
        "wants": dict(choice.wants),
        "eliminated": [[one.candidate, one.want] for one in choice.eliminated],
        "scores": {candidate: rounded(score) for candidate, score in choice.scores},
        "leader": choice.leader,
        "clear": choice.clear,
        "close": list(choice.close),
        "settled": choice.settled,
        "next_want": choice.next_want,
        "drivers": {candidate: [_driver(driver) for driver in own] for candidate, own in choice.drivers.items()},
        "changes": [
            {
                "candidate": change.candidate,
                "steps": change.steps,
                "wants": [{"want": one.want, "from": one.from_level, "to": one.to_level} for one in change.wants],
            }
            for change in choice.changes
        ],
    }


def _bounds(bounds: Bounds | None) -> list[float | None] | None:
    return None if bounds is None else [rounded(bounds[0]), rounded(bounds[1])]


def _driver(driver: Driver) -> list[str | float | None]:
    return [driver[0], rounded(Fraction(driver[1]))]


def _flips(flips: Flips) -> Plain:
    value: dict[str, object] = {
        "steps": flips.steps,
        "total": flips.total,
        "sets": [_flip_set(flip_set) for flip_set in flips.sets],
    }
    return value if flips.beyond is None else value | {"beyond": flips.beyond}


def _flip_set(flip_set: FlipSet) -> Plain:
    return {
        "verdict": flip_set.verdict,
        "changes": [
            {"statement": change.statement, "from": change.from_level, "to": change.to_level}
            for change in flip_set.changes
        ],
    }


def _weight_flip(flip: WeightFlip) -> Plain:
    return {"statement": flip.statement, "from": flip.from_weight, "to": flip.to_weight, "verdict": flip.verdict}


def _respondent(person: RespondentVerdict) -> Plain:
    value: Plain = {"name": person.name, "verdict": person.verdict}
    return {**value, "flags": ["insufficient"]} if person.insufficient else value


def _dissent(person: RespondentVerdict) -> Plain:
    return {"respondent": person.name, "verdict": person.verdict}


def _finding(checklist: Checklist, finding: Finding) -> Plain:
    """A finding with its words; `because`, and who said so and when, only where it was answered."""
    words = checklist.worded().get(finding.check)
    value: Plain = {
        "check": finding.check,
        "services": list(finding.services),
        "statements": list(finding.statements),
        "about": list(finding.about),
    }
    if words:
        value |= {"text": words.text, "why": words.why, "action": words.action, "passages": list(words.source)}
    if finding.because:
        value["because"] = finding.because
        value |= {"by": finding.by} if finding.by else {}
        value |= {"on": finding.on.isoformat()} if finding.on else {}
    return value


def _platform(checklist: Checklist, platform: PlatformRecommendation) -> Plain:
    capacity: list[Plain] = []
    for team in platform.capacity:
        value: Plain = {"team": team.team, "needed": team.needed, "can_carry": team.can_carry}
        capacity.append({**value, "no_backup": True} if team.no_backup else value)
    return {
        "verdict": platform.verdict,
        "outside": list(platform.outside),
        "capacity": capacity,
        "convert_first": [conversion.service for conversion in platform.convert_first],
        "checks": [_finding(checklist, finding) for finding in platform.checks],
    }


def _fact(fact: Fact, as_of: date) -> Plain:
    return {
        "id": fact.id,
        "claim": fact.claim,
        "value": fact.value,
        "source": fact.source,
        "as_of": fact.as_of.isoformat(),
        "checked_on": fact.checked_on.isoformat(),
        "review_after": fact.review_after.isoformat(),
        "status": fact.status,
        "stale": as_of > fact.review_after,
    }
