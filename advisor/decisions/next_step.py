"""The one thing that is next for one person in one role: the first thing on the hub.

In: an opened assessment, what the hub shows of it. Out: a `NextStep`. Must not know: HTTP, templates.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from advisor.assessments import addresses
from advisor.assessments.access import Opened
from advisor.decisions.listing import Listing, ServiceRow
from advisor.decisions.positions import DeciderWord, words_of
from advisor.decisions.proposals import draft_of
from advisor.decisions.standing import Standing
from advisor.record.model.vocabulary import some
from advisor.record.numbers import day_in_words, plural


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do now, and why."""

    words: str
    """What the button says; empty where there is nothing to do but wait."""
    address: str
    why: str
    posts: bool = False
    """The button does it by itself."""
    instead: str = ""
    """What a second, quieter link says; empty where there is none."""
    instead_address: str = ""


@dataclass(frozen=True, slots=True)
class HubState:
    """Everything that the next step depends on."""

    opened: Opened
    listing: Listing
    standing: Standing
    words: Sequence[DeciderWord] = ()
    """The deciders, while something is proposed to them."""
    review: str = ""
    """The day on which what was signed is looked at again."""

    def at(self, rest: str = "") -> str:
        return addresses.hub(self.opened.assessment.public_id) + rest

    @property
    def silent(self) -> list[str]:
        """The deciders who have not said anything."""
        return [one.who for one in self.words if one.position is None]

    @property
    def asks_me(self) -> bool:
        """Whether it is for whoever looks to accept what is proposed, or to say why not."""
        return any(one.own and one.position is None for one in self.words)


def next_step(opened: Opened, listing: Listing, standing: Standing) -> NextStep:
    """What is next for whoever opened it; where a decision is proposed or signed, in a few more reads."""
    if not (standing.proposed or standing.signed):
        return step_of(HubState(opened, listing, standing))
    draft = draft_of(opened.assessment)
    words = words_of(opened, draft) if standing.proposed else []
    return step_of(HubState(opened, listing, standing, words, draft.content.get("review", "")))


def step_of(at: HubState) -> NextStep:
    """The first of these that applies: what somebody else waits for comes first."""
    if at.asks_me:
        why = "You decide here. Accept what is proposed, or say why not."
        return NextStep("Read the proposal", at.at("decide/"), why)
    if at.standing.signed:
        return _signed(at)
    if not at.opened.may_respond:
        return _reader(at)
    if at.listing.respondent is None:
        why = "You can answer here. Say who you are first; nobody sees your answers yet."
        return NextStep("Join", at.at("join/"), why)
    return _answering(at) or _together(at)


def _signed(at: HubState) -> NextStep:
    review = f" Review on {_day(at.review)}." if at.review else ""
    why = f"Signed as {at.standing.reference}.{review}"
    return NextStep("Read the record", addresses.record(at.standing.record), why)


def _day(written: str) -> str:
    """
    >>> _day("2027-05-01")
    '1 May 2027'
    """
    return day_in_words(date.fromisoformat(written))


def _reader(at: HubState) -> NextStep:
    """Who reads can do nothing to bring it nearer."""
    if at.standing.proposed:
        return NextStep("Read the proposal", at.at("decide/"), _waits("A decision is proposed.", at.silent))
    if at.listing.begun:
        return NextStep("See the result", at.at("result/"), "You can read everything here.")
    return NextStep("", "", "Nothing is revealed yet. Answers and verdicts appear here once they are.")


def _waits(first: str, names: Sequence[str]) -> str:
    """
    >>> _waits("You are done.", ["Ben", "Cleo"])
    'You are done. Waiting for Ben and Cleo.'
    >>> _waits("You are done.", [])
    'You are done.'
    """
    return f"{first} Waiting for {some(names)}." if names else first


def _answering(at: HubState) -> NextStep | None:
    """What is left for this person to describe and to answer."""
    services, teams = at.listing.services, at.listing.teams
    if not services:
        if not at.opened.may_edit:
            return NextStep("", "", "There is no service to answer about yet.")
        why = "List the parts of your platform. Each service gets its own verdict."
        return NextStep("Add services", at.at("add/services/"), why)
    asked = [one for one in services if one.asked and one.progress != "revealed"]
    begun = [one for one in asked if one.progress == "begun"]
    unanswered = begun or [one for one in asked if one.progress == "blank"]
    if unanswered:
        return _answer(at, unanswered, begun=bool(begun))
    card = next((team for team in teams if team.progress != "done" and team.services), None)
    if card and asked:
        why = "Raw is recommended only to a team that can carry it. Four questions about the team settle that."
        return NextStep(f"Fill in the scorecard of {card.name}", card.address, why)
    ready = [one for one in asked if one.progress == "ready"]
    if ready:
        why = "You have answered everything. Others see your answers once everyone is done."
        return NextStep(f"I'm done with {_all(ready)}", at.at("done/"), why, posts=True)
    return None


