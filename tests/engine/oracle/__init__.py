"""The decision model once more, by brute force, to hold the engine against.

In: a checklist and an answers file. Out: plain figures, every one found by trying all completions with `Fraction`.
Must not know: the engine. It is written from the words of the model alone, as literally and as slowly as they read, and
shares nothing with the engine but the checklist and the answers. Keys are statement ids and `scorecard.<dimension id>`.

Where the words leave room, it reads them so:

- Levels of fewer than half of those who answered make a statement open at every level, and not contested.
- `lean` is null where a side that applies has no answered statement; a side that does not apply counts 0. `gut` is
  null where no gut check is answered, unless both do not apply (then it is 0).
- Provisional asks for 60 % of the applying statements of R and, separately, 60 % of those of X.
- The gut check's cap on the strength uses `gut` as reported; where that is null there is no cap.
- A weight on nothing but what applies can change a verdict; a service outside the question has no weight flips, no case
  against, and respondents whose own answers give neither.
- Withheld reasons are given of verdicts with a strength; those of an undecided or outside service are none.
- A weight flip of an insufficient service starts from the verdict that is reported, undecided.
"""

from tests.engine.oracle.case import Case, answers_given, case_of
from tests.engine.oracle.checks import findings
from tests.engine.oracle.hearing import agreement, group_answer
from tests.engine.oracle.judgement import (
    SIDES,
    answered_levels,
    bounds,
    drivers,
    judge,
    reported_gut,
    reported_lean,
    support,
)
from tests.engine.oracle.trust import (
    can_carry,
    flips,
    information,
    platform,
    sampled_robustness,
    strength,
    weight_flips,
    withheld,
)

__all__ = [
    "SIDES",
    "Case",
    "agreement",
    "answered_levels",
    "answers_given",
    "bounds",
    "can_carry",
    "case_of",
    "drivers",
    "findings",
    "flips",
    "group_answer",
    "information",
    "judge",
    "platform",
    "reported_gut",
    "reported_lean",
    "sampled_robustness",
    "strength",
    "support",
    "weight_flips",
    "withheld",
]
