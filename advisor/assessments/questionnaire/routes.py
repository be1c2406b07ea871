"""Which statements are asked where: the pages of a questionnaire (the checklist's sections, everything on one page, the
team's scorecard) and their addresses.

In: a checklist, ids for addresses. Out: pages and addresses. Must not know: rows, answers, who asks.
"""

from collections.abc import Collection
from dataclasses import dataclass

from django.urls import reverse

from advisor.assessments import addresses
from advisor.assessments.answers import SCORECARD, Prompt
from advisor.checklist.model import Checklist
from advisor.record.model.entries import first_sentence

ALL = "all"
LONGEST_LEAD = 200
"""So many characters of an introduction stand above the statements; more of it is folded."""
TEAM = "team"


@dataclass(frozen=True, slots=True)
class QuestionPage:
    number: int
    slug: str
    title: str
    intro: str
    keys: tuple[str, ...]
    address: str
    of_team: bool = False

    @property
    def lead(self) -> str:
        """The introduction; of a long one its first sentence."""
        return self.intro if len(self.intro) <= LONGEST_LEAD else first_sentence(self.intro)

    @property
    def rest(self) -> str:
        """What is left of a long introduction."""
        return self.intro.removeprefix(self.lead).strip()


def sections(checklist: Checklist, addresses: Collection[str]) -> list[QuestionPage]:
    """A page a section, at most six statements each (the checklist's own rule)."""
    return [
        QuestionPage(number, section.id, section.title, section.intro, tuple(section.statements), address)
        for number, (section, address) in enumerate(zip(checklist.sections, addresses, strict=True), start=1)
    ]


def scorecard(checklist: Checklist, address: str, number: int) -> QuestionPage:
    """The page of the owning team's dimensions."""
    card = checklist.scorecard
    keys = tuple(SCORECARD + dimension.id for dimension in card.dimensions)
    return QuestionPage(number, TEAM, card.title, card.intro, keys, address, of_team=True)


def everything(checklist: Checklist, address: str) -> QuestionPage:
    """All statements about a service on one page."""
    keys = tuple(key for section in checklist.sections for key in section.statements)
    return QuestionPage(
        0, ALL, "All statements", "For those who know the checklist: every statement on one page.", keys, address
    )


def step_of(steps: list[QuestionPage], key: str) -> QuestionPage | None:
    """The page that asks for this statement or dimension."""
    return next((step for step in steps if key in step.keys), None)


class Routes:
    """What all three have in common. An empty address stands for "there is none"."""

    @property
    def start_over(self) -> str:
        """Where one throws the answers away."""
        return ""

    @property
    def all_at_once(self) -> str:
        """Every statement on one page."""
        return ""

    @property
    def edit(self) -> str:
        """Where an editor changes what the service or the team is called, and all else about it."""
        return ""

    def asks(self, question: Prompt) -> bool:
        """Whether this statement is answered here."""
        return True

    def steps(self, checklist: Checklist) -> list[QuestionPage]:
        """All pages in order, and last the team's scorecard, wherever that is asked."""
        raise NotImplementedError

    def pages(self, checklist: Checklist) -> list[QuestionPage]:
        """The pages that are asked here, in order."""
        return self.steps(checklist)

    def page(self, checklist: Checklist, slug: str) -> QuestionPage | None:
        """The page of this name; the first where none is named."""
        return next((step for step in self.pages(checklist) if not slug or step.slug == slug), None)

    def answer(self, key: str) -> str:
        """Where one statement is saved."""
        raise NotImplementedError

    def block_of(self, step: QuestionPage) -> str:
        """The block of fields that stands above the statements of a page, or nothing."""
        return ""

    def block(self, name: str) -> str:
        """Where such a block is saved."""
        raise NotImplementedError

    @property
    def so_far(self) -> str:
        """What the answers say so far."""
        raise NotImplementedError

    @property
    def check(self) -> str:
        """Where one goes after the last page."""
        raise NotImplementedError

    @property
    def result(self) -> str:
        raise NotImplementedError


class QuickRoutes(Routes):
    """One service without an account, its team included."""

    def steps(self, checklist: Checklist) -> list[QuestionPage]:
        pages = [reverse("quick-step", args=[section.id]) for section in checklist.sections]
        pages[0] = reverse("quick")
        return [*sections(checklist, pages), scorecard(checklist, reverse("quick-team"), len(pages) + 1)]

    def answer(self, key: str) -> str:
        return reverse("quick-answer", args=[key])

    def block_of(self, step: QuestionPage) -> str:
        return "details" if step.number == 1 else "owners" if step.of_team else ""

    def block(self, name: str) -> str:
        return reverse(f"quick-{name}")

    @property
    def start_over(self) -> str:
        return reverse("quick-start-over")

    @property
    def so_far(self) -> str:
        return reverse("quick-so-far")

    @property
    def check(self) -> str:
        return reverse("quick-check")

    @property
    def result(self) -> str:
        return reverse("quick-result")


@dataclass(frozen=True, slots=True)
class ServiceRoutes(Routes):
    """One service of an assessment. Its team's scorecard is asked on the team's own page, once for all its services."""

    public_id: str
    service: str
    team: str

    def _at(self, name: str, *rest: str) -> str:
        return addresses.address(name, self.public_id, self.service, *rest)

    def asks(self, question: Prompt) -> bool:
        return not question.of_team

    def steps(self, checklist: Checklist) -> list[QuestionPage]:
        pages = [self._at("assessment-service", section.id) for section in checklist.sections]
        team = addresses.scorecard(self.public_id, self.team)
        return [*sections(checklist, pages), scorecard(checklist, team, len(pages) + 1)]

    def pages(self, checklist: Checklist) -> list[QuestionPage]:
        return self.steps(checklist)[:-1]

    def page(self, checklist: Checklist, slug: str) -> QuestionPage | None:
        every = everything(checklist, self.all_at_once)
        return every if slug == every.slug else Routes.page(self, checklist, slug)

    def answer(self, key: str) -> str:
        return self._at("service-answer", key)

    @property
    def all_at_once(self) -> str:
        return self._at("service-all")

    @property
    def edit(self) -> str:
        return self._at("service-edit")

    @property
    def so_far(self) -> str:
        return self._at("service-so-far")

    @property
    def check(self) -> str:
        return self._at("service-check")

    @property
    def result(self) -> str:
        return addresses.service_result(self.public_id, self.service)


@dataclass(frozen=True, slots=True)
class TeamRoutes(Routes):
    """The scorecard of one owning team of an assessment."""

    public_id: str
    team: str

    def _at(self, name: str, *rest: str) -> str:
        return addresses.address(name, self.public_id, self.team, *rest)

    def asks(self, question: Prompt) -> bool:
        return question.of_team

    def steps(self, checklist: Checklist) -> list[QuestionPage]:
        return [scorecard(checklist, self._at("team-scorecard"), 1)]

    def answer(self, key: str) -> str:
        return self._at("team-answer", key)

    @property
    def edit(self) -> str:
        return self._at("team-edit")

    def block_of(self, step: QuestionPage) -> str:
        return "owners"

    def block(self, name: str) -> str:
        return self._at("team-details")

    @property
    def so_far(self) -> str:
        return self._at("team-so-far")

    @property
    def check(self) -> str:
        return addresses.hub(self.public_id)

    @property
    def result(self) -> str:
        return addresses.result(self.public_id)