def _answer(at: HubState, unanswered: Sequence[ServiceRow], *, begun: bool) -> NextStep:
    """Who is the last one hears it; and who may reveal, and has not begun, that it goes on without their answers."""
    one = unanswered[0]
    why = f"{one.total - one.done} of {one.total} statements are open. “Not sure” is a good answer."
    words = f"{'Continue with' if begun else 'Answer for'} {one.name}"
    if not all(row.waits_for_one for row in unanswered):
        return NextStep(words, one.address, why)
    why = f"Everyone else is done and waits for you. {why}"
    if begun or not at.opened.may_edit:
        return NextStep(words, one.address, why)
    return NextStep(words, one.address, why, instead="Reveal without my answers", instead_address=at.at("compare/"))


def _all(ready: Sequence[ServiceRow]) -> str:
    return ready[0].name if len(ready) == 1 else f"all {len(ready)} services"


def _together(at: HubState) -> NextStep:
    """Everything that is one's own is done: what the team has to do, by what this person may do of it."""
    listing, standing = at.listing, at.standing
    if standing.proposed:
        return _proposed(at)
    if standing.several and standing.open:
        if step := _alone(at):
            return step
        first = (
            "You're done. " if any(one.asked for one in listing.services) else "You aren't asked about any service. "
        )
        why = _waits(first + _answered(listing), listing.waits_for)
        if at.opened.may_edit:
            return NextStep("Remind them" if listing.waits_for else "See who is done", at.at("people/"), why)
        return NextStep("See who is done", at.at("progress/"), why)
    if listing.differ and listing.changing != 0 and not standing.begun:
        return NextStep("Compare", at.at("compare/"), f"Everything is revealed. {_differ(listing)}")
    if at.opened.may_edit:
        why = "The answers recommend; you decide. Choose for each service, name who decides, and set a review date."
        if standing.several and not standing.begun:
            why = (
                f"Everything is revealed. {_differ(listing)} {why}"
                if standing.together
                else f"Everything is revealed. {why}"
            )
        if not standing.several and not standing.begun:
            return NextStep("See the result", at.at("result/"), "You have answered everything.")
        return NextStep("Continue the decision" if standing.begun else "Decide", at.at("decide/"), why)
    return NextStep("See the result", at.at("result/"), "Everything is revealed. The decision comes next.")


def _alone(at: HubState) -> NextStep | None:
    """What nobody but one person is asked about is revealed by no other's being done: they show it, or an editor
    reveals it."""
    left = [one for one in at.listing.services if not one.revealed and one.people == 1]
    mine = next((one for one in left if one.asked), None)
    if mine is not None:
        why = "Nobody else is asked about it. Once you show your answers, it is revealed."
        return NextStep(f"Show my answers about {mine.name}", mine.check, why)
    theirs = next((one for one in left if one.people_done), None)
    if theirs is not None and at.opened.may_edit and not at.listing.waits_for:
        why = "The one person who is asked about it is done. Reveal it, or wait until they show it."
        return NextStep(f"Reveal {theirs.name}", at.at(f"compare/services/{theirs.slug}/"), why)
    return None


def _answered(listing: Listing) -> str:
    return f"{listing.answered} of {plural(len(listing.services), 'service')} answered."


def _differ(listing: Listing) -> str:
    """
    >>> _differ(Listing([], [], [], None, differ=23, changing=6))
    'You differ on 23 statements; 6 of them change the outcome.'
    >>> _differ(Listing([], [], [], None, differ=1))
    'You differ on 1 statement; it does not change the outcome.'
    """
    if not listing.differ:
        return "You agree on every statement."
    if listing.changing is None:
        return f"You differ on {plural(listing.differ, 'statement')}."
    if listing.differ == 1:
        return f"You differ on 1 statement; it {'changes' if listing.changing else 'does not change'} the outcome."
    share = listing.changing or "none"
    verb = "changes" if listing.changing == 1 else "change"
    return f"You differ on {listing.differ} statements; {share} of them {verb} the outcome."


def _proposed(at: HubState) -> NextStep:
    if at.opened.may_own and not at.silent:
        why = "Every decider has spoken. Check what will be frozen, then sign."
        return NextStep("Go to sign-off", at.at("decide/"), why)
    return NextStep("See the proposal", at.at("decide/"), _waits("A decision is proposed.", at.silent))
