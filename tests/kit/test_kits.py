"""The kits as a colleague runs them: the contract that every variant keeps, the drills, a short benchmark."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from advisor.checklist.library import load_checklist
from advisor.checklist.measurement import Measurement
from advisor.engine.judgement import judge
from advisor.kit.archive import kit_digest
from advisor.kit.folder import kits
from advisor.kit.order import FRAMEWORKS, KitOrder
from advisor.kit.results import ResultsError, read_results
from tests.kit.node import packages, run, unpacked
from tests.kit.results import CLOSE, ROOT, SLOWED, figures, results

CHECKLIST = load_checklist(ROOT.parent)
KITS = kits(ROOT, CHECKLIST)
SOAK = ("--profile", "full")
SHORT = ("--profile", "short", "--rate", "20")

pytestmark = pytest.mark.node


def order(kit: str, framework: str = "express") -> KitOrder:
    return KitOrder(kit, "Token stream", "Acme AI", "Build it on raw Node.js.", (), (), 15.0, 2.0, framework=framework)


def measured(kit: str, framework: str, folder: Path, *profile: str) -> None:
    """Benchmarks a kit and reads its results: taken, or refused because the machine could not hold the rate."""
    there = unpacked(CHECKLIST, order(kit, framework), folder)
    (there / "bench.log").write_text("What somebody keeps beside it is no part of the kit.")
    outcome = run(there, "load/bench.js", *profile)
    assert outcome.returncode in (0, 3), outcome.stdout + outcome.stderr
    assert "Raw has earned its keep when" in outcome.stdout
    try:
        digests = {kit: kit_digest(ROOT, kit)}
        data = (there / "results.json").read_bytes()
        measurement = read_results(data, digests=digests, service="Token stream", today=date.max)
    except ResultsError as error:
        assert "was saturated" in str(error)  # noqa: PT017  a machine may be too slow for any rate
        return
    found = judge(measurement, 15.0)
    assert (outcome.returncode == 0) == (found.verdict is not None)
    assert measurement.framework == framework
    assert measurement.versions[framework]


def test_kit_is_there_for_every_component_of_the_checklist() -> None:
    assert [one.id for one in CHECKLIST.next_steps.components] == KITS


@pytest.mark.parametrize("kit", KITS)
def test_kit_every_variant_keeps_the_contract_and_passes_the_drills(kit: str, tmp_path: Path) -> None:
    outcome = run(unpacked(CHECKLIST, order(kit), tmp_path), "--test", "--test-reporter=tap")
    assert outcome.returncode == 0, outcome.stdout[-6000:]
    assert "# fail 0" in outcome.stdout


def test_kit_has_a_variant_of_every_candidate() -> None:
    assert CHECKLIST.frameworks is not None
    assert sorted(FRAMEWORKS) == sorted(one.id for one in CHECKLIST.frameworks.candidates)


@pytest.mark.parametrize(("kit", "framework"), list(zip(KITS, FRAMEWORKS, strict=True)))
def test_kit_benchmark_writes_results_that_can_be_read_back(kit: str, framework: str, tmp_path: Path) -> None:
    measured(kit, framework, tmp_path, *SHORT, "--variants", f"raw,raw-again,{framework}")


@pytest.mark.slow
@pytest.mark.parametrize("kit", KITS)
def test_kit_full_benchmark_writes_results_that_can_be_read_back(kit: str, tmp_path: Path) -> None:
    measured(kit, "hono", tmp_path, *SOAK)


def test_kit_is_the_same_whatever_lies_beside_its_files(tmp_path: Path) -> None:
    there = Path(shutil.copytree(ROOT, tmp_path / "kit"))
    (there / "bench.log").touch()
    assert kit_digest(there, KITS[0]) == kit_digest(ROOT, KITS[0])


def test_kit_sources_pass_their_linter() -> None:
    linter = packages() / "@biomejs" / "biome" / "bin" / "biome"
    outcome = run(ROOT, str(linter), "check", ".")
    assert outcome.returncode == 0, outcome.stdout + outcome.stderr


def test_rule_of_the_kit_gives_the_same_verdicts(tmp_path: Path) -> None:
    value = results()["work"][0]
    cases = [
        results(CLOSE),
        results(SLOWED),
        results({**CLOSE, "express": 10.5}),
        results({**SLOWED, "raw-again": 9.9}),
        results(SLOWED, toy_only=True),
        results(work=[{**value, "variants": {**value["variants"], "express": figures(9, answered=[310] * 5)}}]),
        results(work=[{**value, "variants": {**value["variants"], "raw": figures(9, p99_ms=[18.0, 9, 9, 9, 9])}}]),
        results(work=[{**value, "variants": {**value["variants"], "express": figures(9, p99_ms=[18.0, 9, 9, 9, 9])}}]),
    ]
    there = unpacked(CHECKLIST, order(KITS[0]), tmp_path)
    (there / "cases.json").write_text(json.dumps(cases))
    script = (
        "import { readFileSync } from 'node:fs'; import { judge } from './load/rule.js';"
        "const cases = JSON.parse(readFileSync('cases.json', 'utf8'));"
        "console.log(JSON.stringify(cases.map((one) => { const { verdict, reason } = judge(one, 15);"
        " return [verdict, reason] })))"
    )
    told = json.loads(run(there, "--input-type=module", "-e", script).stdout)
    found = [judge(Measurement.model_validate(case), 15) for case in cases]
    assert told == [[one.verdict, one.reason] for one in found]
    assert len({one.reason for one in found}) >= 5
