"""The deciders, each with their last word on a decision.

In: an opened assessment, its decision. Out: rows and values. Must not know: HTTP.
"""

from dataclasses import dataclass

from django.db.models import Exists, F, OuterRef, Q

from advisor.assessments.access import Opened
from advisor.assessments.deciders import deciders_of, own_deciders
from advisor.assessments.models import Assessment, Decider
from advisor.decisions.draft_content import DECIDERS
from advisor.decisions.models import Position
from advisor.decisions.proposals import DecisionDraft
from advisor.record.model.positions import source_words
from advisor.sharing.access import VisitorKey, granted, in_force, is_person, whose
from advisor.sharing.models import Grant


@dataclass(frozen=True, slots=True)
class DeciderWord:
    """A decider, and what they said of the proposal."""

    who: str
    position: Position | None
    decider: Decider
    own: bool
    """It is for this browser to say it."""
    reports: bool
    """It is for this browser to report, as an owner, of somebody outside."""

    @property
    def mark(self) -> tuple[int, int, str]:
        """What tells whether it is still the same word: whose it is, which, and who entered it."""
        return (
            self.decider.id,
            self.position.id if self.position else 0,
            self.position.entered_by if self.position else "",
        )

    @property
    def source(self) -> str:
        """When and where they said what is reported of them."""
        return source_words(self.position.said_on, self.position.place) if self.position else ""


def words_of(opened: Opened, draft: DecisionDraft) -> list[DeciderWord]:
    """Every decider with their last word on a decision."""
    positions, rows = positions_of(draft), deciders_of(opened.assessment)
    own, named = own_deciders(opened, rows), {row.name: row for row in rows}
    return [
        DeciderWord(name, positions.get(row.id), row, row in own, opened.may_own and row.outside and row not in own)
        for name in draft.content.get(DECIDERS, [])
        if (row := named.get(name))
    ]


def positions_of(draft: DecisionDraft) -> dict[int, Position]:
    """The last word of each decider on the decision as it stands, by the decider's id."""
    if draft.row_id is None:
        return {}
    rows = Position.objects.filter(decision_id=draft.row_id, revision=draft.revision, decider__isnull=False)
    return {row.decider_id: row for row in rows.select_related("by").order_by("id") if row.decider_id}


def proposals_to(visitor: VisitorKey | None) -> list[Assessment]:
    """The assessments in which something is proposed to this browser's person, who has said nothing of it, in one read;
    last opened first. `own_deciders` says whose word is whose."""
    if visitor is None:
        return []
    revision = F("assessment__decision__revision")
    proposed = Decider.objects.filter(
        granted(visitor, "view", "assessment__scope"), assessment__decision__proposed_revision=revision
    ).exclude(assessment__decision__signed_revision=revision)
    came = Grant.objects.filter(in_force(), visitor_id=whose(visitor), link_id=OuterRef("link_id"))
    by_link = Q(Exists(came)) & ~granted(visitor, "own", "assessment__scope")
    asked = proposed.filter(is_person(visitor, "respondent__visitor", "assessment__scope") | by_link)
    positions = Position.objects.filter(
        decider_id=OuterRef("id"), revision=OuterRef("assessment__decision__revision"), decision__isnull=False
    )
    silent = asked.filter(~Exists(positions))
    return list(Assessment.objects.filter(id__in=silent.values("assessment_id")).order_by("-opened_on", "-id"))
