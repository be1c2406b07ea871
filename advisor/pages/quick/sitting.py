"""What one browser is at: its service, its answers, and what follows from them.

In: a browser's key. Out: the rows and what the engine says. Must not know: requests, templates. Nothing is written:
whoever only looks has a blank service that is in no database.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from advisor.assessments.answering import Asked, Kept, asked
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.models import Assessment, ChecklistVersion, OwningTeam, Service
from advisor.assessments.selectors import Place, kept_answers, quick_place, service_answers, service_at
from advisor.assessments.services import SERVICE_NAME, TEAM_NAME
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Recommendation, ServiceRecommendation
from advisor.record.build import build_record
from advisor.record.record import DecisionRecord
from advisor.sharing.access import VisitorKey


@dataclass(frozen=True)
class Sitting:
    place: Place | None
    """None until something is answered."""
    service: Service
    checklist: Checklist
    kept: Mapping[str, Kept]

    @property
    def questions(self) -> dict[str, Asked]:
        return asked_by(self.checklist.digest) if self.place else asked(self.checklist)

    @property
    def answers(self) -> AnswersFile:
        return service_answers(self.service, self.kept)

    @property
    def answered(self) -> frozenset[str]:
        """The keys of what has an answer; a note alone is none."""
        return frozenset(key for key, kept in self.kept.items() if kept.draft.value != "none")

    @property
    def glance(self) -> ServiceRecommendation:
        """What the answers say so far, without how firmly: quick enough to follow every save."""
        return self._recommended(self.answers, trust=False).services[0]

    def record(self, as_of: date) -> DecisionRecord:
        answers = self.answers
        return build_record(self.checklist, answers, self._recommended(answers, trust=True), as_of=as_of)

    def _recommended(self, answers: AnswersFile, *, trust: bool) -> Recommendation:
        return recommended(self.checklist.digest, answers.model_dump_json(), self.place is None, trust)


@lru_cache(maxsize=8)
def asked_by(digest: str) -> dict[str, Asked]:
    """Everything a stored checklist asks, by key."""
    return asked(at_digest(digest))


@lru_cache(maxsize=256)
def recommended(digest: str, answers: str, blank: bool, trust: bool) -> Recommendation:
    """What the engine says, kept by content: a page, its panel and its files ask for the same value."""
    checklist = newest() if blank else at_digest(digest)
    return recommend(checklist, AnswersFile.model_validate_json(answers), trust=trust)


def sitting_at(place: Place) -> Sitting:
    return Sitting(place, service_at(place), at_digest(place.checklist_digest), kept_answers(place))


def sitting_of(visitor: VisitorKey | None) -> Sitting:
    """The browser's own sitting, or a blank one."""
    place = quick_place(visitor)
    if place is not None:
        return sitting_at(place)
    checklist = newest()
    assessment = Assessment(title=SERVICE_NAME, checklist=ChecklistVersion(slug=checklist.slug))
    team = OwningTeam(assessment=assessment, name=TEAM_NAME)
    return Sitting(None, Service(assessment=assessment, team=team, name=SERVICE_NAME), checklist, {})
