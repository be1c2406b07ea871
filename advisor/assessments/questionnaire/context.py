"""What one respondent answers: a service or a team, its answers, what the engine says of them, and the way there.

In: rows and answers. Out: questions, recommendations. Must not know: requests, templates. Nothing is written but by
`begin`, with a first answer.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property, lru_cache

from advisor.assessments.answer_targets import AnswerTarget
from advisor.assessments.answers import Prompt, StoredAnswer, prompts
from advisor.assessments.checklists import at_digest, newest
from advisor.assessments.models import Assessment, OwningTeam, Service
from advisor.assessments.questionnaire.question import Question
from advisor.assessments.questionnaire.routes import QuestionPage, Routes
from advisor.assessments.reads.answers import service_answers
from advisor.assessments.reads.rounds import FIRST, RoundState, round_at
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.engine.recommend import recommend
from advisor.engine.recommendation import Recommendation, ServiceRecommendation
from advisor.record.build.measurements import decisive, judged
from advisor.record.model.vocabulary import Vocabulary
from advisor.sharing.access import VisitorKey


@dataclass(frozen=True, slots=True)
class MeasuredEvidence:
    """What a prototype kit measured of a service, beside the statement that it is evidence for."""

    key: str
    on: date
    sentence: str
    address: str
    """Where its figures stand, once there is a result."""


@dataclass(frozen=True)
class Questionnaire:
    routes: Routes
    target: AnswerTarget | None
    """None until something is answered."""
    assessment: Assessment
    team: OwningTeam
    checklist: Checklist
    stored_answers: Mapping[str, StoredAnswer]
    trail: Sequence[tuple[str, str]] = field(default=(), kw_only=True)
    """The way back up: addresses and words, outermost first."""
    may_edit: bool = field(default=True, kw_only=True)
    """The service's details and the team's can be changed, not only one's own answers."""

    @property
    def name(self) -> str:
        """What is being judged here."""
        return self.team.name

    @cached_property
    def questions(self) -> dict[str, Prompt]:
        """Everything that is asked about the service and its team, by key."""
        return prompts_of(self.checklist.digest) if self.target else prompts(self.checklist)

    @cached_property
    def steps(self) -> list[QuestionPage]:
        return self.routes.steps(self.checklist)

    @cached_property
    def pages(self) -> list[QuestionPage]:
        return self.routes.pages(self.checklist)

    @cached_property
    def answered_keys(self) -> frozenset[str]:
        """The keys of what has an answer; a note alone is none."""
        return frozenset(key for key, answer in self.stored_answers.items() if answer.draft.value != "none")

    def answer_count(self, page: QuestionPage) -> int:
        """How many of a page's statements have an answer."""
        return sum(key in self.answered_keys for key in page.keys)

    @property
    def measured(self) -> MeasuredEvidence | None:
        """What is to be shown beside one of the statements."""
        return None

    @property
    def saved_at(self) -> datetime | None:
        return max((answer.made_at for answer in self.stored_answers.values()), default=None)

    def question(self, key: str) -> Question:
        """One statement as it is saved."""
        return Question(self.questions[key], self.routes.answer(key), self.stored_answers.get(key))


@dataclass(frozen=True)
class ServiceQuestionnaire(Questionnaire):
    service: Service

    @property
    def name(self) -> str:
        return self.service.name

    @cached_property
    def round(self) -> RoundState:
        """Whether the service is answered alone or was revealed; read where a page asks, not by a save."""
        return round_at(self.service.id) if self.target else FIRST

    @property
    def answers(self) -> AnswersFile:
        return service_answers(self.service, self.stored_answers)

    @cached_property
    def measured(self) -> MeasuredEvidence | None:
        evidence = decisive(self.answers.services[0]) if self.service.measurements else None
        words = Vocabulary(self.checklist)
        key = words.keys_by_role.get("latency")
        if evidence is None or key is None:
            return None
        measurement, judgement = evidence
        sentence = judged(words, measurement, judgement, self.service.latency_budget_ms)
        return MeasuredEvidence(
            key, measurement.on, sentence, f"{self.routes.result}#measured" if self.answered_keys else ""
        )

    @property
    def about(self) -> list[tuple[str, str]]:
        """What is said of the service besides the statements: each with its name."""
        kinds = [one.name for one in self.checklist.service_types if one.id == self.service.kind]
        facts = [("Kind", name) for name in kinds]
        for setting in self.checklist.settings:
            if option := setting.option(getattr(self.service, setting.key)):
                facts.append((setting.text, option.text))
        if self.service.latency_budget_ms is not None:
            facts.append(("Latency budget", f"{self.service.latency_budget_ms:,} ms"))
        facts.append(("Owning team", self.team.name))
        if self.team.raw_owners is not None:
            facts.append(("Engineers who can own raw code", str(self.team.raw_owners)))
        return facts

    @cached_property
    def glance(self) -> ServiceRecommendation:
        """What the answers say so far, without how firmly: quick enough to follow every save."""
        return recommended(self.checklist.digest, self.answers.model_dump_json(), self.target is None).services[0]


@lru_cache(maxsize=8)
def prompts_of(digest: str) -> dict[str, Prompt]:
    """Everything a stored checklist asks, by key."""
    return prompts(at_digest(digest))


@lru_cache(maxsize=256)
def recommended(digest: str, answers: str, blank: bool) -> Recommendation:
    """What the engine says, kept by content: a page and its panel ask for the same value."""
    checklist = newest() if blank else at_digest(digest)
    return recommend(checklist, AnswersFile.model_validate_json(answers), trust=False)


@dataclass(frozen=True, slots=True)
class Entry:
    routes: Routes
    visitor: VisitorKey
    target: AnswerTarget | None
    """None where nothing was begun, so that there is no assessment to name."""
    begin: Callable[[], AnswerTarget]
    """The target, with everything that a first answer needs; makes what is not there yet."""
    open_questionnaire: Callable[[AnswerTarget | None], Questionnaire]

    def questionnaire(self) -> Questionnaire:
        return self.open_questionnaire(self.target)

    def prompt(self, key: str) -> Prompt | None:
        """The statement of this key, if it is answered here."""
        question = (prompts_of(self.target.checklist_digest) if self.target else prompts(newest())).get(key)
        return question if question and self.routes.asks(question) else None
