"""Rows of a decision of which something is still missing: they are kept, and are no part of the decision until whole.

In: a decision as it is kept. Out: its whole rows; what the others lack, at which field. Must not know: HTTP.
"""

from collections.abc import Container, Iterator, Mapping
from typing import Any

Row = Mapping[str, Any]
STEP = "step."
"""What the sections of a plan's next steps begin with."""
NEEDED: Mapping[str, Mapping[str, str]] = {
    "risks": {"risk": "Say what could go wrong.", "owner": "Name who watches this risk."},
    "actions": {"what": "Say what will be done.", "owner": "Name who does this.", "by": "Set a date for this."},
    "tripwires": {"service": "Choose the service to watch.", "when": "Choose what to watch."},
}
"""By list and field, what to say where the row is there and this is not."""
NO_LIMIT = "Write the number above which you review it."
COUNTED = ("routes", "contributors")
"""What has no limit but the one that is written."""


def whole_rows(content: Mapping[str, Any], name: str) -> list[Any]:
    """The rows of a list that lack nothing.

    >>> whole_rows({"risks": [{"risk": "It breaks."}, {"risk": "Ben leaves.", "owner": "Ada"}]}, "risks")
    [{'risk': 'Ben leaves.', 'owner': 'Ada'}]
    """
    return [row for row in content.get(name, []) if not _missing(name, row, row.get("service", ""))]


def is_whole_step(given: Row) -> bool:
    """Whether somebody does this next step by a day.

    >>> is_whole_step({"what": "Audit", "owner": "Ada"})
    False
    """
    return not _missing("actions", given, ())


def unfinished_steps(content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What each next step of a plan lacks: the field of the plan's form, and a sentence.

    >>> list(unfinished_steps({"step.audit.infer": {"what": "Audit infer", "owner": "Ada"}}))
    [('step--audit--infer-by', 'Next step “Audit infer”: set a date for this.')]
    """
    for section, given in content.items():
        if section.startswith(STEP):
            for column, sentence in _missing("actions", given, ()).items():
                words = f"Next step “{given.get('what', '')}”: {sentence[0].lower()}{sentence[1:]}"
                yield f"{section.replace('.', '--')}-{column}", words


def unfinished(content: Mapping[str, Any], limited: Container[str]) -> Iterator[tuple[str, str]]:
    """What each row lacks: the field of the form, and a sentence. `limited` are the services that have a latency
    budget, which is their limit.

    >>> list(unfinished({"actions": [{"what": "Ask.", "owner": "Ada"}]}, ()))
    [('actions-0-by', 'Action 1: set a date for this.')]
    """
    for name in NEEDED:
        for at, row in enumerate(content.get(name, [])):
            for column, sentence in _missing(name, row, limited).items():
                words = f"{name[:-1].capitalize()} {at + 1}: {sentence[0].lower()}{sentence[1:]}"
                yield f"{name}-{at}-{column}", words


def _missing(name: str, row: Row, limited: Container[str]) -> dict[str, str]:
    sentences = {column: sentence for column, sentence in NEEDED[name].items() if not row.get(column)}
    unlimited = row.get("when") in COUNTED or (row.get("when") == "p99" and row.get("service") not in limited)
    return {**sentences, "above": NO_LIMIT} if name == "tripwires" and unlimited and "above" not in row else sentences
