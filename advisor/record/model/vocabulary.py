"""Ids, levels, flags, gates and flips as plain sentences: the one place where the product finds its words.

In: a checklist and values of the engine. Out: text without markup, used alike by page, PDF, Markdown and terminal.
Must not know: how a verdict is made, where the text is shown.
"""

from collections.abc import Sequence
from fractions import Fraction

from advisor.checklist.model import Checklist, Component, Dimension, Gate, Statement
from advisor.checklist.service import ServiceEntry
from advisor.engine.choice import FrameworkChoice
from advisor.engine.recommendation import Change, Flips, FlipSet, ServiceRecommendation, WeightFlip
from advisor.record.model.entries import ChangeLine
from advisor.record.numbers import percent, plural

SCORECARD = "scorecard."

MOST_FLIPS, NEAR, MOST_WAYS = 4, 3, 20
"""Ways to another verdict that are listed, how many steps away is near, and how many ways are worth a number."""

SIDE_NAMES = {
    "raw": "Raw fits",
    "framework": "Framework fits",
    "split": "Can be split",
    "gut": "Gut check",
    "sustain": "Hiring scorecard",
}
STRENGTH_NAMES = {"firm": "Firm", "lean": "Leaning", "conditional": "Conditional"}
SUSTAIN_NAMES = {"yes": "yes", "conditional": "with conditions", "no": "no"}
HINTS = {"raw": "Usually raw", "framework": "Usually framework", "open": "Could be either"}
"""What is said of a kind of service."""
FACT_STATUS = {
    "verified": "verified",
    "dated": "true on its date",
    "doubtful": "doubtful",
    "unverified": "not verified",
}


def listed(parts: list[str], last: str = "and") -> str:
    """Parts as a phrase.

    >>> listed(["a"]), listed(["a", "b", "c"]), listed(["raw", "split"], "or")
    ('a', 'a, b and c', 'raw or split')
    """
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


MOST_NAMED = 6
"""Services behind a count."""


def some(names: Sequence[str], most: int = 5) -> str:
    """Names as a phrase that stays short.

    >>> some(["a", "b"]), some(["a", "b", "c", "d"], 2)
    ('a and b', 'a, b and 2 more')
    """
    return listed(list(names)) if len(names) <= most else f"{', '.join(names[:most])} and {len(names) - most} more"


def lowered(text: str) -> str:
    """Text to stand inside a sentence: its first letter small, unless the first word is a name or an abbreviation.

    >>> lowered("A faster start"), lowered("REST APIs"), lowered("I know")
    ('a faster start', 'REST APIs', 'I know')
    """
    first = text.split(" ", 1)[0]
    if first == "I" or sum(character.isupper() for character in first) > 1:
        return text
    return text[:1].lower() + text[1:]


def quoted(text: str) -> str:
    """Text in quotation marks, without its full stop.

    >>> quoted("The service stays small.")
    '‘The service stays small’'
    """
    return f"‘{text.removesuffix('.')}’"


def asked(ask: str) -> str:
    """Whom to ask, as a phrase."""
    return {"engineers": "the engineers", "security": "security", "product": "product"}.get(ask, f"the {ask}")


