"""The list of what a release is made of: everything in it, with a hash and a licence, the same for the same lock."""

import json
from dataclasses import replace
from hashlib import sha256
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from tests.supply import sbom
from tests.supply.locks import APP, DEV, POSTGRESQL, ROOT, locked


@pytest.fixture(scope="module")
def components() -> dict[str, Any]:
    return {one["bom-ref"]: one for one in json.loads(sbom.current())["components"]}


def test_sbom_of_the_same_lock_is_the_same_bytes_and_fits_the_schema() -> None:
    text = sbom.current()
    assert text == sbom.current()
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(text) is None


def test_sbom_has_every_package_of_the_lock_with_its_hashes(components: dict[str, Any]) -> None:
    for one in locked(POSTGRESQL):
        hashes = components[f"pkg:pypi/{one.name}@{one.version}"]["hashes"]
        assert one.hashes
        assert {digest["content"] for digest in hashes} == set(one.hashes)
    required = {one["name"] for one in components.values() if one["scope"] == "required" and "pypi" in one["bom-ref"]}
    assert required == {one.name for one in locked(APP)}


def test_sbom_has_htmx_and_the_fonts_and_no_development_tool(components: dict[str, Any]) -> None:
    assert components["pkg:npm/htmx.org@2.0.10"]["licenses"] == [{"license": {"id": "0BSD"}}]
    for path in (ROOT / "static" / "fonts").glob("*.woff2"):
        font = components[f"static/fonts/{path.name}"]
        assert font["hashes"][0]["content"] == sha256(path.read_bytes()).hexdigest()
        assert font["licenses"] == [{"license": {"id": "OFL-1.1"}}]
    tools = {one.name for one in locked(DEV)} - {one.name for one in locked(POSTGRESQL)}
    assert "pytest" in tools
    assert not tools & {one["name"] for one in components.values()}


def test_sbom_fonts_are_of_the_version_that_the_lock_has() -> None:
    cut_from = next(one.version for one in locked(DEV) if one.name == "fontpkg-inter")
    assert cut_from.startswith(f"{sbom.fonts()[0].version}.")


def test_sbom_every_component_has_a_licence_that_spdx_knows(components: dict[str, Any]) -> None:
    for one in components.values():
        (licence,) = one["licenses"]
        assert "expression" in licence or "id" in licence["license"], one["name"]


def test_sbom_of_another_lock_has_another_serial_number() -> None:
    packages = locked(APP)
    newer = [replace(packages[0], version="99"), *packages[1:]]
    serials = {json.loads(sbom.written(some, set()))["serialNumber"] for some in (packages, newer)}
    assert len(serials) == 2


def test_sbom_package_without_a_licence_says_where_to_write_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sbom.LICENCES, "pysqlite3")
    with pytest.raises(SystemExit, match=r"pysqlite3 declares no licence to copy: write it into LICENCES in tests/"):
        sbom.current()


def test_sbom_names_no_licence_of_a_package_that_is_gone() -> None:
    assert set(sbom.LICENCES) <= {one.name for one in locked(POSTGRESQL)}
