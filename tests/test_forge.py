"""What a forge reads: it calls what the README names, and nothing that is not there."""

import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent


def loaded(name: str) -> dict[str, object]:
    return yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))  # type: ignore[no-any-return]


def test_workflow_runs_what_has_to_pass() -> None:
    steps = loaded(".github/workflows/ci.yml")["jobs"]["all"]["steps"]  # type: ignore[index]
    assert steps[-1] == {"run": ".ci/run"}
    assert (ROOT / ".ci/run").stat().st_mode & 0o111


def test_hooks_call_tools_that_are_locked() -> None:
    locked = (ROOT / "requirements-dev.txt").read_text(encoding="utf-8")
    for hook in loaded(".pre-commit-config.yaml")["repos"][0]["hooks"]:  # type: ignore[index]
        tool = hook["entry"].split()[0].removeprefix(".venv/bin/")
        assert tool == "python" or re.search(rf"^{tool}==", locked, re.MULTILINE)


@pytest.mark.parametrize("name", ["fault", "advice"])
def test_issue_form_asks_at_least_for_what_it_cannot_do_without(name: str) -> None:
    form = loaded(f".github/ISSUE_TEMPLATE/{name}.yml")
    asked = [part for part in form["body"] if part["type"] != "markdown"]  # type: ignore[attr-defined]
    assert any(part.get("validations", {}).get("required") for part in asked)
    assert len({part["id"] for part in asked}) == len(asked)


def test_release_steps_name_commands_that_exist() -> None:
    usage = (ROOT / "run").read_text(encoding="utf-8")
    named = set(re.findall(r"\./run (\w+)", (ROOT / "docs/releasing.md").read_text(encoding="utf-8")))
    assert named == {"outdated", "lock", "bench", "soak", "pictures", "sbom"}
    assert all(f"\n./run {name}" in usage for name in named)
