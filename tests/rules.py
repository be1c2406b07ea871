"""Rules of this project that no linter knows: what must not be written in a file or a template.

In: a folder. Out: every breach as `file:line: what, and what to write instead`. `python -m tests.rules` prints those of
this project; 1 if there is one.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SKIPPED = {".git", ".venv", "var"}


@dataclass(frozen=True)
class Rule:
    pattern: re.Pattern[str]
    instead: str


EVERYWHERE = (
    Rule(
        re.compile(r"(?<![\w.:/-])/(?:home|work|root|Users)/\w"),
        "a path of one machine: write it relative to the project, or take it from a setting",
    ),
    Rule(
        re.compile(r"^(?:<{7}|>{7}|\|{7})(?:\s|$)"),
        "a mark of a merge: decide between the two sides, and delete all of its marks",
    ),
)
# The content security policy allows no inline script or style, and htmx must run without eval.
TEMPLATES = (
    Rule(re.compile(r"\bhx-on\b"), "hx-on needs eval: write a small file in static/js"),
    Rule(re.compile(r"\bhx-boost\b"), "hx-boost: give the request its own link or form"),
    Rule(
        re.compile(r"""hx-trigger\s*=\s*(?:"[^"]*\[|'[^']*\[)"""),
        "a filter in hx-trigger is ignored without eval: use a narrower event",
    ),
    Rule(re.compile(r"""["']\s*(?:js|javascript):"""), "js: needs eval: send a form field or a plain value"),
    Rule(re.compile(r"\sstyle\s*="), "an inline style is refused by the policy: write a class in static/css"),
    Rule(re.compile(r"<style\b"), "an inline style is refused by the policy: write a file in static/css"),
    Rule(
        re.compile(r"<script\b(?![^>]*(?:\bsrc=|application/json))"),
        "an inline script is refused by the policy: write a file in static/js",
    ),
    Rule(re.compile(r"datetime=\"\{\{[^}]*\|date:"), "the filter `date` writes microseconds: use `|instant`"),
    Rule(re.compile(r"\son[a-z]+\s*=\s*[\"']"), "an inline handler is refused by the policy: listen in static/js"),
)

CODE = (
    Rule(
        re.compile(r"^\s+(?:\w+, )*(?:told|kept|shown|typed)(?:, \w+)* = "),
        "a value is named after what it is, not after what was done with it: write the noun",
    ),
)

PLACES = (("templates/", ".html", TEMPLATES), ("advisor/", ".py", CODE))


def files(root: Path) -> list[Path]:
    """The text files of the tree: those git knows or would take in, else all but what is made on the machine."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    if listed.returncode == 0:
        found = [root / name for name in listed.stdout.split("\0") if name]
    else:
        found = [path for path in root.rglob("*") if not SKIPPED & set(path.relative_to(root).parts)]
    return sorted(path for path in found if path.is_file() and not is_binary(path))


def is_binary(path: Path) -> bool:
    """Whether a file is a picture, a font or the like: git knows them by the same sign."""
    with path.open("rb") as file:
        return b"\0" in file.read(8000)


def breaches(text: str, name: str, rules: tuple[Rule, ...]) -> list[str]:
    """Every place where a rule is broken, as `name:line: what to write instead`.

    >>> breaches('<p style="color:red">', "a.html", TEMPLATES)
    ['a.html:1: an inline style is refused by the policy: write a class in static/css']
    """
    return [
        f"{name}:{number}: {rule.instead}"
        for number, line in enumerate(text.splitlines(), start=1)
        for rule in rules
        if rule.pattern.search(line)
    ]


def problems(root: Path) -> list[str]:
    """Every breach in the tree."""
    found = []
    for path in files(root):
        name = path.relative_to(root).as_posix()
        more = next(
            (rules for folder, ending, rules in PLACES if name.startswith(folder) and path.suffix == ending), ()
        )
        found += breaches(path.read_text(encoding="utf-8", errors="replace"), name, EVERYWHERE + more)
    return found


if __name__ == "__main__":
    told = problems(ROOT)
    print("\n".join(told) or "No rule is broken.")
    sys.exit(1 if told else 0)
