"""`./run sbom [FILE]`: what a release is made of, as a CycloneDX 1.6 list (a software bill of materials).

In: the lock file of the app with PostgreSQL, the licences that the installed packages declare, the fonts of the tree.
Out: JSON, the same bytes for the same lock, or refused where the CycloneDX schema refuses it. It asks no network.
"""

import hashlib
import re
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.output.json import JsonV1Dot6
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL

from advisor.command_line import run
from tests.supply.locks import APP, POSTGRESQL, ROOT, Locked, locked

NAME = "architecture-decision-advisor"
FONTS = ROOT / "static" / "fonts"
# Of packages that say it only in a file, or vaguely, or are installed on other systems alone.
LICENCES = {
    "brotlicffi": "MIT",
    "colorama": "BSD-3-Clause",
    "cssselect2": "BSD-3-Clause",
    "fido2": "BSD-2-Clause AND Apache-2.0 AND MPL-2.0",
    "pydyf": "BSD-3-Clause",
    "pyphen": "GPL-2.0-or-later OR LGPL-2.1-or-later OR MPL-1.1",
    "pysqlite3": "Zlib",
    "qrcode": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "sqlparse": "BSD-3-Clause",
    "tinycss2": "BSD-3-Clause",
    "tzdata": "Apache-2.0",
    "weasyprint": "BSD-3-Clause",
    "webencodings": "BSD-3-Clause",
}
CLASSIFIERS = {"License :: OSI Approved :: MIT License": "MIT"}


def licence(name: str) -> str:
    """The licence of a package as an SPDX expression.

    >>> licence("django"), licence("colorama")
    ('BSD-3-Clause', 'BSD-3-Clause')
    """
    if name in LICENCES:
        return LICENCES[name]
    try:
        declared = metadata(name)
    except PackageNotFoundError:
        raise SystemExit(
            f"{name} is not installed here: write its licence into LICENCES in tests/supply/sbom.py"
        ) from None
    expression = declared.get("License-Expression") or declared.get("License") or ""
    for classifier, short in CLASSIFIERS.items():
        if not expression and classifier in (declared.get_all("Classifier") or []):
            expression = short
    if not re.fullmatch(r"[\w.+-]+(?: (?:AND|OR) [\w.+-]+)*", expression):
        raise SystemExit(f"{name} declares no licence to copy: write it into LICENCES in tests/supply/sbom.py")
    return expression


def component(one: Locked, *, optional: bool) -> Component:
    """A package as the lock pins it."""
    url = PackageURL("pypi", name=one.name, version=one.version)
    return Component(
        name=one.name,
        version=one.version,
        type=ComponentType.FRAMEWORK if one.name == "django" else ComponentType.LIBRARY,
        bom_ref=url.to_string(),
        purl=url,
        scope=ComponentScope.OPTIONAL if optional else ComponentScope.REQUIRED,
        licenses=[LicenseFactory().make_from_string(licence(one.name))],
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=digest) for digest in one.hashes],
        properties=[Property(name="advisor:only-where", value=one.marker)] if one.marker else [],
    )


def sha256(data: bytes) -> list[HashType]:
    return [HashType(alg=HashAlgorithm.SHA_256, content=hashlib.sha256(data).hexdigest())]


def htmx() -> Component:
    """The script that pages load, as django-htmx carries it."""
    import django_htmx

    data = (Path(django_htmx.__file__).parent / "static" / "django_htmx" / "htmx-2.min.js").read_bytes()
    version = re.search(rb'version:"(2[\d.]+)"', data)
    assert version is not None, "htmx-2.min.js says no version"
    url = PackageURL("npm", name="htmx.org", version=version[1].decode())
    return Component(
        name="htmx.org",
        version=version[1].decode(),
        bom_ref=url.to_string(),
        purl=url,
        scope=ComponentScope.REQUIRED,
        licenses=[LicenseFactory().make_from_string("0BSD")],
        hashes=sha256(data),
    )


def fonts() -> list[Component]:
    """The cuts of Inter that pages and PDFs use."""
    version = re.search(r"cuts of Inter ([\d.]+)", (FONTS / "README.md").read_text(encoding="utf-8"))
    assert version is not None, "static/fonts/README.md says no version"
    return [
        Component(
            name=path.name,
            version=version[1],
            type=ComponentType.FILE,
            bom_ref=f"static/fonts/{path.name}",
            scope=ComponentScope.REQUIRED,
            description="A cut of Inter by The Inter Project Authors",
            licenses=[LicenseFactory().make_from_string("OFL-1.1")],
            hashes=sha256(path.read_bytes()),
        )
        for path in sorted(FONTS.glob("*.woff2"))
    ]


def bill(packages: list[Locked], required: set[str]) -> Bom:
    """All that a release with these packages holds, and who needs whom; `required` are those without PostgreSQL."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    app = Component(name=NAME, version=version, type=ComponentType.APPLICATION, bom_ref=f"{NAME}@{version}")
    app.licenses.add(LicenseFactory().make_from_string("MIT"))
    bom = Bom()
    bom.metadata.component = app
    bom.metadata.timestamp = None  # type: ignore[assignment]
    components = {(one.name, one.version): component(one, optional=one.name not in required) for one in packages}
    script, faces = htmx(), fonts()
    bom.components.update([*components.values(), script, *faces])
    bom.register_dependency(app, [components[one.name, one.version] for one in packages if not one.needed_by] + faces)
    for (name, _), parent in components.items():
        needs = [components[one.name, one.version] for one in packages if name in one.needed_by]
        bom.register_dependency(parent, [*needs, script] if name == "django-htmx" else needs)
    return bom


def written(packages: list[Locked], required: set[str]) -> str:
    """The list as JSON; refused where the CycloneDX schema refuses it."""
    bom = bill(packages, required)
    names = "\n".join(sorted(f"{one.bom_ref} {[str(digest) for digest in one.hashes]}" for one in bom.components))
    bom.serial_number = uuid5(NAMESPACE_URL, names)  # of the contents, so that the same lock gives the same bytes
    text = JsonV1Dot6(bom).output_as_string(indent=2) + "\n"
    fault = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if fault is not None:
        raise SystemExit(f"the CycloneDX schema refuses the list: {str(fault)[:500]}")
    return text


def current() -> str:
    """The list of what the lock files pin now."""
    return written(locked(POSTGRESQL), {one.name for one in locked(APP)})


def main(arguments: list[str]) -> int:
    path = Path(arguments[0] if arguments else "sbom.cdx.json")
    path.write_text(current(), encoding="utf-8")
    print(f"{path}: {len(locked(POSTGRESQL))} packages, htmx and the fonts")
    return 0


if __name__ == "__main__":
    sys.exit(run(lambda: sys.exit(main(sys.argv[1:]))))
