"""Every hostile input of the suite, by kind: `python -m tests.hostile` prints the list.

Each is tried in each run, by the test that stands beside its table. Where a kind is missing here, nothing tries it.
"""

import os
from collections.abc import Iterator


def kinds() -> dict[str, list[str]]:
    """The names of all inputs, by kind."""
    from tests.checklist import test_hostile as reader
    from tests.pages import hostile_bodies, test_hostile
    from tests.publish import hostile as drawn

    found = {"YAML": list(reader.HOSTILE)}
    for kind, texts in drawn.HOSTILE.items():
        found[f"PDF: {kind}"] = [ascii(text[:30]) for text in texts]
    for row in test_hostile.ROWS:
        found.setdefault(f"HTTP: {row.kind}", []).append(row.name)
    return found | {"HTTP: file to restore": list(hostile_bodies.EXAMINED)}


def lines() -> Iterator[str]:
    for kind, names in kinds().items():
        yield f"{kind} ({len(names)})"
        yield from (f"  {name}" for name in names)
    yield f"{sum(map(len, kinds().values()))} in all"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "advisor.settings")
    import django

    django.setup()
    print("\n".join(lines()))
