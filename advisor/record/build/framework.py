"""Which framework, in words: who is left out, who leads and why, what would change it, what to ask next.

In: a checklist's words and one service's choice. Out: plain sentences with the source of each judgement. Must not know:
how the leader was found, where it is shown.
"""

from fractions import Fraction

from advisor.checklist.frameworks import Candidate, Fit, Frameworks, Wanted
from advisor.engine.choice import FrameworkChoice, LeadChange, WantChange
from advisor.record.model.entries import FrameworkLine, WantLine
from advisor.record.model.vocabulary import NEAR, Vocabulary, asked, listed, quoted
from advisor.record.numbers import day_in_words, exact, percent, percents

NOTHING = Fraction(0)
MATTERS = ("not at all", "a little", "somewhat", "much", "very much")
"""How much something is wanted, from 0 to 4."""
FITS = ("not at all", "barely", "with work of your own", "well", "made for it")
"""How far a candidate meets a want, from 0 to 4."""


def matters(wanted: Wanted) -> str:
    """How much something is wanted, in words.

    >>> matters(3), matters("must"), matters("unsure")
    ('matters much', 'a must', 'not sure')
    """
    if wanted == "must":
        return "a must"
    return "not sure" if wanted == "unsure" else f"matters {MATTERS[wanted]}"


def framework_line(words: Vocabulary, choice: FrameworkChoice | None) -> FrameworkLine | None:
    """Everything a reader is told about the choice of a framework; None where there is none."""
    frameworks = words.checklist.frameworks
    if choice is None or frameworks is None:
        return None
    names = _FrameworkWords(frameworks, choice)
    return FrameworkLine(
        eliminated=names.eliminated(),
        sentence=names.lead(words.framework),
        wants=names.wants(),
        changes=tuple(names.change(change) for change in choice.changes),
        question=names.question(),
        arithmetic=names.arithmetic(),
    )


class _FrameworkWords:
    def __init__(self, frameworks: Frameworks, choice: FrameworkChoice) -> None:
        self.frameworks, self.choice = frameworks, choice
        self.wanted = dict(choice.wants)
        self.levels = {want: 4 if level == "must" else level for want, level in choice.wants if level != "unsure"}

    def name(self, candidate: str) -> str:
        return self.frameworks.candidate(candidate).name

    def want_words(self, want: str) -> str:
        return quoted(self.frameworks.want(want).text)

    def eliminated(self) -> tuple[str, ...]:
        """A sentence for each candidate and must that leaves it out; which musts exclude each other, if nobody is
        left."""
        lines = []
        for one in self.choice.eliminated:
            fit = self.frameworks.candidate(one.candidate).fits[one.want]
            lines.append(
                f"{self.name(one.candidate)} does not meet the must {self.want_words(one.want)}. {grounds(fit)}"
            )
        if not self.choice.scores:
            musts = dict.fromkeys(one.want for one in self.choice.eliminated)
            ways = [
                f"{self.want_words(must)} leaves out "
                + listed([self.name(one.candidate) for one in self.choice.eliminated if one.want == must])
                for must in musts
            ]
            lines.insert(0, f"No framework here meets every must: {listed(ways)}. Drop one of them.")
        return tuple(lines)

    def lead(self, stands_for: str) -> str:
        choice = self.choice
        if not choice.scores:
            return ""
        if choice.leader is None:
            return f"Nobody has said yet what the framework should offer, so {stands_for} stands for any."
        scores = {
            candidate: f"{self.name(candidate)} ({percent(score or NOTHING)})" for candidate, score in choice.scores
        }
        leader, others = scores[choice.leader], [scores[one] for one in scores if one != choice.leader]
        if choice.close:
            near = [scores[one] for one in choice.close]
            apart = percent(self.frameworks.margin)
            return f"It is close between {leader} and {listed(near)}: under {apart} apart."
        share = percent(dict(choice.scores)[choice.leader] or NOTHING)
        ahead = f", clearly ahead of {listed(others)}" if others else " and is the only one left"
        end = "." if choice.settled else " so far; open answers could still change that."
        return f"{self.name(choice.leader)} meets {share} of what is wanted{ahead}{end}"

    def wants(self) -> tuple[WantLine, ...]:
        """What is wanted, and what each answer adds for the leader, the most first."""
        if self.choice.leader is None:
            return ()
        leader = self.frameworks.candidate(self.choice.leader)
        drivers = [(want, share) for want, share in self.choice.drivers[leader.id] if self.levels[want]]
        printed = percents([share for _, share in drivers])
        return tuple(
            WantLine(
                self.want_words(want),
                matters(self.wanted[want]),
                share,
                adds,
                f"{leader.name}: {grounds(leader.fits[want])}",
            )
            for (want, share), adds in zip(drivers, printed, strict=True)
        )

    def change(self, change: LeadChange) -> str:
        """What would end the clear lead over one candidate; where that is far, how far."""
        leader, other = self.name(self.choice.leader or ""), self.name(change.candidate)
        if change.steps > NEAR:
            return f"{leader} stays clearly ahead of {other} until {change.steps} steps of these answers change."
        moves = listed([self._move(one) for one in change.wants])
        return f"{leader} would no longer be clearly ahead of {other} if {moves}."

    def _move(self, one: WantChange) -> str:
        before = "being a must" if self.wanted[one.want] == "must" else MATTERS[one.from_level]
        return f"{self.want_words(one.want)} mattered {MATTERS[one.to_level]} instead of {before}"

    def question(self) -> str:
        if self.choice.next_want is None:
            return ""
        want = self.frameworks.want(self.choice.next_want)
        return f"Ask {asked(want.ask)} next how much this matters: {quoted(want.text)}."

    def arithmetic(self) -> tuple[str, ...]:
        """Each score written out: answers times fits, divided by the most that it could be."""
        return tuple(self._score(self.frameworks.candidate(candidate)) for candidate, _ in self.choice.scores)

    def _score(self, candidate: Candidate) -> str:
        whole = sum(self.levels.values())
        if not whole:
            return f"{candidate.name}: nothing is wanted"
        terms = [f"{level}×{candidate.fits[want].fit}" for want, level in self.levels.items()]
        score = dict(self.choice.scores)[candidate.id]
        return f"{candidate.name}: ({' + '.join(terms)}) ÷ (4×{whole}) = {exact(score or NOTHING)}"


def grounds(fit: Fit) -> str:
    """Why a candidate was judged so, where that was read and when."""
    return f"{fit.why} ({fit.source}, read on {day_in_words(fit.checked_on)})"
