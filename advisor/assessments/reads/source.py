"""From whose answers a verdict is made, in words: whoever sees two verdicts sees why they differ.

In: where each service stands, and whether its reader answers. Out: sentences. Must not know: HTTP, what anyone said.
"""

from collections import Counter
from collections.abc import Sequence

from advisor.assessments.models import Respondent
from advisor.assessments.reads.rounds import RoundState
from advisor.record.numbers import plural

ALONE = "your answers alone"


def whose(state: RoundState, mine: Respondent | None) -> str:
    """Whose answers about a service somebody sees; empty where they see none.

    >>> whose(RoundState(), Respondent(name="Ada")), whose(RoundState(), None)
    ('your answers alone', '')
    >>> whose(RoundState(open=False, voices=3), None)
    '3 people’s answers'
    """
    if state.open and mine is not None:
        return ALONE
    if state.open and state.last_reveal is None:
        return ""
    return f"{plural(state.voices, 'person', 'people')}’s answers"


def source(states: Sequence[RoundState], mine: Respondent | None) -> str:
    """The same of several services, as a sentence.

    >>> source([RoundState(), RoundState()], Respondent(name="Ada"))
    'From your answers alone, until everyone’s are revealed.'
    >>> source([RoundState(open=False, voices=3)], None)
    'From 3 people’s answers.'
    >>> revealed = [RoundState(open=False, voices=3), RoundState(open=False, voices=2)]
    >>> source([RoundState(), *revealed], Respondent(name="Ada"))
    'From your answers alone for 1 service, until everyone’s are revealed; from several people’s for 2.'
    """
    words_by_state = Counter(words for state in states if (words := whose(state, mine)))
    alone, others = words_by_state.pop(ALONE, 0), words_by_state
    until = ", until everyone’s are revealed"
    if alone and others:
        return f"From {ALONE} for {plural(alone, 'service')}{until}; from several people’s for {others.total()}."
    if alone:
        return f"From {ALONE}{until}."
    if len(others) > 1:
        return "From several people’s answers."
    return f"From {next(iter(others))}." if others else ""