class Vocabulary:
    """The words of one checklist."""

    def __init__(self, checklist: Checklist) -> None:
        self.checklist = checklist
        self.raw = checklist.alternatives["raw"].name
        self.framework = checklist.alternatives["framework"].name
        self.statements: dict[str, Statement] = {s.id: s for s in checklist.statements}
        self.keys_by_role = {s.role: s.id for s in checklist.statements if s.role}
        self.dimensions: dict[str, Dimension] = {SCORECARD + d.id: d for d in checklist.scorecard.dimensions}
        self.gates: dict[str, Gate] = {gate.id: gate for gate in checklist.gates}
        self.checks = checklist.worded()
        self.kinds = {kind.id: kind.name for kind in checklist.service_types}

    def text(self, key: str) -> str:
        """What a statement or scorecard dimension says; the key itself where the checklist no longer has it."""
        subject = self.statements.get(key) or self.dimensions.get(key)
        return subject.text if subject else key

    def side(self, key: str) -> str:
        """The group of a statement, in words."""
        if key in self.statements:
            return SIDE_NAMES[self.statements[key].group]
        return SIDE_NAMES["sustain"]

    def level(self, key: str, level: int) -> str:
        """A level in words: of a statement its name, of a scorecard dimension what is written for it."""
        if key in self.dimensions:
            return self.dimensions[key].levels[level]
        return self.checklist.level_names[level]

    def verdict(self, verdict: str) -> str:
        """A verdict as a label."""
        names = {"raw": self.raw, "framework": self.framework, "split": "Split", "mixed": "Mixed", "neither": "Neither"}
        return names.get(verdict, "Undecided")

    def a_framework(self, choice: FrameworkChoice | None = None) -> str:
        """What a framework is called inside a sentence: by those that lead where something is wanted of it, else as one
        such as the checklist's."""
        frameworks = self.checklist.frameworks
        if frameworks is None:
            return self.framework
        if choice is None or choice.leader is None:
            return f"a framework such as {self.framework}"
        names = [frameworks.candidate(one).name for one in (choice.leader, *choice.close)]
        return names[0] if choice.clear else f"a framework such as {listed(names, 'or')}"

    def leads_to(self, verdict: str, choice: FrameworkChoice | None = None) -> str:
        """A verdict as the end of "leads to …"."""
        names = {"raw": self.raw, "framework": self.a_framework(choice), "split": "a split", "neither": "neither"}
        return names.get(verdict, "no clear verdict")

    def advice(self, verdict: str, choice: FrameworkChoice | None = None) -> str:
        """A verdict as an instruction."""
        framework = self.a_framework(choice)
        if verdict == "split":
            return f"Split it: the fast part on {self.raw}, the business part on {framework}."
        if verdict == "neither":
            return f"The choice between {self.raw} and {self.framework} does not arise."
        if verdict == "undecided":
            return f"No clear verdict. If it has to be decided today, {framework} is the safer default."
        return f"Build it on {framework if verdict == 'framework' else self.verdict(verdict)}."

    def outside(self, service: ServiceRecommendation, stated: ServiceEntry) -> list[tuple[str, str]]:
        """(what puts a service outside the question, what to do instead), a pair for each setting that does."""
        reasons = []
        for key in service.outside:
            setting = self.checklist.setting(key.replace("_", "-"))
            option = setting.option(getattr(stated, key)) if setting else None
            if setting and option:
                reasons.append((option.because or f"{setting.text} {option.text}.", option.instead or ""))
        return reasons

    def instead(self, service: ServiceRecommendation, stated: ServiceEntry) -> str:
        """Why the question does not arise for a service, and what to do; empty where it does."""
        return " ".join(part for pair in self.outside(service, stated) for part in pair if part)

    def part(self, part: str) -> str:
        """The runtime or framework that a key of `versions` means, by its name; else the key."""
        names = (self.framework, self.checklist.runtime)
        return next((name for name in names if name.lower().startswith(part)), part)

    def components(self, service: ServiceEntry) -> list[Component]:
        """The prototypes that fit a service of this kind, in what it speaks; none where nothing is said of it."""
        fitting = [one for one in self.checklist.next_steps.components if service.kind in one.kinds]
        protocol = service.protocol
        return [one for one in fitting if not one.protocols or protocol is None or protocol in one.protocols]

    def kind(self, kind: str | None) -> str:
        return self.kinds.get(kind or "", "")

    def change(self, change: Change) -> str:
        """One answer that moves: “‘…’ from mostly true to half true”; of the scorecard from one text to another."""
        before, after = self._ends(change.statement, change.from_level, change.to_level)
        return f"{quoted(self.text(change.statement))} from {before} to {after}"

    def moves(self, flip: FlipSet) -> tuple[ChangeLine, ...]:
        """The answers that move, one per line."""
        return tuple(
            ChangeLine(c.statement, self.text(c.statement), *self._ends(c.statement, c.from_level, c.to_level))
            for c in flip.changes
        )

    def _ends(self, key: str, before: int, after: int) -> tuple[str, str]:
        if key in self.dimensions:
            return quoted(self.level(key, before)), quoted(self.level(key, after))
        return self.checklist.level_names[before], self.checklist.level_names[after]

    def flip(self, flip: FlipSet, most: int = 1000) -> str:
        """One cheapest way to another verdict, as a sentence that names at most so many changes."""
        changes = [self.change(change) for change in flip.changes[:most]]
        more = len(flip.changes) - len(changes)
        if more:
            changes.append(plural(more, "more answer"))
        together = "" if len(flip.changes) == 1 else " together"
        return f"Changing {listed(changes)}{together} leads to {self.leads_to(flip.verdict)}."

    def flips_worth_telling(self, flips: Flips) -> tuple[FlipSet, ...]:
        """The ways to another verdict that are near: all where they are few, else the shortest ones, one to each
        verdict at least. Those further away are counted and not listed."""
        if flips.steps is None or flips.steps > NEAR:
            return ()
        if len(flips.sets) <= MOST_FLIPS and flips.total == len(flips.sets):
            return flips.sets
        shortest = sorted(flips.sets, key=lambda one: len(one.changes))
        firsts = {one.verdict: one for one in reversed(shortest)}.values()
        return tuple(
            sorted([*firsts, *(one for one in shortest if one not in firsts)][:MOST_FLIPS], key=shortest.index)
        )

    def weight_flip(self, flip: WeightFlip) -> str:
        """A weight whose change alone changes the verdict."""
        statement = quoted(self.text(flip.statement))
        weights = f"A weight of {flip.to_weight} instead of {flip.from_weight}"
        return f"{weights} for {statement} leads to {self.leads_to(flip.verdict)}."

    def flips(self, service: ServiceRecommendation) -> str:
        """How far the verdict is from another one, in a sentence."""
        flips = service.flips
        if service.outside:
            return ""
        if "insufficient" in service.flags:
            return "Too much is open to say how far the verdict is from another one."
        if flips.steps is None:
            return "The nearest other verdict is more than six steps away."
        steps = plural(flips.steps, "step")
        if flips.total > MOST_WAYS:
            return f"The nearest other verdict is {steps} away, and many combinations of answers lead there."
        ways = "one combination of answers leads" if flips.total == 1 else f"{flips.total} combinations of answers lead"
        return f"The nearest other verdict is {steps} away, and {ways} there."

    def strength_name(self, service: ServiceRecommendation) -> str:
        return STRENGTH_NAMES.get(service.strength or "", "No strength")

    def strength(self, service: ServiceRecommendation) -> str:
        """How far the verdict can be trusted, in a sentence; empty where there is none."""
        return {
            "firm": "Firm: other weights and a few other answers would hardly change it.",
            "lean": f"Leaning: {self._withheld(service)}.",
            "conditional": "Conditional: it depends on the team, not on the service alone.",
        }.get(service.strength or "", "")

    def _withheld(self, service: ServiceRecommendation) -> str:
        """What keeps a verdict that leans from firm."""
        figures = {one.why: one.figure for one in service.withheld}
        reasons = ["not everything is answered yet"] if "open" in figures else []
        if "gut" in figures:
            reasons.append("the gut check points the other way")
        steps, share = figures.get("steps"), service.robustness
        change = ""
        if steps is not None:
            change = f"{'one step' if steps == 1 else 'two steps' if steps == 2 else f'{steps} steps'} would change it"
        if "robustness" in figures and share is not None:
            reasons.append(f"only {percent(share)} of other weightings agree")
            reasons += [change] if change else []
        elif change:
            agree = f"{percent(share or Fraction(0))} of other weightings agree"
            agree = "every other weighting agrees" if share == 1 else agree
            reasons.append(f"{agree}, but {change}" if not reasons else change)
        return listed(reasons) or "other answers or weights could change it"

    def robustness(self, service: ServiceRecommendation) -> str:
        """What was seen with 10,000 other weightings, in a sentence."""
        if service.outside:
            return ""
        if service.robustness is None:
            return "Too much is open for other weightings to say anything."
        if service.robustness == 1:
            return "All 10,000 other weightings of the statements give the same verdict."
        share = percent(service.robustness)
        return f"{share[:1].upper()}{share[1:]} of 10,000 other weightings of the statements give the same verdict."
