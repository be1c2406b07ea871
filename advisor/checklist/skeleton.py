"""A new checklist to begin from: commented files that are sound as they are.

In: a slug, a folder. Out: the files. Must not know: Django, answers, verdicts.
"""

from pathlib import Path

from advisor.checklist.library import FILES

BLANK = Path(__file__).parent / "blank"
"""The package's own data: the files, with NEW-SLUG where the slug goes."""
SLUG = "NEW-SLUG"


def skeleton(slug: str) -> dict[str, str]:
    """The files of a new checklist, by name.

    >>> "slug: queues" in skeleton("queues")["checklist.yaml"]
    True
    """
    return {name: (BLANK / name).read_text(encoding="utf-8").replace(SLUG, slug) for name in FILES}


def write_skeleton(root: Path, slug: str) -> Path:
    """Writes the files into a new folder. FileExistsError: there is one of this name."""
    folder = root / slug
    folder.mkdir(parents=True)
    for name, text in skeleton(slug).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
