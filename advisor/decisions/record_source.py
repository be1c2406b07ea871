"""Where results stand: the addresses around them, and the answers they are made from.

In: an opened assessment. Out: a `RecordSource`: names, addresses, and an answers file as this browser may see it. Must
not know: HTTP, templates, how a verdict is made. The reads are the same in number for one service and for two hundred.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils import timezone

from advisor.assessments import addresses
from advisor.assessments.access import Opened, respondent_of
from advisor.assessments.actions.show_answers import showing
from advisor.assessments.checklists import at_digest, kits_of
from advisor.assessments.models import Service
from advisor.assessments.prepared_sql import ASSESSMENT, Compiled, compiled, fetched
from advisor.assessments.progress import nothing_seen
from advisor.assessments.questionnaire.routes import QuestionPage, ServiceRoutes
from advisor.assessments.reads.people import crew_of
from advisor.assessments.reads.rounds import rounds_of, state_of
from advisor.assessments.reads.source import source
from advisor.assessments.reads.visibility import answers_seen
from advisor.checklist.answers import AnswersFile
from advisor.checklist.model import Checklist
from advisor.decisions.proposals import with_decision
from advisor.decisions.record_cache import record_of
from advisor.publish.pdfs import PDFS
from advisor.record.formats.files import TEXTS, Format, TextFormat
from advisor.record.model.record import DecisionRecord
from advisor.sharing.access import AccessDenied

Link = tuple[str, str]
"""An address and its words."""


@dataclass(frozen=True, slots=True)
class Files:
    """Where the files of one record are, each with the words of its button."""

    pdfs: list[Link]
    """Of a draft they take a POST."""
    texts: list[Link]
    signed: list[Link]
    """Those that there are only of what is signed off."""
    others: tuple[tuple[str, str], ...]
    """Words and address of what is offered in the place of a PDF."""


def files_at(at: Callable[[str], str], texts: Iterable[TextFormat] | None = None) -> Files:
    """The files whose addresses this gives by the name of a format; of text, these or all."""
    written = list(TEXTS.values() if texts is None else texts)

    def link(form: Format) -> Link:
        address = f"{at(form.variant_of)}?variant={form.name}" if form.variant_of else at(form.name)
        return address, form.label

    def links(*forms: Format, signed: bool = False) -> list[Link]:
        return [link(one) for one in forms if one.signed_only == signed]

    return Files(
        pdfs=links(*PDFS.values()),
        texts=links(*written),
        signed=links(*written, *PDFS.values(), signed=True),
        others=tuple((one.label, link(one)[0]) for one in written if one.complete and not one.signed_only),
    )


@dataclass(frozen=True, slots=True)
class ListedService:
    """A service and its team, by their parts of addresses."""

    name: str
    slug: str
    team: str
    team_slug: str
    id: int = 0


Reading = Callable[[str], AnswersFile | None]
"""The answers as this browser sees them; with the name of a team's address part, those about that team alone."""


@dataclass(frozen=True)
class RecordSource:
    """Results that belong together: where they are, and what they are made from."""

    title: str
    checklist: Checklist
    services: Sequence[ListedService]
    """In their order."""
    read: Reading
    up: Sequence[Link] = ()
    """The way from the beginning to what the results are of; an assessment has its own head instead."""
    hub: str = ""
    """Where one goes on while there is no result."""
    scope_id: int | None = None
    """Who may have the files; None: anyone."""
    nothing: Callable[[], str] = lambda: ""
    """Why whoever only reads sees no answers; read where there are none."""
    whose: Callable[[Sequence[int]], str] = lambda ids: ""
    """From whose answers the verdicts on these services are made."""
    may_answer: bool = False
    may_edit: bool = False
    public_id: str = ""
    """The id of the assessment; empty where there is none."""

    def at(self, name: str, *slug: str) -> str:
        """The address of this name, of a service's or a team's where one is given."""
        raise NotImplementedError

    @property
    def platform(self) -> str:
        """The result of the platform; empty where there is none."""
        return self.at("platform-result")

    @property
    def trail(self) -> list[Link]:
        """The way to what stands below the platform's result."""
        return [*self.up, (self.platform, "Result")]

    @property
    def keep(self) -> str:
        """Where one keeps what would be deleted after a while; empty for what is kept."""
        return ""

    def service(self, slug: str) -> str:
        return self.at("service-result", slug)

    def files(self, *slug: str) -> Files:
        """Those of a service, or of the platform."""
        kind = "service" if slug else "platform"
        return files_at(lambda form: self.at(f"{kind}-{form}", *slug))

    def service_at(self, slug: str) -> ListedService:
        """The service of this address part. AccessDenied: there is none here."""
        service = next((one for one in self.services if one.slug == slug), None)
        if service is None:
            raise AccessDenied("There is no such service here.")
        return service

    def neighbours(self, slug: str) -> tuple[Link | None, Link | None]:
        """The results of the service above and of the one below."""
        at = next(index for index, one in enumerate(self.services) if one.slug == slug)
        around = (self.services[at - 1] if at else None, self.services[at + 1] if at + 1 < len(self.services) else None)
        before, after = ((self.service(one.slug), one.name) if one else None for one in around)
        return before, after

    def steps(self, slug: str) -> list[QuestionPage]:
        """The pages of a service's questions; none for whoever only reads."""
        return []

    def scorecard(self, team_slug: str) -> str:
        """Where a team's scorecard is answered; empty for whoever only reads."""
        return ""

    def measure(self, slug: str) -> str:
        """Where a service's benchmarks are written down; empty for whoever may not."""
        return ""

    def kit(self, slug: str) -> str:
        """Where a service's prototype kit is; empty for whoever may not change it."""
        return ""

    def wants(self, slug: str) -> str:
        """Where one says what a service wants of a framework; empty for whoever may not."""
        return ""

    def check(self, check: str) -> tuple[str, str]:
        """The page of a check, and where an answer to it goes; empty where there is none."""
        return "", ""

    def ways_out(self, slug: str) -> list[Link]:
        """Where one can go from a service's result."""
        return [(self.platform, "The whole platform")]


