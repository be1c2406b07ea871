"""The sentences a reader meets first: the headline (a Y-statement), three reasons, and what to do next.

In: one service's recommendation. Out: plain sentences. Must not know: where they are shown.

A Y-statement names context, concern, choice, what was set aside, quality gained and price (Zdun et al. 2013).
"""

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from advisor.checklist.answers import AnswersFile
from advisor.checklist.service import ServiceEntry
from advisor.engine.recommendation import Driver, ServiceRecommendation
from advisor.record.build.flags import flag_sentences
from advisor.record.build.gates import SMALL, reopen
from advisor.record.build.reasons import MOST_NAMED, gains, prices, split_costs, strong, traded
from advisor.record.model.decision import ChosenLine
from advisor.record.model.entries import ActionLine
from advisor.record.model.vocabulary import Vocabulary, asked, listed, lowered, quoted
from advisor.record.numbers import percent, plural
from advisor.record.sanitize import line

MOST_REASONS = 3
OTHER = "other"
"""The kind of a service that is of no kind: worth no word."""
WRITE_DOWN = ActionLine("Write the decision down", "Its owner, the reason and a review date.")
"""What is left to do where nothing else is."""
TURNED_DOWN = "we turned down"


def headline(words: Vocabulary, service: ServiceRecommendation, stated: ServiceEntry) -> str:
    """The whole decision in one sentence that can be read alone; why, and what to do, where the question does not
    arise."""
    if service.outside:
        choice = f"the choice between {words.raw} and {words.framework} does not arise"
        return f"{_context(words, service)}, {choice}. {words.instead(service, stated)}"
    return f"{_situation(words, service)}, {_choice(words, service)}."


def _situation(words: Vocabulary, service: ServiceRecommendation) -> str:
    return f"{_context(words, service)}, facing {_facing(words, service)}"


def _context(words: Vocabulary, service: ServiceRecommendation) -> str:
    kind = words.kind(service.kind) if service.kind != OTHER else ""
    called = f"{service.name} ({kind})" if kind else service.name
    return f"In the context of {called}, owned by {service.team}"


def decided(
    words: Vocabulary, service: ServiceRecommendation, chosen: ChosenLine, answers: AnswersFile, verb: str
) -> str:
    """The decision on one service in one sentence that can be read alone."""
    other = {"raw": words.a_framework(), "framework": words.raw}.get(chosen.key, "one service for both")
    against = "" if verb == TURNED_DOWN else f" over {other}"
    although = ""
    if chosen.differs:
        although = {
            "undecided": "although the answers leave it open, ",
            "neither": "although the question does not arise, ",
        }.get(service.verdict, f"although the answers recommend {words.leads_to(service.verdict)}, ")
    return (
        f"{_situation(words, service)}, {although}{verb} {words.leads_to(chosen.key, service.framework)}{against}"
        f"{bargain(words, [(chosen.key, service)], answers)}."
    )


def bargain(words: Vocabulary, chosen: Sequence[tuple[str, ServiceRecommendation]], answers: AnswersFile) -> str:
    """The end of a headline: what these choices gain and cost, by the answers on each service.

    Consequences that people wrote down are whole sentences or mere words, so they stand by themselves."""
    consequences = answers.decision.consequences if answers.decision else None
    if consequences and (consequences.good or consequences.bad):
        gained, paid = (line(texts[0]).rstrip(".") if texts else "" for texts in (consequences.good, consequences.bad))
        return (f". Gained: {gained}" if gained else "") + (f". Accepted: {paid}" if paid else "")
    if len(chosen) == 1:
        return traded(words, chosen[0][1], chosen[0][0])
    sides = [(key, service) for key, service in chosen if key in ("raw", "framework")]
    achieved = _commonest([gains(words, service, key)[:1] for key, service in sides])
    given_up = _commonest([prices(words, service, key)[:1] for key, service in sides])
    given_up += split_costs(words)[:1] if any(key == "split" for key, _ in chosen) else []
    end = f", to achieve {listed(achieved)}" if achieved else ""
    return end + (f", accepting {listed(given_up)}" if given_up else "")


def _commonest(phrases: Sequence[Sequence[str]]) -> list[str]:
    """The two phrases that most services share, the first ones on a tie."""
    return [phrase for phrase, _ in Counter(chain.from_iterable(phrases)).most_common(2)]


def reasons(words: Vocabulary, service: ServiceRecommendation) -> tuple[str, ...]:
    """At most three sentences: what the flags say first, then the supports, then what weighs most. Gates are told
    apart, before any of these."""
    sentences = flag_sentences(words, service)[:1]
    sentences.append(_supports(words, service))
    sentences += [_driver(words, service, driver) for driver in _main_drivers(words, service)]
    if not service.complete and service.next_question:
        question = service.next_question
        sentences.insert(1, f"Ask {asked(question.ask)} next: {quoted(words.text(question.statement))}.")
    return tuple(reason for reason in sentences if reason)[:MOST_REASONS]


