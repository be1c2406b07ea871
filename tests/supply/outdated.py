"""`./run outdated`: what is behind the package index.

In: the three lock files, what pip learns from the index, what pyproject.toml and the installed packages ask for. Out:
a line for each package that is behind; 0 when nothing is, 1 when something is that our bounds allow, 2 when the index
did not answer for everything: "nothing is behind" is never said without having asked.

Everything that is not ours comes through these files: htmx inside django-htmx, Inter inside fontpkg-inter.
"""

import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import distributions

from packaging.requirements import Requirement
from packaging.version import Version

from advisor.command_line import run as run_command
from tests.supply.locks import DEV, FILES, ROOT, locked, normal

Pip = Callable[..., str]
"""Runs pip with these arguments and returns what it prints, or nothing where it fails."""


def pip(*arguments: str) -> str:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--no-input", *arguments]
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, check=False).stdout


def newest(run: Pip, names: set[str]) -> dict[str, str]:
    """The newest version of each of these installed packages; a package that the index is silent about is left out."""
    answered = {}
    for which in ("--uptodate", "--outdated"):
        if names <= set(answered):
            break
        for one in json.loads(run("list", which, "--format", "json") or "[]"):
            answered[normal(one["name"])] = one.get("latest_version", one["version"])
    return {name: version for name, version in answered.items() if name in names}


def asked_for() -> list[tuple[str, Requirement]]:
    """Every requirement with who makes it: pyproject.toml, and each installed package."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    ours = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["postgresql"],
        *project["dependency-groups"]["dev"],
    ]
    found = [("pyproject.toml", Requirement(line)) for line in ours]
    locked_names = {one.name for one in locked(DEV)}
    for one in distributions():
        if normal(one.name) in locked_names:
            found += [(normal(one.name), Requirement(line)) for line in one.requires or []]
    return [(who, need) for who, need in found if need.marker is None or need.marker.evaluate({"extra": ""})]


def bounds(name: str, version: str, needs: Iterable[tuple[str, Requirement]]) -> list[str]:
    """What refuses this version, such as `pyproject.toml: <5.3`.

    >>> bounds("django", "6.0", [("pyproject.toml", Requirement("Django>=5.2,<5.3")), ("x", Requirement("y<1"))])
    ['pyproject.toml: <5.3,>=5.2']
    """
    return [
        f"{who}: {need.specifier}"
        for who, need in needs
        if normal(need.name) == name and not need.specifier.contains(version, prereleases=True)
    ]


def allowed(run: Pip, name: str, needs: list[tuple[str, Requirement]]) -> str:
    """The newest version that our bounds allow, or nothing where the index does not say."""
    listed = re.search(r"^Available versions: (.+)$", run("index", "versions", name), re.MULTILINE)
    fit = [text for text in (listed[1].split(", ") if listed else []) if not bounds(name, text, needs)]
    return max(fit, key=Version, default="")


def report(now: Mapping[str, str], index: Mapping[str, str], needs: list[tuple[str, Requirement]], run: Pip) -> int:
    """Prints what is behind and returns the exit status."""
    behind, waiting, silent = [], [], sorted(set(now) - set(index))
    for name in sorted(name for name in index if Version(index[name]) > Version(now[name])):
        refused = bounds(name, index[name], needs)
        best = allowed(run, name, needs) if refused else index[name]
        if not best:
            silent.append(name)
        elif Version(best) > Version(now[name]):
            behind.append(f"  {name} {now[name]} -> {best}")
        if refused:
            waiting.append(f"  {name} {now[name]}: {index[name]} is out ({'; '.join(refused)})")
    if behind:
        print("Behind, and `./run lock --upgrade` brings it up to date:", *behind, sep="\n")
    if waiting:
        print("Newer, but outside what is asked for:", *waiting, sep="\n")
    if silent:
        some = ", ".join(silent[:5]) + (" …" if len(silent) > 5 else "")
        print(f"The package index did not answer for {len(silent)} of {len(now)} packages: {some}.")
        print("This needs the network. Check the connection and pip's settings, then run it again.")
        return 2
    if not behind:
        print(f"Nothing is behind: {len(now)} packages asked for.")
    return 1 if behind else 0


def main(run: Pip = pip) -> int:
    here = {normal(one.name): one.version for one in distributions()}
    pinned = {one.name: one.version for file in FILES for one in locked(file) if here.get(one.name) == one.version}
    elsewhere = sorted({one.name for file in FILES for one in locked(file)} - set(pinned))
    status = report(pinned, newest(run, set(pinned)), asked_for(), run)
    if elsewhere:
        print(f"Not asked for, since they are installed on other systems only: {', '.join(elsewhere)}.")
    return status


if __name__ == "__main__":
    sys.exit(run_command(lambda: sys.exit(main())))
