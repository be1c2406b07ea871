"""Facts beside what npm lists today: the one thing here that asks another machine, and only when told to.

In: facts that name an npm package. Out: a line for each newest release that its fact does not name. Must not know:
pages, databases. Nothing but the names of those packages leaves this machine, through the npm that is installed on it.
"""

import json
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from advisor.checklist.errors import AdvisorError
from advisor.checklist.facts import Fact
from advisor.checklist.versions import of_line

PATIENCE = 60
"""Seconds for one answer of npm."""

_RELEASE = re.compile(r"\d+\.\d+\.\d+")


class NpmError(AdvisorError):
    """npm is missing, or gives no answer."""


def npm_answer(package: str) -> Mapping[str, Any]:
    """What the installed npm says of a package: its `dist-tags`, `versions` and `time`."""
    program = shutil.which("npm")
    if program is None:
        raise NpmError("npm is not installed on this machine: install Node.js, or leave out --compare")
    command = [program, "view", package, "dist-tags", "versions", "time", "--json"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
        answer = json.loads(done.stdout) if done.returncode == 0 else None
    except (subprocess.TimeoutExpired, ValueError):
        answer = None
    if not isinstance(answer, dict) or "dist-tags" not in answer:
        raise NpmError(f"npm said nothing about {package}: check the network and `npm ping`, then try again")
    return answer


def newest_releases(answer: Mapping[str, Any], lines: Sequence[str]) -> list[str]:
    """The newest release of each line of versions, or the one that npm calls latest where no line is asked for.

    >>> answer = {"dist-tags": {"latest": "5.3.0"}, "versions": ["4.22.3", "4.9.0", "5.3.0", "5.4.0-beta.1"]}
    >>> newest_releases(answer, ["4", "5"]), newest_releases(answer, [])
    (['4.22.3', '5.3.0'], ['5.3.0'])
    """
    if not lines:
        return [answer["dist-tags"]["latest"]]
    given = answer.get("versions", [])
    releases = [version for version in ([given] if isinstance(given, str) else given) if _RELEASE.fullmatch(version)]
    of_lines = [[version for version in releases if of_line(line, version)] for line in lines]
    return [max(versions, key=_numbers) for versions in of_lines if versions]


def unnamed_releases(fact: Fact, answer: Mapping[str, Any]) -> list[str]:
    """A line for each newest release that the fact does not name."""
    lines = fact.versions.get(fact.npm or "", [])
    unnamed = [version for version in newest_releases(answer, lines) if not _names(fact.value, version)]
    return [f"npm has {fact.npm} {version}{_day(answer, version)}, which the fact does not name" for version in unnamed]


def compared(facts: Iterable[Fact]) -> tuple[list[tuple[Fact, str]], int]:
    """Each fact beside a line that npm's answer gives, and of how many facts npm was asked."""
    asked = [fact for fact in facts if fact.npm is not None]
    return [(fact, line) for fact in asked for line in unnamed_releases(fact, npm_answer(fact.npm or ""))], len(asked)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _names(text: str, version: str) -> bool:
    """Whether a text names this very version, and not a longer one that begins or ends like it."""
    return re.search(rf"(?<![\d.]){re.escape(version)}(?![\d-]|\.\d)", text) is not None


def _day(answer: Mapping[str, Any], version: str) -> str:
    moment = answer.get("time", {}).get(version)
    return f" of {moment[:10]}" if isinstance(moment, str) else ""