def actions(words: Vocabulary, service: ServiceRecommendation, stated: ServiceEntry) -> tuple[ActionLine, ...]:
    """What to do next, the most urgent first."""
    if service.outside:
        return tuple(ActionLine("Do this instead", instead) for _, instead in words.outside(service, stated))
    steps = [
        ActionLine(f"To reopen: {lowered(words.gates[g.gate].title)}", reopen(words, service, stated, g.gate))
        for g in service.gates
    ]
    if service.questions:
        question = service.questions[0]
        steps.append(
            ActionLine(
                f"Ask {asked(question.ask)}",
                f"{words.text(question.statement)} No other open answer matters more.",
            )
        )
    if not service.gates and any(one.check == SMALL for one in service.checks):
        steps.append(ActionLine("Either will do", words.checks[SMALL].action))
    if "conditional" in service.flags:
        steps.append(
            ActionLine(
                "Meet the conditions",
                "Name an owner and a backup, benchmark the service on its own, and write the conventions down.",
            )
        )
    if service.strength == "lean" and words.flips_worth_telling(service.flips):
        near = words.flip(words.flips_worth_telling(service.flips)[0], MOST_REASONS)
        steps.append(ActionLine("Check what would change it", near))
    if service.benchmark:
        realistic = words.checklist.next_steps.realistic
        steps.append(ActionLine("Benchmark this service on its own", realistic.text))
    steps += _prototypes(words, stated)
    steps += _pilot(words, service)
    if service.verdict == "undecided":
        steps.append(
            ActionLine(
                "If it has to be decided today",
                f"Take {words.a_framework()}: most engineers know one, and leaving it later is easier than adding it.",
            )
        )
    return tuple(steps) or (WRITE_DOWN,)


def _pilot(words: Vocabulary, service: ServiceRecommendation) -> list[ActionLine]:
    """A firm verdict is tried out, not only believed."""
    steps = [one for one in words.checklist.next_steps.steps if one.id == "pilot"]
    return [ActionLine(one.title, one.text) for one in steps if service.strength == "firm"]


def _prototypes(words: Vocabulary, stated: ServiceEntry) -> list[ActionLine]:
    return [ActionLine(f"Prototype first: {lowered(one.title)}", one.contract) for one in words.components(stated)]


def _main_drivers(words: Vocabulary, service: ServiceRecommendation) -> list[Driver]:
    """The strongest reasons: of both sides where both matter, else of the side that won. What a team is merely able to
    do stands in for them where there is no other."""
    named = {side: strong(words, service, side) or _any(service, side) for side in ("raw", "framework")}
    if service.verdict in named:
        return named[service.verdict][:MOST_NAMED]
    return [side[0] for side in (named["framework"], named["raw"]) if side]


def _any(service: ServiceRecommendation, side: str) -> list[Driver]:
    return [driver for driver in service.drivers[side] if driver[1] > 0]


def _driver(words: Vocabulary, service: ServiceRecommendation, driver: Driver) -> str:
    level = service.statements[driver[0]].level
    answer = f": {words.level(driver[0], level)}" if level is not None else ""
    side = words.framework if words.side(driver[0]) == "Framework fits" else words.raw
    sentence = f"{words.text(driver[0]).removesuffix('.')}{answer}."
    return sentence if service.verdict in ("raw", "framework") else f"For {side}: {lowered(sentence)}"


def _supports(words: Vocabulary, service: ServiceRecommendation) -> str:
    raw, framework = service.support["raw"], service.support["framework"]
    if raw is None or framework is None:
        return ""
    counts = {side: _answered(words, service, side) for side in ("raw", "framework")}
    figures = (
        f"he statements for {words.raw} are {percent(raw)} true{counts['raw']}, "
        f"those for {words.framework} {percent(framework)}{counts['framework']}{_of_split(words, service)}."
    )
    return f"T{figures}" if service.complete else f"So far, t{figures}"


def _of_split(words: Vocabulary, service: ServiceRecommendation) -> str:
    """What speaks for a split, where one is recommended."""
    support = service.support["split"]
    if service.verdict != "split" or support is None:
        return ""
    return f", and those for a split {percent(support)}{_answered(words, service, 'split')}"


def _answered(words: Vocabulary, service: ServiceRecommendation, side: str) -> str:
    """How many statements of a side a share rests on, where that is not all of them."""
    states = [service.statements[one.id] for one in words.checklist.statements if one.group == side]
    given = sum(state.level is not None for state in states)
    return "" if given == len(states) else f" ({given} of {len(states)} answered)"


def _facing(words: Vocabulary, service: ServiceRecommendation) -> str:
    if service.gates:
        return f"a team that cannot carry {words.raw} today"
    if "insufficient" in service.flags:
        open_count = sum(1 for state in service.statements.values() if state.open)
        return f"{plural(open_count, 'answer')} still open"
    concerns = [quoted(words.text(driver[0])) for driver in _main_drivers(words, service)]
    return listed(concerns) if concerns else "no strong reason for either side"


def _choice(words: Vocabulary, service: ServiceRecommendation) -> str:
    if service.verdict == "split":
        return f"we recommend a split over one service for both{traded(words, service, 'split')}"
    if service.verdict == "undecided":
        first = "answer what is open" if "insufficient" in service.flags else "prototype what is doubtful"
        paid = prices(words, service, "framework")[:1]
        today = words.a_framework() + (f", accepting {paid[0]}" if paid else "")
        return f"we recommend no choice yet: {first}, and if it has to be made today, take {today}"
    named = [words.raw, words.a_framework(service.framework)]
    first, second = named if service.verdict == "raw" else reversed(named)
    either = ", though either would do" if any(one.check == SMALL for one in service.checks) else ""
    return f"we recommend {first} over {second}{either}{traded(words, service, service.verdict)}"


def dissent(words: Vocabulary, service: ServiceRecommendation) -> tuple[str, ...]:
    """Respondents whose own answers alone give another verdict, a sentence each."""
    return tuple(f"The answers of {p.name} alone lead to {words.leads_to(p.verdict)}." for p in service.dissent)