@dataclass(frozen=True)
class AssessmentSite(RecordSource):
    """The results of an assessment."""

    def at(self, name: str, *slug: str) -> str:
        return reverse(name, args=[self.public_id, *slug])

    def _routes(self, slug: str) -> ServiceRoutes:
        return ServiceRoutes(self.public_id, slug, self.service_at(slug).team_slug)

    def steps(self, slug: str) -> list[QuestionPage]:
        return self._routes(slug).steps(self.checklist) if self.may_answer else []

    def scorecard(self, team_slug: str) -> str:
        return addresses.scorecard(self.public_id, team_slug) if self.may_answer else ""

    def measure(self, slug: str) -> str:
        return self.at("service-benchmarks", slug) if self.may_edit else ""

    def kit(self, slug: str) -> str:
        return self.at("service-kit", slug) if self.may_edit and kits_of(self.checklist) else ""

    def wants(self, slug: str) -> str:
        return self.at("service-framework", slug) if self.may_edit else ""

    def check(self, check: str) -> tuple[str, str]:
        save = self.at("assessment-check-answer", check) if self.may_edit else ""
        return self.at("assessment-check", check), save

    def ways_out(self, slug: str) -> list[Link]:
        check = [(self._routes(slug).check, "Check or change the answers")] if self.may_answer else []
        return [*check, (self.at("compare-service", slug), "Compare who said what"), *RecordSource.ways_out(self, slug)]


@lru_cache(maxsize=1)
def _services() -> Compiled:
    rows = Service.objects.filter(assessment_id=ASSESSMENT).order_by("position", "id")
    return compiled(rows.values_list("name", "slug", "team__name", "team__slug", "id"))


def site_of(opened: Opened) -> AssessmentSite:
    """The results of an assessment, their addresses in one read."""
    assessment = opened.assessment
    services = [ListedService(*row) for row in fetched(_services(), {ASSESSMENT: assessment.id})]
    return AssessmentSite(
        title=assessment.title,
        checklist=at_digest(assessment.checklist.digest),
        services=services,
        hub=addresses.hub(assessment.public_id),
        read=lambda team: with_decision(assessment, answers_seen(opened, team_slug=team)),
        nothing=lambda: "" if opened.may_respond else _nothing(opened),
        scope_id=assessment.scope_id,
        whose=lambda ids: _whose(opened, ids),
        may_answer=opened.may_respond,
        may_edit=opened.may_edit,
        public_id=assessment.public_id,
    )


def _whose(opened: Opened, ids: Sequence[int]) -> str:
    rounds, mine = rounds_of(opened.assessment.id), respondent_of(opened)
    return source([state_of(rounds, service_id=one) for one in ids], mine)


def _nothing(opened: Opened) -> str:
    return nothing_seen(showing(crew_of(opened.assessment), rounds_of(opened.assessment.id), None))


def answered(file: AnswersFile | None) -> bool:
    """Whether there is anything a result could tell of."""
    if file is None:
        return False
    return any(service.answers for service in file.services) or any(person.services for person in file.respondents)


def today() -> date:
    """The date a draft takes: that of its download, where the server is."""
    return timezone.localdate()


def answers_of(site: RecordSource) -> AnswersFile | None:
    """The answers about the platform; None while there are none."""
    file = site.read("")
    return file if answered(file) else None


def whole(site: RecordSource) -> DecisionRecord | None:
    """The record of the platform; None while nothing is answered. UnfinishedError: ask again."""
    file = answers_of(site)
    return None if file is None else record_of(site.checklist, file, today())
